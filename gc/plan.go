package gc

// plan is a collection algorithm: when to collect what, and what becomes of
// the objects of each region. The mechanics (tracing, copying, sweeping) are
// the same for all; see collect.go.
type plan interface {
	// full says whether the collection that an allocation needs is to be a
	// full one; ok is false if the plan does not collect.
	full(h *Heap, a attempt) (full, ok bool)

	// condemn sets, for a full collection, the state of each region outside
	// eden and survivor space: stateCopy to evacuate it, stateMark to mark in
	// place.
	condemn(h *Heap)

	// budget returns the number of regions that eden may take until the next
	// collection, given the number that it should have and the number free
	// within the heap's limit.
	budget(h *Heap, want, free int) int
}

func newPlan(k PlanKind) plan {
	switch k {
	case SemiSpace:
		return semiSpace{}
	case NoGC:
		return noGC{}
	}
	return genCopy{}
}

// attempt counts what has been tried for an allocation.
type attempt int

const (
	attemptMinor  attempt = iota // what the plan thinks right
	attemptFull                  // a full collection
	attemptSoft                  // a full collection that clears all soft references
	attemptFailed                // the heap is exhausted
)
