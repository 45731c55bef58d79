package gc

// Binding is what the client does for the collector. All methods are called
// while the world is stopped, by the goroutine that collects, except for the
// root units, which the collector's workers run in parallel.
type Binding interface {
	// Prepare is called first in each collection.
	Prepare(full bool)

	// RootUnits returns the root scan as independent parts. Each calls
	// Tracer.Visit with the address of each root cell; no cell is visited by
	// two parts. In a minor collection (full is false) roots that can only
	// refer to the pinned space or to old objects may be left out.
	RootUnits(full bool) []func(*Tracer)

	// Dependents is called in a full collection when nothing is left to trace: it
	// returns the scans of further roots, which count because of what has been
	// reached by now, and nil when there are none. (A client that unloads code keeps
	// what belongs to it so.) live tells whether an object has been reached.
	Dependents(live func(Ref) bool) []func(*Tracer)

	// SweepWeak is called when it is known which objects live. For each cell
	// of its weak tables the client calls live, and stores the new reference
	// or drops the entry.
	SweepWeak(full bool, live func(Ref) (moved Ref, alive bool))

	// EnqueuePending takes the weak-reference objects whose referents have
	// died: a list linked through the discovered field and ended by null. The
	// client keeps the head as a root and hands the objects to its threads; a
	// list not yet consumed may be linked behind the last one (with the
	// barrier).
	EnqueuePending(head Ref)

	// SetSoftClock tells the time in milliseconds against which the
	// timestamps of soft references are compared in the next collection.
	SetSoftClock(millis int64)
}

// World stops and starts the client's threads. There is one for the heap and,
// where the thread manager must know who asks, one per Mutator (see NewMutator):
// the collection that a mutator causes uses the mutator's.
//
// StopTheWorld is called by a mutator thread without any lock of the
// collector and returns when no other thread touches the heap. The caller
// counts as stopped. If another thread is stopping the world or has stopped
// it, the call waits, as a stopped thread, until that one has started the
// world, and then stops it itself.
type World interface {
	StopTheWorld()
	StartTheWorld()
}

// NoWeak may be embedded in a Binding whose language has no weak references.
type NoWeak struct{}

// Prepare does nothing.
func (NoWeak) Prepare(bool) {}

// Dependents has none.
func (NoWeak) Dependents(func(Ref) bool) []func(*Tracer) { return nil }

// SweepWeak does nothing.
func (NoWeak) SweepWeak(bool, func(Ref) (Ref, bool)) {}

// EnqueuePending does nothing.
func (NoWeak) EnqueuePending(Ref) {}

// SetSoftClock does nothing.
func (NoWeak) SetSoftClock(int64) {}
