package gc

import (
	"unsafe"

	"gojvm/mem"
)

// Kind is the shape of the objects of a descriptor.
type Kind uint8

// The kinds of objects.
const (
	// Instance has a fixed size and reference fields at fixed offsets.
	Instance Kind = iota
	// RefArray is an array whose elements are references.
	RefArray
	// DataArray is an array without references.
	DataArray
	// Indirect is an instance whose size and reference map differ from object
	// to object: the word at offset Descriptor.Ext of the object holds the
	// address of a further descriptor (of kind Instance) for this one object.
	// While that word is 0 the first descriptor's own size and map hold.
	Indirect
)

// WeakKind says whether instances hold one field, the referent, weakly.
type WeakKind uint8

// The strengths of references, in the order of their processing.
const (
	Strong WeakKind = iota
	Soft
	Weak
	Final
	Phantom
	numWeakKinds
)

// Descriptor is the fixed-layout prefix of the block to which the first word
// of each object points: all that the collector needs to know of the object.
//
//	+0  u8   Kind
//	+1  u8   Shift    arrays: log2 of the element size
//	+2  u8   Weak
//	+3  u8   (free)
//	+4  u32  Size     instance size in bytes, header included, a multiple of 8;
//	                  arrays: offset of the first element
//	+8  u32  Holder   object kept alive by each instance, 0: none. It must be in
//	                  the pinned space: descriptors are not updated.
//	+12 u32  Runs     address of NRuns runs
//	+16 u32  NRuns
//	+20 u32  Ext      Indirect: offset of the descriptor word in the object
//	+24 3 x {u32 offset, u32 count}   the runs themselves when there are at most 3
//
// A run is a number of adjacent reference fields. The referent of a weak kind
// is in no run.
type Descriptor struct {
	Kind   Kind
	Shift  uint8
	Weak   WeakKind
	_      uint8
	Size   uint32
	Holder Ref
	Runs   uint32
	NRuns  uint32
	Ext    uint32
	inline [inlineRuns]Run
}

// Run is Count adjacent 32-bit reference fields from byte offset Offset on.
type Run struct{ Offset, Count uint32 }

const inlineRuns = 3

// Byte offsets in a Descriptor, for generated code.
const (
	DescKind       = 0
	DescShift      = 1
	DescWeak       = 2
	DescSize       = 4
	DescHolder     = 8
	DescRuns       = 12
	DescNRuns      = 16
	DescExt        = 20
	DescInline     = 24
	DescriptorSize = 48
)

// DescriptorAt returns the descriptor at addr.
func DescriptorAt(addr uintptr) *Descriptor { return (*Descriptor)(mem.Ptr(addr)) }

// DescriptorOf returns the descriptor of the object r. It must not be used
// while a collection moves objects.
func DescriptorOf(r Ref) *Descriptor { return DescriptorAt(uintptr(mem.Load32(uintptr(r)))) }

// SetRuns sets the reference map of the descriptor at d. More than three runs
// are stored in a block from the arena, which the caller frees with FreeRuns.
func (d *Descriptor) SetRuns(runs []Run, arena *mem.Arena) error {
	list := uintptr(unsafe.Pointer(&d.inline))
	if len(runs) > inlineRuns {
		var err error
		if list, err = arena.Alloc(uintptr(len(runs)) * unsafe.Sizeof(Run{})); err != nil {
			return err
		}
	}
	for i, r := range runs {
		*runAt(list, i) = r
	}
	d.Runs, d.NRuns = uint32(list), uint32(len(runs))
	return nil
}

// FreeRuns frees what SetRuns took from the arena.
func (d *Descriptor) FreeRuns(arena *mem.Arena) {
	if d.NRuns > inlineRuns {
		arena.Free(uintptr(d.Runs), uintptr(d.NRuns)*unsafe.Sizeof(Run{}))
	}
	d.Runs, d.NRuns = 0, 0
}

// RunList returns the runs of the reference map.
func (d *Descriptor) RunList() []Run {
	if d.NRuns == 0 {
		return nil
	}
	return unsafe.Slice(runAt(uintptr(d.Runs), 0), d.NRuns)
}

func runAt(list uintptr, i int) *Run {
	return (*Run)(mem.Ptr(list + uintptr(i)*unsafe.Sizeof(Run{})))
}

// RunsOf turns the offsets of reference fields, ascending, into runs.
func RunsOf(offsets []uint32) []Run {
	var runs []Run
	for _, o := range offsets {
		if n := len(runs); n > 0 && runs[n-1].Offset+4*runs[n-1].Count == o {
			runs[n-1].Count++
		} else {
			runs = append(runs, Run{o, 1})
		}
	}
	return runs
}

// ArraySize returns the size in bytes of an array of n elements, as a 64-bit
// number since the largest do not fit into an address.
func (d *Descriptor) ArraySize(n uint32) uint64 {
	return (uint64(d.Size) + uint64(n)<<d.Shift + ObjectAlign - 1) &^ (ObjectAlign - 1)
}

// SizeOf returns the size in bytes of the object r.
func SizeOf(r Ref) uint32 { return sizeWith(r, DescriptorOf(r)) }

// sizeWith returns the size of the object at r (possibly a copy under
// construction), whose descriptor is d.
func sizeWith(r Ref, d *Descriptor) uint32 {
	switch d.Kind {
	case Instance:
		return d.Size
	case Indirect:
		return d.resolve(r).Size
	}
	return (d.Size + mem.Load32(uintptr(r)+OffArrayLength)<<d.Shift + ObjectAlign - 1) &^ (ObjectAlign - 1)
}

// resolve returns the descriptor that holds size and map of the Indirect object r.
func (d *Descriptor) resolve(r Ref) *Descriptor {
	if own := mem.Load32(uintptr(r) + uintptr(d.Ext)); own != 0 {
		return DescriptorAt(uintptr(own))
	}
	return d
}
