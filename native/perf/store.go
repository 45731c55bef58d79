package perf

import (
	"gojvm/mem"
	"gojvm/vm"
)

// store lets fill write the n bytes of the direct buffer at r.
func store(t *vm.Thread, r vm.Ref, fill func([]byte), n uintptr) {
	k, err := vm.Bound[buffers](t) // bound by direct: neither loads nor throws
	if err != nil {
		return
	}
	fill(mem.Bytes(uintptr(vm.Object(r).Long(k.Address.Offset)), n))
}
