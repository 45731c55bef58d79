package loader

import (
	"slices"

	"gojvm/loader/classfile"
	"gojvm/loader/verify"
	"gojvm/mem"
	"gojvm/vm"
)

// Redefinition (java.lang.instrument.Instrumentation.redefineClasses and
// retransformClasses, JVMTI RedefineClasses): a class gets another class file that has the
// same members. Everything is checked before anything changes, and all classes change at one
// safepoint (vm.Replace).

// newForm is a class file that a class is about to get.
type newForm struct {
	c       *vm.Class
	file    *classfile.File
	initial []byte
	cp      *vm.ConstPool
}

// Redefine implements vm.Linker.
func (l *Linker) Redefine(t *vm.Thread, list []vm.Redefinition) error {
	var forms []*newForm
	for _, r := range list {
		f, err := l.newForm(t, r)
		if err != nil {
			return err
		}
		forms = append(forms, f)
	}
	var methods []*vm.Method
	for _, f := range forms {
		methods = append(methods, f.c.Methods...)
	}
	if l.vm.Replace(t, methods, func() {
		for _, f := range forms {
			l.adopt(f)
		}
	}) != nil {
		return t.ThrowOutOfMemory("Metaspace")
	}
	l.countRedefinitions(forms)
	return nil
}

// newForm lets the agents see the class file of r, parses, compares and verifies it.
func (l *Linker) newForm(t *vm.Thread, r vm.Redefinition) (*newForm, error) {
	c := r.Class
	if err := l.Link(t, c); err != nil {
		t.TakeException()
		return nil, t.Throw("java/lang/InternalError", "class redefinition failed: invalid class")
	}
	load := vm.ClassFileLoad{Name: c.Name, Loader: c.Loader, Domain: c.ProtectionDomain, Class: c, Retransform: r.Bytes == nil, Bytes: r.Bytes}
	if load.Retransform {
		if load.Bytes = c.Initial; load.Bytes == nil {
			load.Bytes = c.File.Bytes()
		}
	}
	l.vm.ClassFileLoaded(t, &load)
	file, err := l.parse(t, &vm.Define{Name: c.Name, Bytes: load.Bytes, Loader: c.Loader})
	if err != nil {
		return nil, l.redefinitionError(t)
	}
	if why := l.difference(c, file); why != "" {
		return nil, t.Throw("java/lang/UnsupportedOperationException", "class redefinition failed: "+why)
	}
	if !(c.Loader.Boot && !l.vm.Config.VerifyLocal || l.vm.Config.NoVerify || l.isMagic(c)) {
		err := verify.Class(file, &hierarchy{l, t, c})
		if err != nil {
			if err == vm.ErrThrown {
				t.TakeException()
			}
			return nil, t.Throw("java/lang/VerifyError", "")
		}
	}
	return &newForm{c, file, load.Initial, vm.NewConstPool(c, file)}, nil
}

// redefinitionError replaces the pending error of a class file by what JVMTI makes
// of it: one of few classes, mostly without a message.
func (l *Linker) redefinitionError(t *vm.Thread) error {
	ex := t.TakeException()
	name := l.vm.ClassOf(ex).Name
	switch name {
	case "java/lang/UnsupportedClassVersionError", "java/lang/ClassFormatError", "java/lang/ClassCircularityError",
		"java/lang/OutOfMemoryError":
		return t.Throw(name, "")
	case "java/lang/NoClassDefFoundError":
		return t.Throw(name, "class names don't match")
	}
	return t.Throw("java/lang/VerifyError", "")
}

// difference says what forbids that c gets class file f, in HotSpot's words; "" if nothing does.
func (l *Linker) difference(c *vm.Class, f *classfile.File) string {
	old := c.File
	if old.Super != f.Super || !sameInterfaces(old, f) {
		return "attempted to change superclass or interfaces"
	}
	if c.State() == vm.StateErroneous {
		return "invalid class"
	}
	if !sameClassAttributes(old, f) {
		return "attempted to change the class NestHost, NestMembers, Record, or PermittedSubclasses attribute"
	}
	if old.Flags != f.Flags {
		return "attempted to change the class modifiers"
	}
	if !slices.EqualFunc(old.Fields, f.Fields, func(a, b classfile.Member) bool {
		return a.Name == b.Name && a.Desc == b.Desc && a.Flags == b.Flags
	}) {
		return "attempted to change the schema (add/remove fields)"
	}
	for i := range f.Methods {
		n := &f.Methods[i]
		m := c.DeclaredMethod(n.Name, n.Desc)
		switch {
		case m == nil:
			return "attempted to add a method"
		case (uint16(m.Flags)^n.Flags)&^classfile.AccNative != 0:
			return "attempted to change method modifiers"
		}
	}
	if len(f.Methods) < len(old.Methods) {
		return "attempted to delete a method"
	}
	return ""
}

func sameInterfaces(a, b *classfile.File) bool {
	if a.Interfaces.Len() != b.Interfaces.Len() {
		return false
	}
	for i := range a.Interfaces.Len() {
		if a.InterfaceName(i) != b.InterfaceName(i) {
			return false
		}
	}
	return true
}

// sameClassAttributes compares the attributes that bind a class to others or make it a record.
func sameClassAttributes(a, b *classfile.File) bool {
	classes := func(f *classfile.File, list classfile.U2s) (names []string) {
		for i := range list.Len() {
			names = append(names, f.CP.Class(list.At(i)))
		}
		return names
	}
	pa, sa := a.PermittedSubclasses()
	pb, sb := b.PermittedSubclasses()
	return a.CP.Class(int(a.NestHost)) == b.CP.Class(int(b.NestHost)) &&
		slices.Equal(classes(a, a.NestMembers()), classes(b, b.NestMembers())) &&
		sa == sb && slices.Equal(classes(a, pa), classes(b, pb)) &&
		a.IsRecord() == b.IsRecord() && slices.Equal(componentNames(a), componentNames(b))
}

func componentNames(f *classfile.File) (names []string) {
	for _, r := range f.RecordComponents() {
		names = append(names, f.CP.Utf8(r.Name)+" "+f.CP.Utf8(r.Desc))
	}
	return names
}

// adopt gives the class its new file. The world is stopped. Methods and fields keep their
// places, whatever the order in the file.
func (l *Linker) adopt(f *newForm) {
	c := f.c
	c.File, c.CP = f.file, f.cp
	if c.Initial == nil {
		c.Initial = f.initial // as on HotSpot, a redefinition does not change it
	}
	c.InnerFlags = innerFlags(f.file)
	annots := c.Loader.Boot || l.isPlatform(c.Loader)
	for i := range f.file.Methods {
		n := &f.file.Methods[i]
		m := c.DeclaredMethod(n.Name, n.Desc)
		m.File, m.Body, m.CP = n, n.Code, f.cp
		m.Flags = uint32(n.Flags) | methodFacts(c, n, annots)
		mem.Store32(m.Block+vm.MethodFlags, m.Flags)
	}
	for i := range f.file.Fields {
		n := &f.file.Fields[i]
		c.DeclaredField(n.Name, n.Desc).File = n
	}
}

// countRedefinitions counts in the mirrors of the classes and their subclasses, so that
// reflection forgets what it knew.
func (l *Linker) countRedefinitions(forms []*newForm) {
	count := l.vm.Known.Class.DeclaredField("classRedefinedCount", "I")
	if count == nil {
		return
	}
	l.vm.ForEachClass(func(c *vm.Class) {
		for _, f := range forms {
			if c.Mirror != 0 && c.IsSubclassOf(f.c) {
				m := vm.Object(c.Mirror)
				m.SetInt(count.Offset, m.Int(count.Offset)+1)
			}
		}
	})
}
