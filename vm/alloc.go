package vm

import (
	"fmt"

	"gojvm/gc"
	"gojvm/mem"
)

// NewObject allocates a zeroed instance of c, which is initialized (or being
// initialized by t), instantiable and not java.lang.Class. It may collect. The
// constructor is not run.
func (t *Thread) NewObject(c *Class) (Ref, error) {
	r := t.VM.Heap.Alloc(t.Mutator, c.InstanceSize)
	if r == 0 {
		return 0, t.ThrowOutOfMemory(heapSpace)
	}
	mem.Store32(uintptr(r)+OffKlass, uint32(c.Block))
	if t.Mutator.SampleDue() {
		t.VM.Sampler.Allocated(t, c, uint64(c.InstanceSize))
	}
	return r, nil
}

// NewArray allocates a zeroed array of class c (an array class) with n >= 0
// elements. It may collect.
func (t *Thread) NewArray(c *Class, n int) (Ref, error) {
	if n < 0 {
		return 0, t.Throwf("java/lang/NegativeArraySizeException", "%d", n)
	}
	if n > maxArrayLength {
		return 0, t.ThrowOutOfMemory(arrayTooLong)
	}
	shift := c.Elem.Kind.Shift()
	size := ArraySize(shift, n)
	if size > gc.MaxHeapLimit {
		return 0, t.ThrowOutOfMemory(heapSpace)
	}
	r := t.VM.Heap.Alloc(t.Mutator, uint32(size))
	if r == 0 {
		return 0, t.ThrowOutOfMemory(heapSpace)
	}
	mem.Store32(uintptr(r)+OffKlass, uint32(c.Block))
	mem.Store32(uintptr(r)+OffArrayLength, uint32(n))
	if t.Mutator.SampleDue() {
		t.VM.Sampler.Allocated(t, c, size)
	}
	return r, nil
}

// NewMultiArray allocates an array of class c with the given lengths, outermost
// first, and the arrays that are its elements (JVMS 6.5 multianewarray). It may collect.
func (t *Thread) NewMultiArray(c *Class, dims []int) (Ref, error) {
	for _, n := range dims {
		if n < 0 {
			return 0, t.Throwf("java/lang/NegativeArraySizeException", "%d", n)
		}
	}
	mark := t.HandleMark()
	defer t.ReleaseHandles(mark)
	return t.newMulti(c, dims)
}

func (t *Thread) newMulti(c *Class, dims []int) (Ref, error) {
	r, err := t.NewArray(c, dims[0])
	if err != nil || len(dims) == 1 {
		return r, err
	}
	h := t.NewHandle(r)
	for i := range dims[0] {
		mark := t.HandleMark()
		e, err := t.newMulti(c.Elem, dims[1:])
		t.ReleaseHandles(mark)
		if err != nil {
			return 0, err
		}
		t.VM.SetRefElem(h.Ref(), i, e)
	}
	return h.Ref(), nil
}

// maxArrayLength is the greatest length that is not refused at once; HotSpot
// has the same.
const maxArrayLength = 1<<31 - 1 - 2

// ArraySize returns the bytes that an array of n elements of 1<<shift bytes takes.
func ArraySize(shift uint8, n int) uint64 {
	start := uint64(OffElems)
	if shift == 3 {
		start = OffElems8
	}
	return (start + uint64(n)<<shift + ObjectAlign - 1) &^ (ObjectAlign - 1)
}

// NewPrimArray allocates an array of primitives of kind k.
func (t *Thread) NewPrimArray(k Kind, n int) (Ref, error) { return t.NewArray(t.VM.PrimArrays[k], n) }

// NewRefArray allocates an array with component class elem.
func (t *Thread) NewRefArray(elem *Class, n int) (Ref, error) {
	c, err := t.VM.Linker.ArrayClass(t, elem)
	if err != nil {
		return 0, err
	}
	return t.NewArray(c, n)
}

// NewByteArray allocates a byte[] with contents b.
func (t *Thread) NewByteArray(b []byte) (Ref, error) {
	r, err := t.NewPrimArray(KindByte, len(b))
	if err == nil {
		copy(ByteElems(r), b)
	}
	return r, err
}

// Clone copies object or array h (Object.clone without its check). It may collect.
func (t *Thread) Clone(h Handle) (Ref, error) {
	c := t.VM.ClassOf(h.Ref())
	if c.IsArray() {
		n := ArrayLen(h.Ref())
		r, err := t.NewArray(c, n)
		if err != nil {
			return 0, err
		}
		shift := c.Elem.Kind.Shift()
		mem.Copy(ElemsAddr(r, shift), ElemsAddr(h.Ref(), shift), uintptr(n)<<shift)
		if c.Elem.Kind == KindRef {
			t.VM.Heap.BarrierRange(uintptr(r), uintptr(n)<<2+OffElems)
		}
		return r, nil
	}
	r, err := t.NewObject(c)
	if err != nil {
		return 0, err
	}
	mem.Copy(uintptr(r)+HeaderSize, uintptr(h.Ref())+HeaderSize, uintptr(c.InstanceSize-HeaderSize))
	t.VM.Heap.BarrierRange(uintptr(r), uintptr(c.InstanceSize))
	if mem.Load32(c.Block+KlassFlags)&KlassHasFinalizer != 0 {
		return r, t.RegisterFinalizer(t.NewHandle(r))
	}
	return r, nil
}

// RegisterFinalizer hands h to java.lang.ref.Finalizer.register.
func (t *Thread) RegisterFinalizer(h Handle) error {
	_, err := t.VM.Executor.Invoke(t, t.VM.Known.FinalizerRegister, []Value{RefValue(h.Ref())})
	return err
}

func (c *Class) String() string {
	if c == nil {
		return "<no class>"
	}
	return fmt.Sprintf("class %s", c.JavaName())
}
