package object

import (
	"encoding/binary"
	"fmt"

	"gojvm/codegen"
	"gojvm/codegen/asm"
)

// Machine is what the writer must know of a machine.
type Machine struct {
	name  string
	elf   uint16 // e_machine
	bits  int    // 32 or 64
	order binary.ByteOrder
	base  uint64 // where executables are loaded
	page  uint64 // alignment of segments; the largest page size in use
	rela  bool   // relocations carry the addend; else it is in the place
	// relocs are the relocation types by asm.RelocKind; pc32 and abs32 are for tables.
	relocs      map[asm.RelocKind]uint32
	pc32, abs32 uint32
	// callEnd: displacements of calls count from the end of the field.
	callEnd bool
	// unwinding
	sp, ra    uint64 // DWARF numbers of stack pointer and return address
	pushed    int    // bytes that a call pushes
	codeAlign uint64
}

var machines = []Machine{
	{
		name: "amd64", elf: 62, bits: 64, order: binary.LittleEndian, base: 0x400000, page: 0x1000, rela: true,
		relocs: map[asm.RelocKind]uint32{asm.RelocCall: 4 /* PLT32 */, asm.RelocAbs: 1 /* 64 */, asm.RelocRel32: 2 /* PC32 */},
		pc32:   2, abs32: 10 /* 32 */, callEnd: true,
		sp: 7, ra: 16, pushed: 8, codeAlign: 1,
	},
	{
		name: "386", elf: 3, bits: 32, order: binary.LittleEndian, base: 0x8048000, page: 0x1000,
		relocs: map[asm.RelocKind]uint32{asm.RelocCall: 2 /* PC32 */, asm.RelocAbs: 1 /* 32 */, asm.RelocRel32: 2},
		pc32:   2, abs32: 1, callEnd: true,
		sp: 4, ra: 8, pushed: 4, codeAlign: 1,
	},
	{
		name: "ppc", elf: 20, bits: 32, order: binary.BigEndian, base: 0x10000000, page: 0x10000, rela: true,
		relocs: map[asm.RelocKind]uint32{asm.RelocCall: 10 /* REL24 */, asm.RelocAbs: 1, /* ADDR32 */
			asm.RelocHi16: 6 /* ADDR16_HA */, asm.RelocLo16: 4 /* ADDR16_LO */},
		pc32: 26 /* REL32 */, abs32: 1,
		sp: 1, ra: 65, pushed: 0, codeAlign: 4,
	},
}

// MachineOf returns the machine that a target compiles for.
func MachineOf(t *codegen.Target) (Machine, error) {
	for _, m := range machines {
		if m.name == t.Name {
			return m, nil
		}
	}
	return Machine{}, fmt.Errorf("no object files for target %s", t.Name)
}

func (m *Machine) ptrSize() int { return m.bits / 8 }
