package jit

import (
	"sync"

	"gojvm/codegen/ssa"
	"gojvm/mem"
	"gojvm/vm"
)

// Code in which the body of a replaced method was translated is stale (vm.Compiler.Replace).
// Nothing enters it any more, and what stands in it goes on in the interpreter:
//
//	at a poll, an exit   when the host has served it (run.go)
//	at a call            the return address is that of a catch, code that leaves to the
//	                     host with the result
//
// In each case the address at which the frame stands is that of the catch; caught has the one that it
// replaced. Polls can be left so only if their states have values, which they have when there are agents
// and in code that makes assumptions of classes (hierarchy.go).

// caught has the return addresses that were replaced, by where they are. An entry whose frame
// has been unwound stays until the place is used again: only places that
// hold the address of the catch are looked up.
type caught struct {
	mu    sync.Mutex
	addrs map[uintptr]uintptr
}

func (c *caught) put(pos, pc uintptr) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.addrs == nil {
		c.addrs = map[uintptr]uintptr{}
	}
	c.addrs[pos] = pc
}

func (c *caught) get(pos uintptr) uintptr {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.addrs[pos]
}

// pcAt returns the return address at pos.
func (j *JIT) pcAt(pos uintptr) uintptr {
	pc := loadWord(pos)
	if pc == j.catch {
		return j.caught.get(pos)
	}
	return pc
}

// Hold implements vm.Compiler. A compilation in the background may itself stop the world, so it
// is waited for before; in the foreground threads compile, and none does while the world is stopped.
func (j *JIT) Hold(t *vm.Thread) (release func()) {
	if j.foreground() {
		return func() {}
	}
	t.Blocking(j.compiling.Lock)
	return j.compiling.Unlock
}

// Replace implements vm.Compiler.
func (j *JIT) Replace(list []vm.Replacement) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.replacements++
	old := map[*vm.Method]*vm.Method{}
	for _, r := range list {
		old[r.Method] = r.Old
	}
	for _, c := range j.installed {
		if c.has(old) {
			j.withdraw(c)
			c.stale = true
			c.belongTo(old)
		}
	}
	for _, r := range list {
		if v, ok := j.methods.LoadAndDelete(r.Method); ok {
			v.(*record).gone = true
		}
	}
	for _, t := range j.vm.AllThreads() {
		j.catchReturns(t)
	}
}

// withdraw has nothing enter c any more. j.mu is held.
func (j *JIT) withdraw(c *compiled) {
	c.done = true
	v, ok := j.methods.Load(c.m)
	if !ok {
		return
	}
	r := v.(*record)
	if c.bci >= 0 {
		if r.loops[c.bci] == c {
			delete(r.loops, c.bci)
		}
		return
	}
	if r.entry == c {
		r.entry = nil
		c.m.SetEntry(j.bridge)
		j.vm.Executor.Redirect(c.m, 0)
	}
}

// has reports whether c is the translation of one of the methods, or has one inlined.
func (c *compiled) has(of map[*vm.Method]*vm.Method) bool {
	for _, m := range c.inlined {
		if _, ok := of[m]; ok {
			return true
		}
	}
	_, ok := of[c.m]
	return ok
}

// belongTo has the frames of c be those of the old methods.
func (c *compiled) belongTo(old map[*vm.Method]*vm.Method) {
	lead := func(m **vm.Method) {
		if o := old[*m]; o != nil {
			*m = o
		}
	}
	lead(&c.m)
	for i := range c.inlined {
		lead(&c.inlined[i])
	}
	for i := range c.code.Sites {
		d, ok := c.code.Sites[i].Data.(*frameData)
		if !ok || d == nil {
			continue
		}
		for k := range d.frames {
			lead(&d.frames[k].method)
		}
		for k := range d.scopes {
			lead(&d.scopes[k].Method)
		}
	}
}

// catchReturns has the stale frames of t caught when their callees return.
func (j *JIT) catchReturns(t *vm.Thread) {
	none := func(*vm.Ref) {}
	for fp := uintptr(t.Ctx.FP); fp != 0; {
		if fp&1 == 0 {
			fp = uintptr(mem.Load64(fp - 8))
			continue
		}
		pos := fp &^ 1
		if p := j.physicalAt(pos); p.isStale() && loadWord(pos) != j.catch {
			j.caught.put(pos, loadWord(pos))
			storeWord(pos, j.catch)
		}
		fp = j.VisitRefs(t, pos, none)
	}
}

func (p *physical) isStale() bool {
	c, ok := p.entry.Code.Client.(*compiled)
	return ok && c.stale && p.site.Data != nil && p.data().rebuildable()
}

// goesOn decides whether the frame at pos, which has left for the host, goes on in
// compiled code; else it leaves for the interpreter, with the result v of the exit.
func (j *JIT) goesOn(t *vm.Thread, pos uintptr, v uint64) (vm.Outcome, bool) {
	if loadWord(pos) != j.catch {
		return vm.Outcome{}, true
	}
	storeWord(pos, j.caught.get(pos))
	p := j.physicalAt(pos)
	return j.interpret(t, &p, pos, v), false
}

// interpret has the frame p at pos go on in the interpreter: with the instruction at which it
// stands, or behind it with the result v.
func (j *JIT) interpret(t *vm.Thread, p *physical, pos uintptr, v uint64) vm.Outcome {
	d := p.data()
	var next uintptr
	var err error
	if d.after {
		if next, err = d.frames[0].method.Code().PointAt(d.next); err != nil {
			t.ThrowOutOfMemory("Metaspace")
			return j.Unwind(t, pos)
		}
	}
	// Rebuilding allocates the objects that had been replaced by values.
	mark := t.HandleMark()
	defer t.ReleaseHandles(mark)
	var result vm.Handle
	if d.after && d.result == ssa.Ref {
		result = t.NewHandle(vm.Ref(v))
	}
	if err := j.rebuild(t, p); err != nil {
		return j.Unwind(t, pos)
	}
	if d.after {
		if d.result == ssa.Ref {
			v = uint64(result.Ref())
		}
		fp := uintptr(t.Ctx.FP)
		mem.Store64(fp-24, uint64(next))
		switch d.result {
		case ssa.Void:
		case ssa.I64, ssa.F64:
			mem.Store64(fp+uintptr(d.dest)*8, v)
		default:
			mem.Store64(fp+uintptr(d.dest)*8, uint64(uint32(v)))
		}
	}
	return vm.Outcome{Kind: vm.CompiledCalls}
}

// returned serves the catch: a callee has returned to a stale frame. The stack
// pointer is behind the return address, the result in the saved registers.
func (j *JIT) returned(t *vm.Thread) vm.Outcome {
	ctx := t.Ctx
	pos := uintptr(ctx.SP) - wordSize
	storeWord(pos, j.caught.get(pos))
	ctx.FP = uint64(pos) | 1
	p := j.physicalAt(pos)
	var v uint64
	switch p.data().result {
	case ssa.F32, ssa.F64:
		v = ctx.FloatRegs[j.mach.FloatResult]
	case ssa.I64:
		v = ctx.IntRegs[j.mach.IntResults[0]]
		if j.mach.Target.Split64 {
			v = uint64(uint32(v)) | ctx.IntRegs[j.mach.IntResults[1]]<<32
		}
	default:
		v = ctx.IntRegs[j.mach.IntResults[0]]
	}
	return j.interpret(t, &p, pos, v)
}
