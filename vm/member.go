package vm

import (
	"runtime"
	"sync/atomic"

	"gojvm/loader/classfile"
	"gojvm/mem"
)

// Field is a declared field. Offset is from the start of the object; for a
// static field, from the start of the holder's mirror.
type Field struct {
	Holder *Class
	Name   string
	Desc   string
	Flags  uint16
	Kind   Kind
	Slot   int // index in Holder.Fields: java.lang.reflect.Field.slot
	Offset uint32
	File   *classfile.Member // attributes
}

// IsStatic reports ACC_STATIC.
func (f *Field) IsStatic() bool { return f.Flags&classfile.AccStatic != 0 }

// IsFinal reports ACC_FINAL.
func (f *Field) IsFinal() bool { return f.Flags&classfile.AccFinal != 0 }

// IsVolatile reports ACC_VOLATILE.
func (f *Field) IsVolatile() bool { return f.Flags&classfile.AccVolatile != 0 }

// Injected reports whether the VM has added f to its class (injected.go): then
// Java code cannot name it.
func (f *Field) Injected() bool { return f.File == nil }

// Addr returns the address of a static field, fixed for the life of its class.
func (f *Field) Addr() uintptr { return uintptr(f.Holder.Mirror) + uintptr(f.Offset) }

// Object returns holder and offset for a static field access by base and offset.
func (f *Field) StaticBase() Object { return Object(f.Holder.Mirror) }

// Facts about a method that the class file's flags do not tell, kept in the
// upper half of the flags word of its block.
const (
	// MethodCallerSensitive: annotated jdk.internal.reflect.CallerSensitive.
	MethodCallerSensitive = 1 << (16 + iota)
	// MethodHidden: annotated jdk.internal.vm.annotation.Hidden, or of a hidden class; not in stack traces.
	MethodHidden
	// MethodLambdaForm: annotated LambdaForm$Compiled.
	MethodLambdaForm
	// MethodForceInline: annotated ForceInline.
	MethodForceInline
	// MethodSigPoly: signature polymorphic (JVMS 2.9.3).
	MethodSigPoly
	// MethodEmpty: does nothing but return, as Object.<init>.
	MethodEmpty
	// MethodHasHandlers: has an exception table.
	MethodHasHandlers
)

// Method is a declared method.
type Method struct {
	Holder *Class
	Name   string
	Desc   string
	Flags  uint32  // access flags, and Method... facts in the upper half
	ID     uint32  // index into VM's method table, never reused
	Slot   int     // index in Holder.Methods: reflection's slot
	Block  uintptr // method block (klass.go)
	Args   []Kind  // of the parameters, receiver first
	Ret    Kind
	File   *classfile.Member
	Body   *classfile.Code // nil for native and abstract methods
	CP     *ConstPool      // what Body and the attributes in File refer to

	VtableIndex int // -1: not selected by vtable
	ItableIndex int // index among the methods of its interface, -1 if none

	// Version counts the replacements of the body (replace.go). Obsolete tells that this is
	// what a method was before one of them.
	Version  uint32
	Obsolete bool

	// Plain tells that the Java code runs although there is a Go function in its place; plain
	// is such a method with the code of this one, once it has been needed (plain.go).
	Plain bool
	plain atomic.Pointer[Method]

	caught atomic.Pointer[[]atomic.Uint32] // see caught.go
	native atomic.Pointer[NativeFunc]
	code   atomic.Pointer[Code]
}

func (m *Method) IsStatic() bool       { return m.Flags&classfile.AccStatic != 0 }
func (m *Method) IsNative() bool       { return m.Flags&classfile.AccNative != 0 }
func (m *Method) IsAbstract() bool     { return m.Flags&classfile.AccAbstract != 0 }
func (m *Method) IsFinal() bool        { return m.Flags&classfile.AccFinal != 0 }
func (m *Method) IsPrivate() bool      { return m.Flags&classfile.AccPrivate != 0 }
func (m *Method) IsPublic() bool       { return m.Flags&classfile.AccPublic != 0 }
func (m *Method) IsProtected() bool    { return m.Flags&classfile.AccProtected != 0 }
func (m *Method) IsSynchronized() bool { return m.Flags&classfile.AccSynchronized != 0 }
func (m *Method) IsVarargs() bool      { return m.Flags&classfile.AccVarargs != 0 }

// IsInit reports whether m is an instance initialization method (JVMS 2.9.1).
func (m *Method) IsInit() bool { return m.Name == "<init>" }

// IsClinit reports whether m is the class initialization method (JVMS 2.9.2).
func (m *Method) IsClinit() bool { return m.Name == "<clinit>" }

// ArgKinds returns the kinds of the parameters, receiver first: one register each.
func (m *Method) ArgKinds() []Kind { return m.Args }

// Code returns the translated form, nil before the first run.
func (m *Method) Code() Code {
	if p := m.code.Load(); p != nil {
		return *p
	}
	return nil
}

// SetCode publishes the translated form: entry is the address of its first
// instruction, frameSize the bytes of its registers. The first call wins; it
// reports whether this was the one. When it returns, code can be run in any case.
//
// Who sees Code sees the size: a method may be inlined, and its frame rebuilt, as soon as it
// has Code. Translators that race have the same size to store.
func (m *Method) SetCode(c Code, entry uintptr, frameSize uint32) bool {
	mem.AtomicStore32(m.Block+MethodFrameSize, frameSize)
	if !m.code.CompareAndSwap(nil, &c) {
		for mem.AtomicLoad32(m.Block+MethodCode) == 0 {
			runtime.Gosched() // the first is between these lines
		}
		return false
	}
	mem.AtomicStore32(m.Block+MethodCode, uint32(entry))
	return true
}

// SetEntry makes e the address that compiled callers of m call.
func (m *Method) SetEntry(e uintptr) { mem.AtomicStore64(m.Block+MethodEntry, uint64(e)) }

// Native returns the Go function bound to native method m, nil before its first call.
func (m *Method) Native() NativeFunc {
	if p := m.native.Load(); p != nil {
		return *p
	}
	return nil
}

// BindNative binds a native method.
func (m *Method) BindNative(f NativeFunc) { m.native.Store(&f) }

// String returns m as "java/lang/Object.hashCode()I", the key of native tables.
func (m *Method) String() string { return m.Holder.Name + "." + m.Name + m.Desc }

// MethodOf returns the method whose block is at address block.
func (vm *VM) MethodOf(block uintptr) *Method {
	return vm.methods.at(mem.Load32(block + MethodID))
}

// ClassOf returns the class of the non-null object r.
func (vm *VM) ClassOf(r Ref) *Class { return vm.ClassAt(KlassOf(r)) }

// ClassAt returns the class whose klass block is at address block.
func (vm *VM) ClassAt(block uintptr) *Class {
	return vm.classes.at(mem.Load32(block + KlassID))
}
