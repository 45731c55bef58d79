package loader

import "gojvm/vm"

// boxClasses are the wrapper classes of the primitive types.
var boxClasses = [...]string{
	vm.KindBoolean: "java/lang/Boolean",
	vm.KindByte:    "java/lang/Byte",
	vm.KindChar:    "java/lang/Character",
	vm.KindShort:   "java/lang/Short",
	vm.KindInt:     "java/lang/Integer",
	vm.KindLong:    "java/lang/Long",
	vm.KindFloat:   "java/lang/Float",
	vm.KindDouble:  "java/lang/Double",
}

// box makes the wrapper object of a primitive value by its valueOf method.
func (l *Linker) box(t *vm.Thread, v vm.Value, k vm.Kind) (vm.Ref, error) {
	c, err := l.FindClass(t, l.vm.BootLoader, boxClasses[k])
	if err != nil {
		return 0, err
	}
	m := c.DeclaredMethod("valueOf", "("+string(k.Letter())+")L"+c.Name+";")
	r, err := l.upcall(t, m, v)
	return r.Ref(), err
}

// unbox reads the primitive of kind k out of a wrapper object, which the
// library has converted to that kind.
func (l *Linker) unbox(t *vm.Thread, r vm.Ref, k vm.Kind) (vm.Value, error) {
	if r == 0 {
		return 0, t.ThrowNullPointer()
	}
	c := l.vm.ClassOf(r)
	f := c.DeclaredField("value", "")
	if c.Name != boxClasses[k] || f == nil {
		return 0, t.Throwf("java/lang/ClassCastException", "%s is not a boxed %s", c.JavaName(), k)
	}
	o := vm.Object(r)
	switch k {
	case vm.KindBoolean:
		return vm.BoolValue(o.Bool(f.Offset)), nil
	case vm.KindByte:
		return vm.IntValue(int32(o.Byte(f.Offset))), nil
	case vm.KindShort, vm.KindChar:
		v := uint16(uint8(o.Byte(f.Offset))) | uint16(uint8(o.Byte(f.Offset+1)))<<8
		if k == vm.KindChar {
			return vm.IntValue(int32(v)), nil
		}
		return vm.IntValue(int32(int16(v))), nil
	case vm.KindInt, vm.KindFloat:
		return vm.IntValue(o.Int(f.Offset)), nil
	}
	return vm.LongValue(o.Long(f.Offset)), nil
}
