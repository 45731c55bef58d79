package box

import (
	"gojvm/mem"
	"gojvm/vm"
)

func half(o vm.Object, off uint32) int16 { return mem.LoadInt16(uintptr(o) + uintptr(off)) }

// Store writes v of primitive kind k at byte offset off of o.
func Store(o vm.Object, off uint32, k vm.Kind, v vm.Value) {
	addr := uintptr(o) + uintptr(off)
	switch k.Size() {
	case 1:
		mem.Store8(addr, uint8(v))
	case 2:
		mem.Store16(addr, uint16(v))
	case 4:
		mem.Store32(addr, uint32(v))
	case 8:
		mem.Store64(addr, uint64(v))
	}
}
