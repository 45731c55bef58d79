package ssa

import "slices"

// schedNode is one value of a region or several that stay together.
type schedNode struct {
	vals    []*Value
	succs   []schedEdge // later nodes that must come behind
	preds   int         // how many edges lead here
	waiting int         // how many of them come from nodes that are not issued
	height  int         // cycles from its issue to the end of the region, at least
	ready   int         // cycle from which on its operands are there
}

type schedEdge struct {
	to      int32
	latency int
}

// graph makes the nodes of a region of b, in order, and what keeps them in order. All edges lead
// to later nodes.
func (s *scheduler) graph(b *Block, vals []*Value) {
	s.nodes = s.nodes[:0]
	vals = slices.Clone(vals)
	for i := 0; i < len(vals); {
		n := 1
		for i+n < len(vals) && s.p.Glued(vals[i+n-1], vals[i+n]) {
			n++
		}
		s.nodes = append(s.nodes, schedNode{vals: vals[i : i+n]})
		for _, v := range vals[i : i+n] {
			s.node[v.ID] = int32(len(s.nodes))
			s.cost[v.ID] = s.p.Cost(v)
		}
		i += n
	}
	s.values(vals)
	s.effects(vals)
	s.registers(b, vals)
	for i := len(s.nodes) - 1; i >= 0; i-- {
		n := &s.nodes[i]
		for _, v := range n.vals {
			n.height = max(n.height, s.cost[v.ID].Latency)
		}
		for _, e := range n.succs {
			n.height = max(n.height, e.latency+s.nodes[e.to].height)
		}
	}
}

// edge lets the node of w come latency cycles behind that of v.
func (s *scheduler) edge(v, w *Value, latency int) {
	from, to := s.node[v.ID]-1, s.node[w.ID]-1
	if from < 0 || from >= to {
		return
	}
	n := &s.nodes[from]
	n.succs = append(n.succs, schedEdge{to, latency})
	s.nodes[to].preds++
}

// values: operands come first.
func (s *scheduler) values(vals []*Value) {
	for _, v := range vals {
		v.EachUse(func(p **Value) {
			if x := *p; s.node[x.ID] > 0 {
				s.edge(x, v, s.cost[x.ID].Latency)
			}
		})
	}
}

// effects: what is done to memory, and to the world, stays in order.
func (s *scheduler) effects(vals []*Value) {
	var some []*Value
	for _, v := range vals {
		if v.Info().Flags&(Reads|Writes|Traps|Effect) == 0 {
			continue
		}
		for _, w := range some {
			if inOrder(w, v) {
				latency := 0
				if w.Info().Has(Writes) && v.Info().Has(Reads) {
					latency = 1
				}
				s.edge(w, v, latency)
			}
		}
		some = append(some, v)
	}
}

// inOrder reports whether v, which stands before w, must be done before w.
func inOrder(v, w *Value) bool {
	a, b := v.Info().Flags, w.Info().Flags
	switch {
	case a&b&Effect != 0:
		return true
	case a&Safepoint != 0 && b&(Writes|Traps) != 0, b&Safepoint != 0 && a&Writes != 0:
		return true
	case (a|b)&Writes == 0 || a&(Reads|Writes) == 0 || b&(Reads|Writes) == 0:
		return false
	case (a|b)&Effect != 0: // atomics and fences
		return true
	case v.Alias < 0 || w.Alias < 0:
		return false
	case (isLoad(v) || isStore(v)) && (isLoad(w) || isStore(w)):
		return mayOverlap(v, w)
	}
	return v.Alias == w.Alias || v.Alias == 0 || w.Alias == 0
}

// registers: a value that takes the register of another comes behind its uses, if it did:
// the next value of a phi, and the result of an operation that overwrites its operand.
func (s *scheduler) registers(b *Block, vals []*Value) {
	heirs := map[*Value][]*Value{}
	for _, e := range b.Succs {
		if len(e.B.Values) == 1 && len(e.B.Succs) == 1 { // a critical edge that was split
			e = e.B.Succs[0]
		}
		for _, phi := range e.B.Values[:e.B.NumPhis()] {
			if x := phi.Args[e.I]; s.node[x.ID] > 0 {
				heirs[phi] = append(heirs[phi], x)
			}
		}
	}
	for _, v := range vals {
		if len(v.Args) > 0 && v.Type != Void && s.p.Overwrites(v) {
			heirs[v.Args[0]] = append(heirs[v.Args[0]], v)
		}
	}
	for _, v := range vals {
		v.EachUse(func(p **Value) {
			for _, w := range heirs[*p] {
				s.edge(v, w, 0)
			}
		})
	}
}
