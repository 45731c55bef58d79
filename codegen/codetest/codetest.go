// Package codetest compares machine code with the reference evaluator, for the tests of the
// back ends: random functions are run by both, and also evaluated after each pass, so that a
// pass that goes wrong is named.
//
// The host that it plays is a hard one: at each safepoint it moves every object that a
// stack map names, it checks the values of frame states, it raises exceptions, and unwinds.
package codetest

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"slices"

	"gojvm/codegen/ssa"
	"gojvm/codegen/ssa/irgen"
)

// Event is something that the host of running code sees: an exit or a guard that fails.
type Event struct {
	Number int64
	Args   []uint64
	Data   any
	State  []uint64
	// Objects tells what those of State have in them that are references of objects, by index.
	Objects map[int]string
	types   []ssa.Type // of State; known to the evaluator only
}

// Outcome is all that can be observed of a call but memory.
type Outcome struct {
	Result    uint64
	Exception bool // left by an exception, which is Result
	Deopt     bool // left by a guard, which is the last event
	Events    []Event
}

// Differs says how machine code behaved differently from evaluated code, or is "".
func (want *Outcome) Differs(got *Outcome) string {
	for i, w := range want.Events {
		if i >= len(got.Events) {
			return fmt.Sprintf("event %d is missing: %+v", i, w)
		}
		g := got.Events[i]
		g.State = whole(w.types, g.State)
		if w.Number != g.Number || !slices.Equal(w.Args, g.Args) || w.Data != g.Data || len(w.State) != len(g.State) {
			return fmt.Sprintf("event %d is %+v, not %+v", i, g, w)
		}
		for k, x := range w.State {
			if w.Objects[k] != g.Objects[k] {
				return fmt.Sprintf("event %d (number %d): value %d of the frame state is object %q, not %q", i, w.Number, k, g.Objects[k], w.Objects[k])
			}
			if w.Objects[k] == "" && !same(w.types[k], x, g.State[k]) {
				return fmt.Sprintf("event %d (number %d): value %d of the frame state is %#x, not %#x", i, w.Number, k, g.State[k], x)
			}
		}
	}
	if len(got.Events) > len(want.Events) {
		return fmt.Sprintf("event too many: %+v", got.Events[len(want.Events)])
	}
	if want.Result != got.Result || want.Exception != got.Exception || want.Deopt != got.Deopt {
		return fmt.Sprintf("result %#x (exception %v, guard %v), not %#x (%v, %v)", got.Result, got.Exception, got.Deopt, want.Result, want.Exception, want.Deopt)
	}
	return ""
}

// whole joins the halves of the i64 among the values of a frame state, if they were split:
// see ssa.FrameState.
func whole(types []ssa.Type, state []uint64) []uint64 {
	if len(state) <= len(types) {
		return state
	}
	out, high := slices.Clone(state[:len(types)]), state[len(types):]
	for i, t := range types {
		if t == ssa.I64 && len(high) > 0 {
			out[i] = uint64(uint32(out[i])) | high[0]<<32
			high = high[1:]
		}
	}
	return append(out, high...)
}

// same compares two values of type t; a NaN has no defined bits.
func same(t ssa.Type, x, y uint64) bool {
	switch t {
	case ssa.F64:
		a, b := math.Float64frombits(x), math.Float64frombits(y)
		return x == y || a != a && b != b
	case ssa.F32:
		a, b := math.Float32frombits(uint32(x)), math.Float32frombits(uint32(y))
		return uint32(x) == uint32(y) || a != a && b != b
	case ssa.I32, ssa.Ref:
		return uint32(x) == uint32(y)
	}
	return x == y
}

// answer is what the host says to an exit; it may raise an exception instead.
func answer(number int64, args []uint64) (x uint64, raises bool) {
	x = uint64(uint32(number))*1000003 + uint64(uint32(args[0])) ^ args[1]
	if number >= irgen.RaisingExit && x>>3&3 == 0 {
		return uint64(uint32(x)) &^ 7, true
	}
	return x, false
}

// evaluate runs f in the reference evaluator.
func evaluate(f *ssa.Func, funcs map[string]*ssa.Func, mem Region, args []uint64) (*Outcome, error) {
	out := &Outcome{}
	m := NewMachine(binary.LittleEndian, mem, funcs)
	setState := func(e *Event, st *ssa.FrameState, vals []uint64) {
		if st == nil {
			return
		}
		e.Data = st.Data
		vals = evalObjects(m, st.Objects, vals)
		e.State = vals
		for i, x := range vals {
			t := st.Vals[i].Type
			e.types = append(e.types, t)
			if t == ssa.Ref && x >= evalHeap && x < evalHeap+EvalHeapSize {
				e.object(i, m.Mem.(*Memory), x)
			}
		}
	}
	m.Safepoint = func(v *ssa.Value, args, state []uint64) {
		if v.Op != ssa.OpExit || v.Imm == irgen.NewExit {
			return
		}
		e := Event{Number: v.Imm, Args: args}
		setState(&e, v.State, state)
		out.Events = append(out.Events, e)
	}
	m.Exit = func(n int64, args []uint64) (uint64, error) {
		if n == irgen.NewExit { // there is no more room for the evaluator than it had
			return 0, ErrHeap
		}
		x, raises := answer(n, args)
		if raises {
			return 0, &ssa.Exception{Ref: x}
		}
		return x, nil
	}
	x, err := m.Call(f, args...)
	var exc *ssa.Exception
	var deopt *ssa.Deopt
	switch {
	case errors.As(err, &exc):
		out.Exception, out.Result = true, exc.Ref
	case errors.As(err, &deopt):
		e := Event{Number: deopt.Number}
		setState(&e, deopt.State, deopt.Vals)
		out.Events = append(out.Events, e)
		out.Deopt = true
	case err != nil:
		return nil, err
	default:
		out.Result = x
	}
	return out, nil
}

// object notes what the object at x, which is value i of the state, has in it.
func (e *Event) object(i int, m *Memory, x uint64) {
	if e.Objects == nil {
		e.Objects = map[int]string{}
	}
	e.Objects[i] = describe(m, x, 2)
}

// evalObjects makes the objects that a frame state describes and returns its values.
func evalObjects(m *ssa.Machine, objects []ssa.VirtualObject, vals []uint64) []uint64 {
	if len(objects) == 0 {
		return vals
	}
	vals = slices.Clone(vals)
	at := make([]uint64, len(objects))
	for i, o := range objects {
		at[i], _ = m.New(nil, uint64(virtualSize(o, vals)))
		for _, k := range o.At {
			vals[k] = at[i]
		}
	}
	for i, o := range objects {
		for k, f := range o.Fields {
			m.Mem.Store(at[i]+uint64(f.Off), f.Width.Size(4), vals[o.First+k])
		}
	}
	return vals[:objects[0].First]
}
