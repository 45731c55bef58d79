package jit

import (
	"gojvm/codegen"
	"gojvm/vm"
)

// Unwind implements vm.Compiler.
func (j *JIT) Unwind(t *vm.Thread, pos uintptr) vm.Outcome {
	t.Ctx.Leave, t.Ctx.LeaveAll = j.leave, j.leaveAll
	if o, here := j.unwind(t, pos); !here {
		return o
	}
	return j.run(t)
}

// unwind looks for who has to do with the pending exception, from the compiled frame at pos
// on. A frame with a way to its handlers is to be entered there, with the registers of the
// context: then it reports true. One that has a handler, or a lock to give back, but no
// way becomes an interpreter frame, in which the search goes on; others are left.
func (j *JIT) unwind(t *vm.Thread, pos uintptr) (o vm.Outcome, here bool) {
	ctx := t.Ctx
	for {
		ctx.FP = uint64(pos) | 1
		p := j.physicalAt(pos)
		if p.isStub() {
			carrier := carrierOf(p.ret)
			ctx.FP = uint64(carrier)
			return vm.Outcome{Kind: vm.CompiledThrew, FP: carrier}, false
		}
		if p.site.Handler >= 0 && !p.isStale() {
			ctx.PC = uint64(p.entry.Addr) + uint64(p.site.Handler)
			ctx.SP = uint64(p.sp)
			ctx.IntRegs[j.mach.IntResults[0]] = uint64(t.TakeException())
			ctx.Reason = uint32(codegen.ReasonPoll) // the registers are loaded
			return vm.Outcome{}, true
		}
		for _, s := range p.data().scopes {
			if s.Method.IsSynchronized() || handles(s) {
				if o, ok := j.unwindInside(t, &p); ok {
					return o, false
				}
				break // no memory: OutOfMemoryError is on its way
			}
		}
		pos = p.ret
	}
}

// rethrow serves the exits by which compiled code passes an exception on: from the frame that
// leaves to its caller, or for exitUnwind to the interpreter.
func (j *JIT) rethrow(t *vm.Thread, n exitNumber) (o vm.Outcome, here bool) {
	t.SetException(vm.Ref(uint32(t.Ctx.Args[0])))
	p := j.physicalAt(stand(t.Ctx))
	if n == exitUnwind {
		if o, ok := j.unwindInside(t, &p); ok {
			return o, false
		}
	}
	return j.unwind(t, p.ret)
}

// unwindInside has the search for a handler go on in the interpreter, beginning with the innermost
// method of p. It reports false, with another exception pending, if there is no memory for that.
func (j *JIT) unwindInside(t *vm.Thread, p *physical) (vm.Outcome, bool) {
	j.mu.Lock()
	j.reconsider(p)
	j.mu.Unlock()
	err := j.rebuild(t, p)
	return vm.Outcome{Kind: vm.CompiledUnwinds}, err == nil
}

// handles reports whether the method of s has a handler for what is thrown where it stands.
func handles(s vm.Scope) bool {
	hs := s.Method.Body.Handlers
	for i := range hs.Len() {
		if h := hs.At(i); h.Start <= s.BCI && s.BCI < h.End {
			return true
		}
	}
	return false
}

// reconsider has the code of p, which an exception leaves for the interpreter, compiled again if it
// would not do so then. j.mu is held.
func (j *JIT) reconsider(p *physical) {
	c := p.entry.Code.Client.(*compiled)
	for _, s := range p.data().scopes {
		if j.misses(c, catcher{s.Method, unlocking}) {
			j.recompile(c)
			return
		}
		hs := s.Method.Body.Handlers
		for i := range hs.Len() {
			if h := hs.At(i); h.Start <= s.BCI && s.BCI < h.End && h.Handler > s.BCI && j.misses(c, catcher{s.Method, h.Handler}) {
				j.recompile(c)
				return
			}
		}
	}
}

// misses reports whether h is in use but not translated in c.
func (j *JIT) misses(c *compiled, h catcher) bool {
	translated, asked := c.caught[h]
	return asked && !translated && j.inUse(h)
}
