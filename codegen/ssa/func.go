package ssa

import "slices"

// ID numbers the values, and separately the blocks, of one function from 0.
type ID int32

// Value is one operation and its result.
type Value struct {
	ID    ID
	Op    Op
	Type  Type
	Cond  Cond
	Scale uint8 // shift of the index of an address
	Off   int32 // offset of an address
	Alias int32 // class of memory, see the package comment
	Line  int32 // source line, 0 if unknown
	Uses  int32 // number of uses; valid after CountUses, kept by the setters
	Imm   int64
	Aux   any
	Args  []*Value
	State *FrameState // of a safepoint, or nil
	Block *Block

	argstore [3]*Value
}

// FrameState is what a client needs to rebuild its own frame at a safepoint. Data is
// opaque; the values are kept alive up to the safepoint and their places are reported.
// Where a pass splits i64 values, their low halves take their places and their high halves
// follow behind all values, in order.
type FrameState struct {
	Data any
	Vals []*Value
	// Objects are those that were not allocated. Where Vals had one there is null, and the
	// values of its fields stand behind those of the client.
	Objects []VirtualObject
}

// VirtualObject describes, in a frame state, an object that [ReplaceObjects] made values of.
type VirtualObject struct {
	Client any            // Aux of the OpNew
	At     []int          // indices among the values where the object belongs
	First  int            // index of the value of the first field
	Fields []VirtualField // all that are not zero, and perhaps more
}

// VirtualField is a field of an object: its offset, the type of its value, and the width in
// memory, which is narrower for I8 and I16.
type VirtualField struct {
	Off         int32
	Type, Width Type
}

// Edge is one end of a control-flow edge: the block at the other end, and which of that
// block's edges it is, so that b.Succs[i].B.Preds[b.Succs[i].I] leads back.
type Edge struct {
	B *Block
	I int
}

// Block is a basic block.
type Block struct {
	ID     ID
	Values []*Value
	Succs  []Edge
	Preds  []Edge
	Counts []int64 // profile count per successor, nil if there is no profile
	Freq   float64 // estimated executions per call; valid after EstimateFreq
	Func   *Func
}

// Func is a function.
type Func struct {
	Name    string
	Params  []Type
	Results []Type
	Conv    Conv
	Ops     *OpTable
	PtrSize int
	Blocks  []*Block // Blocks[0] is the entry
	nextV   ID
	nextB   ID
	slab    []Value
}

// Conv is a calling convention.
type Conv uint8

// The calling conventions: the code generator's own (arguments in registers, the context
// in its register, nothing preserved), and the C convention of the platform.
const (
	ConvOwn Conv = iota
	ConvC
)

// NewFunc returns a function without blocks.
func NewFunc(name string, ops *OpTable, ptrSize int) *Func {
	return &Func{Name: name, Ops: ops, PtrSize: ptrSize}
}

// Entry returns the entry block.
func (f *Func) Entry() *Block { return f.Blocks[0] }

// NumValues returns one more than the greatest value ID.
func (f *Func) NumValues() int { return int(f.nextV) }

// NumBlocks returns one more than the greatest block ID.
func (f *Func) NumBlocks() int { return int(f.nextB) }

// NewBlock appends an empty block.
func (f *Func) NewBlock() *Block {
	b := &Block{ID: f.nextB, Func: f}
	f.nextB++
	f.Blocks = append(f.Blocks, b)
	return b
}

// NewValue makes a value that is in no block yet.
func (f *Func) NewValue(op Op, t Type, args ...*Value) *Value {
	if len(f.slab) == 0 {
		f.slab = make([]Value, min(256, 16+f.nextV))
	}
	v := &f.slab[0]
	f.slab = f.slab[1:]
	v.ID, v.Op, v.Type = f.nextV, op, t
	f.nextV++
	if len(args) <= len(v.argstore) {
		v.Args = v.argstore[:0]
	}
	for _, a := range args {
		v.AddArg(a)
	}
	return v
}

// Info returns the row of the value's operation.
func (v *Value) Info() *OpInfo {
	if v.Op < FirstTargetOp {
		return &generic[v.Op]
	}
	return v.Block.Func.Ops.Info(v.Op)
}

// AddArg appends an argument.
func (v *Value) AddArg(a *Value) {
	v.Args = append(v.Args, a)
	a.Uses++
}

// SetArg replaces argument i.
func (v *Value) SetArg(i int, a *Value) {
	a.Uses++
	v.Args[i].Uses--
	v.Args[i] = a
}

// ResetArgs drops all arguments.
func (v *Value) ResetArgs() {
	for _, a := range v.Args {
		a.Uses--
	}
	v.Args = v.argstore[:0]
}

// SetArgs replaces all arguments.
func (v *Value) SetArgs(args ...*Value) {
	for _, a := range args {
		a.Uses++
	}
	v.ResetArgs()
	v.Args = append(v.Args, args...)
}

// RemoveArg drops argument i.
func (v *Value) RemoveArg(i int) {
	v.Args[i].Uses--
	v.Args = slices.Delete(v.Args, i, i+1)
}

// Become turns v into another operation with the same result type, dropping the rest.
func (v *Value) Become(op Op, args ...*Value) {
	v.SetArgs(args...)
	v.Op, v.Imm, v.Aux, v.Off, v.Scale, v.Alias, v.Cond = op, 0, nil, 0, 0, 0, CondNone
}

// BecomeConst turns v into an integer constant.
func (v *Value) BecomeConst(c int64) {
	v.Become(OpConst)
	v.Imm = Norm(v.Type, v.Block.Func.PtrSize, c)
}

// IsConst reports whether v is an integer constant, with its value.
func (v *Value) IsConst() (int64, bool) { return v.Imm, v.Op == OpConst }

// Norm returns the canonical Imm of a constant of type t: sign-extended from the width,
// except for Ref and narrow Ptr, which are zero-extended.
func Norm(t Type, ptrSize int, c int64) int64 {
	switch {
	case t == I32:
		return int64(int32(c))
	case t == Ref || t == Ptr && ptrSize == 4:
		return int64(uint32(c))
	}
	return c
}

// EachUse calls fn for every operand of v, arguments first, then the frame state's values;
// fn may replace it through the pointer but must keep the use counts itself.
func (v *Value) EachUse(fn func(p **Value)) {
	for i := range v.Args {
		fn(&v.Args[i])
	}
	if v.State != nil {
		for i := range v.State.Vals {
			fn(&v.State.Vals[i])
		}
	}
}

// Term returns the terminator of b, nil while it has none.
func (b *Block) Term() *Value {
	if n := len(b.Values); n > 0 && b.Values[n-1].Info().Has(Terminates) {
		return b.Values[n-1]
	}
	return nil
}

// CatchCall returns the call before the catch that ends b, nil if there is none. Only
// further results of the call may stand between them.
func (b *Block) CatchCall() *Value {
	if t := b.Term(); t == nil || t.Op != OpCatch {
		return nil
	}
	for i := len(b.Values) - 2; i >= 0; i-- {
		v := b.Values[i]
		if v.Info().Has(Calls) {
			return v
		}
		if v.Op != OpResult {
			return nil
		}
	}
	return nil
}

// Append puts v at the end of b.
func (b *Block) Append(v *Value) *Value {
	v.Block = b
	b.Values = append(b.Values, v)
	return v
}

// InsertAt puts v before b.Values[i].
func (b *Block) InsertAt(i int, v *Value) *Value {
	v.Block = b
	b.Values = slices.Insert(b.Values, i, v)
	return v
}

// InsertBeforeTerm puts v before the terminator, if there is one.
func (b *Block) InsertBeforeTerm(v *Value) *Value {
	if b.Term() == nil {
		return b.Append(v)
	}
	return b.InsertAt(len(b.Values)-1, v)
}

// Index returns the position of v in b.
func (b *Block) Index(v *Value) int { return slices.Index(b.Values, v) }

// NumPhis returns the number of phis, which are the first values.
func (b *Block) NumPhis() int {
	for i, v := range b.Values {
		if v.Op != OpPhi {
			return i
		}
	}
	return len(b.Values)
}

// AddSucc makes an edge from b to c. The phis of c are the caller's business.
func (b *Block) AddSucc(c *Block) {
	b.Succs = append(b.Succs, Edge{c, len(c.Preds)})
	c.Preds = append(c.Preds, Edge{b, len(b.Succs) - 1})
}

// RemoveSucc removes the i-th outgoing edge, with the phi arguments that belong to it.
func (b *Block) RemoveSucc(i int) {
	e := b.Succs[i]
	e.B.removePred(e.I)
	b.Succs = slices.Delete(b.Succs, i, i+1)
	if b.Counts != nil {
		b.Counts = slices.Delete(b.Counts, i, i+1)
	}
	for j := i; j < len(b.Succs); j++ {
		s := b.Succs[j]
		s.B.Preds[s.I].I = j
	}
}

func (b *Block) removePred(i int) {
	for _, v := range b.Values[:b.NumPhis()] {
		v.RemoveArg(i)
	}
	b.Preds = slices.Delete(b.Preds, i, i+1)
	for j := i; j < len(b.Preds); j++ {
		p := b.Preds[j]
		p.B.Succs[p.I].I = j
	}
}

// RetargetSucc lets the i-th outgoing edge of b lead to c instead. Phi arguments of the old
// target that belong to the edge are removed; those of c are the caller's business.
func (b *Block) RetargetSucc(i int, c *Block) {
	old := b.Succs[i]
	old.B.removePred(old.I)
	b.Succs[i] = Edge{c, len(c.Preds)}
	c.Preds = append(c.Preds, Edge{b, i})
}

// CountUses computes Value.Uses anew.
func (f *Func) CountUses() {
	for _, b := range f.Blocks {
		for _, v := range b.Values {
			v.Uses = 0
		}
	}
	for _, b := range f.Blocks {
		for _, v := range b.Values {
			v.EachUse(func(p **Value) { (*p).Uses++ })
		}
	}
}

// ReplaceUses replaces values throughout the function: each use of v becomes a use of the
// end of the chain m[v], m[m[v]], ..., for a table m by value ID.
func (f *Func) ReplaceUses(m []*Value) {
	for _, b := range f.Blocks {
		for _, v := range b.Values {
			replaceIn(v.Args, m)
			if v.State != nil {
				replaceIn(v.State.Vals, m)
			}
		}
	}
}

// replaceIn replaces operands by the ends of their chains in the table m.
func replaceIn(vs, m []*Value) {
	for i, v := range vs {
		if int(v.ID) >= len(m) || m[v.ID] == nil {
			continue
		}
		n := v
		for int(n.ID) < len(m) && m[n.ID] != nil {
			n = m[n.ID]
		}
		n.Uses++
		v.Uses--
		vs[i] = n
	}
}

// SplitEdge puts a new block with a jump on the i-th outgoing edge of b and returns it.
func (f *Func) SplitEdge(b *Block, i int) *Block {
	e := b.Succs[i]
	n := f.NewBlock()
	n.Append(f.NewValue(OpJmp, Void)).Line = b.Values[len(b.Values)-1].Line
	n.Succs = []Edge{e}
	n.Preds = []Edge{{b, i}}
	e.B.Preds[e.I] = Edge{n, 0}
	b.Succs[i] = Edge{n, 0}
	if b.Counts != nil {
		n.Counts = []int64{b.Counts[i]}
	}
	n.Freq = b.Freq / float64(len(b.Succs))
	return n
}

// SplitBlock moves the values of b from index i on, and its successors, to a new block. The
// caller terminates b.
func (f *Func) SplitBlock(b *Block, i int) *Block {
	n := f.NewBlock()
	n.Values = append(n.Values, b.Values[i:]...)
	for _, v := range n.Values {
		v.Block = n
	}
	clear(b.Values[i:])
	b.Values = b.Values[:i]
	n.Succs, b.Succs = b.Succs, nil
	n.Counts, b.Counts = b.Counts, nil
	n.Freq = b.Freq
	for j, s := range n.Succs {
		s.B.Preds[s.I] = Edge{n, j}
	}
	return n
}
