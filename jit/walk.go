package jit

import (
	"unsafe"

	"gojvm/codegen"
	"gojvm/codegen/codecache"
	"gojvm/mem"
	"gojvm/vm"
)

// physical is a compiled frame: what is known of it from a position.
//
//	sp + FrameSize   return address    <- ret, the caller's position
//	sp               lowest word of the frame
//	pos = sp - word  where the frame stands: an address in its code
type physical struct {
	sp, ret uintptr
	entry   *codecache.Entry
	site    *codegen.Site
}

func (j *JIT) physicalAt(pos uintptr) physical {
	pc := j.pcAt(pos)
	e := j.cache.Lookup(pc)
	if e == nil {
		panic("BUG: a return address is not in compiled code")
	}
	p := physical{sp: pos + wordSize, entry: e, site: e.SiteAt(pc)}
	if p.site == nil && j.faulted.Load() {
		p.site = siteOfFault(e.Code, pc-e.Addr)
	}
	if p.site == nil {
		panic("BUG: no safepoint at a return address in " + e.Code.Name)
	}
	p.ret = p.sp + uintptr(e.Code.FrameSize)
	return p
}

// isStub reports whether the frame is that of an entry stub, with which a segment
// begins.
func (p *physical) isStub() bool {
	_, ok := p.entry.Code.Client.(stub)
	return ok
}

// data returns the frame data of the site.
func (p *physical) data() *frameData { return p.site.Data.(*frameData) }

// FrameAt implements vm.Compiler. An entry stub has no methods, and its caller is that
// of the carrier.
func (j *JIT) FrameAt(pos uintptr) (scopes []vm.Scope, caller uintptr) {
	p := j.physicalAt(pos)
	if p.isStub() {
		return nil, uintptr(mem.Load64(carrierOf(p.ret) - 8))
	}
	return p.data().scopes, p.ret | 1
}

// LocksAt implements vm.Compiler.
func (j *JIT) LocksAt(t *vm.Thread, pos uintptr, depth int) []vm.Ref {
	p := j.physicalAt(pos)
	d := p.data()
	var list []vm.Ref
	add := func(r vm.Ref) {
		if r != 0 {
			list = append(list, r)
		}
	}
	if d.locks != nil {
		first := d.frameSize()
		for _, n := range d.locks[:depth] {
			first += int(n)
		}
		for _, place := range p.site.State[first : first+int(d.locks[depth])] {
			add(vm.Ref(uint32(p.value(t.Ctx, place))))
		}
	}
	if depth == len(d.scopes)-1 && d.scopes[depth].Method.IsSynchronized() {
		// A method that was entered at a loop has its lock in the carrier.
		if up := j.physicalAt(p.ret); up.isStub() {
			add(vm.Ref(mem.Load32(carrierOf(up.ret) - 32)))
		}
	}
	return list
}

// VisitRefs implements vm.Compiler.
func (j *JIT) VisitRefs(t *vm.Thread, pos uintptr, visit func(*vm.Ref)) uintptr {
	p := j.physicalAt(pos)
	if p.isStub() {
		// The carrier has nothing to visit but its lock.
		return carrierOf(p.ret)
	}
	for _, r := range p.site.Refs {
		var addr *vm.Ref
		switch r.Kind {
		case codegen.PlaceStack:
			addr = (*vm.Ref)(mem.Ptr(p.sp + uintptr(r.N)))
		case codegen.PlaceInt:
			addr = (*vm.Ref)(unsafe.Pointer(&t.Ctx.IntRegs[r.N]))
		default:
			panic("BUG: a reference is in no place that can be updated")
		}
		if *addr != 0 {
			visit(addr)
		}
	}
	return p.ret | 1
}
