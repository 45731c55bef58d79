package ppc

import (
	"gojvm/codegen"
	"gojvm/codegen/regalloc"
	"gojvm/codegen/ssa"
	"gojvm/ppc/inst"
)

// linkage is the size of the back chain and of the word where a callee saves LR.
const linkage = 8

// frame is the layout of a frame, that of the System V ABI:
//
//	      | stack arguments      |
//	      | LR of this function  |  <- sp + size + 4
//	      | back chain           |  <- sp at entry
//	      +----------------------+  <- sp + size
//	      | saved registers      |  C convention only
//	      +----------------------+  <- sp + saved
//	      | padding              |
//	      | spilled values       |
//	      +----------------------+  <- sp + spill
//	      | scratch of 8 bytes   |  to move bits between register files
//	      +----------------------+  <- sp + scratch
//	      | outgoing arguments   |
//	      | LR of callees        |  <- sp + 4
//	sp -> | back chain           |  16-byte aligned
//	      +----------------------+
//
// A function that calls nothing and needs no memory has no frame (size 0).
type frame struct {
	size, saved, spill, scratch int
	regs                        []int16 // saved registers, in ascending order
}

// maxFrame is the size up to which every place in a frame is in reach of a displacement.
const maxFrame = 32000

func layoutFrame(f *ssa.Func, a *regalloc.Allocation) (frame, error) {
	fr := frame{scratch: (max(a.OutSize, linkage) + 7) &^ 7}
	fr.spill = fr.scratch + 8
	needed := a.Calls || a.SpillSize > 0
	for i := range a.Blocks {
		for _, in := range a.Blocks[i].Insts {
			needed = needed || in.V != nil && usesScratch(in.V)
		}
	}
	floats := 0
	for _, r := range conventions[f.Conv].saved {
		if a.Used>>r&1 != 0 {
			fr.regs = append(fr.regs, r)
			if r >= f0 {
				floats++
			}
			needed = true
		}
	}
	if !needed {
		return fr, nil
	}
	fr.saved = (fr.spill + a.SpillSize + 7) &^ 7
	ints := len(fr.regs) - floats
	fr.size = (fr.saved + (4*ints+7)&^7 + 8*floats + 15) &^ 15
	if fr.size > maxFrame {
		return fr, codegen.Bailoutf(f, "ppc: a frame of %d bytes", fr.size)
	}
	return fr, nil
}

// usesScratch reports whether an operation moves bits through the scratch of the frame.
func usesScratch(v *ssa.Value) bool {
	switch v.Op {
	case ssa.OpBits, ssa.OpFtoi, ssa.OpFpair, ssa.OpFlo, ssa.OpFhi:
		return true
	}
	return false
}

// eachSaved calls fn with the instructions that store and load each saved register.
func (e *emitter) eachSaved(fn func(store, load inst.Op, r inst.Reg, off int32)) {
	off := int32(e.frame.saved)
	for _, r := range e.frame.regs {
		if r < f0 {
			fn(inst.Stw, inst.Lwz, inst.Reg(r), off)
			off += 4
			continue
		}
		off = (off + 7) &^ 7
		fn(inst.Stfd, inst.Lfd, inst.Reg(r-f0), off)
		off += 8
	}
}

// smallFrame is the size up to which the stack check compares the stack pointer itself: a
// small frame may pass the limit by its size.
const smallFrame = 512

// checkStack compares the stack pointer, less the size of a large frame, with the limit. It
// leaves before anything has changed, and the host resumes the function at its beginning.
func (e *emitter) checkStack() {
	begin, over := e.Here(), e.NewLabel()
	sp := inst.Reg(inst.SP)
	if e.frame.size > smallFrame {
		sp = 0
		e.RI(inst.Addi, sp, inst.SP, -int32(e.frame.size))
	}
	e.Mem(inst.Lwz, carryInt, codegen.CtxStackLimit, inst.Reg(regCtx))
	e.I(inst.Cmpl, 0, 0, int32(sp), carryInt)
	e.Branch(inst.Cond(inst.IfTrue, inst.LT), over)
	e.Slow = append(e.Slow, func() {
		e.Bind(over)
		e.Unwind(0)
		e.leaveAll(codegen.ReasonOverflow, 0)
		e.I(inst.Mtspr, inst.LR, 0)
		e.Branch(inst.Jump, begin)
		e.Unwind(e.frame.size)
	})
}

func (e *emitter) Prologue() {
	if e.Options.StackCheck && e.Func.Conv == ssa.ConvOwn {
		e.checkStack()
	}
	size := int32(e.frame.size)
	if size == 0 {
		return
	}
	e.I(inst.Mfspr, 0, inst.LR)
	e.Mem(inst.Stw, 0, 4, inst.SP)
	e.Mem(inst.Stwu, inst.SP, -size, inst.SP)
	e.Unwind(e.frame.size)
	e.eachSaved(func(store, _ inst.Op, r inst.Reg, off int32) { e.Mem(store, r, off, inst.SP) })
}

func (e *emitter) epilogue() {
	if size := int32(e.frame.size); size > 0 {
		e.Mem(inst.Lwz, 0, size+4, inst.SP)
		e.eachSaved(func(_, load inst.Op, r inst.Reg, off int32) { e.Mem(load, r, off, inst.SP) })
		e.I(inst.Mtspr, inst.LR, 0)
		e.RI(inst.Addi, inst.SP, inst.SP, size)
		e.Unwind(0)
	}
	e.I(inst.Bclr, inst.Always, 0)
	if e.frame.size > 0 {
		e.Unwind(e.frame.size)
	}
}
