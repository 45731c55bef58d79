package amd64

import (
	"gojvm/codegen"
	"gojvm/codegen/asm"
	"gojvm/codegen/regalloc"
	"gojvm/codegen/ssa"
	"gojvm/x86/inst"
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
//	      | spilled values       |
//	      +----------------------+  <- sp + spill
//	      | outgoing arguments   |
//	sp -> +----------------------+  16-byte aligned
//
// There is no frame pointer: size is known for every code address.
type frame struct {
	size, saved, spill int
	regs               []int16 // saved registers
}

func layoutFrame(f *ssa.Func, a *regalloc.Allocation) frame {
	fr := frame{spill: (a.OutSize + 7) &^ 7}
	for _, r := range conventions[f.Conv].saved {
		// The scratch register is used by moves that the allocator does not count.
		if a.Used>>r&1 != 0 || r == scratchInt {
			fr.regs = append(fr.regs, r)
		}
	}
	fr.saved = fr.spill + a.SpillSize
	fr.size = fr.saved + 8*len(fr.regs)
	if fr.size%16 != 8 { // with the return address a multiple of 16
		fr.size += 8
		fr.saved += 8
	}
	return fr
}

// prologue makes the frame. The stack check leaves before that: the stack pointer
// points to the return address. Small frames may pass the limit by their size.
// smallFrame is the size up to which the stack check compares the stack pointer itself.
const smallFrame = 512

func (e *emitter) prologue() {
	if e.o.StackCheck {
		over := e.NewLabel()
		if e.frame.size <= smallFrame {
			e.RM(inst.CmpRM, true, inst.SP, ctxField(codegen.CtxStackLimit))
		} else {
			e.RM(inst.Lea, true, inst.Reg(scratchInt), inst.B(inst.SP, -int32(e.frame.size)))
			e.RM(inst.CmpRM, true, inst.Reg(scratchInt), ctxField(codegen.CtxStackLimit))
		}
		e.Branch(inst.CcB, over)
		e.slow = append(e.slow, func() {
			e.Bind(over)
			e.leaveAll(codegen.ReasonOverflow, 0, over)
		})
	}
	e.adjust(inst.SubMI8, inst.SubMI)
	e.unwind(e.frame.size)
	for i, r := range e.frame.regs {
		e.RM(inst.MovMR, true, inst.Reg(r), inst.B(inst.SP, int32(e.frame.saved+8*i)))
	}
}

func (e *emitter) epilogue() {
	for i, r := range e.frame.regs {
		e.RM(inst.MovRM, true, inst.Reg(r), inst.B(inst.SP, int32(e.frame.saved+8*i)))
	}
	e.adjust(inst.AddMI8, inst.AddMI)
	e.unwind(0)
	e.O(inst.Ret, false, 0, 0)
	e.unwind(e.frame.size)
}

// unwind notes that from here on the stack pointer is size bytes below its value at entry.
func (e *emitter) unwind(size int) {
	if e.frame.size > 0 {
		e.unwinds = append(e.unwinds, unwindMark{e.Here(), int32(size)})
	}
}

type unwindMark struct {
	pc   asm.Label
	size int32
}

func (e *emitter) adjust(mi8, mi inst.Op) {
	if e.frame.size > 0 {
		e.aluI(mi8, mi, true, inst.SP, int64(e.frame.size))
	}
}
