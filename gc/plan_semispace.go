package gc

// semiSpace copies all small objects in each collection (Cheney 1970; Handbook
// chapter 4): eden takes half of what is free, the other half is the copy
// reserve. There are no minor collections, so the barrier is not looked at.
// Being simple it is the oracle for genCopy.
type semiSpace struct{}

func (semiSpace) full(_ *Heap, a attempt) (full, ok bool) { return true, a < attemptFailed }

func (semiSpace) condemn(h *Heap) {
	for i, r := range h.table.touched() {
		switch r.space {
		case spaceOld:
			h.setState(i, stateCopy)
		case spaceLarge, spacePinned:
			h.setState(i, stateMark)
		}
	}
}

func (semiSpace) budget(h *Heap, _, free int) int {
	return (free - h.table.used[spaceOld]) / 2
}
