package interp

import (
	"unsafe"

	"gojvm/mem"
)

// ins is one instruction of register code, 16 bytes:
//
//	+0   u16 op
//	+2   u16 a    mostly the destination register
//	+4   u16 b    mostly the first source
//	+6   u16 c    second source, constant-pool index, or number of extra words
//	+8   u32 d    immediate, offset, klass or method block address
//	+12  u32 e    branch displacement in bytes from this instruction, or a second immediate
//
// d and e together are one aligned 64-bit word where both change at once.
//
// A call is followed by c extra words of 16 bytes with the registers of its b
// arguments, eight u16 in each; an interface call has one more word in front
// (interfaceInfo). A switch is followed by its table.
//
// Quickening rewrites instructions in place while other threads run them. It
// stores d and e first and op last; a, b, c and the constant-pool index never
// change, so a thread that still executes the old form finds its operands
// intact. The host is assumed not to reorder stores (amd64, 386).
type ins struct {
	op, a, b, c uint16
	d, e        uint32
}

const insSize = 16

// at returns the instruction at address pc.
func at(pc uintptr) *ins { return (*ins)(mem.Ptr(pc)) }

// addrOf returns the address of in.
func addrOf(in *ins) uintptr { return uintptr(unsafe.Pointer(in)) }

// next returns the instruction n words after in.
func (in *ins) next(n uintptr) *ins { return (*ins)(unsafe.Add(unsafe.Pointer(in), n*insSize)) }

// target returns the instruction to which branch in goes.
func (in *ins) target() *ins { return (*ins)(unsafe.Add(unsafe.Pointer(in), int(int32(in.e)))) }

// disp returns the instruction at byte displacement d from in.
func (in *ins) disp(d uint32) *ins { return (*ins)(unsafe.Add(unsafe.Pointer(in), int(int32(d)))) }

// imm64 returns d and e as one number.
func (in *ins) imm64() uint64 { return *(*uint64)(unsafe.Pointer(&in.d)) }

func (in *ins) setImm64(v uint64) { in.d, in.e = uint32(v), uint32(v>>32) }

// args returns the argument registers of call in.
func (in *ins) args() []uint16 {
	p := unsafe.Pointer(in.next(1))
	if opTable[in.op].flags&fInterface != 0 {
		p = unsafe.Add(p, insSize)
	}
	return unsafe.Slice((*uint16)(p), in.b)
}

// table returns the n 32-bit words that follow switch in.
func (in *ins) table(n int) []uint32 {
	return unsafe.Slice((*uint32)(unsafe.Pointer(in.next(1))), n)
}

// switchLen returns the number of cases of a switch.
func (in *ins) switchLen() int { return int(in.b) | int(in.c)<<16 }

// interfaceInfo is the first extra word of an interface call. Everything but cp
// is filled when the call is resolved.
type interfaceInfo struct {
	cp    uint32 // constant-pool index
	klass uint32 // klass block of the interface that has the method; 0 if the slow path selects
	index uint32 // in its part of the itable, in bytes; without klass the block of the interface that is named
	block uint32 // method block of the resolved method
}

func (in *ins) iface() *interfaceInfo { return (*interfaceInfo)(unsafe.Pointer(in.next(1))) }

// words returns how many 16-byte words instruction in takes.
func (in *ins) words() int {
	switch f := opTable[in.op].flags; {
	case f&fCall != 0:
		return 1 + int(in.c)
	case in.op == opTableSwitch:
		return 1 + (in.switchLen()+3)/4
	case in.op == opLookupSwitch:
		return 1 + (2*in.switchLen()+3)/4
	}
	return 1
}

// argWords returns the number of extra words for n arguments.
func argWords(n int) int { return (n + 7) / 8 }
