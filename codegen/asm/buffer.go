// Package asm is the target-independent part of an assembler: a buffer of code with
// labels, branches whose size is fixed at the end, references from code to data behind it,
// and relocations. It knows no instruction: a target encodes them, and tells how its
// branches look ([Branches]).
//
// Branches start short and grow until all reach (Szymanski, Assembling code for machines
// with span-dependent instructions, 1978), so the result is the smallest.
package asm

import (
	"encoding/binary"
	"fmt"
	"slices"
)

// Label names a place in the code. The zero Label is none.
type Label int32

// Branches tells how a target's branches look.
type Branches interface {
	// Size returns the size of a branch of the given kind in its short or long form.
	Size(kind int32, long bool) int
	// Reaches reports whether the short form spans a displacement, which is counted from the
	// beginning of the branch.
	Reaches(kind int32, disp int) bool
	// Put encodes a branch.
	Put(dst []byte, kind int32, disp int, long bool)
}

// FixKind is a kind of reference that is filled in when all places are known.
type FixKind uint8

// The kinds of references.
const (
	// FixRel32: 32 bits, relative to the end of the instruction.
	FixRel32 FixKind = iota
	// FixDiff32: 32 bits, difference of two labels (jump tables).
	FixDiff32
	// FixAbs32: 32 bits, the address of the label. It becomes a relocation against the code
	// itself.
	FixAbs32
	// FixHi16 and FixLo16: halves of the distance from a label, the high half adjusted for a
	// low half that is added with sign (PowerPC).
	FixHi16
	FixLo16
)

// Place is a position that moves when branches before it grow.
type Place struct {
	off    int // in Buffer.code, which holds no branches
	branch int // number of branches before it
}

type fix struct {
	at     Place
	kind   FixKind
	target Label
	base   Label // FixDiff32, FixHi16, FixLo16
	after  int   // FixRel32: bytes from the field to the end of the instruction
}

type branch struct {
	off    int
	kind   int32
	target Label
	long   bool
}

// RelocKind is a kind of [Reloc].
type RelocKind uint8

// The kinds of relocations.
const (
	RelocCall  RelocKind = iota // operand of a call: relative to the end of the field (x86), or of the instruction (ppc)
	RelocAbs                    // absolute address of pointer width
	RelocRel32                  // relative to the end of the field
	RelocHi16                   // adjusted high half of an absolute address
	RelocLo16                   // low half
)

// Reloc is a reference to a symbol that the user of the code resolves. An empty symbol stands
// for the beginning of the code itself.
type Reloc struct {
	Off    int
	Kind   RelocKind
	Sym    string
	Addend int64

	at    Place
	label Label // its offset is added to Addend
}

// Buffer collects code.
type Buffer struct {
	Order    binary.ByteOrder
	code     []byte
	branches []branch
	labels   []Place // by Label; off -1 while not bound
	fixes    []fix
	relocs   []Reloc
	pool     []poolEntry
	pooled   map[poolKey]Label // of pool, nil while it is short
	enc      Branches
	err      error
}

type poolKey struct {
	bits uint64
	size int
}

type poolEntry struct {
	poolKey
	label Label
}

// NewBuffer returns an empty buffer.
func NewBuffer(order binary.ByteOrder, enc Branches) *Buffer {
	b := new(Buffer)
	b.Reset(order, enc)
	return b
}

// Reset empties the buffer. Code that it gave out stays as it is.
func (b *Buffer) Reset(order binary.ByteOrder, enc Branches) {
	*b = Buffer{Order: order, enc: enc, code: b.code[:0], branches: b.branches[:0], labels: append(b.labels[:0], Place{}),
		fixes: b.fixes[:0], relocs: b.relocs[:0], pool: b.pool[:0]}
}

// Fail records that something could not be encoded; Finish returns the first such error.
func (b *Buffer) Fail(err error) {
	if b.err == nil {
		b.err = err
	}
}

// Byte appends bytes.
func (b *Buffer) Byte(x ...byte) { b.code = append(b.code, x...) }

// Word appends 32 bits.
func (b *Buffer) Word(x uint32) {
	if b.Order == binary.BigEndian {
		b.code = append(b.code, byte(x>>24), byte(x>>16), byte(x>>8), byte(x))
	} else {
		b.code = append(b.code, byte(x), byte(x>>8), byte(x>>16), byte(x>>24))
	}
}

// Quad appends 64 bits.
func (b *Buffer) Quad(x uint64) {
	if b.Order == binary.BigEndian {
		b.Word(uint32(x >> 32))
		b.Word(uint32(x))
	} else {
		b.Word(uint32(x))
		b.Word(uint32(x >> 32))
	}
}

func (b *Buffer) here() Place { return Place{len(b.code), len(b.branches)} }

// Place returns the current position.
func (b *Buffer) Place() Place { return b.here() }

// Reserve makes room for about n instructions and as many labels as there are blocks.
func (b *Buffer) Reserve(n, blocks int) {
	b.code = slices.Grow(b.code, 5*n)
	b.branches = slices.Grow(b.branches, 2*blocks)
	b.labels = slices.Grow(b.labels, 2*blocks)
}

// NewLabel returns a label not bound yet.
func (b *Buffer) NewLabel() Label {
	b.labels = append(b.labels, Place{off: -1})
	return Label(len(b.labels) - 1)
}

// Bind binds l to the current place.
func (b *Buffer) Bind(l Label) {
	if b.labels[l].off >= 0 {
		panic("BUG: a label is bound twice")
	}
	b.labels[l] = b.here()
}

// Here returns a new label for the current place.
func (b *Buffer) Here() Label {
	b.labels = append(b.labels, b.here())
	return Label(len(b.labels) - 1)
}

// Branch appends a branch of a target's kind to l.
func (b *Buffer) Branch(kind int32, l Label) {
	b.branches = append(b.branches, branch{off: len(b.code), kind: kind, target: l})
}

// Fix makes the field of 32 bits (16 for the halves) just appended refer to l; after is the
// number of bytes that follow the field in its instruction.
func (b *Buffer) Fix(kind FixKind, l, base Label, size, after int) {
	at := b.here()
	at.off -= size
	b.fixes = append(b.fixes, fix{at, kind, l, base, after})
}

// Reloc makes the field of size bytes just appended refer to sym.
func (b *Buffer) Reloc(kind RelocKind, sym string, addend int64, size int) {
	at := b.here()
	at.off -= size
	b.relocs = append(b.relocs, Reloc{Kind: kind, Sym: sym, Addend: addend, at: at})
}

// RelocLabel makes the field of size bytes just appended refer to label l of this code,
// whose first byte has the symbol sym. It is for machines that address data absolutely.
func (b *Buffer) RelocLabel(kind RelocKind, sym string, l Label, size int) {
	b.Reloc(kind, sym, 0, size)
	b.relocs[len(b.relocs)-1].label = l
}

// PoolConst returns the label of a constant of size bytes behind the code; equal constants
// are shared.
func (b *Buffer) PoolConst(bits uint64, size int) Label {
	key := poolKey{bits, size}
	if b.pooled == nil {
		for i := range b.pool {
			if p := &b.pool[i]; p.poolKey == key {
				return p.label
			}
		}
		if len(b.pool) == 16 { // from now on by a map
			b.pooled = make(map[poolKey]Label)
			for _, p := range b.pool {
				b.pooled[p.poolKey] = p.label
			}
		}
	} else if l, ok := b.pooled[key]; ok {
		return l
	}
	l := b.NewLabel()
	b.pool = append(b.pool, poolEntry{key, l})
	if b.pooled != nil {
		b.pooled[key] = l
	}
	return l
}

// Code is finished code.
type Code struct {
	Bytes    []byte
	Relocs   []Reloc
	TextSize int // the constants begin behind
	labels   []int
	grow     []int // size of the branches before number i
}

// At returns where a place came to lie.
func (c *Code) At(p Place) int { return p.off + c.grow[p.branch] }

// Offset returns where a label came to lie.
func (c *Code) Offset(l Label) int { return c.labels[l] }

// Finish lays out branches and constants and fills in all references.
func (b *Buffer) Finish() (*Code, error) {
	if b.err != nil {
		return nil, b.err
	}
	// The constants go behind the code, largest first so that all are aligned.
	text := Place{len(b.code), len(b.branches)}
	slices.SortStableFunc(b.pool, func(x, y poolEntry) int { return y.size - x.size })
	grow := make([]int, len(b.branches)+1) // size of the branches before number i
	sizes := func() {
		n := 0
		for i := range b.branches {
			grow[i] = n
			n += b.enc.Size(b.branches[i].kind, b.branches[i].long)
		}
		grow[len(b.branches)] = n
	}
	final := func(p Place) int { return p.off + grow[p.branch] }
	for changed := true; changed; {
		changed = false
		sizes()
		for i := range b.branches {
			br := &b.branches[i]
			t := b.labels[br.target]
			if t.off < 0 {
				return nil, fmt.Errorf("branch to a label that is not bound")
			}
			if !br.long && !b.enc.Reaches(br.kind, final(t)-(br.off+grow[i])) {
				br.long, changed = true, true
			}
		}
	}
	c := &Code{TextSize: final(text), grow: grow}
	out := make([]byte, 0, c.TextSize+16*len(b.pool)+16)
	from := 0
	for i, br := range b.branches {
		out = append(out, b.code[from:br.off]...)
		from = br.off
		n := b.enc.Size(br.kind, br.long)
		at := len(out)
		out = append(out, make([]byte, n)...)
		b.enc.Put(out[at:], br.kind, final(b.labels[br.target])-(br.off+grow[i]), br.long)
	}
	out = append(out, b.code[from:]...)
	c.labels = make([]int, len(b.labels))
	for i, p := range b.labels {
		c.labels[i] = -1
		if p.off >= 0 {
			c.labels[i] = final(p)
		}
	}
	for _, p := range b.pool {
		for len(out)%p.size != 0 {
			out = append(out, 0)
		}
		c.labels[p.label] = len(out)
		switch p.size {
		case 4:
			out = append(out, 0, 0, 0, 0)
			b.Order.PutUint32(out[len(out)-4:], uint32(p.bits))
		case 8:
			out = append(out, 0, 0, 0, 0, 0, 0, 0, 0)
			b.Order.PutUint64(out[len(out)-8:], p.bits)
		case 16: // a mask for SSE: the bits twice
			out = append(out, make([]byte, 16)...)
			b.Order.PutUint64(out[len(out)-16:], p.bits)
			b.Order.PutUint64(out[len(out)-8:], p.bits)
		}
	}
	for _, f := range b.fixes {
		at, t := final(f.at), c.labels[f.target]
		switch f.kind {
		case FixRel32:
			b.Order.PutUint32(out[at:], uint32(t-(at+4+f.after)))
		case FixAbs32:
			c.Relocs = append(c.Relocs, Reloc{Off: at, Kind: RelocAbs, Addend: int64(t)})
		case FixDiff32:
			b.Order.PutUint32(out[at:], uint32(t-c.labels[f.base]))
		case FixHi16:
			b.Order.PutUint16(out[at:], uint16((t-c.labels[f.base]+0x8000)>>16))
		case FixLo16:
			b.Order.PutUint16(out[at:], uint16(t-c.labels[f.base]))
		}
	}
	for _, r := range b.relocs {
		r.Off = final(r.at)
		if r.label != 0 {
			r.Addend += int64(c.labels[r.label])
		}
		c.Relocs = append(c.Relocs, r)
	}
	c.Bytes = out
	return c, nil
}
