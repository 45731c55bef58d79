package intrinsic

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding"
	"encoding/binary"
	"hash"

	"gojvm/native/internal/nat"
	"gojvm/vm"
)

// Message digests: sun.security.provider.DigestBase hashes many whole blocks at once by
// implCompressMultiBlock0. Go's hashes use what the machine has for it. Their state goes in
// and out in the form in which they can be stored:
//
//	magic | state words, big-endian | a block of what is not hashed yet | length, u64 big-endian

// digest is an algorithm of both libraries.
type digest struct {
	new   func() hash.Hash
	magic string
	words int // of the state, of 4 or 8 bytes
	wide  bool
	owner string // the class that has the field state
}

func digestMethods() vm.NativeTable {
	const p = "sun/security/provider/"
	sha2 := digest{sha256.New, "sha\x03", 8, false, p + "SHA2"}
	sha5 := digest{sha512.New, "sha\x07", 8, true, p + "SHA5"}
	byClass := map[string]*digest{
		p + "MD5":             {md5.New, "md5\x01", 4, false, p + "MD5"},
		p + "SHA":             {sha1.New, "sha\x01", 5, false, p + "SHA"},
		p + "SHA2$SHA224":     &sha2,
		p + "SHA2$SHA256":     &sha2,
		p + "SHA5$SHA384":     &sha5,
		p + "SHA5$SHA512":     &sha5,
		p + "SHA5$SHA512_224": &sha5,
		p + "SHA5$SHA512_256": &sha5,
	}
	return vm.NativeTable{
		"implCompressMultiBlock0([BII)I": func(t *vm.Thread, a vm.Args) (vm.Value, error) {
			ofs, limit := a.Int(2), a.Int(3)
			if d := byClass[t.VM.ClassOf(a.Ref(0)).Name]; d != nil {
				if next, ok := d.blocks(t, a, ofs, limit); ok {
					return nat.Int(next)
				}
			}
			return compressEach(t, a, ofs, limit)
		},
	}
}

// maxDigest is how many bytes are hashed without looking whether the thread is to stop.
const maxDigest = 1 << 20

// blocks hashes the blocks at ofs, ofs + size, ... limit of the array and returns the offset
// behind them; ok is false if the method's Java code is to do it.
func (d *digest) blocks(t *vm.Thread, a vm.Args, ofs, limit int32) (next int32, ok bool) {
	h := d.new()
	size := int32(h.BlockSize())
	f := fieldOf(t.VM.ClassOf(a.Ref(0)), d.owner, "state")
	if f == nil || a.Ref(1) == 0 || ofs < 0 {
		return 0, false
	}
	if limit < ofs {
		return ofs, true
	}
	end := ofs + (limit-ofs)/size*size + size
	if end < 0 || int(end) > vm.ArrayLen(a.Ref(1)) {
		return 0, false
	}
	for ofs < end {
		n := min(end-ofs, maxDigest)
		state := vm.Object(a.Ref(0)).Ref(f.Offset)
		if state == 0 || vm.ArrayLen(state) < d.words {
			return 0, false
		}
		d.write(h, state)
		h.Write(vm.ByteElems(a.Ref(1))[ofs : ofs+n])
		d.read(h, state)
		ofs += n
		t.Poll()
	}
	return ofs, true
}

// write sets the state of h.
func (d *digest) write(h hash.Hash, state vm.Ref) {
	b := []byte(d.magic)
	for i := range d.words {
		if d.wide {
			b = binary.BigEndian.AppendUint64(b, uint64(vm.LongElems(state)[i]))
		} else {
			b = binary.BigEndian.AppendUint32(b, uint32(vm.IntElems(state)[i]))
		}
	}
	b = append(b, make([]byte, h.BlockSize()+8)...)
	if err := h.(encoding.BinaryUnmarshaler).UnmarshalBinary(b); err != nil {
		panic("BUG: state of a digest: " + err.Error())
	}
}

// read gets the state of h.
func (d *digest) read(h hash.Hash, state vm.Ref) {
	b, err := h.(encoding.BinaryMarshaler).MarshalBinary()
	if err != nil {
		panic("BUG: state of a digest: " + err.Error())
	}
	b = b[len(d.magic):]
	for i := range d.words {
		if d.wide {
			vm.LongElems(state)[i] = int64(binary.BigEndian.Uint64(b[8*i:]))
		} else {
			vm.IntElems(state)[i] = int32(binary.BigEndian.Uint32(b[4*i:]))
		}
	}
}

// fieldOf returns the field of that name in the superclass owner of c, nil if there is none.
func fieldOf(c *vm.Class, owner, name string) *vm.Field {
	for ; c != nil; c = c.Super {
		if c.Name != owner {
			continue
		}
		for _, f := range c.Fields {
			if f.Name == name && !f.IsStatic() {
				return f
			}
		}
	}
	return nil
}

// compressEach is what the Java code does: it calls implCompress for each block.
func compressEach(t *vm.Thread, a vm.Args, ofs, limit int32) (vm.Value, error) {
	c := t.VM.ClassOf(a.Ref(0))
	m := c.FindMethod("implCompress", "([BI)V")
	f := fieldOf(c, "sun/security/provider/DigestBase", "blockSize")
	if m == nil || f == nil {
		return nat.Err(t.Throw("java/lang/InternalError", "DigestBase"))
	}
	size := vm.Object(a.Ref(0)).Int(f.Offset)
	for ; ofs <= limit; ofs += size {
		if _, err := t.Invoke(m, vm.RefValue(a.Ref(0)), vm.RefValue(a.Ref(1)), vm.IntValue(ofs)); err != nil {
			return 0, err
		}
	}
	return nat.Int(ofs)
}
