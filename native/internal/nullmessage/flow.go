// Package nullmessage computes the helpful messages of NullPointerExceptions
// (JEP 358) from the bytecode: which action failed, and which expression was
// null. The texts are those of HotSpot.
package nullmessage

import (
	"gojvm/loader/bytecode"
	"gojvm/loader/classfile"
)

// unknown is the source of a stack word that may come from several instructions.
const unknown = -1

// state is what is known before one instruction.
type state struct {
	stack   []int  // per word: pc of the instruction that pushed it, or unknown
	written uint64 // locals below 64 that may have been assigned
}

func (s *state) clone() *state { return &state{append([]int(nil), s.stack...), s.written} }

// top returns the source of the word that lies depth words below the top.
func (s *state) top(depth int) int {
	if i := len(s.stack) - 1 - depth; i >= 0 {
		return s.stack[i]
	}
	return unknown
}

// merge adds what o knows.
func (s *state) merge(o *state) {
	s.written |= o.written
	for i := range min(len(s.stack), len(o.stack)) {
		if s.stack[i] != o.stack[i] {
			s.stack[i] = unknown
		}
	}
}

// analyze finds states before the instructions of code, as far as HotSpot knows them when it names
// what failed at pc end, so that names are the same. This is no fixed point: HotSpot goes through
// the code from front to back, again only while that reaches instructions for the first time, and
// stops at end if it has been reached. What a loop does behind end is often not seen therefore.
func analyze(code *classfile.Code, cp *classfile.ConstPool, end int) map[int]*state {
	states := map[int]*state{0: {}}
	for i := range code.Handlers.Len() {
		h := code.Handlers.At(i).Handler
		if states[h] == nil {
			states[h] = &state{stack: []int{h}}
		}
	}
	var in bytecode.Inst
	var to []int
	for added := true; added; {
		added = false
		all := true
		for pc := 0; pc < len(code.Bytes); {
			if bytecode.Decode(code.Bytes, pc, &in) != nil {
				return states
			}
			if states[pc] == nil {
				all = false
			} else {
				s := states[pc].clone()
				s.execute(&in, cp)
				to = bytecode.Successors(&in, to[:0])
				for _, t := range to {
					// One way out of a branch learns what is known of the ways before it.
					if old := states[t]; old != nil {
						s.merge(old)
					} else {
						added = true
					}
					states[t] = s.clone()
				}
			}
			if pc = in.Next(); pc == end && states[pc] != nil {
				return states
			}
		}
		if all {
			break
		}
	}
	return states
}

// execute changes s to the state after in.
func (s *state) execute(in *bytecode.Inst, cp *classfile.ConstPool) {
	info := in.Op.Info()
	if info.Flags&bytecode.Shuffles != 0 {
		s.shuffle(in.Op)
		return
	}
	if in.Op == bytecode.Checkcast {
		return // the same value
	}
	pops, pushes := in.Op.PopWords(), in.Op.PushWords()
	switch in.Op {
	case bytecode.Getfield, bytecode.Getstatic:
		pushes = classfile.TypeWords(cp.Ref(in.Index).Desc)
	case bytecode.Putfield:
		pops = 1 + classfile.TypeWords(cp.Ref(in.Index).Desc)
	case bytecode.Putstatic:
		pops = classfile.TypeWords(cp.Ref(in.Index).Desc)
	case bytecode.Invokevirtual, bytecode.Invokespecial, bytecode.Invokestatic, bytecode.Invokeinterface, bytecode.Invokedynamic:
		desc := callDesc(in, cp)
		_, words := classfile.NumParams(desc)
		pops = words
		if in.Op != bytecode.Invokestatic && in.Op != bytecode.Invokedynamic {
			pops++
		}
		pushes = classfile.TypeWords(classfile.ReturnType(desc))
	case bytecode.Multianewarray:
		pops = in.Dims()
	}
	if stores(in.Op) && in.Index < 64 {
		s.written |= 1 << in.Index
	}
	s.stack = s.stack[:max(0, len(s.stack)-pops)]
	for range pushes {
		s.stack = append(s.stack, in.PC)
	}
}

func callDesc(in *bytecode.Inst, cp *classfile.ConstPool) string {
	if in.Op == bytecode.Invokedynamic {
		_, _, desc := cp.Dynamic(in.Index)
		return desc
	}
	return cp.Ref(in.Index).Desc
}

// stores reports whether o assigns the local variable that it names.
func stores(o bytecode.Op) bool {
	return o >= bytecode.Istore && o <= bytecode.Astore3 || o == bytecode.Iinc
}

// shuffle executes pop, dup, swap and their kin.
func (s *state) shuffle(o bytecode.Op) {
	take := func(n int) []int {
		i := max(0, len(s.stack)-n)
		w := append([]int(nil), s.stack[i:]...)
		s.stack = s.stack[:i]
		for len(w) < n {
			w = append(w, unknown)
		}
		return w
	}
	push := func(w ...int) { s.stack = append(s.stack, w...) }
	switch o {
	case bytecode.Pop:
		take(1)
	case bytecode.Pop2:
		take(2)
	case bytecode.Dup:
		w := take(1)
		push(w[0], w[0])
	case bytecode.DupX1:
		w := take(2)
		push(w[1], w[0], w[1])
	case bytecode.DupX2:
		w := take(3)
		push(w[2], w[0], w[1], w[2])
	case bytecode.Dup2:
		w := take(2)
		push(w[0], w[1], w[0], w[1])
	case bytecode.Dup2X1:
		w := take(3)
		push(w[1], w[2], w[0], w[1], w[2])
	case bytecode.Dup2X2:
		w := take(4)
		push(w[2], w[3], w[0], w[1], w[2], w[3])
	case bytecode.Swap:
		w := take(2)
		push(w[1], w[0])
	}
}
