package loader

import (
	"gojvm/gc"
	"gojvm/mem"
	"gojvm/vm"
)

// makeMirror allocates the java.lang.Class of c with the static fields of c
// behind its own (vm/mirror.go has the picture). It may collect. Classes loaded before
// java.lang.Class itself wait in l.early for theirs.
func (l *Linker) makeMirror(t *vm.Thread, c *vm.Class) error {
	class := l.vm.Known.Class
	if class == nil {
		l.early = append(l.early, c)
		return nil
	}
	size := layoutStatics(c, class.InstanceSize)
	layout, err := l.mirrorLayout(class, c, size)
	if err != nil {
		return t.ThrowOutOfMemory("Metaspace")
	}
	r := l.vm.Heap.AllocPinned(t.Mutator, size)
	if r == 0 {
		return t.ThrowOutOfMemory("Java heap space")
	}
	// No safepoint from here to the end: the mirror has its final form at once.
	o := vm.Object(r)
	mem.Store32(uintptr(r)+vm.OffKlass, uint32(class.Block))
	o.SetInt(class.DeclaredField("vmlayout", "I").Offset, int32(uint32(layout)))
	l.vm.SetMirror(c, r)
	if c.Block != 0 {
		mem.Store32(c.Block+vm.KlassMirror, uint32(r))
		if !c.Domain.Permanent {
			// Instances keep their class alive, and so its loader.
			gc.DescriptorAt(c.Block).Holder = r
		}
	}
	if c.Loader != nil && !c.Loader.Object.IsNull() {
		l.vm.SetRef(r, l.fields.classLoader, c.Loader.Object.Ref())
	}
	if c.Elem != nil {
		l.vm.SetRef(r, l.fields.componentType, c.Elem.Mirror)
	}
	if c.Module != nil && !c.Module.Object.IsNull() {
		l.vm.SetRef(r, l.fields.module, c.Module.Object.Ref())
	}
	return nil
}

// mirrorLayout makes the descriptor of one mirror; 0 when it has no static fields.
func (l *Linker) mirrorLayout(class, c *vm.Class, size uint32) (uintptr, error) {
	if size == class.InstanceSize {
		return 0, nil
	}
	block, err := c.Domain.AllocDescriptor(gc.DescriptorSize)
	if err != nil {
		return 0, err
	}
	d := gc.DescriptorAt(block)
	d.Kind = gc.Instance
	d.Size = size
	runs := append([]gc.Run(nil), gc.DescriptorAt(class.Block).RunList()...)
	return block, d.SetRuns(append(runs, staticRuns(c)...), l.vm.Meta)
}

// mirrorFields are offsets in java.lang.Class, known as soon as it is laid out.
type mirrorFields struct{ classLoader, componentType, module uint32 }

// adoptClassClass is called when java.lang.Class is defined: from now on
// mirrors can be made.
func (l *Linker) adoptClassClass(t *vm.Thread, class *vm.Class) error {
	offset := func(name, desc string) uint32 {
		if f := class.DeclaredField(name, desc); f != nil {
			return f.Offset
		}
		return 0
	}
	l.fields = mirrorFields{
		classLoader:   offset("classLoader", "Ljava/lang/ClassLoader;"),
		componentType: offset("componentType", "Ljava/lang/Class;"),
		module:        offset("module", "Ljava/lang/Module;"),
	}
	l.vm.SetMirrorLayout(class.DeclaredField("vmclass", "I"))
	l.vm.Known.Class = class
	early := l.early
	l.early = nil
	for _, c := range early {
		if err := l.makeMirror(t, c); err != nil {
			return err
		}
	}
	return nil
}
