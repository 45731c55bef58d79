package misc

import (
	"math"
	"time"

	"gojvm/mem"
	"gojvm/native/internal/members"
	"gojvm/native/internal/nat"
	"gojvm/sched"
	"gojvm/vm"
)

// unsafeNatives are those of Unsafe beyond plain accesses.
func unsafeNatives() vm.NativeTable {
	t := vm.NativeTable{}
	for name, f := range map[string]vm.NativeFunc{
		"allocateMemory0(J)J":                                           allocateMemory,
		"reallocateMemory0(JJ)J":                                        reallocateMemory,
		"freeMemory0(J)V":                                               freeMemory,
		"setMemory0(Ljava/lang/Object;JJB)V":                            setMemory,
		"copyMemory0(Ljava/lang/Object;JLjava/lang/Object;JJ)V":         copyMemory,
		"copySwapMemory0(Ljava/lang/Object;JLjava/lang/Object;JJJ)V":    copySwapMemory,
		"objectFieldOffset0(Ljava/lang/reflect/Field;)J":                fieldOffset,
		"objectFieldOffset1(Ljava/lang/Class;Ljava/lang/String;)J":      fieldOffsetByName,
		"staticFieldOffset0(Ljava/lang/reflect/Field;)J":                fieldOffset,
		"staticFieldBase0(Ljava/lang/reflect/Field;)Ljava/lang/Object;": staticFieldBase,
		"arrayBaseOffset0(Ljava/lang/Class;)I":                          arrayBaseOffset,
		"arrayIndexScale0(Ljava/lang/Class;)I":                          arrayIndexScale,
		"ensureClassInitialized0(Ljava/lang/Class;)V":                   ensureClassInitialized,
		"shouldBeInitialized0(Ljava/lang/Class;)Z":                      shouldBeInitialized,
		"allocateInstance(Ljava/lang/Class;)Ljava/lang/Object;":         allocateInstance,
		"throwException(Ljava/lang/Throwable;)V":                        throwException,
		"park(ZJ)V":                                                     park,
		"unpark(Ljava/lang/Object;)V":                                   unpark,
		"getLoadAverage0([DI)I":                                         getLoadAverage,
		"defineClass0(Ljava/lang/String;[BIILjava/lang/ClassLoader;Ljava/security/ProtectionDomain;)Ljava/lang/Class;": unsafeDefineClass,
		"getUncompressedObject(J)Ljava/lang/Object;": getUncompressedObject,
		// UnsafeConstants.DATA_CACHE_LINE_FLUSH_SIZE is 0: persistent memory is not supported.
		"writebackPreSync0()V":  nat.Nothing,
		"writeback0(J)V":        nat.Nothing,
		"writebackPostSync0()V": nat.Nothing,
	} {
		t[unsafeClass+name] = f
	}
	return t
}

func allocateMemory(t *vm.Thread, a vm.Args) (vm.Value, error) {
	return nat.Long(int64(heapOf(t).alloc(uint64(a.Long(1))))) // 0: Java throws OutOfMemoryError
}

func reallocateMemory(t *vm.Thread, a vm.Args) (vm.Value, error) {
	return nat.Long(int64(heapOf(t).realloc(uintptr(a.Long(1)), uint64(a.Long(2)))))
}

func freeMemory(t *vm.Thread, a vm.Args) (vm.Value, error) {
	heapOf(t).free(uintptr(a.Long(1)))
	return 0, nil
}

func setMemory(t *vm.Thread, a vm.Args) (vm.Value, error) {
	b, v := mem.Bytes(addrOf(a), uintptr(a.Long(3))), byte(a.Int(4))
	for i := range b {
		b[i] = v
	}
	return 0, nil
}

func copyMemory(t *vm.Thread, a vm.Args) (vm.Value, error) {
	dst := uintptr(a.Ref(3)) + uintptr(a.Long(4))
	mem.Copy(dst, addrOf(a), uintptr(a.Long(5)))
	return 0, nil
}

// copySwapMemory copies elements of 2, 4 or 8 bytes and reverses the bytes of
// each. The ranges may overlap: all is read before anything is written.
func copySwapMemory(t *vm.Thread, a vm.Args) (vm.Value, error) {
	n, size := uintptr(a.Long(5)), uintptr(a.Long(6))
	src := append([]byte(nil), mem.Bytes(addrOf(a), n)...)
	dst := mem.Bytes(uintptr(a.Ref(3))+uintptr(a.Long(4)), n)
	for i := uintptr(0); i+size <= n; i += size {
		for j := uintptr(0); j < size; j++ {
			dst[i+j] = src[i+size-1-j]
		}
	}
	return 0, nil
}

func fieldOffset(t *vm.Thread, a vm.Args) (vm.Value, error) {
	f, err := members.FieldOf(t, a.Ref(1))
	if err != nil {
		return 0, err
	}
	return nat.Long(int64(f.Offset))
}

func fieldOffsetByName(t *vm.Thread, a vm.Args) (vm.Value, error) {
	c := nat.Class(t, a, 1)
	name, _ := nat.RawString(t, a, 2)
	if f := c.DeclaredField(name, ""); f != nil {
		return nat.Long(int64(f.Offset))
	}
	return nat.Err(t.Throw("java/lang/InternalError", name))
}

func staticFieldBase(t *vm.Thread, a vm.Args) (vm.Value, error) {
	f, err := members.FieldOf(t, a.Ref(1))
	if err != nil {
		return 0, err
	}
	return nat.Mirror(f.Holder)
}

func arrayBaseOffset(t *vm.Thread, a vm.Args) (vm.Value, error) {
	c := nat.Class(t, a, 1)
	if !c.IsArray() {
		return nat.Err(t.Throw("java/lang/InvalidClassException", ""))
	}
	return nat.Int(int32(vm.ElemsAddr(0, c.Elem.Kind.Shift())))
}

func arrayIndexScale(t *vm.Thread, a vm.Args) (vm.Value, error) {
	c := nat.Class(t, a, 1)
	if !c.IsArray() {
		return nat.Err(t.Throw("java/lang/InvalidClassException", ""))
	}
	return nat.Int(int32(c.Elem.Kind.Size()))
}

func ensureClassInitialized(t *vm.Thread, a vm.Args) (vm.Value, error) {
	if c := nat.Class(t, a, 1); !c.IsPrimitive() && !c.IsArray() {
		return 0, t.VM.Linker.Initialize(t, c)
	}
	return 0, nil
}

func shouldBeInitialized(t *vm.Thread, a vm.Args) (vm.Value, error) {
	c := nat.Class(t, a, 1)
	return nat.Bool(!c.IsPrimitive() && !c.IsArray() && !c.Initialized())
}

// allocateInstance makes an instance without running a constructor.
func allocateInstance(t *vm.Thread, a vm.Args) (vm.Value, error) {
	c := nat.Class(t, a, 1)
	if c.IsPrimitive() || c.IsArray() || c.IsInterface() || c.IsAbstract() || c == t.VM.Known.Class {
		return nat.Err(t.Throw("java/lang/InstantiationException", c.JavaName()))
	}
	if err := t.VM.Linker.Initialize(t, c); err != nil {
		return 0, err
	}
	return nat.Ref(t.NewObject(c))
}

func throwException(t *vm.Thread, a vm.Args) (vm.Value, error) {
	if a.Ref(1) == 0 {
		return nat.NullPointer(t)
	}
	return nat.Err(t.SetException(a.Ref(1)))
}

// park is Unsafe.park(isAbsolute, time): absolute times are milliseconds since
// the epoch, relative ones nanoseconds, and a relative 0 is without end.
func park(t *vm.Thread, a vm.Args) (vm.Value, error) {
	absolute, time_ := a.Bool(1), a.Long(2)
	d := sched.NoTimeout
	switch {
	case absolute:
		d = max(0, untilMillis(time_))
	case time_ < 0:
		d = 0
	case time_ > 0:
		d = time.Duration(time_)
	}
	t.Sched.Park(d)
	return 0, nil
}

// untilMillis returns how long it is until ms, in milliseconds since the epoch.
func untilMillis(ms int64) time.Duration {
	left := ms - time.Now().UnixMilli()
	if left > math.MaxInt64/int64(time.Millisecond) {
		return math.MaxInt64
	}
	return time.Until(time.UnixMilli(ms))
}

func unpark(t *vm.Thread, a vm.Args) (vm.Value, error) {
	if obj := a.Ref(1); obj != 0 {
		if u := t.VM.ThreadOf(obj); u != nil {
			u.Sched.Unpark()
		}
	}
	return 0, nil
}

// getLoadAverage fills a double[] and returns how many values it has, -1 when
// they cannot be had.
func getLoadAverage(t *vm.Thread, a vm.Args) (vm.Value, error) {
	avg := loadAverage()
	n := min(int(a.Int(2)), len(avg))
	if n == 0 {
		return nat.Int(-1)
	}
	for i := range n {
		mem.Store64(vm.ElemsAddr(a.Ref(1), 3)+uintptr(i)*8, math.Float64bits(avg[i]))
	}
	return nat.Int(int32(n))
}

func unsafeDefineClass(t *vm.Thread, a vm.Args) (vm.Value, error) {
	name, _ := nat.RawString(t, a, 1)
	b := vm.ByteElems(a.Ref(2))
	off, n := int(a.Int(3)), int(a.Int(4))
	if off < 0 || n < 0 || off > len(b)-n {
		return nat.Err(t.Throw("java/lang/ArrayIndexOutOfBoundsException", ""))
	}
	data := append([]byte(nil), b[off:off+n]...)
	pd := a.Handle(t, 6)
	c, err := t.VM.Linker.DefineClass(t, &vm.Define{
		Name:             nat.Internal(name),
		Bytes:            data,
		Loader:           t.VM.Linker.LoaderOf(t, a.Ref(5)),
		ProtectionDomain: pd,
		Source:           "__Unsafe__",
	})
	if err != nil {
		return 0, err
	}
	return nat.Mirror(c)
}

// getUncompressedObject reads a reference at an absolute address.
func getUncompressedObject(t *vm.Thread, a vm.Args) (vm.Value, error) {
	return vm.Value(mem.Load32(uintptr(a.Long(1)))), nil
}
