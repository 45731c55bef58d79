package vm

import "sync/atomic"

// ConstPool is the run-time constant pool of a class (JVMS 5.1): the symbolic
// part stays in Class.File, here is what has been resolved.
type ConstPool struct {
	entries []atomic.Pointer[Resolution]
}

// Resolution is the outcome of resolving one constant-pool entry or call site:
// what was found, or the error that every further attempt throws again (JVMS
// 5.4.3). One of the fields is set.
type Resolution struct {
	Class  *Class
	Field  *Field
	Method *Method
	// Const is a resolved String, MethodType, MethodHandle or dynamic constant
	// (references in Handle, primitives in Value).
	Const           Handle
	Value           Value
	Kind            Kind // of a dynamic constant
	Link            *Linkage
	ErrName, ErrMsg string // class and message of the LinkageError to throw again
	ErrObj          Handle // or the error object itself
}

// Failed reports whether resolution failed.
func (r *Resolution) Failed() bool { return r.ErrName != "" || !r.ErrObj.IsNull() }

// Linkage is a linked invokedynamic or signature-polymorphic call site: call
// the static Target with the arguments and then, if not null, Appendix.
type Linkage struct {
	Target   *Method
	Appendix Handle // global
}

// NewConstPool makes the run-time pool for n entries.
func NewConstPool(n int) *ConstPool {
	return &ConstPool{entries: make([]atomic.Pointer[Resolution], n)}
}

// Resolved returns the resolution of entry i, nil if it was not attempted.
func (cp *ConstPool) Resolved(i int) *Resolution { return cp.entries[i].Load() }

// Resolve records the resolution of entry i. When another thread was first its
// result counts; the one that counts is returned.
func (cp *ConstPool) Resolve(i int, r *Resolution) *Resolution {
	if !cp.entries[i].CompareAndSwap(nil, r) {
		return cp.entries[i].Load()
	}
	return r
}
