package inst

import (
	"encoding/binary"
	"fmt"

	"golang.org/x/arch/ppc64/ppc64asm"
)

// Disassemble returns the first instruction of some code, in the syntax of the GNU assembler,
// and its size. What is no instruction is shown as data.
func Disassemble(code []byte, pc uint64) (string, int) {
	in, err := ppc64asm.Decode(code, binary.BigEndian)
	if err != nil {
		return fmt.Sprintf(".long %#x", binary.BigEndian.Uint32(code)), 4
	}
	return ppc64asm.GNUSyntax(in, pc), 4
}
