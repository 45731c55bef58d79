package intrinsic

import (
	"crypto/aes"
	"crypto/cipher"
	"fmt"
	"sync/atomic"

	"gojvm/vm"
)

const (
	cryptoPackage = "com/sun/crypto/provider/"
	aesCrypt      = cryptoPackage + "AESCrypt"
	aesBlock      = aes.BlockSize
)

// aesMethods are the blocks of com.sun.crypto.provider.AESCrypt, by Go's cipher, which uses what
// the machine has.
func (s *aesState) aesMethods() vm.NativeTable {
	method := func(decrypt bool) vm.NativeFunc {
		return func(t *vm.Thread, a vm.Args) (vm.Value, error) {
			b, err := s.cipher(t, a.Ref(0), decrypt)
			if err != nil {
				return 0, err
			}
			return 0, cryptBlock(t, a, b, decrypt)
		}
	}
	return vm.NativeTable{
		"implEncryptBlock([BI[BI)V": method(false),
		"implDecryptBlock([BI[BI)V": method(true),
	}
}

// cryptBlock does one block from offset a.Int(2) of array 1 to offset a.Int(4) of array 3. The
// callers have checked the ranges.
func cryptBlock(t *vm.Thread, a vm.Args, b cipher.Block, decrypt bool) error {
	if a.Ref(1) == 0 || a.Ref(3) == 0 {
		return t.ThrowNullPointer()
	}
	in, out := vm.ByteElems(a.Ref(1)), vm.ByteElems(a.Ref(3))
	i, o := int(a.Int(2)), int(a.Int(4))
	if i < 0 || i+aesBlock > len(in) {
		return outOfBounds(t, i, len(in))
	}
	if o < 0 || o > len(out)-aesBlock {
		return outOfBounds(t, o, len(out))
	}
	cryptOne(b, decrypt, in, i, out, o, a.Ref(1) == a.Ref(3))
	return nil
}

// cryptOne does a block from offset i to offset o of slices that may be of one array.
func cryptOne(b cipher.Block, decrypt bool, in []byte, i int, out []byte, o int, same bool) {
	from, to := in[i:i+aesBlock], out[o:o+aesBlock]
	if d := i - o; same && d != 0 && d > -aesBlock && d < aesBlock { // Go's ciphers refuse that
		from = append([]byte(nil), from...)
	}
	if decrypt {
		b.Decrypt(to, from)
	} else {
		b.Encrypt(to, from)
	}
}

// outOfBounds throws for the first of the indices from i on that an array of n elements does not have.
func outOfBounds(t *vm.Thread, i, n int) error {
	if i >= 0 && i < n {
		i = n
	}
	return t.Throw("java/lang/ArrayIndexOutOfBoundsException", fmt.Sprintf("Index %d out of bounds for length %d", i, n))
}

// aesState is what a VM has for AES.
type aesState struct {
	fields atomic.Pointer[aesFields]
	// ciphers are some that were made, by a hash of their keys: a Java object has its key only.
	ciphers [16]atomic.Pointer[aesCipher]
}

// aesFields are the offsets of the fields of AESCrypt: the key given last, the round keys in
// use, and those for both directions.
type aesFields struct{ lastKey, inUse, both uint32 }

// aesCipher is a cipher with its key.
type aesCipher struct {
	key   [32]byte
	size  int
	block cipher.Block
}

// cipher returns the cipher of an AESCrypt, which has been given a key for that direction.
func (s *aesState) cipher(t *vm.Thread, r vm.Ref, decrypt bool) (cipher.Block, error) {
	f := s.fields.Load()
	if f == nil {
		f = new(aesFields)
		c := t.VM.ClassOf(r)
		for name, off := range map[string]*uint32{"lastKey": &f.lastKey, "K": &f.inUse, "sessionK": &f.both} {
			x := fieldOf(c, aesCrypt, name)
			if x == nil {
				return nil, t.Throw("java/lang/InternalError", "AESCrypt."+name)
			}
			*off = x.Offset
		}
		s.fields.Store(f)
	}
	o := vm.Object(r)
	key, both := o.Ref(f.lastKey), o.Ref(f.both)
	if key == 0 || both == 0 {
		return nil, t.ThrowNullPointer()
	}
	direction := 0
	if decrypt {
		direction = 1
	}
	if vm.RefElem(both, direction) != o.Ref(f.inUse) {
		return nil, t.Throw("java/lang/InternalError", "AES key for the other direction")
	}
	k := vm.ByteElems(key)
	h := 0
	for _, x := range k[:min(4, len(k))] {
		h = h*31 + int(x)
	}
	slot := &s.ciphers[uint(h)%uint(len(s.ciphers))]
	if c := slot.Load(); c != nil && string(c.key[:c.size]) == string(k) {
		return c.block, nil
	}
	b, err := aes.NewCipher(k)
	if err != nil {
		return nil, t.Throw("java/lang/InternalError", err.Error())
	}
	c := &aesCipher{size: len(k), block: b}
	copy(c.key[:], k)
	slot.Store(c)
	return b, nil
}
