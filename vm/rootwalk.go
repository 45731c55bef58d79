package vm

import "gojvm/mem"

// RootVisitor is told of the roots of the heap, for dumps: the world is stopped.
type RootVisitor interface {
	// Global is a global handle.
	Global(r Ref)
	// Frame is a reference in frame number frame of t, counted from the innermost.
	Frame(t *Thread, frame int, r Ref)
	// Locked is the object that a synchronized method of t has locked.
	Locked(t *Thread, r Ref)
	// Local is a local handle of a native method of t.
	Local(t *Thread, r Ref)
}

// VisitRoots shows v the roots of the heap but for the mirrors of the classes and
// the threads' own objects.
func (vm *VM) VisitRoots(v RootVisitor) {
	vm.globals.forEach(func(p *Ref) { v.Global(*p) })
	vm.domains.forEach(func(d *Domain) { d.visitHandles(func(p *Ref) { v.Global(*p) }) })
	if vm.pending.head != 0 {
		v.Global(vm.pending.head)
	}
	for _, t := range vm.AllThreads() {
		if t.Ctx.Exception != 0 {
			v.Local(t, t.Ctx.Exception)
		}
		t.handles.forEach(func(p *Ref) { v.Local(t, *p) })
		n := 0
		visit := func(p *Ref) { v.Frame(t, n, *p) }
		for fp := uintptr(t.Ctx.FP); fp != 0; {
			f := t.frameAt(fp)
			if fp&1 != 0 {
				fp = vm.Compiler.VisitRefs(t, fp&^1, visit)
				n += len(f.scopes)
				continue
			}
			if l := f.Lock(); l != 0 {
				v.Locked(t, l)
			}
			t.visitFrame(fp, visit)
			fp = uintptr(mem.Load64(at(fp, FrameCaller)))
			n++
		}
	}
}
