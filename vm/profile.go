package vm

// Profile is what the interpreter learns of one method for the compiled tiers.
// Counters are racy on purpose: an increment lost between threads costs
// nothing, an atomic one costs more than the instruction it counts.
type Profile struct {
	Branches []BranchProfile // by ascending BCI
	Types    []TypeProfile   // receivers and checked objects, by ascending BCI
}

// BranchProfile counts the outcomes of a conditional branch or switch arm.
type BranchProfile struct {
	BCI             uint32
	Taken, NotTaken uint32
}

// TypeProfile counts the classes seen at one call, checkcast, instanceof or
// aastore: the first two by name, the others together.
type TypeProfile struct {
	BCI   uint32
	Klass [2]uint32 // klass block addresses
	Count [2]uint32
	Other uint32
	Nulls uint32
}
