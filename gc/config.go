package gc

import (
	"fmt"
	"runtime"
)

// PlanKind chooses the collector's algorithm.
type PlanKind int

// The plans.
const (
	GenCopy   PlanKind = iota // generational copying, the default
	SemiSpace                 // each collection copies everything
	NoGC                      // never collects
)

func (p PlanKind) String() string { return [...]string{"gencopy", "semispace", "nogc"}[p] }

// Config describes a heap. The zero values of optional fields choose defaults.
type Config struct {
	MaxHeap     uint64 // bytes that objects may take; needed
	InitialHeap uint64 // the heap does not shrink below this; default MaxHeap/8
	NurserySize uint64 // bytes of eden; 0: adapted to the pauses
	Plan        PlanKind
	Threads     int // collector workers; default GOMAXPROCS

	// StressInterval n > 0 collects at every n-th allocation, moves
	// everything each time and makes what was moved inaccessible, so that a
	// stale reference faults at its next use.
	StressInterval int

	// Verify checks the heap before and after each collection; it panics when
	// an invariant does not hold.
	Verify bool

	// Weak-reference objects, byte offsets in the object; needed if a
	// descriptor with a Weak kind is used. ReferentOffset: the weak field, in
	// no reference map. DiscoveredOffset: an ordinary reference field through
	// which the collector links those handed to Binding.EnqueuePending.
	// QueueLinkOffset: an ordinary reference field; a Final one is set to
	// itself when it is handed over and is from then on left alone.
	// SoftTimestampOffset: 64-bit milliseconds of the last use.
	ReferentOffset      uint32
	DiscoveredOffset    uint32
	QueueLinkOffset     uint32
	SoftTimestampOffset uint32
	// SoftMillisPerMB is how long an unused soft referent is kept, per MiB of
	// free heap; default 1000.
	SoftMillisPerMB int64

	Binding Binding
	World   World
	// Idle, if set, is called when the program seems to be idle and the heap has given back
	// what it does not use. It runs in a goroutine of its own, beside the program.
	Idle func()
	// Logger, if set, is told of each collection after it, in the collecting
	// goroutine, while the world is still stopped.
	Logger func(*Event)
}

const (
	minHeap = 2 << 20
	// MaxHeapLimit is the largest heap that fits below 4 GiB beside the
	// side tables and the client's metadata.
	MaxHeapLimit = 3500 << 20
)

func (c *Config) normalize() error {
	if c.Binding == nil || c.World == nil {
		return fmt.Errorf("gc: a heap needs a Binding and a World")
	}
	c.MaxHeap = max(roundRegion(c.MaxHeap), minHeap)
	if c.MaxHeap > MaxHeapLimit {
		return fmt.Errorf("gc: heap of %d MiB is larger than %d MiB", c.MaxHeap>>20, MaxHeapLimit>>20)
	}
	if c.InitialHeap == 0 {
		c.InitialHeap = c.MaxHeap / 8
	}
	c.InitialHeap = min(max(roundRegion(c.InitialHeap), minHeap), c.MaxHeap)
	c.NurserySize = roundRegion(c.NurserySize)
	if c.Threads <= 0 {
		c.Threads = min(runtime.GOMAXPROCS(0), 8)
	}
	if c.SoftMillisPerMB == 0 {
		c.SoftMillisPerMB = 1000
	}
	return nil
}

func roundRegion(n uint64) uint64 { return (n + RegionSize - 1) &^ (RegionSize - 1) }
