// Package regalloc assigns registers and stack slots to the values of a lowered function:
// linear scan on SSA form with interval splitting.
//
// It knows neither a language nor a machine: constraints come with the operations
// ([ssa.RegSpec]) and the register file as [Registers].
//
// The algorithm is that of Wimmer and Franz, Linear Scan Register Allocation on SSA Form
// (CGO 2010), with the splitting of Wimmer and Mössenböck (VEE 2005):
//
//  1. liveness.go numbers the instructions and finds where values are live.
//  2. interval.go builds one interval per value, and fixed intervals for registers that
//     instructions demand or destroy.
//  3. scan.go walks the intervals by start (queue.go), giving each a register, splitting and
//     spilling where there is none. Splits move out of loops.
//  4. spill.go decides where a spilled value is stored (once at its definition, or at the
//     colder places where it leaves its register) and gives out stack slots.
//  5. resolve.go turns splits, edges, fixed operands and phis into parallel moves, the moves
//     into sequences, and all of it into the instruction list that a target emits.
//  6. stackmap.go lists for each safepoint where references are.
//  7. verify.go re-checks the outcome symbolically, on demand.
//
// [AllocateQuick] is another algorithm, in one pass, for the quick pipeline: see quick.go.
//
// Requires: no critical edges; blocks in an order in which each comes after its immediate
// dominator. A block's predecessors may then be in any order, loops need not be contiguous.
//
// Positions: each block begins with a number of its own, then each value has one; numbers
// are even. An ordinary operand is read at p, results are written at p+1, so operand and
// result may share a register. All moves before an instruction happen in parallel at p,
// before its operands are read; a result in a fixed register is moved away at p+2.
package regalloc

import (
	"fmt"

	"gojvm/codegen/ssa"
)

// Registers describes the register file of a target.
type Registers struct {
	Names []string
	Class []ssa.RegClass
	// Order lists the registers of each class that values may live in, best first.
	Order [ssa.NumClasses][]int16
	// Scratch is a register of each class that no value lives in; moves from memory to
	// memory and cycles of moves go through it.
	Scratch [ssa.NumClasses]int16
	// Carry is the register that moves of each class go through from memory to memory; it may
	// be of the other class. If it is a scratch register, which may hold an open cycle at that
	// moment, or NoCarry, the target must be able to move from memory to memory itself.
	Carry [ssa.NumClasses]int16
	// WordSize is the size of an integer register and of the least stack slot.
	WordSize int
}

// NoCarry in Registers.Carry stands for no register.
const NoCarry = -1

// LocKind is a kind of [Loc].
type LocKind uint8

// The kinds of locations.
const (
	NoLoc    LocKind = iota
	InReg            // register N
	InSlot           // spill slot at offset N of the spill area
	OutSlot          // outgoing stack argument at offset N
	Constant         // computed again from the value Loc.V
)

// Loc is a place where a value can be.
type Loc struct {
	Kind LocKind
	N    int32
	V    *ssa.Value // of a Constant
}

// Reg returns the location of a register.
func Reg(r int16) Loc { return Loc{Kind: InReg, N: int32(r)} }

func (l Loc) String() string {
	switch l.Kind {
	case InReg:
		return fmt.Sprintf("r%d", l.N)
	case InSlot:
		return fmt.Sprintf("slot%d", l.N)
	case OutSlot:
		return fmt.Sprintf("out%d", l.N)
	case Constant:
		return "=" + l.V.String()
	}
	return "-"
}

// Inst is an instruction to emit: a value with its locations, or a move when V is nil.
type Inst struct {
	V     *ssa.Value
	Args  []Loc
	Res   Loc
	Temps []int16
	Site  *Site    // of a safepoint
	From  Loc      // of a move
	To    Loc      // of a move; of a value: a slot to which its result is copied right behind, or NoLoc
	Type  ssa.Type // of a move
}

// Site is what is known at a safepoint.
type Site struct {
	V     *ssa.Value
	Refs  []Loc // where live references are
	State []Loc // where the values of the frame state are
}

// BlockCode is the code of a block.
type BlockCode struct {
	B     *ssa.Block
	Head  []Inst // moves in front of the instructions
	Insts []Inst
	Tail  []Inst // moves in front of the last instruction
}

// Parts returns the instructions of the block in the order in which they run.
func (c *BlockCode) Parts() [4][]Inst {
	last := len(c.Insts) - 1
	return [4][]Inst{c.Head, c.Insts[:last], c.Tail, c.Insts[last:]}
}

// Allocation is the outcome.
type Allocation struct {
	Blocks    []BlockCode
	SpillSize int         // bytes of the spill area
	OutSize   int         // bytes of outgoing stack arguments
	Used      ssa.RegMask // registers written anywhere
	Calls     bool        // the function calls or exits
	Stats     Stats
}

// Stats counts what the allocation cost.
type Stats struct {
	Intervals, Splits, Spills, Moves int
}

// Options changes the allocator for tests.
type Options struct {
	// Few leaves only so many registers of each class to values, if not 0; constraints may
	// still demand others.
	Few int
	// Shuffle, if not 0, seeds a random number and order of the registers given to values; where
	// constraints demand more than that there are more.
	Shuffle uint64
	// Verify re-checks the outcome symbolically; an error of it is a bug.
	Verify bool
}

// Constrain gives the constraints of v. They may be shared.
type Constrain func(v *ssa.Value) *ssa.RegSpec

// Allocate allocates f, whose blocks are laid out in the order of f.Blocks, in the memory of w, if
// that is not nil.
func Allocate(f *ssa.Func, regs *Registers, constrain Constrain, w *Workspace, opt Options) (*Allocation, error) {
	if w == nil {
		w = new(Workspace)
	}
	a := &w.full
	var err error
	opt.choose(regs, func(c choice) bool {
		a.reset(f, regs, constrain, c)
		a.number()
		a.liveness()
		a.build()
		err = a.scan()
		return err != nil
	})
	if err != nil {
		return nil, err
	}
	a.placeSpills()
	a.assignSlots()
	out := a.resolve()
	out.Stats.Moves = a.shuffler.moves
	out.finish(f, constrain, regs, opt)
	return out, nil
}

// reset makes the allocator ready for a function; slices keep their arrays from one to the next.
func (a *allocator) reset(f *ssa.Func, regs *Registers, constrain Constrain, c choice) {
	a.f, a.constrain, a.choice = f, constrain, c
	a.shuffler.regs, a.shuffler.moves = regs, 0
	a.slabs.reset()
	a.unhandled.reset()
	a.temps, a.splits, a.nextSplit = a.temps[:0], a.splits[:0], 0
	for c := range a.active {
		a.active[c], a.inactive[c] = a.active[c][:0], a.inactive[c][:0]
	}
	a.stats, a.spillSize, a.outSize = Stats{}, 0, 0
}

// choose tries one choice of registers after the other as long as attempt asks for more.
func (opt *Options) choose(regs *Registers, attempt func(choice) bool) {
	order := regs.Order
	for c, o := range order {
		if n := opt.Few; n > 0 && n < len(o) {
			order[c] = o[:n]
		}
	}
	if opt.Shuffle != 0 {
		shuffled(order, opt.Shuffle, attempt)
	} else {
		attempt(choice{order: order})
	}
}

// finish verifies the allocation, if the options ask for it, and drops empty blocks.
func (out *Allocation) finish(f *ssa.Func, constrain Constrain, regs *Registers, opt Options) {
	if opt.Verify {
		if err := verify(f, regs, constrain, out); err != nil {
			panic("BUG: " + err.Error())
		}
	}
	out.skipEmpty(f.NumBlocks())
}

// Error says that a function cannot be allocated: more values than there are registers are
// needed by one instruction. It is a limit of the target's constraints.
type Error struct {
	Func string
	Msg  string
}

func (e *Error) Error() string { return "register allocation of " + e.Func + ": " + e.Msg }

// allocator is the state of one allocation.
type allocator struct {
	shuffler
	f         *ssa.Func
	constrain Constrain
	choice

	// numbering
	graph    graph
	from, to []int32      // by index of the block in f.Blocks
	raise    []int32      // by index of the block: where places hold for its second edge, if it is to a handler: at the call
	blockOf  []int32      // index of the block by half the position
	insts    []instr      // in order
	first    []int32      // index in insts of the first instruction of each block
	value    []*ssa.Value // by value ID
	def      []int32      // index of the block of the definition, by value ID

	live  liveState
	iv    []*interval // by value ID
	temps []*interval
	fixed []*interval // by register

	slabs slabs

	unhandled queue
	active    [ssa.NumClasses][]holder
	inactive  [ssa.NumClasses][]holder // by until
	moved     []holder                 // scratch of expire
	evicted   []*interval              // scratch of allocateBlocked

	changes   changeList
	splits    []posMove // split moves, by position once splitMoves is done
	nextSplit int       // first of the splits that resolve has not come to
	stats     Stats
	spillSize int
	outSize   int

	resolution resolution
}

// instr is a value with its constraints.
type instr struct {
	v     *ssa.Value
	spec  *ssa.RegSpec
	temps []*interval
}

// classOf returns the register class for a type.
func classOf(t ssa.Type) ssa.RegClass {
	if t.IsFloat() || t.IsVector() {
		return ssa.ClassFloat
	}
	return ssa.ClassInt
}

// argConstraint returns the constraint of operand i.
func argConstraint(s *ssa.RegSpec, i int) ssa.Constraint {
	switch n := len(s.Args); {
	case n == 0:
		return ssa.Constraint{}
	case i < n:
		return s.Args[i]
	default:
		return s.Args[n-1]
	}
}

// isRemat reports whether v is computed again instead of kept in a slot.
func isRemat(v *ssa.Value) bool { return v.Info().Has(ssa.Remat) }
