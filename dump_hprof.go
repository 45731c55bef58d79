package gojvm

import (
	"bufio"
	"encoding/binary"
	"io"
	"math"
	"time"

	"gojvm/vm"
)

// The format "JAVA PROFILE 1.0.2" (the manual of hprof, and the comment in
// HotSpot's heapDumper.cpp). Everything is big-endian; an id is 4 bytes here, and
// is the address of an object or the number of a name or frame.
//
//	"JAVA PROFILE 1.0.2\0"  u4 size of ids  u8 milliseconds since the epoch
//	records: u1 tag  u4 microseconds since the header's time  u4 length  body
//	    UTF8            id  bytes
//	    LOAD CLASS      u4 serial number  id of the class  u4 stack trace  id of its name
//	    FRAME           id  id method  id signature  id source file  u4 class serial  i4 line
//	    TRACE           u4 serial number  u4 thread serial  u4 number of frames  ids
//	    HEAP DUMP SEGMENT, HEAP DUMP END
//
// A segment holds roots and objects, each with a tag of its own.
const (
	hprofUTF8      = 0x01
	hprofLoadClass = 0x02
	hprofFrame     = 0x04
	hprofTrace     = 0x05
	hprofSegment   = 0x1c
	hprofEnd       = 0x2c

	hprofRootGlobal  = 0x01 // id  id of the global reference
	hprofRootLocal   = 0x02 // id  u4 thread serial  i4 frame
	hprofRootFrame   = 0x03 // id  u4 thread serial  i4 frame
	hprofRootSticky  = 0x05 // id of a class that is never unloaded
	hprofRootMonitor = 0x07 // id
	hprofRootThread  = 0x08 // id  u4 thread serial  u4 stack trace
	hprofClass       = 0x20
	hprofInstance    = 0x21 // id  u4 stack trace  id class  u4 bytes  field values
	hprofObjects     = 0x22 // id  u4 stack trace  u4 length  id class  ids
	hprofPrimitives  = 0x23 // id  u4 stack trace  u4 length  u1 type  elements

	hprofIDSize = 4
	// hprofSegmentSize is from which size on a segment is written.
	hprofSegmentSize = 1 << 20
	// noTrace is the stack trace without frames.
	noTrace = 1
)

var hprofTypes = [...]byte{
	vm.KindRef: 2, vm.KindBoolean: 4, vm.KindChar: 5, vm.KindFloat: 6, vm.KindDouble: 7,
	vm.KindByte: 8, vm.KindShort: 9, vm.KindInt: 10, vm.KindLong: 11,
}

// hprofWriter writes a heap dump. Errors are kept until finish.
type hprofWriter struct {
	vm      *vm.VM
	out     *bufio.Writer
	n       int64
	err     error
	b       []byte // the record, or the segment, that is being built
	names   map[string]uint32
	serials map[*vm.Class]uint32
	threads map[*vm.Thread]uint32
	frames  uint32
}

// writeHprof writes all live objects of m in hprof form and returns the number of
// bytes; t is the calling thread. There has to be Go memory for it.
func writeHprof(t *vm.Thread, w io.Writer) (int64, error) {
	h := &hprofWriter{
		vm: t.VM, out: bufio.NewWriterSize(w, 64<<10),
		names: map[string]uint32{}, serials: map[*vm.Class]uint32{}, threads: map[*vm.Thread]uint32{},
	}
	h.u("JAVA PROFILE 1.0.2\x00", uint32(hprofIDSize), uint64(time.Now().UnixMilli()))
	h.flush()
	first := true
	t.VM.Heap.Walk(t.Mutator, func(r vm.Ref) {
		if first { // the world is stopped, the collection done
			first = false
			h.classes()
			h.stacks()
			h.classDumps()
			h.roots()
		}
		h.object(r)
	})
	h.segment()
	h.record(hprofEnd)
	if err := h.out.Flush(); h.err == nil {
		h.err = err
	}
	return h.n, h.err
}

// u appends values in big-endian form.
func (h *hprofWriter) u(vals ...any) {
	for _, v := range vals {
		switch v := v.(type) {
		case byte:
			h.b = append(h.b, v)
		case uint16:
			h.b = binary.BigEndian.AppendUint16(h.b, v)
		case uint32:
			h.b = binary.BigEndian.AppendUint32(h.b, v)
		case uint64:
			h.b = binary.BigEndian.AppendUint64(h.b, v)
		case vm.Ref:
			h.b = binary.BigEndian.AppendUint32(h.b, uint32(v))
		case string:
			h.b = append(h.b, v...)
		}
	}
}

// flush writes what u has appended.
func (h *hprofWriter) flush() {
	if h.err == nil {
		_, h.err = h.out.Write(h.b)
		h.n += int64(len(h.b))
	}
	h.b = h.b[:0]
}

// record writes a record whose body u has appended.
func (h *hprofWriter) record(tag byte) {
	body := h.b
	var head [9]byte
	head[0] = tag
	binary.BigEndian.PutUint32(head[5:], uint32(len(body)))
	if h.err == nil {
		_, h.err = h.out.Write(head[:])
		h.n += int64(len(head))
	}
	h.flush()
}

// segment ends the present segment.
func (h *hprofWriter) segment() {
	if len(h.b) > 0 {
		h.record(hprofSegment)
	}
}

// name returns the id of a name, writing it at the first time; no record may be
// under way.
func (h *hprofWriter) name(s string) uint32 {
	id, ok := h.names[s]
	if !ok {
		id = uint32(len(h.names) + 1)
		h.names[s] = id
		h.u(id, s)
		h.record(hprofUTF8)
	}
	return id
}

// classes writes the names and numbers of all classes.
func (h *hprofWriter) classes() {
	h.vm.ForEachClass(func(c *vm.Class) {
		if c.Mirror == 0 || c.IsPrimitive() {
			return
		}
		for _, f := range c.Fields {
			h.name(f.Name)
		}
		name := h.name(c.Name)
		serial := uint32(len(h.serials) + 1)
		h.serials[c] = serial
		h.u(serial, c.Mirror, uint32(noTrace), name)
		h.record(hprofLoadClass)
	})
}

// stacks writes the stack traces of all threads: number 1 is the empty one, the
// others have the number of their thread, plus one.
func (h *hprofWriter) stacks() {
	h.u(uint32(noTrace), uint32(0), uint32(0))
	h.record(hprofTrace)
	for _, t := range h.vm.AllThreads() {
		if t.Object() == 0 {
			continue
		}
		serial := uint32(len(h.threads) + 1)
		h.threads[t] = serial
		var ids []uint32
		for f := t.TopFrame(); f.Valid(); f = f.Caller() {
			p := vm.TracePoint{Method: f.Method(), BCI: f.BCI()}
			m := p.Method
			name, desc, source := h.name(m.Name), h.name(m.Desc), uint32(0)
			if s := m.Holder.SourceFile(); s != "" {
				source = h.name(s)
			}
			line := int32(p.Line())
			if line == -2 {
				line = -3 // native
			}
			h.frames++
			h.u(h.frames, name, desc, source, h.serials[m.Holder], uint32(line))
			h.record(hprofFrame)
			ids = append(ids, h.frames)
		}
		h.u(serial+noTrace, serial, uint32(len(ids)))
		for _, id := range ids {
			h.u(id)
		}
		h.record(hprofTrace)
	}
}

// classDumps describes the classes: static fields with their values, instance
// fields with their types.
func (h *hprofWriter) classDumps() {
	h.vm.ForEachClass(func(c *vm.Class) {
		if h.serials[c] == 0 {
			return
		}
		var statics, instance []*vm.Field
		for _, f := range c.Fields {
			if f.Injected() {
				continue
			}
			if f.IsStatic() {
				statics = append(statics, f)
			} else {
				instance = append(instance, f)
			}
		}
		var super, loader vm.Ref
		if c.Super != nil {
			super = c.Super.Mirror
		}
		if c.Loader != nil {
			loader = c.Loader.Object.Ref()
		}
		h.u(byte(hprofClass), c.Mirror, uint32(noTrace), super, loader, c.Signers.Ref(), c.ProtectionDomain.Ref(),
			uint32(0), uint32(0), c.InstanceSize, uint16(0), uint16(len(statics)))
		for _, f := range statics {
			h.u(h.names[f.Name], hprofTypes[f.Kind])
			h.value(uintptr(f.StaticBase())+uintptr(f.Offset), f.Kind)
		}
		h.u(uint16(len(instance)))
		for _, f := range instance {
			h.u(h.names[f.Name], hprofTypes[f.Kind])
		}
		h.next()
	})
}

// next ends a segment that has become large.
func (h *hprofWriter) next() {
	if len(h.b) >= hprofSegmentSize {
		h.segment()
	}
}

// value appends the value of kind k at addr.
func (h *hprofWriter) value(addr uintptr, k vm.Kind) {
	v := vm.LoadCell(addr, k)
	switch k.Size() {
	case 1:
		h.b = append(h.b, byte(v))
	case 2:
		h.b = binary.BigEndian.AppendUint16(h.b, uint16(v))
	case 4:
		h.b = binary.BigEndian.AppendUint32(h.b, uint32(v))
	case 8:
		h.b = binary.BigEndian.AppendUint64(h.b, uint64(v))
	}
}

// roots writes the threads and what keeps objects alive.
func (h *hprofWriter) roots() {
	h.vm.ForEachClass(func(c *vm.Class) {
		if h.serials[c] != 0 && c.Loader == h.vm.BootLoader {
			h.u(byte(hprofRootSticky), c.Mirror)
		}
	})
	for t, serial := range h.threads {
		h.u(byte(hprofRootThread), t.Object(), serial, serial+noTrace)
	}
	h.vm.VisitRoots(h)
	h.next()
}

// Global, Frame, Locked and Local implement vm.RootVisitor.
func (h *hprofWriter) Global(r vm.Ref) { h.u(byte(hprofRootGlobal), r, uint32(0)) }

func (h *hprofWriter) Frame(t *vm.Thread, frame int, r vm.Ref) {
	h.u(byte(hprofRootFrame), r, h.threads[t], uint32(frame))
}

func (h *hprofWriter) Locked(t *vm.Thread, r vm.Ref) { h.u(byte(hprofRootMonitor), r) }

func (h *hprofWriter) Local(t *vm.Thread, r vm.Ref) {
	h.u(byte(hprofRootLocal), r, h.threads[t], uint32(math.MaxUint32))
}

// object writes one object. Mirrors are there as classes already, but for those of
// the primitive types.
func (h *hprofWriter) object(r vm.Ref) {
	c := h.vm.ClassOf(r)
	switch {
	case !c.IsArray():
		if c == h.vm.Known.Class && h.serials[h.vm.ClassOfMirror(r)] != 0 {
			return
		}
		h.u(byte(hprofInstance), r, uint32(noTrace), c.Mirror, uint32(0))
		start := len(h.b)
		for k := c; k != nil; k = k.Super {
			for _, f := range k.Fields {
				if !f.IsStatic() && !f.Injected() {
					h.value(uintptr(r)+uintptr(f.Offset), f.Kind)
				}
			}
		}
		binary.BigEndian.PutUint32(h.b[start-4:], uint32(len(h.b)-start))
	case c.Elem.Kind == vm.KindRef:
		n := vm.ArrayLen(r)
		h.u(byte(hprofObjects), r, uint32(noTrace), uint32(n), c.Mirror)
		for i := range n {
			h.u(vm.RefElem(r, i))
		}
	default:
		n, k := vm.ArrayLen(r), c.Elem.Kind
		h.u(byte(hprofPrimitives), r, uint32(noTrace), uint32(n), hprofTypes[k])
		if k.Size() == 1 {
			h.b = append(h.b, vm.ByteElems(r)...)
		} else {
			for i := range n {
				h.value(elemAddr(r, k, i), k)
			}
		}
	}
	h.next()
}
