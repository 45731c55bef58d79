package loader

import (
	"gojvm/gc"
	"gojvm/vm"
)

// The fields of an object follow its header, those of the superclass first
// (JVMS 2.7 leaves the form to us). Those that a class adds itself lie
//
//	[8 bytes ...][4 bytes ...][2 bytes ...][1 byte ...][references ...]
//
// so that nothing is lost to alignment between groups and the reference map is
// one run per class. The hole that aligning the first 8-byte field may leave
// is filled with smaller primitives. Sub-int fields take their real size: Unsafe
// swaps bytes inside of the aligned word that holds them.

// fieldPacker assigns offsets from start on.
type fieldPacker struct {
	pos      uint32 // end of what is assigned
	holeFrom uint32 // free bytes before pos: [holeFrom, holeTo)
	holeTo   uint32
}

// place assigns an offset to a field of size bytes, aligned to its size.
func (p *fieldPacker) place(size uint32, fillHole bool) uint32 {
	if fillHole {
		if at := alignUp(p.holeFrom, size); at+size <= p.holeTo {
			p.holeFrom = at + size
			return at
		}
	}
	at := alignUp(p.pos, size)
	if at > p.pos && p.holeFrom == p.holeTo {
		p.holeFrom, p.holeTo = p.pos, at
	}
	p.pos = at + size
	return at
}

func alignUp(n, align uint32) uint32 { return (n + align - 1) &^ (align - 1) }

// layoutFields assigns offsets from start on to those fields that are (or are
// not) static and returns the end of the last one.
func layoutFields(fields []*vm.Field, static bool, start uint32) uint32 {
	p := fieldPacker{pos: start, holeFrom: start, holeTo: start}
	for size := uint32(8); size > 0; size /= 2 {
		for _, f := range fields {
			if f.IsStatic() == static && f.Kind != vm.KindRef && f.Kind.Size() == size {
				f.Offset = p.place(size, size < 8)
			}
		}
	}
	for _, f := range fields {
		if f.IsStatic() == static && f.Kind == vm.KindRef {
			f.Offset = p.place(4, false)
		}
	}
	return p.pos
}

// layoutInstance lays the instance fields of c out; its superclass has been.
func layoutInstance(c *vm.Class) {
	start := uint32(vm.HeaderSize)
	if c.Super != nil && !c.IsInterface() {
		start = fieldsEnd(c.Super)
	}
	end := layoutFields(c.Fields, false, start)
	c.InstanceSize = gc.AlignSize(end)
}

// fieldsEnd returns where the fields of c end: InstanceSize without the
// rounding, so that subclasses use the rest.
func fieldsEnd(c *vm.Class) uint32 {
	end := uint32(vm.HeaderSize)
	for k := c; k != nil; k = k.Super {
		for _, f := range k.Fields {
			if !f.IsStatic() {
				end = max(end, f.Offset+f.Kind.Size())
			}
		}
	}
	return end
}

// layoutStatics lays the static fields of c out behind the instance fields of
// java.lang.Class, whose instances take start bytes, and returns the size of the mirror.
func layoutStatics(c *vm.Class, start uint32) uint32 {
	return gc.AlignSize(layoutFields(c.Fields, true, start))
}

// instanceRuns returns the reference map of instances of c: the runs of its
// superclass and those of its own fields, without the fields of
// java.lang.ref.Reference that the collector treats specially.
func instanceRuns(c *vm.Class) []gc.Run {
	var runs []gc.Run
	if c.Super != nil {
		runs = append(runs, gc.DescriptorAt(c.Super.Block).RunList()...)
	}
	for _, f := range c.Fields {
		if f.Kind == vm.KindRef && !f.IsStatic() && !weakField(f) {
			runs = addToRuns(runs, f.Offset)
		}
	}
	return runs
}

// weakField reports whether the collector treats f on its own: the referent.
func weakField(f *vm.Field) bool {
	return f.Name == "referent" && f.Holder.Name == "java/lang/ref/Reference" && f.Holder.Loader.Boot
}

// staticRuns returns the reference map of the static fields of c in its mirror.
func staticRuns(c *vm.Class) []gc.Run {
	var runs []gc.Run
	for _, f := range c.Fields {
		if f.Kind == vm.KindRef && f.IsStatic() {
			runs = addToRuns(runs, f.Offset)
		}
	}
	return runs
}

// addToRuns adds a reference field behind those in runs, which are disjoint.
func addToRuns(runs []gc.Run, off uint32) []gc.Run {
	for i := range runs {
		if runs[i].Offset+4*runs[i].Count == off {
			runs[i].Count++
			return runs
		}
	}
	return append(runs, gc.Run{Offset: off, Count: 1})
}
