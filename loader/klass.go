package loader

import (
	"gojvm/gc"
	"gojvm/mem"
	"gojvm/vm"
)

// weakKinds are the classes whose instances, and those of subclasses, hold
// their referent weakly.
var weakKinds = map[string]gc.WeakKind{
	"java/lang/ref/SoftReference":    gc.Soft,
	"java/lang/ref/WeakReference":    gc.Weak,
	"java/lang/ref/FinalReference":   gc.Final,
	"java/lang/ref/PhantomReference": gc.Phantom,
}

// buildKlass allocates and fills the klass block of class or interface c, whose
// members are laid out and whose superclasses have their blocks.
func (l *Linker) buildKlass(c *vm.Class) error {
	block, err := l.allocKlass(c)
	if err != nil {
		return err
	}
	d := gc.DescriptorAt(block)
	d.Kind = gc.Instance
	d.Size = c.InstanceSize
	if c.Super != nil {
		d.Weak = gc.DescriptorAt(c.Super.Block).Weak
	}
	if c.Loader.Boot {
		switch c.Name {
		case "java/lang/Class":
			d.Kind = gc.Indirect
			d.Ext = c.DeclaredField("vmlayout", "I").Offset
		default:
			if k, ok := weakKinds[c.Name]; ok {
				d.Weak = k
			}
		}
	}
	if err := d.SetRuns(instanceRuns(c), l.vm.Meta); err != nil {
		return err
	}
	flags := mem.Load32(block + vm.KlassFlags)
	if c.Super != nil {
		flags |= mem.Load32(c.Super.Block+vm.KlassFlags) & (vm.KlassHasFinalizer | vm.KlassIsCloneable | vm.KlassIsReference)
	}
	for _, i := range c.AllSupers {
		if i.Name == "java/lang/Cloneable" && i.Loader.Boot {
			flags |= vm.KlassIsCloneable
		}
	}
	if c.Loader.Boot && c.Name == "java/lang/ref/Reference" {
		flags |= vm.KlassIsReference
	}
	if m := c.DeclaredMethod("finalize", "()V"); m != nil && c.Super != nil && virtual(m) && !c.IsInterface() {
		if m.Flags&vm.MethodEmpty != 0 {
			flags &^= vm.KlassHasFinalizer
		} else {
			flags |= vm.KlassHasFinalizer
		}
	}
	mem.Store32(block+vm.KlassFlags, flags)
	if !c.IsInterface() {
		itable, err := l.buildItable(c)
		if err != nil {
			return err
		}
		mem.Store32(block+vm.KlassItable, uint32(itable))
		enterMethods(block, itable)
	}
	return nil
}

// allocKlass allocates the block of c and fills what classes, interfaces and
// arrays have in common; Super, AllSupers and Vtable are known.
func (l *Linker) allocKlass(c *vm.Class) (uintptr, error) {
	table := c.Vtable
	if c.IsInterface() {
		table = nil // an interface's methods are selected by itable
		if c.Super != nil {
			table = c.Super.Vtable
		}
	}
	block, err := c.Domain.AllocDescriptor(vm.KlassVtable + 4*uintptr(len(table)))
	if err != nil {
		return 0, err
	}
	c.Block = block
	mem.Store32(block+vm.KlassID, c.ID)
	flags := uint32(0)
	if c.IsInterface() {
		flags |= vm.KlassIsInterface
	}
	if c.IsAbstract() {
		flags |= vm.KlassIsAbstract
	}
	if c.IsArray() {
		flags |= vm.KlassIsArray | vm.KlassIsCloneable
		switch c.Elem.Kind {
		case vm.KindRef:
			flags |= vm.KlassIsRefArray
			mem.Store32(block+vm.KlassElem, uint32(c.Elem.Block))
		case vm.KindBoolean:
			flags |= vm.KlassIsBoolArray
		}
	}
	mem.Store32(block+vm.KlassFlags, flags)

	depth := uint32(0)
	if c.Super != nil {
		depth = mem.Load32(c.Super.Block+vm.KlassDepth) + 1
		mem.Copy(block+vm.KlassDisplay, c.Super.Block+vm.KlassDisplay, 4*vm.DisplaySize)
	}
	mem.Store32(block+vm.KlassDepth, depth)
	check := vm.KlassSlots + 4*(c.ID%vm.SlotCount)
	switch {
	case c.IsArray():
		check = vm.KlassSecCache
	case depth < vm.DisplaySize && !c.IsInterface():
		check = vm.KlassDisplay + 4*depth
		mem.Store32(block+uintptr(check), uint32(block))
	}
	mem.Store32(block+vm.KlassCheck, check)
	if err := l.secondarySupers(c, depth); err != nil {
		return 0, err
	}
	mem.Store32(block+vm.KlassVtableLen, uint32(len(table)))
	for i, m := range table {
		mem.Store32(block+vm.KlassVtable+4*uintptr(i), uint32(m.Block))
	}
	return block, nil
}

// secondarySupers fills the list of those supertypes of c that have no place
// in the display: interfaces, and superclasses too deep for it.
func (l *Linker) secondarySupers(c *vm.Class, depth uint32) error {
	if c.Super != nil {
		mem.Copy(c.Block+vm.KlassSlots, c.Super.Block+vm.KlassSlots, 4*vm.SlotCount)
	}
	if check := mem.Load32(c.Block + vm.KlassCheck); vm.KlassSlots <= check && check < vm.KlassMethods {
		enterSlot(c, c)
	}
	for _, k := range c.AllSupers {
		enterSlot(c, k)
	}
	if c.Super != nil && len(c.AllSupers) == len(c.Super.AllSupers) && depth <= vm.DisplaySize {
		mem.Store32(c.Block+vm.KlassSecondary, mem.Load32(c.Super.Block+vm.KlassSecondary))
		return nil
	}
	var deep []*vm.Class
	for k, d := c.Super, depth; k != nil && d > vm.DisplaySize; k, d = k.Super, d-1 {
		deep = append(deep, k)
	}
	n := len(c.AllSupers) + len(deep)
	if n == 0 {
		return nil
	}
	list, err := c.Domain.Alloc(4 + 4*uintptr(n))
	if err != nil {
		return err
	}
	mem.Store32(list, uint32(n))
	at := list
	for _, k := range c.AllSupers {
		at += 4
		mem.Store32(at, uint32(k.Block))
	}
	for _, k := range deep {
		at += 4
		mem.Store32(at, uint32(k.Block))
	}
	mem.Store32(c.Block+vm.KlassSecondary, uint32(list))
	return nil
}

// enterSlot enters k, a secondary super of c, where checks look for it first.
func enterSlot(c, k *vm.Class) {
	at := c.Block + uintptr(mem.Load32(k.Block+vm.KlassCheck))
	switch x := mem.Load32(at); x {
	case uint32(k.Block):
	case 0:
		mem.Store32(at, uint32(k.Block))
	default:
		mem.Store32(at, vm.KlassSlotFull)
	}
}

// enterMethods enters the parts of the itable where calls look for them first: beside the
// slots of their interfaces.
func enterMethods(block, itable uintptr) {
	if itable == 0 {
		return
	}
	for n := uintptr(mem.Load32(itable)); n > 0; n-- {
		part := itable + 4 + 8*(n-1)
		iface := mem.Load32(part)
		at := block + uintptr(mem.Load32(uintptr(iface)+vm.KlassCheck))
		if mem.Load32(at) == iface {
			mem.Store32(at+vm.KlassMethods-vm.KlassSlots, mem.Load32(part+4))
		}
	}
}
