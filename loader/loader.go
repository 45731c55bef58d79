package loader

import (
	"fmt"
	"sync/atomic"

	"gojvm/loader/classpath"
	"gojvm/loader/jimage"
	"gojvm/mem"
	"gojvm/vm"
)

// Linker is the class loading and linking part of one VM. It implements vm.Linker.
type Linker struct {
	vm    *vm.VM
	image *jimage.Image

	// What Bootstrap sets, before there is a second thread.
	early                    []*vm.Class // classes that wait for their mirrors
	fields                   mirrorFields
	arraySupers              []*vm.Class // Cloneable and Serializable
	vmloader                 uint32      // offset of the injected loader id in java.lang.ClassLoader
	vmmodule                 uint32      // offset of the injected module id in java.lang.Module
	moduleLoader, moduleName uint32      // offsets in java.lang.Module

	bootAppend bootPath
	patches    map[string]classpath.Path // by module

	loaders     loaderTable
	loading     placeholders
	constraints constraintTable
	modules     moduleTable
	inits       initErrors
	poly        polymorphicCache
	hiddenCount hiddenCounter
	sites       siteTable
	initCount   atomic.Uint32 // initializations, for the log
	damage      atomic.Pointer[error]
}

var _ vm.Linker = (*Linker)(nil)

// New makes the linker of m, whose class library is image, and the bootstrap
// loader. Nothing is loaded before Bootstrap.
func New(m *vm.VM, image *jimage.Image) *Linker {
	l := &Linker{vm: m, image: image}
	boot := vm.NewLoader(m, 0, true)
	boot.Boot, boot.Builtin = true, true
	m.BootLoader = boot
	m.JavaBase = vm.NewModule(boot, javaBase)
	l.bootAppend.add(m.Config.BootAppend)
	if len(m.Config.PatchModules) > 0 {
		l.patches = map[string]classpath.Path{}
		for module, list := range m.Config.PatchModules {
			l.patches[module] = classpath.Parse(list)
		}
	}
	return l
}

const javaBase = "java.base"

// Bootstrap loads the classes without which no other can be made complete:
// java.lang.Object and java.lang.Class with their supers, then the primitive
// types and their arrays. After it every class gets its mirror as it is defined.
func (l *Linker) Bootstrap(t *vm.Thread) error {
	find := func(name string) (*vm.Class, error) { return l.FindClass(t, l.vm.BootLoader, name) }
	var err error
	k := &l.vm.Known
	if k.Object, err = find("java/lang/Object"); err != nil {
		return err
	}
	if _, err = find("java/lang/Class"); err != nil { // calls adoptClassClass
		return err
	}
	if k.Cloneable, err = find("java/lang/Cloneable"); err != nil {
		return err
	}
	if k.Serializable, err = find("java/io/Serializable"); err != nil {
		return err
	}
	l.arraySupers = []*vm.Class{k.Cloneable, k.Serializable}
	if err := l.makePrimitives(t); err != nil {
		return err
	}
	for _, i := range []struct {
		class, field string
		offset       *uint32
	}{
		{"java/lang/ClassLoader", "vmloader", &l.vmloader},
		{"java/lang/Module", "vmmodule", &l.vmmodule},
		{"java/lang/Module", "loader", &l.moduleLoader},
		{"java/lang/Module", "name", &l.moduleName},
	} {
		c, err := find(i.class)
		if err != nil {
			return err
		}
		f := c.DeclaredField(i.field, "")
		if f == nil {
			return fmt.Errorf("the class library has no field %s.%s", i.class, i.field)
		}
		*i.offset = f.Offset
	}
	return nil
}

// registerMethod gives m its id and fills its block.
func (l *Linker) registerMethod(m *vm.Method, block uintptr) {
	m.Block = block
	l.vm.RegisterMethod(m)
	mem.Store32(block+vm.MethodID, m.ID)
	mem.Store32(block+vm.MethodFlags, m.Flags)
	mem.Store32(block+vm.MethodNargs, uint32(len(m.Args)))
	mem.Store32(block+vm.MethodVtableIndex, uint32(int32(m.VtableIndex)))
	mem.Store32(block+vm.MethodKlass, uint32(m.Holder.Block))
	if l.vm.Compiler != nil {
		m.SetEntry(l.vm.Compiler.Bridge())
	}
}
