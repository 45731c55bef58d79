package gc

import "sync/atomic"

// Stress (Config.StressInterval): a collection at every n-th allocation, minor
// and full in turn. No TLABs are given out, so that each allocation is seen.
// What is evacuated becomes inaccessible, and free regions are reused as late
// as possible (regionTable.rotate), so that a stale reference faults.
type stressState struct {
	on    bool
	count atomic.Uint32
}

// stressFull: every so manieth collection under stress is a full one.
const stressFull = 4

func (h *Heap) stressCollect(m *Mutator) {
	n := h.stress.count.Add(1)
	every := uint32(h.config.StressInterval)
	if n%every != 0 || h.config.Plan == NoGC {
		return
	}
	full, _ := h.plan.full(h, attemptMinor)
	r := h.request(full || n/every%stressFull == 0, CauseStress)
	h.collect(m, r)
}
