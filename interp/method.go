package interp

import (
	"sort"
	"sync"
	"sync/atomic"

	"gojvm/vm"
)

// code is the register code of one method: the instructions in vm.Meta, and
// beside them what only slow paths need. It implements vm.Code.
type code struct {
	x         *Interp
	m         *vm.Method
	arena     arena
	base      uintptr
	words     int     // 16-byte words at base
	regs      int     // registers of a frame
	stackBase uint16  // register of the bottom of the operand stack
	localReg  []int32 // see translator
	meta      []meta  // one per word
	blocks    []span  // ascending
	plain     plainCode
	profiled  profiledCode

	// links are the linkages of call sites, by the d field of opInvokeLinked.
	links   atomic.Pointer[[]*vm.Linkage]
	linksMu sync.Mutex          // to add one
	linked  map[int]*vm.Linkage // by bytecode index

	mapsMu sync.Mutex
	flow   *flow              // data flow facts, made at the first question
	maps   map[int32][]uint64 // reference maps by word
}

var _ vm.Code = (*code)(nil)

// arena is what code needs of mem.Arena.
type arena interface {
	Alloc(size uintptr) (uintptr, error)
	Free(addr, size uintptr)
}

// meta tells of one instruction where it comes from and what it defines.
type meta struct {
	bci uint16
	def defKind
}

// defKind is the kind of the value that an instruction puts into its
// destination register.
type defKind uint8

const (
	defNone  defKind = iota // no destination
	defPrim                 // not a reference
	defRef                  // a reference
	defCopy                 // what source b is
	defExtra                // this word is not an instruction but belongs to the one before
)

// span is a basic block of register code.
type span struct {
	start    int32 // first word
	handlers []handler
}

// handler is an entry of the exception table (JVMS 4.7.3) as it applies to one block.
type handler struct {
	catch  uint16 // constant-pool index of the class, 0 for any
	target int32  // word
	pc     int32  // its bytecode index
}

func (c *code) ins(word int32) *ins { return at(c.base + uintptr(word)*insSize) }

// wordAt returns the word at address pc.
func (c *code) wordAt(pc uintptr) int { return int(pc-c.base) / insSize }

// BCI returns the bytecode index of the instruction at address pc.
func (c *code) BCI(pc uintptr) int {
	c = c.at(pc)
	if w := c.wordAt(pc); uint(w) < uint(len(c.meta)) {
		return int(c.meta[w].bci)
	}
	return 0
}

// Contains implements vm.Code.
func (c *code) Contains(pc uintptr) bool {
	c = c.at(pc)
	w := c.wordAt(pc)
	return pc%insSize == c.base%insSize && uint(w) < uint(len(c.meta)) && c.meta[w].def != defExtra
}

// Release frees the off-heap code.
func (c *code) Release() { c.arena.Free(c.base, uintptr(c.words)*insSize) }

// SetMethod implements vm.Code.
func (c *code) SetMethod(m *vm.Method) {
	c.m = m
	if p := c.plain.code.Load(); p != nil {
		p.m = m
	}
}

// blockAt returns the index of the block that contains word w.
func (c *code) blockAt(w int) int {
	return sort.Search(len(c.blocks), func(i int) bool { return int(c.blocks[i].start) > w }) - 1
}

// handlersAt returns the handlers that protect the instruction at address pc,
// in the order of the exception table.
func (c *code) handlersAt(pc uintptr) []handler {
	if i := c.blockAt(c.wordAt(pc)); i >= 0 {
		return c.blocks[i].handlers
	}
	return nil
}
