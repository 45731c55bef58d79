package gc

// noGC never collects: it allocates until the heap is exhausted. It is what a
// collector is compared with, and takes the collector out of the picture when
// something else is debugged.
type noGC struct{}

func (noGC) full(*Heap, attempt) (full, ok bool) { return false, false }

func (noGC) condemn(*Heap) { panic("BUG: gc: the nogc plan collects") }

func (noGC) budget(_ *Heap, _, free int) int { return free }
