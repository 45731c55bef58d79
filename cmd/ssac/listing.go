package main

import (
	"encoding/binary"
	"fmt"
	"io"
	"sort"
	"strings"

	"golang.org/x/arch/ppc64/ppc64asm"
	"golang.org/x/arch/x86/x86asm"

	"gojvm/codegen"
)

// listing prints machine code as assembly: source lines, offset, bytes, instruction, and
// the symbol that an instruction refers to.
func (c *command) listing(w io.Writer, code *codegen.Code) {
	fmt.Fprintf(w, "@%s: %d bytes of code, %d of constants, frame %d\n", code.Name, code.TextSize, len(code.Bytes)-code.TextSize, code.FrameSize)
	source := strings.Split(c.text, "\n")
	line, reloc := 0, 0
	relocs := append(code.Relocs[:0:0], code.Relocs...)
	sort.SliceStable(relocs, func(i, j int) bool { return relocs[i].Off < relocs[j].Off })
	for pc := 0; pc < code.TextSize; {
		for line < len(code.Lines) && int(code.Lines[line].PC) <= pc {
			n := int(code.Lines[line].Line)
			if n >= 1 && n <= len(source) {
				fmt.Fprintf(w, "%s:%d: %s\n", c.path, n, strings.TrimSpace(source[n-1]))
			}
			line++
		}
		text, size := disassemble(c.target.Name, code.Bytes[pc:code.TextSize], uint64(pc))
		fmt.Fprintf(w, "  %4x:  %-24s %s", pc, fmt.Sprintf("% x", code.Bytes[pc:pc+size]), text)
		for reloc < len(relocs) && relocs[reloc].Off < pc+size {
			r := relocs[reloc]
			fmt.Fprintf(w, "    # @%s", r.Sym)
			if r.Addend != 0 {
				fmt.Fprintf(w, "%+d", r.Addend)
			}
			reloc++
		}
		fmt.Fprintln(w)
		pc += size
	}
	for pc := code.TextSize; pc < len(code.Bytes); pc += 8 {
		fmt.Fprintf(w, "  %4x:  % x\n", pc, code.Bytes[pc:min(pc+8, len(code.Bytes))])
	}
	fmt.Fprintln(w)
}

// disassemble returns the first instruction of some code, in the syntax of the GNU
// assembler, and its size. What is no instruction is shown as data.
func disassemble(target string, b []byte, pc uint64) (string, int) {
	if target == "ppc" {
		in, err := ppc64asm.Decode(b, binary.BigEndian)
		if err != nil {
			return fmt.Sprintf(".long %#x", binary.BigEndian.Uint32(b)), 4
		}
		return ppc64asm.GNUSyntax(in, pc), 4
	}
	mode := 64
	if target == "386" {
		mode = 32
	}
	in, err := x86asm.Decode(b, mode)
	if err != nil || in.Op == 0 { // unknown instructions behind a prefix decode as the prefix
		return fmt.Sprintf(".byte %#x", b[0]), 1
	}
	return x86asm.GNUSyntax(in, pc, nil), in.Len
}
