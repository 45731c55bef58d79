package lang

import (
	"strings"

	"gojvm/native/internal/nat"
	"gojvm/vm"
)

// desiredAssertionStatus is what the command line says for a class; the answer
// for classes of other loaders than the bootstrap loader can be changed by the
// loader, in Java.
func desiredAssertionStatus(t *vm.Thread, a vm.Args) (vm.Value, error) {
	c := nat.Class(t, a, 0)
	if c.IsPrimitive() || c.IsArray() {
		return nat.Bool(false)
	}
	return nat.Bool(assertionsEnabled(&t.VM.Config.Assertions, c.JavaName(), c.Loader.Boot))
}

// assertionsEnabled finds the rule for a class: one that names the class counts
// before one for its package, that before one for an outer package, and the
// later of two equal ones.
func assertionsEnabled(as *vm.Assertions, class string, system bool) bool {
	find := func(name string, pkg bool) (enable, found bool) {
		for i := len(as.Rules) - 1; i >= 0; i-- {
			if r := as.Rules[i]; r.Name == name && r.Package == pkg {
				return r.Enable, true
			}
		}
		return false, false
	}
	if e, ok := find(class, false); ok && class != "" {
		return e
	}
	pkg := class
	for {
		i := strings.LastIndexByte(pkg, '.')
		if i < 0 {
			break
		}
		pkg = pkg[:i]
		if e, ok := find(pkg, true); ok {
			return e
		}
	}
	if !strings.Contains(class, ".") {
		if e, ok := find("", true); ok { // "..." is the unnamed package
			return e
		}
	}
	if system {
		return as.System
	}
	e, _ := find("", false)
	return e
}

// assertionDirectives are the fields of AssertionStatusDirectives.
type assertionDirectives struct {
	Class          *vm.Class `java:"java/lang/AssertionStatusDirectives"`
	Classes        *vm.Field `java:"java/lang/AssertionStatusDirectives.classes:[Ljava/lang/String;"`
	ClassEnabled   *vm.Field `java:"java/lang/AssertionStatusDirectives.classEnabled:[Z"`
	Packages       *vm.Field `java:"java/lang/AssertionStatusDirectives.packages:[Ljava/lang/String;"`
	PackageEnabled *vm.Field `java:"java/lang/AssertionStatusDirectives.packageEnabled:[Z"`
	Default        *vm.Field `java:"java/lang/AssertionStatusDirectives.deflt:Z"`
}

// retrieveDirectives is ClassLoader.retrieveDirectives: the rules of the
// command line, the one that counts first.
func retrieveDirectives(t *vm.Thread, a vm.Args) (vm.Value, error) {
	k, err := vm.Bound[assertionDirectives](t)
	if err != nil {
		return 0, err
	}
	if err := t.VM.Linker.Initialize(t, k.Class); err != nil {
		return 0, err
	}
	obj, err := t.NewObject(k.Class)
	if err != nil {
		return 0, err
	}
	h := t.NewHandle(obj)
	var names [2][]string // of classes, of packages
	var enabled [2][]byte
	rules := t.VM.Config.Assertions.Rules
	for i := len(rules) - 1; i >= 0; i-- {
		r := rules[i]
		if r.Name == "" && !r.Package {
			continue
		}
		n := 0
		if r.Package {
			n = 1
		}
		names[n] = append(names[n], r.Name)
		enabled[n] = append(enabled[n], byte(vm.BoolValue(r.Enable)))
	}
	for n, f := range [2][2]*vm.Field{{k.Classes, k.ClassEnabled}, {k.Packages, k.PackageEnabled}} {
		s, err := nat.StringArray(t, names[n])
		if err != nil {
			return 0, err
		}
		t.VM.SetRef(h.Ref(), f[0].Offset, s)
		b, err := t.NewPrimArray(vm.KindBoolean, len(enabled[n]))
		if err != nil {
			return 0, err
		}
		copy(vm.ByteElems(b), enabled[n])
		t.VM.SetRef(h.Ref(), f[1].Offset, b)
	}
	h.Object().SetBool(k.Default.Offset, assertionsEnabled(&t.VM.Config.Assertions, "", false))
	return vm.RefValue(h.Ref()), nil
}
