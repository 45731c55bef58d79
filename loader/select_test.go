package loader

import (
	"testing"

	"gojvm/loader/classfile"
	"gojvm/vm"
)

// world is a set of classes made by hand.
type world struct{ loader *vm.Loader }

func newWorld() *world { return &world{loader: &vm.Loader{}} }

// class makes a class with methods given as name and flags; all are ()V.
func (w *world) class(name string, flags uint16, super *vm.Class, interfaces []*vm.Class, methods map[string]uint16) *vm.Class {
	c := &vm.Class{Name: name, Kind: vm.KindRef, Flags: flags, Super: super, Interfaces: interfaces, Loader: w.loader}
	for n, f := range methods {
		c.Methods = append(c.Methods, &vm.Method{Holder: c, Name: n, Desc: "()V", Flags: uint32(f), VtableIndex: -1, ItableIndex: -1, Slot: len(c.Methods)})
	}
	collectSupers(c)
	buildVtable(c)
	return c
}

func m(flags uint16) map[string]uint16 { return map[string]uint16{"m": flags} }

const (
	public   = classfile.AccPublic
	pkg      = 0
	iface    = classfile.AccPublic | classfile.AccInterface | classfile.AccAbstract
	abstract = classfile.AccPublic | classfile.AccAbstract
)

// selected returns the class whose method invokevirtual of the method m that
// resolved declares runs on an instance of c.
func selected(c, resolved *vm.Class) string {
	r := resolved.Methods[0]
	if r.VtableIndex < 0 {
		return r.Holder.Name
	}
	return c.Vtable[r.VtableIndex].Holder.Name
}

// TestOverriding has the cases of JVMS 5.4.5.
func TestOverriding(t *testing.T) {
	w := newWorld()
	obj := w.class("java/lang/Object", public, nil, nil, nil)
	a := w.class("p/A", public, obj, nil, m(pkg))
	b := w.class("q/B", public, a, nil, m(pkg)) // another package: does not override
	c := w.class("p/C", public, b, nil, m(pkg)) // overrides A.m, not B.m
	d := w.class("p/D", public, a, nil, m(public))
	e := w.class("q/E", public, d, nil, m(public)) // overrides D.m, and A.m by way of D.m
	f := w.class("p/F", public, d, nil, m(pkg))    // less access, made by hand
	g := w.class("q/G", public, f, nil, m(public)) // overrides D.m although F.m is between them
	h := w.class("p/H", public, a, nil, m(classfile.AccPrivate))
	i := w.class("p/I", public, a, nil, m(classfile.AccStatic|public))
	for _, x := range []struct {
		receiver, resolved *vm.Class
		want               string
	}{
		{a, a, "p/A"}, {b, a, "p/A"}, {b, b, "q/B"}, {c, a, "p/C"}, {c, b, "q/B"}, {c, c, "p/C"},
		{d, a, "p/D"}, {e, a, "q/E"}, {e, d, "q/E"}, {g, a, "q/G"}, {g, d, "q/G"},
		{h, a, "p/A"}, {h, h, "p/H"}, {i, a, "p/A"},
	} {
		if got := selected(x.receiver, x.resolved); got != x.want {
			t.Errorf("%s.m on %s runs %s.m, want %s.m", x.resolved.Name, x.receiver.Name, got, x.want)
		}
	}
}

func TestFinalOverride(t *testing.T) {
	w := newWorld()
	obj := w.class("java/lang/Object", public, nil, nil, nil)
	a := w.class("p/A", public, obj, nil, m(public|classfile.AccFinal))
	if a.Methods[0].VtableIndex >= 0 {
		t.Error("a final method that overrides nothing needs no vtable slot")
	}
	if o, _ := finalOverride(w.class("p/B", public, a, nil, m(public))); o == nil {
		t.Error("overriding a final method goes unnoticed")
	}
	x := w.class("p/X", public, obj, nil, m(classfile.AccFinal))
	if o, _ := finalOverride(w.class("q/Y", public, x, nil, m(public))); o != nil {
		t.Error("a package-private final method of another package is not overridden")
	}
}

// TestMaximallySpecific has the cases of JVMS 5.4.3.3.
func TestMaximallySpecific(t *testing.T) {
	w := newWorld()
	obj := w.class("java/lang/Object", public, nil, nil, nil)
	top := w.class("Top", iface, obj, nil, m(public))
	left := w.class("Left", iface, obj, []*vm.Class{top}, m(public))
	right := w.class("Right", iface, obj, []*vm.Class{top}, nil)
	other := w.class("Other", iface, obj, nil, m(public))
	abst := w.class("Abst", iface, obj, []*vm.Class{top}, m(abstract))
	hidden := w.class("Hidden", iface, obj, nil, m(classfile.AccPrivate))
	for _, c := range []struct {
		name       string
		interfaces []*vm.Class
		best       int
		found      string
	}{
		{"one", []*vm.Class{top}, 1, "Top"},
		{"diamond", []*vm.Class{right, left}, 1, "Left"},
		{"re-abstracted", []*vm.Class{abst, right}, 1, "Abst"},
		{"unrelated", []*vm.Class{left, other}, 2, "Left"},
		{"default beside abstract", []*vm.Class{abst, other}, 2, "Other"},
		{"private", []*vm.Class{hidden}, 0, ""},
	} {
		k := w.class("K", public, obj, c.interfaces, nil)
		if got := maximallySpecific(k, "m", "()V"); len(got) != c.best {
			t.Errorf("%s: %d maximally-specific methods, want %d", c.name, len(got), c.best)
		}
		got := ""
		if f := findMethod(k, "m", "()V"); f != nil {
			got = f.Holder.Name
		}
		if got != c.found {
			t.Errorf("%s: resolves to %q, want %q", c.name, got, c.found)
		}
	}
}

func TestConstraints(t *testing.T) {
	l1, l2, l3 := vm.NewLoader(new(vm.VM), 0, true), vm.NewLoader(new(vm.VM), 0, true), vm.NewLoader(new(vm.VM), 0, true)
	c1, c2 := &vm.Class{Name: "C", Loader: l1}, &vm.Class{Name: "C", Loader: l2}
	var tab constraintTable
	if !tab.add("C", l1, l2) || !tab.add("C", l2, l3) {
		t.Fatal("constraints before anything is loaded fail")
	}
	if _, demanded := tab.record(l1, c1); demanded != nil {
		t.Error("the first class is refused")
	}
	if _, demanded := tab.record(l3, c2); demanded != c1 {
		t.Error("another class passes over a constraint with a loader between")
	}
	if existing, demanded := tab.record(l3, c1); demanded != nil || existing != c1 {
		t.Error("the same class is refused")
	}
	l4 := vm.NewLoader(new(vm.VM), 0, true)
	l4.Record("C", c2)
	if tab.add("C", l4, l1) {
		t.Error("loaders with different classes are constrained to the same")
	}
}

func TestBasicDescriptor(t *testing.T) {
	for desc, want := range map[string]string{
		"()V":                        "()V",
		"(ZBCSI)Z":                   "(IIIII)I",
		"([ILjava/lang/String;JD)[B": "(Ljava/lang/Object;Ljava/lang/Object;JD)Ljava/lang/Object;",
	} {
		if got := basicDescriptor(desc); got != want {
			t.Errorf("%s: %s, want %s", desc, got, want)
		}
	}
}
