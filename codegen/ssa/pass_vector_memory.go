package ssa

// access is a load or store of the loop: its index is that of the loop plus vectorIndex.
type access struct {
	v     *Value
	base  *Value
	index vectorIndex
	pos   int // in the block
}

// vectorIndex is what is added to the counter: a value that does not change, or nil, and a constant.
type vectorIndex struct {
	inv *Value
	k   int64
}

// accesses collects the accesses of the loop; it reports false if one does not go on by an
// element with each turn, or if elements differ in width.
func (z *vectorizer) accesses() bool {
	for pos, v := range z.b.Values {
		if !isLoad(v) && !isStore(v) {
			if v.Info().Flags&(Reads|Writes) != 0 && v.Op != OpPoll {
				return false
			}
			continue
		}
		size := accessSize(v)
		if z.size == 0 {
			z.size = size
			for int64(1)<<z.scale < size {
				z.scale++
			}
		}
		a := address(v)
		if size != z.size || len(a) != 2 || v.Scale != z.scale || a[0].Block == z.b {
			return false
		}
		index, ok := z.indexOf(a[1])
		if !ok {
			return false
		}
		z.acc = append(z.acc, &access{v, a[0], index, pos})
	}
	return len(z.acc) > 0 && z.size < VectorSize
}

// indexOf takes the index of an address apart.
func (z *vectorizer) indexOf(x *Value) (vectorIndex, bool) {
	i := vectorIndex{}
	for x.Op == OpAdd && x.Args[1].Op == OpConst && x.Block == z.b {
		i.k += x.Args[1].Imm
		x = x.Args[0]
	}
	if x != z.c.phi {
		if x.Op != OpAdd || x.Block != z.b {
			return i, false
		}
		switch z.c.phi {
		case x.Args[0]:
			i.inv = x.Args[1]
		case x.Args[1]:
			i.inv = x.Args[0]
		}
		if i.inv == nil || i.inv == z.c.phi || !z.invariant(i.inv) {
			return i, false
		}
	}
	return i, i.k >= -1<<20 && i.k <= 1<<20
}

// independent reports whether the accesses may be done a vector at a time, perhaps after a
// check. Each pair of a store and another access is looked at: either they never meet, or
// they meet in the order in which the turns, one by one, would have them.
func (z *vectorizer) independent() bool {
	for i, x := range z.acc {
		for _, y := range z.acc[i+1:] {
			if isLoad(x.v) && isLoad(y.v) || x.v.Alias != y.v.Alias && x.v.Alias != 0 && y.v.Alias != 0 {
				continue
			}
			switch {
			case x.base == y.base:
				if !z.inOrder(x, y) {
					return false
				}
			case x.base.Type == Ref && y.base.Type == Ref:
				// The same object, or two that do not overlap.
				if !z.inOrder(x, y) {
					z.apart = append(z.apart, [2]*access{x, y})
				}
			case x.base.Type == Ptr && y.base.Type == Ptr:
				z.apart = append(z.apart, [2]*access{x, y})
			default:
				return false
			}
		}
	}
	return len(z.apart) <= vectorChecks
}

// inOrder reports whether two accesses to one object, x before y in a turn, keep their order if
// they are done a vector at a time. Either they are to the same element in each turn or
// too far from one another to meet in a vector, or x goes first where they meet: it is ahead of y.
func (z *vectorizer) inOrder(x, y *access) bool {
	if x.index.inv != y.index.inv {
		return false
	}
	ahead := int64(x.v.Off) - int64(y.v.Off) + (x.index.k-y.index.k)*z.size
	width := int64(z.t.Size(8))
	if ahead == 0 || ahead >= width || ahead <= -width {
		return true
	}
	return ahead > 0 && !(isStore(x.v) && isStore(y.v))
}

// checks puts what must hold for the new loop besides the number of turns.
func (z *vectorizer) checks(init, limit *Value) []*Value {
	var out []*Value
	t := z.c.phi.Type
	atLeast0 := func(v *Value) {
		if v.Op == OpConst && v.Imm >= 0 {
			return
		}
		out = append(out, z.put(OpLe, I32, z.constant(t, 0), v))
	}
	if t == I32 {
		// An index of 32 bits is unsigned: it must not pass from -1 to 0, or from the greatest to 0.
		atLeast0(init)
		done := map[vectorIndex]bool{}
		for _, a := range z.acc {
			i := a.index
			if done[i] || i == (vectorIndex{}) {
				continue
			}
			done[i] = true
			first := init
			if i.inv != nil {
				inv := i.inv
				first = z.put(OpAdd, t, first, inv)
				atLeast0(first)
				if i.k > 0 {
					atLeast0(z.put(OpAdd, t, limit, inv))
				}
			}
			if i.k != 0 {
				atLeast0(z.put(OpAdd, t, first, z.constant(t, i.k)))
			}
		}
	}
	type pair struct{ a, b *Value }
	done := map[pair]bool{}
	for _, p := range z.apart {
		a, b := p[0], p[1]
		if a.base.Type == Ref {
			if !done[pair{a.base, b.base}] {
				done[pair{a.base, b.base}] = true
				out = append(out, z.put(OpNe, I32, a.base, b.base))
			}
			continue
		}
		n := z.put(OpToptr, Ptr, z.put(OpSub, t, limit, init))
		bytes := z.put(OpAdd, Ptr, z.put(OpShl, Ptr, n, z.constant(I32, int64(z.scale))), z.constant(Ptr, z.size))
		from, to := [2]*Value{}, [2]*Value{}
		for i, x := range p {
			from[i] = z.address(x, init)
			to[i] = z.put(OpAdd, Ptr, from[i], bytes)
		}
		out = append(out, z.put(OpOr, I32, z.put(OpUle, I32, to[0], from[1]), z.put(OpUle, I32, to[1], from[0])))
	}
	return out
}

// indexAt returns the index of an access for counter i.
func (z *vectorizer) indexAt(a *access, i *Value) *Value {
	if a.index.inv != nil {
		i = z.put(OpAdd, i.Type, i, a.index.inv)
	}
	if a.index.k != 0 {
		i = z.put(OpAdd, i.Type, i, z.constant(i.Type, a.index.k))
	}
	return i
}

// address puts the address of an access for counter i.
func (z *vectorizer) address(a *access, i *Value) *Value {
	v := z.put(OpAddr, Ptr, a.base, z.indexAt(a, i))
	v.Off, v.Scale = a.v.Off, a.v.Scale
	return v
}

func (z *vectorizer) accessOf(v *Value) *access {
	for _, a := range z.acc {
		if a.v == v {
			return a
		}
	}
	panic("BUG: not an access of the loop: " + v.LongString())
}

func (z *vectorizer) load(v *Value) *Value {
	a := z.accessOf(v)
	x := z.put(OpLoad, z.t, a.base, z.indexAt(a, z.m[z.c.phi]))
	x.Off, x.Scale, x.Alias = v.Off, v.Scale, v.Alias
	return x
}

func (z *vectorizer) store(v *Value) {
	a := z.accessOf(v)
	x := z.put(OpStore, Void, z.of(v.Args[0]), a.base, z.indexAt(a, z.m[z.c.phi]))
	x.Off, x.Scale, x.Alias = v.Off, v.Scale, v.Alias
}
