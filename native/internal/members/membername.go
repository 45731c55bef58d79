package members

import (
	"gojvm/loader/classfile"
	"gojvm/vm"
)

// Flags of java.lang.invoke.MemberName: modifiers in the low half, then these;
// the reference kind (JVMS 4.4.8) from RefKindShift on.
const (
	IsMethod        = 0x010000
	IsConstructor   = 0x020000
	IsField         = 0x040000
	IsType          = 0x080000
	CallerSensitive = 0x100000
	FinalTrusted    = 0x200000
	RefKindShift    = 24
)

// Target is how a method is called through a MemberName: which kind of call,
// which class the MemberName names, which index selects the method.
type Target struct {
	Method *vm.Method
	Class  *vm.Class // MemberName.clazz
	Kind   int       // reference kind
	Index  int64     // vmindex
}

// Bound reports whether m is always the method called: no selection by the receiver.
func Bound(m *vm.Method) bool {
	return m.IsStatic() || m.IsInit() || m.IsPrivate() || m.IsFinal() || m.Holder.IsFinal() && !m.Holder.IsInterface()
}

// DirectTarget calls m itself.
func DirectTarget(m *vm.Method) Target {
	kind := classfile.RefInvokeSpecial
	if m.IsStatic() {
		kind = classfile.RefInvokeStatic
	}
	return Target{m, m.Holder, kind, vm.MemberNonvirtual}
}

// TargetOf tells how m, found in class resolved, is selected by the receiver.
func TargetOf(m *vm.Method, resolved *vm.Class) Target {
	switch {
	case Bound(m):
		return DirectTarget(m)
	case !m.Holder.IsInterface():
		return Target{m, m.Holder, classfile.RefInvokeVirtual, int64(m.VtableIndex)}
	case !resolved.IsInterface():
		// A default method, or one that the class leaves abstract. It has no
		// place in vtables: linkToVirtual sees its holder and searches the itable.
		return Target{m, resolved, classfile.RefInvokeVirtual, int64(m.ItableIndex)}
	case m.ItableIndex >= 0:
		return Target{m, m.Holder, classfile.RefInvokeInterface, int64(m.ItableIndex)}
	}
	return DirectTarget(m)
}

// flags returns MemberName.flags for the target.
func (x Target) flags() int32 {
	f := int32(x.Method.Flags & methodModifiers)
	if x.Method.IsInit() {
		f |= IsConstructor
	} else {
		f |= IsMethod
	}
	if x.Method.Flags&vm.MethodCallerSensitive != 0 {
		f |= CallerSensitive
	}
	return f | int32(x.Kind)<<RefKindShift
}

// SetMethod makes the MemberName h stand for x. Name and type are left as they
// are: Java asks for them when it needs them. It may collect.
func SetMethod(t *vm.Thread, h vm.Handle, x Target) error {
	if err := t.SetMemberMethod(h, x.Method, x.Index); err != nil {
		return err
	}
	k := &t.VM.Known
	h.Object().SetInt(k.MemberNameFlags.Offset, x.flags())
	t.VM.SetRef(h.Ref(), k.MemberNameClazz.Offset, x.Class.Mirror)
	return nil
}

// SetField makes the MemberName h stand for f, to be read, or written when
// setter is set.
func SetField(t *vm.Thread, h vm.Handle, f *vm.Field, setter bool) {
	kind := classfile.RefGetField
	if f.IsStatic() {
		kind = classfile.RefGetStatic
	}
	if setter {
		kind += classfile.RefPutField - classfile.RefGetField
	}
	flags := int32(f.Flags&fieldModifiers) | IsField | int32(kind)<<RefKindShift
	if TrustedFinal(f) {
		flags |= FinalTrusted
	}
	k := &t.VM.Known
	o := h.Object()
	o.SetInt(k.MemberNameFlags.Offset, flags)
	o.SetLong(k.MemberNameIndex.Offset, int64(f.Offset))
	t.VM.SetRef(h.Ref(), k.MemberNameClazz.Offset, f.Holder.Mirror)
}

// MethodOfName returns the method that the MemberName at r was resolved to, nil if none.
func MethodOfName(v *vm.VM, r vm.Ref) *vm.Method {
	if r == 0 {
		return nil
	}
	return v.MemberMethod(r)
}
