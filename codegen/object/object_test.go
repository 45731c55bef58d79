package object

import (
	"bytes"
	"debug/dwarf"
	"debug/elf"
	"errors"
	"io"
	"testing"

	"gojvm/codegen"
	"gojvm/codegen/asm"
)

// sample is a file of two functions, of which the first refers to the second, to data and
// to a symbol called missing, if that is wanted.
func sample(m Machine, missing bool) *File {
	f := &codegen.Code{Name: "f", Bytes: make([]byte, 48), TextSize: 40, FrameSize: 32,
		Lines:  []codegen.Line{{PC: 4, Line: 10}, {PC: 8, Line: 300}, {PC: 16, Line: 299}},
		Unwind: []codegen.Unwind{{PC: 8, Size: 32}, {PC: 32, Size: 0}, {PC: 36, Size: 32}}}
	f.Relocs = []asm.Reloc{{Off: 12, Kind: asm.RelocCall, Sym: "g"}}
	if _, ok := m.relocs[asm.RelocHi16]; ok {
		f.Relocs = append(f.Relocs, asm.Reloc{Off: 18, Kind: asm.RelocHi16, Sym: "d", Addend: 4}, asm.Reloc{Off: 22, Kind: asm.RelocLo16, Sym: "d", Addend: 4})
	} else {
		f.Relocs = append(f.Relocs, asm.Reloc{Off: 16, Kind: asm.RelocAbs, Sym: "d", Addend: 4}, asm.Reloc{Off: 28, Kind: asm.RelocRel32, Sym: "z"})
	}
	if missing {
		f.Relocs = append(f.Relocs, asm.Reloc{Off: 24, Kind: asm.RelocCall, Sym: "missing"})
	}
	g := &codegen.Code{Name: "g", Bytes: make([]byte, 8), TextSize: 8}
	return &File{Machine: m,
		Funcs: []Func{{f, "a.ssa"}, {g, ""}},
		Data:  []Data{{Name: "d", Bytes: []byte("12345678"), Align: 8}, {Name: "c", Bytes: []byte{9}, ReadOnly: true}, {Name: "z", Size: 100, Align: 64}},
	}
}

func symbols(t *testing.T, f *elf.File) map[string]elf.Symbol {
	syms, err := f.Symbols()
	if err != nil {
		t.Fatal(err)
	}
	m := map[string]elf.Symbol{}
	for _, s := range syms {
		m[s.Name] = s
	}
	return m
}

// TestExecutable reads executables back: header, segments, symbols, and the places that
// were relocated.
func TestExecutable(t *testing.T) {
	for _, m := range machines {
		var w bytes.Buffer
		if err := sample(m, false).WriteExecutable(&w, "f"); err != nil {
			t.Fatal(m.name, err)
		}
		f, err := elf.NewFile(bytes.NewReader(w.Bytes()))
		if err != nil {
			t.Fatal(m.name, err)
		}
		syms := symbols(t, f)
		if uint16(f.Machine) != m.elf || f.Type != elf.ET_EXEC || f.ByteOrder != m.order || f.Entry != syms["f"].Value || f.Class == elf.ELFCLASS64 != (m.bits == 64) {
			t.Errorf("%s: header %+v", m.name, f.FileHeader)
		}
		read := func(addr uint64, n int) []byte {
			for _, p := range f.Progs {
				if p.Type == elf.PT_LOAD && addr >= p.Vaddr && addr+uint64(n) <= p.Vaddr+p.Filesz {
					b := make([]byte, n)
					p.ReadAt(b, int64(addr-p.Vaddr))
					return b
				}
			}
			t.Fatalf("%s: address %#x is not loaded", m.name, addr)
			return nil
		}
		for _, p := range f.Progs {
			if p.Flags&elf.PF_W != 0 && p.Flags&elf.PF_X != 0 {
				t.Errorf("%s: a segment that is writable and executable", m.name)
			}
			if p.Type == elf.PT_LOAD && p.Off%p.Align != p.Vaddr%p.Align {
				t.Errorf("%s: segment %+v cannot be mapped", m.name, p.ProgHeader)
			}
		}
		if got := read(syms["d"].Value, 8); string(got) != "12345678" {
			t.Errorf("%s: data %q", m.name, got)
		}
		if got := read(syms["c"].Value, 1)[0]; got != 9 {
			t.Errorf("%s: constant %d", m.name, got)
		}
		if syms["d"].Value%8 != 0 || syms["z"].Value%64 != 0 || syms["z"].Size != 100 || elf.ST_TYPE(syms["f"].Info) != elf.STT_FUNC || syms["f"].Size != 48 {
			t.Errorf("%s: symbols %+v", m.name, syms)
		}
		here, d := syms["f"].Value, syms["d"].Value+4
		word := func(off uint64) uint32 { return m.order.Uint32(read(here+off, 4)) }
		call := here + 12 + uint64(int64(int32(word(12))))
		if m.callEnd {
			call += 4
		}
		if call != syms["g"].Value {
			t.Errorf("%s: the call leads to %#x, not %#x", m.name, call, syms["g"].Value)
		}
		switch {
		case m.name == "ppc":
			if hi, lo := word(16)&0xffff, word(20)&0xffff; uint64(hi<<16+uint32(int32(int16(lo)))) != d {
				t.Errorf("ppc: halves %#x %#x", hi, lo)
			}
		default:
			abs := uint64(word(16))
			if m.bits == 64 {
				abs = m.order.Uint64(read(here+16, 8))
			}
			if abs != d || here+32+uint64(int64(int32(word(28)))) != syms["z"].Value {
				t.Errorf("%s: absolute %#x, relative %#x", m.name, abs, word(28))
			}
		}
		lines(t, m, f, here)
	}
}

// lines reads the line table and the subprograms back.
func lines(t *testing.T, m Machine, f *elf.File, start uint64) {
	d, err := f.DWARF()
	if err != nil {
		t.Fatal(m.name, err)
	}
	r := d.Reader()
	unit, err := r.Next()
	if err != nil || unit.Tag != dwarf.TagCompileUnit {
		t.Fatal(m.name, unit, err)
	}
	for _, want := range []string{"f", "g"} {
		e, err := r.Next()
		if err != nil || e.Tag != dwarf.TagSubprogram || e.Val(dwarf.AttrName) != want {
			t.Fatal(m.name, e, err)
		}
		if want == "f" && (e.Val(dwarf.AttrLowpc) != start || e.Val(dwarf.AttrHighpc) != int64(40) || e.Val(dwarf.AttrDeclLine) != int64(10)) {
			t.Errorf("%s: subprogram %v", m.name, e)
		}
	}
	lr, err := d.LineReader(unit)
	if err != nil {
		t.Fatal(m.name, err)
	}
	want := []struct {
		pc   uint64
		line int
		end  bool
	}{{0, 10, false}, {8, 300, false}, {16, 299, false}, {40, 299, true}}
	var e dwarf.LineEntry
	for i := 0; ; i++ {
		if err := lr.Next(&e); err == io.EOF {
			if i != len(want) {
				t.Errorf("%s: %d line entries", m.name, i)
			}
			return
		} else if err != nil {
			t.Fatal(m.name, err)
		}
		if i < len(want) && (e.Address != start+want[i].pc || e.Line != want[i].line || e.EndSequence != want[i].end || e.File.Name != "a.ssa") {
			t.Errorf("%s: line entry %d is %+v", m.name, i, e)
		}
	}
}

// TestObject reads relocatable objects back, with their relocations.
func TestObject(t *testing.T) {
	for _, m := range machines {
		var w bytes.Buffer
		if err := sample(m, true).WriteObject(&w); err != nil {
			t.Fatal(m.name, err)
		}
		f, err := elf.NewFile(bytes.NewReader(w.Bytes()))
		if err != nil {
			t.Fatal(m.name, err)
		}
		if f.Type != elf.ET_REL || len(f.Progs) != 0 {
			t.Errorf("%s: header %+v", m.name, f.FileHeader)
		}
		syms, _ := f.Symbols()
		name := ".rel.text"
		if m.rela {
			name = ".rela.text"
		}
		s := f.Section(name)
		data, err := s.Data()
		if err != nil {
			t.Fatal(err)
		}
		seen := map[string]uint64{}
		for at := 0; at < len(data); at += int(s.Entsize) {
			off, index := uint64(m.order.Uint32(data[at:])), m.order.Uint32(data[at+m.ptrSize():])>>8
			if m.bits == 64 {
				off, index = m.order.Uint64(data[at:]), uint32(m.order.Uint64(data[at+8:])>>32)
			}
			seen[syms[index-1].Name] = off
		}
		if seen["g"] != 12 || seen["missing"] != 24 || seen["d"] == 0 {
			t.Errorf("%s: relocations %v", m.name, seen)
		}
		if f.Section(".debug_line") == nil || f.Section(".eh_frame") == nil {
			t.Errorf("%s: sections are missing", m.name)
		}
		if m.name == "amd64" { // the package relocates for few machines only
			if d, err := f.DWARF(); err != nil {
				t.Error(err)
			} else if u, err := d.Reader().Next(); err != nil || u.Val(dwarf.AttrName) != "a.ssa" {
				t.Error(u, err)
			}
		}
	}
}

// TestFrameEntries walks .eh_frame by its lengths.
func TestFrameEntries(t *testing.T) {
	for _, m := range machines {
		im, err := sample(m, false).image()
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range im.sections {
			if s.name != ".eh_frame" {
				continue
			}
			n := 0
			for at := 0; at+4 < len(s.data); n++ {
				length := int(m.order.Uint32(s.data[at:]))
				if (length+4)%m.ptrSize() != 0 {
					t.Errorf("%s: entry %d has %d bytes", m.name, n, length)
				}
				if id := int(m.order.Uint32(s.data[at+4:])); n > 0 && id != at+4 {
					t.Errorf("%s: entry %d points %d back", m.name, n, id)
				}
				at += 4 + length
			}
			if n != 3 {
				t.Errorf("%s: %d entries", m.name, n)
			}
		}
	}
}

func TestErrors(t *testing.T) {
	for _, m := range machines {
		var undef *UndefinedError
		if err := sample(m, true).WriteExecutable(io.Discard, "f"); !errors.As(err, &undef) || undef.Symbol != "missing" || undef.By != "f" {
			t.Errorf("%s: %v", m.name, err)
		}
		if err := sample(m, false).WriteExecutable(io.Discard, "nowhere"); !errors.As(err, &undef) || undef.Symbol != "nowhere" {
			t.Errorf("%s: %v", m.name, err)
		}
		f := sample(m, false)
		f.Data = append(f.Data, Data{Name: "g", Size: 1})
		if err := f.WriteObject(io.Discard); err == nil {
			t.Errorf("%s: a symbol defined twice is accepted", m.name)
		}
		f = sample(m, false)
		f.Data[0].Align = 3
		if err := f.WriteObject(io.Discard); err == nil {
			t.Errorf("%s: alignment 3 is accepted", m.name)
		}
	}
}
