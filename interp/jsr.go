package interp

// jsrCall is an activation of a subroutine of old class files (JVMS 4.10.2.5).
// Subroutines are copied per activation, so that in each copy every local has
// one type, which is what reference maps need.
type jsrCall struct {
	parent   int // the activation that executed jsr
	returnPC int
	local    int // variable that holds the return address
}

// enterSubroutine returns the activation for a jsr in activation call that
// returns to pc. A subroutine cannot call itself: meeting the same jsr again
// means that the earlier activation was left without ret, by an exception.
func (tr *translator) enterSubroutine(call, pc int) int {
	for c := call; c > 0; c = tr.calls[c].parent {
		if tr.calls[c].returnPC == pc {
			return c
		}
	}
	for c, j := range tr.calls {
		if c > 0 && j.parent == call && j.returnPC == pc {
			return c
		}
	}
	tr.calls = append(tr.calls, jsrCall{parent: call, returnPC: pc, local: -1})
	return len(tr.calls) - 1
}

// returnFrom returns where ret through local variable l goes: the innermost
// activation that has stored its return address there.
func (tr *translator) returnFrom(call, l int) (blockKey, bool) {
	for ; call > 0; call = tr.calls[call].parent {
		if j := tr.calls[call]; j.local == l {
			return blockKey{j.returnPC, j.parent}, true
		}
	}
	return blockKey{}, false
}
