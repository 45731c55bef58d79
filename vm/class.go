package vm

import (
	"strings"
	"sync"
	"sync/atomic"

	"gojvm/loader/classfile"
	"gojvm/mem"
)

// ClassState is how far a class has come (JVMS 5.3 to 5.5).
type ClassState uint32

const (
	StateLoaded       ClassState = iota // defined; superclasses are loaded
	StateLinking                        // some thread verifies and prepares it
	StateLinked                         // verified, prepared; methods may be looked up
	StateInitializing                   // some thread runs <clinit>
	StateInitialized                    //
	StateErroneous                      // <clinit> failed: NoClassDefFoundError from now on
)

// Class is a class, interface, array class or primitive type of one VM.
// Fields in the first group never change after the class is published; Block
// holds the part that machine code reads (klass.go).
type Class struct {
	VM         *VM
	ID         uint32  // index into VM's class table, never reused
	Block      uintptr // klass block, 0 for primitive types
	Name       string  // "java/lang/String", "[I", "int"; raw modified UTF-8
	Flags      uint16  // access_flags of the class file (arrays: of the element | final abstract)
	InnerFlags uint16  // flags from the InnerClasses entry for this class, else Flags
	Kind       Kind    // KindRef, or what a primitive type is
	Super      *Class  // nil for Object, interfaces have Object
	Interfaces []*Class
	Loader     *Loader // defining loader
	Domain     *Domain // with which it is unloaded
	Module     *Module
	Elem       *Class          // component type of an array class
	File       *classfile.File // nil for arrays and primitives
	CP         *ConstPool      // nil for arrays and primitives
	Initial    []byte          // class file with which retransformation begins; nil: that of File
	Hidden     bool            // defined as a hidden class (Lookup::defineHiddenClass)
	Mirror     Ref             // java.lang.Class object: pinned, alive as long as the class

	// Filled while the class is defined and linked, fixed after that.
	Fields       []*Field  // declared, in class-file order
	Methods      []*Method // declared, in class-file order
	InstanceSize uint32    // bytes with header, 8-aligned
	Vtable       []*Method // selection by vtable index; interfaces: their own table order
	AllSupers    []*Class  // all superinterfaces, transitive, without duplicates

	arrayOf atomic.Pointer[Class]

	// Linking and initialization. The loader package has the procedure.
	state    atomic.Uint32
	Init     InitLock
	NestHost atomic.Pointer[Class] // resolved at the first question
	LinkErr  *Resolution           // why linking failed, to be thrown again
	// Source is where the bootstrap loader found the class: "jrt:/java.base", or a folder or jar.
	Source string
	// ProtectionDomain and signers, as the defining call gave them.
	ProtectionDomain Handle
	Signers          Handle
	// DefiningHost is the class in whose nest a hidden class was defined.
	DefiningHost *Class
	// Assertions desired, from -ea/-da for this class.
	hash uint32
}

// InitLock is the initialization lock LC of JVMS 5.5 step 1. It is a VM object,
// not the mirror, so that programs which lock the mirror cannot interfere.
type InitLock struct {
	mu     sync.Mutex
	Owner  *Thread
	waitCh chan struct{} // closed when the state changes while someone waits
}

// State returns how far c has come.
func (c *Class) State() ClassState { return ClassState(c.state.Load()) }

// Initialized reports whether <clinit> has completed normally.
func (c *Class) Initialized() bool { return c.State() == StateInitialized }

// Linked reports whether c is verified and prepared.
func (c *Class) Linked() bool { return c.State() >= StateLinked }

// SetState publishes a new state. Only the loader calls it, holding Init.
func (c *Class) SetState(s ClassState) {
	if s == StateInitialized && c.Block != 0 {
		mem.Store32(c.Block+KlassFlags, mem.Load32(c.Block+KlassFlags)|KlassIsInitialized)
	}
	c.state.Store(uint32(s))
}

// IsInterface reports ACC_INTERFACE.
func (c *Class) IsInterface() bool { return c.Flags&classfile.AccInterface != 0 }

// IsArray reports whether c is an array class.
func (c *Class) IsArray() bool { return c.Elem != nil }

// IsPrimitive reports whether c is a primitive type or void.
func (c *Class) IsPrimitive() bool { return c.Kind != KindRef }

// IsAbstract reports ACC_ABSTRACT.
func (c *Class) IsAbstract() bool { return c.Flags&classfile.AccAbstract != 0 }

// IsFinal reports ACC_FINAL.
func (c *Class) IsFinal() bool { return c.Flags&classfile.AccFinal != 0 }

// JavaName returns the name as Class.getName gives it: dots for slashes, and
// for hidden classes the slash before the suffix kept.
func (c *Class) JavaName() string { return JavaName(c.Name) }

// JavaName converts an internal name to the form of Class.getName. A hidden
// class has the internal name "pkg/Name+0x..." and the external "pkg.Name/0x...".
func JavaName(internal string) string {
	if i := strings.LastIndexByte(internal, '+'); i >= 0 && strings.HasPrefix(internal[i+1:], "0x") {
		return strings.ReplaceAll(internal[:i], "/", ".") + "/" + internal[i+1:]
	}
	return strings.ReplaceAll(internal, "/", ".")
}

// PackageName returns the internal name of c's run-time package, "" for the unnamed one.
// An array has the package of its element type, primitives java/lang.
func (c *Class) PackageName() string {
	for c.Elem != nil {
		c = c.Elem
	}
	if c.IsPrimitive() {
		return "java/lang"
	}
	return PackageOf(c.Name)
}

// PackageOf returns the package part of an internal class name.
func PackageOf(name string) string {
	if i := strings.LastIndexByte(name, '/'); i >= 0 {
		return name[:i]
	}
	return ""
}

// SamePackage reports whether a and b are in the same run-time package (JVMS 5.3).
func SamePackage(a, b *Class) bool {
	return a.Loader == b.Loader && a.PackageName() == b.PackageName()
}

// Descriptor returns the field descriptor that denotes c.
func (c *Class) Descriptor() string {
	switch {
	case c.IsPrimitive():
		return string(c.Kind.Letter())
	case c.IsArray():
		return c.Name
	}
	return "L" + c.Name + ";"
}

// IsAssignableTo reports whether a value of type c can be assigned to d
// without conversion (JLS 5.2; Class.isAssignableFrom with the roles exchanged).
func (c *Class) IsAssignableTo(d *Class) bool {
	if c == d {
		return true
	}
	if c.IsPrimitive() || d.IsPrimitive() {
		return false
	}
	return InstanceOf(c.Block, d.Block)
}

// IsSubclassOf reports whether c is d or a subclass of d; interfaces do not count.
func (c *Class) IsSubclassOf(d *Class) bool {
	for ; c != nil; c = c.Super {
		if c == d {
			return true
		}
	}
	return false
}

// ArrayClassCached returns the array class with component c, nil if none was made yet.
func (c *Class) ArrayClassCached() *Class { return c.arrayOf.Load() }

// PublishArrayClass makes a the array class of c unless another thread was first,
// and returns the one that counts.
func (c *Class) PublishArrayClass(a *Class) *Class {
	if !c.arrayOf.CompareAndSwap(nil, a) {
		return c.arrayOf.Load()
	}
	if c.Block != 0 && a.Block != 0 {
		mem.Store32(c.Block+KlassArray, uint32(a.Block))
	}
	return a
}

// DeclaredMethod returns the method declared by c itself, nil if there is none.
func (c *Class) DeclaredMethod(name, desc string) *Method {
	for _, m := range c.Methods {
		if m.Name == name && m.Desc == desc {
			return m
		}
	}
	return nil
}

// DeclaredField returns the field declared by c itself; desc "" matches any type.
func (c *Class) DeclaredField(name, desc string) *Field {
	for _, f := range c.Fields {
		if f.Name == name && (desc == "" || f.Desc == desc) {
			return f
		}
	}
	return nil
}

// FindMethod returns the method that c or its nearest superclass declares.
func (c *Class) FindMethod(name, desc string) *Method {
	for k := c; k != nil; k = k.Super {
		if m := k.DeclaredMethod(name, desc); m != nil {
			return m
		}
	}
	return nil
}

// FindField looks a field up as JVMS 5.4.3.2 says: class, superinterfaces, superclass.
func (c *Class) FindField(name, desc string) *Field {
	for k := c; k != nil; k = k.Super {
		if f := k.DeclaredField(name, desc); f != nil {
			return f
		}
		for _, i := range k.Interfaces {
			if f := i.FindField(name, desc); f != nil {
				return f
			}
		}
	}
	return nil
}

// Lock takes the initialization lock. The caller is in the blocked state or
// cannot be asked to stop meanwhile: the lock is held for a few instructions only.
func (l *InitLock) Lock()   { l.mu.Lock() }
func (l *InitLock) Unlock() { l.mu.Unlock() }

// Wait releases the lock until Broadcast, then takes it again. The thread
// counts as blocked meanwhile.
func (l *InitLock) Wait(t *Thread) {
	if l.waitCh == nil {
		l.waitCh = make(chan struct{})
	}
	ch := l.waitCh
	l.mu.Unlock()
	t.Blocking(func() {
		select {
		case <-ch:
		case <-t.Sched.Threads().Done():
		}
	})
	l.mu.Lock()
}

// Broadcast wakes all that wait. The lock is held.
func (l *InitLock) Broadcast() {
	if l.waitCh != nil {
		close(l.waitCh)
		l.waitCh = nil
	}
}
