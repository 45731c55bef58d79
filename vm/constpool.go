package vm

import (
	"sync/atomic"

	"gojvm/loader/classfile"
)

// ConstPool is the run-time constant pool of a class (JVMS 5.1): the symbolic
// part is in its class file, here is what has been resolved. A class that was redefined
// has a new one, and methods that still run from before keep the old.
type ConstPool struct {
	Class   *Class
	File    *classfile.File
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

// Keep makes d keep alive the classes that r names, before it is recorded.
func (r *Resolution) Keep(d *Domain) {
	switch {
	case r.Class != nil:
		d.Needs(r.Class)
	case r.Field != nil:
		d.Needs(r.Field.Holder)
	case r.Method != nil:
		d.Needs(r.Method.Holder)
	case r.Link != nil:
		d.Needs(r.Link.Target.Holder)
	}
}

// Linkage is a linked invokedynamic or signature-polymorphic call site: call
// the static Target with the arguments and then, if not null, Appendix.
type Linkage struct {
	Target   *Method
	Appendix Handle // global
}

// NewConstPool makes the run-time pool of class file f, from which c was derived.
func NewConstPool(c *Class, f *classfile.File) *ConstPool {
	return &ConstPool{Class: c, File: f, entries: make([]atomic.Pointer[Resolution], f.CP.Len())}
}

// Symbols returns the symbolic part.
func (cp *ConstPool) Symbols() *classfile.ConstPool { return &cp.File.CP }

// Resolved returns the resolution of entry i, nil if it was not attempted.
func (cp *ConstPool) Resolved(i int) *Resolution { return cp.entries[i].Load() }

// Resolve records the resolution of entry i. When another thread was first its
// result counts; the one that counts is returned.
func (cp *ConstPool) Resolve(i int, r *Resolution) *Resolution {
	r.Keep(cp.Class.Domain)
	if !cp.entries[i].CompareAndSwap(nil, r) {
		return cp.entries[i].Load()
	}
	return r
}
