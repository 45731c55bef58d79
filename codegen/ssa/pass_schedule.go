package ssa

// Processor describes how a processor that issues in order executes the operations of its
// target, for [Schedule].
type Processor struct {
	// Issue is the number of instructions that begin in a cycle.
	Issue int
	// Units is how many units of each kind there are.
	Units []int
	// Cost tells what an operation takes.
	Cost func(v *Value) Cost
	// Glued reports whether next, which stands right behind v, must stay there.
	Glued func(v, next *Value) bool
	// Overwrites reports whether the result of v takes the register of its argument 0.
	Overwrites func(v *Value) bool
	// MinFreq is how often a call must run a block, by estimate, for its order to matter.
	MinFreq float64
	// Regs is the number of registers of each class that values may live in.
	Regs [NumClasses]int
}

// Cost is what an operation takes of a [Processor].
type Cost struct {
	Unit    int // which kind executes it
	Busy    int // cycles until the unit takes another; 0 if the operation is no instruction
	Latency int // cycles until the result can be used
}

const (
	// maxRegion bounds the values that are ordered together; the graph may be quadratic.
	maxRegion = 128
	// spareRegs are kept free of each class: operations with fixed registers want them.
	spareRegs = 3
)

// Schedule orders the values of each block of a lowered function so that a processor that
// issues in order waits less for results: list scheduling by the longest way to the end
// (Gibbons and Muchnick 1986; Muchnick 1997, 17.1). An order is taken only if the model says
// that it is faster, and if it needs no more registers than there are, or than were needed
// before: it makes no spills where there were none.
//
// Calls, polls and whatever is pinned stay where they are, and values stay on their side: no
// pointer into an object comes to live across a safepoint. Guards stay in order with whatever
// writes, traps, or has an effect. Loop counters are stepped behind their uses, as before, for
// otherwise old and new value need a register each.
func Schedule(f *Func, p *Processor) {
	n := f.NumValues()
	s := &scheduler{p: p, node: make([]int32, n), cost: make([]Cost, n), left: make([]int32, n), there: make([]int, n), best: make([]int, n)}
	for _, n := range p.Units {
		s.free = append(s.free, make([]int, n))
	}
	regions := make([][][2]int, f.NumBlocks())
	want := make([]bool, f.NumBlocks())
	some := false
	for _, b := range f.Blocks {
		if b.Freq < p.MinFreq {
			continue
		}
		if r := s.candidates(b); len(r) > 0 {
			regions[b.ID], want[b.ID], some = r, true, true
		}
	}
	if !some {
		return
	}
	out := f.LiveOut(want)
	s.live = make([]bool, n)
	for _, b := range f.Blocks {
		if want[b.ID] {
			s.block(b, regions[b.ID], out[b.ID])
		}
	}
}

type scheduler struct {
	p     *Processor
	live  []bool          // by value ID: live behind where we are
	count [NumClasses]int // how many of them there are
	left  []int32         // by value ID: uses in the region that are still to come
	node  []int32         // by value ID: 1 + index of its node if it is of the region, else 0
	cost  []Cost          // by value ID, for values of the region
	nodes []schedNode
	order []int32
	ready []int32
	free  [][]int // by unit: from which cycle on each of the kind is free
	busy  []int   // by unit: cycles in all
	there []int   // by value ID: when its result is there; at best
	best  []int
}

func classOf(v *Value) RegClass {
	if v.Type.IsFloat() || v.Type.IsVector() {
		return ClassFloat
	}
	return ClassInt
}

// stays reports whether v is a border of regions.
func stays(v *Value) bool {
	info := v.Info()
	return info.Flags&(Pinned|Calls|Terminates) != 0 || info.Has(Safepoint|Writes)
}

// candidates returns the regions of b, by their ends, whose order could be better.
func (s *scheduler) candidates(b *Block) (regions [][2]int) {
	for end := len(b.Values); end > b.NumPhis(); {
		start := end - 1
		if !stays(b.Values[start]) {
			for start > 0 && !stays(b.Values[start-1]) && (end-start < maxRegion || s.p.Glued(b.Values[start-1], b.Values[start])) {
				start--
			}
			if end-start > 2 && s.waits(b.Values[start:end]) {
				regions = append(regions, [2]int{start, end})
			}
		}
		end = start
	}
	return regions
}

// block orders regions of b, the last one first, for liveness goes upwards.
func (s *scheduler) block(b *Block, regions [][2]int, out []*Value) {
	for _, v := range out {
		s.use(v)
	}
	end := len(b.Values)
	for _, r := range regions {
		for ; end > r[1]; end-- {
			s.up(b.Values[end-1])
		}
		s.region(b, b.Values[r[0]:r[1]])
	}
	// Leave nothing.
	for ; end > 0; end-- {
		v := b.Values[end-1]
		s.live[v.ID] = false
		v.EachUse(func(p **Value) { s.live[(*p).ID] = false })
	}
	for _, v := range out {
		s.live[v.ID] = false
	}
	s.count = [NumClasses]int{}
}

// use makes v live.
func (s *scheduler) use(v *Value) {
	if !s.live[v.ID] {
		s.live[v.ID] = true
		s.count[classOf(v)]++
	}
}

// up goes on from behind v to before it.
func (s *scheduler) up(v *Value) {
	if s.live[v.ID] {
		s.live[v.ID] = false
		s.count[classOf(v)]--
	}
	v.EachUse(func(p **Value) { s.use(*p) })
}

// region orders some values, which are part of b.Values.
func (s *scheduler) region(b *Block, vals []*Value) {
	s.graph(b, vals)
	// The order that is there.
	run := s.start(vals)
	for i := range s.nodes {
		s.issue(run, &s.nodes[i])
	}
	was := *run
	gate := [NumClasses]int{}
	for c := range gate {
		gate[c] = s.p.Regs[c] - spareRegs
	}
	for range 2 {
		order, run := s.list(vals, gate)
		fits := true
		for c := range gate {
			fits = fits && run.excess[c] <= was.excess[c]
			gate[c] -= spareRegs // the second time it begins to save registers earlier
		}
		if !fits {
			continue
		}
		if run.length < was.length {
			at := 0
			for _, n := range order {
				at += copy(vals[at:], s.nodes[n].vals)
			}
		}
		break
	}
	for _, v := range vals {
		s.node[v.ID] = 0
	}
}

// list returns an order of the nodes, and how it runs. Where nodes would take more registers than
// the gate says, those come first that take least.
func (s *scheduler) list(vals []*Value, gate [NumClasses]int) ([]int32, *run) {
	r := s.start(vals)
	order := s.order[:0]
	ready := s.ready[:0]
	for i := range s.nodes {
		n := &s.nodes[i]
		n.waiting = n.preds
		if n.waiting == 0 {
			ready = append(ready, int32(i))
		}
	}
	for len(ready) > 0 {
		best, bestOver, bestStart := -1, 0, 0
		for k, i := range ready {
			n := &s.nodes[i]
			after := s.taken(n, r.regs)
			over := 0
			for c := range gate {
				if after[c] > gate[c] {
					over = max(over, 1+after[c]-r.regs[c])
				}
			}
			start := s.when(r, n)
			better := best < 0 || over < bestOver
			if !better && over == bestOver {
				m := &s.nodes[ready[best]]
				switch {
				case over > 0: // as before
					better = i < ready[best]
				case start != bestStart:
					better = start < bestStart
				case n.height != m.height:
					better = n.height > m.height
				default:
					better = i < ready[best]
				}
			}
			if better {
				best, bestOver, bestStart = k, over, start
			}
		}
		i := ready[best]
		last := len(ready) - 1
		ready[best] = ready[last]
		ready = ready[:last]
		order = append(order, i)
		s.issue(r, &s.nodes[i])
		for _, e := range s.nodes[i].succs {
			to := &s.nodes[e.to]
			if to.waiting--; to.waiting == 0 {
				ready = append(ready, e.to)
			}
		}
	}
	s.order, s.ready = order, ready
	return order, r
}
