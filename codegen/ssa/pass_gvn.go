package ssa

import "math/bits"

// GVN removes values that a dominating value computes already (dominator-based value
// numbering: Briggs, Cooper, Simpson 1997). Loads are not values in this sense, nor are
// pointers into objects, which must not live across a safepoint.
func GVN(f *Func) {
	dom := f.Dominators()
	t := newValueTable(f.NumValues())
	var marks []int // how much of the table to take back when a block is left
	with := make([]*Value, f.NumValues())
	found := false
	find := func(v *Value) ID {
		for with[v.ID] != nil {
			v = with[v.ID]
		}
		return v.ID
	}
	enter := func(b *Block) {
		marks = append(marks, len(t.entries))
		for _, v := range b.Values {
			info := v.Info()
			if v.Type == Void || len(v.Args) > 3 || info.Flags&(Reads|Writes|Effect|Terminates|Pinned) != 0 || intoObject(v) {
				continue
			}
			if _, ok := v.Aux.(string); v.Aux != nil && !ok {
				continue
			}
			args := [3]ID{-1, -1, -1}
			for i, a := range v.Args {
				args[i] = find(a)
			}
			if info.Has(Commutes) && args[0] > args[1] {
				args[0], args[1] = args[1], args[0]
			}
			if x := t.findOrAdd(v, args); x != nil {
				with[v.ID] = x
				found = true
			}
		}
	}
	leave := func(*Block) {
		t.removeTo(marks[len(marks)-1])
		marks = marks[:len(marks)-1]
	}
	dom.Walk(enter, leave)
	if !found {
		with = nil
	}
	f.replaceAndClean(with)
}

// valueTable finds a value by what it computes. What was added last is removed first.
type valueTable struct {
	buckets []int32 // index in entries of the entry added last, plus 1
	entries []valueEntry
}

type valueEntry struct {
	v      *Value
	args   [3]ID // numbers of the arguments
	bucket uint32
	next   int32 // in the bucket, as there
}

func newValueTable(n int) *valueTable {
	return &valueTable{buckets: make([]int32, 1<<bits.Len(uint(n)))}
}

// findOrAdd returns the value that computes the same as v, whose arguments have the numbers
// args, or adds v and returns nil.
func (t *valueTable) findOrAdd(v *Value, args [3]ID) *Value {
	const odd = 0x9e3779b97f4a7c15 // the golden ratio: Knuth, The Art of Computer Programming, 6.4
	h := (uint64(v.Imm) ^ uint64(v.Op)<<48 ^ uint64(v.Type)<<40 ^ uint64(uint32(v.Off))<<8 ^ uint64(v.Cond)<<4 ^ uint64(v.Scale)) * odd
	h = (h>>29 ^ h ^ uint64(uint32(args[0]))<<32 ^ uint64(uint32(args[1]))) * odd
	h = (h>>32 ^ h ^ uint64(uint32(args[2]))) * odd
	bucket := uint32(h>>32) & uint32(len(t.buckets)-1)
	for k := t.buckets[bucket]; k != 0; k = t.entries[k-1].next {
		e := &t.entries[k-1]
		if e.args == args && sameOperation(e.v, v) {
			return e.v
		}
	}
	t.entries = append(t.entries, valueEntry{v, args, bucket, t.buckets[bucket]})
	t.buckets[bucket] = int32(len(t.entries))
	return nil
}

// sameOperation reports whether x and v are the same but for their arguments. Aux must be
// comparable.
func sameOperation(x, v *Value) bool {
	return x.Op == v.Op && x.Type == v.Type && x.Imm == v.Imm && x.Off == v.Off && x.Cond == v.Cond && x.Scale == v.Scale && x.Aux == v.Aux
}

// removeTo removes all but the first n entries.
func (t *valueTable) removeTo(n int) {
	for k := len(t.entries) - 1; k >= n; k-- {
		e := &t.entries[k]
		t.buckets[e.bucket] = e.next
	}
	t.entries = t.entries[:n]
}
