//go:build linux

package codetest

import (
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"unsafe"

	"golang.org/x/sys/unix"

	"gojvm/codegen"
	"gojvm/codegen/ssa"
	"gojvm/codegen/ssa/irgen"
	"gojvm/mem"
)

// heapSize is the size of each of the two spaces: what functions allocate, and the objects
// made of those that frame states describe.
const heapSize = 256 << 10

// poison is what an object leaves behind when it moves.
const poison = 0xdb

// heap has the objects of running functions in two spaces. Whenever objects move, all of them
// go over to the other space, whose address differs by moveBy.
type heap struct {
	low uint64 // address of the space whose objects have not moved
	// spaces are the one that is in use and the other.
	spaces [2][]byte
	used   int
}

// newHeap maps the spaces where references that move belong.
func newHeap() (*heap, error) {
	for at := uint64(evalHeap + 0x01000000); at < 0xb0000000; at += 0x01000000 {
		var spaces [2][]byte
		for i, a := range []uint64{at, at ^ moveBy} {
			p, err := unix.MmapPtr(-1, 0, mem.Ptr(uintptr(a)), heapSize, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_ANON|unix.MAP_PRIVATE)
			if err != nil {
				return nil, err
			}
			spaces[i] = unsafe.Slice((*byte)(p), heapSize)
		}
		h := &heap{at, spaces, 0}
		if uint64(uintptr(unsafe.Pointer(&spaces[0][0]))) == at && uint64(uintptr(unsafe.Pointer(&spaces[1][0]))) == at^moveBy {
			return h, nil
		}
		h.close()
	}
	return nil, fmt.Errorf("no room for objects at addresses above %#x", uint32(irgen.Movable))
}

func (h *heap) close() {
	for _, s := range h.spaces {
		unix.MunmapPtr(unsafe.Pointer(&s[0]), heapSize)
	}
}

// base returns the address of the space that is in use.
func (h *heap) base() uint64 { return uint64(uintptr(unsafe.Pointer(&h.spaces[0][0]))) }

// reset empties the heap.
func (h *heap) reset() {
	if h.base() != h.low {
		h.spaces[0], h.spaces[1] = h.spaces[1], h.spaces[0]
	}
	clear(h.spaces[0][:h.used])
	clear(h.spaces[1][:h.used])
	h.used = 0
}

// memory returns the space in use as the evaluator's memory is.
func (h *heap) memory() *Memory {
	return &Memory{binary.LittleEndian, []Region{{h.base(), h.spaces[0][:h.used]}}}
}

// take returns the address of a new object.
func (h *heap) take(size int) (uint64, error) {
	if h.used+size > heapSize {
		return 0, ErrHeap
	}
	h.used += size
	return h.base() + uint64(h.used-size), nil
}

// flip moves everything to the other space, and poisons what was there.
func (h *heap) flip() error {
	from, to := h.spaces[0][:h.used], h.spaces[1][:h.used]
	copy(to, from)
	for i := range from {
		from[i] = poison
	}
	h.spaces[0], h.spaces[1] = h.spaces[1], h.spaces[0]
	for at := 0; at < h.used; {
		word := func(off int32) *byte { return &to[at+int(off)] }
		switch header := *(*uint32)(unsafe.Pointer(word(0))); header {
		case irgen.HeaderPlain:
			for _, off := range irgen.RefFields {
				if x := (*uint32)(unsafe.Pointer(word(off))); *x >= irgen.Movable {
					*x ^= moveBy
				}
			}
			at += irgen.PlainSize
		case irgen.HeaderArray:
			at += irgen.ArrayData + 8*int(*(*uint32)(unsafe.Pointer(word(irgen.OffLength))))
		default:
			return fmt.Errorf("an object with header %#x at %#x", header, h.base()+uint64(at))
		}
	}
	return nil
}

// roomForObjects tells the context what room there is: up to a few objects more than there are, so that
// functions have to ask now and then.
func (h *host) roomForObjects(objects int) {
	*h.half(ClientCtx + irgen.CtxTop) = uint32(h.heap.base()) + uint32(h.heap.used)
	*h.half(ClientCtx + irgen.CtxEnd) = uint32(h.heap.base()) + uint32(min(h.heap.used+objects*irgen.PlainSize, heapSize))
}

// takeAllocated notes what functions have allocated by themselves.
func (h *host) takeAllocated() {
	h.heap.used = int(*h.half(ClientCtx + irgen.CtxTop) - uint32(h.heap.base()))
}

// newObject answers an exit for an object, after it has moved all the others.
func (h *host) newObject(fr frame) error {
	size := int(*h.half(codegen.CtxArgs))
	if err := h.move(fr); err != nil {
		return err
	}
	at, err := h.heap.take(size)
	if err != nil {
		return err
	}
	*h.word(codegen.CtxResult) = at
	h.roomForObjects(size >> 3 & 3)
	return nil
}

// materialize makes the objects that a frame state describes (ssa.VirtualObject) and returns the
// values of the state: halves of i64 are behind them, as ever.
func (h *host) materialize(objects []ssa.VirtualObject, state []uint64) ([]uint64, error) {
	if len(objects) == 0 {
		return state, nil
	}
	count, wide := objects[0].First, 0
	last := objects[len(objects)-1]
	values, highs := slices.Clone(state[:last.First+len(last.Fields)]), state[last.First+len(last.Fields):]
	for _, o := range objects {
		for _, f := range o.Fields {
			if f.Type == ssa.I64 {
				wide++
			}
		}
	}
	rest := highs
	if len(highs) > 0 { // those of the fields come last
		highs, rest = highs[:len(highs)-wide], highs[len(highs)-wide:]
	}
	at := make([]uint64, len(objects))
	for i, o := range objects {
		ref, err := h.heap.take(virtualSize(o, values))
		if err != nil {
			return nil, err
		}
		at[i] = ref
		for _, k := range o.At {
			values[k] = ref
		}
	}
	m := h.heap.memory()
	for i, o := range objects {
		for k, f := range o.Fields {
			x := values[o.First+k]
			if f.Type == ssa.I64 && len(rest) > 0 {
				x, rest = x&math.MaxUint32|rest[0]<<32, rest[1:]
			}
			m.Store(at[i]+uint64(f.Off), f.Width.Size(4), x)
		}
	}
	return append(values[:count:count], highs...), nil
}
