// Package object writes compiled functions as ELF files: static executables and relocatable
// objects, for 32 and 64 bits and both byte orders, with symbols, unwind information
// (.eh_frame) and DWARF line tables, so that debuggers show names and lines.
//
//	object.go   what goes into a file
//	machine.go  the numbers that differ between machines
//	section.go  sections, symbols and their relocations, in memory
//	frame.go    .eh_frame
//	dwarf.go    .debug_info and .debug_abbrev
//	line.go     .debug_line
//	link.go     addresses, and relocations applied, for an executable
//	write.go    the bytes of the file
//
// Everything is described with relocations first; an executable applies them, an object
// file carries them.
//
// References: System V ABI (ELF) with the supplements for AMD64, i386 and PowerPC; DWARF 4;
// Linux Standard Base for .eh_frame.
package object

import (
	"fmt"
	"io"

	"gojvm/codegen"
)

// File is what an object file is made of.
type File struct {
	Machine Machine
	Funcs   []Func
	Data    []Data
}

// Func is a function. Its symbol is the name of the code.
type Func struct {
	Code *codegen.Code
	Path string // of the source text that the lines of the code count in, "" if there is none
}

// Data is a piece of memory with a symbol.
type Data struct {
	Name     string
	Bytes    []byte // the contents; nil for Size zero bytes
	Size     int
	Align    int // a power of two; 0 is 1
	ReadOnly bool
}

// UndefinedError names a symbol that an executable refers to and does not have.
type UndefinedError struct{ Symbol, By string }

func (e *UndefinedError) Error() string {
	return fmt.Sprintf("@%s, which @%s refers to, is not defined", e.Symbol, e.By)
}

// WriteObject writes a relocatable object file. Symbols that are not defined are left to
// the linker.
func (f *File) WriteObject(w io.Writer) error {
	im, err := f.image()
	if err != nil {
		return err
	}
	return im.write(w, typeRel, 0)
}

// WriteExecutable writes a static executable that starts at the symbol entry. The error is
// an *UndefinedError if a symbol is missing.
func (f *File) WriteExecutable(w io.Writer, entry string) error {
	im, err := f.image()
	if err != nil {
		return err
	}
	start, err := im.link(entry)
	if err != nil {
		return err
	}
	return im.write(w, typeExec, start)
}
