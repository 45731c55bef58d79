package ssa

import (
	"fmt"
	"math"
	"math/bits"
)

// Memory is the memory that evaluated code sees. An access outside of it is an error.
type Memory interface {
	Load(addr uint64, size int) (uint64, error)
	Store(addr uint64, size int, x uint64) error
}

// Machine is the reference evaluator: it runs a function by the meaning of each operation,
// slowly and plainly, and is the oracle for passes and targets. Values are held as the
// zero-extended bits of their type.
type Machine struct {
	Mem     Memory
	Funcs   map[string]*Func
	Ctx     uint64 // address of the context
	Fuel    int    // values to execute before ErrFuel
	Symbols map[string]uint64

	// Exit answers exits. A raised exception is given as *Exception.
	Exit func(number int64, args []uint64) (uint64, error)
	// Safepoint, if not nil, sees each safepoint with a frame state before it is passed: its
	// arguments and the values of the state.
	Safepoint func(v *Value, args, state []uint64)
	// New makes the object of an allocation, of size bytes, all zero.
	New func(v *Value, size uint64) (ref uint64, err error)
	// Native answers calls of functions that are not in Funcs.
	Native func(sym string, args []uint64) (uint64, error)

	depth   int
	vectors []vector // vectors are indices of it among the values
	results []uint64 // of the last call of a function
}

// call runs f for a call in evaluated code, which may ask for further results.
func (m *Machine) call(f *Func, args []uint64) (uint64, error) {
	rs, err := m.CallAll(f, args...)
	m.results = rs
	if err != nil || len(rs) == 0 {
		return 0, err
	}
	return rs[0], nil
}

// Exception is a raised exception on its way to a catch.
type Exception struct{ Ref uint64 }

func (e *Exception) Error() string { return fmt.Sprintf("exception %#x", e.Ref) }

// Deopt reports that a guard failed: its number and the values of its frame state.
type Deopt struct {
	Number int64
	State  *FrameState
	Vals   []uint64
}

func (d *Deopt) Error() string { return fmt.Sprintf("guard %d failed", d.Number) }

// deopt makes the Deopt of v, which leaves.
func deopt(v *Value, vals []uint64) *Deopt {
	d := &Deopt{Number: v.Imm, State: v.State}
	if v.State != nil {
		for _, x := range v.State.Vals {
			d.Vals = append(d.Vals, vals[x.ID])
		}
	}
	return d
}

// Trap is a fault of evaluated code.
type Trap struct{ Msg string }

func (t *Trap) Error() string { return "trap: " + t.Msg }

// ErrFuel is returned when a function runs for too long.
var ErrFuel = &Trap{"out of fuel"}

// Call runs f. A function with several results returns the first.
func (m *Machine) Call(f *Func, args ...uint64) (uint64, error) {
	rs, err := m.CallAll(f, args...)
	if err != nil || len(rs) == 0 {
		return 0, err
	}
	return rs[0], nil
}

// CallAll runs f and returns all results.
func (m *Machine) CallAll(f *Func, args ...uint64) ([]uint64, error) {
	if m.depth > 200 {
		return nil, &Trap{"call depth"}
	}
	m.depth++
	defer func() { m.depth-- }()
	vals := make([]uint64, f.NumValues())
	var phis []uint64
	b, from := f.Entry(), -1
	var exc *Exception
	for {
		n := b.NumPhis()
		phis = phis[:0]
		for _, v := range b.Values[:n] {
			phis = append(phis, vals[v.Args[from].ID])
		}
		for i, v := range b.Values[:n] {
			vals[v.ID] = phis[i]
		}
		if m.Fuel -= len(b.Values); m.Fuel < 0 {
			return nil, ErrFuel
		}
		next := -1
		for _, v := range b.Values[n:] {
			switch {
			case v.Op == OpArg:
				vals[v.ID] = args[v.Imm]
			case v.Op == OpException:
				vals[v.ID] = exc.Ref
			case v.Op == OpResult:
				if v.Imm >= int64(len(m.results)) {
					return nil, &Trap{"the call has no such result"}
				}
				vals[v.ID] = m.results[v.Imm]
			case v.Info().Has(Terminates):
				switch v.Op {
				case OpRet:
					var rs []uint64
					for _, a := range v.Args {
						rs = append(rs, vals[a.ID])
					}
					return rs, nil
				case OpStop:
					return nil, &Trap{"stop reached"}
				}
				next = m.branch(v, vals)
			default:
				x, err := m.value(v, vals)
				if e, ok := err.(*Exception); ok && b.CatchCall() == v {
					exc, next = e, 1
				} else if err != nil {
					return nil, err
				}
				vals[v.ID] = x
			}
			if next >= 0 {
				break
			}
		}
		e := b.Succs[next]
		b, from = e.B, e.I
	}
}

// branch returns the number of the successor that a terminator takes.
func (m *Machine) branch(v *Value, vals []uint64) int {
	switch v.Op {
	case OpJmp, OpCatch:
		return 0
	case OpIf:
		if vals[v.Args[0].ID] != 0 {
			return 0
		}
		return 1
	case OpSwitch:
		cases := v.Aux.([]int64)
		for i, c := range cases {
			if int64(int32(vals[v.Args[0].ID])) == c {
				return i
			}
		}
		return len(cases)
	}
	panic("BUG: evaluator does not know " + v.LongString())
}

func (m *Machine) value(v *Value, vals []uint64) (uint64, error) {
	arg := func(i int) uint64 { return vals[v.Args[i].ID] }
	args := func(from int) []uint64 {
		var xs []uint64
		for i := from; i < len(v.Args); i++ {
			xs = append(xs, arg(i))
		}
		return xs
	}
	f := v.Block.Func
	addr := func(i int) uint64 {
		a := arg(i) + uint64(int64(v.Off))
		if i+1 < len(v.Args) {
			a += arg(i+1) << v.Scale
		}
		if f.PtrSize == 4 {
			a = uint64(uint32(a))
		}
		return a
	}
	size := func(t Type) int {
		if w := v.Info().Width; w != Void {
			return w.Size(f.PtrSize)
		}
		return t.Size(f.PtrSize)
	}
	if m.Safepoint != nil && v.State != nil {
		state := make([]uint64, len(v.State.Vals))
		for i, x := range v.State.Vals {
			state[i] = vals[x.ID]
		}
		m.Safepoint(v, args(0), state)
	}
	switch v.Op {
	case OpCtx:
		return m.Ctx, nil
	case OpSymaddr:
		return m.Symbols[v.Aux.(string)] + uint64(int64(v.Off)), nil
	case OpLoad, OpLoad8s, OpLoad8u, OpLoad16s, OpLoad16u:
		if v.Type.IsVector() {
			return m.loadVector(addr(0), v.Type.Size(8))
		}
		x, err := m.Mem.Load(addr(0), size(v.Type))
		switch v.Op {
		case OpLoad8s:
			x = uint64(uint32(int8(x)))
		case OpLoad16s:
			x = uint64(uint32(int16(x)))
		}
		return x, err
	case OpStore, OpStore8, OpStore16:
		if t := v.Args[0].Type; t.IsVector() {
			return 0, m.storeVector(addr(1), m.vectors[arg(0)], t.Size(8))
		}
		return 0, m.Mem.Store(addr(1), size(v.Args[0].Type), arg(0))
	case OpAddr:
		return addr(0), nil
	case OpCas, OpXchg, OpXadd:
		return m.atomic(v, arg(0)+uint64(int64(v.Off)), args(1))
	case OpCas64:
		return m.cas64(arg(0)+uint64(int64(v.Off)), arg(1)|arg(2)<<32, arg(3)|arg(4)<<32)
	case OpCall:
		if g := m.Funcs[v.Aux.(string)]; g != nil {
			return m.call(g, args(0))
		}
		if m.Native == nil {
			return 0, &Trap{"call of unknown @" + v.Aux.(string)}
		}
		x, err := m.Native(v.Aux.(string), args(0))
		return wrap(v.Type, f.PtrSize, x), err
	case OpCalli:
		for name, a := range m.Symbols {
			if a == arg(0) && m.Funcs[name] != nil {
				return m.call(m.Funcs[name], args(1))
			}
		}
		return 0, &Trap{"call of an address that is no function"}
	case OpExit:
		if m.Exit == nil {
			return 0, &Trap{"exit without a host"}
		}
		x, err := m.Exit(v.Imm, args(0))
		return wrap(v.Type, f.PtrSize, x), err
	case OpNew:
		if m.New == nil {
			return 0, &Trap{"allocation without a host"}
		}
		return m.New(v, arg(0))
	case OpPoll, OpFence, OpBarrier, OpVend:
		return 0, nil
	case OpGuard:
		if arg(0) == 0 {
			return 0, deopt(v, vals)
		}
		return 0, nil
	case OpLock, OpUnlock:
		at := arg(0) + uint64(int64(v.Off))
		locks, err := m.Mem.Load(at, 4)
		switch {
		case err != nil:
			return 0, err
		case v.Op == OpLock:
			return 0, m.Mem.Store(at, 4, locks+1)
		case uint32(locks) == 0:
			return 0, deopt(v, vals)
		}
		return 0, m.Mem.Store(at, 4, locks-1)
	}
	if v.Type.IsVector() || len(v.Args) > 0 && v.Args[0].Type.IsVector() {
		return m.vector(v, args(0))
	}
	if v.Op == OpLt64 || v.Op == OpUlt64 { // more arguments than EvalPure takes
		a, b := arg(0)|arg(1)<<32, arg(2)|arg(3)<<32
		if v.Op == OpLt64 {
			return b2u(int64(a) < int64(b)), nil
		}
		return b2u(a < b), nil
	}
	var a, b, c uint64
	if len(v.Args) > 0 {
		a = arg(0)
	}
	if len(v.Args) > 1 {
		b = arg(1)
	}
	if len(v.Args) > 2 {
		c = arg(2)
	}
	at := Void
	if len(v.Args) > 0 {
		at = v.Args[0].Type
	}
	x, err := EvalPure(v.Op, v.Type, at, f.PtrSize, v.Imm, a, b, c)
	return x, err
}

func (m *Machine) atomic(v *Value, addr uint64, args []uint64) (uint64, error) {
	ps := v.Block.Func.PtrSize
	t := v.Args[1].Type
	old, err := m.Mem.Load(addr, t.Size(ps))
	if err != nil {
		return 0, err
	}
	switch v.Op {
	case OpCas:
		if old != args[0] {
			return 0, nil
		}
		return 1, m.Mem.Store(addr, t.Size(ps), args[1])
	case OpXchg:
		return old, m.Mem.Store(addr, t.Size(ps), args[0])
	}
	return old, m.Mem.Store(addr, t.Size(ps), wrap(t, ps, old+args[0]))
}

func (m *Machine) cas64(addr, expected, next uint64) (uint64, error) {
	old, err := m.Mem.Load(addr, 8)
	if err != nil || old != expected {
		return 0, err
	}
	return 1, m.Mem.Store(addr, 8, next)
}

// wrap zero-extends the low bits of x that type t holds.
func wrap(t Type, ptrSize int, x uint64) uint64 {
	if t.Size(ptrSize) == 4 {
		return uint64(uint32(x))
	}
	return x
}

// signed sign-extends a value of type t.
func signed(t Type, ptrSize int, x uint64) int64 {
	if t.Size(ptrSize) == 4 {
		return int64(int32(x))
	}
	return int64(x)
}

func b2u(b bool) uint64 {
	if b {
		return 1
	}
	return 0
}

// EvalPure computes an operation that depends on its arguments only: t is the type of the
// result, at that of the first argument. Constant folding and the evaluator share it, so
// that an operation has one meaning.
func EvalPure(op Op, t, at Type, ptrSize int, imm int64, a, b, c uint64) (uint64, error) {
	w := t.Size(ptrSize) * 8
	sh := uint(b) & uint(w-1)
	s := func(x uint64) int64 { return signed(at, ptrSize, x) }
	res := func(x uint64) (uint64, error) { return wrap(t, ptrSize, x), nil }
	switch op {
	case OpConst, OpFconst:
		return res(uint64(imm))
	case OpCopy:
		return a, nil
	case OpAdd:
		return res(a + b)
	case OpSub:
		return res(a - b)
	case OpMul:
		return res(a * b)
	case OpMulh:
		if w == 32 {
			return res(uint64(s(a) * s(b) >> 32))
		}
		hi, _ := bits.Mul64(a, b)
		return hi - a&uint64(int64(b)>>63) - b&uint64(int64(a)>>63), nil
	case OpUmulh:
		if w == 32 {
			return a * b >> 32, nil
		}
		hi, _ := bits.Mul64(a, b)
		return hi, nil
	case OpDiv, OpRem, OpUdiv, OpUrem:
		return evalDiv(op, a, b, s, res)
	case OpAnd:
		return a & b, nil
	case OpOr:
		return a | b, nil
	case OpXor:
		return a ^ b, nil
	case OpShl:
		return res(a << sh)
	case OpShr:
		return res(uint64(s(a) >> sh))
	case OpUshr:
		return a >> sh, nil
	case OpRotl:
		if w == 32 {
			return uint64(bits.RotateLeft32(uint32(a), int(sh))), nil
		}
		return bits.RotateLeft64(a, int(sh)), nil
	case OpNeg:
		return res(-a)
	case OpNot:
		return res(^a)
	case OpClz:
		return uint64(bits.LeadingZeros64(a) - 64 + at.Size(ptrSize)*8), nil
	case OpCtz:
		return uint64(min(bits.TrailingZeros64(a), at.Size(ptrSize)*8)), nil
	case OpPopcnt:
		return uint64(bits.OnesCount64(a)), nil
	case OpBswap:
		if w == 32 {
			return uint64(bits.ReverseBytes32(uint32(a))), nil
		}
		return bits.ReverseBytes64(a), nil
	case OpSext8:
		return res(uint64(int8(a)))
	case OpSext16:
		return res(uint64(int16(a)))
	case OpZext8:
		return a & 0xff, nil
	case OpZext16:
		return a & 0xffff, nil
	case OpSext32:
		return uint64(int32(a)), nil
	case OpZext32, OpTrunc, OpLo, OpToptr, OpFromptr, OpToref:
		if op == OpToptr && at == I64 || op == OpFromptr || op == OpZext32 {
			return res(a)
		}
		return uint64(uint32(a)), nil
	case OpPair:
		return a | b<<32, nil
	case OpHi:
		return a >> 32, nil
	case OpAddc:
		return (a + b + c) >> 32, nil
	case OpSubb:
		return b2u(a < b+c), nil
	case OpAdc:
		return res(a + b + c)
	case OpSbb:
		return res(a - b - c)
	case OpShld:
		return res((a<<32 | b) << (c & 31) >> 32)
	case OpShrd:
		return res((b<<32 | a) >> (c & 31))
	case OpFlo:
		return uint64(uint32(a)), nil
	case OpFhi:
		return a >> 32, nil
	case OpFpair:
		return a | b<<32, nil
	case OpEq:
		return b2u(a == b), nil
	case OpNe:
		return b2u(a != b), nil
	case OpLt:
		return b2u(s(a) < s(b)), nil
	case OpLe:
		return b2u(s(a) <= s(b)), nil
	case OpUlt:
		return b2u(a < b), nil
	case OpUle:
		return b2u(a <= b), nil
	case OpSelect:
		if a != 0 {
			return b, nil
		}
		return c, nil
	case OpBits:
		return a, nil
	}
	return evalFloat(op, t, at, ptrSize, imm, a, b)
}

func evalDiv(op Op, a, b uint64, s func(uint64) int64, res func(uint64) (uint64, error)) (uint64, error) {
	if b == 0 {
		return 0, &Trap{"division by zero"}
	}
	switch op {
	case OpUdiv:
		return res(a / b)
	case OpUrem:
		return res(a % b)
	}
	if s(b) == -1 { // Go defines MIN / -1, but not every width here is a Go width
		if op == OpDiv {
			return res(-a)
		}
		return 0, nil
	}
	if op == OpDiv {
		return res(uint64(s(a) / s(b)))
	}
	return res(uint64(s(a) % s(b)))
}

// evalFloat computes the float operations. Results that are NaN have no defined bits, but
// the evaluator has to choose: a target may differ in them.
func evalFloat(op Op, t, at Type, ptrSize int, imm int64, a, b uint64) (uint64, error) {
	f64 := func(x uint64, t Type) float64 {
		if t == F32 {
			return float64(math.Float32frombits(uint32(x)))
		}
		return math.Float64frombits(x)
	}
	res := func(x float64) (uint64, error) {
		if t == F32 {
			return uint64(math.Float32bits(float32(x))), nil
		}
		return math.Float64bits(x), nil
	}
	sign := uint64(1) << (t.Size(ptrSize)*8 - 1)
	x, y := 0.0, 0.0
	if at.IsFloat() {
		x, y = f64(a, at), f64(b, at)
	}
	switch op {
	// The exact result in double, rounded once more to float, is the correctly rounded float
	// result for + - * / and sqrt (Figueroa 1995).
	case OpFadd:
		return res(x + y)
	case OpFsub:
		return res(x - y)
	case OpFmul:
		return res(x * y)
	case OpFdiv:
		return res(x / y)
	case OpFrem:
		return res(math.Mod(x, y))
	case OpFsqrt:
		return res(math.Sqrt(x))
	case OpFround:
		switch imm {
		case RoundDown:
			return res(math.Floor(x))
		case RoundUp:
			return res(math.Ceil(x))
		}
		return res(math.RoundToEven(x))
	case OpFneg:
		return a ^ sign, nil
	case OpFabs:
		return a &^ sign, nil
	case OpFmin:
		return res(minJava(x, y))
	case OpFmax:
		return res(-minJava(-x, -y))
	case OpFeq:
		return b2u(x == y), nil
	case OpFne:
		return b2u(x != y), nil
	case OpFlt:
		return b2u(x < y), nil
	case OpFle:
		return b2u(x <= y), nil
	case OpFtof:
		return res(x)
	case OpItof:
		i := signed(at, ptrSize, a)
		if t == F32 {
			return uint64(math.Float32bits(float32Of(i))), nil
		}
		return res(float64(i))
	case OpFtoi:
		return wrap(t, ptrSize, uint64(saturate(x, t.Size(ptrSize)*8))), nil
	}
	return 0, &Trap{"evaluator does not know " + generic[op].Name}
}

// float32Of rounds i once. Go's own conversion rounds wrongly on 386, so this one goes by way
// of a double: a number of more than 53 bits has a one or-ed into its 12th bit for what that
// drops, which is far below the last bit of a float.
func float32Of(i int64) float32 {
	if h := i >> 53; h != 0 && h != -1 && i&0x7ff != 0 {
		i = i&^0x7ff | 0x800
	}
	return float32(float64(i))
}

// minJava is the minimum that yields NaN when an operand is, and orders -0 before 0.
func minJava(x, y float64) float64 {
	switch {
	case x != x:
		return x
	case y != y:
		return y
	case x == 0 && y == 0:
		return math.Copysign(0, math.Copysign(1, x)+math.Copysign(1, y)-1)
	case x < y:
		return x
	}
	return y
}

// saturate truncates x to an integer of w bits; NaN gives 0, the rest the nearest bound.
func saturate(x float64, w int) int64 {
	limit := math.Ldexp(1, w-1)
	switch {
	case x != x:
		return 0
	case x >= limit:
		return 1<<(w-1) - 1
	case x < -limit:
		return -1 << (w - 1)
	}
	return int64(x)
}
