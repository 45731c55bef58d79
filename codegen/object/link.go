package object

import "fmt"

// link gives all sections addresses, applies all relocations and returns the address of the
// entry symbol.
func (im *image) link(entry string) (uint64, error) {
	for _, s := range im.symbols {
		if s.sect == nil {
			return 0, &UndefinedError{s.name, s.usedBy}
		}
	}
	im.assignAddresses()
	for _, s := range im.sections {
		for i := range s.relocs {
			if err := im.apply(s, &s.relocs[i]); err != nil {
				return 0, err
			}
		}
		s.relocs = nil
	}
	e := im.byName[entry]
	if e == nil {
		return 0, &UndefinedError{entry, "the header"}
	}
	return e.address(), nil
}

func (s *symbol) address() uint64 { return s.sect.addr + s.value }

// assignAddresses places the loaded sections in two segments: what is not written behind
// the headers, the rest on the next page.
func (im *image) assignAddresses() {
	at := im.m.base + im.headerSize()
	for _, writable := range []bool{false, true} {
		if writable {
			// The same offset in the page as in the file, one page up.
			at += im.m.page
		}
		for _, s := range im.sections {
			if s.flags&shfAlloc == 0 || s.flags&shfWrite != 0 != writable {
				continue
			}
			at = alignUp(at, s.align)
			s.addr = at
			at += s.length()
		}
	}
}

func alignUp(x, align uint64) uint64 { return (x + align - 1) &^ (align - 1) }

// apply stores the value of a relocation.
func (im *image) apply(s *section, r *reloc) error {
	p := s.data[r.off:]
	value := int64(r.sym.address()) + r.addend
	o := im.m.order
	switch r.form {
	case formAbs:
		if im.m.bits == 64 {
			o.PutUint64(p, uint64(value))
		} else {
			o.PutUint32(p, uint32(value))
		}
	case formAbs32:
		o.PutUint32(p, uint32(value))
	case formHi16:
		o.PutUint16(p, uint16((value+0x8000)>>16))
	case formLo16:
		o.PutUint16(p, uint16(value))
	case formPC32, formPC24:
		value -= int64(s.addr + r.off)
		if r.form == formPC32 {
			if value != int64(int32(value)) {
				return fmt.Errorf("%s is out of reach", r.sym.name)
			}
			o.PutUint32(p, uint32(value))
			break
		}
		if value < -1<<25 || value >= 1<<25 || value&3 != 0 {
			return fmt.Errorf("%s is out of reach of a branch", r.sym.name)
		}
		o.PutUint32(p, o.Uint32(p)|uint32(value)&0x03fffffc)
	}
	return nil
}
