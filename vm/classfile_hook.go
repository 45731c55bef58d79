package vm

// ClassFileLoad is a class file on its way to become a class, or the new form of
// one, while those who asked for it (VM.HookClassFiles) may put another in its place.
type ClassFileLoad struct {
	Name   string // internal name, "" when who defines the class did not tell
	Loader *Loader
	Domain Handle // protection domain
	// Class is the class that gets a new form, nil when one is being defined.
	Class *Class
	// Retransform tells that the new form begins with the class's own class file
	// (Instrumentation.retransformClasses).
	Retransform bool
	Bytes       []byte // may be replaced, not written to
	// Initial, if the hook sets it, is the class file with which a later
	// retransformation is to begin; it is Bytes otherwise.
	Initial []byte
}

// HookClassFiles has hook called with each class file of a class that is not
// hidden. It may run Java code, and drops what that throws. There is one hook.
func (vm *VM) HookClassFiles(hook func(*Thread, *ClassFileLoad)) { vm.classFileHook.Store(&hook) }

// ClassFileLoaded calls the hook, if there is one.
func (vm *VM) ClassFileLoaded(t *Thread, l *ClassFileLoad) {
	if h := vm.classFileHook.Load(); h != nil {
		(*h)(t, l)
	}
}

// HooksClassFiles reports whether there is a hook.
func (vm *VM) HooksClassFiles() bool { return vm.classFileHook.Load() != nil }
