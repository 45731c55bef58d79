package object

// The DWARF constants used.
const (
	dwTagCompileUnit = 0x11
	dwTagSubprogram  = 0x2e

	dwAtName      = 0x03
	dwAtStmtList  = 0x10
	dwAtLowPC     = 0x11
	dwAtHighPC    = 0x12
	dwAtLanguage  = 0x13
	dwAtProducer  = 0x25
	dwAtDeclFile  = 0x3a
	dwAtDeclLine  = 0x3b
	dwAtExternal  = 0x3f
	dwAtFrameBase = 0x40

	dwFormAddr        = 0x01
	dwFormData2       = 0x05
	dwFormData4       = 0x06
	dwFormString      = 0x08
	dwFormSecOffset   = 0x17
	dwFormExprloc     = 0x18
	dwFormFlagPresent = 0x19

	dwLangAssembler  = 0x8001
	dwOpCallFrameCFA = 0x9c
)

// debug makes the sections that tell a debugger names and lines: one compilation unit with
// a subprogram per function. The source text is IR, for which DWARF has no language; that
// of assemblers comes closest.
func (im *image) debug() {
	files := im.sourceFiles()
	if len(files) == 0 {
		return
	}
	line := im.section(".debug_line", shtProgbits, 0, 1)
	im.lineTable(line, files)

	ab := im.section(".debug_abbrev", shtProgbits, 0, 1)
	abbrev := func(code, tag uint64, children byte, attrs ...uint64) {
		im.uleb(ab, code)
		im.uleb(ab, tag)
		im.u8(ab, children)
		for _, a := range attrs {
			im.uleb(ab, a)
		}
		im.u8(ab, 0, 0)
	}
	const unit, subprogram, subprogramNoLine = 1, 2, 3
	abbrev(unit, dwTagCompileUnit, 1, dwAtProducer, dwFormString, dwAtLanguage, dwFormData2, dwAtName, dwFormString,
		dwAtLowPC, dwFormAddr, dwAtHighPC, dwFormData4, dwAtStmtList, dwFormSecOffset)
	abbrev(subprogram, dwTagSubprogram, 0, dwAtName, dwFormString, dwAtLowPC, dwFormAddr, dwAtHighPC, dwFormData4,
		dwAtExternal, dwFormFlagPresent, dwAtFrameBase, dwFormExprloc, dwAtDeclFile, dwFormData4, dwAtDeclLine, dwFormData4)
	abbrev(subprogramNoLine, dwTagSubprogram, 0, dwAtName, dwFormString, dwAtLowPC, dwFormAddr, dwAtHighPC, dwFormData4,
		dwAtExternal, dwFormFlagPresent, dwAtFrameBase, dwFormExprloc)
	im.u8(ab, 0)

	info := im.section(".debug_info", shtProgbits, 0, 1)
	im.u32(info, 0)
	im.u16(info, 4) // version
	im.ref32(info, ab.sym, 0)
	im.u8(info, byte(im.m.ptrSize()))
	im.uleb(info, unit)
	im.str(info, "gojvm codegen")
	im.u16(info, dwLangAssembler)
	im.str(info, files[0])
	im.refPtr(info, im.text.sym, 0)
	im.u32(info, uint32(len(im.text.data)))
	im.ref32(info, line.sym, 0)
	for _, p := range im.pieces {
		lines := p.fn.Code.Lines
		hasLine := p.fn.Path != "" && len(lines) > 0
		if hasLine {
			im.uleb(info, subprogram)
		} else {
			im.uleb(info, subprogramNoLine)
		}
		im.str(info, p.fn.Code.Name)
		im.refPtr(info, p.sym, 0)
		im.u32(info, uint32(p.fn.Code.TextSize))
		im.uleb(info, 1)
		im.u8(info, dwOpCallFrameCFA)
		if hasLine {
			im.u32(info, fileIndex(files, p.fn.Path))
			im.u32(info, uint32(lines[0].Line))
		}
	}
	im.u8(info, 0)
	im.patchLength(info, 0)
}

// sourceFiles lists the source files, each once.
func (im *image) sourceFiles() (files []string) {
	for _, p := range im.pieces {
		if p.fn.Path != "" && len(p.fn.Code.Lines) > 0 && fileIndex(files, p.fn.Path) == 0 {
			files = append(files, p.fn.Path)
		}
	}
	return files
}

// fileIndex returns the number of a file, counted from 1, or 0.
func fileIndex(files []string, path string) uint32 {
	for i, f := range files {
		if f == path {
			return uint32(i + 1)
		}
	}
	return 0
}
