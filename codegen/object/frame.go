package object

// The call frame instructions used.
const (
	cfaAdvance1         = 0x02
	cfaAdvance2         = 0x03
	cfaAdvance4         = 0x04
	cfaRestoreExtended  = 0x06
	cfaDefCFA           = 0x0c
	cfaDefCFAOffset     = 0x0e
	cfaOffsetExtendedSF = 0x11
	cfaAdvance          = 0x40 // with the distance in the low bits
	cfaOffset           = 0x80 // with the register in the low bits
)

const ehPcrelSdata4 = 0x1b

// frames makes .eh_frame: for each function where the caller's frame begins (the CFA,
// counted from the stack pointer) and where the return address is. On machines whose calls
// push it, that is just below the CFA; on PowerPC it is in LR until the frame is made, and
// then in the word above the back chain.
func (im *image) frames() {
	m := im.m
	s := im.section(".eh_frame", shtProgbits, shfAlloc, uint64(m.ptrSize()))
	align := func(at int) { // with no-operations
		for (len(s.data)-at-4)%m.ptrSize() != (m.ptrSize()-4)%m.ptrSize() {
			im.u8(s, 0)
		}
		im.patchLength(s, at)
	}
	im.u32(s, 0)
	im.u32(s, 0) // a common entry
	im.u8(s, 1)
	im.str(s, "zR")
	im.uleb(s, m.codeAlign)
	im.sleb(s, -int64(m.ptrSize()))
	im.u8(s, byte(m.ra))
	im.uleb(s, 1)
	im.u8(s, ehPcrelSdata4)
	im.u8(s, cfaDefCFA)
	im.uleb(s, m.sp)
	im.uleb(s, uint64(m.pushed))
	if m.pushed > 0 {
		im.u8(s, cfaOffset|byte(m.ra))
		im.uleb(s, 1)
	}
	align(0)
	for _, p := range im.pieces {
		at := len(s.data)
		im.u32(s, 0)
		im.u32(s, uint32(at+4)) // distance to the common entry
		im.pc32(s, p.sym, 0)
		im.u32(s, uint32(p.fn.Code.TextSize))
		im.uleb(s, 0)
		pc := uint32(0)
		for _, u := range p.fn.Code.Unwind {
			im.advance(s, uint64(u.PC-pc)/m.codeAlign)
			pc = u.PC
			im.u8(s, cfaDefCFAOffset)
			im.uleb(s, uint64(int(u.Size)+m.pushed))
			switch {
			case m.pushed > 0:
			case u.Size > 0:
				im.u8(s, cfaOffsetExtendedSF)
				im.uleb(s, m.ra)
				im.sleb(s, -1) // at CFA + 4
			default:
				im.u8(s, cfaRestoreExtended)
				im.uleb(s, m.ra)
			}
		}
		align(at)
	}
	im.u32(s, 0) // the end
}

// advance moves the current location by n units.
func (im *image) advance(s *section, n uint64) {
	switch {
	case n == 0:
	case n < 0x40:
		im.u8(s, cfaAdvance|byte(n))
	case n < 0x100:
		im.u8(s, cfaAdvance1, byte(n))
	case n < 0x10000:
		im.u8(s, cfaAdvance2)
		im.u16(s, uint16(n))
	default:
		im.u8(s, cfaAdvance4)
		im.u32(s, uint32(n))
	}
}
