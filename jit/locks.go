package jit

import (
	"gojvm/codegen/ssa"
	"gojvm/sched"
	"gojvm/vm"
)

// Locks. Compiled code changes the lock word of an object itself while the lock is thin: it takes
// a free one and gives back its own, and goes one level up and down in its own. Everything else (a lock
// of another thread, a monitor, a hash in the word, the highest level) leaves to
// the VM, which does the whole. For the word see sched/header.go.
//
// An object that is not allocated (ssa.ReplaceObjects) has the number of its locks for a lock word; it is locked so
// often when it is made after all (materialize.go).

// monitorEnter locks r, which is not null; should the VM have to do it, the frame is in state s.
func (a *activation) monitorEnter(r *ssa.Value, s *ssa.FrameState) {
	v := a.u.Value(ssa.OpLock, ssa.Void, r)
	v.Off = vm.OffHeaderWord
	v.SetState(s)
}

// monitorExit unlocks r, which is not null, once. State s is that before the instruction: there is no safepoint
// between the end of the exit and what follows.
func (a *activation) monitorExit(r *ssa.Value, s *ssa.FrameState) {
	v := a.u.Value(ssa.OpUnlock, ssa.Void, r)
	v.Off, v.Imm = vm.OffHeaderWord, int64(trapException)
	v.SetState(s)
}

// lockObject is the code of an ssa.OpLock.
func (a *activation) lockObject(r *ssa.Value, s *ssa.FrameState) {
	w, thin := a.lockWord(r)
	a.lockPaths(r, exitMonitorEnter, s,
		// Nobody's: the word has the age at most.
		a.compare(ssa.OpEq, a.mask(w, ^sched.AgeMask), a.int(0)),
		func() *ssa.Value { return a.swapLock(r, w, a.op(ssa.OpOr, w, thin)) },
		func(slow *ssa.Block) *ssa.Value {
			a.mineElse(w, thin, slow)
			a.unless(a.compare(ssa.OpEq, a.mask(w, sched.RecursionMask), a.word(sched.RecursionMask)), slow)
			return a.swapLock(r, w, a.op(ssa.OpAdd, w, a.word(sched.RecursionOne)))
		})
}

// unlockObject is the code of an ssa.OpUnlock.
func (a *activation) unlockObject(r *ssa.Value, s *ssa.FrameState) {
	w, thin := a.lockWord(r)
	a.lockPaths(r, exitMonitorExit, s,
		a.compare(ssa.OpEq, a.mask(w, ^sched.AgeMask), thin),
		func() *ssa.Value { return a.swapLock(r, w, a.mask(w, sched.AgeMask)) },
		func(slow *ssa.Block) *ssa.Value {
			a.mineElse(w, thin, slow)
			return a.swapLock(r, w, a.op(ssa.OpSub, w, a.word(sched.RecursionOne)))
		})
}

// lockWord loads the lock word of r, and makes the word of an object of age 0 that the thread
// has locked once.
func (a *activation) lockWord(r *ssa.Value) (w, thin *ssa.Value) {
	w = a.u.Load(ssa.I32, r, vm.OffHeaderWord, aliasAny)
	id := a.u.Load(ssa.I32, a.ctx(), int32(vm.CtxThreadID), aliasMeta)
	thin = a.op(ssa.OpOr, a.op(ssa.OpShl, id, a.int(sched.OwnerShift)), a.word(sched.TagThin))
	return w, thin
}

// lockPaths takes the first path if cond holds, else the second, and the exit where these give 0 or
// branch to it.
func (a *activation) lockPaths(r *ssa.Value, n exitNumber, s *ssa.FrameState, cond *ssa.Value, once func() *ssa.Value, again func(slow *ssa.Block) *ssa.Value) {
	u := a.u
	first, second, slow, done := a.f.NewBlock(), a.f.NewBlock(), a.f.NewBlock(), a.f.NewBlock()
	u.If(cond, first, second)
	u.At(first)
	u.If(once(), done, slow)
	u.At(second)
	u.If(again(slow), done, slow)
	u.At(slow)
	u.Exit(ssa.Void, int64(n), s, r)
	u.Jmp(done)
	u.At(done)
}

// mineElse goes on if lock word w is that of a thin lock of the thread, else to slow.
func (a *activation) mineElse(w, thin *ssa.Value, slow *ssa.Block) {
	other := a.mask(a.op(ssa.OpXor, w, thin), sched.OwnerMask|sched.TagMask)
	a.unless(a.compare(ssa.OpNe, other, a.int(0)), slow)
}

// unless goes to other if cond holds.
func (a *activation) unless(cond *ssa.Value, other *ssa.Block) {
	next := a.f.NewBlock()
	a.u.If(cond, other, next)
	a.u.At(next)
}

// swapLock makes the lock word of r new if it is old, and gives whether it was.
func (a *activation) swapLock(r, old, new *ssa.Value) *ssa.Value {
	v := a.u.Value(ssa.OpCas, ssa.I32, r, old, new)
	v.Off, v.Alias = vm.OffHeaderWord, aliasAny
	return v
}

func (a *activation) word(x uint32) *ssa.Value { return a.int(int64(int32(x))) }

func (a *activation) mask(v *ssa.Value, m uint32) *ssa.Value { return a.op(ssa.OpAnd, v, a.word(m)) }
