package ssa

// loadsBudget bounds the writers that are looked at to justify the removal of one load.
const loadsBudget = 100

// Loads removes loads of what is known: a dominating load or store of the same address gives
// the value, and nothing on any way from there may have changed it.
func Loads(f *Func) {
	dom := f.Dominators()
	m := &memoryWalk{f: f, pos: make([]int32, f.NumValues()), writers: make([][]*Value, f.NumBlocks()), seen: make([]int32, f.NumBlocks())}
	for _, b := range f.Blocks {
		for i, v := range b.Values {
			m.pos[v.ID] = int32(i)
			if v.Info().Has(Writes) {
				m.writers[b.ID] = append(m.writers[b.ID], v)
			}
		}
	}
	table := make(map[accessKey]*Value)
	type undo struct {
		key accessKey
		old *Value
	}
	var log []undo
	var marks []int
	with := make([]*Value, f.NumValues())
	found := false
	find := func(v *Value) *Value {
		for with[v.ID] != nil {
			v = with[v.ID]
		}
		return v
	}
	enter := func(b *Block) {
		marks = append(marks, len(log))
		for _, v := range b.Values {
			load := isLoad(v)
			if !load && v.Op != OpStore {
				continue
			}
			k := accessKey{op: v.Op, typ: v.Type, scale: v.Scale, off: v.Off, base: -1, index: -1}
			if !load {
				k.op, k.typ = OpLoad, v.Args[0].Type
			}
			for i, a := range address(v) {
				if i == 0 {
					k.base = find(a).ID
				} else {
					k.index = find(a).ID
				}
			}
			if x := table[k]; x != nil && load && m.unchanged(x, v) {
				if isStore(x) {
					x = x.Args[0]
				}
				with[v.ID] = x
				found = true
				continue
			}
			log = append(log, undo{k, table[k]})
			table[k] = v
		}
	}
	leave := func(*Block) {
		n := marks[len(marks)-1]
		marks = marks[:len(marks)-1]
		for i := len(log) - 1; i >= n; i-- {
			table[log[i].key] = log[i].old
		}
		log = log[:n]
	}
	dom.Walk(enter, leave)
	if found {
		f.ReplaceUses(with)
		for _, b := range f.Blocks {
			kept := b.Values[:0]
			for _, v := range b.Values {
				if with[v.ID] != nil {
					v.ResetArgs()
					continue
				}
				kept = append(kept, v)
			}
			clear(b.Values[len(kept):])
			b.Values = kept
		}
	}
	for _, b := range f.Blocks {
		deadStores(b)
	}
	DeadCode(f)
}

// accessKey is the address of an access, and how it is read.
type accessKey struct {
	op          Op
	typ         Type
	scale       uint8
	off         int32
	base, index ID
}

// memoryWalk looks for what writes between two places.
type memoryWalk struct {
	f       *Func
	pos     []int32 // position in its block by value ID
	writers [][]*Value
	seen    []int32 // mark of the walk that has visited a block
	mark    int32
	work    []*Block
}

// unchanged reports whether what access x, in a dominating place, has seen or written is
// still in memory at load v.
func (m *memoryWalk) unchanged(x, v *Value) bool {
	if v.Alias < 0 {
		return true
	}
	budget := loadsBudget
	clear := func(ws []*Value, from, to int32) bool {
		for _, w := range ws {
			if p := m.pos[w.ID]; p <= from || p >= to {
				continue
			}
			if budget--; budget < 0 || clobbers(w, v) {
				return false
			}
		}
		return true
	}
	const end = 1 << 30
	if x.Block == v.Block {
		return clear(m.writers[x.Block.ID], m.pos[x.ID], m.pos[v.ID])
	}
	if !clear(m.writers[x.Block.ID], m.pos[x.ID], end) || !clear(m.writers[v.Block.ID], -1, m.pos[v.ID]) {
		return false
	}
	m.mark++
	m.work = m.work[:0]
	push := func(b *Block) {
		for _, e := range b.Preds {
			if p := e.B; p != x.Block && m.seen[p.ID] != m.mark {
				m.seen[p.ID] = m.mark
				m.work = append(m.work, p)
			}
		}
	}
	push(v.Block)
	for len(m.work) > 0 {
		b := m.work[len(m.work)-1]
		m.work = m.work[:len(m.work)-1]
		if budget--; budget < 0 || !clear(m.writers[b.ID], -1, end) {
			return false
		}
		push(b)
	}
	return true
}

// deadStores removes stores of b that a later one in b covers before anyone can have seen
// them: nothing between reads, leaves, or could fault.
func deadStores(b *Block) {
	var later []*Value // stores not yet passed by anything that sees memory
	kept := b.Values
	dead := map[*Value]bool{}
	for i := len(b.Values) - 1; i >= 0; i-- {
		v := b.Values[i]
		switch {
		case isStore(v):
			covered := false
			for _, s := range later {
				if sameAddress(s, v) && accessSize(s) >= accessSize(v) {
					covered = true
				}
			}
			if covered {
				dead[v] = true
				continue
			}
			// Another address may fault and show what is in memory then.
			n := 0
			for _, s := range later {
				if sameBase(s, v) {
					later[n] = s
					n++
				}
			}
			later = append(later[:n], v)
		case v.Info().Flags&(Reads|Writes|Effect|Traps) != 0 && v.Op != OpPhi:
			later = later[:0]
		}
	}
	if len(dead) == 0 {
		return
	}
	kept = b.Values[:0]
	for _, v := range b.Values {
		if dead[v] {
			v.ResetArgs()
			continue
		}
		kept = append(kept, v)
	}
	clear(b.Values[len(kept):])
	b.Values = kept
}
