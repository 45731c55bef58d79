package lang

import (
	"strings"

	"gojvm/native/internal/nat"
	"gojvm/vm"
)

// classNatives are those of Class that concern the type itself; members, nests
// and attributes are in class_members.go.
func classNatives() vm.NativeTable {
	const c = "java/lang/Class."
	return vm.NativeTable{
		c + "desiredAssertionStatus0(Ljava/lang/Class;)Z":                                            desiredAssertionStatus,
		c + "forName0(Ljava/lang/String;ZLjava/lang/ClassLoader;Ljava/lang/Class;)Ljava/lang/Class;": forName,
		c + "getPrimitiveClass(Ljava/lang/String;)Ljava/lang/Class;":                                 getPrimitiveClass,
		c + "getSuperclass()Ljava/lang/Class;":                                                       getSuperclass,
		c + "getInterfaces0()[Ljava/lang/Class;":                                                     getInterfaces,
		c + "getModifiers()I":                                                                        getModifiers,
		c + "getSigners()[Ljava/lang/Object;":                                                        getSigners,
		c + "setSigners([Ljava/lang/Object;)V":                                                       setSigners,
		c + "getProtectionDomain0()Ljava/security/ProtectionDomain;":                                 getProtectionDomain,
		c + "initClassName()Ljava/lang/String;":                                                      initClassName,
		c + "isInstance(Ljava/lang/Object;)Z":                                                        isInstance,
		c + "isAssignableFrom(Ljava/lang/Class;)Z":                                                   isAssignableFrom,
		c + "isArray()Z":     classTest((*vm.Class).IsArray),
		c + "isInterface()Z": classTest((*vm.Class).IsInterface),
		c + "isPrimitive()Z": classTest((*vm.Class).IsPrimitive),
		c + "isHidden()Z":    classTest(func(c *vm.Class) bool { return c.Hidden }),
	}
}

func classTest(test func(*vm.Class) bool) vm.NativeFunc {
	return func(t *vm.Thread, a vm.Args) (vm.Value, error) { return nat.Bool(test(nat.Class(t, a, 0))) }
}

// maxName is the length of the longest name of a class in bytes (JVMS 4.4.7).
const maxName = 65535

// forName is Class.forName; arguments: name, initialize, loader, caller.
func forName(t *vm.Thread, a vm.Args) (vm.Value, error) {
	name, ok := nat.RawString(t, a, 0)
	if !ok {
		return nat.NullPointer(t)
	}
	if len(name) > maxName {
		return nat.Err(t.Throwf("java/lang/ClassNotFoundException", "Class name exceeds maximum length of %d: %s", maxName, t.VM.GoString(a.Ref(0))))
	}
	if strings.Contains(name, "/") || name == "" {
		// A slash would pass for a dot below.
		return nat.Err(t.Throwf("java/lang/ClassNotFoundException", "%s", t.VM.GoString(a.Ref(0))))
	}
	if slashed := strings.ReplaceAll(name, ".", "/"); slashed[0] != '[' &&
		(slashed[0] == '/' || strings.Contains(slashed, "//") || strings.ContainsAny(slashed, ";[")) {
		return nat.Err(t.Throw("java/lang/ClassNotFoundException", strings.ReplaceAll(t.VM.GoString(a.Ref(0)), ".", "/")))
	}
	c, err := t.VM.Linker.LoadClass(t, t.VM.Linker.LoaderOf(t, a.Ref(2)), nat.Internal(name))
	if err != nil {
		return 0, err
	}
	if a.Bool(1) && !c.IsArray() {
		if err := t.VM.Linker.Initialize(t, c); err != nil {
			return 0, err
		}
	}
	return nat.Mirror(c)
}

func getPrimitiveClass(t *vm.Thread, a vm.Args) (vm.Value, error) {
	name, ok := nat.String(t, a, 0)
	if !ok {
		return nat.NullPointer(t)
	}
	for _, c := range t.VM.Primitives {
		if c.Name == name {
			return nat.Mirror(c)
		}
	}
	return nat.Err(t.Throw("java/lang/ClassNotFoundException", name))
}

func getSuperclass(t *vm.Thread, a vm.Args) (vm.Value, error) {
	c := nat.Class(t, a, 0)
	if c.IsInterface() {
		return 0, nil
	}
	return nat.Mirror(c.Super)
}

func getInterfaces(t *vm.Thread, a vm.Args) (vm.Value, error) {
	c := nat.Class(t, a, 0)
	if c.IsArray() {
		k := &t.VM.Known
		return nat.Ref(nat.ClassArray(t, []*vm.Class{k.Cloneable, k.Serializable}))
	}
	return nat.Ref(nat.ClassArray(t, c.Interfaces))
}

// getModifiers gives the flags of the InnerClasses attribute for a member
// class, without ACC_SUPER, which is not a modifier.
func getModifiers(t *vm.Thread, a vm.Args) (vm.Value, error) {
	const accSuper = 0x20
	return nat.Int(int32(nat.Class(t, a, 0).InnerFlags &^ accSuper))
}

func getSigners(t *vm.Thread, a vm.Args) (vm.Value, error) {
	s := nat.Class(t, a, 0).Signers
	if s.IsNull() {
		return 0, nil
	}
	return nat.Ref(t.Clone(s)) // the caller may change its copy
}

func setSigners(t *vm.Thread, a vm.Args) (vm.Value, error) {
	c := nat.Class(t, a, 0)
	if c.IsPrimitive() || c.IsArray() {
		return 0, nil
	}
	if old := c.Signers; !old.IsNull() {
		old.Set(a.Ref(1))
	} else if a.Ref(1) != 0 {
		c.Signers = c.Domain.NewHandle(a.Ref(1))
	}
	return 0, nil
}

func getProtectionDomain(t *vm.Thread, a vm.Args) (vm.Value, error) {
	return vm.RefValue(nat.Class(t, a, 0).ProtectionDomain.Ref()), nil
}

func initClassName(t *vm.Thread, a vm.Args) (vm.Value, error) {
	return nat.Ref(nat.ClassName(t, nat.Class(t, a, 0)))
}

func isInstance(t *vm.Thread, a vm.Args) (vm.Value, error) {
	c, obj := nat.Class(t, a, 0), a.Ref(1)
	return nat.Bool(obj != 0 && !c.IsPrimitive() && vm.InstanceOf(vm.KlassOf(obj), c.Block))
}

func isAssignableFrom(t *vm.Thread, a vm.Args) (vm.Value, error) {
	from := nat.Class(t, a, 1)
	if from == nil {
		return nat.NullPointer(t)
	}
	return nat.Bool(from.IsAssignableTo(nat.Class(t, a, 0)))
}
