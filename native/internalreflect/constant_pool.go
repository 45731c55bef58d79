package internalreflect

import (
	"gojvm/loader/classfile"
	"gojvm/native/internal/nat"
	"gojvm/vm"
)

// constantPoolNatives are those of ConstantPool; arguments: the ConstantPool,
// the Class whose pool it is, index.
func constantPoolNatives() vm.NativeTable {
	t := vm.NativeTable{}
	for sig, f := range map[string]poolFunc{
		"getSize0(Ljava/lang/Object;)I":                                    nil,
		"getUTF8At0(Ljava/lang/Object;I)Ljava/lang/String;":                utf8At,
		"getStringAt0(Ljava/lang/Object;I)Ljava/lang/String;":              stringAt,
		"getIntAt0(Ljava/lang/Object;I)I":                                  intAt,
		"getLongAt0(Ljava/lang/Object;I)J":                                 longAt,
		"getFloatAt0(Ljava/lang/Object;I)F":                                floatAt,
		"getDoubleAt0(Ljava/lang/Object;I)D":                               doubleAt,
		"getClassAt0(Ljava/lang/Object;I)Ljava/lang/Class;":                classAt,
		"getClassAtIfLoaded0(Ljava/lang/Object;I)Ljava/lang/Class;":        classIfLoaded,
		"getMemberRefInfoAt0(Ljava/lang/Object;I)[Ljava/lang/String;":      memberRefInfo,
		"getNameAndTypeRefInfoAt0(Ljava/lang/Object;I)[Ljava/lang/String;": nameAndTypeInfo,
		"getClassRefIndexAt0(Ljava/lang/Object;I)I":                        classRefIndex,
		"getNameAndTypeRefIndexAt0(Ljava/lang/Object;I)I":                  nameAndTypeRefIndex,
		"getTagAt0(Ljava/lang/Object;I)B":                                  tagAt,
	} {
		key := "jdk/internal/reflect/ConstantPool." + sig
		if f == nil {
			t[key] = func(t *vm.Thread, a vm.Args) (vm.Value, error) {
				return nat.Int(int32(nat.Class(t, a, 1).File.CP.Len()))
			}
			continue
		}
		t[key] = func(t *vm.Thread, a vm.Args) (vm.Value, error) {
			c, i := nat.Class(t, a, 1), int(a.Int(2))
			if i <= 0 || i >= c.File.CP.Len() {
				return nat.Err(t.Throw(illegalArgument, "Constant pool index out of bounds"))
			}
			return f(t, c, &c.File.CP, i)
		}
	}
	return t
}

type poolFunc func(t *vm.Thread, c *vm.Class, cp *classfile.ConstPool, i int) (vm.Value, error)

// tagged is f for an entry that must have one of the tags.
func tagged(t *vm.Thread, cp *classfile.ConstPool, i int, tags ...classfile.Tag) error {
	for _, tag := range tags {
		if cp.Tag(i) == tag {
			return nil
		}
	}
	return t.Throw(illegalArgument, "Wrong type at constant pool index")
}

func utf8At(t *vm.Thread, _ *vm.Class, cp *classfile.ConstPool, i int) (vm.Value, error) {
	if err := tagged(t, cp, i, classfile.TagUtf8); err != nil {
		return 0, err
	}
	return nat.Ref(t.InternRaw(cp.Utf8(i)))
}

func stringAt(t *vm.Thread, _ *vm.Class, cp *classfile.ConstPool, i int) (vm.Value, error) {
	if err := tagged(t, cp, i, classfile.TagString); err != nil {
		return 0, err
	}
	return nat.Ref(t.InternRaw(cp.String(i)))
}

func intAt(t *vm.Thread, _ *vm.Class, cp *classfile.ConstPool, i int) (vm.Value, error) {
	return vm.IntValue(cp.Int(i)), tagged(t, cp, i, classfile.TagInteger)
}

func longAt(t *vm.Thread, _ *vm.Class, cp *classfile.ConstPool, i int) (vm.Value, error) {
	return vm.LongValue(cp.Long(i)), tagged(t, cp, i, classfile.TagLong)
}

func floatAt(t *vm.Thread, _ *vm.Class, cp *classfile.ConstPool, i int) (vm.Value, error) {
	return vm.FloatValue(cp.Float(i)), tagged(t, cp, i, classfile.TagFloat)
}

func doubleAt(t *vm.Thread, _ *vm.Class, cp *classfile.ConstPool, i int) (vm.Value, error) {
	return vm.DoubleValue(cp.Double(i)), tagged(t, cp, i, classfile.TagDouble)
}

func classAt(t *vm.Thread, c *vm.Class, cp *classfile.ConstPool, i int) (vm.Value, error) {
	if err := tagged(t, cp, i, classfile.TagClass); err != nil {
		return 0, err
	}
	r, err := t.VM.Linker.ResolveClass(t, c.CP, i)
	if err != nil {
		return 0, err
	}
	return nat.Mirror(r)
}

func classIfLoaded(t *vm.Thread, c *vm.Class, cp *classfile.ConstPool, i int) (vm.Value, error) {
	if err := tagged(t, cp, i, classfile.TagClass); err != nil {
		return 0, err
	}
	return nat.Mirror(c.Loader.Lookup(cp.Class(i)))
}

var memberTags = []classfile.Tag{classfile.TagFieldref, classfile.TagMethodref, classfile.TagInterfaceMethodref}

func memberRefInfo(t *vm.Thread, _ *vm.Class, cp *classfile.ConstPool, i int) (vm.Value, error) {
	if err := tagged(t, cp, i, memberTags...); err != nil {
		return 0, err
	}
	r := cp.Ref(i)
	return nat.Ref(nat.StringArray(t, []string{vm.JavaName(r.Class), r.Name, r.Desc}))
}

func nameAndTypeInfo(t *vm.Thread, _ *vm.Class, cp *classfile.ConstPool, i int) (vm.Value, error) {
	if err := tagged(t, cp, i, classfile.TagNameAndType); err != nil {
		return 0, err
	}
	name, desc := cp.NameAndType(i)
	return nat.Ref(nat.StringArray(t, []string{name, desc}))
}

func classRefIndex(t *vm.Thread, _ *vm.Class, cp *classfile.ConstPool, i int) (vm.Value, error) {
	if err := tagged(t, cp, i, memberTags...); err != nil {
		return 0, err
	}
	class, _ := cp.RefIndexes(i)
	return nat.Int(int32(class))
}

func nameAndTypeRefIndex(t *vm.Thread, _ *vm.Class, cp *classfile.ConstPool, i int) (vm.Value, error) {
	if err := tagged(t, cp, i, append(memberTags, classfile.TagInvokeDynamic)...); err != nil {
		return 0, err
	}
	_, nt := cp.RefIndexes(i)
	return nat.Int(int32(nt))
}

func tagAt(t *vm.Thread, _ *vm.Class, cp *classfile.ConstPool, i int) (vm.Value, error) {
	return nat.Int(int32(cp.Tag(i)))
}
