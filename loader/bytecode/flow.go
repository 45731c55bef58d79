package bytecode

import "math/bits"

// Bits is a set of pcs.
type Bits []uint64

// NewBits returns an empty set of pcs below n.
func NewBits(n int) Bits { return make(Bits, (n+63)/64) }

// Has reports whether pc is in the set.
func (b Bits) Has(pc int) bool {
	return uint(pc)/64 < uint(len(b)) && b[uint(pc)/64]&(1<<(uint(pc)%64)) != 0
}

// Add puts pc, which must be below the n of NewBits, into the set.
func (b Bits) Add(pc int) { b[uint(pc)/64] |= 1 << (uint(pc) % 64) }

// Len returns the number of pcs in the set.
func (b Bits) Len() int {
	n := 0
	for _, w := range b {
		n += bits.OnesCount64(w)
	}
	return n
}

// Each calls f for each pc in ascending order.
func (b Bits) Each(f func(pc int)) {
	for i, w := range b {
		for ; w != 0; w &= w - 1 {
			f(i*64 + bits.TrailingZeros64(w))
		}
	}
}

// Successors appends the pcs where execution may go on after in, the next
// instruction first. Exceptions and the return of ret are not among them; the
// next instruction of a jsr is, since that is where ret comes back.
func Successors(in *Inst, to []int) []int {
	if !in.Op.Is(Ends) {
		to = append(to, in.Next())
	}
	if in.Op.Is(Branches) {
		to = append(to, in.Target)
		if in.Op == Tableswitch || in.Op == Lookupswitch {
			for i := range in.Switch.Len() {
				to = append(to, in.Switch.Target(i))
			}
		}
	}
	return to
}

// Starts returns the set of pcs at which instructions start.
func Starts(code []byte) (Bits, error) {
	starts := NewBits(len(code))
	r := NewReader(code)
	for r.Next() {
		starts.Add(r.Inst.PC)
	}
	return starts, r.Err
}

// Leaders returns the first instructions of the basic blocks: pc 0, targets of
// branches, what follows a branch or an instruction that Ends, and the
// pcs in entries (handlers, and starts and ends of protected ranges). A pc in
// entries may be len(code), and is then left out. An entry or target that is
// not the start of an instruction is an error.
func Leaders(code []byte, entries ...int) (Bits, error) {
	starts, err := Starts(code)
	if err != nil {
		return nil, err
	}
	leaders := NewBits(len(code))
	var at int
	add := func(pc int) bool {
		if !starts.Has(pc) {
			err = &Error{at, "branch to no instruction"}
			return false
		}
		leaders.Add(pc)
		return true
	}
	if len(code) > 0 {
		leaders.Add(0)
	}
	for _, pc := range entries {
		at = pc
		if pc != len(code) && !add(pc) {
			return nil, err
		}
	}
	var buf [8]int
	r := NewReader(code)
	for r.Next() {
		in := &r.Inst
		if in.Op.Info().Flags&(Branches|Ends) == 0 {
			continue
		}
		at = in.PC
		if n := in.Next(); n < len(code) {
			leaders.Add(n)
		}
		succ := Successors(in, buf[:0])
		for _, pc := range succ {
			if !in.Op.Is(Ends) && pc == in.Next() && pc == len(code) {
				return nil, &Error{at, "code falls off the end"}
			}
			if !add(pc) {
				return nil, err
			}
		}
	}
	return leaders, nil
}

// Block is a basic block: the instructions from Start up to, not including, End.
type Block struct {
	Start, End int
	Last       int   // pc of the last instruction
	Succ       []int // pcs, as Successors gives them, each once
}

// Blocks splits code into basic blocks, in the order of the code. For entries see Leaders.
func Blocks(code []byte, entries ...int) ([]Block, error) {
	leaders, err := Leaders(code, entries...)
	if err != nil {
		return nil, err
	}
	blocks := make([]Block, 0, leaders.Len())
	r := NewReader(code)
	for r.Next() {
		in := &r.Inst
		if leaders.Has(in.PC) {
			blocks = append(blocks, Block{Start: in.PC})
		}
		b := &blocks[len(blocks)-1]
		b.Last, b.End = in.PC, in.Next()
		if in.Next() < len(code) && !leaders.Has(in.Next()) {
			continue
		}
		for _, pc := range Successors(in, nil) {
			if pc == len(code) {
				return nil, &Error{in.PC, "code falls off the end"}
			}
			b.addSucc(pc)
		}
	}
	return blocks, r.Err
}

func (b *Block) addSucc(pc int) {
	for _, s := range b.Succ {
		if s == pc {
			return
		}
	}
	b.Succ = append(b.Succ, pc)
}
