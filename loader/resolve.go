package loader

import (
	"gojvm/loader/classfile"
	"gojvm/vm"
)

// Resolution of constant-pool entries (JVMS 5.4.3). The outcome, success or
// LinkageError, is recorded once per entry; of two threads that resolve the same entry
// the first one counts.

// symbolAt returns the symbolic reference to a field or method at entry idx.
func symbolAt(cp *vm.ConstPool, idx int) classfile.Ref { return cp.Symbols().Ref(idx) }

// record stores the outcome of a resolution and returns the one that counts.
// The exception of a failure that is recorded for the first time stays pending.
func (l *Linker) record(t *vm.Thread, cp *vm.ConstPool, idx int, r *vm.Resolution, err error) (*vm.Resolution, error) {
	if err == nil {
		return l.outcome(t, cp.Resolve(idx, r))
	}
	f := l.failure(t, cp.Class.Domain)
	if f == nil {
		return nil, err // not of the kind that is recorded
	}
	if got := cp.Resolve(idx, f); got != f {
		t.TakeException() // another thread was first
		return l.outcome(t, got)
	}
	return nil, err
}

// failure describes the pending exception, to be thrown again at each further
// attempt and kept by d; nil when it is no LinkageError.
func (l *Linker) failure(t *vm.Thread, d *vm.Domain) *vm.Resolution {
	if !l.pendingIs(t, "java/lang/LinkageError") {
		return nil
	}
	ex := vm.Object(t.Exception())
	k := &l.vm.Known
	r := &vm.Resolution{ErrName: l.vm.ClassOf(t.Exception()).Name}
	if msg := ex.Ref(k.ThrowableMessage.Offset); msg != 0 {
		r.ErrMsg = l.vm.GoString(msg)
	}
	// A Throwable without a cause names itself.
	if cause := ex.Ref(k.ThrowableCause.Offset); cause != 0 && cause != t.Exception() {
		r.ErrObj = d.NewHandle(cause)
	}
	return r
}

// outcome returns r, or throws the error with which resolution failed: a new
// one of the same class with the same message and cause.
func (l *Linker) outcome(t *vm.Thread, r *vm.Resolution) (*vm.Resolution, error) {
	if r.Failed() {
		return nil, t.ThrowCause(r.ErrName, r.ErrMsg, r.ErrObj)
	}
	return r, nil
}

// resolved returns the recorded outcome of entry idx; all is nil when there is none yet.
func (l *Linker) resolved(t *vm.Thread, cp *vm.ConstPool, idx int) (*vm.Resolution, error) {
	if r := cp.Resolved(idx); r != nil {
		return l.outcome(t, r)
	}
	return nil, nil
}

// ResolveClass implements vm.Linker (JVMS 5.4.3.1).
func (l *Linker) ResolveClass(t *vm.Thread, cp *vm.ConstPool, idx int) (*vm.Class, error) {
	r, err := l.resolved(t, cp, idx)
	if err != nil {
		return nil, err
	}
	if r == nil {
		k, err := l.resolveClassName(t, cp.Class, cp.Symbols().Class(idx))
		if r, err = l.record(t, cp, idx, &vm.Resolution{Class: k}, err); err != nil {
			return nil, err
		}
	}
	return r.Class, nil
}

func (l *Linker) resolveClassName(t *vm.Thread, c *vm.Class, name string) (*vm.Class, error) {
	if name == c.Name {
		return c, nil
	}
	k, err := l.FindClass(t, c.Loader, name)
	if err != nil {
		return nil, err
	}
	return k, l.checkClassAccess(t, c, k)
}
