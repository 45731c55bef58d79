package regalloc

import (
	"math/rand/v2"

	"gojvm/codegen/ssa"
)

// choice is what the allocator may choose from.
type choice struct {
	order   [ssa.NumClasses][]int16
	noHints bool // hints, which save moves, are not taken
}

// leastShuffled is the least number of registers of a class that a random choice begins with.
const leastShuffled = 2

// shuffled makes random choices from a seed, one for each attempt to allocate a function, each
// with twice the registers of the last, until there are all.
func shuffled(order [ssa.NumClasses][]int16, seed uint64, yield func(choice) bool) {
	r := rand.New(rand.NewPCG(seed, 0))
	var n [ssa.NumClasses]int
	c := choice{noHints: r.IntN(2) == 0}
	for k, o := range order {
		o = append([]int16(nil), o...)
		r.Shuffle(len(o), func(x, y int) { o[x], o[y] = o[y], o[x] })
		order[k] = o
		n[k] = min(leastShuffled+r.IntN(len(o)+1), len(o))
	}
	for {
		all := true
		for k, o := range order {
			c.order[k] = o[:n[k]]
			all = all && n[k] == len(o)
			n[k] = min(2*n[k], len(o))
		}
		if !yield(c) || all {
			return
		}
	}
}
