package vm

import (
	"gojvm/gc"
	"gojvm/mem"
)

// The klass block: what machine code and the interpreter need of a class,
// off-heap and below 4 GiB, at the address in each object's first word. It
// begins with the collector's descriptor and ends with the vtable:
//
//	+0                  gc.Descriptor            (size, kind, reference map)
//	+KlassID            u32  class id            (index into VM.classes)
//	+KlassDepth         u32  number of superclasses; Object has 0
//	+KlassFlags         u32  Klass... flags below
//	+KlassElem          u32  klass of the elements of a reference array, else 0
//	+KlassArray         u32  klass of arrays of this class, 0 until made
//	+KlassSecondary     u32  address of the secondary supers: u32 count, u32 klass...
//	+KlassSecCache      u32  last secondary super found (Cliff Click, John Rose:
//	                         "Fast subtype checking in the HotSpot JVM", 2002)
//	+KlassItable        u32  address of the itable: u32 count, then per interface
//	                         {u32 klass, u32 address of method blocks}
//	+KlassVtableLen     u32
//	+KlassMirror        u32  java.lang.Class object (pinned, so the address is for life)
//	+KlassCheck         u32  where a subclass has this class: offset in its block
//	+KlassDisplay       8 x u32  superclass at depth 0..7, itself included
//	+KlassSlots         8 x u32  secondary supers, hashed by class id
//	+KlassMethods       8 x u32  for the interface in each slot: address of its method blocks
//	+KlassVtable        u32  method block address, per vtable index
//
// A class (not interface, not array) of depth < 8 is a "primary" super: a
// subtype check against it is one load and one compare in the display. Interfaces and
// deeper classes are secondary: a slot has the one super that hashes to it, 0
// for none, or KlassSlotFull for several, which only the list tells apart. So all but the
// last are decided by one load as well. An array class is looked for in KlassSecCache.
const (
	KlassID        = gc.DescriptorSize
	KlassDepth     = KlassID + 4
	KlassFlags     = KlassID + 8
	KlassElem      = KlassID + 12
	KlassArray     = KlassID + 16
	KlassSecondary = KlassID + 20
	KlassSecCache  = KlassID + 24
	KlassItable    = KlassID + 28
	KlassVtableLen = KlassID + 32
	KlassMirror    = KlassID + 36
	KlassCheck     = KlassID + 40
	KlassDisplay   = KlassID + 44
	KlassSlots     = KlassDisplay + 4*DisplaySize
	KlassMethods   = KlassSlots + 4*SlotCount
	KlassVtable    = KlassMethods + 4*SlotCount

	DisplaySize   = 8
	SlotCount     = 8
	KlassSlotFull = 1
)

// Flags in the klass block.
const (
	KlassIsInterface   = 1 << iota
	KlassIsInitialized // <clinit> has run: quickened code may skip the check
	KlassHasFinalizer  // new objects are registered with java.lang.ref.Finalizer
	KlassIsAbstract    // new gives InstantiationError
	KlassIsArray       //
	KlassIsCloneable   // implements java.lang.Cloneable
	KlassIsReference   // subclass of java.lang.ref.Reference
	KlassIsRefArray    // elements are references
	KlassIsBoolArray   // elements are booleans: bastore takes the lowest bit
)

// The method block: the part of a method that callers in compiled code and the
// interpreter read, off-heap and below 4 GiB. Its address is what vtables,
// itables, frames and call sites hold.
//
//	+MethodCode        u32  address of the register code, 0 until translated
//	+MethodFrameSize   u32  bytes of registers in its frame
//	+MethodID          u32  index into VM.methods
//	+MethodFlags       u32  class-file access flags | Method... below << 16
//	+MethodNargs       u32  argument slots (one per parameter, receiver included)
//	+MethodCalls       u32  invocation count (profile)
//	+MethodLoops       u32  back-edge count (profile)
//	+MethodVtableIndex i32  vtable index, -1 when not virtual
//	+MethodKlass       u32  klass block of the holder
//	+MethodEntry       u64  where compiled callers enter: compiled code or the bridge; 0 without a compiler
const (
	MethodCode        = 0
	MethodFrameSize   = 4
	MethodID          = 8
	MethodFlags       = 12
	MethodNargs       = 16
	MethodCalls       = 20
	MethodLoops       = 24
	MethodVtableIndex = 28
	MethodKlass       = 32
	MethodEntry       = 40
	MethodBlockSize   = 48
)

// InstanceOf reports whether an object whose klass block is k is assignable to
// the class whose klass block is super (JVMS 6.5 instanceof). Both are
// addresses; both classes are loaded.
func InstanceOf(k, super uintptr) bool {
	if k == super {
		return true
	}
	at := mem.Load32(super + KlassCheck)
	switch x := uintptr(mem.Load32(k + uintptr(at))); {
	case x == super:
		return true
	case at != KlassSecCache && x != KlassSlotFull:
		return false
	}
	return secondaryCheck(k, super)
}

// secondaryCheck looks super up among the secondary supers of k: interfaces,
// superclasses deeper than the display, and for reference arrays what their
// element types allow (the loader enters Object[], Cloneable[], ... lazily:
// arrays compare their elements instead).
func secondaryCheck(k, super uintptr) bool {
	if uintptr(mem.Load32(k+KlassSecCache)) == super {
		return true
	}
	if list := uintptr(mem.Load32(k + KlassSecondary)); list != 0 {
		n := mem.Load32(list)
		for i := uintptr(1); i <= uintptr(n); i++ {
			if uintptr(mem.Load32(list+i*4)) == super {
				mem.Store32(k+KlassSecCache, uint32(super))
				return true
			}
		}
	}
	// Array covariance (JLS 4.10.3): S[] <: T[] when S <: T, both references.
	const refArray = KlassIsRefArray
	if mem.Load32(k+KlassFlags)&refArray != 0 && mem.Load32(super+KlassFlags)&refArray != 0 {
		if InstanceOf(uintptr(mem.Load32(k+KlassElem)), uintptr(mem.Load32(super+KlassElem))) {
			mem.Store32(k+KlassSecCache, uint32(super))
			return true
		}
	}
	return false
}
