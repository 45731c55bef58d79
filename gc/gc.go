// Package gc is a generational, copying, parallel, stop-the-world garbage
// collector over a heap of 32-bit references. Its terms are those of MMTk: a
// Plan is the algorithm (which spaces exist, when and what to collect), a
// Space is a policy for a set of regions, a Mutator is the allocation state of
// one thread, the Barrier records stores of references, and the Binding is
// what the client tells of roots. World stops and starts the client's threads.
//
// The package knows nothing of the language above it. What it needs of an
// object stands in the Descriptor to which the object's first word points, and
// is read directly, without a call to the client.
//
// The heap is one reservation below 4 GiB, divided into regions of 64 KiB:
//
//	base                                                              end
//	| eden | surv | old | old | pinned | free | free ... | large ========= |
//	  -----------> small regions from below      large objects from above <-
//
// Each region belongs to one space (see space_*.go). A 64 KiB table of one
// byte per region of the whole 4 GiB says what the collection now running does
// with objects in that region (copy, mark in place, or leave alone), so that
// the trace decides by one load. Two side tables lie beside the heap: the card
// table (one byte per 512 bytes) and the object-start bitmap (one bit per 8
// bytes), which is also the mark bitmap.
//
// Invariants between collections:
//   - In old, survivor and pinned regions and for large objects the bitmap has
//     a bit for each object start, and only there. Every reference field of
//     such an object, dead or alive, is null or points to an object start.
//   - A reference from an old, pinned or (not young) large object to a young
//     one lies on a dirty card.
//   - A free region has a clear bitmap.
//
// The book for all of this: Jones, Hosking, Moss: The Garbage Collection
// Handbook, chapters 4 (copying), 9 (generational), 10 (regions, Immix), 12
// (weak references and finalization), 14 (parallel collection).
package gc

// Ref is a reference: the address of an object, 8-aligned, or 0 for null.
type Ref uint32

// Layout of an object, the same on every target:
//
//	        instance                 array
//	+0      u32 descriptor address   u32 descriptor address
//	+4      u32 header word          u32 header word
//	+8      fields ...               u32 length
//	+12                              elements of 1, 2 and 4 bytes
//	+16                              elements of 8 bytes
//
// The header word belongs to the client, except for the age. While a
// collection runs, the descriptor word of an object that has moved holds its
// new address with ForwardedBit.
const (
	OffDescriptor  = 0
	OffHeaderWord  = 4
	OffArrayLength = 8
	ObjectAlign    = 8

	// AgeShift and AgeMask give the three bits of the header word that count
	// the minor collections an object has survived.
	AgeShift = 2
	AgeMask  = 7 << AgeShift
	maxAge   = 7

	forwardedBit = 1 // descriptor word: the rest is the new address
	inPlaceBit   = 2 // descriptor word: no room to copy, the object stays where it is
	descMask     = ^uint32(7)
)

// Sizes of the heap's units.
const (
	RegionShift = 16
	RegionSize  = 1 << RegionShift

	CardShift = 9
	CardSize  = 1 << CardShift

	// LargeThreshold is the size in bytes from which an object goes to the
	// large-object space.
	LargeThreshold = RegionSize / 2
)

// AlignSize rounds an object's size up to ObjectAlign.
func AlignSize(size uint32) uint32 { return (size + ObjectAlign - 1) &^ (ObjectAlign - 1) }
