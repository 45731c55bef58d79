package regalloc

import (
	"errors"

	"gojvm/codegen/ssa"
)

// The quick allocator goes over the instructions twice, once backwards to find where each
// value is used next and last (quick_ranges.go), and once forwards to give out registers
// (quick_scan.go): what a register holds is known at each moment, an operand that is in none
// is loaded, and when all are taken the value whose next use is farthest gives its register
// up. Such a value has been stored right behind its definition, which dominates all that
// follows, so that giving up costs nothing where it happens. (The scheme is that of the
// baseline tiers of today's virtual machines; the choice of the victim is Belady's.)
//
// It takes blocks in an order in which each loop is contiguous (quick_order.go). The lifetime
// of a value is then one range of positions: from its definition to its last use, or to the
// end of the outermost loop that has a use but not the definition. Where it can be of no
// use within that range, its block's dominance tells.
//
// At the beginning of a block with several predecessors (quick_merge.go) a value stays in a register
// if it is in one at the end of each predecessor that is not cold, and if it pays; the
// edges get the moves. A loop's header is settled before its back edges are known; they conform.
//
// Slots: a value's slot is its own from its definition to the end of its range, wherever in the
// code it was found to need one.

// AllocateQuick allocates f in time proportional to its size, apart from stack maps. It puts f.Blocks in an
// order of its own. The error is errors.ErrUnsupported for irreducible loops, and an *Error if
// an operation did not get its registers; [Allocate] may then find an allocation.
func AllocateQuick(f *ssa.Func, regs *Registers, constrain Constrain, w *Workspace, opt Options) (*Allocation, error) {
	if w == nil {
		w = new(Workspace)
	}
	q := &w.quick
	var err error
	opt.choose(regs, func(c choice) bool {
		q.reset(f, regs, constrain, c)
		err = q.allocate()
		return err != nil
	})
	if err != nil {
		return nil, err
	}
	out := q.finish()
	out.finish(f, constrain, regs, opt)
	return out, nil
}

// allocate goes over the function.
func (q *quick) allocate() error {
	if !q.arrange() {
		return errors.ErrUnsupported
	}
	q.number()
	q.ranges()
	for bi := range q.blocks {
		q.enter(int32(bi))
		if err := q.block(int32(bi)); err != nil {
			return err
		}
		q.leave(int32(bi))
	}
	return nil
}

// Workspace is memory that compilations one after the other reuse. An allocation made in it
// is good until the next one begins.
type Workspace struct {
	quick quick
	full  allocator
}

// quick is the state of one allocation. Slices keep their arrays from one to the next.
type quick struct {
	shuffler
	f         *ssa.Func
	constrain Constrain
	choice
	allowed ssa.RegMask // registers that values may stay in

	// order and numbering
	dom       *ssa.DomTree
	blocks    []*ssa.Block
	cold      []bool  // by block ID
	index     []int32 // of a block in blocks, by block ID
	from, to  []int32 // positions, by index
	first     []int32 // index in specs of the first instruction of each block
	phis      []int32 // how many phis each block has
	loopOf    []int32 // by index: innermost loop, -1 for none
	loops     []quickLoop
	specs     []*ssa.RegSpec
	arrange_  arranger
	lastCalls []int32 // positions of the calls outside of cold blocks, descending

	vals  []quickValue // by value ID
	value []*ssa.Value // by value ID
	nexts []int32      // per operand, in order: the use after that one
	k     int          // current operand

	// what the registers hold
	at     [64]ssa.ID
	occ    ssa.RegMask
	pinned ssa.RegMask // parameters not yet taken

	saved      []regValue // states at the ends of blocks, and of merges at their beginning
	exits      []part     // by block index, in saved
	entries    []part
	insts      []Inst
	code       []part // by block index, in insts
	edge       []Inst
	tails      []part // by block index, in edge
	heads      []headStore
	headOf     []int32 // by block index: last of its heads, -1 for none
	ms         []move
	locs       []Loc
	temps      []int16
	siteSlab   []Site
	siteAt     []siteAt
	siteRefs   []siteRef
	refSlots   []ssa.ID // references with a slot
	refLocs    []Loc
	slots      [5]slotHeap
	spillSize  int
	outSize    int
	used       ssa.RegMask
	calls      bool
	stats      Stats
	headMoves  []Inst
	out        Allocation
	codeBlocks []BlockCode
}

// quickLoop is a loop by positions.
type quickLoop struct {
	from, to int32 // to: behind the last instruction
	outer    int32 // -1 for none
}

// quickValue is what is known of a value.
type quickValue struct {
	def  int32 // position of the definition
	end  int32 // position of the last use
	next int32 // position of the next use, as far as it is known; in the past if it is not
	slot int32 // -1 while none
	inst int32 // index in insts of the definition
	reg  int16 // where it is, -1 for no register
	// hint is a register that would save a move, or -1.
	hint int16
	// entry is the register of a phi at the beginning of its block, -1 for its slot, -2 if it is not used.
	entry int16
	mark  int16 // scratch: a register + 1, or a count
}

// part is a range of indices.
type part struct{ from, to int32 }

// regValue says that a register holds a value.
type regValue struct {
	reg int16
	id  ssa.ID
}

// headStore says that a phi that got a register is stored at the beginning of its block.
type headStore struct {
	phi  ssa.ID
	next int32 // of the same block, -1 for none
}

// siteAt places a safepoint.
type siteAt struct{ pos, block int32 }

// siteRef is a reference at a safepoint, by their indices.
type siteRef struct {
	site int32
	loc  Loc
}

// sized returns s with n elements, all zero, reusing its array.
func sized[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, n+n/4)
	}
	s = s[:n]
	clear(s)
	return s
}

// room returns s with n elements, whatever they are, reusing its array.
func room[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, n+n/4)
	}
	return s[:n]
}

func (q *quick) reset(f *ssa.Func, regs *Registers, constrain Constrain, c choice) {
	q.f, q.constrain, q.choice = f, constrain, c
	q.shuffler.regs, q.shuffler.moves = regs, 0
	q.allowed = 0
	for c := range regs.Order {
		for _, r := range regs.Order[c] {
			q.allowed |= 1 << r
		}
	}
	q.occ, q.pinned, q.used, q.calls = 0, 0, 0, false
	q.spillSize, q.outSize, q.stats = 0, 0, Stats{}
	q.saved, q.insts, q.edge, q.heads = q.saved[:0], q.insts[:0], q.edge[:0], q.heads[:0]
	q.temps, q.siteAt, q.siteRefs, q.refSlots = q.temps[:0], q.siteAt[:0], q.siteRefs[:0], q.refSlots[:0]
	for i := range q.slots {
		q.slots[i] = q.slots[i][:0]
	}
}

// finish puts the outcome together.
func (q *quick) finish() *Allocation {
	q.fillRefs()
	n := len(q.blocks)
	q.codeBlocks = sized(q.codeBlocks, n)
	q.headMoves = sized(q.headMoves, len(q.heads))[:0]
	// Hot blocks come first.
	k := 0
	for pass := range 2 {
		for bi, b := range q.blocks {
			if cold := q.cold[b.ID] && bi > 0; cold != (pass == 1) {
				continue
			}
			c := &q.codeBlocks[k]
			k++
			c.B = b
			c.Insts = q.insts[q.code[bi].from:q.code[bi].to]
			c.Tail = q.edge[q.tails[bi].from:q.tails[bi].to]
			if h := q.headOf[bi]; h >= 0 {
				start := len(q.headMoves)
				for ; h >= 0; h = q.heads[h].next {
					v := q.value[q.heads[h].phi]
					i := &q.vals[v.ID]
					q.headMoves = append(q.headMoves, Inst{From: Reg(i.entry), To: Loc{Kind: InSlot, N: i.slot}, Type: v.Type})
				}
				c.Head = q.headMoves[start:]
			}
		}
	}
	q.stats.Moves = q.shuffler.moves + len(q.heads)
	q.out = Allocation{Blocks: q.codeBlocks, SpillSize: q.spillSize, OutSize: q.outSize, Used: q.used, Calls: q.calls, Stats: q.stats}
	return &q.out
}
