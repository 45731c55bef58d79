package substrate

import (
	"cmp"
	"slices"

	"gojvm/codegen"
	"gojvm/codegen/ssa"
	"gojvm/gc"
)

// compiler compiles one function. Every value of a program is a Ref, except that the
// operands and results of arithmetic stay F64 within an expression.
//
// The compiled function takes the closure and the arguments and returns a value. Exceptions
// leave through exits and calls; in a protected block each of these ends a basic block with
// an edge to the handler.
type compiler struct {
	m    *Machine
	fn   *function
	f    *ssa.Func
	b    *ssa.Builder
	vars *vars
	self *ssa.Value
	err  error

	handler *handler // of the protected block around, or nil
	breaks  []*ssa.Block
	conts   []*ssa.Block
	locks   []*variable // objects locked by lock statements around
	hidden  int
}

// handler is where the exceptions of a protected block go. Each call that may raise one has
// a landing block of its own, with one predecessor, that puts the exception into the variable.
type handler struct {
	block     *ssa.Block
	exception *variable
}

// compile compiles fn, and the functions in it before it.
func (m *Machine) compile(fn *function) (*codegen.Code, error) {
	f := ssa.NewFunc(fn.symbol(), m.target.Ops, m.target.PtrSize)
	c := &compiler{m: m, fn: fn, f: f, b: ssa.NewBuilder(f), vars: newVars()}
	f.Params = make([]ssa.Type, 1+len(fn.params))
	for i := range f.Params {
		f.Params[i] = ssa.Ref
	}
	f.Results = []ssa.Type{ssa.Ref}
	entry := f.NewBlock()
	c.vars.seal(entry)
	c.b.At(entry)
	params := c.b.Params()
	c.self = params[0]
	for i, p := range fn.params {
		c.define(p, params[1+i])
	}
	c.block(fn.body)
	if c.open() {
		c.b.Ret(c.ref(m.nilRef))
	}
	if c.err != nil {
		return nil, c.err
	}
	return codegen.Compile(f, m.target, m.options)
}

// open reports whether control can reach the end of the current block.
func (c *compiler) open() bool { return c.b.B.Term() == nil }

func (c *compiler) newBlock() *ssa.Block { return c.f.NewBlock() }

// start continues in b, whose predecessors are all known.
func (c *compiler) start(b *ssa.Block) {
	c.vars.seal(b)
	c.b.At(b)
}

// ref is a constant object, which does not move.
func (c *compiler) ref(r gc.Ref) *ssa.Value { return c.b.Const(ssa.Ref, int64(r)) }

func (c *compiler) i32(x int64) *ssa.Value { return c.b.Const(ssa.I32, x) }

func (c *compiler) descriptor(k kind) *ssa.Value { return c.i32(int64(int32(c.m.desc[k]))) }

// hiddenVar makes a variable that the program does not see.
func (c *compiler) hiddenVar(t ssa.Type) *variable {
	c.hidden++
	return &variable{name: "hidden", owner: c.fn, id: -c.hidden, typ: t}
}

// define makes v a variable with value x.
func (c *compiler) define(v *variable, x *ssa.Value) {
	if v.cell {
		cell := c.alloc(kCell, sizeCell)
		c.b.Store(x, cell, offValue, 0)
		x = cell
	}
	c.vars.write(c.b.B, v, x)
}

// cellOf returns the cell of a captured variable.
func (c *compiler) cellOf(v *variable) *ssa.Value {
	if v.owner == c.fn {
		return c.vars.read(c.b.B, v)
	}
	env := c.b.Load(ssa.Ref, c.self, offEnv, 0)
	return c.b.Load(ssa.Ref, env, int32(offRefs+4*slices.Index(c.fn.captured, v)), 0)
}

func (c *compiler) read(v *variable) *ssa.Value {
	if v.cell {
		return c.b.Load(ssa.Ref, c.cellOf(v), offValue, 0)
	}
	return c.vars.read(c.b.B, v)
}

func (c *compiler) assign(v *variable, x *ssa.Value) {
	if v.cell {
		c.storeRef(x, c.cellOf(v), nil, offValue)
		return
	}
	c.vars.write(c.b.B, v, x)
}

// storeRef stores a reference at base + off [+ 4*index] and marks the card.
func (c *compiler) storeRef(x, base, index *ssa.Value, off int32) {
	if index == nil {
		c.b.Store(x, base, off, 0)
	} else {
		c.b.StoreX(ssa.OpStore, x, base, index, 2, off, 0)
	}
	slot := c.b.Value(ssa.OpAddr, ssa.Ptr, base)
	slot.Off = off
	if index != nil {
		slot.AddArg(index)
		slot.Scale = 2
	}
	card := c.b.Value(ssa.OpUshr, ssa.Ptr, slot, c.i32(gc.CardShift))
	card = c.b.Value(ssa.OpAdd, ssa.Ptr, card, c.b.Const(ssa.Ptr, int64(c.m.heap.CardBase)))
	c.b.Value(ssa.OpStore8, ssa.Void, c.i32(gc.CardDirty), card)
}

// alloc allocates an object of fixed size in the thread's buffer.
func (c *compiler) alloc(k kind, size int64) *ssa.Value {
	fast, slow, join := c.newBlock(), c.newBlock(), c.newBlock()
	ctx := c.b.Value(ssa.OpCtx, ssa.Ptr)
	top := c.b.Load(ssa.I32, ctx, ctxTLAB+gc.TLABTop, 0)
	end := c.b.Load(ssa.I32, ctx, ctxTLAB+gc.TLABEnd, 0)
	after := c.b.Value(ssa.OpAdd, ssa.I32, top, c.i32(size))
	c.b.If(c.b.Value(ssa.OpUle, ssa.I32, after, end), fast, slow)

	c.start(fast)
	c.b.Store(after, c.b.Value(ssa.OpCtx, ssa.Ptr), ctxTLAB+gc.TLABTop, 0)
	r1 := c.b.Value(ssa.OpToref, ssa.Ref, c.b.Value(ssa.OpToptr, ssa.Ptr, top))
	c.b.Store(c.descriptor(k), r1, gc.OffDescriptor, 0)
	c.b.Jmp(join)

	c.start(slow)
	r2 := c.exit(ssa.Ref, exitAlloc, c.i32(int64(k)))
	c.b.Jmp(join)

	c.start(join)
	r := c.b.Phi(ssa.Ref)
	r.AddArg(r1)
	r.AddArg(r2)
	return r
}

// exit leaves to the host, which may raise an exception.
func (c *compiler) exit(t ssa.Type, number int64, args ...*ssa.Value) *ssa.Value {
	v := c.b.Exit(t, number, nil, args...)
	c.protect()
	return v
}

// protect ends the block behind a call or exit, if an exception of it is caught here.
func (c *compiler) protect() {
	h := c.handler
	if h == nil {
		return
	}
	normal, landing := c.newBlock(), c.newBlock()
	c.b.Catch(normal, landing)
	c.start(landing)
	c.vars.write(landing, h.exception, c.b.Value(ssa.OpException, ssa.Ref))
	c.b.Jmp(h.block)
	c.start(normal)
}

// raise leaves through an exit that always raises an exception.
func (c *compiler) raise(number int64, args ...*ssa.Value) {
	c.exit(ssa.Void, number, args...)
	c.b.Stop()
}

func (c *compiler) block(list []stmt) {
	for _, s := range list {
		if !c.open() {
			return // the rest cannot be reached
		}
		c.stmt(s)
	}
}

func (c *compiler) stmt(s stmt) {
	switch s := s.(type) {
	case letStmt:
		c.b.Line = int32(s.line)
		if !s.v.cell {
			c.define(s.v, c.boxed(s.x))
			return
		}
		// The cell comes first: a function may refer to itself.
		c.define(s.v, c.ref(c.m.nilRef))
		c.assign(s.v, c.boxed(s.x))
	case assignStmt:
		c.assign(s.v, c.boxed(s.x))
	case storeStmt:
		c.b.Line = int32(s.line)
		list := c.boxed(s.list)
		index := c.expr(s.index)
		x := c.boxed(s.x)
		elems, i := c.element(list, index)
		c.storeRef(x, elems, i, offRefs)
	case exprStmt:
		c.expr(s.x)
	case returnStmt:
		x := c.boxed(s.x)
		c.unlockAll()
		c.b.Ret(x)
	case ifStmt:
		c.ifStmt(s)
	case whileStmt:
		c.loop(func() *ssa.Value { return c.cond(s.cond) }, func() { c.block(s.body) }, func() {})
	case forStmt:
		c.forStmt(s)
	case jumpStmt:
		to := c.breaks
		if s.cont {
			to = c.conts
		}
		c.b.Jmp(to[len(to)-1])
	case throwStmt:
		c.b.Line = int32(s.line)
		c.raise(exitThrow, c.boxed(s.x))
	case tryStmt:
		c.tryStmt(s)
	case lockStmt:
		c.lockStmt(s)
	}
}

func (c *compiler) ifStmt(s ifStmt) {
	then, els, join := c.newBlock(), c.newBlock(), c.newBlock()
	c.b.If(c.cond(s.cond), then, els)
	reached := false
	for i, body := range [][]stmt{s.then, s.els} {
		c.start([]*ssa.Block{then, els}[i])
		c.block(body)
		if c.open() {
			c.b.Jmp(join)
			reached = true
		}
	}
	c.start(join)
	if !reached {
		c.b.Stop()
	}
}

// loop compiles a loop; next runs at its end, also after continue.
func (c *compiler) loop(cond func() *ssa.Value, body, next func()) {
	head, turn, tail, exit := c.newBlock(), c.newBlock(), c.newBlock(), c.newBlock()
	c.b.Jmp(head)
	c.b.At(head) // not sealed: the tail comes back
	x := cond()
	c.b.If(x, turn, exit)
	c.breaks, c.conts = append(c.breaks, exit), append(c.conts, tail)
	c.start(turn)
	body()
	if c.open() {
		c.b.Jmp(tail)
	}
	c.breaks, c.conts = c.breaks[:len(c.breaks)-1], c.conts[:len(c.conts)-1]
	c.start(tail)
	if len(tail.Preds) > 0 {
		next()
		c.b.Poll(nil)
		c.b.Jmp(head)
	} else {
		c.b.Stop()
	}
	c.vars.seal(head)
	c.start(exit)
}

func (c *compiler) forStmt(s forStmt) {
	c.b.Line = int32(s.line)
	list, index := c.hiddenVar(ssa.Ref), c.hiddenVar(ssa.I32)
	x := c.boxed(s.list)
	c.check(x, kList)
	c.vars.write(c.b.B, list, x)
	c.vars.write(c.b.B, index, c.i32(0))
	c.loop(func() *ssa.Value {
		n := c.b.Load(ssa.I32, c.read(list), offLength, 0)
		return c.b.Value(ssa.OpLt, ssa.I32, c.read(index), n)
	}, func() {
		elems := c.b.Load(ssa.Ref, c.read(list), offElements, 0)
		c.define(s.v, c.b.LoadX(ssa.OpLoad, ssa.Ref, elems, c.read(index), 2, offRefs, 0))
		c.block(s.body)
	}, func() {
		c.vars.write(c.b.B, index, c.b.Value(ssa.OpAdd, ssa.I32, c.read(index), c.i32(1)))
	})
}

// protected compiles body, and then handle for the exceptions of body, with the exception.
func (c *compiler) protected(body func(), handle func(e *ssa.Value)) {
	outer := c.handler
	h := &handler{c.newBlock(), c.hiddenVar(ssa.Ref)}
	join := c.newBlock()
	c.handler = h
	body()
	c.handler = outer
	if c.open() {
		c.b.Jmp(join)
	}
	c.start(h.block)
	if len(h.block.Preds) > 0 {
		handle(c.vars.read(h.block, h.exception))
		if c.open() {
			c.b.Jmp(join)
		}
	} else {
		c.b.Stop()
	}
	c.start(join)
	if len(join.Preds) == 0 {
		c.b.Stop()
	}
}

func (c *compiler) tryStmt(s tryStmt) {
	c.protected(func() { c.block(s.body) }, func(e *ssa.Value) {
		c.define(s.v, e)
		c.block(s.handler)
	})
}

func (c *compiler) lockStmt(s lockStmt) {
	c.b.Line = int32(s.line)
	object := c.hiddenVar(ssa.Ref)
	c.vars.write(c.b.B, object, c.boxed(s.x))
	c.exit(ssa.Void, exitLock, c.read(object))
	c.protected(func() {
		c.locks = append(c.locks, object)
		c.block(s.body)
		c.locks = c.locks[:len(c.locks)-1]
	}, func(e *ssa.Value) {
		c.exit(ssa.Void, exitUnlock, c.read(object))
		c.raise(exitThrow, e)
	})
	if c.open() {
		c.exit(ssa.Void, exitUnlock, c.read(object))
	}
}

// unlockAll unlocks what lock statements around have locked, before a return.
func (c *compiler) unlockAll() {
	outer := c.handler
	c.handler = nil
	for _, v := range slices.Backward(c.locks) {
		c.exit(ssa.Void, exitUnlock, c.read(v))
	}
	c.handler = outer
}

func sortedByID(m map[*variable]*ssa.Value) []*variable {
	var vs []*variable
	for v := range m {
		vs = append(vs, v)
	}
	slices.SortFunc(vs, func(a, b *variable) int { return cmp.Compare(a.id, b.id) })
	return vs
}
