// Package encode does what all back ends do around their instructions: it walks an allocated
// function and collects what goes with its code, safepoints, lines and unwinding.
package encode

import (
	"cmp"
	"slices"

	"gojvm/codegen"
	"gojvm/codegen/asm"
	"gojvm/codegen/regalloc"
	"gojvm/codegen/ssa"
)

// Body is a function that is being encoded.
type Body struct {
	Func    *ssa.Func
	Options *codegen.Options
	Alloc   *regalloc.Allocation
	Labels  []asm.Label // by block ID
	Next    *ssa.Block  // the block laid out after the current one, or nil
	Slow    []func()    // out-of-line code, encoded behind the last block
	// Rest are the instructions behind the current one in its part of the block, moves among them.
	Rest []regalloc.Inst

	buf     *asm.Buffer
	sites   []site
	lines   []line
	unwinds []unwind
	longs   []int64
	current int32 // line
}

// The tables, whose addresses are labels still.
type (
	site struct {
		codegen.Site
		pc, handler asm.Label
	}
	line struct {
		pc   asm.Place
		line int32
	}
	unwind struct {
		pc   asm.Place
		size int32
	}
)

// NewBody begins a function in an empty buffer.
func NewBody(buf *asm.Buffer, f *ssa.Func, a *regalloc.Allocation, o *codegen.Options) Body {
	insts, sites := 0, 0
	for i := range a.Blocks {
		c := &a.Blocks[i]
		insts += len(c.Head) + len(c.Insts) + len(c.Tail)
		for k := range c.Insts {
			if c.Insts[k].Site != nil {
				sites++
			}
		}
	}
	buf.Reserve(insts, len(a.Blocks)+sites)
	b := Body{Func: f, Options: o, Alloc: a, buf: buf, Labels: make([]asm.Label, f.NumBlocks()), sites: make([]site, 0, sites), lines: make([]line, 0, insts/2)}
	for _, x := range f.Blocks {
		b.Labels[x.ID] = buf.NewLabel()
	}
	return b
}

// Machine encodes the instructions.
type Machine interface {
	// Prologue encodes what comes before the first block.
	Prologue()
	// Move encodes a move between two places.
	Move(from, to regalloc.Loc, t ssa.Type)
	// Inst encodes an operation; its error is a bailout.
	Inst(in *regalloc.Inst) error
}

// Encode encodes the function.
func (b *Body) Encode(m Machine) error {
	b.mark(b.firstLine()) // the prologue belongs to it
	m.Prologue()
	for i := range b.Alloc.Blocks {
		bc := &b.Alloc.Blocks[i]
		b.Next = nil
		if i+1 < len(b.Alloc.Blocks) {
			b.Next = b.Alloc.Blocks[i+1].B
		}
		b.buf.Bind(b.Labels[bc.B.ID])
		for _, part := range bc.Parts() {
			for k := range part {
				in := &part[k]
				if in.V == nil {
					m.Move(in.From, in.To, in.Type)
					continue
				}
				b.mark(in.V.Line)
				b.Rest = part[k+1:]
				if err := m.Inst(in); err != nil {
					return err
				}
				if in.To.Kind != regalloc.NoLoc {
					m.Move(in.Res, in.To, in.V.Type)
				}
			}
		}
	}
	for i := 0; i < len(b.Slow); i++ { // slow paths may add more
		b.Slow[i]()
	}
	return nil
}

// firstLine returns the line of the first operation that has one.
func (b *Body) firstLine() int32 {
	for _, in := range b.Alloc.Blocks[0].Insts {
		if in.V != nil && in.V.Line != 0 {
			return in.V.Line
		}
	}
	return 0
}

// mark notes that what follows is of a line; 0 is of the line before.
func (b *Body) mark(n int32) {
	if n != b.current && n != 0 {
		b.current = n
		b.lines = append(b.lines, line{b.buf.Place(), n})
	}
}

// Unwind notes that from here on the stack pointer is size bytes below its value at entry.
func (b *Body) Unwind(size int) {
	if n := len(b.unwinds); n > 0 && int(b.unwinds[n-1].size) == size || n == 0 && size == 0 {
		return
	}
	b.unwinds = append(b.unwinds, unwind{b.buf.Place(), int32(size)})
}

// Site records a safepoint whose program counter, for the host, is pc. place translates where
// values are.
func (b *Body) Site(in *regalloc.Inst, kind codegen.SiteKind, pc asm.Label, place func(regalloc.Loc) codegen.Place) {
	v := in.V
	s := site{pc: pc}
	s.Kind = kind
	if kind == codegen.SiteExit || kind == codegen.SiteGuard {
		s.Number = v.Imm
	}
	if v.Block.CatchCall() == v {
		s.handler = b.Labels[v.Block.Succs[1].B.ID]
	}
	if n := len(in.Site.Refs) + len(in.Site.State); n > 0 { // one array for both
		s.Refs = make([]codegen.Place, 0, n)
		s.State = s.Refs[len(in.Site.Refs):len(in.Site.Refs):n]
		s.Refs = s.Refs[:0:len(in.Site.Refs)]
	}
	for _, l := range in.Site.Refs {
		s.Refs = append(s.Refs, place(l))
	}
	if v.State != nil {
		s.Data, s.Objects = v.State.Data, v.State.Objects
		for _, l := range in.Site.State {
			s.State = append(s.State, place(l))
		}
	}
	b.sites = append(b.sites, s)
}

// Constant is the place of a constant, for place of Site.
func (b *Body) Constant(v int64) codegen.Place {
	if n := int32(v); int64(n) == v {
		return codegen.Place{Kind: codegen.PlaceConst, N: n}
	}
	b.longs = append(b.longs, v)
	return codegen.Place{Kind: codegen.PlaceLong, N: int32(len(b.longs) - 1)}
}

// Finish returns the code with its tables.
func (b *Body) Finish(frameSize int) (*codegen.Code, error) {
	c, err := b.buf.Finish()
	if err != nil {
		return nil, err
	}
	code := &codegen.Code{Sites: make([]codegen.Site, 0, len(b.sites)), Lines: make([]codegen.Line, 0, len(b.lines)),
		Longs: b.longs, Name: b.Func.Name, Bytes: c.Bytes, Relocs: c.Relocs, TextSize: c.TextSize, FrameSize: frameSize}
	for _, s := range b.sites {
		s.PC = uint32(c.Offset(s.pc))
		s.Handler = -1
		if s.handler != 0 {
			s.Handler = int32(c.Offset(s.handler))
		}
		code.Sites = append(code.Sites, s.Site)
	}
	slices.SortStableFunc(code.Sites, func(x, y codegen.Site) int { return cmp.Compare(x.PC, y.PC) })
	for _, l := range b.lines {
		code.Lines = append(code.Lines, codegen.Line{PC: uint32(c.At(l.pc)), Line: l.line})
	}
	for _, u := range b.unwinds {
		code.Unwind = append(code.Unwind, codegen.Unwind{PC: uint32(c.At(u.pc)), Size: u.size})
	}
	return code, nil
}
