package ssa

// Op is an operation. Generic operations are below [FirstTargetOp]; those of a target follow.
type Op uint16

// FirstTargetOp is the first operation number that a target may use.
const FirstTargetOp Op = 160

// Flags tell the passes what they may do with a value.
type Flags uint32

// The flags of an operation.
const (
	// Commutes: the first two arguments may be exchanged.
	Commutes Flags = 1 << iota
	// Reads and Writes: the value accesses memory; Value.Alias narrows down which.
	Reads
	Writes
	// Traps: execution may fault for some arguments, so the value must not be executed
	// where the program would not have.
	Traps
	// Effect: must stay, and stay in order with all other effects (calls, fences, polls).
	Effect
	// Calls: clobbers all registers of the convention.
	Calls
	// Safepoint: has a stack map and may have a frame state.
	Safepoint
	// Terminates: ends a block.
	Terminates
	// Pinned: must stay in its block (phi, arg, exception).
	Pinned
	// Remat: cheaper to compute again than to keep in a slot; has no arguments.
	Remat
	// Compares: integer or float comparison with I32 result 0 or 1.
	Compares
	// Glued: must stand right behind its last argument, whose machine flags it reads; only
	// moves, which keep the flags, may come between.
	Glued
)

// AuxKind tells which of the Value's auxiliary fields an operation uses, for text and GVN.
type AuxKind uint16

// The kinds of auxiliary data; they combine.
const (
	AuxImm   AuxKind = 1 << iota // Imm, printed [n]
	AuxFloat                     // Imm holds the bits of a float, printed [1.5]
	AuxOff                       // Off, printed +n
	AuxScale                     // Scale (a shift), printed *2, *4, *8
	AuxSym                       // Aux is a string, printed @name
	AuxCases                     // Aux is []int64, printed {1, 2}
	AuxCond                      // Cond, printed .lt
	AuxAlias                     // Alias, printed !n
	AuxAny                       // Aux is the client's, printed {text}
	AuxLane                      // Imm is the Type of the lanes of a vector, printed .i32
)

// OpInfo is the row of an operation in the table.
//
// Sig describes result and arguments, as "result=arguments". Each letter is a class of
// types; the same letter twice means the same type:
//
//	n m  integer (i32, i64, ptr)      i  i32          r  ref
//	f g  float                        l  i64          p  ptr       d  f64
//	x y  any register but vec128      c  i32, i64, ptr or ref
//	z    any register type            v  vec128 or vec256, all of one width
//	w    vec256                       u  vec128
//	a    address (ref or ptr)         k  index (i32, i64, ptr)
//	-    no result
//	?    the letters that follow are optional, all or none
//	*    any number of arguments of any type follow
type OpInfo struct {
	Name  string
	Sig   string
	Flags Flags
	Aux   AuxKind
	Width Type // of a memory access, when it differs from the type of the value
}

// Has reports whether all flags f are set.
func (o *OpInfo) Has(f Flags) bool { return o.Flags&f == f }

// IsPure reports whether the value depends on its arguments only and does nothing else.
func (o *OpInfo) IsPure() bool { return o.Flags&(Reads|Writes|Traps|Effect|Terminates|Pinned) == 0 }

// RegSpec is what the register allocator must know of a target's operation.
type RegSpec struct {
	// Args holds one constraint per argument; arguments beyond it have the last one.
	Args []Constraint
	// Result constrains the result.
	Result Constraint
	// Clobbers is the set of registers destroyed, as a mask over the target's register numbers.
	Clobbers RegMask
	// Temps is the number of scratch registers of the given classes that the operation needs.
	Temps []RegClass
}

// RegMask is a set of registers.
type RegMask uint64

// RegClass is a class of interchangeable registers.
type RegClass uint8

// The register classes.
const (
	ClassInt RegClass = iota
	ClassFloat
	NumClasses
)

// ConstraintKind is a kind of [Constraint].
type ConstraintKind uint8

// The kinds of constraints. The zero value asks for any register.
const (
	InReg     ConstraintKind = iota // any register of the class
	InFixed                         // the register Constraint.Reg
	InAny                           // register or stack slot: the instruction can take memory
	InLate                          // any register, but none of the result or of a temporary
	SameAs0                         // result: the register of argument 0 (two-address form)
	OnStack                         // outgoing stack argument, at offset Constraint.Reg in the frame
	InOperand                       // as InAny, or a constant (const, fconst): the instruction computes it
	InNobody                        // needs no location (frame-state operands are handled apart)
)

// Constraint says where an argument or result must be.
type Constraint struct {
	Kind ConstraintKind
	Reg  int16
	Hint RegMask // of an operand in any register: registers that suit better
}

// OpTable holds the rows of all operations that a function may use: the generic ones and,
// from lowering on, those of one target.
type OpTable struct {
	target []OpInfo
	byName map[string]Op
}

// NewOpTable returns a table of the generic operations and the given target rows, which get
// the numbers from FirstTargetOp on.
func NewOpTable(target []OpInfo) *OpTable {
	t := &OpTable{target: target, byName: make(map[string]Op)}
	for op := range generic {
		if generic[op].Name != "" {
			t.byName[generic[op].Name] = Op(op)
		}
	}
	for i := range target {
		if _, dup := t.byName[target[i].Name]; dup {
			panic("BUG: operation " + target[i].Name + " is twice in the table")
		}
		t.byName[target[i].Name] = FirstTargetOp + Op(i)
	}
	return t
}

// Info returns the row of op.
func (t *OpTable) Info(op Op) *OpInfo {
	if op < FirstTargetOp {
		return &generic[op]
	}
	return &t.target[op-FirstTargetOp]
}

// Named returns the operation with the given name.
func (t *OpTable) Named(name string) (Op, bool) {
	op, ok := t.byName[name]
	return op, ok
}

// Len returns one more than the greatest operation number.
func (t *OpTable) Len() int { return int(FirstTargetOp) + len(t.target) }
