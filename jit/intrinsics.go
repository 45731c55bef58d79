package jit

import (
	"maps"
	"slices"

	"gojvm/codegen/ssa"
	"gojvm/vm"
)

// Intrinsics: calls of library methods that are translated in place, for the machine has
// something better than their Java code or a native. There is one file per group, each with
// a table from "java/lang/Math.abs(I)I" to a function; only methods of the bootstrap
// loader's classes count. What the methods do, exceptions and their messages
// included, stays as it is: an intrinsic leaves what is not its case to a guard, behind
// which the interpreter executes the call, or to the native.

// intrinsic translates a call of m in place, whose operands args are popped; a receiver is
// first and known not to be null. It returns the result, nil if there is none; false if the
// call is to be made, after having done nothing.
type intrinsic func(a *activation, m *vm.Method, args []*ssa.Value) (*ssa.Value, bool)

// intrinsicTable returns the intrinsics of all groups for machine m.
func intrinsicTable(m *Machine) map[string]intrinsic {
	t := map[string]intrinsic{}
	for _, group := range []map[string]intrinsic{
		mathIntrinsics(m),
		bitIntrinsics(),
		unsafeIntrinsics(),
		objectIntrinsics(),
		arrayIntrinsics(),
		stringIntrinsics(),
	} {
		for key, f := range group {
			if t[key] != nil {
				panic("BUG: two intrinsics for " + key)
			}
			t[key] = f
		}
	}
	return t
}

// Intrinsics returns the names of the methods that have intrinsics, sorted.
func (j *JIT) Intrinsics() []string { return slices.Sorted(maps.Keys(j.intrinsics)) }

// intrinsic translates a call of m in place if it is an intrinsic; else it reports false,
// having done nothing.
func (a *activation) intrinsic(m *vm.Method, args []*ssa.Value, ret vm.Kind) bool {
	if m.Holder.Loader == nil || !m.Holder.Loader.Boot || m.Version > 0 {
		return false
	}
	f := a.j.intrinsics[m.String()]
	if f == nil {
		return false
	}
	defer a.typeOperands(m, args)()
	v, ok := f(a, m, args)
	if ok {
		a.replaces(m)
		a.pushResult(v, ret)
	}
	return ok
}

// replaces records that the unit does not call m but has something in its place; when an agent gives m
// another body the code is void.
func (b *builder) replaces(m *vm.Method) {
	if b.j.vm.Config.Instrumented {
		b.inlined = append(b.inlined, m)
	}
}

// unary and binary make intrinsics of operations whose result has the type of the first
// argument.
func unary(op ssa.Op) intrinsic {
	return func(a *activation, _ *vm.Method, args []*ssa.Value) (*ssa.Value, bool) {
		return a.op(op, args[0]), true
	}
}

func binary(op ssa.Op) intrinsic {
	return func(a *activation, _ *vm.Method, args []*ssa.Value) (*ssa.Value, bool) {
		return a.op(op, args[0], args[1]), true
	}
}

// leaf is the intrinsic of a method for which there is a Go function that is a leaf.
func leaf(a *activation, m *vm.Method, args []*ssa.Value) (*ssa.Value, bool) {
	if !a.j.bound(m) {
		return nil, false
	}
	return a.callLeaf(m, args), true
}

// choose gives x if cond is not 0, else y.
func (a *activation) choose(cond, x, y *ssa.Value) *ssa.Value {
	return a.u.Value(ssa.OpSelect, x.Type, cond, x, y)
}

// zero returns the constant 0 of v's type.
func (a *activation) zero(v *ssa.Value) *ssa.Value { return a.u.Const(v.Type, 0) }

// join begins block b with a phi of the values that come from its predecessors, in order.
func (a *activation) join(b *ssa.Block, vs ...*ssa.Value) *ssa.Value {
	a.u.At(b)
	p := a.u.Phi(vs[0].Type)
	for _, v := range vs {
		p.AddArg(v)
	}
	return p
}
