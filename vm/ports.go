package vm

// The ports: what the vm package needs of packages that build on it. The root
// package fills them in, so that loader, interp, jit and native never import
// one another.

// Executor runs Java methods. Package interp provides it.
type Executor interface {
	// Invoke runs m on t with one Value per parameter, the receiver first. It
	// does no virtual selection. The result is valid until the next safepoint
	// when it is a reference. A thrown exception is ErrThrown.
	Invoke(t *Thread, m *Method, args []Value) (Value, error)
	// Prepare gives m code that can be run. It neither collects nor runs Java code
	// unless it throws.
	Prepare(t *Thread, m *Method) error
	// Redirect makes calls of m from the interpreter go to the compiled code at
	// entry; 0 takes that back. m has been translated.
	Redirect(m *Method, entry uintptr) error
	// Forget frees the code of the methods, whose classes are unloaded, and has profiles
	// forget the classes of domains that are Dead. The world is stopped.
	Forget(ms []*Method)
}

// Linker loads, links and initializes classes and resolves the constant pool.
// Package loader provides it. Each error is ErrThrown.
type Linker interface {
	// Redefine gives classes new class files, all or none. The errors are those of
	// java.lang.instrument.Instrumentation.
	Redefine(t *Thread, list []Redefinition) error
	// AppendBoot adds a folder or jar to what the bootstrap loader searches last.
	AppendBoot(path string)
	// LoadClass gives the class or array class of that internal name, with l as
	// the initiating loader (JVMS 5.3). Failure is ClassNotFoundException, or
	// the LinkageError that loading gave.
	LoadClass(t *Thread, l *Loader, name string) (*Class, error)
	// FindClass is LoadClass for a caller inside the VM: NoClassDefFoundError in place
	// of ClassNotFoundException, as resolution of a constant-pool entry has it.
	FindClass(t *Thread, l *Loader, name string) (*Class, error)
	// FindBootClass gives the class that the bootstrap loader has or finds by that name,
	// nil without an error when there is none.
	FindBootClass(t *Thread, name string) (*Class, error)
	// DefineClass derives a class from a class file (JVMS 5.3.5).
	DefineClass(t *Thread, d *Define) (*Class, error)
	// ArrayClass gives the array class with component c (not void).
	ArrayClass(t *Thread, c *Class) (*Class, error)
	// Link verifies and prepares c (JVMS 5.4).
	Link(t *Thread, c *Class) error
	// Initialize runs the initialization procedure (JVMS 5.5), linking first.
	Initialize(t *Thread, c *Class) error

	// ResolveClass resolves the CONSTANT_Class entry idx of cp (JVMS 5.4.3.1).
	ResolveClass(t *Thread, cp *ConstPool, idx int) (*Class, error)
	// ResolveField resolves a Fieldref for the given kind of access (JVMS
	// 5.4.3.2), with the checks of the instruction: static or not, final put
	// outside of an initializer. from is the method that has the instruction. It does not initialize.
	ResolveField(t *Thread, from *Method, idx int, access FieldAccess) (*Field, error)
	// ResolveMethod resolves a Methodref or InterfaceMethodref (JVMS 5.4.3.3,
	// 5.4.3.4) for the given invoke instruction, with its checks.
	ResolveMethod(t *Thread, from *Method, idx int, kind InvokeKind) (*Method, error)
	// ResolveConstant resolves a loadable entry for ldc: String, Class,
	// MethodType, MethodHandle, Dynamic (JVMS 5.4.3.5, 5.4.3.6). A reference is
	// in Resolution.Const.
	ResolveConstant(t *Thread, cp *ConstPool, idx int) (*Resolution, error)
	// ResolveCallSite links the invokedynamic at bci of m (JVMS 5.4.3.6); the
	// outcome belongs to this one instruction.
	ResolveCallSite(t *Thread, m *Method, bci, idx int) (*Linkage, error)
	// ResolvePolymorphic links a call of a signature-polymorphic method
	// (MethodHandle.invoke, VarHandle.get, ...) named by entry idx of from's class.
	ResolvePolymorphic(t *Thread, from *Method, idx int) (*Linkage, error)
	// LoaderOf gives the data of a java.lang.ClassLoader, making it at the first
	// time; null is the bootstrap loader.
	LoaderOf(t *Thread, loader Ref) *Loader
	// MethodTypeOf gives the java.lang.invoke.MethodType of a method descriptor,
	// its classes resolved from c.
	MethodTypeOf(t *Thread, c *Class, desc string) (Ref, error)

	// LookupMethod resolves the method name:desc of c for the given invoke
	// instruction, as ResolveMethod does for a constant-pool entry. The member must be
	// accessible to caller, which may be nil; whether c is, is not asked. Nothing is recorded.
	LookupMethod(t *Thread, caller, c *Class, name, desc string, kind InvokeKind) (*Method, error)
	// LookupField is LookupMethod for fields. The check of final fields for puts is left out.
	LookupField(t *Thread, caller, c *Class, name, desc string, access FieldAccess) (*Field, error)
	// NestHost gives the host of the nest that c belongs to (JVMS 5.4.4); it
	// may load classes. A host that does not acknowledge c is no host: then it is c.
	NestHost(t *Thread, c *Class) *Class

	// DefineModule records named module object module (Module.defineModule0)
	// with its packages, in the form with slashes. Errors are those that the library expects.
	DefineModule(t *Thread, module Handle, open bool, name, version, location string, packages []string) error
	// SetBootUnnamedModule gives the Module object of the unnamed module of the bootstrap loader.
	SetBootUnnamedModule(t *Thread, module Handle) error
	// ModuleOf gives the data of a java.lang.Module; nil for a named module
	// that was never defined to the VM.
	ModuleOf(t *Thread, module Ref) *Module

	// Forget drops from all tables what belongs to domains that are Dead. The world is stopped.
	Forget()
}

// Redefinition is a request to give a class another class file.
type Redefinition struct {
	Class *Class
	// Bytes is the new class file; nil: the class's own goes through the transformers again.
	Bytes []byte
}

// Define is a request to derive a class from a class file.
type Define struct {
	Name   string // expected internal name, "" for any
	Bytes  []byte // not kept unless Shared; the loader copies
	Loader *Loader
	// ProtectionDomain of the new class; null for none.
	ProtectionDomain Handle
	Source           string // where the bytes came from, for -Xlog:class+load
	// Shared tells that Bytes lie in memory that stays mapped (the jimage).
	Shared bool

	// For hidden classes.
	Hidden    bool
	Lookup    *Class // host: loader, module, package come from it
	NestMate  bool   // joins the nest of Lookup
	Strong    bool   // lives as long as its loader
	VMAnnots  bool   // VM annotations count, as for boot classes
	ClassData Handle
}

// FieldAccess is the instruction for which a field is resolved.
type FieldAccess uint8

const (
	GetField FieldAccess = iota
	PutField
	GetStatic
	PutStatic
)

// InvokeKind is the instruction for which a method is resolved.
type InvokeKind uint8

const (
	InvokeVirtual InvokeKind = iota
	InvokeSpecial
	InvokeStatic
	InvokeInterface
)

// Compiler has the compiled tiers. Package jit provides it; without one,
// methods stay in the interpreter.
//
// Go does not recurse for Java calls: the interpreter's loop runs compiled code by
// Enter and Return, each of which comes back when the interpreter has something
// to do, as the Outcome tells.
type Compiler interface {
	// Hot reports that m passed a threshold in the interpreter frame at
	// Context.FP, which stands before the first instruction of m (bci -1) or at
	// the loop header bci, with exact state. If there is code that can go on from
	// there its address is returned, else 0. The thread may be blocked meanwhile.
	Hot(t *Thread, m *Method, bci int) (entry uintptr)
	// Enter runs the code at entry, which Hot gave or Executor.Redirect was given,
	// in place of the method in the interpreter frame at fp.
	Enter(t *Thread, fp, entry uintptr) Outcome
	// Return hands v to the compiled caller at position pos (frame.go), which goes on.
	Return(t *Thread, pos uintptr, v Value) Outcome
	// Unwind dispatches the pending exception in the compiled frames from pos on.
	Unwind(t *Thread, pos uintptr) Outcome

	// FrameAt returns the methods of the compiled frame at position pos, the
	// innermost first, and the frame pointer of its caller. Frames that belong to
	// no method have none.
	FrameAt(pos uintptr) (scopes []Scope, caller uintptr)
	// LocksAt returns what the method with index depth in the scopes of the frame of t at
	// position pos may have locked, innermost first.
	LocksAt(t *Thread, pos uintptr, depth int) []Ref
	// VisitRefs calls visit for each reference in the compiled frame at pos and
	// returns the frame pointer of its caller.
	VisitRefs(t *Thread, pos uintptr, visit func(*Ref)) uintptr
	// Step describes the compiled frame that stands at pc with the stack pointer sp: at any
	// instruction, or if returned is set behind a call. The thread may run on: load reads a
	// word of a copy of its stack. It reports false if there is no way on.
	Step(pc, sp uintptr, returned bool, load func(addr uintptr) (uintptr, bool)) (f CompiledFrame, ok bool)
	// Linking tells that c is about to be linked: from then on it may have instances.
	Linking(t *Thread, c *Class)
	// Hold has no method compiled until release is called.
	Hold(t *Thread) (release func())
	// Replace takes back all compiled code that has the body of one of the methods in it.
	// Frames of such code belong to the old methods from then on, and go on in the
	// interpreter before they call anything. Compilation is held, the
	// world is stopped, and old methods have no code yet.
	Replace(list []Replacement)
	// Pending returns the domains that live because a method of theirs is being compiled, or
	// waits for it, or that compilation has to do with them. With it a collection that may unload
	// classes begins, which ends with Forget. The world is stopped.
	Pending() []*Domain
	// NamedAt returns the domains of the methods of the compiled frame at pos, and of all
	// classes that its code names, and the frame pointer of its caller.
	NamedAt(pos uintptr) (names []*Domain, caller uintptr)
	// Forget throws away code that names classes of domains that are Dead: no frame
	// stands in it.
	Forget()
	// CodeSize returns the bytes of code that there are.
	CodeSize() int
	// Bridge returns the entry point for compiled callers of a method that has no
	// compiled code.
	Bridge() uintptr
}

// CompiledFrame is a frame of compiled code in a sample.
type CompiledFrame struct {
	PC     uintptr
	Scopes []Scope // innermost first; none if the code belongs to no method
	Name   string  // then: what it is
	Caller uintptr // as in Frame
}

// Outcome tells the interpreter why compiled code is left.
type Outcome struct {
	Kind  OutcomeKind
	FP    uintptr
	Value Value
}

// OutcomeKind is a kind of [Outcome].
type OutcomeKind uint8

const (
	// CompiledReturned: the carrier frame FP is to be left with Value.
	CompiledReturned OutcomeKind = iota
	// CompiledThrew: the carrier frame FP is to be left with the pending exception.
	CompiledThrew
	// CompiledCalls: a frame is at Context.FP that the interpreter is to run, from
	// its pc, or from the beginning if that is 0.
	CompiledCalls
	// CompiledUnwinds: the pending exception is to be dispatched from the
	// interpreter frame at Context.FP on.
	CompiledUnwinds
)

// Natives finds the Go function for a native method, nil when there is none.
type Natives interface {
	Lookup(class, name, desc string) NativeFunc
	// Intrinsic finds the Go function that is to run in place of a method of the
	// bootstrap loader which has a body, nil when the body is to run.
	Intrinsic(class, name, desc string) NativeFunc
}

// Sampler makes profiles. It is called on the thread, in managed mode.
type Sampler interface {
	// Bound says that t runs on the calling goroutine from now on, Unbound that this ends.
	Bound(t *Thread)
	Unbound(t *Thread)
	// Allocated says that t has allocated an object of class c, of size bytes, and that its
	// Mutator is due to be sampled. There must be no safepoint before it returns.
	Allocated(t *Thread, c *Class, size uint64)
}
