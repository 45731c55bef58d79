// Package members turns fields and methods of the VM into the objects of
// java.lang.reflect that stand for them, and back.
//
// The slot of such an object is the index among the declared fields or methods
// of its class, so that an object and its copies lead back to the member.
package members

import (
	"gojvm/native/internal/nat"
	"gojvm/vm"
)

// fieldObject are the fields of java.lang.reflect.Field.
type fieldObject struct {
	Class        *vm.Class `java:"java/lang/reflect/Field"`
	Clazz        *vm.Field `java:"java/lang/reflect/Field.clazz:Ljava/lang/Class;"`
	Slot         *vm.Field `java:"java/lang/reflect/Field.slot:I"`
	Name         *vm.Field `java:"java/lang/reflect/Field.name:Ljava/lang/String;"`
	Type         *vm.Field `java:"java/lang/reflect/Field.type:Ljava/lang/Class;"`
	Modifiers    *vm.Field `java:"java/lang/reflect/Field.modifiers:I"`
	TrustedFinal *vm.Field `java:"java/lang/reflect/Field.trustedFinal:Z"`
	Signature    *vm.Field `java:"java/lang/reflect/Field.signature:Ljava/lang/String;"`
	Annotations  *vm.Field `java:"java/lang/reflect/Field.annotations:[B"`
}

// methodObject are the fields of java.lang.reflect.Method.
type methodObject struct {
	Class                *vm.Class `java:"java/lang/reflect/Method"`
	Clazz                *vm.Field `java:"java/lang/reflect/Method.clazz:Ljava/lang/Class;"`
	Slot                 *vm.Field `java:"java/lang/reflect/Method.slot:I"`
	Name                 *vm.Field `java:"java/lang/reflect/Method.name:Ljava/lang/String;"`
	ReturnType           *vm.Field `java:"java/lang/reflect/Method.returnType:Ljava/lang/Class;"`
	ParameterTypes       *vm.Field `java:"java/lang/reflect/Method.parameterTypes:[Ljava/lang/Class;"`
	ExceptionTypes       *vm.Field `java:"java/lang/reflect/Method.exceptionTypes:[Ljava/lang/Class;"`
	Modifiers            *vm.Field `java:"java/lang/reflect/Method.modifiers:I"`
	Signature            *vm.Field `java:"java/lang/reflect/Method.signature:Ljava/lang/String;"`
	Annotations          *vm.Field `java:"java/lang/reflect/Method.annotations:[B"`
	ParameterAnnotations *vm.Field `java:"java/lang/reflect/Method.parameterAnnotations:[B"`
	AnnotationDefault    *vm.Field `java:"java/lang/reflect/Method.annotationDefault:[B"`
}

// constructorObject are the fields of java.lang.reflect.Constructor.
type constructorObject struct {
	Class                *vm.Class `java:"java/lang/reflect/Constructor"`
	Clazz                *vm.Field `java:"java/lang/reflect/Constructor.clazz:Ljava/lang/Class;"`
	Slot                 *vm.Field `java:"java/lang/reflect/Constructor.slot:I"`
	ParameterTypes       *vm.Field `java:"java/lang/reflect/Constructor.parameterTypes:[Ljava/lang/Class;"`
	ExceptionTypes       *vm.Field `java:"java/lang/reflect/Constructor.exceptionTypes:[Ljava/lang/Class;"`
	Modifiers            *vm.Field `java:"java/lang/reflect/Constructor.modifiers:I"`
	Signature            *vm.Field `java:"java/lang/reflect/Constructor.signature:Ljava/lang/String;"`
	Annotations          *vm.Field `java:"java/lang/reflect/Constructor.annotations:[B"`
	ParameterAnnotations *vm.Field `java:"java/lang/reflect/Constructor.parameterAnnotations:[B"`
}

// Modifiers that reflection shows; other access flags of the class file are not its.
const (
	fieldModifiers  = 0x50df
	methodModifiers = 0x1dff
)

// object fills a new instance field by field; after the first error it does nothing.
type object struct {
	t   *vm.Thread
	h   vm.Handle
	err error
}

func (o *object) ref(f *vm.Field, r vm.Ref, err error) {
	if o.err == nil {
		o.err = err
	}
	if o.err == nil {
		o.t.VM.SetRef(o.h.Ref(), f.Offset, r)
	}
}

func (o *object) int(f *vm.Field, v int32) {
	if o.err == nil {
		o.h.Object().SetInt(f.Offset, v)
	}
}

// newObject allocates an instance of class, initializing it first.
func newObject(t *vm.Thread, class *vm.Class) object {
	o := object{t: t}
	if o.err = t.VM.Linker.Initialize(t, class); o.err != nil {
		return o
	}
	r, err := t.NewObject(class)
	if err != nil {
		o.err = err
		return o
	}
	o.h = t.NewHandle(r)
	return o
}

// finish releases the handles made since mark and returns the object.
func (o *object) finish(mark vm.HandleMark) (vm.Ref, error) {
	if o.err != nil {
		o.t.ReleaseHandles(mark)
		return 0, o.err
	}
	r := o.h.Ref()
	o.t.ReleaseHandles(mark)
	return r, nil
}

// NewField makes a java.lang.reflect.Field for f.
func NewField(t *vm.Thread, f *vm.Field) (vm.Ref, error) {
	k, err := vm.Bound[fieldObject](t)
	if err != nil {
		return 0, err
	}
	typ, err := nat.ClassByDescriptor(t, f.Holder.Loader, f.Desc)
	if err != nil {
		return 0, err
	}
	mark := t.HandleMark()
	o := newObject(t, k.Class)
	o.ref(k.Clazz, f.Holder.Mirror, nil)
	o.int(k.Slot, int32(f.Slot))
	o.ref(k.Type, typ.Mirror, nil)
	o.int(k.Modifiers, int32(f.Flags&fieldModifiers))
	if o.err == nil {
		o.h.Object().SetBool(k.TrustedFinal.Offset, TrustedFinal(f))
	}
	o.text(k.Name, f.Name)
	o.signature(k.Signature, f.Holder, f.File)
	o.bytes(k.Annotations, f.File.Annotations())
	return o.finish(mark)
}

// TrustedFinal reports whether f, being final, can never be changed by
// reflection: static, of a hidden class, or of a record.
func TrustedFinal(f *vm.Field) bool {
	return f.IsFinal() && (f.IsStatic() || f.Holder.Hidden || IsRecord(f.Holder))
}

// NewExecutable makes a Method, or a Constructor when m is <init>.
func NewExecutable(t *vm.Thread, m *vm.Method) (vm.Ref, error) {
	if m.IsInit() {
		return NewConstructor(t, m)
	}
	return NewMethod(t, m)
}

// NewMethod makes a java.lang.reflect.Method for m.
func NewMethod(t *vm.Thread, m *vm.Method) (vm.Ref, error) {
	k, err := vm.Bound[methodObject](t)
	if err != nil {
		return 0, err
	}
	params, ret, err := nat.ClassesOfDescriptor(t, m.Holder.Loader, m.Desc)
	if err != nil {
		return 0, err
	}
	thrown, err := exceptionClasses(t, m)
	if err != nil {
		return 0, err
	}
	mark := t.HandleMark()
	o := newObject(t, k.Class)
	o.ref(k.Clazz, m.Holder.Mirror, nil)
	o.int(k.Slot, int32(m.Slot))
	o.int(k.Modifiers, int32(m.Flags&methodModifiers))
	o.ref(k.ReturnType, ret.Mirror, nil)
	o.text(k.Name, m.Name)
	o.classes(k.ParameterTypes, params)
	o.classes(k.ExceptionTypes, thrown)
	if m.File != nil {
		o.signature(k.Signature, m.Holder, m.File)
		o.bytes(k.Annotations, m.File.Annotations())
		o.bytes(k.ParameterAnnotations, m.File.Attrs.Find("RuntimeVisibleParameterAnnotations"))
		o.bytes(k.AnnotationDefault, m.File.Attrs.Find("AnnotationDefault"))
	}
	return o.finish(mark)
}

// NewConstructor makes a java.lang.reflect.Constructor for m.
func NewConstructor(t *vm.Thread, m *vm.Method) (vm.Ref, error) {
	k, err := vm.Bound[constructorObject](t)
	if err != nil {
		return 0, err
	}
	params, _, err := nat.ClassesOfDescriptor(t, m.Holder.Loader, m.Desc)
	if err != nil {
		return 0, err
	}
	thrown, err := exceptionClasses(t, m)
	if err != nil {
		return 0, err
	}
	mark := t.HandleMark()
	o := newObject(t, k.Class)
	o.ref(k.Clazz, m.Holder.Mirror, nil)
	o.int(k.Slot, int32(m.Slot))
	o.int(k.Modifiers, int32(m.Flags&methodModifiers))
	o.classes(k.ParameterTypes, params)
	o.classes(k.ExceptionTypes, thrown)
	o.signature(k.Signature, m.Holder, m.File)
	o.bytes(k.Annotations, m.File.Annotations())
	o.bytes(k.ParameterAnnotations, m.File.Attrs.Find("RuntimeVisibleParameterAnnotations"))
	return o.finish(mark)
}

// exceptionClasses resolves the Exceptions attribute of m.
func exceptionClasses(t *vm.Thread, m *vm.Method) ([]*vm.Class, error) {
	if m.File == nil {
		return nil, nil
	}
	list := m.File.Exceptions()
	var out []*vm.Class
	for i := range list.Len() {
		c, err := t.VM.Linker.ResolveClass(t, m.CP, list.At(i))
		if err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, nil
}

func badSlot(t *vm.Thread) error { return t.Throw("java/lang/InternalError", "invalid slot") }

// FieldOf returns the field that the java.lang.reflect.Field at r stands for.
func FieldOf(t *vm.Thread, r vm.Ref) (*vm.Field, error) {
	if r == 0 {
		return nil, t.ThrowNullPointer()
	}
	mark := t.HandleMark()
	defer t.ReleaseHandles(mark)
	h := t.NewHandle(r)
	k, err := vm.Bound[fieldObject](t)
	if err != nil {
		return nil, err
	}
	c := t.VM.ClassOfMirror(h.Object().Ref(k.Clazz.Offset))
	slot := int(h.Object().Int(k.Slot.Offset))
	if slot < 0 || slot >= len(c.Fields) {
		return nil, badSlot(t)
	}
	return c.Fields[slot], nil
}

// MethodOf returns the method that the Method or Constructor at r stands for.
func MethodOf(t *vm.Thread, r vm.Ref) (*vm.Method, error) {
	if r == 0 {
		return nil, t.ThrowNullPointer()
	}
	mark := t.HandleMark()
	defer t.ReleaseHandles(mark)
	h := t.NewHandle(r)
	mk, err := vm.Bound[methodObject](t)
	if err != nil {
		return nil, err
	}
	clazz, slotField := mk.Clazz, mk.Slot
	if t.VM.ClassOf(h.Ref()) != mk.Class {
		ck, err := vm.Bound[constructorObject](t)
		if err != nil {
			return nil, err
		}
		clazz, slotField = ck.Clazz, ck.Slot
	}
	c := t.VM.ClassOfMirror(h.Object().Ref(clazz.Offset))
	slot := int(h.Object().Int(slotField.Offset))
	if slot < 0 || slot >= len(c.Methods) {
		return nil, badSlot(t)
	}
	return c.Methods[slot], nil
}

// Kind tells which class of java.lang.reflect the object r has.
type Kind int

// The kinds of reflection objects.
const (
	Other Kind = iota
	Field
	Method
	Constructor
)

// KindOf tells what the object at r (not null) stands for.
func KindOf(t *vm.Thread, r vm.Ref) Kind {
	switch c := t.VM.ClassOf(r); {
	case !c.Loader.Boot:
		return Other
	case c.Name == "java/lang/reflect/Field":
		return Field
	case c.Name == "java/lang/reflect/Method":
		return Method
	case c.Name == "java/lang/reflect/Constructor":
		return Constructor
	}
	return Other
}
