package regalloc

import (
	"slices"

	"gojvm/codegen/ssa"
)

// move is one move of a parallel move: all read before any writes.
type move struct {
	from, to Loc
	typ      ssa.Type
}

// shuffler turns parallel moves into sequences.
type shuffler struct {
	regs   *Registers
	moves  int // so many came out
	consts []move
}

// sequence turns a parallel move into moves one after the other. A move may go when its
// target is no longer a source; what remains are cycles, which a scratch register opens.
// Constants come last, so that the target may use the scratch register for them.
func (a *shuffler) sequence(out []Inst, ms []move) []Inst {
	if len(ms) == 0 {
		return out
	}
	emit := func(m move) {
		a.moves++
		out = append(out, Inst{From: m.from, To: m.to, Type: m.typ})
	}
	consts := a.consts[:0]
	pending := ms[:0]
	for _, m := range ms {
		switch {
		case m.from == m.to:
		case m.from.Kind == Constant:
			consts = append(consts, m)
		default:
			pending = append(pending, m)
		}
	}
	for len(pending) > 0 {
		progress := false
		for k := 0; k < len(pending); k++ {
			m := pending[k]
			free := true
			for j, o := range pending {
				if j != k && o.from == m.to {
					free = false
					break
				}
			}
			if !free {
				continue
			}
			if carry := a.carry(m.typ, pending); carry != NoCarry && m.from.Kind != InReg && m.to.Kind != InReg {
				c := Reg(carry)
				emit(move{m.from, c, m.typ})
				m.from = c
			}
			emit(m)
			pending = append(pending[:k], pending[k+1:]...)
			progress = true
			k--
		}
		if !progress {
			m := &pending[0]
			s := Reg(a.regs.Scratch[classOf(m.typ)])
			from := m.from
			emit(move{from, s, m.typ})
			for j := range pending {
				if pending[j].from == from {
					pending[j].from = s
				}
			}
		}
	}
	for _, m := range consts {
		emit(m)
	}
	a.consts = consts
	return out
}

// carry returns the register through which a value of type t goes from memory to memory: one
// that holds no open cycle, or NoCarry.
func (a *shuffler) carry(t ssa.Type, pending []move) int16 {
	holds := func(r int16) bool {
		return slices.ContainsFunc(pending, func(m move) bool { return m.from == Reg(r) })
	}
	if s := a.regs.Scratch[ssa.ClassFloat]; t.IsVector() { // nothing else is wide enough
		if holds(s) {
			return NoCarry
		}
		return s
	}
	for _, r := range [...]int16{a.regs.Carry[classOf(t)], a.regs.Scratch[ssa.ClassInt], a.regs.Scratch[ssa.ClassFloat]} {
		if r == NoCarry || !holds(r) {
			return r
		}
	}
	return NoCarry
}
