package jit

import (
	"gojvm/codegen/ssa"
	"gojvm/vm"
)

// Strings: java.lang.StringLatin1, StringUTF16, StringCoding. Their contents are byte arrays,
// with two bytes per char in the order of the machine if the coder is UTF16. What is out of bounds
// leaves to the interpreter, where the Java code throws.

func stringIntrinsics() map[string]intrinsic {
	const latin1, utf16 = "java/lang/StringLatin1.", "java/lang/StringUTF16."
	return map[string]intrinsic{
		latin1 + "equals([B[B)Z":                     stringEquals,
		utf16 + "equals([B[B)Z":                      stringEquals,
		latin1 + "compareTo([B[B)I":                  stringCompare(vm.KindByte),
		utf16 + "compareTo([B[B)I":                   stringCompare(vm.KindChar),
		latin1 + "indexOfChar([BIII)I":               latin1IndexOfChar,
		latin1 + "inflate([BI[BII)V":                 inflate,
		latin1 + "inflate([BI[CII)V":                 inflate,
		utf16 + "compress([BI[BII)I":                 compress,
		utf16 + "compress([CI[BII)I":                 compress,
		utf16 + "getChar([BI)C":                      utf16GetChar,
		utf16 + "putChar([BII)V":                     utf16PutChar,
		"java/lang/StringCoding.hasNegatives([BII)Z": hasNegatives,
	}
}

// inside leaves unless n elements from index at on are in an array of the given length.
func (a *activation) inside(at, n, length *ssa.Value) {
	a.guard(a.compare(ssa.OpUle, n, length), trapException)
	if c, ok := at.IsConst(); !ok || c != 0 {
		a.guard(a.compare(ssa.OpUle, at, a.op(ssa.OpSub, length, n)), trapException)
	}
}

// charLength gives the length of array r in chars: it is a char array, or a byte array that holds chars.
func (a *activation) charLength(r *ssa.Value) *ssa.Value {
	n := a.length(r)
	if a.arrays[r] != vm.KindChar {
		n = a.op(ssa.OpUshr, n, a.int(1))
	}
	return n
}

func stringEquals(a *activation, _ *vm.Method, args []*ssa.Value) (*ssa.Value, bool) {
	x, y := args[0], args[1]
	a.notNull(x)
	a.notNull(y)
	u := a.u
	zero := a.int(0)
	same, done := a.f.NewBlock(), a.f.NewBlock()
	n := a.length(x)
	u.If(a.compare(ssa.OpEq, n, a.length(y)), same, done)
	u.At(same)
	eq := a.call(ssa.I32, "equal", a.element(vm.KindByte, x, zero), a.element(vm.KindByte, y, zero), n)
	u.Jmp(done)
	return a.join(done, zero, eq), true
}

// stringCompare compares by the first elements of kind k that differ, else by length.
func stringCompare(k vm.Kind) intrinsic {
	return func(a *activation, _ *vm.Method, args []*ssa.Value) (*ssa.Value, bool) {
		x, y := args[0], args[1]
		a.notNull(x)
		a.notNull(y)
		u := a.u
		zero, shift := a.int(0), a.int(int64(k.Shift()))
		nx, ny := a.length(x), a.length(y)
		n := a.choose(a.compare(ssa.OpLt, nx, ny), nx, ny)
		at := a.call(ssa.I32, "mismatch", a.element(vm.KindByte, x, zero), a.element(vm.KindByte, y, zero), n)
		differ, prefix, done := a.f.NewBlock(), a.f.NewBlock(), a.f.NewBlock()
		u.If(a.compare(ssa.OpUlt, at, n), differ, prefix)
		u.At(differ)
		i := a.op(ssa.OpUshr, at, shift)
		get := func(r *ssa.Value) *ssa.Value {
			v := a.load(k, r, i, vm.OffElems, aliasElem+int32(vm.KindByte))
			if k == vm.KindByte {
				v.Op = ssa.OpLoad8u
			}
			return v
		}
		d := a.op(ssa.OpSub, get(x), get(y))
		u.Jmp(done)
		u.At(prefix)
		l := a.op(ssa.OpSub, a.op(ssa.OpShr, nx, shift), a.op(ssa.OpShr, ny, shift))
		u.Jmp(done)
		return a.join(done, d, l), true
	}
}

func latin1IndexOfChar(a *activation, _ *vm.Method, args []*ssa.Value) (*ssa.Value, bool) {
	r, ch, from, end := args[0], args[1], args[2], args[3]
	a.notNull(r)
	a.guard(a.compare(ssa.OpUle, end, a.length(r)), trapException)
	a.guard(a.compare(ssa.OpUle, from, end), trapRare)
	i := a.call(ssa.I32, "indexbyte", a.element(vm.KindByte, r, from), a.op(ssa.OpSub, end, from), ch)
	return a.choose(a.compare(ssa.OpLt, i, a.int(0)), i, a.op(ssa.OpAdd, i, from)), true
}

func inflate(a *activation, _ *vm.Method, args []*ssa.Value) (*ssa.Value, bool) {
	src, srcOff, dst, dstOff, n := args[0], args[1], args[2], args[3], args[4]
	a.notNull(src)
	a.notNull(dst)
	a.inside(srcOff, n, a.length(src))
	a.inside(dstOff, n, a.charLength(dst))
	to, from := a.element(vm.KindChar, dst, dstOff), a.element(vm.KindByte, src, srcOff)
	a.call(ssa.Void, "inflate", to, from, n)
	return nil, true
}

func compress(a *activation, _ *vm.Method, args []*ssa.Value) (*ssa.Value, bool) {
	src, srcOff, dst, dstOff, n := args[0], args[1], args[2], args[3], args[4]
	a.notNull(src)
	a.notNull(dst)
	a.inside(srcOff, n, a.charLength(src))
	a.inside(dstOff, n, a.length(dst))
	to, from := a.element(vm.KindByte, dst, dstOff), a.element(vm.KindChar, src, srcOff)
	return a.call(ssa.I32, "compress", to, from, n), true
}

// utf16GetChar and utf16PutChar check no bounds, as the class says of its intrinsics.
func utf16GetChar(a *activation, _ *vm.Method, args []*ssa.Value) (*ssa.Value, bool) {
	a.notNull(args[0])
	return a.load(vm.KindChar, args[0], args[1], vm.OffElems, aliasElem+int32(vm.KindByte)), true
}

func utf16PutChar(a *activation, _ *vm.Method, args []*ssa.Value) (*ssa.Value, bool) {
	a.notNull(args[0])
	a.storeTo(vm.KindChar, args[2], args[0], args[1], vm.OffElems, aliasElem+int32(vm.KindByte))
	return nil, true
}

func hasNegatives(a *activation, _ *vm.Method, args []*ssa.Value) (*ssa.Value, bool) {
	r, off, n := args[0], args[1], args[2]
	a.notNull(r)
	a.inside(off, n, a.length(r))
	return a.call(ssa.I32, "negative", a.element(vm.KindByte, r, off), n), true
}
