// Package view shows what the code generator did to a function: machine code as assembly
// with notes, and a page that has the function after each pass side by side.
package view

import (
	"fmt"
	"io"
	"sort"

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
		text, size := l.Target.Disassemble(code.Bytes[pc:code.TextSize], l.Base+uint64(pc))
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
