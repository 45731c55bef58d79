package intrinsic

import (
	"crypto/cipher"
	"crypto/subtle"

	"gojvm/native/internal/nat"
	"gojvm/vm"
)

// The modes of operation of com.sun.crypto.provider: many blocks at once. Each has a cipher in
// field embeddedCipher; where that is not AES its methods are called block by block, as the
// Java code does. Arguments are (in, inOffset, length, out, outOffset), in checked ranges; in
// and out may be one array.

// mode is a call of one of these methods.
type mode struct {
	t     *vm.Thread
	a     vm.Args
	size  int          // of a block
	block cipher.Block // of AES, else nil
	// method encrypts or decrypts a block, if it is not AES.
	method  *vm.Method
	decrypt bool
	r, k    *vm.Field // of a chained mode
}

const feedbackCipher = cryptoPackage + "FeedbackCipher"

// modeMethod makes a native of fn. The embedded cipher encrypts, or decrypts.
func (s *aesState) modeMethod(decrypt bool, fn func(m *mode) error) vm.NativeFunc {
	return func(t *vm.Thread, a vm.Args) (vm.Value, error) {
		m := &mode{t: t, a: a, decrypt: decrypt}
		if a.Ref(1) == 0 || a.Ref(4) == 0 {
			return nat.NullPointer(t)
		}
		for _, x := range [2]int{1, 4} {
			if i, n, length := int(a.Int(x+1)), max(int(a.Int(3)), 0), vm.ArrayLen(a.Ref(x)); i < 0 || i+n > length {
				return nat.Err(outOfBounds(t, i, length))
			}
		}
		size, embedded := m.field(feedbackCipher, "blockSize"), m.embedded()
		if size == nil || embedded == 0 {
			return nat.Err(t.Throw("java/lang/InternalError", feedbackCipher))
		}
		m.size = int(vm.Object(a.Ref(0)).Int(size.Offset))
		c := t.VM.ClassOf(embedded)
		if c.Name == aesCrypt && m.size == aesBlock {
			b, err := s.cipher(t, embedded, decrypt)
			if err != nil {
				return 0, err
			}
			m.block = b
		} else {
			name := "encryptBlock"
			if decrypt {
				name = "decryptBlock"
			}
			if m.method = c.FindMethod(name, "([BI[BI)V"); m.method == nil {
				return nat.Err(t.Throw("java/lang/InternalError", c.Name))
			}
		}
		if err := fn(m); err != nil {
			return 0, err
		}
		return nat.Int(a.Int(3))
	}
}

func (s *aesState) ecbMethods() vm.NativeTable {
	return vm.NativeTable{
		"implECBEncrypt([BII[BI)I": s.modeMethod(false, (*mode).ecb),
		"implECBDecrypt([BII[BI)I": s.modeMethod(true, (*mode).ecb),
	}
}

func (s *aesState) cbcMethods() vm.NativeTable {
	return vm.NativeTable{
		"implEncrypt([BII[BI)I": s.modeMethod(false, (*mode).cbcEncrypt),
		"implDecrypt([BII[BI)I": s.modeMethod(true, (*mode).cbcDecrypt),
	}
}

func (s *aesState) ctrMethods() vm.NativeTable {
	return vm.NativeTable{"implCrypt([BII[BI)I": s.modeMethod(false, (*mode).ctr)}
}

// field returns a field of the object whose method is called.
func (m *mode) field(owner, name string) *vm.Field {
	return fieldOf(m.t.VM.ClassOf(m.a.Ref(0)), owner, name)
}

// array returns the array in such a field.
func (m *mode) array(owner, name string) vm.Ref {
	f := m.field(owner, name)
	if f == nil {
		return 0
	}
	return vm.Object(m.a.Ref(0)).Ref(f.Offset)
}

func (m *mode) embedded() vm.Ref { return m.array(feedbackCipher, "embeddedCipher") }

// one encrypts or decrypts a block, in the way of the mode, from in at i to out at o. If that
// calls a Java method all references are void.
func (m *mode) one(in vm.Ref, i int, out vm.Ref, o int) error {
	if m.block == nil {
		_, err := m.t.Invoke(m.method, vm.RefValue(m.embedded()), vm.RefValue(in), vm.IntValue(int32(i)), vm.RefValue(out), vm.IntValue(int32(o)))
		return err
	}
	cryptOne(m.block, m.decrypt, vm.ByteElems(in), i, vm.ByteElems(out), o, in == out)
	return nil
}

// each calls fn for each block, with the offsets in both arrays.
func (m *mode) each(fn func(i, o int) error) error {
	i, o := int(m.a.Int(2)), int(m.a.Int(5))
	sincePoll := 0
	for n := int(m.a.Int(3)); n >= m.size; n -= m.size {
		if err := fn(i, o); err != nil {
			return err
		}
		i, o = i+m.size, o+m.size
		if sincePoll += m.size; sincePoll >= maxCrypt {
			sincePoll = 0
			m.t.Poll()
		}
	}
	return nil
}

// maxCrypt is how many bytes are done without looking whether the thread is to stop.
const maxCrypt = 1 << 18

func (m *mode) ecb() error {
	return m.each(func(i, o int) error { return m.one(m.a.Ref(1), i, m.a.Ref(4), o) })
}

const blockChaining = cryptoPackage + "CipherBlockChaining"

// chain returns the arrays of a chained mode: the block before, and one to work in.
func (m *mode) chain() (r, k vm.Ref) {
	at := func(f *vm.Field) vm.Ref { return vm.Object(m.a.Ref(0)).Ref(f.Offset) }
	return at(m.r), at(m.k)
}

// chained finds the fields of the arrays.
func (m *mode) chained() error {
	m.r, m.k = m.field(blockChaining, "r"), m.field(blockChaining, "k")
	if m.r == nil || m.k == nil {
		return m.t.Throw("java/lang/InternalError", blockChaining)
	}
	return nil
}

func (m *mode) cbcEncrypt() error {
	if err := m.chained(); err != nil {
		return err
	}
	return m.each(func(i, o int) error {
		r, k := m.chain()
		subtle.XORBytes(vm.ByteElems(k), vm.ByteElems(m.a.Ref(1))[i:i+m.size], vm.ByteElems(r)[:m.size])
		if err := m.one(k, 0, m.a.Ref(4), o); err != nil {
			return err
		}
		r, _ = m.chain()
		copy(vm.ByteElems(r)[:m.size], vm.ByteElems(m.a.Ref(4))[o:])
		return nil
	})
}

func (m *mode) cbcDecrypt() error {
	if err := m.chained(); err != nil {
		return err
	}
	return m.each(func(i, o int) error {
		_, k := m.chain()
		if err := m.one(m.a.Ref(1), i, k, 0); err != nil {
			return err
		}
		r, k := m.chain()
		out := vm.ByteElems(m.a.Ref(4))[o : o+m.size]
		// The block before is what the input is now: where both arrays are one it may have changed.
		subtle.XORBytes(out, vm.ByteElems(k)[:m.size], vm.ByteElems(r)[:m.size])
		copy(vm.ByteElems(r)[:m.size], vm.ByteElems(m.a.Ref(1))[i:])
		return nil
	})
}

const counterMode = cryptoPackage + "CounterMode"

// ctr combines bytes with encrypted counters. Of the last one what is not used yet stays for
// the next call.
func (m *mode) ctr() error {
	counter, encrypted, used := m.field(counterMode, "counter"), m.field(counterMode, "encryptedCounter"), m.field(counterMode, "used")
	if counter == nil || encrypted == nil || used == nil {
		return m.t.Throw("java/lang/InternalError", counterMode)
	}
	self := func() vm.Object { return vm.Object(m.a.Ref(0)) }
	i, o, end := int(m.a.Int(2)), int(m.a.Int(5)), int(m.a.Int(2))+int(m.a.Int(3))
	for i < end {
		u := int(self().Int(used.Offset))
		if u >= m.size && m.block != nil && end-i >= aesBlock {
			n := min(end-i, maxCrypt) &^ (aesBlock - 1)
			m.ctrBlocks(vm.ByteElems(self().Ref(counter.Offset)), vm.ByteElems(self().Ref(encrypted.Offset)), i, o, n)
			i, o = i+n, o+n
			m.t.Poll()
			continue
		}
		if u >= m.size {
			if err := m.one(self().Ref(counter.Offset), 0, self().Ref(encrypted.Offset), 0); err != nil {
				return err
			}
			addCounter(vm.ByteElems(self().Ref(counter.Offset)), 1)
			u = 0
		}
		in, out, stream := vm.ByteElems(m.a.Ref(1)), vm.ByteElems(m.a.Ref(4)), vm.ByteElems(self().Ref(encrypted.Offset))
		for ; i < end && u < m.size; i, o, u = i+1, o+1, u+1 {
			out[o] = in[i] ^ stream[u]
		}
		self().SetInt(used.Offset, int32(u))
	}
	return nil
}

// ctrBlocks does n bytes, a multiple of the size of blocks. It leaves the last encrypted counter.
func (m *mode) ctrBlocks(counter, encrypted []byte, i, o, n int) {
	in, out := vm.ByteElems(m.a.Ref(1))[i:i+n], vm.ByteElems(m.a.Ref(4))[o:o+n]
	if m.a.Ref(1) == m.a.Ref(4) && i != o && i < o+n && o < i+n { // what is read may have been written before
		for at := 0; at < n; at += aesBlock {
			m.block.Encrypt(encrypted, counter)
			for k := range aesBlock {
				out[at+k] = in[at+k] ^ encrypted[k]
			}
			addCounter(counter, 1)
		}
		return
	}
	cipher.NewCTR(m.block, counter).XORKeyStream(out, in)
	addCounter(counter, uint64(n/aesBlock)-1)
	m.block.Encrypt(encrypted, counter)
	addCounter(counter, 1)
}

// addCounter adds n to a big-endian number, which may overflow.
func addCounter(b []byte, n uint64) {
	for i := len(b) - 1; i >= 0 && n != 0; i-- {
		n += uint64(b[i])
		b[i] = byte(n)
		n >>= 8
	}
}
