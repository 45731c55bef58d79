package interp

import (
	"sync/atomic"
	"unsafe"

	"gojvm/mem"
	"gojvm/vm"
)

// slowCall stands in for the call sequence of run when the callee has no code
// yet, a poll is due, or the stack is at its limit. It returns in to have the
// call executed again, or where the exception is handled. Another thread may have
// prepared the callee, or ended the poll, since run looked.
func (x *Interp) slowCall(t *vm.Thread, in *ins, fp unsafe.Pointer, block uintptr) *ins {
	if t.Ctx.Poll != 0 {
		t.Poll()
		return in
	}
	if mem.AtomicLoad32(block+vm.MethodCode) == 0 {
		if err := x.Prepare(t, x.vm.MethodOf(block)); err != nil {
			return x.unwind(t)
		}
		return in
	}
	nfp := uintptr(fp) - vm.FrameHeader - uintptr(mem.Load32(block+vm.MethodFrameSize))
	if nfp >= uintptr(t.Ctx.StackLimit) {
		return in
	}
	t.ThrowStackOverflow()
	return x.unwind(t)
}

// enter makes the frame of method m, called by instruction in of the frame at fp
// with the values of the given registers and, if extra is not nil, that as the
// last argument. It returns m's first instruction.
func (x *Interp) enter(t *vm.Thread, fp unsafe.Pointer, m *vm.Method, regs []uint16, extra *vm.Value) *ins {
	if mem.AtomicLoad32(m.Block+vm.MethodCode) == 0 {
		if err := x.Prepare(t, m); err != nil {
			return x.unwind(t)
		}
	}
	nfp := uintptr(fp) - vm.FrameHeader - uintptr(mem.Load32(m.Block+vm.MethodFrameSize))
	if nfp < uintptr(t.Ctx.StackLimit) {
		t.ThrowStackOverflow()
		return x.unwind(t)
	}
	to := nfp
	for _, r := range regs {
		mem.Store64(to, u64(fp, r))
		to += 8
	}
	if extra != nil {
		mem.Store64(to, uint64(*extra))
	}
	pushFrame(mem.Ptr(nfp), fp, m.Block, 0)
	t.Ctx.FP = uint64(nfp)
	return at(uintptr(mem.Load32(m.Block + vm.MethodCode)))
}

// lockFrame locks the receiver, or the class, for the synchronized method in the
// frame at fp (JVMS 2.11.10).
func (x *Interp) lockFrame(t *vm.Thread, fp unsafe.Pointer) {
	m := x.method(fp)
	l := frameLock(fp)
	r := vm.MirrorOf(m.Holder)
	if !m.IsStatic() {
		r = vm.Ref(u32(fp, 0))
	}
	t.MonitorEnter(r)
	// Entering may have blocked, and the receiver moved.
	if !m.IsStatic() {
		r = vm.Ref(u32(fp, 0))
	}
	*l = r
	setFlags(fp, vm.FrameLocked)
}

// quickenInvoke resolves invokevirtual, invokespecial, invokestatic and
// invokeinterface (JVMS 6.5).
func (x *Interp) quickenInvoke(t *vm.Thread, op uint16, in *ins, fp unsafe.Pointer) *ins {
	from := x.method(fp)
	idx := int(in.e)
	if op == opInvokeInterfaceU {
		idx = int(in.iface().cp)
	}
	if op == opInvokeVirtualU || op == opInvokeStaticU {
		if next, done := x.quickenPolymorphic(t, op, in, fp, from, idx); done {
			return next
		}
	}
	k := vm.InvokeKind(vm.InvokeVirtual)
	switch op {
	case opInvokeSpecialU:
		k = vm.InvokeSpecial
	case opInvokeStaticU:
		k = vm.InvokeStatic
	case opInvokeInterfaceU:
		k = vm.InvokeInterface
	}
	m, err := x.vm.Linker.ResolveMethod(t, from, idx, k)
	if err != nil {
		return x.unwind(t)
	}
	switch op {
	case opInvokeStaticU:
		if !m.Holder.Initialized() {
			if err := x.vm.Linker.Initialize(t, m.Holder); err != nil {
				return x.unwind(t)
			}
			if !m.Holder.Initialized() {
				return x.enter(t, fp, m, in.args(), nil)
			}
		}
		in.d = uint32(m.Block)
		in.op = opInvokeStatic
	case opInvokeSpecialU:
		in.d = uint32(m.Block)
		in.op = opInvokeDirect
	case opInvokeVirtualU:
		if m.Holder.IsInterface() {
			// A method inherited from an interface has no vtable index.
			in.d = uint32(m.Block)
			in.op = opInvokeDefault
		} else if i := vtableIndex(m); i >= 0 && !m.IsFinal() && !m.Holder.IsFinal() {
			in.d = uint32(vm.KlassVtable + 4*i)
			in.op = opInvokeVirtual
		} else {
			in.d = uint32(m.Block)
			in.op = opInvokeDirect
		}
	case opInvokeInterfaceU:
		info := in.iface()
		info.block = uint32(m.Block)
		if m.Holder.IsInterface() && m.ItableIndex >= 0 && !inheritedBy(from, idx, m) {
			info.index = uint32(4 * m.ItableIndex)
			info.klass = uint32(m.Holder.Block)
		} else if m.Holder.IsInterface() {
			named, err := x.vm.Linker.ResolveClass(t, from.CP, pool(from).Ref(idx).ClassIndex)
			if err != nil {
				return x.unwind(t)
			}
			info.index = uint32(named.Block)
		}
		in.op = opInvokeInterface
	}
	return in
}

// inheritedBy reports whether the interface that entry idx of from's constant pool names inherits m
// from another. Then the receiver must have the one that is named, and the slow path looks.
func inheritedBy(from *vm.Method, idx int, m *vm.Method) bool {
	class, _, _ := memberRef(from, idx)
	return class != m.Holder.Name
}

// vtableIndex returns m's place in vtables, -1 if it has none.
func vtableIndex(m *vm.Method) int {
	if m.IsStatic() || m.IsPrivate() || m.IsInit() || m.Holder.IsInterface() {
		return -1
	}
	return m.VtableIndex
}

// interfaceMiss executes an interface call that the loop did not find a target
// for: the receiver is null, its class was not seen before, or has no such method.
func (x *Interp) interfaceMiss(t *vm.Thread, in *ins, fp unsafe.Pointer) *ins {
	recv := vm.Ref(u32(fp, in.args()[0]))
	if recv == 0 {
		return x.throwNull(t)
	}
	info := in.iface()
	m := x.vm.MethodOf(uintptr(info.block))
	k := vm.KlassOf(recv)
	if info.klass == 0 && m.Holder.IsInterface() {
		if named := uintptr(info.index); !vm.InstanceOf(k, named) {
			x.throwNotImplemented(t, k, x.vm.ClassAt(named))
			return x.unwind(t)
		}
	}
	target, err := x.selectInterface(t, m, k)
	if err != nil {
		return x.unwind(t)
	}
	if wide && in.imm64() == 0 && x.outlives(x.vm.ClassAt(vm.KlassOf(recv)), x.method(fp)) {
		// The cache is filled once: a site that sees many classes searches.
		atomic.StoreUint64((*uint64)(unsafe.Pointer(&in.d)), uint64(k)|uint64(target.Block)<<32)
	}
	return x.enter(t, fp, target, in.args(), nil)
}

// outlives reports whether c is not unloaded before m is: only then may code of m name it
// that does not keep it alive.
func (x *Interp) outlives(c *vm.Class, m *vm.Method) bool {
	return c.Domain.Permanent || c.Domain == m.Holder.Domain
}

// invokeDefault executes invokevirtual of a method that the receiver's class
// inherits from an interface.
func (x *Interp) invokeDefault(t *vm.Thread, in *ins, fp unsafe.Pointer) *ins {
	recv := vm.Ref(u32(fp, in.args()[0]))
	if recv == 0 {
		return x.throwNull(t)
	}
	m, err := x.selectInterface(t, x.vm.MethodOf(uintptr(in.d)), vm.KlassOf(recv))
	if err != nil {
		return x.unwind(t)
	}
	return x.enter(t, fp, m, in.args(), nil)
}

// selectInterface selects the method that an interface call of m invokes on an
// object of klass k (JVMS 5.4.6 and the run-time exceptions of invokeinterface).
func (x *Interp) selectInterface(t *vm.Thread, m *vm.Method, k uintptr) (*vm.Method, error) {
	c := x.vm.ClassAt(k)
	if !m.Holder.IsInterface() {
		return x.selectVirtual(m, c), nil // a method of Object
	}
	if !vm.InstanceOf(k, m.Holder.Block) {
		return nil, x.throwNotImplemented(t, k, m.Holder)
	}
	if m.IsPrivate() {
		return m, nil
	}
	if b := itableLookup(k, m); b != 0 {
		return x.vm.MethodOf(b), nil
	}
	return nil, t.ThrowAbstract(t.TopFrame(), c, m)
}

// throwNotImplemented throws for an interface call on an object of klass k, which has not the interface.
func (x *Interp) throwNotImplemented(t *vm.Thread, k uintptr, named *vm.Class) error {
	return t.Throwf("java/lang/IncompatibleClassChangeError",
		"Class %s does not implement the requested interface %s", x.vm.ClassAt(k).JavaName(), named.JavaName())
}

// itableLookup finds the method block for interface method m in the itable of klass k, 0 if
// there is none.
func itableLookup(k uintptr, m *vm.Method) uintptr {
	p := uintptr(mem.Load32(k + vm.KlassItable))
	if p == 0 {
		return 0
	}
	for n := mem.Load32(p); n > 0; n-- {
		if uintptr(mem.Load32(p+4)) == m.Holder.Block {
			return uintptr(mem.Load32(uintptr(mem.Load32(p+8)) + uintptr(4*m.ItableIndex)))
		}
		p += 8
	}
	return 0
}

// selectVirtual selects the method that a virtual call of m invokes on an
// object of class c.
func (x *Interp) selectVirtual(m *vm.Method, c *vm.Class) *vm.Method {
	if i := vtableIndex(m); i >= 0 {
		return x.vm.MethodOf(uintptr(mem.Load32(c.Block + vm.KlassVtable + uintptr(4*i))))
	}
	return m
}

// callAbstract throws for a call that selected an abstract method.
func (x *Interp) callAbstract(t *vm.Thread, fp unsafe.Pointer) *ins {
	m := x.method(fp)
	c := m.Holder
	if r := vm.Ref(u32(fp, 0)); !m.IsStatic() && r != 0 {
		c = x.vm.ClassOf(r)
	}
	entry := frameFlags(fp)&vm.FrameEntry != 0
	t.Ctx.FP = uint64(uintptr(frameCaller(fp))) // the call throws, not the method
	t.ThrowAbstract(t.TopFrame(), c, m)
	if entry {
		return nil
	}
	return x.unwind(t)
}
