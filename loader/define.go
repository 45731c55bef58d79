package loader

import (
	"errors"
	"strings"

	"gojvm/loader/classfile"
	"gojvm/vm"
)

// DefineClass implements vm.Linker (JVMS 5.3.5).
func (l *Linker) DefineClass(t *vm.Thread, d *vm.Define) (*vm.Class, error) {
	mark := t.HandleMark()
	defer t.ReleaseHandles(mark)
	if !d.Loader.Domain.Permanent || d.Hidden && !d.Strong {
		t.CollectClasses()
	}
	r := *d
	if !r.Shared {
		r.Bytes = append([]byte(nil), d.Bytes...)
	}
	if r.Hidden {
		return l.defineHidden(t, &r)
	}
	return l.define(t, &r)
}

// define derives a class and records it in its defining loader.
func (l *Linker) define(t *vm.Thread, d *vm.Define) (*vm.Class, error) {
	initial := l.hook(t, d)
	f, err := l.parse(t, d)
	if err != nil {
		return nil, err
	}
	loader := d.Loader
	if !loader.Boot && !l.isPlatform(loader) && strings.HasPrefix(f.Name, "java/") {
		return nil, t.Throwf("java/lang/SecurityException", "Prohibited package name: %s",
			strings.ReplaceAll(vm.PackageOf(f.Name), "/", "."))
	}
	if old := loader.Lookup(f.Name); old != nil {
		return nil, l.duplicate(t, loader, old)
	}
	c := &vm.Class{Name: f.Name, Kind: vm.KindRef, File: f, Initial: initial, Loader: loader}
	c.Module = l.moduleOf(loader, vm.PackageOf(f.Name))
	if !loader.Boot {
		// The bootstrap loader has a placeholder already (loadBoot).
		if !l.loading.enter(t, loader, f.Name) {
			return nil, t.Throw("java/lang/ClassCircularityError", f.Name)
		}
		err = l.loadSupers(t, c)
		l.loading.leave(t, loader, f.Name)
	} else {
		err = l.loadSupers(t, c)
	}
	if err != nil {
		return nil, err
	}
	if err := l.complete(t, c, d, loader.Boot || l.isPlatform(loader)); err != nil {
		return nil, err
	}
	existing, demanded := l.constraints.record(loader, c)
	if demanded != nil {
		l.vm.UnregisterClass(c)
		return nil, l.constraintViolation(t, loader, c, demanded)
	}
	if existing != c {
		l.vm.UnregisterClass(c)
		return nil, l.duplicate(t, loader, existing)
	}
	if c.Name == "java/lang/Class" && loader.Boot {
		if err := l.adoptClassClass(t, c); err != nil {
			return nil, err
		}
	}
	l.logLoad(c, d)
	return c, nil
}

// hook lets agents replace the class file of d, and returns the one with which a
// retransformation begins if that is another.
func (l *Linker) hook(t *vm.Thread, d *vm.Define) []byte {
	if !l.vm.HooksClassFiles() {
		return nil
	}
	load := vm.ClassFileLoad{Name: d.Name, Loader: d.Loader, Domain: d.ProtectionDomain, Bytes: d.Bytes}
	l.vm.ClassFileLoaded(t, &load)
	d.Bytes = load.Bytes
	return load.Initial
}

// parse parses the class file of d.
func (l *Linker) parse(t *vm.Thread, d *vm.Define) (*classfile.File, error) {
	f, err := classfile.Parse(d.Bytes, classfile.Options{
		Name:    d.Name,
		Trusted: d.Loader.Boot && !l.vm.Config.VerifyLocal,
		Relaxed: l.isPlatform(d.Loader),
		Hidden:  d.Hidden,
		Preview: l.vm.Config.Preview,
	})
	if err == nil {
		return f, nil
	}
	var e classfile.Error
	if errors.As(err, &e) {
		return nil, t.Throw(e.JavaClass(), e.Error())
	}
	return nil, t.Throw("java/lang/ClassFormatError", err.Error())
}

func (l *Linker) duplicate(t *vm.Thread, loader *vm.Loader, old *vm.Class) error {
	return t.Throwf("java/lang/LinkageError", "loader %s attempted duplicate %s definition for %s. (%s)",
		loader.Description(), old.ExternalKind(), old.JavaName(), old.InModuleOfLoader(false, true))
}

// loadSupers loads the direct superclass and superinterfaces of c and checks
// that c may extend them (JVMS 5.3.5 steps 3 and 4).
func (l *Linker) loadSupers(t *vm.Thread, c *vm.Class) error {
	f := c.File
	c.Flags = f.Flags
	if f.Super != "" {
		super, err := l.FindClass(t, c.Loader, f.Super)
		if err != nil {
			return err
		}
		c.Super = super
	}
	for i := range f.Interfaces.Len() {
		k, err := l.FindClass(t, c.Loader, f.InterfaceName(i))
		if err != nil {
			return err
		}
		c.Interfaces = append(c.Interfaces, k)
	}
	if c.Super != nil {
		if err := l.checkSuper(t, c, c.Super); err != nil {
			return err
		}
	}
	for _, i := range c.Interfaces {
		if err := l.checkInterface(t, c, i); err != nil {
			return err
		}
	}
	return nil
}

func (l *Linker) checkSuper(t *vm.Thread, c, super *vm.Class) error {
	switch {
	case super.IsInterface():
		return t.Throwf(incompatibleChange, "class %s has interface %s as super class", c.JavaName(), super.JavaName())
	case super.IsFinal():
		return t.Throwf(incompatibleChange, "class %s cannot inherit from final class %s", c.JavaName(), super.JavaName())
	case !permits(super, c):
		return t.Throwf(incompatibleChange, "class %s cannot inherit from sealed class %s", c.JavaName(), super.JavaName())
	}
	if c.Loader.Boot {
		return nil
	}
	r := l.classAccess(c, super)
	if r == accessOK {
		return nil
	}
	if msg := l.moduleAccessText(t, c, super, r); msg != "" {
		return t.Throwf(illegalAccess, "superclass access check failed: %s", msg)
	}
	abstract := ""
	if super.IsAbstract() {
		abstract = "abstract "
	}
	return t.Throwf(illegalAccess, "class %s cannot access its %ssuperclass %s (%s)",
		c.JavaName(), abstract, super.JavaName(), vm.InModulesOfLoaders(c, super))
}

func (l *Linker) checkInterface(t *vm.Thread, c, i *vm.Class) error {
	switch {
	case !i.IsInterface():
		return t.Throwf(incompatibleChange, "class %s can not implement %s, because it is not an interface (%s)",
			c.JavaName(), i.JavaName(), i.InModuleOfLoader(false, false))
	case !permits(i, c):
		verb := "implement"
		if c.IsInterface() {
			verb = "extend"
		}
		return t.Throwf(incompatibleChange, "class %s cannot %s sealed interface %s", c.JavaName(), verb, i.JavaName())
	}
	if c.Loader.Boot {
		return nil
	}
	r := l.classAccess(c, i)
	if r == accessOK {
		return nil
	}
	if msg := l.moduleAccessText(t, c, i, r); msg != "" {
		return t.Throwf(illegalAccess, "superinterface check failed: %s", msg)
	}
	return t.Throwf(illegalAccess, "class %s cannot access its superinterface %s (%s)",
		c.JavaName(), i.JavaName(), vm.InModulesOfLoaders(c, i))
}

// permits reports whether super, if it is sealed, permits c as a direct subclass (JVMS 5.3.5).
func permits(super, c *vm.Class) bool {
	if super.File == nil {
		return true
	}
	list, sealed := super.File.PermittedSubclasses()
	if !sealed {
		return true
	}
	if super.Module != c.Module || c.Flags&classfile.AccPublic == 0 && !vm.SamePackage(super, c) {
		return false
	}
	for i := range list.Len() {
		if super.File.CP.Class(list.At(i)) == c.Name {
			return true
		}
	}
	return false
}

// complete makes members, tables, blocks and the mirror of c, whose supers are loaded.
func (l *Linker) complete(t *vm.Thread, c *vm.Class, d *vm.Define, annots bool) error {
	f := c.File
	c.InnerFlags = innerFlags(f)
	c.Source = d.Source
	c.CP = vm.NewConstPool(c, f)
	if c.Domain == nil {
		c.Domain = c.Loader.Domain
	}
	if c.Super != nil {
		c.Domain.Needs(c.Super)
	}
	for _, i := range c.Interfaces {
		c.Domain.Needs(i)
	}
	if !d.ProtectionDomain.IsNull() {
		c.ProtectionDomain = c.Domain.NewHandle(d.ProtectionDomain.Ref())
	}
	makeFields(c)
	makeMethods(c, annots || d.VMAnnots)
	if m, o := finalOverride(c); m != nil && !c.Loader.Boot {
		return t.Throwf(incompatibleChange, "class %s overrides final method %s.%s%s",
			c.JavaName(), o.Holder.JavaName(), o.Name, o.Desc)
	}
	collectSupers(c)
	buildVtable(c)
	layoutInstance(c)
	l.vm.RegisterClass(c)
	if err := l.buildBlocks(c); err != nil {
		l.vm.UnregisterClass(c)
		return t.ThrowOutOfMemory("Metaspace")
	}
	if err := l.makeMirror(t, c); err != nil {
		l.vm.UnregisterClass(c)
		return err
	}
	return nil
}

// innerFlags returns the flags of the InnerClasses entry for the class itself,
// which Class.getModifiers tells; those of the class file when there is none.
func innerFlags(f *classfile.File) uint16 {
	for i := range f.NumInnerClasses() {
		if e := f.InnerClass(i); e.Inner != 0 && f.CP.Class(e.Inner) == f.Name {
			return e.Flags
		}
	}
	return f.Flags
}

// buildBlocks allocates and fills the method blocks and the klass block of c.
func (l *Linker) buildBlocks(c *vm.Class) error {
	if len(c.Methods) > 0 {
		blocks, err := c.Domain.Alloc(vm.MethodBlockSize * uintptr(len(c.Methods)))
		if err != nil {
			return err
		}
		for i, m := range c.Methods {
			m.Block = blocks + vm.MethodBlockSize*uintptr(i) // vtables name it
		}
	}
	if err := l.buildKlass(c); err != nil {
		return err
	}
	for _, m := range c.Methods {
		l.registerMethod(m, m.Block)
	}
	return nil
}
