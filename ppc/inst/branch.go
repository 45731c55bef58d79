package inst

import "encoding/binary"

// Branches tells the assembler how branches look. A kind is an encoded B or Bc without
// displacement. A conditional branch reaches 32 KiB; its long form is the opposite branch
// around an unconditional one, which reaches 32 MiB.
type Branches struct{}

// Jump is the kind of an unconditional branch.
var Jump = int32(Encode(B, 0))

// Cond returns the kind of a branch on a bit of the condition register (field*4 + bit).
func Cond(bo, bi int32) int32 { return int32(Encode(Bc, bo, bi, 0)) }

func isCond(kind int32) bool { return uint32(kind)>>26 == 16 }

// Size implements asm.Branches.
func (Branches) Size(kind int32, long bool) int {
	if long && isCond(kind) {
		return 8
	}
	return 4
}

// Reaches implements asm.Branches.
func (Branches) Reaches(kind int32, disp int) bool {
	if isCond(kind) {
		return disp >= -1<<15 && disp < 1<<15
	}
	return disp >= -1<<25 && disp < 1<<25
}

// Put implements asm.Branches.
func (Branches) Put(dst []byte, kind int32, disp int, long bool) {
	w := uint32(kind)
	switch {
	case !isCond(kind):
		w |= uint32(disp) & 0x03fffffc
	case !long:
		w |= uint32(disp) & 0xfffc
	default:
		sense := uint32(IfTrue ^ IfFalse)
		if w>>21&CountNotZero != 0 {
			sense = CountZero ^ CountNotZero
		}
		binary.BigEndian.PutUint32(dst, w^sense<<21|8)
		dst, w = dst[4:], uint32(Jump)|uint32(disp-4)&0x03fffffc
	}
	binary.BigEndian.PutUint32(dst, w)
}
