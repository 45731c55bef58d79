// Package codegen compiles functions in SSA form to machine code: it drives the passes of
// codegen/ssa, a target's lowering, the register allocator and the target's emitter.
//
// It knows nothing of any source language and of no machine in particular: a machine is a
// [Target], a language meets it through operations with numbers (exits, guards), symbols
// and frame states that codegen only carries.
//
//	ssa.Func --passes--> ssa.Func --Target.Lower--> target operations
//	   --regalloc--> instructions with places --Target.Emit--> Code
package codegen

import (
	"encoding/binary"
	"fmt"

	"gojvm/codegen/asm"
	"gojvm/codegen/regalloc"
	"gojvm/codegen/ssa"
)

// Target describes a machine. It is data and five functions, not a protocol: see package
// amd64 for the pattern that all targets follow.
type Target struct {
	Name      string
	PtrSize   int
	BigEndian bool
	Ops       *ssa.OpTable
	Regs      regalloc.Registers
	// Split64: 64-bit integers are split into halves before lowering, and [Helpers64] are needed.
	Split64 bool
	// Helpers is the text of functions that replace those of [Helpers64] with the same names.
	Helpers string
	// AlignPairs: see ssa.Split64Options.
	AlignPairs bool
	// JumpTables: Lower takes switches whose cases are all numbers from 0 on, with a default
	// that is never taken.
	JumpTables bool
	// Vectors: the machine has registers for values of type ssa.V128.
	Vectors bool
	// Wide are the features with which those of type ssa.V256 exist, 0 if they do not.
	Wide Features
	// FeatureNames are the names of the features, by bit, and CPUs sets of them with names.
	FeatureNames []string
	CPUs         []CPU
	// Rounds are the features with which ssa.OpFround exists, 0 if it does not.
	Rounds Features
	// Expand, if not nil, rewrites operations that the machine does not have in terms of
	// generic ones, early, so that the optimizing passes see them.
	Expand func(f *ssa.Func, o *Options) error
	// Lower rewrites generic operations into those of the target.
	Lower func(f *ssa.Func, o *Options) error
	// Processor, if not nil, is for what processor the full pipeline orders instructions.
	Processor *ssa.Processor
	// Induction, if not nil, tells which functions of counters become counters themselves.
	Induction *ssa.InductionParams
	// Constrain gives the register constraints of a lowered value.
	Constrain func(v *ssa.Value) *ssa.RegSpec
	// Emit encodes an allocated function.
	Emit func(f *ssa.Func, a *regalloc.Allocation, o *Options) (*Code, error)
	// Disassemble returns the first instruction of some code at address pc, in the syntax of
	// the GNU assembler, and its size.
	Disassemble func(code []byte, pc uint64) (text string, size int)
	// Runtime is the text of routines that compiled code of the target calls.
	Runtime string
	// Start, if not nil, returns what static executables need of the machine: their entry
	// point, system calls and ways out of compiled code (package static names them).
	Start func() []*Code
}

// Level chooses a pipeline.
type Level uint8

// The pipelines: Quick is linear in the size of the function, Full does everything.
const (
	Quick Level = iota
	Full
)

// Options are the options of one compilation.
type Options struct {
	Level    Level
	Features Features
	// Few limits the registers for tests of the allocator, if not 0.
	Few int
	// Shuffle, if not 0, seeds a random choice of registers for tests of the allocator.
	Shuffle uint64
	// Check verifies the function after each pass and each allocation.
	Check bool
	// Trust takes the function for well-formed, unless Check is on: it saves [ssa.Check], which costs a sixth
	// of a quick compilation. What comes out for an ill-formed one is undefined.
	Trust bool
	// Dump is called after each stage with its name.
	Dump func(stage string, f *ssa.Func)
	// DumpAlloc is called with the outcome of register allocation.
	DumpAlloc func(f *ssa.Func, a *regalloc.Allocation)
	// HoistGuard is the number of guards that stand in front of loops in place of bounds checks
	// in them (ssa.Hoist), 0 for none.
	HoistGuard int64
	// New, if not nil, expands operations ssa.OpNew and ssa.OpBarrier (see ssa.ExpandNew).
	New ssa.NewExpander
	// StackCheck compares the stack pointer with the limit in the context at entry.
	StackCheck bool
	// Workspace, if not nil, is memory that this compilation may use, and the next one again.
	Workspace *Workspace
}

// Workspace is memory for compilations that do not overlap in time.
type Workspace struct {
	regalloc regalloc.Workspace
	buffer   asm.Buffer
}

// Buffer returns an empty buffer for the code.
func (o *Options) Buffer(order binary.ByteOrder, enc asm.Branches) *asm.Buffer {
	if o.Workspace == nil {
		return asm.NewBuffer(order, enc)
	}
	o.Workspace.buffer.Reset(order, enc)
	return &o.Workspace.buffer
}

// Bailout says why a function cannot be compiled. It is no bug: the client runs the
// function some other way.
type Bailout struct {
	Func   string
	Reason string
}

func (b *Bailout) Error() string { return "cannot compile " + b.Func + ": " + b.Reason }

// Bailoutf returns a *Bailout for f.
func Bailoutf(f *ssa.Func, format string, args ...any) error {
	return &Bailout{f.Name, fmt.Sprintf(format, args...)}
}

// Code is a compiled function.
type Code struct {
	Name   string
	Bytes  []byte
	Relocs []asm.Reloc
	// TextSize is the size of the instructions; constants follow.
	TextSize int
	// FrameSize is the distance from the stack pointer in the body to its value at entry
	// (on machines that push return addresses: to the return address).
	FrameSize int
	Sites     []Site   // ascending by PC
	Longs     []int64  // constants that places name
	Lines     []Line   // ascending by PC
	Unwind    []Unwind // ascending by PC
	Stats     regalloc.Stats
	// Client is whatever the client wants to find by an address in the code.
	Client any
}

// SiteKind is a kind of [Site].
type SiteKind uint8

// The kinds of sites.
const (
	SiteCall  SiteKind = iota // PC is the return address
	SiteExit                  // PC is where the host resumes
	SitePoll                  // PC is where the host resumes; registers are in the context
	SiteGuard                 // PC identifies the guard; registers are in the context
)

// Site describes the frame at a safepoint.
type Site struct {
	PC      uint32 // offset in the code
	Kind    SiteKind
	Number  int64 // of an exit or guard
	Handler int32 // offset of the handler for an exception raised here, or -1
	Refs    []Place
	Data    any // of the frame state, nil if there is none
	State   []Place
	Objects []ssa.VirtualObject // that State describes instead of naming them
}

// PlaceKind is a kind of [Place].
type PlaceKind uint8

// The kinds of places.
const (
	PlaceStack PlaceKind = iota // at N bytes above the stack pointer
	PlaceInt                    // integer register N, in the save area of the context
	PlaceFloat                  // float register N, in the save area of the context
	PlaceConst                  // the constant N
	PlaceLong                   // the constant Code.Longs[N], as bits
)

// Place is where a value is found at a site. There are many of them, so they are small.
type Place struct {
	Kind PlaceKind
	N    int32
}

// Constant returns the constant in a place of a site of c, as bits.
func (c *Code) Constant(p Place) uint64 {
	if p.Kind == PlaceLong {
		return uint64(c.Longs[p.N])
	}
	return uint64(int64(p.N))
}

// Unwind says that from PC on the frame has Size bytes: at the stack pointer plus Size lies
// what lay at the stack pointer at entry. Where a function begins Size is 0.
type Unwind struct {
	PC   uint32
	Size int32
}

// Line says that the code from PC on belongs to a source line.
type Line struct {
	PC   uint32
	Line int32
}
