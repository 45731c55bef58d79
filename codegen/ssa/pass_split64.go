package ssa

import "slices"

// Split64Options tell what [Split64] must know of the target and of its host.
type Split64Options struct {
	BigEndian bool
	// AlignPairs: in the C convention an i64 begins at an even number of arguments, as the
	// PowerPC ABI wants it; a word of padding fills up.
	AlignPairs bool
	// ExitArgs and ExitResult are the offsets in the context of the arguments of exits, 8
	// bytes each, and of the host's answer.
	ExitArgs, ExitResult int32
}

// The functions that [Split64] calls for what takes too much code in place. Package codegen
// has them as IR.
const (
	HelperDiv   = "rt.div64"
	HelperRem   = "rt.rem64"
	HelperUdiv  = "rt.udiv64"
	HelperUrem  = "rt.urem64"
	HelperMulh  = "rt.mulh64"
	HelperUmulh = "rt.umulh64"
	HelperFtoi  = "rt.ftoi64" // i64 from f64
)

// Split64 replaces each i64 by a low and a high i32, for targets with registers of 32 bits.
// It needs a function without unreachable blocks.
//
// Where two halves follow one another (arguments, results, frame slots of the host), the one
// that comes first in the target's memory comes first. A call that returns an i64 returns
// that half, and [OpResult] 1 right behind it is the other. An exit is given first halves as
// its arguments; the second halves are stored to the context before it, so that the host
// finds whole values. Frame states keep the order of their values: see [FrameState].
//
// After it no value has type i64.
func Split64(f *Func, o Split64Options) {
	s := &splitter{f: f, o: o, with: make([]*Value, f.NumValues())}
	s.lo, s.hi = make([]*Value, f.NumValues()), make([]*Value, f.NumValues())
	s.params()
	order := f.ReversePostorder()
	for _, b := range order {
		s.phis(b)
	}
	for _, b := range order {
		for b != nil { // a block may be cut in two
			b = s.block(b)
		}
	}
	for _, p := range s.old {
		for _, a := range p.Args {
			s.lo[p.ID].AddArg(s.lo[a.ID])
			s.hi[p.ID].AddArg(s.hi[a.ID])
		}
	}
	f.CountUses()
	f.ReplaceUses(s.with)
}

type splitter struct {
	f      *Func
	o      Split64Options
	lo, hi []*Value // halves by ID of the i64
	with   []*Value // replacement of other values by ID
	argNum []int    // number of a parameter after splitting
	old    []*Value // phis of type i64

	b    *Block
	out  []*Value // new contents of b
	line int32
}

// params gives the function its new signature.
func (s *splitter) params() {
	var ps, rs []Type
	s.argNum = make([]int, len(s.f.Params))
	for i, t := range s.f.Params {
		if t == I64 && s.pad(s.f.Conv, len(ps)) {
			ps = append(ps, I32)
		}
		s.argNum[i] = len(ps)
		if t == I64 {
			ps = append(ps, I32)
			t = I32
		}
		ps = append(ps, t)
	}
	for _, t := range s.f.Results {
		if t == I64 {
			rs = append(rs, I32)
			t = I32
		}
		rs = append(rs, t)
	}
	s.f.Params, s.f.Results = ps, rs
}

func (s *splitter) pad(c Conv, n int) bool { return c == ConvC && s.o.AlignPairs && n%2 == 1 }

// phis makes the halves of the phis of b, whose arguments come at the end.
func (s *splitter) phis(b *Block) {
	s.b, s.out = b, nil
	n := b.NumPhis()
	for _, v := range b.Values[:n] {
		if v.Type != I64 {
			s.out = append(s.out, v)
			continue
		}
		s.old = append(s.old, v)
		s.line = v.Line
		s.set(v, s.val(OpPhi, I32), s.val(OpPhi, I32))
	}
	b.Values = append(s.out, b.Values[n:]...)
}

// block splits the values of b. It returns the block with the rest if it had to cut b.
func (s *splitter) block(b *Block) *Block {
	n := b.NumPhis()
	vals := slices.Clone(b.Values[n:])
	s.b, s.out = b, slices.Clone(b.Values[:n])
	for i, v := range vals {
		s.line = v.Line
		if (v.Op == OpXchg || v.Op == OpXadd) && v.Type == I64 {
			rest := s.f.SplitBlock(b, n+i+1)
			s.loop(v, rest)
			return rest
		}
		s.value(v)
	}
	b.Values = s.out
	return nil
}

// val appends a value to the block.
func (s *splitter) val(op Op, t Type, args ...*Value) *Value {
	v := s.f.NewValue(op, t, args...)
	v.Line, v.Block = s.line, s.b
	s.out = append(s.out, v)
	return v
}

func (s *splitter) i32(op Op, args ...*Value) *Value { return s.val(op, I32, args...) }

func (s *splitter) imm(x int64) *Value {
	v := s.val(OpConst, I32)
	v.Imm = int64(int32(x))
	return v
}

func (s *splitter) set(v, lo, hi *Value) { s.lo[v.ID], s.hi[v.ID] = lo, hi }

// halves returns low and high half of argument i of v.
func (s *splitter) halves(v *Value, i int) (lo, hi *Value) {
	id := v.Args[i].ID
	return s.lo[id], s.hi[id]
}

// ordered returns the halves in the order of the target's memory, and back.
func (s *splitter) ordered(lo, hi *Value) (first, second *Value) {
	if s.o.BigEndian {
		return hi, lo
	}
	return lo, hi
}

// become replaces v, whose type is not i64, by x.
func (s *splitter) become(v, x *Value) { s.with[v.ID] = x }

func zero(v *Value) bool { return v.Op == OpConst && v.Imm == 0 }

// value splits one value: it appends to the block what v becomes.
func (s *splitter) value(v *Value) {
	wide := v.Type == I64
	for _, a := range v.Args {
		wide = wide || a.Type == I64
	}
	s.state(v)
	if !wide {
		if v.Op == OpArg {
			v.Imm = int64(s.argNum[v.Imm])
		}
		s.out = append(s.out, v)
		return
	}
	switch v.Op {
	case OpAdd, OpSub, OpMul, OpMulh, OpUmulh, OpDiv, OpRem, OpUdiv, OpUrem, OpAnd, OpOr, OpXor:
		s.binary(v)
	case OpArg:
		first, second := s.i32(OpArg), s.i32(OpArg)
		first.Imm = int64(s.argNum[v.Imm])
		second.Imm = first.Imm + 1
		lo, hi := s.ordered(first, second)
		s.set(v, lo, hi)
	case OpCopy:
		lo, hi := s.halves(v, 0)
		s.set(v, lo, hi)
	case OpConst:
		s.set(v, s.imm(v.Imm), s.imm(v.Imm>>32))
	case OpShl, OpShr, OpUshr, OpRotl:
		s.shift(v)
	case OpEq, OpNe, OpLt, OpLe, OpUlt, OpUle:
		s.compare(v)
	case OpLoad, OpStore:
		s.memory(v)
	case OpLoad8s, OpLoad8u, OpLoad16s, OpLoad16u, OpStore8, OpStore16, OpAddr:
		s.index(v)
		s.out = append(s.out, v)
	case OpCas:
		x := s.i32(OpCas64, v.Args[0], s.lo[v.Args[1].ID], s.hi[v.Args[1].ID], s.lo[v.Args[2].ID], s.hi[v.Args[2].ID])
		x.Off, x.Alias = v.Off, v.Alias
		s.become(v, x)
	case OpCall, OpCalli, OpExit, OpRet:
		s.call(v)
	case OpSelect:
		a, c := s.halves(v, 1)
		b, d := s.halves(v, 2)
		s.set(v, s.i32(OpSelect, v.Args[0], a, b), s.i32(OpSelect, v.Args[0], c, d))
	case OpItof, OpFtoi, OpBits:
		s.float(v)
	case OpVsplat:
		lo, hi := s.halves(v, 0)
		x := s.val(OpVsplat, v.Type, s.val(OpFpair, F64, lo, hi))
		x.Imm = int64(F64)
		s.become(v, x)
	case OpVlow:
		x := s.val(OpVlow, F64, v.Args[0])
		x.Imm = int64(F64)
		s.set(v, s.i32(OpFlo, x), s.i32(OpFhi, x))
	case OpNew:
		v.SetArg(0, s.lo[v.Args[0].ID])
		s.out = append(s.out, v)
	default:
		s.unary(v)
	}
}

// state lets the frame state of v name halves.
func (s *splitter) state(v *Value) {
	if v.State == nil {
		return
	}
	st := &FrameState{Data: v.State.Data, Objects: v.State.Objects}
	var highs []*Value
	for _, x := range v.State.Vals {
		if x.Type == I64 {
			highs = append(highs, s.hi[x.ID])
			x = s.lo[x.ID]
		}
		st.Vals = append(st.Vals, x)
	}
	st.Vals = append(st.Vals, highs...)
	v.State = st
}

// unary splits the operations with one argument.
func (s *splitter) unary(v *Value) {
	a := v.Args[0]
	lo, hi := s.lo[a.ID], s.hi[a.ID]
	sign := func(x *Value) *Value { return s.i32(OpShr, x, s.imm(31)) }
	switch v.Op {
	case OpNeg:
		z := s.imm(0)
		s.set(v, s.i32(OpSub, z, lo), s.i32(OpSbb, z, hi, s.i32(OpSubb, z, lo, z)))
	case OpNot:
		s.set(v, s.i32(OpNot, lo), s.i32(OpNot, hi))
	case OpClz:
		s.become(v, s.i32(OpSelect, hi, s.i32(OpClz, hi), s.i32(OpAdd, s.i32(OpClz, lo), s.imm(32))))
	case OpCtz:
		s.become(v, s.i32(OpSelect, lo, s.i32(OpCtz, lo), s.i32(OpAdd, s.i32(OpCtz, hi), s.imm(32))))
	case OpPopcnt:
		s.become(v, s.i32(OpAdd, s.i32(OpPopcnt, lo), s.i32(OpPopcnt, hi)))
	case OpBswap:
		s.set(v, s.i32(OpBswap, hi), s.i32(OpBswap, lo))
	case OpSext8, OpSext16:
		x := s.i32(v.Op, lo)
		s.set(v, x, sign(x))
	case OpZext8, OpZext16:
		s.set(v, s.i32(v.Op, lo), s.imm(0))
	case OpSext32:
		s.set(v, a, sign(a))
	case OpZext32:
		s.set(v, a, s.imm(0))
	case OpPair:
		s.set(v, a, v.Args[1])
	case OpTrunc, OpLo:
		s.become(v, lo)
	case OpHi:
		s.become(v, hi)
	case OpToptr:
		s.become(v, s.val(OpToptr, Ptr, lo))
	case OpFromptr:
		s.set(v, s.i32(OpFromptr, a), s.imm(0))
	default:
		panic("BUG: cannot split " + v.LongString())
	}
}

func (s *splitter) binary(v *Value) {
	a, b := s.halves(v, 0)
	c, d := s.halves(v, 1) // v is (a, b) op (c, d), low halves first
	z := func() *Value { return s.imm(0) }
	switch v.Op {
	case OpAdd:
		s.set(v, s.i32(OpAdd, a, c), s.i32(OpAdc, b, d, s.i32(OpAddc, a, c, z())))
	case OpSub:
		s.set(v, s.i32(OpSub, a, c), s.i32(OpSbb, b, d, s.i32(OpSubb, a, c, z())))
	case OpAnd, OpOr, OpXor:
		s.set(v, s.i32(v.Op, a, c), s.i32(v.Op, b, d))
	case OpMul:
		x, y := v.Args[0], v.Args[1]
		switch {
		case x.Op == OpSext32 && y.Op == OpSext32:
			s.set(v, s.i32(OpMul, a, c), s.i32(OpMulh, a, c))
		case x.Op == OpZext32 && y.Op == OpZext32:
			s.set(v, s.i32(OpMul, a, c), s.i32(OpUmulh, a, c))
		default:
			lo, hi := s.i32(OpMul, a, c), s.i32(OpUmulh, a, c)
			for _, p := range [][2]*Value{{b, c}, {a, d}} {
				if !zero(p[0]) && !zero(p[1]) {
					hi = s.i32(OpAdd, hi, s.i32(OpMul, p[0], p[1]))
				}
			}
			s.set(v, lo, hi)
		}
	case OpUmulh:
		if v.Args[0].Op == OpConst || v.Args[1].Op == OpConst { // by Divide
			s.highProduct(v, a, b, c, d)
			return
		}
		fallthrough
	default:
		name := map[Op]string{OpDiv: HelperDiv, OpRem: HelperRem, OpUdiv: HelperUdiv, OpUrem: HelperUrem,
			OpMulh: HelperMulh, OpUmulh: HelperUmulh}[v.Op]
		s.helper(v, name, s.pair(a, b, c, d)...)
	}
}

// highProduct makes v the high half of the unsigned product of (a, b) and (c, d): that of the
// low halves counts by its carry only.
func (s *splitter) highProduct(v, a, b, c, d *Value) {
	z := s.imm(0)
	// add returns the two words (lo, hi) + x.
	add := func(lo, hi, x *Value) (*Value, *Value) {
		return s.i32(OpAdd, lo, x), s.i32(OpAdc, hi, z, s.i32(OpAddc, lo, x, z))
	}
	t, u := add(s.i32(OpMul, b, c), s.i32(OpUmulh, b, c), s.i32(OpUmulh, a, c))
	_, w := add(s.i32(OpMul, a, d), s.i32(OpUmulh, a, d), t)
	lo, hi := add(s.i32(OpMul, b, d), s.i32(OpUmulh, b, d), u)
	lo, hi = add(lo, hi, w)
	s.set(v, lo, hi)
}

// pair gives pairs of low and high halves in the order in which they are passed.
func (s *splitter) pair(xs ...*Value) []*Value {
	if s.o.BigEndian {
		for i := 0; i < len(xs); i += 2 {
			xs[i], xs[i+1] = xs[i+1], xs[i]
		}
	}
	return xs
}

// helper makes v the result of a call.
func (s *splitter) helper(v *Value, name string, args ...*Value) {
	c := s.i32(OpCall, args...)
	c.Aux, c.Imm = name, int64(ConvOwn)
	s.results(v, c)
}

// results makes v the two results of call c.
func (s *splitter) results(v, c *Value) {
	second := s.i32(OpResult, c)
	second.Imm = 1
	lo, hi := s.ordered(c, second)
	s.set(v, lo, hi)
}

// shift: by a constant each half is one operation; else both outcomes are computed, that
// for counts below 32 and that for 32 and more, and one is taken.
func (s *splitter) shift(v *Value) {
	lo, hi := s.halves(v, 0)
	n := v.Args[1]
	if c, ok := n.IsConst(); ok {
		s.set(v, nil, nil)
		s.shiftBy(v, lo, hi, int(c&63))
		return
	}
	big := s.i32(OpAnd, n, s.imm(32))
	sel := func(a, b *Value) *Value { return s.i32(OpSelect, big, a, b) }
	switch v.Op {
	case OpShl:
		x := s.i32(OpShl, lo, n)
		y := s.i32(OpShld, hi, lo, n)
		s.set(v, sel(s.imm(0), x), sel(x, y))
	case OpUshr:
		x := s.i32(OpUshr, hi, n)
		y := s.i32(OpShrd, lo, hi, n)
		s.set(v, sel(x, y), sel(s.imm(0), x))
	case OpShr:
		x := s.i32(OpShr, hi, n)
		y := s.i32(OpShrd, lo, hi, n)
		s.set(v, sel(x, y), sel(s.i32(OpShr, hi, s.imm(31)), x))
	case OpRotl:
		x := s.i32(OpShld, lo, hi, n)
		y := s.i32(OpShld, hi, lo, n)
		s.set(v, sel(y, x), sel(x, y))
	}
}

func (s *splitter) shiftBy(v, lo, hi *Value, n int) {
	by := func(op Op, x *Value, k int) *Value {
		if k == 0 {
			return x
		}
		return s.i32(op, x, s.imm(int64(k)))
	}
	k := n & 31
	switch {
	case n == 0:
		s.set(v, lo, hi)
	case v.Op == OpRotl:
		if n >= 32 {
			lo, hi = hi, lo
		}
		if k == 0 {
			s.set(v, lo, hi)
			return
		}
		s.set(v, s.i32(OpShld, lo, hi, s.imm(int64(k))), s.i32(OpShld, hi, lo, s.imm(int64(k))))
	case v.Op == OpShl && n < 32:
		s.set(v, by(OpShl, lo, k), s.i32(OpShld, hi, lo, s.imm(int64(k))))
	case v.Op == OpShl:
		s.set(v, s.imm(0), by(OpShl, lo, k))
	case n < 32:
		s.set(v, s.i32(OpShrd, lo, hi, s.imm(int64(k))), by(v.Op, hi, k))
	case v.Op == OpShr:
		s.set(v, by(OpShr, hi, k), s.i32(OpShr, hi, s.imm(31)))
	default:
		s.set(v, by(OpUshr, hi, k), s.imm(0))
	}
}

// compare: equality of both halves is that of one word; an order by a constant with low
// half 0 is that of the high halves.
func (s *splitter) compare(v *Value) {
	a, b := s.halves(v, 0)
	c, d := s.halves(v, 1)
	x, y := v.Args[0], v.Args[1]
	not := func(x *Value) *Value { return s.i32(OpEq, x, s.imm(0)) }
	var r *Value
	switch v.Op {
	case OpEq, OpNe:
		diff := func(x, y *Value) *Value {
			switch {
			case zero(y):
				return x
			case zero(x):
				return y
			}
			return s.i32(OpXor, x, y)
		}
		r = s.i32(v.Op, s.i32(OpOr, diff(a, c), diff(b, d)), s.imm(0))
	case OpLt, OpUlt, OpLe, OpUle:
		narrow, wide := OpLt, OpLt64
		if v.Op == OpUlt || v.Op == OpUle {
			narrow, wide = OpUlt, OpUlt64
		}
		equal := v.Op == OpLe || v.Op == OpUle
		switch {
		case !equal && y.Op == OpConst && zero(c): // x < k·2^32
			r = s.i32(narrow, b, d)
		case equal && x.Op == OpConst && zero(a): // k·2^32 <= y
			r = s.i32(map[Op]Op{OpLt: OpLe, OpUlt: OpUle}[narrow], b, d)
		case equal: // not y < x
			r = not(s.i32(wide, c, d, a, b))
		default:
			r = s.i32(wide, a, b, c, d)
		}
	}
	s.become(v, r)
}

// index replaces an index of 64 bits by its low half: addresses have 32.
func (s *splitter) index(v *Value) {
	if k := len(v.Args) - 1; v.Args[k].Type == I64 {
		v.SetArg(k, s.lo[v.Args[k].ID])
	}
}

// memory splits loads and stores into accesses to both halves. They are not atomic
// together.
func (s *splitter) memory(v *Value) {
	var x *Value
	if v.Op == OpStore {
		x = v.Args[0]
	}
	if v.Type != I64 && (x == nil || x.Type != I64) {
		s.index(v)
		s.out = append(s.out, v)
		return
	}
	access := func(half *Value, more int32) *Value {
		t, from := I32, 0
		if x != nil {
			t, from = Void, 1
		}
		w := s.f.NewValue(v.Op, t)
		if x != nil {
			w.AddArg(half)
		}
		for _, a := range v.Args[from:] {
			if a.Type == I64 {
				a = s.lo[a.ID]
			}
			w.AddArg(a)
		}
		w.Off, w.Alias, w.Scale, w.Line, w.Block = v.Off+more, v.Alias, v.Scale, v.Line, s.b
		s.out = append(s.out, w)
		return w
	}
	if x != nil {
		first, second := s.ordered(s.lo[x.ID], s.hi[x.ID])
		access(first, 0)
		access(second, 4)
		return
	}
	lo, hi := s.ordered(access(nil, 0), access(nil, 4))
	s.set(v, lo, hi)
}

// loop makes an exchange or addition in memory of cas64: v is the last value of the current
// block, after which the function goes on in rest.
func (s *splitter) loop(v *Value, rest *Block) {
	x, y := s.halves(v, 1)
	jump := func(to *Block) {
		s.val(OpJmp, Void)
		s.b.Values = s.out
		s.b.AddSucc(to)
	}
	again := s.f.NewBlock()
	again.Freq = s.b.Freq
	jump(again)
	s.b, s.out = again, nil
	old := s.f.NewValue(OpLoad, I64, v.Args[0])
	old.Off, old.Alias, old.Block, old.Line = v.Off, v.Alias, again, v.Line
	for len(s.lo) <= int(old.ID) {
		s.lo, s.hi = append(s.lo, nil), append(s.hi, nil)
	}
	s.memory(old)
	lo, hi := s.lo[old.ID], s.hi[old.ID]
	if v.Op == OpXadd {
		x, y = s.i32(OpAdd, lo, x), s.i32(OpAdc, hi, y, s.i32(OpAddc, lo, x, s.imm(0)))
	}
	done := s.i32(OpCas64, v.Args[0], lo, hi, x, y)
	done.Off, done.Alias = v.Off, v.Alias
	s.val(OpIf, Void, done)
	again.Values = s.out
	again.AddSucc(rest)
	again.AddSucc(again)
	s.set(v, lo, hi)
}

// call splits the arguments and the result of a call, exit or return.
func (s *splitter) call(v *Value) {
	args := slices.Clone(v.Args)
	v.ResetArgs()
	conv := ConvOwn
	skip := 0
	switch v.Op {
	case OpCall, OpCalli:
		conv = Conv(v.Imm)
		if v.Op == OpCalli {
			skip = 1
		}
	case OpRet:
		conv = s.f.Conv
	}
	for i, a := range args {
		if a.Type != I64 {
			v.AddArg(a)
			continue
		}
		first, second := s.ordered(s.lo[a.ID], s.hi[a.ID])
		if v.Op == OpExit {
			w := s.val(OpStore, Void, second, s.val(OpCtx, Ptr))
			w.Off = s.o.ExitArgs + 8*int32(i) + 4
			v.AddArg(first)
			continue
		}
		if v.Op != OpRet && s.pad(conv, len(v.Args)-skip) {
			v.AddArg(s.imm(0))
		}
		v.AddArg(first)
		v.AddArg(second)
	}
	s.out = append(s.out, v)
	if v.Type != I64 {
		return
	}
	if v.Op != OpExit {
		c := s.replaceCall(v)
		s.results(v, c)
		return
	}
	c := s.replaceCall(v)
	load := s.f.NewValue(OpLoad, I32)
	load.Off, load.Line = s.o.ExitResult+4, v.Line
	ctx := s.f.NewValue(OpCtx, Ptr)
	load.AddArg(ctx)
	if t := s.b.Values[len(s.b.Values)-1]; t.Op == OpCatch && s.b.Values[len(s.b.Values)-2] == v {
		n := s.f.SplitEdge(s.b, 0) // there is an answer only if no exception was raised
		n.InsertAt(0, ctx)
		n.InsertAt(1, load)
	} else {
		ctx.Block, load.Block = s.b, s.b
		s.out = append(s.out, ctx, load)
	}
	lo, hi := s.ordered(c, load)
	s.set(v, lo, hi)
}

// replaceCall puts a call that returns an i32 in the place of v, the value appended last.
func (s *splitter) replaceCall(v *Value) *Value {
	c := s.f.NewValue(v.Op, I32, v.Args...)
	c.Imm, c.Aux, c.Line, c.State, c.Block = v.Imm, v.Aux, v.Line, v.State, s.b
	s.out[len(s.out)-1] = c
	return c
}

// float splits the conversions.
func (s *splitter) float(v *Value) {
	x := v.Args[0]
	switch v.Op {
	case OpBits:
		if v.Type == F64 {
			lo, hi := s.halves(v, 0)
			s.become(v, s.val(OpFpair, F64, lo, hi))
			return
		}
		s.set(v, s.i32(OpFlo, x), s.i32(OpFhi, x))
	case OpFtoi:
		if x.Type == F32 {
			x = s.val(OpFtof, F64, x) // exact
		}
		s.helper(v, HelperFtoi, x)
	case OpItof:
		lo, hi := s.halves(v, 0)
		if v.Type == F32 {
			// To a float by way of a double: two roundings are one if the first leaves a trace of
			// what it drops, so for numbers of more than 53 bits the low 11 are or-ed into the
			// 12th before.
			dropped := s.i32(OpAnd, s.i32(OpAdd, s.i32(OpAnd, lo, s.imm(0x7ff)), s.imm(0x7ff)), s.imm(0x800))
			odd := s.i32(OpOr, s.i32(OpAnd, lo, s.imm(-0x800)), dropped)
			small := s.i32(OpUlt, s.i32(OpAdd, s.i32(OpShr, hi, s.imm(21)), s.imm(1)), s.imm(2))
			lo = s.i32(OpSelect, small, lo, odd)
		}
		// high·2^32 and the unsigned low half are exact; only their sum is rounded. The low
		// half is read from the mantissa of 2^52 + low.
		fconst := func(bits int64) *Value {
			k := s.val(OpFconst, F64)
			k.Imm = bits
			return k
		}
		high := s.val(OpFmul, F64, s.val(OpItof, F64, hi), fconst(0x41f<<52))
		low := s.val(OpFsub, F64, s.val(OpFpair, F64, lo, s.imm(0x433<<20)), fconst(0x433<<52))
		sum := s.val(OpFadd, F64, high, low)
		if v.Type == F32 {
			sum = s.val(OpFtof, F32, sum)
		}
		s.become(v, sum)
	}
}
