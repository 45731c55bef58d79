package jit

import (
	"gojvm/codegen/ssa"
	bc "gojvm/loader/bytecode"
	"gojvm/mem"
	"gojvm/vm"
)

// Calls. A compiled caller passes the method block as a hidden first argument and
// calls through it:
//
//	call [mb + MethodEntry]
//
// so that a new tier, or the bridge to the interpreter, is one store away.

const methodHandleClass, varHandleClass = "java/lang/invoke/MethodHandle", "java/lang/invoke/VarHandle"

// invoke translates the invoke instructions.
func (a *activation) invoke(in *bc.Inst) {
	class, name, desc := callRef(a.m, in)
	params, ret := signature(desc)
	n := len(params)
	if in.Op != bc.Invokestatic && in.Op != bc.Invokedynamic {
		n++
	}
	if in.Op == bc.Invokedynamic {
		a.invokeLinked(n, ret)
		return
	}
	if class == methodHandleClass && a.invokeIntrinsic(name, n, ret) {
		return
	}
	r := a.m.CP.Resolved(in.Index)
	if class == methodHandleClass || class == varHandleClass {
		if r == nil && in.Op == bc.Invokevirtual {
			a.invokeLinked(n, ret)
			return
		}
	}
	if r == nil || r.Failed() || r.Method == nil || r.Method.IsStatic() != (in.Op == bc.Invokestatic) {
		a.trap(trapUnresolved)
		return
	}
	m := r.Method
	switch in.Op {
	case bc.Invokestatic:
		if !m.Holder.Initialized() {
			a.trap(trapUnresolved)
			return
		}
		a.callMethod(m, a.popN(n), ret)
	case bc.Invokespecial:
		a.invokeSpecial(m, n, ret)
	case bc.Invokevirtual:
		a.invokeVirtual(m, a.namedClass(in.Index), n, ret)
	case bc.Invokeinterface:
		if class != m.Holder.Name && m.Holder.IsInterface() {
			// Inherited by the interface that is named, which is the one that the receiver must have.
			named := a.namedClass(in.Index)
			if named == nil {
				a.trap(trapUnresolved)
				return
			}
			a.guard(a.isInstance(a.receiver(n), named), trapException)
		}
		a.invokeInterface(m, n, ret)
	}
}

// namedClass returns the class that the method reference idx names, nil if it is not resolved.
func (a *activation) namedClass(idx int) *vm.Class {
	return a.classAt(a.m.CP.Symbols().Ref(idx).ClassIndex)
}

// receiver returns the receiver of a call with n operands, which are on the stack
// still, after its null check.
func (a *activation) receiver(n int) *ssa.Value {
	r := a.stack[len(a.stack)-n]
	a.notNull(r)
	return r
}

// invokeSpecial calls constructors, private methods, and methods of superclasses;
// for the latter the interpreter has made the selection.
func (a *activation) invokeSpecial(m *vm.Method, n int, ret vm.Kind) {
	if !m.IsInit() && !(m.IsPrivate() && m.Holder == a.m.Holder) {
		b := a.code.DirectTarget(a.bci)
		if b == 0 {
			a.trap(trapUnresolved)
			return
		}
		m = a.j.vm.MethodOf(b)
	}
	a.receiver(n)
	a.callMethod(m, a.popN(n), ret)
}

// invokeVirtual calls m on an object of class named, if that is not nil, or a subclass.
func (a *activation) invokeVirtual(m *vm.Method, named *vm.Class, n int, ret vm.Kind) {
	if m.VtableIndex >= 0 && !m.Holder.IsInterface() {
		if c := a.constantOf(a.stack[len(a.stack)-n]); c != nil && !c.class.IsArray() && int(m.VtableIndex) < len(c.class.Vtable) {
			a.callMethod(c.class.Vtable[m.VtableIndex], a.popN(n), ret)
			return
		}
	}
	switch {
	case m.IsPrivate() || (m.IsFinal() || m.Holder.IsFinal()) && !m.Holder.IsInterface():
		a.receiver(n)
		a.callMethod(m, a.popN(n), ret)
	case m.Holder.IsInterface() || m.VtableIndex < 0:
		// A method inherited from an interface has no vtable index.
		a.interfaceCall(m, n, ret)
	default:
		if named != nil && !named.IsInterface() && !named.IsArray() && named.IsSubclassOf(m.Holder) {
			a.receiver(n)
			a.learnInstance(a.stack[len(a.stack)-n], named)
		}
		a.dispatch(m, n, ret, func(klass *ssa.Value) *ssa.Value {
			return a.loadConst(klass, vm.KlassVtable+4*int32(m.VtableIndex))
		})
	}
}

// callVirtual calls the method block mb, an override of m.
func (a *activation) callVirtual(m *vm.Method, mb *ssa.Value, args []*ssa.Value, ret vm.Kind) {
	if a.j.intrinsics[m.String()] == nil {
		a.pushResult(a.callBlock(mb, args, ret), ret)
		return
	}
	// Object.hashCode, as long as it is not overridden.
	u := a.u
	own, other, done := a.f.NewBlock(), a.f.NewBlock(), a.f.NewBlock()
	u.If(a.compare(ssa.OpEq, mb, a.ptr(m.Block)), own, other)
	facts := a.facts
	u.At(own)
	a.callMethod(m, args, ret)
	v := a.pop()
	u.Jmp(done)
	u.At(other)
	a.facts = facts
	w := a.callBlock(mb, args, ret)
	u.Jmp(done)
	a.push(a.join(done, v, w))
}

func (a *activation) invokeInterface(m *vm.Method, n int, ret vm.Kind) {
	if !m.Holder.IsInterface() { // of Object
		a.invokeVirtual(m, nil, n, ret)
		return
	}
	a.interfaceCall(m, n, ret)
}

// interfaceCall calls interface method m on an object of any class. What the
// specification throws, the interpreter throws.
func (a *activation) interfaceCall(m *vm.Method, n int, ret vm.Kind) {
	if m.IsPrivate() || m.ItableIndex < 0 {
		a.guard(a.isInstance(a.receiver(n), m.Holder), trapException)
		a.callMethod(m, a.popN(n), ret)
		return
	}
	a.dispatch(m, n, ret, func(klass *ssa.Value) *ssa.Value { return a.lookupInterface(klass, m) })
}

// lookupInterface gives the method block for interface method m in the class with block k: from
// beside the slot of the interface, else by a search. It leaves if there is none.
func (a *activation) lookupInterface(k *ssa.Value, m *vm.Method) *ssa.Value {
	u := a.u
	iface := m.Holder.Block
	slot := int32(mem.Load32(iface + vm.KlassCheck))
	found, search, done := a.f.NewBlock(), a.f.NewBlock(), a.f.NewBlock()
	here := u.B
	u.If(a.compare(ssa.OpEq, u.Load(ssa.I32, k, slot, aliasConst), a.int(int64(int32(iface)))), found, search)
	here.Counts = []int64{100, 1}
	u.At(found)
	quick := a.loadConst(a.loadConst(k, slot+vm.KlassMethods-vm.KlassSlots), 4*int32(m.ItableIndex))
	u.Jmp(done)
	u.At(search)
	slow := u.CallPtr(ssa.Ptr, a.ptr(a.j.itable), ssa.ConvOwn, nil, k, a.ptr(iface), a.int(int64(4*m.ItableIndex)))
	a.guard(a.compare(ssa.OpNe, slow, a.ptr(0)), trapException)
	u.Jmp(done)
	return a.join(done, quick, slow)
}

// callMethod calls m, or inlines it.
func (a *activation) callMethod(m *vm.Method, args []*ssa.Value, ret vm.Kind) {
	if a.intrinsic(m, args, ret) || a.inline(m, args, ret) || a.callDirect(m, args, ret) {
		return
	}
	a.pushResult(a.callBlock(a.ptr(m.Block), args, ret), ret)
}

// callBlock calls the method with block mb; the operands are popped.
func (a *activation) callBlock(mb *ssa.Value, args []*ssa.Value, ret vm.Kind) *ssa.Value {
	entry := a.u.Load(ssa.Ptr, mb, vm.MethodEntry, aliasAny)
	v := a.u.CallPtr(typeOfKind(ret), entry, ssa.ConvOwn, a.callState(typeOfKind(ret)), append([]*ssa.Value{mb}, args...)...)
	a.mayThrow()
	return v
}

func (a *activation) pushResult(v *ssa.Value, ret vm.Kind) {
	if ret != vm.KindVoid {
		a.push(v)
	}
}

// invokeLinked calls the target of a linked call site: invokedynamic, or a
// signature-polymorphic method of n operands.
func (a *activation) invokeLinked(n int, ret vm.Kind) {
	l := a.code.Linkage(a.bci)
	if l == nil || !l.Target.Holder.Initialized() {
		a.trap(trapUnresolved)
		return
	}
	args := a.popN(n)
	if !l.Appendix.IsNull() {
		args = append(args, a.constantRef(l.Appendix))
	}
	a.callMethod(l.Target, args, ret)
}

// invokeIntrinsic translates the calls that connect LambdaForms (see interp/mh.go).
func (a *activation) invokeIntrinsic(name string, n int, ret vm.Kind) bool {
	k := &a.j.vm.Known
	field := func(r *ssa.Value, f *vm.Field) *ssa.Value {
		a.notNull(r)
		return a.u.Load(ssa.Ref, r, int32(f.Offset), aliasField+int32(f.Offset))
	}
	// target loads member.method.vmtarget.
	target := func(member *ssa.Value) *ssa.Value {
		rmn := field(member, k.MemberNameMethod)
		a.notNull(rmn)
		return a.loadPtr(rmn, int32(k.ResolvedNameTarget.Offset))
	}
	switch name {
	case "invokeBasic":
		r := a.receiver(n)
		if form := a.constantPart(r, vm.KindRef, k.MethodHandleForm.Offset); form != nil {
			if entry := a.constantPart(form, vm.KindRef, k.LambdaFormEntry.Offset); entry != nil {
				if m := a.constantMethod(entry); m != nil && fits(m, a.stack[len(a.stack)-n:], ret) {
					a.callMethod(m, a.popN(n), ret)
					return true
				}
			}
		}
		form := field(r, k.MethodHandleForm)
		mb := target(field(form, k.LambdaFormEntry))
		a.pushResult(a.callBlock(mb, a.popN(n), ret), ret)
	case "linkToStatic", "linkToSpecial", "linkToVirtual", "linkToInterface":
		member := a.stack[len(a.stack)-1]
		if m := a.constantMethod(member); m != nil && (name == "linkToStatic" || name == "linkToSpecial") && fits(m, a.stack[len(a.stack)-n:len(a.stack)-1], ret) {
			args := a.popN(n)[:n-1]
			if name == "linkToSpecial" {
				a.notNull(args[0])
			}
			a.callMethod(m, args, ret)
			return true
		}
		mb := target(member)
		if name != "linkToStatic" {
			a.receiver(n)
		}
		switch name {
		case "linkToVirtual":
			i := a.u.Load(ssa.I32, mb, vm.MethodVtableIndex, aliasMeta)
			// Methods without an index, of interfaces and final ones, are rare here.
			a.guard(a.compare(ssa.OpLe, a.int(0), i), trapRare)
			klass := a.klassOf(a.stack[len(a.stack)-n])
			entry := a.u.LoadX(ssa.OpLoad, ssa.I32, klass, i, 2, vm.KlassVtable, aliasMeta)
			mb = a.u.Value(ssa.OpToptr, ssa.Ptr, entry)
		case "linkToInterface":
			mb = a.exitInside(ssa.Ptr, exitSelectInterface, mb, a.stack[len(a.stack)-n])
			a.guard(a.compare(ssa.OpNe, mb, a.ptr(0)), trapException)
		}
		args := a.popN(n)
		a.pushResult(a.callBlock(mb, args[:n-1], ret), ret)
	default:
		return false
	}
	return true
}
