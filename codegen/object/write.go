package object

import (
	"encoding/binary"
	"io"
	"slices"
)

// order appends numbers in the byte order of the machine.
func (im *image) order() binary.AppendByteOrder { return im.m.order.(binary.AppendByteOrder) }

// numSegments: code, data, and the note that the stack is not executable.
const numSegments = 3

// sizes returns the sizes of the file header, a program header, a section header and a symbol.
func (im *image) sizes() (ehdr, phdr, shdr, sym uint64) {
	if im.m.bits == 64 {
		return 64, 56, 64, 24
	}
	return 52, 32, 40, 16
}

// headerSize is the size of what precedes the sections of an executable.
func (im *image) headerSize() uint64 {
	e, p, _, _ := im.sizes()
	return e + numSegments*p
}

// write writes the file: headers, sections, the tables about them, the section headers.
func (im *image) write(w io.Writer, typ uint16, entry uint64) error {
	all := append([]*section{{}}, im.sections...)
	var tables []*section
	for i, s := range all {
		s.index = i
		if len(s.relocs) > 0 {
			tables = append(tables, im.relocTable(s))
		}
	}
	all = append(all, tables...)
	symtab := &section{name: ".symtab", typ: shtSymtab, align: uint64(im.m.ptrSize())}
	strtab := &section{name: ".strtab", typ: shtStrtab, align: 1}
	names := &section{name: ".shstrtab", typ: shtStrtab, align: 1, data: []byte{0}}
	all = append(all, symtab, strtab, names)
	for i, s := range all[1:] {
		s.index = i + 1
		s.nameOff = uint32(len(names.data))
		im.str(names, s.name)
	}
	im.symbolTable(symtab, strtab)
	for _, t := range tables {
		t.link = symtab.index
	}
	im.fillRelocTables(tables)

	at, _, _, _ := im.sizes()
	if typ == typeExec {
		at = im.headerSize()
	}
	for _, s := range all[1:] {
		at = alignUp(at, max(s.align, 1))
		if typ == typeExec && s.flags&shfAlloc != 0 {
			at += (s.addr - at) % im.m.page // so that pages can be mapped
		}
		s.off = at
		if s.typ != shtNobits {
			at += uint64(len(s.data))
		}
	}
	table := alignUp(at, uint64(im.m.ptrSize()))

	out := &section{}
	im.fileHeader(out, typ, entry, table, len(all), names.index)
	if typ == typeExec {
		im.segments(out)
	}
	for _, s := range all[1:] {
		if s.typ != shtNobits {
			out.data = append(out.data, make([]byte, s.off-uint64(len(out.data)))...)
			out.data = append(out.data, s.data...)
		}
	}
	out.data = append(out.data, make([]byte, table-uint64(len(out.data)))...)
	for _, s := range all {
		im.sectionHeader(out, s)
	}
	_, err := w.Write(out.data)
	return err
}

func (im *image) fileHeader(out *section, typ uint16, entry, table uint64, count, names int) {
	ehdr, phdr, shdr, _ := im.sizes()
	class, data := byte(1), byte(1)
	if im.m.bits == 64 {
		class = 2
	}
	if im.m.order == binary.BigEndian {
		data = 2
	}
	im.u8(out, 0x7f, 'E', 'L', 'F', class, data, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0)
	segments, at := uint16(0), uint64(0)
	if typ == typeExec {
		segments, at = numSegments, ehdr
	} else {
		phdr = 0
	}
	im.u16(out, typ)
	im.u16(out, im.m.elf)
	im.u32(out, 1)
	im.uptr(out, entry)
	im.uptr(out, at)
	im.uptr(out, table)
	im.u32(out, 0) // flags
	im.u16(out, uint16(ehdr))
	im.u16(out, uint16(phdr))
	im.u16(out, segments)
	im.u16(out, uint16(shdr))
	im.u16(out, uint16(count))
	im.u16(out, uint16(names))
}

// segments writes the program headers. The code segment begins with the headers.
func (im *image) segments(out *section) {
	const (
		ptNull, ptLoad, ptStack = 0, 1, 0x6474e551
		x, w, r                 = 1, 2, 4
	)
	put := func(typ, flags uint32, off, addr, size, mem, align uint64) {
		im.u32(out, typ)
		if im.m.bits == 64 {
			im.u32(out, flags)
		}
		im.uptr(out, off)
		im.uptr(out, addr)
		im.uptr(out, addr)
		im.uptr(out, size)
		im.uptr(out, mem)
		if im.m.bits == 32 {
			im.u32(out, flags)
		}
		im.uptr(out, align)
	}
	end := im.headerSize()
	var first *section
	var size, mem uint64
	for _, s := range im.sections {
		switch {
		case s.flags&shfAlloc == 0:
		case s.flags&shfWrite == 0:
			end = max(end, s.off+s.length())
		default:
			if first == nil {
				first = s
			}
			if s.typ != shtNobits {
				size = s.addr + s.length() - first.addr
			}
			mem = s.addr + s.length() - first.addr
		}
	}
	put(ptLoad, r|x, 0, im.m.base, end, end, im.m.page)
	if first != nil {
		put(ptLoad, r|w, first.off, first.addr, size, mem, im.m.page)
	} else {
		put(ptNull, 0, 0, 0, 0, 0, 0)
	}
	put(ptStack, r|w, 0, 0, 0, 0, 16)
}

func (im *image) sectionHeader(out *section, s *section) {
	im.u32(out, s.nameOff)
	im.u32(out, s.typ)
	im.uptr(out, s.flags)
	im.uptr(out, s.addr)
	im.uptr(out, s.off)
	im.uptr(out, s.length())
	im.u32(out, uint32(s.link))
	im.u32(out, uint32(s.info))
	im.uptr(out, s.align)
	im.uptr(out, s.entry)
}

// symbolTable fills the symbol table: local symbols first, as the format wants.
func (im *image) symbolTable(symtab, strtab *section) {
	_, _, _, symtab.entry = im.sizes()
	symtab.link = strtab.index
	im.str(strtab, "")
	var syms []*symbol
	for _, s := range im.sections {
		syms = append(syms, s.sym)
	}
	syms = append(syms, im.symbols...)
	slices.SortStableFunc(syms, func(a, b *symbol) int { return int(a.bind) - int(b.bind) })
	im.symbol(symtab, &symbol{}, 0)
	symtab.info = 1
	for i, s := range syms {
		s.index = i + 1
		if s.bind == stbLocal {
			symtab.info = s.index + 1
		}
		name := 0
		if s.name != "" {
			name = len(strtab.data)
			im.str(strtab, s.name)
		}
		im.symbol(symtab, s, uint32(name))
	}
}

func (im *image) symbol(t *section, s *symbol, name uint32) {
	index, value := uint16(0), s.value
	if s.sect != nil {
		index = uint16(s.sect.index)
		value += s.sect.addr
	}
	im.u32(t, name)
	if im.m.bits == 64 {
		im.u8(t, s.bind<<4|s.typ, 0)
		im.u16(t, index)
		im.uptr(t, value)
		im.uptr(t, s.size)
		return
	}
	im.u32(t, uint32(value))
	im.u32(t, uint32(s.size))
	im.u8(t, s.bind<<4|s.typ, 0)
	im.u16(t, index)
}

// relocTable returns the section for the relocations of s.
func (im *image) relocTable(s *section) *section {
	t := &section{name: ".rel" + s.name, typ: shtRel, flags: shfInfoLink, align: uint64(im.m.ptrSize()), info: s.index, entry: uint64(2 * im.m.ptrSize())}
	if im.m.rela {
		t.name, t.typ, t.entry = ".rela"+s.name, shtRela, uint64(3*im.m.ptrSize())
	}
	return t
}

// fillRelocTables writes the relocations of each section to its table, with the addend
// there or in the place itself, as is the machine's custom.
func (im *image) fillRelocTables(tables []*section) {
	for _, t := range tables {
		s := im.sections[t.info-1]
		for _, r := range s.relocs {
			im.uptr(t, r.off)
			if im.m.bits == 64 {
				im.uptr(t, uint64(r.sym.index)<<32|uint64(r.typ))
			} else {
				im.u32(t, uint32(r.sym.index)<<8|r.typ)
			}
			if im.m.rela {
				im.uptr(t, uint64(r.addend))
			} else {
				im.m.order.PutUint32(s.data[r.off:], uint32(r.addend))
			}
		}
	}
}
