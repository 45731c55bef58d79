package substrate

import (
	"gojvm/gc"
	"gojvm/mem"
)

// Layout of Nib's objects. Every value is a reference, also nil, true and false, which are
// objects of their own that do not move. The first word names the type.
//
//	        number      string     list         elements     closure        cell, thread
//	+0      descriptor  ...
//	+4      header word ...
//	+8      f64         u32 length u32 length   u32 length   ref elements   ref value, u32 id
//	+12                 bytes...   ref elements refs...      u32 arity      ref result
//	+16                                                      ptr code
const (
	offNumber   = 8
	offLength   = gc.OffArrayLength
	offBytes    = 12
	offElements = 12 // of a list
	offRefs     = 12 // of elements
	offEnv      = 8
	offArity    = 12
	offCode     = 16
	offValue    = 8
	offThreadID = 8
	offResult   = 12

	sizeNumber  = 16
	sizeList    = 16
	sizeClosure = 24
	sizeCell    = 16
	sizeThread  = 16
)

// kind is a type of Nib.
type kind int

const (
	kNumber kind = iota
	kString
	kList
	kElements // of a list, and environments of closures
	kClosure
	kCell
	kThread
	kNil
	kBool
	numKinds
)

var kindNames = [numKinds]string{"number", "string", "list", "elements", "function", "cell", "thread", "nil", "boolean"}

// makeDescriptors fills m.desc: what the collector must know of each kind.
func (m *Machine) makeDescriptors() error {
	for k := range numKinds {
		addr, err := m.arena.Alloc(gc.DescriptorSize)
		if err != nil {
			return err
		}
		d := gc.DescriptorAt(addr)
		d.Size = 16
		switch k {
		case kString:
			d.Kind, d.Size = gc.DataArray, offBytes
		case kElements:
			d.Kind, d.Shift, d.Size = gc.RefArray, 2, offRefs
		case kList:
			err = d.SetRuns([]gc.Run{{Offset: offElements, Count: 1}}, m.arena)
		case kClosure:
			d.Size = sizeClosure
			err = d.SetRuns([]gc.Run{{Offset: offEnv, Count: 1}}, m.arena)
		case kCell:
			err = d.SetRuns([]gc.Run{{Offset: offValue, Count: 1}}, m.arena)
		case kThread:
			err = d.SetRuns([]gc.Run{{Offset: offResult, Count: 1}}, m.arena)
		}
		if err != nil {
			return err
		}
		m.desc[k] = uint32(addr)
	}
	return nil
}

// kindOf returns the type of the object r.
func (m *Machine) kindOf(r gc.Ref) kind {
	d := mem.Load32(uintptr(r))
	for k := range numKinds {
		if m.desc[k] == d {
			return k
		}
	}
	panic("BUG: not an object")
}

func field(r gc.Ref, off uintptr) gc.Ref { return gc.Ref(mem.Load32(uintptr(r) + off)) }

// setField stores a reference, with the barrier.
func (m *Machine) setField(r gc.Ref, off uintptr, x gc.Ref) {
	mem.Store32(uintptr(r)+off, uint32(x))
	m.heap.Barrier(uintptr(r) + off)
}

// text returns the contents of a string.
func text(r gc.Ref) string {
	return string(mem.Bytes(uintptr(r)+offBytes, uintptr(mem.Load32(uintptr(r)+offLength))))
}
