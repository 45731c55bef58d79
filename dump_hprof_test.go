package gojvm_test

import (
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gojvm"
)

// hprof is a reader of heap dumps, written from the format's description alone:
// it takes every record apart and panics at what it does not know.
type hprof struct {
	b       []byte
	at      int
	names   map[uint32]string
	classes map[uint32]*hprofClass // by id
	objects map[uint32]any         // *hprofInstance, []uint32, hprofPrimitives
	roots   map[byte][]uint32
	frames  map[uint32]string
	traces  map[uint32][]string
	ended   bool
}

type hprofClass struct {
	name    string
	super   uint32
	dumped  bool
	statics map[string]uint64
	refs    []uint32
	fields  []hprofField
}

type hprofField struct {
	name string
	kind byte
}

type hprofInstance struct {
	class uint32
	data  []byte
}

type hprofPrimitives struct {
	kind byte
	data []byte
}

func (h *hprof) bytes(n int) []byte { h.at += n; return h.b[h.at-n : h.at] }
func (h *hprof) u1() byte           { return h.bytes(1)[0] }
func (h *hprof) u2() uint16         { return binary.BigEndian.Uint16(h.bytes(2)) }
func (h *hprof) u4() uint32         { return binary.BigEndian.Uint32(h.bytes(4)) }

func hprofSize(kind byte) int {
	switch kind {
	case 4, 8:
		return 1
	case 5, 9:
		return 2
	case 2, 6, 10:
		return 4
	case 7, 11:
		return 8
	}
	panic(fmt.Sprintf("type %d", kind))
}

func (h *hprof) value(kind byte) uint64 {
	var v uint64
	for _, b := range h.bytes(hprofSize(kind)) {
		v = v<<8 | uint64(b)
	}
	return v
}

func readHprof(b []byte) *hprof {
	h := &hprof{
		b: b, names: map[uint32]string{}, classes: map[uint32]*hprofClass{}, objects: map[uint32]any{},
		roots: map[byte][]uint32{}, frames: map[uint32]string{}, traces: map[uint32][]string{},
	}
	const magic = "JAVA PROFILE 1.0.2\x00"
	if string(h.bytes(len(magic))) != magic {
		panic("no heap dump")
	}
	if n := h.u4(); n != 4 {
		panic(fmt.Sprintf("ids of %d bytes", n))
	}
	h.bytes(8)
	for h.at < len(b) {
		tag := h.u1()
		h.u4()
		end := int(h.u4())
		end += h.at
		switch tag {
		case 0x01:
			id := h.u4()
			h.names[id] = string(h.bytes(end - h.at))
		case 0x02:
			h.u4()
			id := h.u4()
			h.u4()
			h.classes[id] = &hprofClass{name: h.names[h.u4()]}
		case 0x04:
			id, name := h.u4(), h.names[h.u4()]
			h.bytes(end - h.at)
			h.frames[id] = name
		case 0x05:
			serial := h.u4()
			h.u4()
			trace := []string{}
			for range h.u4() {
				trace = append(trace, h.frames[h.u4()])
			}
			h.traces[serial] = trace
		case 0x1c:
			for h.at < end {
				h.sub()
			}
		case 0x2c:
			h.ended = true
		default:
			panic(fmt.Sprintf("record %#x", tag))
		}
		if h.at != end {
			panic(fmt.Sprintf("record %#x ends at %d, not %d", tag, h.at, end))
		}
	}
	return h
}

// sub reads one root or object of a segment.
func (h *hprof) sub() {
	tag := h.u1()
	id := h.u4()
	switch tag {
	case 0x01: // global
		h.u4()
		h.roots[tag] = append(h.roots[tag], id)
	case 0x02, 0x03, 0x08: // local, frame, thread
		h.u4()
		h.u4()
		h.roots[tag] = append(h.roots[tag], id)
	case 0x05, 0x07: // class, monitor
		h.roots[tag] = append(h.roots[tag], id)
	case 0x20:
		c := h.classes[id]
		c.dumped, c.statics = true, map[string]uint64{}
		h.u4()
		c.super = h.u4()
		c.refs = append(c.refs, h.u4(), h.u4(), h.u4())
		h.bytes(12)
		h.u2()
		for range h.u2() {
			name, kind := h.names[h.u4()], h.u1()
			v := h.value(kind)
			c.statics[name] = v
			if kind == 2 {
				c.refs = append(c.refs, uint32(v))
			}
		}
		for range h.u2() {
			c.fields = append(c.fields, hprofField{h.names[h.u4()], h.u1()})
		}
	case 0x21:
		h.u4()
		c := h.u4()
		h.add(id, &hprofInstance{c, h.bytes(int(h.u4()))})
	case 0x22:
		h.u4()
		n := h.u4()
		h.u4()
		var elems []uint32
		for range n {
			elems = append(elems, h.u4())
		}
		h.add(id, elems)
	case 0x23:
		h.u4()
		n, kind := int(h.u4()), h.u1()
		h.add(id, hprofPrimitives{kind, h.bytes(n * hprofSize(kind))})
	default:
		panic(fmt.Sprintf("part %#x", tag))
	}
}

func (h *hprof) add(id uint32, o any) {
	if h.objects[id] != nil {
		panic(fmt.Sprintf("two objects %#x", id))
	}
	h.objects[id] = o
}

// fields returns the values of an instance by name.
func (h *hprof) fields(o *hprofInstance) map[string]uint64 {
	out := map[string]uint64{}
	r := &hprof{b: o.data}
	for id := o.class; id != 0; id = h.classes[id].super {
		for _, f := range h.classes[id].fields {
			out[f.name] = r.value(f.kind)
		}
	}
	if r.at != len(o.data) {
		panic(fmt.Sprintf("%s has %d bytes, its fields %d", h.classes[o.class].name, len(o.data), r.at))
	}
	return out
}

// refs returns the references in an object.
func (h *hprof) refs(o any) (out []uint32) {
	switch o := o.(type) {
	case []uint32:
		return o
	case *hprofInstance:
		r := &hprof{b: o.data}
		for id := o.class; id != 0; id = h.classes[id].super {
			for _, f := range h.classes[id].fields {
				if v := r.value(f.kind); f.kind == 2 {
					out = append(out, uint32(v))
				}
			}
		}
	}
	return out
}

func (h *hprof) classNamed(name string) (uint32, *hprofClass) {
	for id, c := range h.classes {
		if c.name == name {
			return id, c
		}
	}
	panic("no class " + name)
}

func (h *hprof) text(id uint64) string {
	value := h.fields(h.objects[uint32(id)].(*hprofInstance))["value"]
	return string(h.objects[uint32(value)].(hprofPrimitives).data)
}

func TestDumpHeap(t *testing.T) {
	v := newVM(t, gojvm.Config{})
	c := class(t, v, "acme.Embedded")
	o, err := c.New("", "planted")
	if err != nil {
		t.Fatal(err)
	}
	list, err := v.NewArray("short", 3)
	if err != nil {
		t.Fatal(err)
	}
	list.SetIndex(2, -2)
	for field, val := range map[string]any{"counter": 4711, "shared": list} {
		if err := c.Set(field, val); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(t.TempDir(), "a.hprof")
	if err := v.DumpHeap(path); err != nil {
		t.Fatal(err)
	}
	if err := v.DumpHeap(path); !os.IsExist(err) {
		t.Errorf("second dump to one file: %v", err)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	h := readHprof(b)
	if !h.ended {
		t.Error("no HEAP DUMP END")
	}

	// Everything that is referred to is there.
	known := func(id uint32) bool { return id == 0 || h.objects[id] != nil || h.classes[id] != nil }
	for id, c := range h.classes {
		if !c.dumped || c.name == "" || c.super != 0 && h.classes[c.super] == nil {
			t.Errorf("class %#x %q is not described", id, c.name)
		}
		if i := slices.IndexFunc(c.refs, func(id uint32) bool { return !known(id) }); i >= 0 {
			t.Errorf("class %s refers to %#x", c.name, c.refs[i])
		}
	}
	dangling := 0
	for _, o := range h.objects {
		for _, r := range h.refs(o) {
			if !known(r) {
				dangling++
			}
		}
	}
	for _, ids := range h.roots {
		for _, id := range ids {
			if !known(id) {
				dangling++
			}
		}
	}
	if dangling > 0 {
		t.Errorf("%d references lead nowhere", dangling)
	}

	id, embedded := h.classNamed("acme/Embedded")
	if embedded.statics["counter"] != 4711 {
		t.Errorf("counter = %d", embedded.statics["counter"])
	}
	if a, ok := h.objects[uint32(embedded.statics["shared"])].(hprofPrimitives); !ok || a.kind != 9 || string(a.data) != "\x00\x00\x00\x00\xff\xfe" {
		t.Errorf("shared = %v", a)
	}
	found := 0
	for oid, x := range h.objects {
		if i, ok := x.(*hprofInstance); ok && i.class == id {
			found++
			f := h.fields(i)
			if h.text(f["name"]) != "planted" || f["big"] != 1<<40 || f["fixed"] != 7 || !slices.Contains(h.roots[0x01], oid) {
				t.Errorf("fields %v", f)
			}
		}
	}
	if found != 1 {
		t.Errorf("%d instances of acme.Embedded", found)
	}
	if !slices.ContainsFunc(h.roots[0x08], func(id uint32) bool {
		return h.text(h.fields(h.objects[id].(*hprofInstance))["name"]) == "Reference Handler"
	}) {
		t.Error("no thread named Reference Handler")
	}
	var traces []string
	for _, tr := range h.traces {
		traces = append(traces, strings.Join(tr, " "))
	}
	if !slices.Contains(traces, "wait remove remove run") { // the finalizer thread
		t.Errorf("stack traces %q", traces)
	}
	o.Release()
}
