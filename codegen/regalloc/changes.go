package regalloc

import "gojvm/codegen/ssa"

// change is a value that has another place at the end of an edge than at its beginning. Edges
// have the numbers of graph.succs.
type change struct {
	from, to *interval
	edge     int32
}

// changeList holds changes, once sorted by edge, and within an edge by value.
type changeList struct {
	found   []change // of one value
	added   []change
	sorted  []change
	first   []int32 // by edge, and one more: index in sorted
	filling []int32
}

func (l *changeList) begin(edges int) {
	l.added = l.added[:0]
	l.first = sized(l.first, edges+1)
}

func (l *changeList) add(c change) {
	l.added = append(l.added, c)
	l.first[c.edge+1]++
}

func (l *changeList) sort() {
	for e := 1; e < len(l.first); e++ {
		l.first[e] += l.first[e-1]
	}
	l.sorted = room(l.sorted, len(l.added))
	l.filling = append(l.filling[:0], l.first...)
	for _, c := range l.added {
		l.sorted[l.filling[c.edge]] = c
		l.filling[c.edge]++
	}
}

// of returns the changes on an edge.
func (l *changeList) of(edge int32) []change { return l.sorted[l.first[edge]:l.first[edge+1]] }

// changesOf finds the edges on which a value changes its place, and how often it is
// stored, by frequency, if that happens where it leaves its register there.
func (a *allocator) changesOf(i *interval) (found []change, cost float64) {
	parts := i.parts
	if len(parts) == 1 {
		return nil, 0
	}
	g := &a.graph
	found = a.changes.found[:0]
	k := 0 // the part that holds at the end of the block
	for _, r := range a.live.runs[a.live.runFirst[i.v.ID]:a.live.runFirst[i.v.ID+1]] {
		for p := r.first; p <= r.last; p++ {
			end := a.to[p] - 1
			for parts[k].end() <= end {
				k++
			}
			from, until := parts[k].start(), parts[k].end()
			for e := g.succFirst[p]; e < g.succFirst[p+1]; e++ {
				b := g.succs[e]
				begin := a.from[b]
				x := parts[k]
				if e == g.succFirst[p]+1 && a.raise[p] != end {
					if x = i.at(a.raise[p]); x == nil { // defined behind the call that raises
						continue
					}
				}
				if x == parts[k] && from <= begin && begin < until {
					continue
				}
				y := i.at(begin)
				if y == nil || x == y || a.def[i.v.ID] == b && i.v.Op == ssa.OpPhi {
					continue
				}
				found = append(found, change{x, y, e})
				if y.spill && x.reg >= 0 {
					cost += min(g.freq[p], g.freq[b])
				}
			}
		}
	}
	a.changes.found = found
	return found, cost
}
