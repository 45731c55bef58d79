package loader

import (
	"gojvm/gc"
	"gojvm/loader/classfile"
	"gojvm/mem"
	"gojvm/vm"
)

// ArrayClass implements vm.Linker (JVMS 5.3.3 step 2).
func (l *Linker) ArrayClass(t *vm.Thread, elem *vm.Class) (*vm.Class, error) {
	if a := elem.ArrayClassCached(); a != nil {
		return a, nil
	}
	a := &vm.Class{
		Name:  arrayName(elem),
		Kind:  vm.KindRef,
		Super: l.vm.Known.Object,
		Elem:  elem,
		// Access of the element type; neither it nor the array can be subclassed.
		Flags:      elem.Flags&classfile.AccPublic | classfile.AccFinal | classfile.AccAbstract,
		InnerFlags: elem.InnerFlags&(classfile.AccPublic|classfile.AccPrivate|classfile.AccProtected) | classfile.AccFinal | classfile.AccAbstract,
		Loader:     elem.Loader,
		Module:     elem.Module,
		Interfaces: l.arraySupers,
		AllSupers:  l.arraySupers,
		Vtable:     l.vm.Known.Object.Vtable,
	}
	a.Domain = elem.Domain
	l.vm.RegisterClass(a)
	block, err := l.allocKlass(a)
	if err != nil {
		return nil, t.ThrowOutOfMemory("Metaspace")
	}
	d := gc.DescriptorAt(block)
	d.Shift = elem.Kind.Shift()
	d.Size = vm.OffElems
	d.Kind = gc.DataArray
	if d.Shift == 3 {
		d.Size = vm.OffElems8
	}
	if elem.Kind == vm.KindRef {
		d.Kind = gc.RefArray
	}
	mem.Store32(block+vm.KlassFlags, mem.Load32(block+vm.KlassFlags)|vm.KlassIsInitialized)
	a.SetState(vm.StateInitialized)
	if err := l.makeMirror(t, a); err != nil {
		return nil, err
	}
	return elem.PublishArrayClass(a), nil
}

// arrayName returns the name of the class of arrays of elem.
func arrayName(elem *vm.Class) string { return "[" + elem.Descriptor() }

// makePrimitives makes the classes of the primitive types and void (JVMS 2.3).
func (l *Linker) makePrimitives(t *vm.Thread) error {
	for k := vm.KindVoid; k < vm.KindRef; k++ {
		flags := uint16(classfile.AccPublic | classfile.AccFinal | classfile.AccAbstract)
		c := &vm.Class{
			Name: k.String(), Kind: k, Flags: flags, InnerFlags: flags,
			Loader: l.vm.BootLoader, Module: l.vm.JavaBase,
		}
		l.vm.RegisterClass(c)
		c.SetState(vm.StateInitialized)
		if err := l.makeMirror(t, c); err != nil {
			return err
		}
		l.vm.Primitives[k] = c
	}
	for k := vm.KindBoolean; k < vm.KindRef; k++ {
		a, err := l.ArrayClass(t, l.vm.Primitives[k])
		if err != nil {
			return err
		}
		l.vm.PrimArrays[k] = a
	}
	return nil
}

// loadArray loads the array class of that name with loader as the initiating
// loader (JVMS 5.3.3); nil without an exception when there is none.
func (l *Linker) loadArray(t *vm.Thread, loader *vm.Loader, name string) (*vm.Class, error) {
	dims := 0
	for dims < len(name) && name[dims] == '[' {
		dims++
	}
	if dims > 255 || !classfile.ValidFieldDescriptor(name) {
		return nil, nil
	}
	var c *vm.Class
	if base := name[dims:]; base[0] == 'L' {
		var err error
		if c, err = l.load(t, loader, base[1:len(base)-1]); c == nil {
			return nil, err
		}
	} else {
		c = l.vm.Primitives[vm.KindOf(base)]
	}
	for range dims {
		var err error
		if c, err = l.ArrayClass(t, c); err != nil {
			return nil, err
		}
	}
	return c, nil
}
