package substrate

import (
	"gojvm/codegen"
	"gojvm/codegen/codecache"
	"gojvm/gc"
	"gojvm/mem"
)

// frame is a frame of compiled code, innermost first:
//
//	        | return address |   ret = sp + FrameSize
//	        | ...            |
//	sp ->   |                |   pc is in code
type frame struct {
	code *codecache.Entry
	pc   uintptr
	sp   uintptr
}

// top returns the frame that left to the host.
func (t *Thread) top() frame {
	pc := uintptr(t.get(codegen.CtxPC))
	return frame{t.m.cache.Lookup(pc), pc, uintptr(t.get(codegen.CtxSP))}
}

// caller returns the frame that called f; there is none above the entry stub.
func (t *Thread) caller(f frame) (frame, bool) {
	if f.code == t.m.stub {
		return frame{}, false
	}
	ret := f.sp + uintptr(f.code.Code.FrameSize)
	pc, size := t.returnAddress(ret)
	return frame{t.m.cache.Lookup(pc), pc, ret + size}, true
}

// returnAddress loads a return address, and tells its size.
func (t *Thread) returnAddress(addr uintptr) (pc, size uintptr) {
	if t.m.target.PtrSize == 4 {
		return uintptr(mem.Load32(addr)), 4
	}
	return uintptr(mem.Load64(addr)), 8
}

// visitRoots calls visit for each root cell of t. The world is stopped.
func (t *Thread) visitRoots(visit func(*gc.Ref)) {
	for i := range t.roots {
		visit(&t.roots[i])
	}
	for _, r := range []*gc.Ref{&t.exception, &t.result} {
		if *r != 0 {
			visit(r)
		}
	}
	if !t.inCode {
		return
	}
	for f, ok := t.top(), true; ok; f, ok = t.caller(f) {
		for _, p := range f.site().Refs {
			addr := f.sp + uintptr(p.N)
			if p.Kind == codegen.PlaceInt { // saved at a poll
				addr = t.ctx + codegen.CtxIntRegs + uintptr(8*p.N)
			}
			if r := (*gc.Ref)(mem.Ptr(addr)); *r != 0 {
				visit(r)
			}
		}
	}
}

// site returns the description of the safepoint at which f stands.
func (f frame) site() *codegen.Site {
	s := f.code.SiteAt(f.pc)
	if s == nil {
		panic("BUG: no safepoint in " + f.code.Code.Name)
	}
	return s
}

// unwind leaves frames until one has a handler, where the code will go on. It reports
// false when there is none.
func (t *Thread) unwind() bool {
	for f, ok := t.top(), true; ok; f, ok = t.caller(f) {
		if h := f.site().Handler; h >= 0 {
			t.set(codegen.CtxPC, uint64(f.code.Addr+uintptr(h)))
			t.set(codegen.CtxSP, uint64(f.sp))
			t.set(codegen.CtxIntRegs+uintptr(8*exceptionReg), uint64(t.exception))
			mem.Store32(t.ctx+codegen.CtxReason, uint32(codegen.ReasonPoll)) // loads the registers
			t.exception = 0
			return true
		}
	}
	return false
}
