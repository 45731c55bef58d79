package members

import (
	"encoding/binary"

	"gojvm/loader/classfile"
	"gojvm/native/internal/nat"
	"gojvm/vm"
)

// componentObject are the fields of java.lang.reflect.RecordComponent.
type componentObject struct {
	Class           *vm.Class `java:"java/lang/reflect/RecordComponent"`
	Clazz           *vm.Field `java:"java/lang/reflect/RecordComponent.clazz:Ljava/lang/Class;"`
	Name            *vm.Field `java:"java/lang/reflect/RecordComponent.name:Ljava/lang/String;"`
	Type            *vm.Field `java:"java/lang/reflect/RecordComponent.type:Ljava/lang/Class;"`
	Accessor        *vm.Field `java:"java/lang/reflect/RecordComponent.accessor:Ljava/lang/reflect/Method;"`
	Signature       *vm.Field `java:"java/lang/reflect/RecordComponent.signature:Ljava/lang/String;"`
	Annotations     *vm.Field `java:"java/lang/reflect/RecordComponent.annotations:[B"`
	TypeAnnotations *vm.Field `java:"java/lang/reflect/RecordComponent.typeAnnotations:[B"`
}

// RecordComponents makes the RecordComponent[] of record class c.
func RecordComponents(t *vm.Thread, c *vm.Class) (vm.Ref, error) {
	k, err := vm.Bound[componentObject](t)
	if err != nil {
		return 0, err
	}
	list := c.File.RecordComponents()
	mark := t.HandleMark()
	defer t.ReleaseHandles(mark)
	r, err := t.NewRefArray(k.Class, len(list))
	if err != nil {
		return 0, err
	}
	arr := t.NewHandle(r)
	for i := range list {
		r, err := newComponent(t, k, c, list[i])
		if err != nil {
			return 0, err
		}
		t.VM.SetRefElem(arr.Ref(), i, r)
	}
	return arr.Ref(), nil
}

func newComponent(t *vm.Thread, k *componentObject, c *vm.Class, rc classfile.RecordComponent) (vm.Ref, error) {
	pool := &c.File.CP
	name, desc := pool.Utf8(rc.Name), pool.Utf8(rc.Desc)
	typ, err := nat.ClassByDescriptor(t, c.Loader, desc)
	if err != nil {
		return 0, err
	}
	mark := t.HandleMark()
	o := newObject(t, k.Class)
	o.ref(k.Clazz, c.Mirror, nil)
	o.ref(k.Type, typ.Mirror, nil)
	o.text(k.Name, name)
	if sig := rc.Attrs.Find("Signature"); len(sig) == 2 {
		o.text(k.Signature, pool.Utf8(int(binary.BigEndian.Uint16(sig))))
	}
	o.bytes(k.Annotations, rc.Attrs.Find("RuntimeVisibleAnnotations"))
	o.bytes(k.TypeAnnotations, rc.Attrs.Find("RuntimeVisibleTypeAnnotations"))
	if m := c.DeclaredMethod(name, "()"+desc); m != nil && !m.IsStatic() && o.err == nil {
		r, err := NewMethod(t, m)
		o.ref(k.Accessor, r, err)
	}
	return o.finish(mark)
}
