package reflect

import (
	"gojvm/native/internal/members"
	"gojvm/native/internal/nat"
	"gojvm/vm"
)

// executableNatives are those of Executable and Field: attributes that are
// read only when somebody asks.
func executableNatives() vm.NativeTable {
	const c = "java/lang/reflect/"
	return vm.NativeTable{
		c + "Executable.getParameters0()[Ljava/lang/reflect/Parameter;": getParameters,
		c + "Executable.getTypeAnnotationBytes0()[B":                    methodTypeAnnotations,
		c + "Field.getTypeAnnotationBytes0()[B":                         fieldTypeAnnotations,
	}
}

const typeAnnotations = "RuntimeVisibleTypeAnnotations"

func methodTypeAnnotations(t *vm.Thread, a vm.Args) (vm.Value, error) {
	m, err := members.MethodOf(t, a.Ref(0))
	if err != nil {
		return 0, err
	}
	return nat.Ref(nat.BytesOrNull(t, m.File.Attrs.Find(typeAnnotations)))
}

func fieldTypeAnnotations(t *vm.Thread, a vm.Args) (vm.Value, error) {
	f, err := members.FieldOf(t, a.Ref(0))
	if err != nil {
		return 0, err
	}
	return nat.Ref(nat.BytesOrNull(t, f.File.Attrs.Find(typeAnnotations)))
}

type parameterObject struct {
	Class      *vm.Class `java:"java/lang/reflect/Parameter"`
	Name       *vm.Field `java:"java/lang/reflect/Parameter.name:Ljava/lang/String;"`
	Modifiers  *vm.Field `java:"java/lang/reflect/Parameter.modifiers:I"`
	Executable *vm.Field `java:"java/lang/reflect/Parameter.executable:Ljava/lang/reflect/Executable;"`
	Index      *vm.Field `java:"java/lang/reflect/Parameter.index:I"`
}

// getParameters makes the Parameter[] of the MethodParameters attribute (JVMS
// 4.7.24), null when there is none.
func getParameters(t *vm.Thread, a vm.Args) (vm.Value, error) {
	k, err := vm.Bound[parameterObject](t)
	if err != nil {
		return 0, err
	}
	m, err := members.MethodOf(t, a.Ref(0))
	if err != nil {
		return 0, err
	}
	params, ok := m.File.MethodParameters()
	if !ok {
		return 0, nil
	}
	const iae = "java/lang/IllegalArgumentException"
	pool := m.CP.Symbols()
	for _, p := range params {
		switch {
		case int(p.Name) >= pool.Len():
			return nat.Err(t.Throw(iae, "Constant pool index out of bounds"))
		case p.Name != 0 && pool.Utf8(int(p.Name)) == "":
			return nat.Err(t.Throw(iae, "Wrong type at constant pool index"))
		}
	}
	if err := t.VM.Linker.Initialize(t, k.Class); err != nil {
		return 0, err
	}
	r, err := t.NewRefArray(k.Class, len(params))
	if err != nil {
		return 0, err
	}
	arr := t.NewHandle(r)
	for i, p := range params {
		r, err := t.NewObject(k.Class)
		if err != nil {
			return 0, err
		}
		t.VM.SetRefElem(arr.Ref(), i, r)
		o := vm.Object(r)
		o.SetInt(k.Modifiers.Offset, int32(p.Flags))
		o.SetInt(k.Index.Offset, int32(i))
		t.VM.SetRef(r, k.Executable.Offset, a.Ref(0))
		if p.Name != 0 {
			s, err := t.InternRaw(pool.Utf8(int(p.Name)))
			if err != nil {
				return 0, err
			}
			t.VM.SetRef(vm.RefElem(arr.Ref(), i), k.Name.Offset, s)
		}
	}
	return vm.RefValue(arr.Ref()), nil
}
