// Package view shows what the code generator did to a function: machine code as assembly
// with notes, and a page that has the function after each pass side by side.
package view

import (
	"encoding/binary"
	"fmt"
	"io"
	"sort"

	"golang.org/x/arch/ppc64/ppc64asm"
	"golang.org/x/arch/x86/x86asm"

	"gojvm/codegen"
)

// Listing prints machine code as assembly: notes, address, bytes, instruction, and the symbol
// that an instruction refers to.
type Listing struct {
	Target *codegen.Target
	// Base is the address of the first instruction; 0 shows offsets.
	Base uint64
	// Line, if not nil, returns the note for the instructions of a source line, "" for none.
	Line func(line int32) string
	// Site, if not nil, returns the note for a site.
	Site func(s *codegen.Site) string
}

// Write prints code.
func (l *Listing) Write(w io.Writer, code *codegen.Code) {
	fmt.Fprintf(w, "@%s: %d bytes of code, %d of constants, frame %d\n", code.Name, code.TextSize, len(code.Bytes)-code.TextSize, code.FrameSize)
	line, site, reloc := 0, 0, 0
	relocs := append(code.Relocs[:0:0], code.Relocs...)
	sort.SliceStable(relocs, func(i, j int) bool { return relocs[i].Off < relocs[j].Off })
	for pc := 0; pc < code.TextSize; {
		for line < len(code.Lines) && int(code.Lines[line].PC) <= pc {
			if l.Line != nil {
				if note := l.Line(code.Lines[line].Line); note != "" {
					fmt.Fprintln(w, note)
				}
			}
			line++
		}
		text, size := Disassemble(l.Target.Name, code.Bytes[pc:code.TextSize], l.Base+uint64(pc))
		fmt.Fprintf(w, "  %4x:  %-24s %s", l.Base+uint64(pc), fmt.Sprintf("% x", code.Bytes[pc:pc+size]), text)
		for reloc < len(relocs) && relocs[reloc].Off < pc+size {
			r := relocs[reloc]
			fmt.Fprintf(w, "    # @%s", r.Sym)
			if r.Addend != 0 {
				fmt.Fprintf(w, "%+d", r.Addend)
			}
			reloc++
		}
		pc += size
		for site < len(code.Sites) && int(code.Sites[site].PC) <= pc {
			if l.Site != nil && int(code.Sites[site].PC) > pc-size {
				fmt.Fprintf(w, "    # %s", l.Site(&code.Sites[site]))
			}
			site++
		}
		fmt.Fprintln(w)
	}
	for pc := code.TextSize; pc < len(code.Bytes); pc += 8 {
		fmt.Fprintf(w, "  %4x:  % x\n", l.Base+uint64(pc), code.Bytes[pc:min(pc+8, len(code.Bytes))])
	}
	fmt.Fprintln(w)
}

// Disassemble returns the first instruction of some code, in the syntax of the GNU
// assembler, and its size. What is no instruction is shown as data.
func Disassemble(target string, b []byte, pc uint64) (string, int) {
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
