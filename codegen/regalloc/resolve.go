package regalloc

import (
	"slices"

	"gojvm/codegen/ssa"
)

// resolution is what resolve makes lists in.
type resolution struct {
	head, tail [][]move // by block: moves of edges
	code       []Inst
	parts      []part // by block: its code
	blocks     []BlockCode
	sites      siteList
	ms         []move
}

// resolve makes the instruction lists.
//
// At a boundary before position p these happen in parallel: results of the instruction
// before leave their fixed registers, split values change places, and operands that the
// next instruction wants in certain places go there.
func (a *allocator) resolve() *Allocation {
	for _, i := range a.iv {
		if i != nil && len(i.parts) > 0 {
			a.splitMoves(i)
		}
	}
	slices.SortStableFunc(a.splits, func(x, y posMove) int { return int(x.pos - y.pos) })
	n := len(a.f.Blocks)
	r := &a.resolution
	r.head, r.tail = sized(r.head, n), sized(r.tail, n)
	for pi, p := range a.f.Blocks {
		for s, e := range p.Succs {
			ms := a.edgeMovesOf(int32(pi), e.B, s, e.I)
			if len(p.Succs) == 1 {
				r.tail[pi] = ms
			} else if len(ms) > 0 {
				if len(e.B.Preds) != 1 {
					panic("BUG: critical edge " + p.String() + " -> " + e.B.String())
				}
				r.head[a.graph.index[e.B.ID]] = ms
			}
		}
	}
	r.sites.reset()
	r.parts = room(r.parts, n)
	code, ms := room(r.code, len(a.insts)*5/4+2*n)[:0], r.ms
	out := &Allocation{}
	for bi := range a.f.Blocks {
		start := len(code)
		ins := a.insts[a.first[bi]:a.first[bi+1]]
		code = a.sequence(code, r.head[bi])
		ms = a.movesAt(ms[:0], a.from[bi])
		code = a.sequence(code, ms)
		for k := range ins {
			in := &ins[k]
			p := a.posOf(bi, k)
			ms = a.movesAt(ms[:0], p)
			inst := Inst{V: in.v}
			if in.v.Type != ssa.Void {
				inst.Res = a.resultLoc(in, p)
			}
			inst.Args = a.slabs.locs.take(len(in.v.Args))
			for j, x := range in.v.Args {
				c := argConstraint(in.spec, j)
				var at Loc
				switch {
				case c.Kind == ssa.InFixed:
					at = Reg(c.Reg)
					ms = append(ms, move{a.before(x, p), at, x.Type})
				case c.Kind == ssa.OnStack:
					at = Loc{Kind: OutSlot, N: int32(c.Reg)}
					ms = append(ms, move{a.before(x, p), at, x.Type})
				case j == 0 && in.spec.Result.Kind == ssa.SameAs0:
					at = inst.Res
					ms = append(ms, move{a.before(x, p), at, x.Type})
				case c.Kind == ssa.InNobody:
				default:
					at = a.where(x, p)
				}
				inst.Args = append(inst.Args, at)
			}
			if len(in.temps) > 0 {
				inst.Temps = a.slabs.regs.take(len(in.temps))
			}
			for _, t := range in.temps {
				inst.Temps = append(inst.Temps, t.reg)
				out.Used |= 1 << t.reg
			}
			info := in.v.Info()
			if info.Has(ssa.Safepoint) {
				inst.Site = a.site(&r.sites, in.v, p)
			}
			out.Calls = out.Calls || info.Has(ssa.Calls)
			out.Used |= in.spec.Clobbers
			code = a.sequence(code, ms)
			if k == len(ins)-1 {
				code = a.sequence(code, r.tail[bi])
			}
			code = append(code, inst)
		}
		for k := start; k < len(code); k++ {
			for _, l := range [2]*Loc{&code[k].Res, &code[k].To} {
				if l.Kind == InReg {
					out.Used |= 1 << l.N
				}
			}
		}
		r.parts[bi] = part{int32(start), int32(len(code))}
	}
	r.code, r.ms = code, ms
	r.blocks = sized(r.blocks, n)
	for bi, b := range a.f.Blocks {
		p := r.parts[bi]
		r.blocks[bi] = BlockCode{B: b, Insts: code[p.from:p.to:p.to]}
	}
	a.fillRefs(&r.sites)
	out.Blocks, out.SpillSize, out.OutSize, out.Stats = r.blocks, a.spillSize, a.outSize, a.stats
	return out
}

// resultLoc returns where the instruction itself puts its result.
func (a *allocator) resultLoc(in *instr, p int32) Loc {
	if in.spec.Result.Kind == ssa.InFixed {
		return Reg(in.spec.Result.Reg)
	}
	return a.iv[in.v.ID].parts[0].loc()
}

// before returns where v is just before the boundary at p.
func (a *allocator) before(v *ssa.Value, p int32) Loc {
	i := a.iv[v.ID]
	if i.start() == p && v.Op != ssa.OpPhi {
		spec := a.constrain(v)
		if spec.Result.Kind != ssa.InFixed {
			panic("BUG: " + v.LongString() + " is read before it is there")
		}
		return Reg(spec.Result.Reg)
	}
	return a.where(v, p-1)
}

// addMove puts a move at the boundary at p.
func (a *allocator) addMove(p int32, from, to Loc, t ssa.Type) {
	if from != to {
		a.splits = append(a.splits, posMove{p, move{from, to, t}})
	}
}

// posMove is a move at the boundary at a position.
type posMove struct {
	pos int32
	move
}

// movesAt appends the moves at p to ms and drops them. The list is sorted, and asked in order.
func (a *allocator) movesAt(ms []move, p int32) []move {
	for ; a.nextSplit < len(a.splits) && a.splits[a.nextSplit].pos <= p; a.nextSplit++ {
		if a.splits[a.nextSplit].pos < p {
			panic("BUG: a move at a position that is no boundary")
		}
		ms = append(ms, a.splits[a.nextSplit].move)
	}
	return ms
}

// splitMoves adds the moves of one value inside of blocks: from a fixed result register,
// between its parts, and to its slot.
func (a *allocator) splitMoves(i *interval) {
	v := i.v
	if v == nil {
		return
	}
	first := i.parts[0]
	def := i.start()
	slot := Loc{Kind: InSlot, N: i.slot}
	switch {
	case v.Op == ssa.OpPhi:
		if i.storeAtDef && !first.spill {
			a.addMove(def, first.loc(), slot, v.Type)
		}
	case def&1 == 0 && a.isFixedResult(v):
		r := Reg(a.constrain(v).Result.Reg)
		if !i.phantom {
			a.addMove(def, r, first.loc(), v.Type)
			if i.storeAtDef && !first.spill {
				a.addMove(def, r, slot, v.Type)
			}
		}
	case i.storeAtDef:
		// Defined at p+1, or at p in two-address form; stored at the boundary after.
		a.addMove(def&^1+2, first.loc(), slot, v.Type)
	}
	for k := 1; k < len(i.parts); k++ {
		x, y := i.parts[k-1], i.parts[k]
		if x.end() != y.start() {
			continue // a hole: the edges do it
		}
		p := y.start()
		if a.blockStart(p) {
			continue
		}
		from := x.loc()
		if p&1 == 1 {
			if !y.spill {
				panic("BUG: a move inside of an instruction")
			}
			p--
			if x.start() >= p {
				from = a.before(v, p)
			}
		}
		if y.spill && (i.storeAtDef || isRemat(v)) {
			continue
		}
		a.addMove(p, from, y.loc(), v.Type)
	}
}

func (a *allocator) isFixedResult(v *ssa.Value) bool {
	spec := a.constrain(v)
	return spec.Result.Kind == ssa.InFixed
}

// edgeMovesOf returns the parallel move for the succ-th edge of block p, which enters b as its
// pred-th.
func (a *allocator) edgeMovesOf(p int32, b *ssa.Block, succ, pred int) []move {
	changes := a.changes.of(a.graph.succFirst[p] + int32(succ))
	phis := b.Values[:b.NumPhis()]
	if len(changes)+len(phis) == 0 {
		return nil
	}
	ms := a.slabs.moves.take(len(changes) + len(phis))
	for _, c := range changes {
		ms = append(ms, move{c.from.loc(), c.to.loc(), c.from.v.Type})
	}
	end := a.endOf(p, succ)
	for _, phi := range phis {
		from := a.where(phi.Args[pred], end)
		to := a.iv[phi.ID].parts[0].loc()
		if from != to {
			ms = append(ms, move{from, to, phi.Type})
		}
	}
	return ms
}
