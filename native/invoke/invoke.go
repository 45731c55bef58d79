// Package invoke has the natives of java.lang.invoke, all of them in class
// MethodHandleNatives. Signature-polymorphic methods have no natives: calls of
// them are linked (vm.Linker.ResolvePolymorphic) or executed by the interpreter.
package invoke

import (
	"gojvm/native/internal/members"
	"gojvm/native/internal/nat"
	"gojvm/vm"
)

// Natives returns the table of the package.
func Natives() vm.NativeTable {
	const c = "java/lang/invoke/MethodHandleNatives."
	return vm.NativeTable{
		c + "init(Ljava/lang/invoke/MemberName;Ljava/lang/Object;)V":                                 initMember,
		c + "resolve(Ljava/lang/invoke/MemberName;Ljava/lang/Class;IZ)Ljava/lang/invoke/MemberName;": resolve,
		c + "expand(Ljava/lang/invoke/MemberName;)V":                                                 expand,
		c + "objectFieldOffset(Ljava/lang/invoke/MemberName;)J":                                      fieldOffset(false),
		c + "staticFieldOffset(Ljava/lang/invoke/MemberName;)J":                                      fieldOffset(true),
		c + "staticFieldBase(Ljava/lang/invoke/MemberName;)Ljava/lang/Object;":                       staticFieldBase,
		c + "getMemberVMInfo(Ljava/lang/invoke/MemberName;)Ljava/lang/Object;":                       memberVMInfo,
		c + "getNamedCon(I[Ljava/lang/Object;)I":                                                     nat.Const(0), // nothing to cross-check
		c + "setCallSiteTargetNormal(Ljava/lang/invoke/CallSite;Ljava/lang/invoke/MethodHandle;)V":   setCallSiteTarget,
		c + "setCallSiteTargetVolatile(Ljava/lang/invoke/CallSite;Ljava/lang/invoke/MethodHandle;)V": setCallSiteTarget,
		c + "clearCallSiteContext(Ljava/lang/invoke/MethodHandleNatives$CallSiteContext;)V":          nat.Nothing,
	}
}

// fieldBasis is the part of a MemberName that tells which members it is about.
type fieldBasis struct {
	FieldName *vm.Field `java:"java/lang/reflect/Field.name:Ljava/lang/String;"`
	FieldType *vm.Field `java:"java/lang/reflect/Field.type:Ljava/lang/Class;"`
	Target    *vm.Field `java:"java/lang/invoke/CallSite.target:Ljava/lang/invoke/MethodHandle;"`
}

// initMember makes MemberName 0 stand for the Field, Method or Constructor 1.
func initMember(t *vm.Thread, a vm.Args) (vm.Value, error) {
	if a.Ref(0) == 0 {
		return nat.Err(t.Throw("java/lang/InternalError", "mname not resolved"))
	}
	if a.Ref(1) == 0 {
		return nat.Err(t.Throw("java/lang/InternalError", "target is null"))
	}
	k, err := vm.Bound[fieldBasis](t)
	if err != nil {
		return 0, err
	}
	self := a.Handle(t, 0)
	switch members.KindOf(t, a.Ref(1)) {
	case members.Field:
		f, err := members.FieldOf(t, a.Ref(1))
		if err != nil {
			return 0, err
		}
		members.SetField(t, self, f, false)
		fillNull(t, self, t.VM.Known.MemberNameName, a.Object(1).Ref(k.FieldName.Offset))
		fillNull(t, self, t.VM.Known.MemberNameType, a.Object(1).Ref(k.FieldType.Offset))
	case members.Method, members.Constructor:
		m, err := members.MethodOf(t, a.Ref(1))
		if err != nil {
			return 0, err
		}
		if m.Flags&vm.MethodSigPoly != 0 {
			return 0, nil // Java makes these itself
		}
		return 0, members.SetMethod(t, self, members.TargetOf(m, m.Holder))
	default:
		return nat.Err(t.Throw("java/lang/InternalError", "unrecognized type"))
	}
	return 0, nil
}

// fillNull sets reference field f of the object unless it has a value.
func fillNull(t *vm.Thread, h vm.Handle, f *vm.Field, r vm.Ref) {
	if h.Object().Ref(f.Offset) == 0 {
		t.VM.SetRef(h.Ref(), f.Offset, r)
	}
}

// expand fills what is missing of class, name and type (as a descriptor) of a
// resolved MemberName.
func expand(t *vm.Thread, a vm.Args) (vm.Value, error) {
	if a.Ref(0) == 0 {
		return nat.Err(t.Throw("java/lang/InternalError", "mname not resolved"))
	}
	k := &t.VM.Known
	self := a.Handle(t, 0)
	flags := self.Object().Int(k.MemberNameFlags.Offset)
	var holder *vm.Class
	var name, desc string
	if flags&members.IsField != 0 {
		f := fieldOf(t, self)
		if f == nil {
			return nat.Err(t.Throw("java/lang/InternalError", "unrecognized type"))
		}
		holder, name, desc = f.Holder, f.Name, f.Desc
	} else {
		m := members.MethodOfName(t.VM, self.Ref())
		if m == nil {
			return nat.Err(t.Throw("java/lang/IllegalArgumentException", "nothing to expand"))
		}
		holder, name, desc = m.Holder, m.Name, m.Desc
	}
	fillNull(t, self, k.MemberNameClazz, holder.Mirror)
	for _, x := range []struct {
		field *vm.Field
		text  string
	}{{k.MemberNameName, name}, {k.MemberNameType, desc}} {
		if self.Object().Ref(x.field.Offset) != 0 {
			continue
		}
		s, err := t.InternRaw(x.text)
		if err != nil {
			return 0, err
		}
		t.VM.SetRef(self.Ref(), x.field.Offset, s)
	}
	return 0, nil
}

// fieldOf finds the field of a resolved MemberName by class and offset.
func fieldOf(t *vm.Thread, self vm.Handle) *vm.Field {
	k := &t.VM.Known
	clazz := self.Object().Ref(k.MemberNameClazz.Offset)
	if clazz == 0 {
		return nil
	}
	const accStatic = 0x8
	static := self.Object().Int(k.MemberNameFlags.Offset)&accStatic != 0
	offset := self.Object().Long(k.MemberNameIndex.Offset)
	for c := t.VM.ClassOfMirror(clazz); c != nil; c = c.Super {
		for _, f := range c.Fields {
			if f.IsStatic() == static && int64(f.Offset) == offset {
				return f
			}
		}
	}
	return nil
}

// checkField throws unless MemberName 0 is resolved to a field, static or not.
func checkField(t *vm.Thread, a vm.Args, static bool) error {
	const accStatic = 0x8
	k := &t.VM.Known
	what := "non-static"
	if static {
		what = "static"
	}
	if a.Ref(0) == 0 || a.Object(0).Ref(k.MemberNameClazz.Offset) == 0 {
		return t.Throw("java/lang/InternalError", "mname not resolved")
	}
	flags := a.Object(0).Int(k.MemberNameFlags.Offset)
	if flags&members.IsField == 0 || (flags&accStatic != 0) != static {
		return t.Throw("java/lang/InternalError", what+" field required")
	}
	return nil
}

func fieldOffset(static bool) vm.NativeFunc {
	return func(t *vm.Thread, a vm.Args) (vm.Value, error) {
		if err := checkField(t, a, static); err != nil {
			return 0, err
		}
		return nat.Long(t.VM.MemberIndex(a.Ref(0)))
	}
}

func staticFieldBase(t *vm.Thread, a vm.Args) (vm.Value, error) {
	if err := checkField(t, a, true); err != nil {
		return 0, err
	}
	return vm.RefValue(a.Object(0).Ref(t.VM.Known.MemberNameClazz.Offset)), nil
}

// memberVMInfo returns {Long vmindex, class of a field or the MemberName itself}.
func memberVMInfo(t *vm.Thread, a vm.Args) (vm.Value, error) {
	k := &t.VM.Known
	if a.Ref(0) == 0 || a.Object(0).Ref(k.MemberNameClazz.Offset) == 0 {
		return 0, nil
	}
	r, err := t.NewRefArray(k.Object, 2)
	if err != nil {
		return 0, err
	}
	arr := t.NewHandle(r)
	index, err := boxLong(t, t.VM.MemberIndex(a.Ref(0)))
	if err != nil {
		return 0, err
	}
	t.VM.SetRefElem(arr.Ref(), 0, index)
	target := a.Ref(0)
	if a.Object(0).Int(k.MemberNameFlags.Offset)&members.IsField != 0 {
		target = a.Object(0).Ref(k.MemberNameClazz.Offset)
	}
	t.VM.SetRefElem(arr.Ref(), 1, target)
	return vm.RefValue(arr.Ref()), nil
}

// setCallSiteTarget stores CallSite.target; calls read it at each call, so that
// there is nothing to invalidate.
func setCallSiteTarget(t *vm.Thread, a vm.Args) (vm.Value, error) {
	k, err := vm.Bound[fieldBasis](t)
	if err != nil {
		return 0, err
	}
	if a.Ref(0) == 0 {
		return nat.NullPointer(t)
	}
	t.VM.SetRef(a.Ref(0), k.Target.Offset, a.Ref(1))
	return 0, nil
}
