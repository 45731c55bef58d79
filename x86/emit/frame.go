package emit

import (
	"gojvm/codegen"
	"gojvm/codegen/regalloc"
	"gojvm/codegen/ssa"
	"gojvm/x86/inst"
	"gojvm/x86/isel"
)

// frame is the layout of a frame:
//
//	      | stack arguments      |
//	      +----------------------+
//	      | return address       |  <- sp at entry
//	      +----------------------+  <- sp + size
//	      | saved registers      |  C convention only
//	      +----------------------+  <- sp + saved
//	      | padding              |
//	      | halves of vectors    |  at polls where wide ones are alive only
//	      +----------------------+  <- sp + wide
//	      | spilled values       |
//	      +----------------------+  <- sp + spill
//	      | outgoing arguments   |
//	sp -> +----------------------+  16-byte aligned
//
// There is no frame pointer: size is known for every code address.
type frame struct {
	size, saved, spill, wide int
	regs                     []int16    // saved registers
	wideRegs                 []inst.Reg // whose upper halves are kept at polls
}

func (m *Machine) layoutFrame(f *ssa.Func, a *regalloc.Allocation) frame {
	fr := frame{spill: (a.OutSize + 7) &^ 7}
	word := m.Bits / 8
	for _, r := range m.Convs[f.Conv].Saved {
		// The scratch register is used by moves that the allocator does not count.
		if a.Used>>r&1 != 0 || m.Bits == 64 && r == m.Scratch {
			fr.regs = append(fr.regs, r)
		}
	}
	fr.wide = fr.spill + a.SpillSize
	if hasWidePoll(f) {
		for r := m.FirstFloat; r < 2*m.FirstFloat; r++ {
			if a.Used>>r&1 != 0 && r != m.ScratchFloat {
				fr.wideRegs = append(fr.wideRegs, inst.Reg(r-m.FirstFloat))
			}
		}
	}
	fr.saved = fr.wide + 16*len(fr.wideRegs)
	size := fr.saved + word*len(fr.regs)
	if size == 0 && !a.Calls {
		return fr // a leaf without a frame aligns nothing
	}
	fr.size = (size+word+15)&^15 - word // with the return address a multiple of 16
	fr.saved += fr.size - size
	return fr
}

// hasWidePoll reports whether f has a poll where vectors of 256 bits may be alive.
func hasWidePoll(f *ssa.Func) bool {
	for _, b := range f.Blocks {
		for _, v := range b.Values {
			if v.Op == isel.OpPollWide {
				return true
			}
		}
	}
	return false
}

// smallFrame is the size up to which the stack check compares the stack pointer itself:
// small frames may pass the limit by their size.
const smallFrame = 512

// Prologue makes the frame. The stack check leaves before that: the stack pointer
// points to the return address.
func (e *emitter) Prologue() {
	big := e.frame.size > smallFrame
	if e.Options.StackCheck && !big {
		e.checkStack(false)
	}
	e.adjust(inst.SubMI8, inst.SubMI)
	e.Unwind(e.frame.size)
	if e.Options.StackCheck && big {
		e.checkStack(true)
	}
	for i, r := range e.frame.regs {
		e.RM(inst.MovMR, e.is64(), inst.Reg(r), inst.B(inst.SP, int32(e.frame.saved+e.m.Bits/8*i)))
	}
}

// checkStack compares the stack pointer with the limit. The way out takes the frame back, if
// there is one, and the host resumes the function at its beginning.
func (e *emitter) checkStack(frame bool) {
	over := e.NewLabel()
	e.RM(inst.CmpRM, e.is64(), inst.SP, e.ctxField(codegen.CtxStackLimit))
	e.Branch(inst.CcB, over)
	e.Slow = append(e.Slow, func() {
		e.Bind(over)
		if frame {
			e.adjust(inst.AddMI8, inst.AddMI)
		}
		e.Unwind(0)
		e.leaveAll(codegen.ReasonOverflow, 0, e.begin)
		e.Unwind(e.frame.size)
	})
}

func (e *emitter) epilogue() {
	for i, r := range e.frame.regs {
		e.RM(inst.MovRM, e.is64(), inst.Reg(r), inst.B(inst.SP, int32(e.frame.saved+e.m.Bits/8*i)))
	}
	e.adjust(inst.AddMI8, inst.AddMI)
	e.Unwind(0)
	e.O(inst.Ret, false, 0, 0)
	e.Unwind(e.frame.size)
}

// push makes room on the stack for a moment, in which slots cannot be addressed; pop ends it.
// Neither changes the flags.
func (e *emitter) push(size int) {
	e.RM(inst.Lea, e.is64(), inst.SP, inst.B(inst.SP, int32(-size)))
	e.Unwind(e.frame.size + size)
}

func (e *emitter) pop(size int) {
	e.RM(inst.Lea, e.is64(), inst.SP, inst.B(inst.SP, int32(size)))
	e.Unwind(e.frame.size)
}

func (e *emitter) adjust(mi8, mi inst.Op) {
	if e.frame.size > 0 {
		e.aluI(mi8, mi, e.is64(), inst.SP, int64(e.frame.size))
	}
}
