package inst

// Condition codes, in the machine's numbering; a branch of kind Jmp is unconditional.
const (
	CcO = iota
	CcNO
	CcB
	CcAE
	CcE
	CcNE
	CcBE
	CcA
	CcS
	CcNS
	CcP
	CcNP
	CcL
	CcGE
	CcLE
	CcG
	Jmp
)

// Branches encodes JMP and Jcc for asm.Buffer.
type Branches struct{}

// Size implements asm.Branches.
func (Branches) Size(kind int32, long bool) int {
	switch {
	case !long:
		return 2
	case kind == Jmp:
		return 5
	}
	return 6
}

// Reaches implements asm.Branches.
func (Branches) Reaches(_ int32, disp int) bool { return disp-2 >= -128 && disp-2 <= 127 }

// Put implements asm.Branches.
func (Branches) Put(dst []byte, kind int32, disp int, long bool) {
	if !long {
		dst[0] = 0x70 | byte(kind)
		if kind == Jmp {
			dst[0] = 0xeb
		}
		dst[1] = byte(disp - 2)
		return
	}
	n := len(dst)
	if kind == Jmp {
		dst[0] = 0xe9
	} else {
		dst[0], dst[1] = 0x0f, 0x80|byte(kind)
	}
	d := uint32(disp - n)
	dst[n-4], dst[n-3], dst[n-2], dst[n-1] = byte(d), byte(d>>8), byte(d>>16), byte(d>>24)
}
