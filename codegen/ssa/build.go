package ssa

import "math"

// Builder appends values to blocks of a function. It checks nothing: run [Check] on what
// was built.
type Builder struct {
	F    *Func
	B    *Block // where values go
	Line int32  // given to every value
}

// NewBuilder returns a builder for f.
func NewBuilder(f *Func) *Builder { return &Builder{F: f} }

// At lets the builder continue in b.
func (u *Builder) At(b *Block) *Builder {
	u.B = b
	return u
}

// Value appends a value.
func (u *Builder) Value(op Op, t Type, args ...*Value) *Value {
	v := u.F.NewValue(op, t, args...)
	v.Line = u.Line
	return u.B.Append(v)
}

// Params appends the parameters, in order. Call it once, in the entry block.
func (u *Builder) Params() []*Value {
	vs := make([]*Value, len(u.F.Params))
	for i, t := range u.F.Params {
		vs[i] = u.Value(OpArg, t)
		vs[i].Imm = int64(i)
	}
	return vs
}

// Const appends an integer constant.
func (u *Builder) Const(t Type, c int64) *Value {
	v := u.Value(OpConst, t)
	v.Imm = Norm(t, u.F.PtrSize, c)
	return v
}

// F64 appends a double constant.
func (u *Builder) F64(x float64) *Value {
	v := u.Value(OpFconst, F64)
	v.Imm = int64(math.Float64bits(x))
	return v
}

// F32 appends a float constant.
func (u *Builder) F32(x float32) *Value {
	v := u.Value(OpFconst, F32)
	v.Imm = int64(math.Float32bits(x))
	return v
}

// Phi puts a phi behind the other phis of the current block. The caller adds the arguments
// with AddArg, one per predecessor, when they are known.
func (u *Builder) Phi(t Type) *Value {
	v := u.F.NewValue(OpPhi, t)
	v.Line = u.Line
	return u.B.InsertAt(u.B.NumPhis(), v)
}

// Load appends a load of type t from base+off in alias class alias.
func (u *Builder) Load(t Type, base *Value, off int32, alias int32) *Value {
	v := u.Value(OpLoad, t, base)
	v.Off, v.Alias = off, alias
	return v
}

// LoadX appends any load operation from base + off + index<<scale.
func (u *Builder) LoadX(op Op, t Type, base, index *Value, scale uint8, off, alias int32) *Value {
	v := u.Value(op, t, base, index)
	v.Off, v.Alias, v.Scale = off, alias, scale
	return v
}

// Store appends a store of x to base+off in alias class alias.
func (u *Builder) Store(x, base *Value, off int32, alias int32) *Value {
	v := u.Value(OpStore, Void, x, base)
	v.Off, v.Alias = off, alias
	return v
}

// StoreX appends any store operation to base + off + index<<scale.
func (u *Builder) StoreX(op Op, x, base, index *Value, scale uint8, off, alias int32) *Value {
	v := u.Value(op, Void, x, base, index)
	v.Off, v.Alias, v.Scale = off, alias, scale
	return v
}

// Call appends a call of a symbol.
func (u *Builder) Call(t Type, sym string, conv Conv, st *FrameState, args ...*Value) *Value {
	v := u.Value(OpCall, t, args...)
	v.Aux, v.Imm = sym, int64(conv)
	v.SetState(st)
	return v
}

// CallPtr appends a call of an address.
func (u *Builder) CallPtr(t Type, fn *Value, conv Conv, st *FrameState, args ...*Value) *Value {
	v := u.Value(OpCalli, t, fn)
	for _, a := range args {
		v.AddArg(a)
	}
	v.Imm = int64(conv)
	v.SetState(st)
	return v
}

// Exit appends an exit to the host.
func (u *Builder) Exit(t Type, number int64, st *FrameState, args ...*Value) *Value {
	v := u.Value(OpExit, t, args...)
	v.Imm = number
	v.SetState(st)
	return v
}

// Guard appends a guard: when cond is 0 the function is left for good through exit number.
func (u *Builder) Guard(cond *Value, number int64, st *FrameState) *Value {
	v := u.Value(OpGuard, Void, cond)
	v.Imm = number
	v.SetState(st)
	return v
}

// Poll appends a safepoint poll.
func (u *Builder) Poll(st *FrameState) *Value {
	v := u.Value(OpPoll, Void)
	v.SetState(st)
	return v
}

// SetState gives v, a new value, a frame state.
func (v *Value) SetState(st *FrameState) {
	if st != nil {
		v.State = st
		for _, x := range st.Vals {
			x.Uses++
		}
	}
}

// Jmp ends the current block.
func (u *Builder) Jmp(to *Block) {
	u.Value(OpJmp, Void)
	u.B.AddSucc(to)
}

// If ends the current block with a branch on cond.
func (u *Builder) If(cond *Value, then, els *Block) {
	u.Value(OpIf, Void, cond)
	u.B.AddSucc(then)
	u.B.AddSucc(els)
}

// Switch ends the current block with a branch on one of several values.
func (u *Builder) Switch(x *Value, cases []int64, to []*Block, def *Block) {
	u.Value(OpSwitch, Void, x).Aux = cases
	for _, b := range to {
		u.B.AddSucc(b)
	}
	u.B.AddSucc(def)
}

// Catch ends the current block after a call that may raise an exception.
func (u *Builder) Catch(normal, handler *Block) {
	u.Value(OpCatch, Void)
	u.B.AddSucc(normal)
	u.B.AddSucc(handler)
}

// Ret ends the current block and the function.
func (u *Builder) Ret(results ...*Value) { u.Value(OpRet, Void, results...) }

// Stop ends the current block behind an exit or call that does not return.
func (u *Builder) Stop() { u.Value(OpStop, Void) }
