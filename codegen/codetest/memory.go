package codetest

import (
	"encoding/binary"
	"errors"
	"fmt"
	"strings"

	"gojvm/codegen"
	"gojvm/codegen/ssa"
	"gojvm/codegen/ssa/irgen"
)

// Region is some memory at an address.
type Region struct {
	Base uint64
	Data []byte
}

// Memory is the evaluator's memory.
type Memory struct {
	Order   binary.ByteOrder
	Regions []Region
}

var errOutside = errors.New("access outside of the memory")

func (m *Memory) at(a uint64, n int) ([]byte, error) {
	for _, r := range m.Regions {
		if a >= r.Base && a-r.Base+uint64(n) <= uint64(len(r.Data)) {
			return r.Data[a-r.Base:][:n], nil
		}
	}
	return nil, errOutside
}

// Load implements ssa.Memory.
func (m *Memory) Load(a uint64, n int) (uint64, error) {
	p, err := m.at(a, n)
	if err != nil {
		return 0, err
	}
	switch n {
	case 1:
		return uint64(p[0]), nil
	case 2:
		return uint64(m.Order.Uint16(p)), nil
	case 4:
		return uint64(m.Order.Uint32(p)), nil
	}
	return m.Order.Uint64(p), nil
}

// Store implements ssa.Memory.
func (m *Memory) Store(a uint64, n int, x uint64) error {
	p, err := m.at(a, n)
	if err != nil {
		return err
	}
	switch n {
	case 1:
		p[0] = byte(x)
	case 2:
		m.Order.PutUint16(p, uint16(x))
	case 4:
		m.Order.PutUint32(p, uint32(x))
	default:
		m.Order.PutUint64(p, x)
	}
	return nil
}

// Where the evaluator has the context and the objects. The objects are not at the addresses
// that they have in running code, which tells nobody.
const (
	evalCtx  = 0x10000000
	evalHeap = 0x98000000
	// EvalHeapSize bounds what evaluated functions may allocate. Compiled ones allocate no
	// more, but their host makes objects of those that frame states describe.
	EvalHeapSize = 32 << 10
	// ClientCtx is the offset in the context of what [irgen.Expander] and functions use.
	ClientCtx = codegen.ContextSize
)

// ErrHeap says that a function has used up the evaluator's heap.
var ErrHeap = &ssa.Trap{Msg: "the heap is full"}

// NewMachine returns an evaluator with the memory, and with a context and a heap.
func NewMachine(order binary.ByteOrder, mem Region, funcs map[string]*ssa.Func) *ssa.Machine {
	m := &Memory{order, []Region{mem, {evalCtx, make([]byte, codegen.ContextSize+64)}, {evalHeap, make([]byte, EvalHeapSize)}}}
	symbols := map[string]uint64{}
	for name := range funcs {
		symbols[name] = uint64(0x20000000 + 16*len(symbols))
	}
	top, end := uint64(evalCtx+ClientCtx+irgen.CtxTop), uint64(evalCtx+ClientCtx+irgen.CtxEnd)
	m.Store(top, 4, evalHeap)
	m.Store(end, 4, evalHeap+EvalHeapSize)
	e := &ssa.Machine{Mem: m, Fuel: 1 << 20, Funcs: funcs, Ctx: evalCtx, Symbols: symbols}
	e.New = func(_ *ssa.Value, size uint64) (uint64, error) {
		at, _ := m.Load(top, 4)
		if at+size > evalHeap+EvalHeapSize {
			return 0, ErrHeap
		}
		return at, m.Store(top, 4, at+size)
	}
	return e
}

// virtualSize returns the size of an object that a frame state describes: its fields tell
// whether it is an array, and of what length.
func virtualSize(o ssa.VirtualObject, values []uint64) int {
	words := map[int32]uint32{}
	for k, f := range o.Fields {
		words[f.Off] = uint32(values[o.First+k])
	}
	if words[0] == irgen.HeaderArray {
		return irgen.ArrayData + 8*int(words[irgen.OffLength])
	}
	return irgen.PlainSize
}

// describe tells what the object at ref has in it, and what it refers to, as text: objects
// have different addresses in evaluated and in running code.
func describe(m *Memory, ref uint64, depth int) string {
	header, err := m.Load(ref, 4)
	switch {
	case err != nil:
		return err.Error()
	case header == irgen.HeaderArray:
		n, _ := m.Load(ref+irgen.OffLength, 4)
		return fmt.Sprintf("array[%d]", n)
	case header != irgen.HeaderPlain:
		return fmt.Sprintf("no object, but %#x", header)
	case depth == 0:
		return "object"
	}
	var s strings.Builder
	for _, off := range []uint64{8, 12, 16, 20, 24, 28, 32, irgen.OffLocks} {
		x, _ := m.Load(ref+off, 4)
		fmt.Fprintf(&s, "%x ", x)
	}
	for _, off := range irgen.RefFields {
		if x, _ := m.Load(ref+uint64(off), 4); x != 0 {
			s.WriteString(describe(m, x, depth-1))
		}
		s.WriteString(";")
	}
	return "{" + s.String() + "}"
}
