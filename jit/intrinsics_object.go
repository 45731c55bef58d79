package jit

import (
	"gojvm/codegen/ssa"
	"gojvm/sched"
	"gojvm/vm"
)

// java.lang.Object, Class, Thread, System, and checks of indices.

func objectIntrinsics() map[string]intrinsic {
	return map[string]intrinsic{
		"java/lang/Object.getClass()Ljava/lang/Class;":                                   getClass,
		"java/lang/Object.hashCode()I":                                                   identityHash,
		"java/lang/System.identityHashCode(Ljava/lang/Object;)I":                         systemIdentityHash,
		"java/lang/System.nanoTime()J":                                                   leaf,
		"java/lang/System.currentTimeMillis()J":                                          leaf,
		"java/lang/Thread.currentThread()Ljava/lang/Thread;":                             currentThread,
		"java/lang/Class.isInstance(Ljava/lang/Object;)Z":                                classIsInstance,
		"jdk/internal/util/Preconditions.checkIndex(IILjava/util/function/BiFunction;)I": checkIndexIntrinsic,
	}
}

func getClass(a *activation, _ *vm.Method, args []*ssa.Value) (*ssa.Value, bool) {
	v := a.u.Load(ssa.Ref, a.klassOf(args[0]), vm.KlassMirror, aliasMeta)
	a.learn(factNonNull, v, nil, nil)
	return v, true
}

// identityHash reads the hash in the header of an object that is not locked and has one;
// for others the native finds or makes it.
func identityHash(a *activation, m *vm.Method, args []*ssa.Value) (*ssa.Value, bool) {
	if !a.j.bound(m) {
		return nil, false
	}
	u := a.u
	neutral, fast, slow, done := a.f.NewBlock(), a.f.NewBlock(), a.f.NewBlock(), a.f.NewBlock()
	word := u.Load(ssa.I32, args[0], vm.OffHeaderWord, aliasAny)
	u.If(a.compare(ssa.OpEq, a.op(ssa.OpAnd, word, a.int(int64(sched.TagMask))), a.int(int64(sched.TagNeutral))), neutral, slow)
	u.At(neutral)
	hash := a.op(ssa.OpUshr, word, a.int(sched.PayloadShift))
	u.If(a.compare(ssa.OpNe, hash, a.int(0)), fast, slow)
	u.At(fast)
	u.Jmp(done)
	u.At(slow)
	made := a.exit(ssa.I32, exitNative, a.ptr(m.Block), args[0])
	u.Jmp(done)
	return a.join(done, hash, made), true
}

func systemIdentityHash(a *activation, m *vm.Method, args []*ssa.Value) (*ssa.Value, bool) {
	if !a.j.bound(m) {
		return nil, false
	}
	u := a.u
	some, none, done := a.f.NewBlock(), a.f.NewBlock(), a.f.NewBlock()
	zero := a.int(0)
	u.If(a.compare(ssa.OpNe, args[0], a.null()), some, none)
	u.At(none)
	u.Jmp(done)
	u.At(some)
	hash, _ := identityHash(a, m, args)
	u.Jmp(done)
	return a.join(done, zero, hash), true
}

// currentThread: the object of a thread is the same as long as Java code runs in it.
func currentThread(a *activation, _ *vm.Method, _ []*ssa.Value) (*ssa.Value, bool) {
	v := a.u.Load(ssa.Ref, a.ctx(), int32(vm.CtxThreadObj), aliasConst)
	a.learn(factNonNull, v, nil, nil)
	return v, true
}

// classIsInstance is a type check if the class is a constant.
func classIsInstance(a *activation, _ *vm.Method, args []*ssa.Value) (*ssa.Value, bool) {
	mirror, ok := args[0].IsConst()
	if !ok {
		return nil, false
	}
	c := a.j.vm.ClassOfMirror(vm.Ref(mirror))
	if c == nil || c.IsPrimitive() {
		return nil, false
	}
	return a.instanceOfClass(args[1], c, seenType{}), true
}

// checkIndexIntrinsic: out of bounds, the interpreter has the function make the exception.
func checkIndexIntrinsic(a *activation, _ *vm.Method, args []*ssa.Value) (*ssa.Value, bool) {
	i, length := args[0], args[1]
	a.notNegative(length)
	a.guard(a.compare(ssa.OpUlt, i, length), trapException)
	return i, true
}
