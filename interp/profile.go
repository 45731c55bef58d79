package interp

import (
	"math/bits"
	"unsafe"

	"gojvm/mem"
	"gojvm/vm"
)

// Profiles. With a compiler present, translated code counts calls and turns of
// loops in the method block and reports the method each time that a counter
// has gone through its mask. Without one nothing is emitted and nothing paid.
// Counters are racy on purpose; see vm.Profile.
const (
	callMask = 1<<11 - 1
	loopMask = 1<<14 - 1
)

// setMasks sets how often the counters report: each time with -Xcomp.
func (x *Interp) setMasks() {
	if x.vm.Config.CompileAll {
		return
	}
	x.callMask, x.loopMask = callMask, loopMask
	if n := x.vm.Config.Compiler.Threshold; n > 0 {
		x.callMask = 1<<bits.Len32(n-1) - 1
		x.loopMask = min(x.callMask<<3|7, maxMask)
	}
}

// maxMask bounds the masks, so that a loop reports before its counter wraps around.
const maxMask = 1<<30 - 1

// profiles reports whether code under translation counts.
func (tr *translator) profiles() bool { return tr.x.vm.Compiler != nil }

// countLoop emits the counter of turns if the block, at its start, is the target
// of a backward branch. There the state is exact, so that compiled code can take over.
func (b *block) countLoop() {
	if b.tr.profiles() && b.tr.loops.Has(b.key.pc) {
		b.bci = b.key.pc
		b.emit(ins{op: opCountLoop, d: uint32(b.tr.m.Block), e: b.tr.x.loopMask}, defNone)
	}
}

// count executes a counter that reaches its threshold.
func (x *Interp) count(t *vm.Thread, op uint16, in *ins, fp unsafe.Pointer) *ins {
	m, cell, bci := x.method(fp), uintptr(in.d)+vm.MethodCalls, -1
	if op == opCountLoop {
		cell, bci = uintptr(in.d)+vm.MethodLoops, x.codeOf(fp).BCI(addrOf(in))
	}
	mem.Store32(cell, mem.Load32(cell)+1)
	if entry := x.vm.Compiler.Hot(t, m, bci); entry != 0 {
		return x.enterCompiled(t, fp, entry)
	}
	return in.next(1)
}
