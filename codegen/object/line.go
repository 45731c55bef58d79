package object

// The line number instructions used.
const (
	lnExtended    = 0
	lnCopy        = 1
	lnAdvancePC   = 2
	lnAdvanceLine = 3
	lnSetFile     = 4

	lneEndSequence = 1
	lneSetAddress  = 2

	lineBase   = -5
	lineRange  = 14
	opcodeBase = 13
)

// lineTable makes the line number program, one sequence per function (DWARF 4, 6.2).
func (im *image) lineTable(s *section, files []string) {
	minInst := im.m.codeAlign
	im.u32(s, 0)
	im.u16(s, 4) // version
	header := len(s.data)
	im.u32(s, 0)
	im.u8(s, byte(minInst), 1, 1, lineBase&0xff, lineRange, opcodeBase)
	im.u8(s, 0, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 1) // operands of the standard opcodes
	im.u8(s, 0)                                  // no folders
	for _, f := range files {
		im.str(s, f)
		im.u8(s, 0, 0, 0)
	}
	im.u8(s, 0)
	im.patchLength(s, header)
	for _, p := range im.pieces {
		if p.fn.Path == "" || len(p.fn.Code.Lines) == 0 {
			continue
		}
		im.u8(s, lnExtended)
		im.uleb(s, uint64(1+im.m.ptrSize()))
		im.u8(s, lneSetAddress)
		im.refPtr(s, p.sym, 0)
		im.u8(s, lnSetFile)
		im.uleb(s, uint64(fileIndex(files, p.fn.Path)))
		pc, line := uint32(0), int32(1)
		for i, l := range p.fn.Code.Lines {
			// The function's first line holds from its first instruction on.
			at := l.PC
			if i == 0 {
				at = 0
			}
			im.lineRow(s, uint64(at-pc)/minInst, int64(l.Line-line))
			pc, line = at, l.Line
		}
		im.u8(s, lnAdvancePC)
		im.uleb(s, uint64(uint32(p.fn.Code.TextSize)-pc)/minInst)
		im.u8(s, lnExtended, 1, lneEndSequence)
	}
	im.patchLength(s, 0)
}

// lineRow appends a row, by a special opcode if there is one.
func (im *image) lineRow(s *section, pc uint64, line int64) {
	if line < lineBase || line >= lineBase+lineRange {
		im.u8(s, lnAdvanceLine)
		im.sleb(s, line)
		line = 0
	}
	op := uint64(line-lineBase) + lineRange*pc + opcodeBase
	if pc > 20 || op > 255 {
		im.u8(s, lnAdvancePC)
		im.uleb(s, pc)
		op = uint64(line-lineBase) + opcodeBase
	}
	im.u8(s, byte(op))
}
