package ssa

import "slices"

// run is the state of the processor while it runs a region.
type run struct {
	cycle  int
	slots  int             // instructions begun in the cycle
	length int             // cycles until all that is needed behind the region is there
	regs   [NumClasses]int // registers in use
	excess [NumClasses]int // how many there are above those to be had, added up over the values
}

// waits reports whether the processor waits in a region for results that it need not wait for: it
// takes longer than the longest way through it, and than its units do. Nothing else is known yet.
func (s *scheduler) waits(vals []*Value) bool {
	for _, f := range s.free {
		clear(f)
	}
	s.busy = append(s.busy[:0], make([]int, len(s.free))...)
	r := &run{}
	issued, path := 0, 0
	for _, v := range vals {
		s.cost[v.ID] = s.p.Cost(v)
		s.node[v.ID] = 1
		s.left[v.ID] = v.Uses
		// When it is there, in order, and at best.
		at, best := 0, 0
		v.EachUse(func(p **Value) {
			if x := *p; s.node[x.ID] > 0 {
				s.left[x.ID]--
				at, best = max(at, s.there[x.ID]), max(best, s.best[x.ID])
			}
		})
		c := s.cost[v.ID]
		if c.Busy > 0 {
			at = s.begin(r, c, at)
			issued++
			s.busy[c.Unit] += c.Busy
		}
		s.there[v.ID], s.best[v.ID] = at+c.Latency, best+c.Latency
		r.length, path = max(r.length, at+1), max(path, best+1)
	}
	bound := max(path, (issued+s.p.Issue-1)/s.p.Issue)
	for u, n := range s.busy {
		bound = max(bound, n/len(s.free[u]))
	}
	for _, v := range vals {
		if s.left[v.ID] > 0 { // used behind
			r.length, bound = max(r.length, s.there[v.ID]), max(bound, s.best[v.ID])
		}
		s.node[v.ID] = 0
	}
	return r.length > bound
}

// begin lets an instruction of cost c begin, at cycle ready at the earliest, and returns when it
// does.
func (s *scheduler) begin(r *run, c Cost, ready int) int {
	t := s.next(r, c.Unit, ready)
	if t > r.cycle {
		r.cycle, r.slots = t, 0
	}
	r.slots++
	free := s.free[c.Unit]
	free[slices.Index(free, slices.Min(free))] = t + c.Busy
	return t
}

// start begins a region anew.
func (s *scheduler) start(vals []*Value) *run {
	for _, f := range s.free {
		clear(f)
	}
	for i := range s.nodes {
		s.nodes[i].ready = 0
	}
	for _, v := range vals {
		s.left[v.ID] = 0
		v.EachUse(func(p **Value) { s.left[(*p).ID] = 0 })
	}
	r := &run{regs: s.count}
	for _, v := range vals {
		if s.live[v.ID] {
			r.regs[classOf(v)]--
		}
		v.EachUse(func(p **Value) {
			x := *p
			if s.left[x.ID]++; s.left[x.ID] == 1 && s.node[x.ID] == 0 && !s.live[x.ID] {
				r.regs[classOf(x)]++
			}
		})
	}
	return r
}

// taken returns how many registers are in use behind a node, if regs are in front of it.
func (s *scheduler) taken(n *schedNode, regs [NumClasses]int) [NumClasses]int {
	for _, v := range n.vals {
		v.EachUse(func(p **Value) {
			x := *p
			if s.left[x.ID]--; s.left[x.ID] == 0 && !s.live[x.ID] {
				regs[classOf(x)]--
			}
		})
		if v.Type != Void {
			regs[classOf(v)]++
		}
	}
	for _, v := range n.vals {
		v.EachUse(func(p **Value) { s.left[(*p).ID]++ })
	}
	return regs
}

// issue lets the processor do the values of a node.
func (s *scheduler) issue(r *run, n *schedNode) {
	t := max(r.cycle, n.ready)
	for i, v := range n.vals {
		c := s.cost[v.ID]
		if c.Busy > 0 {
			ready := n.ready
			if i > 0 { // results of those before
				ready = t + 1
			}
			t = s.begin(r, c, ready)
		}
		done := t + 1
		if s.live[v.ID] {
			done = t + c.Latency
		}
		r.length = max(r.length, done)
		s.registersAt(r, v)
	}
	for _, e := range n.succs {
		to := &s.nodes[e.to]
		to.ready = max(to.ready, t+e.latency)
	}
}

// registersAt counts registers from before v to behind it.
func (s *scheduler) registersAt(r *run, v *Value) {
	v.EachUse(func(p **Value) {
		x := *p
		if s.left[x.ID]--; s.left[x.ID] == 0 && !s.live[x.ID] {
			r.regs[classOf(x)]--
		}
	})
	if v.Type != Void {
		r.regs[classOf(v)]++
	}
	for c, n := range r.regs {
		r.excess[c] += max(0, n-(s.p.Regs[c]-spareRegs))
	}
	if v.Type != Void && s.left[v.ID] == 0 && !s.live[v.ID] {
		r.regs[classOf(v)]-- // nothing uses it
	}
}

// next returns the cycle in which an instruction of a unit can begin, at cycle ready at the
// earliest.
func (s *scheduler) next(r *run, unit, ready int) int {
	t := max(r.cycle, ready, slices.Min(s.free[unit]))
	if t == r.cycle && r.slots == s.p.Issue {
		return t + 1
	}
	return t
}

// when returns the cycle in which the first instruction of n can begin.
func (s *scheduler) when(r *run, n *schedNode) int {
	c := s.cost[n.vals[0].ID]
	if c.Busy == 0 {
		return max(r.cycle, n.ready)
	}
	return s.next(r, c.Unit, n.ready)
}
