package invoke

import (
	"strings"

	"gojvm/loader/classfile"
	"gojvm/native/internal/box"
	"gojvm/native/internal/members"
	"gojvm/native/internal/nat"
	"gojvm/vm"
)

func boxLong(t *vm.Thread, v int64) (vm.Ref, error) { return box.Box(t, vm.KindLong, vm.LongValue(v)) }

// resolve is MethodHandleNatives.resolve: MemberName 0, which has class, name,
// type and reference kind, becomes the member that an access of that kind in
// class 1 would resolve to (JVMS 5.4.3); a null class has access to everything.
// When nothing is found the result is null if the look-up is speculative
// (argument 3), else the error is thrown.
func resolve(t *vm.Thread, a vm.Args) (vm.Value, error) {
	k := &t.VM.Known
	if a.Ref(0) == 0 {
		return nat.Err(t.Throw("java/lang/InternalError", "mname not resolved"))
	}
	self := a.Object(0)
	speculative := a.Bool(3)
	if self.Ref(k.MemberNameName.Offset) == 0 || self.Ref(k.MemberNameType.Offset) == 0 {
		return nat.Err(t.Throw("java/lang/IllegalArgumentException", "nothing to resolve"))
	}
	flags := self.Int(k.MemberNameFlags.Offset)
	r := request{
		self:   a.Handle(t, 0),
		caller: nat.Class(t, a, 1),
		name:   t.VM.RawString(self.Ref(k.MemberNameName.Offset)),
		desc:   descriptor(t.VM, self.Ref(k.MemberNameType.Offset)),
		kind:   int(flags>>members.RefKindShift) & 15,
	}
	found := false
	if clazz := self.Ref(k.MemberNameClazz.Offset); clazz != 0 && r.desc != "" && r.name != "<clinit>" {
		r.class = t.VM.ClassOfMirror(clazz)
		var err error
		switch {
		case r.class.IsPrimitive():
		case flags&members.IsMethod != 0 && r.name != "<init>":
			found, err = r.method(t)
		case flags&members.IsConstructor != 0 && r.name == "<init>":
			found, err = r.method(t)
		case flags&members.IsField != 0:
			found, err = r.field(t)
		}
		if err != nil {
			if speculative {
				t.TakeException()
				return 0, nil
			}
			return 0, err
		}
	}
	switch {
	case found:
		return vm.RefValue(a.Ref(0)), nil
	case speculative:
		return 0, nil
	case flags&members.IsField != 0:
		return nat.Err(t.Throw("java/lang/NoSuchFieldError", "field resolution failed"))
	case flags&(members.IsMethod|members.IsConstructor) != 0:
		return nat.Err(t.Throw("java/lang/NoSuchMethodError", "method resolution failed"))
	}
	return nat.Err(t.Throw("java/lang/LinkageError", "resolution failed"))
}

// request is a member to be resolved.
type request struct {
	self       vm.Handle // the MemberName
	caller     *vm.Class
	class      *vm.Class
	name, desc string
	kind       int // reference kind
}

// method resolves a method or constructor.
func (r *request) method(t *vm.Thread) (bool, error) {
	kind, ok := map[int]vm.InvokeKind{
		classfile.RefInvokeVirtual:    vm.InvokeVirtual,
		classfile.RefInvokeStatic:     vm.InvokeStatic,
		classfile.RefInvokeSpecial:    vm.InvokeSpecial,
		classfile.RefNewInvokeSpecial: vm.InvokeSpecial,
		classfile.RefInvokeInterface:  vm.InvokeInterface,
	}[r.kind]
	if !ok {
		return false, nil
	}
	class := r.class
	if class.IsArray() {
		class = t.VM.Known.Object
	}
	if kind == vm.InvokeInterface && !class.IsInterface() {
		return false, t.Throwf("java/lang/IncompatibleClassChangeError",
			"Found class %s, but interface was expected", class.JavaName())
	}
	if err := t.VM.Linker.Link(t, class); err != nil {
		return false, err
	}
	m, err := t.VM.Linker.LookupMethod(t, r.caller, class, r.name, r.desc, kind)
	if err != nil {
		return false, err
	}
	var x members.Target
	switch {
	case m.Flags&vm.MethodSigPoly != 0, kind == vm.InvokeStatic, kind == vm.InvokeSpecial:
		x = members.DirectTarget(m)
	default:
		x = members.TargetOf(m, class)
	}
	return true, members.SetMethod(t, r.self, x)
}

// field resolves a field. Access, whether it is static, and whether a final one
// may be written, is checked in Java.
func (r *request) field(t *vm.Thread) (bool, error) {
	if r.class.IsArray() {
		return false, nil
	}
	if err := t.VM.Linker.Link(t, r.class); err != nil {
		return false, err
	}
	access := vm.GetField
	if f := r.class.FindField(r.name, r.desc); f != nil && f.IsStatic() {
		access = vm.GetStatic
	}
	f, err := t.VM.Linker.LookupField(t, nil, r.class, r.name, r.desc, access)
	if err != nil {
		return false, err
	}
	setter := r.kind == classfile.RefPutField || r.kind == classfile.RefPutStatic
	members.SetField(t, r.self, f, setter)
	return true, nil
}

// descriptor returns the descriptor for MemberName.type: a MethodType, a Class,
// or the descriptor as a String; "" for anything else. It does not collect.
func descriptor(v *vm.VM, typ vm.Ref) string {
	k := &v.Known
	switch v.ClassOf(typ) {
	case k.String:
		return v.RawString(typ)
	case k.Class:
		return v.ClassOfMirror(typ).Descriptor()
	case k.MethodType:
		var b strings.Builder
		b.WriteByte('(')
		params := vm.Object(typ).Ref(k.MethodTypePtypes.Offset)
		for i := range vm.ArrayLen(params) {
			b.WriteString(v.ClassOfMirror(vm.RefElem(params, i)).Descriptor())
		}
		b.WriteByte(')')
		b.WriteString(v.ClassOfMirror(vm.Object(typ).Ref(k.MethodTypeRtype.Offset)).Descriptor())
		return b.String()
	}
	return ""
}
