package interp

// invertLoop gives block b, which ends with a backward goto to a loop's test, a
// copy of the test in place of the goto (Muchnick, 18.5 "loop inversion"):
//
//	top:  test, leave if false            top:  test, leave if false
//	body: ...                             body: ...
//	      goto top                              test, goto body if true
//	exit:                                 exit:
//
// Each turn then takes one branch instead of two. The copy keeps the bytecode
// indices of the original; it must be protected by the same handlers.
func (b *block) invertLoop() {
	n := len(b.code)
	if n == 0 || b.code[n-1].op != opGoto || len(b.fixups) == 0 {
		return
	}
	top := b.fixups[len(b.fixups)-1].to
	last := len(top.code) - 1
	if top.key.call != b.key.call || top.key.pc > b.key.pc || top == b || last < 0 ||
		top.next == nil || len(top.fixups) != 1 || top.fixups[0].word != last || !sameHandlers(b.handlers, top.handlers) {
		return
	}
	if last >= maxTest && top.code[0].op != opCountLoop || last > maxTest {
		return
	}
	inverse, ok := inverted(top.code[last].op)
	if !ok {
		return
	}
	b.code = append(b.code[:n-1], top.code...)
	b.meta = append(b.meta[:n-1], top.meta...)
	b.code[len(b.code)-1].op = inverse
	b.fixups[len(b.fixups)-1] = fixup{len(b.code) - 1, -1, top.next}
	b.next = top.fixups[0].to
}

// maxTest bounds the instructions of a test that is copied, without the counter.
const maxTest = 4

// inverted returns the branch on the opposite condition.
func inverted(op uint16) (uint16, bool) {
	if op < opJEq || op > opJDNle {
		return 0, false
	}
	for _, first := range [...]uint16{opJDEq, opJFEq, opJLEqI, opJLEq, opJEqI, opJEq} {
		if op >= first {
			return first + ((op - first) ^ 1), true // opposites are neighbours
		}
	}
	return 0, false
}

func sameHandlers(a, b []handlerRef) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}
