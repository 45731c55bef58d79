package lang

import (
	"runtime"
	"time"

	"gojvm/mem"
	"gojvm/native/internal/nat"
	"gojvm/vm"
)

func systemNatives() vm.NativeTable {
	const c = "java/lang/System."
	return vm.NativeTable{
		c + "arraycopy(Ljava/lang/Object;ILjava/lang/Object;II)V":  arraycopy,
		c + "currentTimeMillis()J":                                 currentTimeMillis,
		c + "nanoTime()J":                                          nanoTime(time.Now()),
		c + "identityHashCode(Ljava/lang/Object;)I":                identityHashCode,
		c + "mapLibraryName(Ljava/lang/String;)Ljava/lang/String;": mapLibraryName,
		c + "setIn0(Ljava/io/InputStream;)V":                       setStream("in", "Ljava/io/InputStream;"),
		c + "setOut0(Ljava/io/PrintStream;)V":                      setStream("out", "Ljava/io/PrintStream;"),
		c + "setErr0(Ljava/io/PrintStream;)V":                      setStream("err", "Ljava/io/PrintStream;"),
	}
}

func currentTimeMillis(*vm.Thread, vm.Args) (vm.Value, error) {
	return nat.Long(time.Now().UnixMilli())
}

// nanoTime counts from some time before the VM began, by the monotonic clock.
func nanoTime(base time.Time) vm.NativeFunc {
	return func(*vm.Thread, vm.Args) (vm.Value, error) {
		return nat.Long(int64(time.Since(base)) + int64(time.Hour))
	}
}

func identityHashCode(t *vm.Thread, a vm.Args) (vm.Value, error) {
	if a.Ref(0) == 0 {
		return nat.Int(0)
	}
	return nat.Int(identityHash(t, a.Ref(0)))
}

func mapLibraryName(t *vm.Thread, a vm.Args) (vm.Value, error) {
	name, ok := nat.String(t, a, 0)
	if !ok {
		return nat.NullPointer(t)
	}
	if len(name) > 240 {
		return nat.Err(t.Throw("java/lang/IllegalArgumentException", "name too long"))
	}
	switch runtime.GOOS {
	case "windows":
		return nat.Ref(t.NewString(name + ".dll"))
	case "darwin":
		return nat.Ref(t.NewString("lib" + name + ".dylib"))
	}
	return nat.Ref(t.NewString("lib" + name + ".so"))
}

// setStream sets one of the final fields in, out and err.
func setStream(name, desc string) vm.NativeFunc {
	return func(t *vm.Thread, a vm.Args) (vm.Value, error) {
		f := t.VM.Known.System.DeclaredField(name, desc)
		if f == nil {
			return nat.Err(t.Throw("java/lang/InternalError", "System."+name))
		}
		t.VM.SetRef(f.Holder.Mirror, f.Offset, a.Ref(0))
		return 0, nil
	}
}

// arraycopy is System.arraycopy; arguments: src, srcPos, dest, destPos, length.
func arraycopy(t *vm.Thread, a vm.Args) (vm.Value, error) {
	src, dst := a.Ref(0), a.Ref(2)
	if src == 0 || dst == 0 {
		return nat.NullPointer(t)
	}
	sc, dc := t.VM.ClassOf(src), t.VM.ClassOf(dst)
	if !sc.IsArray() || !dc.IsArray() || sc.Elem.Kind != dc.Elem.Kind {
		return nat.Err(throwCopyTypes(t, sc, dc))
	}
	srcPos, dstPos, n := a.Int(1), a.Int(3), a.Int(4)
	srcLen, dstLen := vm.ArrayLen(src), vm.ArrayLen(dst)
	if srcPos < 0 || dstPos < 0 || n < 0 ||
		int64(srcPos)+int64(n) > int64(srcLen) || int64(dstPos)+int64(n) > int64(dstLen) {
		return nat.Err(throwCopyRange(t, a, sc, dc))
	}
	if n == 0 {
		return 0, nil
	}
	shift := sc.Elem.Kind.Shift()
	from := vm.ElemsAddr(src, shift) + uintptr(srcPos)<<shift
	to := vm.ElemsAddr(dst, shift) + uintptr(dstPos)<<shift
	if sc.Elem.Kind != vm.KindRef {
		mem.Copy(to, from, uintptr(n)<<shift)
		return 0, nil
	}
	if sc == dc || sc.Elem.IsAssignableTo(dc.Elem) {
		mem.Copy(to, from, uintptr(n)<<2)
		t.VM.Heap.BarrierRange(to, uintptr(n)<<2)
		return 0, nil
	}
	return copyChecked(t, from, to, uintptr(n), sc, dc)
}

// copyChecked copies references one by one until one does not fit the element
// class of the destination; what was copied until then stays. The arrays are
// distinct since their classes are.
func copyChecked(t *vm.Thread, from, to, n uintptr, sc, dc *vm.Class) (vm.Value, error) {
	for i := range n {
		r := vm.Ref(mem.Load32(from + i*4))
		if r != 0 && !vm.InstanceOf(vm.KlassOf(r), dc.Elem.Block) {
			t.VM.Heap.BarrierRange(to, (i+1)*4)
			return nat.Err(throwElement(t, sc.Elem, dc.Elem))
		}
		mem.Store32(to+i*4, uint32(r))
	}
	t.VM.Heap.BarrierRange(to, n*4)
	return 0, nil
}

// throwElement tells that an element of class from cannot go to an array of to.
func throwElement(t *vm.Thread, from, to *vm.Class) error {
	const ase = "java/lang/ArrayStoreException"
	if !to.IsAssignableTo(from) {
		return t.Throwf(ase, "arraycopy: type mismatch: can not copy %s[] into %s[]", from.JavaName(), to.JavaName())
	}
	return t.Throwf(ase, "arraycopy: element type mismatch: can not cast one of the elements of %s[] to the type of the destination array, %s",
		from.JavaName(), to.JavaName())
}

func throwCopyTypes(t *vm.Thread, sc, dc *vm.Class) error {
	const ase = "java/lang/ArrayStoreException"
	switch {
	case !sc.IsArray():
		return t.Throwf(ase, "arraycopy: source type %s is not an array", sc.ExternalName())
	case !dc.IsArray():
		return t.Throwf(ase, "arraycopy: destination type %s is not an array", dc.ExternalName())
	}
	return t.Throwf(ase, "arraycopy: type mismatch: can not copy %s into %s", copyName(sc), copyName(dc))
}

// copyName is how the messages of arraycopy name an array class.
func copyName(c *vm.Class) string {
	if c.Elem.Kind == vm.KindRef {
		return "object array[]"
	}
	return c.Elem.Name + "[]"
}

func throwCopyRange(t *vm.Thread, a vm.Args, sc, dc *vm.Class) error {
	const aioobe = "java/lang/ArrayIndexOutOfBoundsException"
	srcPos, dstPos, n := a.Int(1), a.Int(3), a.Int(4)
	srcLen, dstLen := vm.ArrayLen(a.Ref(0)), vm.ArrayLen(a.Ref(2))
	of := func(c *vm.Class, length int) (string, int) {
		s := copyName(c)
		return s[:len(s)-1], length
	}
	sname, slen := of(sc, srcLen)
	dname, dlen := of(dc, dstLen)
	switch {
	case srcPos < 0:
		return t.Throwf(aioobe, "arraycopy: source index %d out of bounds for %s%d]", srcPos, sname, slen)
	case dstPos < 0:
		return t.Throwf(aioobe, "arraycopy: destination index %d out of bounds for %s%d]", dstPos, dname, dlen)
	case n < 0:
		return t.Throwf(aioobe, "arraycopy: length %d is negative", n)
	case int64(srcPos)+int64(n) > int64(srcLen):
		return t.Throwf(aioobe, "arraycopy: last source index %d out of bounds for %s%d]", uint32(srcPos)+uint32(n), sname, slen)
	}
	return t.Throwf(aioobe, "arraycopy: last destination index %d out of bounds for %s%d]", uint32(dstPos)+uint32(n), dname, dlen)
}
