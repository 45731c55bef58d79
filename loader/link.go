package loader

import (
	"gojvm/loader/classfile"
	"gojvm/mem"
	"gojvm/vm"
)

// Link implements vm.Linker (JVMS 5.4): supers first, then verification and preparation.
func (l *Linker) Link(t *vm.Thread, c *vm.Class) error {
	if c.Linked() {
		return nil
	}
	if c.Super != nil {
		if err := l.Link(t, c.Super); err != nil {
			return err
		}
	}
	for _, i := range c.Interfaces {
		if err := l.Link(t, i); err != nil {
			return err
		}
	}
	lc := &c.Init
	lc.Lock()
	for c.State() == vm.StateLinking && lc.Owner != t {
		lc.Wait(t)
	}
	if c.State() != vm.StateLoaded {
		// Linked meanwhile, or verification in this thread came here again by loading classes.
		lc.Unlock()
		return nil
	}
	c.SetState(vm.StateLinking)
	lc.Owner = t
	lc.Unlock()

	if l.vm.Compiler != nil {
		l.vm.Compiler.Linking(t, c)
	}
	err := l.verify(t, c)
	if err == nil {
		err = l.prepare(t, c)
	}
	lc.Lock()
	lc.Owner = nil
	if err == nil {
		c.SetState(vm.StateLinked)
	} else {
		c.SetState(vm.StateLoaded) // the next attempt fails in the same way
	}
	lc.Broadcast()
	lc.Unlock()
	return err
}

// prepare stores the initial values of static fields that have a ConstantValue
// attribute (JVMS 4.7.2, 5.4.2); the others are zero from allocation.
func (l *Linker) prepare(t *vm.Thread, c *vm.Class) error {
	for _, f := range c.Fields {
		if f.File == nil || f.File.ConstantValue == 0 || !f.IsStatic() {
			continue
		}
		p, i := &c.File.CP, int(f.File.ConstantValue)
		switch p.Tag(i) {
		case classfile.TagLong:
			mem.Store64(f.Addr(), uint64(p.Long(i)))
		case classfile.TagDouble:
			mem.Store64(f.Addr(), uint64(vm.DoubleValue(p.Double(i))))
		case classfile.TagFloat:
			mem.Store32(f.Addr(), uint32(vm.FloatValue(p.Float(i))))
		case classfile.TagInteger:
			v := p.Int(i)
			switch f.Kind.Size() {
			case 1:
				mem.Store8(f.Addr(), uint8(v))
			case 2:
				mem.Store16(f.Addr(), uint16(v))
			default:
				mem.Store32(f.Addr(), uint32(v))
			}
		case classfile.TagString:
			s, err := t.InternRaw(p.String(i))
			if err != nil {
				return err
			}
			l.vm.SetRef(c.Mirror, f.Offset, s)
		}
	}
	return nil
}
