package misc

import (
	"sync/atomic"

	"gojvm/mem"
	"gojvm/native/internal/nat"
	"gojvm/vm"
)

// The accesses of Unsafe by base and offset. A null base makes the offset an
// absolute address, so that base + offset is right in both cases: null is 0.
//
// Arguments: 0 the Unsafe, 1 base, 2 offset, 3... values.

const unsafeClass = "jdk/internal/misc/Unsafe."

func addrOf(a vm.Args) uintptr { return uintptr(a.Ref(1)) + uintptr(a.Long(2)) }

// unsafeAccessNatives are get, put and compareAndSet of all types.
func unsafeAccessNatives() vm.NativeTable {
	t := vm.NativeTable{
		unsafeClass + "compareAndSetInt(Ljava/lang/Object;JII)Z":                                                               compareAndSetInt,
		unsafeClass + "compareAndSetLong(Ljava/lang/Object;JJJ)Z":                                                              compareAndSetLong,
		unsafeClass + "compareAndSetReference(Ljava/lang/Object;JLjava/lang/Object;Ljava/lang/Object;)Z":                       compareAndSetReference,
		unsafeClass + "compareAndExchangeInt(Ljava/lang/Object;JII)I":                                                          compareAndExchangeInt,
		unsafeClass + "compareAndExchangeLong(Ljava/lang/Object;JJJ)J":                                                         compareAndExchangeLong,
		unsafeClass + "compareAndExchangeReference(Ljava/lang/Object;JLjava/lang/Object;Ljava/lang/Object;)Ljava/lang/Object;": compareAndExchangeReference,

		unsafeClass + "loadFence()V":  nat.Nothing, // a call orders loads and stores of amd64, 386 alike
		unsafeClass + "storeFence()V": nat.Nothing,
		unsafeClass + "fullFence()V":  fullFence,
	}
	accesses(t, "Boolean", "Z", loadBool, storeBool, loadBool, storeBoolVolatile)
	accesses(t, "Byte", "B", load8s, store8, load8s, store8v)
	accesses(t, "Short", "S", load16s, store16, load16s, store16v)
	accesses(t, "Char", "C", load16u, store16, load16u, store16v)
	accesses(t, "Int", "I", load32, store32, load32v, store32v)
	accesses(t, "Float", "F", load32, store32, load32v, store32v)
	accesses(t, "Long", "J", load64, store64, load64v, store64v)
	accesses(t, "Double", "D", load64, store64, load64v, store64v)
	accesses(t, "Reference", "Ljava/lang/Object;", load32, storeRef, load32v, storeRefVolatile)
	return t
}

func accesses(t vm.NativeTable, name, desc string, get, put, getVolatile, putVolatile vm.NativeFunc) {
	t[unsafeClass+"get"+name+"(Ljava/lang/Object;J)"+desc] = get
	t[unsafeClass+"put"+name+"(Ljava/lang/Object;J"+desc+")V"] = put
	t[unsafeClass+"get"+name+"Volatile(Ljava/lang/Object;J)"+desc] = getVolatile
	t[unsafeClass+"put"+name+"Volatile(Ljava/lang/Object;J"+desc+")V"] = putVolatile
}

// A byte that is read as a boolean is true if it is not 0; of a boolean that is written the
// lowest bit counts.

func loadBool(t *vm.Thread, a vm.Args) (vm.Value, error) {
	return vm.BoolValue(mem.Load8(addrOf(a)) != 0), nil
}

func storeBool(t *vm.Thread, a vm.Args) (vm.Value, error) {
	mem.Store8(addrOf(a), uint8(a.Int(3))&1)
	return 0, nil
}

func load8s(t *vm.Thread, a vm.Args) (vm.Value, error) {
	return vm.IntValue(int32(mem.LoadInt8(addrOf(a)))), nil
}

func load16u(t *vm.Thread, a vm.Args) (vm.Value, error) {
	return vm.IntValue(int32(mem.Load16(addrOf(a)))), nil
}

func load16s(t *vm.Thread, a vm.Args) (vm.Value, error) {
	return vm.IntValue(int32(mem.LoadInt16(addrOf(a)))), nil
}

func load32(t *vm.Thread, a vm.Args) (vm.Value, error) { return vm.Value(mem.Load32(addrOf(a))), nil }
func load64(t *vm.Thread, a vm.Args) (vm.Value, error) { return vm.Value(mem.Load64(addrOf(a))), nil }

func load32v(t *vm.Thread, a vm.Args) (vm.Value, error) {
	return vm.Value(mem.AtomicLoad32(addrOf(a))), nil
}

func load64v(t *vm.Thread, a vm.Args) (vm.Value, error) {
	return vm.Value(mem.AtomicLoad64(addrOf(a))), nil
}

func store8(t *vm.Thread, a vm.Args) (vm.Value, error) {
	mem.Store8(addrOf(a), uint8(a.Int(3)))
	return 0, nil
}

func store16(t *vm.Thread, a vm.Args) (vm.Value, error) {
	mem.Store16(addrOf(a), uint16(a.Int(3)))
	return 0, nil
}

func store32(t *vm.Thread, a vm.Args) (vm.Value, error) {
	mem.Store32(addrOf(a), uint32(a.Int(3)))
	return 0, nil
}

func store64(t *vm.Thread, a vm.Args) (vm.Value, error) {
	mem.Store64(addrOf(a), uint64(a.Long(3)))
	return 0, nil
}

func storeRef(t *vm.Thread, a vm.Args) (vm.Value, error) {
	mem.Store32(addrOf(a), uint32(a.Ref(3)))
	barrier(t, a)
	return 0, nil
}

// barrier is the write barrier after a reference was stored at a's address.
func barrier(t *vm.Thread, a vm.Args) {
	if a.Ref(1) != 0 {
		t.VM.Heap.Barrier(addrOf(a))
	}
}

// Go has no atomic stores of one or two bytes; the store of an aligned one is
// indivisible, and the fence after it makes it volatile.

func store8v(t *vm.Thread, a vm.Args) (vm.Value, error) {
	mem.Store8(addrOf(a), uint8(a.Int(3)))
	return fullFence(t, a)
}

func storeBoolVolatile(t *vm.Thread, a vm.Args) (vm.Value, error) {
	mem.Store8(addrOf(a), uint8(a.Int(3))&1)
	return fullFence(t, a)
}

func store16v(t *vm.Thread, a vm.Args) (vm.Value, error) {
	mem.Store16(addrOf(a), uint16(a.Int(3)))
	return fullFence(t, a)
}

func store32v(t *vm.Thread, a vm.Args) (vm.Value, error) {
	mem.AtomicStore32(addrOf(a), uint32(a.Int(3)))
	return 0, nil
}

func store64v(t *vm.Thread, a vm.Args) (vm.Value, error) {
	mem.AtomicStore64(addrOf(a), uint64(a.Long(3)))
	return 0, nil
}

func storeRefVolatile(t *vm.Thread, a vm.Args) (vm.Value, error) {
	mem.AtomicStore32(addrOf(a), uint32(a.Ref(3)))
	barrier(t, a)
	return 0, nil
}

// fullFence orders all accesses before it and after it: an atomic
// read-modify-write does that on every host.
func fullFence(*vm.Thread, vm.Args) (vm.Value, error) {
	var word uint32
	atomic.AddUint32(&word, 1)
	return 0, nil
}

func compareAndSetInt(t *vm.Thread, a vm.Args) (vm.Value, error) {
	return nat.Bool(mem.CompareAndSwap32(addrOf(a), uint32(a.Int(3)), uint32(a.Int(4))))
}

func compareAndSetLong(t *vm.Thread, a vm.Args) (vm.Value, error) {
	return nat.Bool(mem.CompareAndSwap64(addrOf(a), uint64(a.Long(3)), uint64(a.Long(4))))
}

func compareAndSetReference(t *vm.Thread, a vm.Args) (vm.Value, error) {
	ok := mem.CompareAndSwap32(addrOf(a), uint32(a.Ref(3)), uint32(a.Ref(4)))
	if ok {
		barrier(t, a)
	}
	return nat.Bool(ok)
}

func compareAndExchangeInt(t *vm.Thread, a vm.Args) (vm.Value, error) {
	return vm.Value(exchange32(addrOf(a), uint32(a.Int(3)), uint32(a.Int(4)))), nil
}

func compareAndExchangeLong(t *vm.Thread, a vm.Args) (vm.Value, error) {
	addr, old := addrOf(a), uint64(a.Long(3))
	for {
		if mem.CompareAndSwap64(addr, old, uint64(a.Long(4))) {
			return vm.Value(old), nil
		}
		if v := mem.AtomicLoad64(addr); v != old {
			return vm.Value(v), nil
		}
	}
}

func compareAndExchangeReference(t *vm.Thread, a vm.Args) (vm.Value, error) {
	v := exchange32(addrOf(a), uint32(a.Ref(3)), uint32(a.Ref(4)))
	if v == uint32(a.Ref(3)) {
		barrier(t, a)
	}
	return vm.Value(v), nil
}

// exchange32 is compare-and-swap that returns the value found.
func exchange32(addr uintptr, old, v uint32) uint32 {
	for {
		if mem.CompareAndSwap32(addr, old, v) {
			return old
		}
		if found := mem.AtomicLoad32(addr); found != old {
			return found
		}
	}
}
