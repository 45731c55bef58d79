package javagen

// Shrink takes statements out of p as long as fails, called with p's new source,
// reports that the program still shows the failure (a program that no longer
// compiles does not). It returns the smallest source that it found. It is the
// ddmin of Zeller and Hildebrandt, Simplifying and Isolating Failure-Inducing
// Input (2002), on the tree of statements: halves, quarters and so on first.
func (p *Program) Shrink(fails func(source string) bool) string {
	for {
		before := p.size()
		list := p.root.collect(nil)[1:]
		for n := len(list) / 2; n >= 1; n /= 2 {
			for i := 0; i < len(list); i += n {
				p.try(list[i:min(i+n, len(list))], fails)
			}
		}
		if p.size() == before {
			return p.Source()
		}
	}
}

// try takes the statements out, and puts them back if the failure is gone.
func (p *Program) try(list []*node, fails func(string) bool) {
	var out []*node
	for _, n := range list {
		if !n.gone && !n.keep() {
			n.gone = true
			out = append(out, n)
		}
	}
	if len(out) > 0 && !fails(p.Source()) {
		for _, n := range out {
			n.gone = false
		}
	}
}

// keep reports whether n must stay: without their ticks, programs may not end.
func (n *node) keep() bool { return n.head[0] == tick }

// size counts the statements that are left.
func (p *Program) size() int {
	k := 0
	for _, n := range p.root.collect(nil) {
		if !n.gone {
			k++
		}
	}
	return k
}
