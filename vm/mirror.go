package vm

// Mirrors: java.lang.Class objects. A mirror lies in the pinned space, so its
// address is for life; after the instance fields of java.lang.Class it holds
// the static fields of the class it stands for:
//
//	+0   header
//	+8   fields of java.lang.Class, the injected ones among them:
//	       vmclass   id of the class, so that a mirror leads to it without a map
//	       vmlayout  address of a gc.Descriptor of this one mirror, 0 at first
//	+n   static fields of the class: references first, then by falling size
//
// Mirrors differ in size and reference map, therefore the descriptor of
// java.lang.Class is of kind gc.Indirect with Ext at vmlayout. A store to a static
// reference field marks the card of the field's address like any other store.

// ClassOfMirror returns the class for which the non-null java.lang.Class object r stands.
func (vm *VM) ClassOfMirror(r Ref) *Class {
	return vm.classes.at(uint32(Object(r).Int(vm.mirrorClassOff)))
}

// SetMirror ties mirror r and class c together.
func (vm *VM) SetMirror(c *Class, r Ref) {
	c.Mirror = r
	Object(r).SetInt(vm.mirrorClassOff, int32(c.ID))
}

// SetMirrorLayout tells where java.lang.Class has the injected class id. The
// loader calls it when it has laid out java.lang.Class.
func (vm *VM) SetMirrorLayout(vmclass *Field) { vm.mirrorClassOff = vmclass.Offset }

// MirrorOf returns the java.lang.Class of c.
func MirrorOf(c *Class) Ref {
	if c == nil {
		return 0
	}
	return c.Mirror
}

// MirrorHandle returns a handle for the java.lang.Class of c, good as long as c is loaded.
func (c *Class) MirrorHandle() Handle { return Handle{&c.Mirror} }
