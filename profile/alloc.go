package profile

import (
	"io"
	"math"
	"math/rand/v2"

	"gojvm/internal/pprof"
	"gojvm/vm"
)

// Alloc is a profile of allocation. A thread is sampled where it gets memory from the heap, for a
// new buffer or a large object, once it has allocated so many bytes since its last sample: a
// number drawn anew each time, so that no regularity of the program meets one of ours. The
// sample stands for all the bytes since the last one, and for as many objects of that size.
type Alloc struct {
	profile
	rate   uint64
	states map[*vm.Thread]*allocState
}

// allocState is what is known of a thread.
type allocState struct {
	last   uint64 // bytes allocated at the last sample
	random *rand.Rand
}

// NewAlloc makes a profile of v with a sample each rate bytes, on average.
func NewAlloc(v *vm.VM, rate uint64) *Alloc {
	space := pprof.ValueType{Type: "alloc_space", Unit: "bytes"}
	b := pprof.New([]pprof.ValueType{{Type: "alloc_objects", Unit: "count"}, space}, pprof.ValueType{Type: "space", Unit: "bytes"}, int64(rate))
	return &Alloc{profile: profile{vm: v, b: b}, rate: rate, states: map[*vm.Thread]*allocState{}}
}

// Bind begins to sample t, on t.
func (p *Alloc) Bind(t *vm.Thread) {
	p.mu.Lock()
	s := &allocState{last: t.Mutator.Allocated(), random: rand.New(rand.NewPCG(uint64(t.Sched.ID()), 1))}
	p.states[t] = s
	p.mu.Unlock()
	t.Mutator.SampleAfter(s.next(p.rate), p.rate)
}

// Unbind ends that.
func (p *Alloc) Unbind(t *vm.Thread) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.states, t)
}

// next draws the bytes until the next sample: exponentially distributed, with mean rate.
func (s *allocState) next(rate uint64) uint64 {
	return uint64(min(s.random.ExpFloat64(), 20)*float64(rate)) + 1
}

// Allocated adds a sample: t has just allocated size bytes for an object of class c. It is called
// on t, which must not reach a safepoint meanwhile.
func (p *Alloc) Allocated(t *vm.Thread, c *vm.Class, size uint64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	s := p.states[t]
	if s == nil {
		return
	}
	now := t.Mutator.Allocated()
	bytes := now - s.last
	s.last = now
	t.Mutator.SampleAfter(s.next(p.rate), p.rate)
	var out []uint64
	for f := t.TopFrame(); f.Valid(); f = f.Caller() {
		out = append(out, p.java(frame{f.Method(), f.BCI()}))
	}
	if len(out) == 0 {
		out = append(out, p.named("[VM]"))
	}
	name := ThreadName(t)
	if name == "" {
		name = "main" // it has no object yet
	}
	objects := int64(math.Round(float64(bytes) / float64(size)))
	p.b.Add(out, []pprof.Label{{Key: labelThread, Value: name}, {Key: labelClass, Value: c.ExternalName()}}, max(objects, 1), int64(bytes))
}

// Write writes the profile.
func (p *Alloc) Write(w io.Writer) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.b.Write(w)
}
