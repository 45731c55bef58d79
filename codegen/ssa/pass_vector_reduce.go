package ssa

// reduction is a phi that each turn combines with something, in an order that does not matter:
// a sum, a minimum and so on. The lanes are combined behind the loop.
type reduction struct {
	phi, result           *Value
	op                    Op // OpVadd, OpVand, OpVor, OpVxor, OpVmin or OpVmax
	initLanes, phiOfLanes *Value
}

// reduction reports whether phi is one, and notes it. From the phi to what the back edge brings
// leads a chain of one operation, or of sums and differences, of which nothing else is used.
func (z *vectorizer) reduction(phi *Value) bool {
	r := &reduction{phi: phi, result: phi.Args[z.c.back]}
	if t := z.lane(phi); t != phi.Type || t.IsFloat() || r.result == phi {
		return false
	}
	for v := phi; v != r.result; {
		next := z.combined(r, v)
		if next == nil || !z.inLanesExcept(next, v) {
			return false
		}
		z.lanes[next] = true
		v = next
	}
	if u := z.users[r.result]; len(u) != 1 || u[0] != phi {
		return false
	}
	z.sums = append(z.sums, r)
	return true
}

// combined returns the value of the loop that combines v, of the chain of r, with something; nil
// if there is none, or if v is used in another way.
func (z *vectorizer) combined(r *reduction, v *Value) *Value {
	us := z.users[v]
	if len(us) == 0 {
		return nil
	}
	u := us[len(us)-1]
	op := OpInvalid
	switch u.Op {
	case OpAdd:
		op = OpVadd
	case OpSub:
		if u.Args[0] == v {
			op = OpVadd
		}
	case OpAnd:
		op = OpVand
	case OpOr:
		op = OpVor
	case OpXor:
		op = OpVxor
	case OpSelect:
		if u.Type == I32 && len(us) == 2 && us[0] == u.Args[0] && len(z.users[us[0]]) == 1 {
			op, _, _ = leastOf(u)
		}
	}
	if op == OpInvalid || r.op != OpInvalid && r.op != op || len(us) != 1 && u.Op != OpSelect {
		return nil
	}
	r.op = op
	if v != r.phi && !z.usedInsideOnly(v) {
		return nil
	}
	return u
}

// inLanesExcept reports whether the operands of u but v can be computed in lanes; v is there once.
func (z *vectorizer) inLanesExcept(u, v *Value) bool {
	if u.Op == OpSelect {
		x, y := u.Args[1], u.Args[2]
		return (x == v) != (y == v) && (x == v || z.inLanes(x)) && (y == v || z.inLanes(y))
	}
	x, y := u.Args[0], u.Args[1]
	return (x == v) != (y == v) && (x == v || z.inLanes(x)) && (y == v || z.inLanes(y))
}

// begin puts the lanes with which the new loop begins: of what may be combined with itself
// the beginning, else zeros.
func (z *vectorizer) begin(r *reduction) {
	init := r.phi.Args[z.c.entry]
	if r.op == OpVadd || r.op == OpVxor {
		r.initLanes = z.splatBits(r.phi.Type, 0)
		return
	}
	r.initLanes = z.splat(r.phi.Type, init)
}

// combine puts the operation of r on two vectors of type V128.
func (z *vectorizer) combine(r *reduction, x, y *Value) *Value {
	v := z.put(r.op, V128, x, y)
	if v.Info().Aux&AuxLane != 0 {
		v.Imm = int64(r.phi.Type)
	}
	return v
}

// fold combines the lanes.
func (z *vectorizer) fold(r *reduction) *Value {
	t := r.phi.Type
	x := z.vec[r.result]
	for n := VectorSize / 2; n >= t.Size(8); n /= 2 {
		down := z.put(OpVdown, V128, x)
		down.Imm = int64(n)
		x = z.combine(r, x, down)
	}
	low := z.put(OpVlow, t, x)
	low.Imm = int64(t)
	switch r.op {
	case OpVadd:
		return z.put(OpAdd, t, low, r.phi.Args[z.c.entry])
	case OpVxor:
		return z.put(OpXor, t, low, r.phi.Args[z.c.entry])
	}
	return low
}
