// Package perf has the natives of jdk.internal.perf.Perf, performance counters
// of the VM and the library. Nobody can attach to them from outside: a counter
// is a buffer of its own.
package perf

import (
	"time"

	"gojvm/native/internal/nat"
	"gojvm/vm"
)

// Natives returns the table of the package.
func Natives() vm.NativeTable {
	const c = "jdk/internal/perf/Perf."
	base := time.Now()
	return vm.NativeTable{
		c + "createLong(Ljava/lang/String;IIJ)Ljava/nio/ByteBuffer;":        createLong,
		c + "createByteArray(Ljava/lang/String;II[BI)Ljava/nio/ByteBuffer;": createByteArray,
		c + "detach(Ljava/nio/ByteBuffer;)V":                                nat.Nothing,
		c + "highResFrequency()J":                                           nat.Const(vm.LongValue(1e9)),
		c + "highResCounter()J": func(*vm.Thread, vm.Args) (vm.Value, error) {
			return nat.Long(int64(time.Since(base)))
		},
	}
}

// buffers is how to make a direct buffer.
type buffers struct {
	Allocate *vm.Method `java:"java/nio/ByteBuffer.allocateDirect(I)Ljava/nio/ByteBuffer;"`
	Address  *vm.Field  `java:"java/nio/Buffer.address:J"`
}

func direct(t *vm.Thread, n int32) (vm.Ref, error) {
	k, err := vm.Bound[buffers](t)
	if err != nil {
		return 0, err
	}
	if err := t.VM.Linker.Initialize(t, k.Allocate.Holder); err != nil {
		return 0, err
	}
	r, err := t.Invoke(k.Allocate, vm.IntValue(n))
	return r.Ref(), err
}

// createLong makes a counter with a value; arguments: Perf, name, variability,
// units, value.
func createLong(t *vm.Thread, a vm.Args) (vm.Value, error) {
	if a.Ref(1) == 0 {
		return nat.NullPointer(t)
	}
	r, err := direct(t, 8)
	if err != nil {
		return 0, err
	}
	store(t, r, func(b []byte) {
		for i := range b {
			b[i] = byte(uint64(a.Long(4)) >> (8 * i))
		}
	}, 8)
	return vm.RefValue(r), nil
}

// createByteArray makes a counter with a text; arguments: Perf, name,
// variability, units, value, greatest length.
func createByteArray(t *vm.Thread, a vm.Args) (vm.Value, error) {
	if a.Ref(1) == 0 || a.Ref(4) == 0 {
		return nat.NullPointer(t)
	}
	n := a.Int(5)
	if n < 0 || vm.ArrayLen(a.Ref(4)) > int(n) {
		return nat.Err(t.Throw("java/lang/IllegalArgumentException", ""))
	}
	r, err := direct(t, n)
	if err != nil {
		return 0, err
	}
	store(t, r, func(b []byte) { copy(b, vm.ByteElems(a.Ref(4))) }, uintptr(n))
	return vm.RefValue(r), nil
}
