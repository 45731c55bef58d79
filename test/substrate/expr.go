package substrate

import (
	"gojvm/codegen/ssa"
	"gojvm/gc"
)

// val is the value of an expression: a reference, or an unboxed number if v has type F64.
type val struct{ v *ssa.Value }

func (x val) num() bool { return x.v.Type == ssa.F64 }

// boxed compiles x to a reference.
func (c *compiler) boxed(x expr) *ssa.Value { return c.box(c.expr(x)) }

func (c *compiler) box(x val) *ssa.Value {
	if !x.num() {
		return x.v
	}
	r := c.alloc(kNumber, sizeNumber)
	c.b.Store(x.v, r, offNumber, 0)
	return r
}

// unbox returns the number in x, or raises an exception.
func (c *compiler) unbox(x val) *ssa.Value {
	if x.num() {
		return x.v
	}
	c.check(x.v, kNumber)
	return c.b.Load(ssa.F64, x.v, offNumber, 0)
}

// is compares the type of an object.
func (c *compiler) is(x *ssa.Value, k kind) *ssa.Value {
	return c.b.Value(ssa.OpEq, ssa.I32, c.b.Load(ssa.I32, x, 0, 0), c.descriptor(k))
}

// check raises an exception if x is not of kind k.
func (c *compiler) check(x *ssa.Value, k kind) {
	ok, bad := c.newBlock(), c.newBlock()
	c.b.If(c.is(x, k), ok, bad)
	c.start(bad)
	c.raise(exitTypeError, x, c.i32(int64(k)))
	c.start(ok)
}

func (c *compiler) expr(x expr) val {
	switch x := x.(type) {
	case numberExpr:
		return val{c.b.F64(x.x)}
	case stringExpr:
		return val{c.ref(c.m.literal(x.s))}
	case constExpr:
		return val{c.ref(map[string]gc.Ref{"nil": c.m.nilRef, "true": c.m.trueRef, "false": c.m.falseRef}[x.kind])}
	case varExpr:
		return val{c.read(x.v)}
	case listExpr:
		c.b.Line = int32(x.line)
		list := c.exit(ssa.Ref, exitList, c.i32(int64(len(x.elems))))
		for i, e := range x.elems {
			v := c.boxed(e)
			elems := c.b.Load(ssa.Ref, list, offElements, 0)
			c.storeRef(v, elems, nil, int32(offRefs+4*i))
		}
		return val{list}
	case fnExpr:
		return val{c.closure(x.f)}
	case unaryExpr:
		c.b.Line = int32(x.line)
		if x.op == "-" {
			return val{c.b.Value(ssa.OpFneg, ssa.F64, c.unbox(c.expr(x.x)))}
		}
	case binaryExpr:
		c.b.Line = int32(x.line)
		switch x.op {
		case "+":
			return c.add(x)
		case "-", "*", "/", "%":
			op := map[string]ssa.Op{"-": ssa.OpFsub, "*": ssa.OpFmul, "/": ssa.OpFdiv, "%": ssa.OpFrem}[x.op]
			l, r := c.expr(x.l), c.expr(x.r)
			a := c.unbox(l)
			return val{c.b.Value(op, ssa.F64, a, c.unbox(r))}
		}
	case indexExpr:
		c.b.Line = int32(x.line)
		list := c.boxed(x.list)
		elems, i := c.element(list, c.expr(x.index))
		return val{c.b.LoadX(ssa.OpLoad, ssa.Ref, elems, i, 2, offRefs, 0)}
	case callExpr:
		return val{c.call(x)}
	case builtinExpr:
		c.b.Line = int32(x.line)
		args := []*ssa.Value{c.i32(int64(x.number))}
		for _, a := range x.args {
			args = append(args, c.boxed(a))
		}
		return val{c.exit(ssa.Ref, exitBuiltin, args...)}
	}
	// A condition: comparison, not, and, or.
	return val{c.b.Value(ssa.OpSelect, ssa.Ref, c.cond(x), c.ref(c.m.trueRef), c.ref(c.m.falseRef))}
}

// closure makes the closure of function f: the host allocates it, the cells are stored here.
func (c *compiler) closure(f *function) *ssa.Value {
	index, err := c.m.function(f)
	if err != nil && c.err == nil {
		c.err = err
	}
	r := c.exit(ssa.Ref, exitClosure, c.i32(int64(index)))
	for i, v := range f.captured {
		cell := c.cellOf(v)
		env := c.b.Load(ssa.Ref, r, offEnv, 0)
		c.storeRef(cell, env, nil, int32(offRefs+4*i))
	}
	return r
}

// add adds numbers, or joins strings.
func (c *compiler) add(x binaryExpr) val {
	l, r := c.expr(x.l), c.expr(x.r)
	if l.num() || r.num() {
		a := c.unbox(l)
		return val{c.b.Value(ssa.OpFadd, ssa.F64, a, c.unbox(r))}
	}
	second, fast, slow, join := c.newBlock(), c.newBlock(), c.newBlock(), c.newBlock()
	c.b.If(c.is(l.v, kNumber), second, slow)
	c.start(second)
	c.b.If(c.is(r.v, kNumber), fast, slow)
	c.start(fast)
	sum := c.b.Value(ssa.OpFadd, ssa.F64, c.b.Load(ssa.F64, l.v, offNumber, 0), c.b.Load(ssa.F64, r.v, offNumber, 0))
	r1 := c.box(val{sum})
	c.b.Jmp(join)
	c.start(slow)
	r2 := c.exit(ssa.Ref, exitAdd, l.v, r.v)
	c.b.Jmp(join)
	c.start(join)
	phi := c.b.Phi(ssa.Ref)
	phi.AddArg(r1)
	phi.AddArg(r2)
	return val{phi}
}

// element checks a list and an index, and returns the list's elements and the index as an I32.
func (c *compiler) element(list *ssa.Value, index val) (elems, i *ssa.Value) {
	c.check(list, kList)
	x := c.unbox(index)
	i = c.b.Value(ssa.OpFtoi, ssa.I32, x)
	whole := c.b.Value(ssa.OpFeq, ssa.I32, c.b.Value(ssa.OpItof, ssa.F64, i), x)
	inside := c.b.Value(ssa.OpUlt, ssa.I32, i, c.b.Load(ssa.I32, list, offLength, 0))
	ok, bad := c.newBlock(), c.newBlock()
	c.b.If(c.b.Value(ssa.OpAnd, ssa.I32, whole, inside), ok, bad)
	c.start(bad)
	c.raise(exitIndexError, list, x)
	c.start(ok)
	return c.b.Load(ssa.Ref, list, offElements, 0), i
}

func (c *compiler) call(x callExpr) *ssa.Value {
	f := c.boxed(x.f)
	args := []*ssa.Value{f}
	for _, a := range x.args {
		args = append(args, c.boxed(a))
	}
	c.b.Line = int32(x.line)
	second, ok, bad := c.newBlock(), c.newBlock(), c.newBlock()
	c.b.If(c.is(f, kClosure), second, bad)
	c.start(second)
	arity := c.b.Load(ssa.I32, f, offArity, 0)
	c.b.If(c.b.Value(ssa.OpEq, ssa.I32, arity, c.i32(int64(len(x.args)))), ok, bad)
	c.start(bad)
	c.raise(exitCallError, f, c.i32(int64(len(x.args))))
	c.start(ok)
	r := c.b.CallPtr(ssa.Ref, c.b.Load(ssa.Ptr, f, offCode, 0), ssa.ConvOwn, nil, args...)
	c.protect()
	return r
}

var compares = map[string]ssa.Op{"<": ssa.OpFlt, "<=": ssa.OpFle, ">": ssa.OpFlt, ">=": ssa.OpFle}

// cond compiles x to an I32: 0 if it is false or nil.
func (c *compiler) cond(x expr) *ssa.Value {
	switch x := x.(type) {
	case unaryExpr:
		if x.op == "not" {
			return c.b.Value(ssa.OpEq, ssa.I32, c.cond(x.x), c.i32(0))
		}
	case logicExpr:
		return c.logic(x)
	case binaryExpr:
		c.b.Line = int32(x.line)
		if op, ok := compares[x.op]; ok {
			l, r := c.expr(x.l), c.expr(x.r)
			a := c.unbox(l)
			b := c.unbox(r)
			if x.op[0] == '>' {
				a, b = b, a
			}
			return c.b.Value(op, ssa.I32, a, b)
		}
		if x.op == "==" || x.op == "!=" {
			eq := c.equal(c.expr(x.l), c.expr(x.r))
			if x.op == "!=" {
				return c.b.Value(ssa.OpEq, ssa.I32, eq, c.i32(0))
			}
			return eq
		}
	}
	v := c.boxed(x)
	notNil := c.b.Value(ssa.OpNe, ssa.I32, v, c.ref(c.m.nilRef))
	return c.b.Value(ssa.OpAnd, ssa.I32, notNil, c.b.Value(ssa.OpNe, ssa.I32, v, c.ref(c.m.falseRef)))
}

// equal compares numbers and strings by value, all else by identity.
func (c *compiler) equal(l, r val) *ssa.Value {
	if l.num() && r.num() {
		return c.b.Value(ssa.OpFeq, ssa.I32, l.v, r.v)
	}
	a := c.box(l)
	return c.exit(ssa.I32, exitEqual, a, c.box(r))
}

// logic compiles "and" and "or", whose right operand may not be evaluated.
func (c *compiler) logic(x logicExpr) *ssa.Value {
	right, join := c.newBlock(), c.newBlock()
	l := c.cond(x.l)
	one := c.b.Value(ssa.OpNe, ssa.I32, l, c.i32(0))
	if x.and {
		c.b.If(one, right, join)
	} else {
		c.b.If(one, join, right)
	}
	c.start(right)
	r := c.b.Value(ssa.OpNe, ssa.I32, c.cond(x.r), c.i32(0))
	c.b.Jmp(join)
	c.start(join)
	phi := c.b.Phi(ssa.I32)
	phi.AddArg(one)
	phi.AddArg(r)
	return phi
}
