package sched

// The header word of an object, shared with the collector:
//
//	 31          24 23                      5 4   2 1 0
//	┌───────────────────────────────────────┬─────┬────┐
//	│ identity hash, 0 = none yet           │ age │ 00 │ neutral
//	├──────────────┬────────────────────────┼─────┼────┤
//	│ recursions   │ id of the owner        │ age │ 01 │ thin-locked
//	├──────────────┴────────────────────────┼─────┼────┤
//	│ index of the monitor                  │ age │ 10 │ inflated
//	└───────────────────────────────────────┴─────┴────┘
//
// The age belongs to the collector. It changes only while the world is
// stopped, and every update here carries it over.
const (
	// TagMask selects the tag, the two lowest bits.
	TagMask uint32 = 3
	// TagNeutral marks an unlocked object; the payload is its hash.
	TagNeutral uint32 = 0
	// TagThin marks an object locked without a monitor.
	TagThin uint32 = 1
	// TagInflated marks an object whose lock and hash are in a Monitor.
	TagInflated uint32 = 2

	// AgeShift and AgeMask select the collector's age bits.
	AgeShift        = 2
	AgeMask  uint32 = 7 << AgeShift

	// PayloadShift is the lowest bit of the payload: hash or monitor index.
	PayloadShift = 5
	// PayloadBits is the width of the payload.
	PayloadBits = 27
	// HashMask selects the significant bits of an identity hash value.
	HashMask uint32 = 1<<PayloadBits - 1

	// OwnerShift and OwnerMask select the owner's id in a thin lock.
	OwnerShift        = PayloadShift
	OwnerBits         = 19
	OwnerMask  uint32 = (1<<OwnerBits - 1) << OwnerShift

	// RecursionShift is the lowest bit of a thin lock's recursion count, which
	// is 0 when locked once; RecursionOne adds one to it and RecursionMask
	// selects it.
	RecursionShift        = 24
	RecursionOne   uint32 = 1 << RecursionShift
	RecursionMask  uint32 = 0xff << RecursionShift

	// MaxThreads is the highest thread id.
	MaxThreads = 1<<OwnerBits - 1
)

// inflatedWord returns the header word of an object that monitor index serves.
func inflatedWord(index, age uint32) uint32 {
	return index<<PayloadShift | age | TagInflated
}

// thinOwner returns the id of the owner in a thin-locked header word.
func thinOwner(word uint32) uint32 { return (word & OwnerMask) >> OwnerShift }
