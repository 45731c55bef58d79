package interp

import (
	"unsafe"

	"gojvm/vm"
)

// Method handles: signature-polymorphic calls (JVMS 2.9.3). Most are linked by
// the library to a static adapter (vm.Linkage); five methods of
// java.lang.invoke.MethodHandle are executed here and leave no frame.
//
//	invokeBasic(mh, args...)           mh.form.vmentry is called with all arguments
//	linkToStatic(args..., mn)          the member that mn names is called without mn
//	linkToSpecial(recv, args..., mn)
//	linkToVirtual(recv, args..., mn)
//	linkToInterface(recv, args..., mn)

// memberLayout is where the fields are through which a method handle or a
// MemberName leads to a method block: mh.form.vmentry.method.vmtarget.
type memberLayout struct{ form, entry, method, target uintptr }

// fill is called before an instruction that needs the layout is quickened; all
// threads store the same numbers.
func (l *memberLayout) fill(k *vm.Known) {
	if l.target != 0 {
		return
	}
	l.form, l.entry, l.method = uintptr(k.MethodHandleForm.Offset), uintptr(k.LambdaFormEntry.Offset), uintptr(k.MemberNameMethod.Offset)
	l.target = uintptr(k.ResolvedNameTarget.Offset)
}

const methodHandleClass, varHandleClass = "java/lang/invoke/MethodHandle", "java/lang/invoke/VarHandle"

// quickenPolymorphic resolves a call of a signature-polymorphic method; done is
// false if it is none.
func (x *Interp) quickenPolymorphic(t *vm.Thread, op uint16, in *ins, fp unsafe.Pointer, from *vm.Method, idx int) (next *ins, done bool) {
	class, name, _ := memberRef(from, idx)
	if class != methodHandleClass && class != varHandleClass {
		return nil, false
	}
	holder := x.vm.Known.MethodHandle
	if class == varHandleClass {
		holder = x.vm.Known.VarHandle
	}
	if !polymorphic(holder, name) {
		return nil, false
	}
	x.member.fill(&x.vm.Known)
	switch name {
	case "invokeBasic":
		in.op = opInvokeBasic
		return in, true
	case "linkToStatic":
		in.op = opLinkToStatic
		return in, true
	case "linkToSpecial":
		in.op = opLinkToSpecial
		return in, true
	case "linkToVirtual":
		in.op = opLinkToVirtual
		return in, true
	case "linkToInterface":
		in.op = opLinkToInterface
		return in, true
	}
	if op != opInvokeVirtualU {
		return nil, false
	}
	link, err := x.vm.Linker.ResolvePolymorphic(t, from, idx)
	if err != nil {
		return x.unwind(t), true
	}
	c := x.codeOf(fp)
	c.link(in, c.BCI(addrOf(in)), link)
	return in, true
}

// polymorphic reports whether class c declares a signature-polymorphic method of that name.
func polymorphic(c *vm.Class, name string) bool {
	if c == nil {
		return false
	}
	for _, m := range c.Methods {
		if m.Name == name && m.Flags&vm.MethodSigPoly != 0 {
			return true
		}
	}
	return false
}

// codeOf returns the code that runs in the frame at fp, nil if the method has none.
func (x *Interp) codeOf(fp unsafe.Pointer) *code {
	if c, ok := x.method(fp).Code().(*code); ok {
		return c.at(addrOf(framePC(fp)))
	}
	return nil
}

// quickenDynamic links an invokedynamic instruction (JVMS 6.5).
func (x *Interp) quickenDynamic(t *vm.Thread, in *ins, fp unsafe.Pointer) *ins {
	m := x.method(fp)
	c := x.codeOf(fp)
	bci := c.BCI(addrOf(in))
	link := c.Linkage(bci)
	if link == nil {
		var err error
		if link, err = x.vm.Linker.ResolveCallSite(t, m, bci, int(in.e)); err != nil {
			return x.unwind(t)
		}
	}
	c.link(in, bci, link)
	return in
}

// link quickens call site in, at bci, which was linked to l: without appendix it
// is a static call. The forms differ in what d means, so the first thread decides.
func (c *code) link(in *ins, bci int, l *vm.Linkage) {
	c.linkedAt(bci, l)
	c.linksMu.Lock()
	defer c.linksMu.Unlock()
	if in.op == opInvokeStatic || in.op == opInvokeLinked {
		return
	}
	if l.Appendix.IsNull() && l.Target.Holder.Initialized() {
		in.d = uint32(l.Target.Block)
		in.op = opInvokeStatic
		return
	}
	// Readers of the old slice are not disturbed.
	old := c.linkList()
	links := append(old[:len(old):len(old)], l)
	c.links.Store(&links)
	in.d = uint32(len(links) - 1)
	in.op = opInvokeLinked
}

func (c *code) linkList() []*vm.Linkage {
	if p := c.links.Load(); p != nil {
		return *p
	}
	return nil
}

// invokeLinked calls the target of a linked call site with the arguments and
// the appendix.
func (x *Interp) invokeLinked(t *vm.Thread, in *ins, fp unsafe.Pointer) *ins {
	l := x.codeOf(fp).linkList()[in.d]
	if l.Appendix.IsNull() {
		return x.enter(t, fp, l.Target, in.args(), nil)
	}
	v := vm.RefValue(l.Appendix.Ref())
	return x.enter(t, fp, l.Target, in.args(), &v)
}

// invokeBasic calls the compiled form of a method handle.
func (x *Interp) invokeBasic(t *vm.Thread, in *ins, fp unsafe.Pointer) *ins {
	args := in.args()
	m, err := x.basicTarget(t, vm.Ref(u32(fp, args[0])))
	if err != nil {
		return x.unwind(t)
	}
	return x.enter(t, fp, m, args, nil)
}

// basicTarget returns the method behind mh.form.vmentry.
func (x *Interp) basicTarget(t *vm.Thread, mh vm.Ref) (*vm.Method, error) {
	k := &x.vm.Known
	if mh == 0 {
		return nil, t.ThrowNullPointer()
	}
	form := vm.Object(mh).Ref(k.MethodHandleForm.Offset)
	if form == 0 {
		return nil, t.ThrowNullPointer()
	}
	mn := vm.Object(form).Ref(k.LambdaFormEntry.Offset)
	if mn == 0 {
		return nil, t.ThrowNullPointer()
	}
	m := x.vm.MemberMethod(mn)
	if m == nil {
		return nil, t.Throw("java/lang/InternalError", "lambda form without entry point")
	}
	return m, nil
}

// linkTo executes linkToStatic, linkToSpecial, linkToVirtual and linkToInterface.
func (x *Interp) linkTo(t *vm.Thread, op uint16, in *ins, fp unsafe.Pointer) *ins {
	args := in.args()
	n := len(args) - 1
	mn := vm.Ref(u32(fp, args[n]))
	var recv vm.Ref
	if op != opLinkToStatic && n > 0 {
		recv = vm.Ref(u32(fp, args[0]))
	}
	m, err := x.linkTarget(t, op, mn, recv)
	if err != nil {
		return x.unwind(t)
	}
	return x.enter(t, fp, m, args[:n], nil)
}

// linkTarget selects the method that a linkTo operation calls.
func (x *Interp) linkTarget(t *vm.Thread, op uint16, mn, recv vm.Ref) (*vm.Method, error) {
	if mn == 0 || op != opLinkToStatic && recv == 0 {
		return nil, t.ThrowNullPointer()
	}
	m := x.vm.MemberMethod(mn)
	if m == nil {
		return nil, t.Throw("java/lang/InternalError", "unresolved member name")
	}
	switch op {
	case opLinkToVirtual:
		if m.Holder.IsInterface() {
			return x.selectInterface(t, m, vm.KlassOf(recv))
		}
		return x.selectVirtual(m, x.vm.ClassOf(recv)), nil
	case opLinkToInterface:
		return x.selectInterface(t, m, vm.KlassOf(recv))
	}
	return m, nil
}
