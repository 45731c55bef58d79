package gc

import "time"

// Cause tells why a collection ran.
type Cause string

// The causes that the collector itself gives; clients pass their own to Collect.
const (
	CauseAllocation Cause = "Allocation Failure"
	CauseStress     Cause = "Stress"
	CauseWalk       Cause = "Heap Inspection"
)

// Event describes one collection.
type Event struct {
	ID     int // 0, 1, ...
	Full   bool
	Cause  Cause
	Start  time.Duration // since the heap was made
	Stop   time.Duration // time to stop the world
	Pause  time.Duration // from then until the world may start
	Before uint64        // bytes in use before and after
	After  uint64
	Total  uint64 // bytes that the heap may use at present
	Copied uint64 // bytes evacuated
	Young  uint64 // thereof to survivor regions
	Failed int    // regions from which not all could be evacuated

	PoolsBefore, PoolsAfter Pools
}

// Usage tells of one space or group of spaces, in bytes.
type Usage struct {
	Init, Used, Committed, Max uint64
}

// Pools tell of the parts of a heap.
type Pools struct {
	Eden, Survivor, Old Usage // Old includes large and pinned objects
}

// Stats are the counts of a heap.
type Stats struct {
	Pools
	Heap                  Usage
	MinorCount, FullCount int
	MinorTime, FullTime   time.Duration
	Allocated             uint64 // bytes allocated since the start
}

type statsState struct {
	exited              uint64 // allocated by threads that have ended
	minor, full         int
	minorTime, fullTime time.Duration
}

// Stats returns the present counts. It may be called at any time; what other
// threads have allocated may lag.
func (h *Heap) Stats() Stats {
	h.mu.Lock()
	defer h.mu.Unlock()
	t := &h.table
	s := Stats{
		MinorCount: h.stats.minor, FullCount: h.stats.full,
		MinorTime: h.stats.minorTime, FullTime: h.stats.fullTime,
		Allocated: h.stats.exited,
	}
	for _, m := range h.mutators {
		s.Allocated += m.bytes
	}
	s.Pools = h.pools()
	s.Heap.Used = s.Eden.Used + s.Survivor.Used + s.Old.Used
	s.Heap.Committed = uint64(max(h.limit, t.inUse())) * RegionSize
	s.Heap.Init, s.Heap.Max = h.config.InitialHeap, h.config.MaxHeap
	return s
}

// pools returns the present usage; h.mu is held or the world stopped.
func (h *Heap) pools() (p Pools) {
	t := &h.table
	bytes := func(n int) uint64 { return uint64(max(n, 0)) * RegionSize }
	eden, surv := t.used[spaceEden], t.used[spaceSurvivor]
	old := t.inUse() - eden - surv
	committed := max(h.limit, t.inUse())
	p.Eden.Used = bytes(eden) - uint64(h.eden.end-h.eden.top)
	p.Eden.Committed = bytes(eden + h.eden.budget)
	p.Survivor.Used, p.Survivor.Committed = bytes(surv), bytes(surv)
	p.Old.Used = bytes(old)
	p.Old.Committed = bytes(max(committed-eden-max(h.eden.budget, 0)-surv, old))
	p.Old.Max = h.config.MaxHeap
	return p
}

// Used returns the number of bytes in use, Committed the number that the heap
// may use at present, Max the number that it may ever use.
func (h *Heap) Used() uint64 {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.usedBytes()
}

func (h *Heap) usedBytes() uint64 {
	return uint64(h.table.inUse())*RegionSize - uint64(h.eden.end-h.eden.top)
}

// Committed returns the number of bytes that the heap may use at present.
func (h *Heap) Committed() uint64 {
	h.mu.Lock()
	defer h.mu.Unlock()
	return uint64(max(h.limit, h.table.inUse())) * RegionSize
}

// Max returns the number of bytes that the heap may ever use.
func (h *Heap) Max() uint64 { return h.config.MaxHeap }
