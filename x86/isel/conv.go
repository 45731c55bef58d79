package isel

import "gojvm/codegen/ssa"

// Convention is a calling convention.
type Convention struct {
	Ints, Floats []int16     // argument registers
	Result       [2]int16    // int results; the second only of split values
	FloatResult  int16       // float result; on 386 the C convention moves it to the FPU stack
	Clobbers     ssa.RegMask // destroyed by a call
	Saved        []int16     // preserved by the callee
}

// Mask returns the set of the given registers.
func Mask(rs ...int16) (m ssa.RegMask) {
	for _, r := range rs {
		m |= 1 << r
	}
	return m
}

// argPlaces assigns places to n arguments of the given types: registers while there are any,
// then the stack, in words.
func (m *Machine) argPlaces(c *Convention, n int, typ func(int) ssa.Type) []ssa.Constraint {
	ints, floats, stack := c.Ints, c.Floats, 0
	places := make([]ssa.Constraint, n)
	for i := range places {
		t := typ(i)
		regs := &ints
		if t.IsFloat() {
			regs = &floats
		}
		if len(*regs) > 0 {
			places[i] = fixed((*regs)[0])
			*regs = (*regs)[1:]
			continue
		}
		places[i] = ssa.Constraint{Kind: ssa.OnStack, Reg: int16(stack)}
		stack += max(m.size(t), m.Bits/8)
	}
	return places
}

// argSpec: parameters arrive in the registers of the function's convention. Those on the
// stack have become OpArgStack.
func (m *Machine) argSpec(v *ssa.Value) ssa.RegSpec {
	f := v.Block.Func
	places := m.argPlaces(&m.Convs[f.Conv], len(f.Params), func(i int) ssa.Type { return f.Params[i] })
	return ssa.RegSpec{Result: places[v.Imm]}
}

func (m *Machine) callSpec(v *ssa.Value) ssa.RegSpec {
	f := v.Block.Func
	switch v.Op {
	case ssa.OpRet:
		c := &m.Convs[f.Conv]
		s := ssa.RegSpec{}
		ints := 0
		for _, a := range v.Args {
			if a.Type.IsFloat() {
				s.Args = append(s.Args, fixed(c.FloatResult))
			} else {
				s.Args = append(s.Args, fixed(c.Result[ints]))
				ints++
			}
		}
		return s
	case ssa.OpResult:
		return ssa.RegSpec{Args: []ssa.Constraint{nobody}, Result: fixed(DX)}
	case ssa.OpExit:
		s := ssa.RegSpec{Args: []ssa.Constraint{m.operand}, Clobbers: m.All}
		if v.Type != ssa.Void {
			s.Result = resultPlace(&m.Convs[ssa.ConvOwn], v.Type)
		}
		return s
	}
	c := &m.Convs[v.Imm]
	args, skip := v.Args, 0
	if v.Op == ssa.OpCalli {
		args, skip = args[1:], 1
	}
	places := m.argPlaces(c, len(args), func(i int) ssa.Type { return args[i].Type })
	s := ssa.RegSpec{Clobbers: c.Clobbers}
	if skip == 1 {
		places = append([]ssa.Constraint{m.operand}, places...)
	}
	if s.Args = places; len(places) == 0 {
		s.Args = []ssa.Constraint{anyReg}
	}
	if v.Type != ssa.Void {
		s.Result = resultPlace(c, v.Type)
	}
	return s
}

func resultPlace(c *Convention, t ssa.Type) ssa.Constraint {
	if t.IsFloat() {
		return fixed(c.FloatResult)
	}
	return fixed(c.Result[0])
}
