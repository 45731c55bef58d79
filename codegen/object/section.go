package object

import (
	"fmt"
	"slices"

	"gojvm/codegen/asm"
)

// The numbers of ELF that the writer uses.
const (
	typeRel  = 1
	typeExec = 2

	shtProgbits = 1
	shtSymtab   = 2
	shtStrtab   = 3
	shtRela     = 4
	shtNobits   = 8
	shtRel      = 9

	shfWrite    = 1
	shfAlloc    = 2
	shfExec     = 4
	shfInfoLink = 0x40

	sttNotype  = 0
	sttObject  = 1
	sttFunc    = 2
	sttSection = 3
	sttFile    = 4
	stbLocal   = 0
	stbGlobal  = 1
)

// section is a section with the references in it.
type section struct {
	name   string
	typ    uint32
	flags  uint64
	align  uint64
	data   []byte
	size   uint64 // of shtNobits
	relocs []reloc
	addr   uint64
	sym    *symbol

	// Of the file:
	index   int
	nameOff uint32
	off     uint64
	link    int
	info    int
	entry   uint64 // size of an entry of a table
}

func (s *section) length() uint64 {
	if s.typ == shtNobits {
		return s.size
	}
	return uint64(len(s.data))
}

// relocForm says how the value of a relocation is computed and stored.
type relocForm uint8

const (
	formAbs   relocForm = iota // S + A, of the width of a pointer
	formAbs32                  // S + A, 32 bits
	formPC32                   // S + A - P
	formPC24                   // S + A - P in the branch field of PowerPC
	formHi16                   // S + A, adjusted high half
	formLo16                   // S + A, low half
)

// reloc is a reference from a section to a symbol.
type reloc struct {
	off    uint64
	form   relocForm
	typ    uint32 // the machine's number
	sym    *symbol
	addend int64
}

// symbol is a symbol; undefined without section.
type symbol struct {
	name        string
	sect        *section
	value, size uint64
	typ, bind   uint8
	index       int
	usedBy      string // a function that refers to it
}

// image is a file in memory.
type image struct {
	m        *Machine
	sections []*section
	symbols  []*symbol // local ones first, when written
	byName   map[string]*symbol

	text, rodata, data, bss *section
	pieces                  []piece // by function
}

// piece is a function's part of the text.
type piece struct {
	fn  *Func
	off uint64
	sym *symbol
}

func (im *image) section(name string, typ uint32, flags, align uint64) *section {
	s := &section{name: name, typ: typ, flags: flags, align: align}
	s.sym = &symbol{sect: s, typ: sttSection}
	im.sections = append(im.sections, s)
	return s
}

// named returns the symbol with a name, undefined if it is new.
func (im *image) named(name, by string) *symbol {
	s := im.byName[name]
	if s == nil {
		s = &symbol{name: name, bind: stbGlobal, usedBy: by}
		im.byName[name] = s
		im.symbols = append(im.symbols, s)
	}
	return s
}

func (im *image) define(name string, sect *section, value, size uint64, typ uint8) (*symbol, error) {
	s := im.named(name, "")
	if s.sect != nil {
		return nil, fmt.Errorf("@%s is defined twice", name)
	}
	s.sect, s.value, s.size, s.typ = sect, value, size, typ
	return s, nil
}

// image lays out the contents of all sections.
func (f *File) image() (*image, error) {
	im := &image{m: &f.Machine, byName: map[string]*symbol{}}
	im.text = im.section(".text", shtProgbits, shfAlloc|shfExec, 16)
	im.rodata = im.section(".rodata", shtProgbits, shfAlloc, 16)
	im.data = im.section(".data", shtProgbits, shfAlloc|shfWrite, 16)
	im.bss = im.section(".bss", shtNobits, shfAlloc|shfWrite, 16)
	for i := range f.Funcs {
		if err := im.addFunc(&f.Funcs[i]); err != nil {
			return nil, err
		}
	}
	for i := range f.Data {
		if err := im.addData(&f.Data[i]); err != nil {
			return nil, err
		}
	}
	for _, p := range im.pieces {
		if err := im.addRelocs(p); err != nil {
			return nil, err
		}
	}
	im.frames()
	im.debug()
	slices.SortStableFunc(im.sections, func(a, b *section) int { return a.rank() - b.rank() })
	im.sections = slices.DeleteFunc(im.sections, func(s *section) bool { return s.length() == 0 })
	return im, nil
}

// rank orders the sections as they are loaded: what is not written, what is, what begins as
// zeros, and last what is not loaded.
func (s *section) rank() int {
	switch {
	case s.flags&shfAlloc == 0:
		return 3
	case s.typ == shtNobits:
		return 2
	case s.flags&shfWrite != 0:
		return 1
	}
	return 0
}

// pad fills a section with zeros up to a multiple of align.
func (s *section) pad(align uint64) {
	for uint64(len(s.data))%align != 0 {
		s.data = append(s.data, 0)
	}
}

func (im *image) addFunc(fn *Func) error {
	im.text.pad(16)
	off := uint64(len(im.text.data))
	sym, err := im.define(fn.Code.Name, im.text, off, uint64(len(fn.Code.Bytes)), sttFunc)
	if err != nil {
		return err
	}
	im.text.data = append(im.text.data, fn.Code.Bytes...)
	im.pieces = append(im.pieces, piece{fn, off, sym})
	return nil
}

func (im *image) addData(d *Data) error {
	align := uint64(max(d.Align, 1))
	if align&(align-1) != 0 {
		return fmt.Errorf("@%s: alignment %d is no power of two", d.Name, d.Align)
	}
	s := im.data
	switch {
	case d.Bytes == nil:
		s = im.bss
		s.size = (s.size + align - 1) &^ (align - 1)
		s.align = max(s.align, align)
		at := s.size
		s.size += uint64(d.Size)
		_, err := im.define(d.Name, s, at, uint64(d.Size), sttObject)
		return err
	case d.ReadOnly:
		s = im.rodata
	}
	s.pad(align)
	s.align = max(s.align, align)
	at := uint64(len(s.data))
	s.data = append(s.data, d.Bytes...)
	_, err := im.define(d.Name, s, at, uint64(len(d.Bytes)), sttObject)
	return err
}

// addRelocs translates the references of a function.
func (im *image) addRelocs(p piece) error {
	code := p.fn.Code
	for _, r := range code.Relocs {
		typ, ok := im.m.relocs[r.Kind]
		if !ok {
			return fmt.Errorf("@%s: relocation %d is not for %s", code.Name, r.Kind, im.m.name)
		}
		sym := r.Sym
		if sym == "" {
			sym = code.Name
		}
		n := reloc{off: p.off + uint64(r.Off), typ: typ, sym: im.named(sym, code.Name), addend: r.Addend}
		switch r.Kind {
		case asm.RelocCall:
			n.form = formPC24
			if im.m.callEnd {
				n.form = formPC32
				n.addend -= 4
			}
		case asm.RelocRel32:
			n.form = formPC32
			n.addend -= 4
		case asm.RelocAbs:
			n.form = formAbs
		case asm.RelocHi16:
			n.form = formHi16
		case asm.RelocLo16:
			n.form = formLo16
		}
		im.text.relocs = append(im.text.relocs, n)
	}
	return nil
}

// The helpers below append to a section.

func (im *image) u8(s *section, x ...byte) { s.data = append(s.data, x...) }

func (im *image) u16(s *section, x uint16) { s.data = im.order().AppendUint16(s.data, x) }

func (im *image) u32(s *section, x uint32) { s.data = im.order().AppendUint32(s.data, x) }

// uptr appends a number of the width of a pointer.
func (im *image) uptr(s *section, x uint64) {
	if im.m.bits == 64 {
		s.data = im.order().AppendUint64(s.data, x)
	} else {
		im.u32(s, uint32(x))
	}
}

func (im *image) str(s *section, x string) { s.data = append(append(s.data, x...), 0) }

func (im *image) uleb(s *section, x uint64) {
	for ; x >= 0x80; x >>= 7 {
		s.data = append(s.data, byte(x)|0x80)
	}
	s.data = append(s.data, byte(x))
}

func (im *image) sleb(s *section, x int64) {
	for {
		b := byte(x & 0x7f)
		x >>= 7
		if x == 0 && b&0x40 == 0 || x == -1 && b&0x40 != 0 {
			s.data = append(s.data, b)
			return
		}
		s.data = append(s.data, b|0x80)
	}
}

// refPtr appends the address of sym + addend.
func (im *image) refPtr(s *section, sym *symbol, addend int64) {
	s.relocs = append(s.relocs, reloc{uint64(len(s.data)), formAbs, im.m.relocs[asm.RelocAbs], sym, addend})
	im.uptr(s, 0)
}

// ref32 appends the offset in the section of sym + addend, for references between debug
// sections.
func (im *image) ref32(s *section, sym *symbol, addend int64) {
	s.relocs = append(s.relocs, reloc{uint64(len(s.data)), formAbs32, im.m.abs32, sym, addend})
	im.u32(s, 0)
}

// pc32 appends the distance from here to sym + addend.
func (im *image) pc32(s *section, sym *symbol, addend int64) {
	s.relocs = append(s.relocs, reloc{uint64(len(s.data)), formPC32, im.m.pc32, sym, addend})
	im.u32(s, 0)
}

// patchLength stores at at the number of bytes appended behind the field there.
func (im *image) patchLength(s *section, at int) {
	im.m.order.PutUint32(s.data[at:], uint32(len(s.data)-at-4))
}
