package lang

import (
	"slices"

	"gojvm/loader/classfile"
	"gojvm/native/internal/members"
	"gojvm/native/internal/nat"
	"gojvm/vm"
)

// classMembersNatives are those of Class that read the class file: declared
// members, nests, enclosing classes, annotations, records, sealed classes.
func classMembersNatives() vm.NativeTable {
	const c = "java/lang/Class."
	return vm.NativeTable{
		c + "getDeclaredFields0(Z)[Ljava/lang/reflect/Field;":             getDeclaredFields,
		c + "getDeclaredMethods0(Z)[Ljava/lang/reflect/Method;":           getDeclaredMethods,
		c + "getDeclaredConstructors0(Z)[Ljava/lang/reflect/Constructor;": getDeclaredConstructors,
		c + "getDeclaredClasses0()[Ljava/lang/Class;":                     getDeclaredClasses,
		c + "getDeclaringClass0()Ljava/lang/Class;":                       getDeclaringClass,
		c + "getEnclosingMethod0()[Ljava/lang/Object;":                    getEnclosingMethod,
		c + "getSimpleBinaryName0()Ljava/lang/String;":                    getSimpleBinaryName,
		c + "getGenericSignature0()Ljava/lang/String;":                    getGenericSignature,
		c + "getRawAnnotations()[B":                                       rawAttribute("RuntimeVisibleAnnotations"),
		c + "getRawTypeAnnotations()[B":                                   rawAttribute("RuntimeVisibleTypeAnnotations"),
		c + "getConstantPool()Ljdk/internal/reflect/ConstantPool;":        getConstantPool,
		c + "getNestHost0()Ljava/lang/Class;":                             getNestHost,
		c + "getNestMembers0()[Ljava/lang/Class;":                         getNestMembers,
		c + "getPermittedSubclasses0()[Ljava/lang/Class;":                 getPermittedSubclasses,
		c + "getRecordComponents0()[Ljava/lang/reflect/RecordComponent;":  getRecordComponents,
		c + "isRecord0()Z": classTest(members.IsRecord),
	}
}

// reflectClasses are the element classes of arrays of members.
type reflectClasses struct {
	Field       *vm.Class `java:"java/lang/reflect/Field"`
	Method      *vm.Class `java:"java/lang/reflect/Method"`
	Constructor *vm.Class `java:"java/lang/reflect/Constructor"`
}

// objectArray makes an array of n elements made by element.
func objectArray(t *vm.Thread, elem *vm.Class, n int, element func(i int) (vm.Ref, error)) (vm.Value, error) {
	r, err := t.NewRefArray(elem, n)
	if err != nil {
		return 0, err
	}
	arr := t.NewHandle(r)
	for i := range n {
		r, err := element(i)
		if err != nil {
			return 0, err
		}
		t.VM.SetRefElem(arr.Ref(), i, r)
	}
	return vm.RefValue(arr.Ref()), nil
}

// linked links the class in argument 0, since reflection shows linked classes
// only. The class is nil for primitives and arrays, which declare nothing.
func linked(t *vm.Thread, a vm.Args) (*vm.Class, error) {
	c := nat.Class(t, a, 0)
	if c.IsPrimitive() || c.IsArray() {
		return nil, nil
	}
	return c, t.VM.Linker.Link(t, c)
}

func getDeclaredFields(t *vm.Thread, a vm.Args) (vm.Value, error) {
	k, err := vm.Bound[reflectClasses](t)
	if err != nil {
		return 0, err
	}
	c, err := linked(t, a)
	if err != nil {
		return 0, err
	}
	var list []*vm.Field
	if c != nil {
		for _, f := range c.Fields {
			if f.File != nil && (!a.Bool(1) || f.Flags&classfile.AccPublic != 0) {
				list = append(list, f)
			}
		}
	}
	return objectArray(t, k.Field, len(list), func(i int) (vm.Ref, error) { return members.NewField(t, list[i]) })
}

// declaredMethods returns the methods of the class in argument 0 that are
// constructors, or not; only public ones when argument 1 says so.
func declaredMethods(t *vm.Thread, a vm.Args, constructors bool) ([]*vm.Method, error) {
	c, err := linked(t, a)
	if err != nil || c == nil {
		return nil, err
	}
	var list []*vm.Method
	for _, m := range c.Methods {
		if m.File != nil && m.IsInit() == constructors && !m.IsClinit() && (!a.Bool(1) || m.IsPublic()) {
			list = append(list, m)
		}
	}
	return list, nil
}

func getDeclaredMethods(t *vm.Thread, a vm.Args) (vm.Value, error) {
	k, err := vm.Bound[reflectClasses](t)
	if err != nil {
		return 0, err
	}
	list, err := declaredMethods(t, a, false)
	if err != nil {
		return 0, err
	}
	return objectArray(t, k.Method, len(list), func(i int) (vm.Ref, error) { return members.NewMethod(t, list[i]) })
}

func getDeclaredConstructors(t *vm.Thread, a vm.Args) (vm.Value, error) {
	k, err := vm.Bound[reflectClasses](t)
	if err != nil {
		return 0, err
	}
	list, err := declaredMethods(t, a, true)
	if err != nil {
		return 0, err
	}
	return objectArray(t, k.Constructor, len(list), func(i int) (vm.Ref, error) { return members.NewConstructor(t, list[i]) })
}

// innerClasses returns the entries of c's InnerClasses attribute (JVMS 4.7.6).
func innerClasses(c *vm.Class) []classfile.InnerClass {
	if c.File == nil {
		return nil
	}
	return slices.Collect(c.File.InnerClasses())
}

// innerEntry returns the entry of c's InnerClasses attribute for c itself.
func innerEntry(c *vm.Class) (classfile.InnerClass, bool) {
	for _, e := range innerClasses(c) {
		if e.Inner != 0 && c.File.CP.Class(e.Inner) == c.Name {
			return e, true
		}
	}
	return classfile.InnerClass{}, false
}

// checkInner throws IncompatibleClassChangeError unless outer says too that it has inner, as a member
// or as a local class: the very class, not one of that name of another loader.
func checkInner(t *vm.Thread, outer, inner *vm.Class, member bool) error {
	cp := outer.CP
	for _, e := range innerClasses(outer) {
		if e.Inner == 0 || (e.Outer != 0) != member || cp.Symbols().Class(e.Inner) != inner.Name ||
			member && cp.Symbols().Class(e.Outer) != outer.Name {
			continue
		}
		if member {
			if o, err := t.VM.Linker.ResolveClass(t, cp, e.Outer); err != nil || o != outer {
				if err != nil {
					return err
				}
				continue
			}
		}
		i, err := t.VM.Linker.ResolveClass(t, cp, e.Inner)
		if err != nil {
			return err
		}
		if i == inner {
			return nil
		}
	}
	return t.Throwf("java/lang/IncompatibleClassChangeError",
		"%s and %s disagree on InnerClasses attribute", outer.JavaName(), inner.JavaName())
}

func getDeclaredClasses(t *vm.Thread, a vm.Args) (vm.Value, error) {
	c := nat.Class(t, a, 0)
	var list []*vm.Class
	cp := c.CP // a redefinition while classes are loaded gives the class another
	for _, e := range innerClasses(c) {
		if e.Inner == 0 || e.Outer == 0 || cp.Symbols().Class(e.Outer) != c.Name {
			continue
		}
		// The name alone does not say it: another loader may have a class of that name.
		outer, err := t.VM.Linker.ResolveClass(t, cp, e.Outer)
		if err != nil {
			return 0, err
		}
		if outer != c {
			continue
		}
		inner, err := t.VM.Linker.ResolveClass(t, cp, e.Inner)
		if err != nil {
			return 0, err
		}
		list = append(list, inner) // whether inner agrees is not asked
	}
	return nat.Ref(nat.ClassArray(t, list))
}

func getDeclaringClass(t *vm.Thread, a vm.Args) (vm.Value, error) {
	c := nat.Class(t, a, 0)
	e, ok := innerEntry(c)
	if !ok {
		return 0, nil
	}
	// A local class has none, but it must be one.
	cp, index, member := c.CP, e.Outer, true
	if index == 0 {
		index, _ = cp.File.EnclosingMethod()
		member = false
	}
	if index == 0 {
		return 0, nil
	}
	outer, err := t.VM.Linker.ResolveClass(t, cp, index)
	if err != nil {
		return 0, err
	}
	if err := checkInner(t, outer, c, member); err != nil {
		return 0, err
	}
	if !member {
		return 0, nil
	}
	return nat.Mirror(outer)
}

// getEnclosingMethod returns class, method name and descriptor of the
// EnclosingMethod attribute (JVMS 4.7.7), the latter two null outside a method.
func getEnclosingMethod(t *vm.Thread, a vm.Args) (vm.Value, error) {
	c := nat.Class(t, a, 0)
	if c.File == nil {
		return 0, nil
	}
	cp := c.CP
	class, nt := cp.File.EnclosingMethod()
	if class == 0 {
		return 0, nil
	}
	outer, err := t.VM.Linker.ResolveClass(t, cp, class)
	if err != nil {
		return 0, err
	}
	r, err := t.NewRefArray(t.VM.Known.Object, 3)
	if err != nil {
		return 0, err
	}
	arr := t.NewHandle(r)
	t.VM.SetRefElem(r, 0, outer.Mirror)
	if nt != 0 {
		name, desc := cp.Symbols().NameAndType(nt)
		for i, s := range []string{name, desc} {
			r, err := t.InternRaw(s)
			if err != nil {
				return 0, err
			}
			t.VM.SetRefElem(arr.Ref(), i+1, r)
		}
	}
	return vm.RefValue(arr.Ref()), nil
}

func getSimpleBinaryName(t *vm.Thread, a vm.Args) (vm.Value, error) {
	c := nat.Class(t, a, 0)
	e, ok := innerEntry(c)
	if !ok || e.Name == 0 {
		return 0, nil
	}
	return nat.Ref(t.InternRaw(c.File.CP.Utf8(e.Name)))
}

func getGenericSignature(t *vm.Thread, a vm.Args) (vm.Value, error) {
	c := nat.Class(t, a, 0)
	if c.File == nil || c.File.Signature == 0 {
		return 0, nil
	}
	return nat.Ref(t.InternRaw(c.File.CP.Utf8(int(c.File.Signature))))
}

func rawAttribute(name string) vm.NativeFunc {
	return func(t *vm.Thread, a vm.Args) (vm.Value, error) {
		c := nat.Class(t, a, 0)
		if c.File == nil {
			return 0, nil
		}
		return nat.Ref(nat.BytesOrNull(t, c.File.Attrs.Find(name)))
	}
}

// constantPool is jdk.internal.reflect.ConstantPool, a class with its pool.
type constantPool struct {
	Class *vm.Class `java:"jdk/internal/reflect/ConstantPool"`
	Oop   *vm.Field `java:"jdk/internal/reflect/ConstantPool.constantPoolOop:Ljava/lang/Object;"`
}

func getConstantPool(t *vm.Thread, a vm.Args) (vm.Value, error) {
	c := nat.Class(t, a, 0)
	if c.File == nil {
		return 0, nil
	}
	k, err := vm.Bound[constantPool](t)
	if err != nil {
		return 0, err
	}
	if err := t.VM.Linker.Initialize(t, k.Class); err != nil {
		return 0, err
	}
	r, err := t.NewObject(k.Class)
	if err != nil {
		return 0, err
	}
	t.VM.SetRef(r, k.Oop.Offset, c.Mirror)
	return vm.RefValue(r), nil
}

func getNestHost(t *vm.Thread, a vm.Args) (vm.Value, error) {
	return nat.Mirror(t.VM.Linker.NestHost(t, nat.Class(t, a, 0)))
}

// resolveListed resolves the classes in list, indices into the pool of c; those that cannot
// be loaded are left out, but errors of the VM itself are thrown.
func resolveListed(t *vm.Thread, c *vm.Class, list classfile.U2s) ([]*vm.Class, error) {
	var out []*vm.Class
	cp := c.CP
	for i := range list.Len() {
		m, err := t.VM.Linker.ResolveClass(t, cp, list.At(i))
		if err != nil {
			vme, err2 := vm.Bound[vmErrors](t)
			if err2 != nil || t.VM.ClassOf(t.Exception()).IsSubclassOf(vme.Error) {
				return nil, vm.ErrThrown
			}
			t.TakeException()
			continue
		}
		out = append(out, m)
	}
	return out, nil
}

type vmErrors struct {
	Error *vm.Class `java:"java/lang/VirtualMachineError"`
}

// getNestMembers returns the host first, then the members that agree on it.
func getNestMembers(t *vm.Thread, a vm.Args) (vm.Value, error) {
	host := t.VM.Linker.NestHost(t, nat.Class(t, a, 0))
	list := []*vm.Class{host}
	if host.File != nil {
		all, err := resolveListed(t, host, host.File.NestMembers())
		if err != nil {
			return 0, err
		}
		for _, m := range all {
			if t.VM.Linker.NestHost(t, m) == host {
				list = append(list, m)
			}
		}
	}
	return nat.Ref(nat.ClassArray(t, list))
}

// getPermittedSubclasses returns null for a class that is not sealed.
func getPermittedSubclasses(t *vm.Thread, a vm.Args) (vm.Value, error) {
	c := nat.Class(t, a, 0)
	if c.File == nil {
		return 0, nil
	}
	permitted, sealed := c.File.PermittedSubclasses()
	if !sealed {
		return 0, nil
	}
	list, err := resolveListed(t, c, permitted)
	if err != nil {
		return 0, err
	}
	return nat.Ref(nat.ClassArray(t, list))
}

func getRecordComponents(t *vm.Thread, a vm.Args) (vm.Value, error) {
	c := nat.Class(t, a, 0)
	if !members.IsRecord(c) {
		return 0, nil
	}
	return nat.Ref(members.RecordComponents(t, c))
}
