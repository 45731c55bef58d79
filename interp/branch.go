package interp

import (
	"math"

	bc "gojvm/loader/bytecode"
)

// Conditions, in the order of ifeq ... ifle and if_icmpeq ... if_icmple.
const (
	condEq = iota
	condNe
	condLt
	condGe
	condGt
	condLe
)

var (
	intImm  = [...]uint16{opJEqI, opJNeI, opJLtI, opJGeI, opJGtI, opJLeI}
	longImm = [...]uint16{opJLEqI, opJLNeI, opJLLtI, opJLGeI, opJLGtI, opJLLeI}
	// Register forms; gt and le are lt and ge with operands exchanged.
	intReg   = [...]uint16{opJEq, opJNe, opJLt, opJGe, opJLt, opJGe}
	longReg  = [...]uint16{opJLEq, opJLNe, opJLLt, opJLGe, opJLLt, opJLGe}
	mirrored = [...]int{condEq, condNe, condGt, condLe, condLt, condGe}
)

// branch translates conditional branches; they end the block.
func (b *block) branch(in *bc.Inst) {
	op := in.Op
	var l, r val
	var cond int
	switch {
	case op >= bc.IfIcmpeq && op <= bc.IfIcmple:
		cond = int(op - bc.IfIcmpeq)
		r, l = b.popKind('I'), b.popKind('I')
	case op == bc.IfAcmpeq || op == bc.IfAcmpne:
		cond = int(op - bc.IfAcmpeq)
		r, l = b.popKind('A'), b.popKind('A')
	case op == bc.Ifnull || op == bc.Ifnonnull:
		cond = int(op - bc.Ifnull)
		l, r = b.popKind('A'), val{kind: 'A', konst: true}
	default:
		cond = int(op - bc.Ifeq)
		l, r = b.popKind('I'), val{kind: 'I', konst: true}
	}
	b.branchOn(cond, l, r, intReg[:], intImm[:], in)
}

// branchOn emits a branch on the comparison of two ints, longs or references.
func (b *block) branchOn(cond int, l, r val, reg, imm []uint16, in *bc.Inst) {
	if l.konst && !r.konst {
		l, r, cond = r, l, mirrored[cond]
		if _, ok := immediate(r); !ok && r.kind != 'A' {
			l, r, cond = r, l, mirrored[cond] // no gain
		}
	}
	var i ins
	if v, ok := immediate(r); ok || r.konst && r.kind == 'A' {
		i = ins{op: imm[cond], a: b.use(l, len(b.stack)), d: uint32(v)}
	} else {
		rr := b.use(r, len(b.stack)+1)
		rl := b.use(l, len(b.stack))
		if cond == condGt || cond == condLe {
			rl, rr = rr, rl
		}
		i = ins{op: reg[cond], a: rl, b: rr}
	}
	b.finishBranch(i, in)
}

// finishBranch flushes the stack, emits branch i and ends the block. The
// operands of i survive the flush: it writes only registers of entries that are
// still on the stack, which nothing above may refer to but by their owner.
func (b *block) finishBranch(i ins, in *bc.Inst) {
	b.flush()
	b.count(in.PC, rowSeen)
	b.jump(i, b.at(in.Target))
	b.count(in.PC, rowFell)
	if in.Next() >= len(b.tr.bc) {
		b.fail("code falls off the end")
	}
	b.next = b.at(in.Next())
}

// compare translates lcmp, fcmpl, ..., fused with the branch that follows it.
// It reports whether it did so, which ends the block.
func (b *block) compare(in *bc.Inst) bool {
	op := in.Op
	k := op.Info().Pops[0]
	r, l := b.popKind(k), b.popKind(k)
	if next := in.Next(); next < len(b.tr.bc) && !b.tr.leaders.Has(next) {
		var br bc.Inst
		if bc.Decode(b.tr.bc, next, &br) == nil && br.Op >= bc.Ifeq && br.Op <= bc.Ifle {
			cond := int(br.Op - bc.Ifeq)
			if op == bc.Lcmp {
				b.branchOn(cond, l, r, longReg[:], longImm[:], &br)
			} else {
				b.floatBranch(op, cond, l, r, &br)
			}
			return true
		}
	}
	rr := b.use(r, len(b.stack)+1)
	rl := b.use(l, len(b.stack))
	ops := [...]uint16{opLCmp, opFCmpL, opFCmpG, opDCmpL, opDCmpG}
	b.result(ins{op: ops[op-bc.Lcmp], b: rl, c: rr}, 'I')
	return false
}

// floatBranch emits the branch for a compare of floats or doubles with its
// condition. NaN counts as less (fcmpl) or as greater (fcmpg).
func (b *block) floatBranch(op bc.Op, cond int, l, r val, in *bc.Inst) {
	rr := b.use(r, len(b.stack)+1)
	rl := b.use(l, len(b.stack))
	nanLess := op == bc.Fcmpl || op == bc.Dcmpl
	// Operations relative to opJFEq: Eq Ne Lt Nlt Le Nle.
	const eq, ne, lt, nlt, le, nle = 0, 1, 2, 3, 4, 5
	var rel uint16
	swap := false // compare r with l
	switch cond {
	case condEq:
		rel = eq
	case condNe:
		rel = ne
	case condLt: // l < r, or NaN when that counts as less: not r <= l
		rel = lt
		if nanLess {
			rel, swap = nle, true
		}
	case condGe: // the negation
		rel = nlt
		if nanLess {
			rel, swap = le, true
		}
	case condGt: // r < l, or NaN when that counts as greater: not l <= r
		rel = nle
		if nanLess {
			rel, swap = lt, true
		}
	case condLe:
		rel = le
		if nanLess {
			rel, swap = nlt, true
		}
	}
	base := opJFEq
	if op == bc.Dcmpl || op == bc.Dcmpg {
		base = opJDEq
	}
	if swap {
		rl, rr = rr, rl
	}
	b.finishBranch(ins{op: base + rel, a: rl, b: rr}, in)
}

// switches translates tableswitch and lookupswitch. A lookupswitch whose keys
// are dense becomes a table.
func (b *block) switches(in *bc.Inst) {
	s := in.Switch
	v := b.popReg('I')
	b.flush()
	n := s.Len()
	deflt := b.at(in.Target)
	dense := in.Op == bc.Tableswitch
	low := int32(0)
	if n > 0 {
		low = s.Key(0)
		if span := int64(s.Key(n-1)) - int64(low) + 1; !dense && n >= 4 && span <= 4*int64(n) && span < math.MaxUint16 {
			dense, n = true, int(span)
		}
	}
	op, size := opLookupSwitch, 2*n
	if dense {
		op, size = opTableSwitch, n
	}
	sw := len(b.code)
	b.jump(ins{op: op, a: v, b: uint16(n), c: uint16(n >> 16), d: uint32(low)}, deflt)
	words := make([]uint32, (size+3)&^3)
	for i := 0; i < n; i++ {
		slot, to := 2*i+1, deflt
		if dense {
			slot = i
			if j := s.Find(low + int32(i)); j >= 0 {
				to = b.at(s.Target(j))
			}
		} else {
			words[2*i] = uint32(s.Key(i))
			to = b.at(s.Target(i))
		}
		b.fixups = append(b.fixups, fixup{sw, slot, to})
	}
	for i := 0; i < len(words); i += 4 {
		b.extra(ins{uint16(words[i]), uint16(words[i] >> 16), uint16(words[i+1]), uint16(words[i+1] >> 16), words[i+2], words[i+3]})
	}
}
