package vm

import "gojvm/mem"

// LoadCell returns the field or element of kind k at an address, as it stands on a stack: short kinds are extended
// to 32 bits (JVMS 2.11.1).
func LoadCell(addr uintptr, k Kind) Value {
	switch k {
	case KindBoolean:
		return BoolValue(mem.Load8(addr) != 0)
	case KindByte:
		return IntValue(int32(mem.LoadInt8(addr)))
	case KindShort:
		return IntValue(int32(mem.LoadInt16(addr)))
	case KindChar:
		return Value(mem.Load16(addr))
	case KindLong, KindDouble:
		return Value(mem.Load64(addr))
	}
	return Value(mem.Load32(addr))
}

// StoreCell writes v, of primitive kind k, at an address; references want a barrier (VM.SetRef).
func StoreCell(addr uintptr, k Kind, v Value) {
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
