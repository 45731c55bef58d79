package jit

import (
	"strings"

	"gojvm/codegen/ssa"
	bc "gojvm/loader/bytecode"
	"gojvm/loader/classfile"
	"gojvm/vm"
)

// Arrays of primitive types. Their classes are final: what is declared as int[] is null or an
// int[] and nothing else, whatever the program does. So the data flow analysis keeps
// them apart, and intrinsics need not look at the class of an array.

// arrayLetter returns the letter of references to arrays of kind k.
func arrayLetter(k vm.Kind) byte { return "?zbcsijfdA"[k] }

// isReference reports whether c is the letter of a reference.
func isReference(c byte) bool { return c == 'A' || c >= 'a' && c <= 'z' }

// descLetter returns the letter for values of the type desc. A class's name, as
// constant-pool entries have it, is the descriptor of an array class.
func descLetter(desc string) byte {
	if len(desc) == 2 && desc[0] == '[' {
		return arrayLetter(vm.KindOf(desc[1:]))
	}
	if len(desc) > 1 {
		return 'A'
	}
	return vm.KindOf(desc).StackLetter()
}

// newArrayKind returns the element kind for the operand of newarray (JVMS table 6.5.newarray-A).
func newArrayKind(code int) vm.Kind {
	kinds := [...]vm.Kind{vm.KindBoolean, vm.KindChar, vm.KindFloat, vm.KindDouble, vm.KindByte, vm.KindShort, vm.KindInt, vm.KindLong}
	return kinds[code-bc.TBoolean]
}

// typed notes that v has the kind with letter c, wherever it is used.
func (a *activation) typed(c byte, v *ssa.Value) *ssa.Value {
	if k := strings.IndexByte("?zbcsijfd", c); k > 0 {
		a.arrays[v] = vm.Kind(k)
	}
	return v
}

// typeArguments notes the types of the arguments of the unit's method.
func (a *activation) typeArguments(args []*ssa.Value) {
	if !a.m.IsStatic() {
		args = args[1:]
	}
	for p := range classfile.Params(a.m.Desc) {
		a.typed(descLetter(p), args[0])
		args = args[1:]
	}
}

// typeOperands notes the types of the operands of a call of m, until the function that it
// returns is called: elsewhere they may be used where nothing is known of them.
func (a *activation) typeOperands(m *vm.Method, args []*ssa.Value) (end func()) {
	if !m.IsStatic() {
		args = args[1:]
	}
	var noted []*ssa.Value
	for p := range classfile.Params(m.Desc) {
		if a.arrays[args[0]] == 0 {
			if a.typed(descLetter(p), args[0]); a.arrays[args[0]] != 0 {
				noted = append(noted, args[0])
			}
		}
		args = args[1:]
	}
	return func() {
		for _, v := range noted {
			delete(a.arrays, v)
		}
	}
}

// typeResult notes the type of what the call in has pushed. Values that the call has not made
// may be used where they were not yet known to have the type.
func (a *activation) typeResult(in *bc.Inst) {
	_, _, desc := callRef(a.m, in)
	if ret := classfile.ReturnType(desc); !a.dead && ret[0] == '[' {
		switch v := a.stack[len(a.stack)-1]; v.Op {
		case ssa.OpCalli, ssa.OpExit:
			a.typed(descLetter(ret), v)
		}
	}
}
