package interp

import (
	"fmt"
	"sort"

	"gojvm/loader/bytecode"
	"gojvm/mem"
	"gojvm/vm"
)

// translator makes register code of one method:
//
//  1. find the leaders of basic blocks (branch targets, handlers, borders of
//     protected ranges) and give every local variable in use a register;
//  2. translate the blocks that can be reached, each from the kinds of its entry
//     stack, into code of its own (block.go, fold.go);
//  3. lay the blocks out in bytecode order and fix branches (layout.go).
//
// Subroutines (jsr, ret) are copied per caller: a block is known by its pc and
// the chain of calls that led to it (jsr.go).
type translator struct {
	x       *Interp
	m       *vm.Method
	bc      []byte
	leaders bytecode.Bits
	loops   bytecode.Bits   // targets of backward branches
	plain   bool            // see plain.go
	rows    map[int]uintptr // profiled code: addresses of profile rows, see profile.go; else nil

	localReg  []int32 // register of local variable i, -1 when it is not used
	stackBase int
	maxDepth  int // entries, scratch registers included

	blocks map[blockKey]*block
	work   []*block
	calls  []jsrCall
}

// blockKey names a block: pc, and the subroutine activation (index in calls).
// The prologue of a synchronized or profiled method has pc -1.
type blockKey struct{ pc, call int }

// translationError says why bytecode cannot be translated. Verified code never
// gives one.
type translationError struct {
	m   *vm.Method
	bci int
	why string
}

func (e *translationError) Error() string {
	return fmt.Sprintf("%s in %s at %d", e.why, e.m, e.bci)
}

// translate makes and publishes the register code of m. Failure is VerifyError
// (only code that was not verified can fail so) or OutOfMemoryError.
func (x *Interp) translate(t *vm.Thread, m *vm.Method) error {
	c, err := x.newCode(m, nil, nil)
	if err != nil {
		if te, ok := err.(*translationError); ok {
			return t.Throw("java/lang/VerifyError", te.Error())
		}
		return t.ThrowOutOfMemory("Metaspace")
	}
	if !m.SetCode(c, c.base, uint32(c.regs*8)) {
		c.Release() // another thread was first
	}
	return nil
}

// newCode translates m. If starts is not nil, each of these instructions begins a
// block, for plain code. If rows is not nil, the instructions that have one count in it.
func (x *Interp) newCode(m *vm.Method, starts bytecode.Bits, rows map[int]uintptr) (c *code, err error) {
	tr := &translator{x: x, m: m, bc: bodyBytes(m), blocks: map[blockKey]*block{}, plain: starts != nil, rows: rows}
	tr.calls = []jsrCall{{parent: -1}}
	defer x.blocks.put(tr.blocks)
	if err := tr.prepare(); err != nil {
		return nil, err
	}
	if tr.plain {
		tr.leaders = starts
	}
	defer func() {
		if r := recover(); r != nil {
			te, ok := r.(*translationError)
			if !ok {
				panic(r)
			}
			c, err = nil, te
		}
	}()
	first := blockKey{0, 0}
	if m.IsSynchronized() || tr.profiles() {
		first.pc = -1
	}
	tr.blockFor(first, nil)
	for len(tr.work) > 0 {
		b := tr.work[len(tr.work)-1]
		tr.work = tr.work[:len(tr.work)-1]
		tr.translateBlock(b)
	}
	return tr.layout()
}

// prepare finds leaders and registers.
func (tr *translator) prepare() error {
	var entries []int
	for _, h := range exceptionTable(tr.m) {
		entries = append(entries, h.start, h.end, h.handler)
	}
	var err error
	if tr.leaders, err = bytecode.Leaders(tr.bc, entries...); err != nil {
		return &translationError{tr.m, 0, err.Error()}
	}
	n := 0
	for i := 0; i < len(tr.m.Args); i++ {
		tr.setLocal(n, i)
		n++
		if tr.m.Args[i].Wide() {
			n++
		}
	}
	next := len(tr.m.Args)
	tr.loops = bytecode.NewBits(len(tr.bc))
	for r := bytecode.NewReader(tr.bc); r.Next(); {
		tr.findLoops(&r.Inst)
		if l := r.Inst.Op.Info().Layout; l != "" && l[0] == 'v' {
			if i := r.Inst.Index; i >= len(tr.localReg) || tr.localReg[i] < 0 {
				tr.setLocal(i, next)
				next++
			}
		}
	}
	tr.stackBase = next
	return nil
}

// findLoops notes the targets of backward branches.
func (tr *translator) findLoops(in *bytecode.Inst) {
	if !in.Op.Is(bytecode.Branches) {
		return
	}
	var buf [8]int
	for _, pc := range bytecode.Successors(in, buf[:0]) {
		if pc <= in.PC {
			tr.loops.Add(pc)
		}
	}
}

func (tr *translator) setLocal(i, reg int) {
	for len(tr.localReg) <= i {
		tr.localReg = append(tr.localReg, -1)
	}
	tr.localReg[i] = int32(reg)
}

// blockFor returns the block of that key, whose stack has the given kinds when
// control enters, and sees to its translation.
func (tr *translator) blockFor(key blockKey, entry []kind) *block {
	if b := tr.blocks[key]; b != nil {
		if len(b.entry) != len(entry) {
			panic(&translationError{tr.m, key.pc, "inconsistent stack height"})
		}
		return b
	}
	b := tr.x.blocks.take()
	b.key, b.entry = key, append(b.entry, entry...)
	tr.blocks[key] = b
	tr.work = append(tr.work, b)
	return b
}

// layout places the blocks in bytecode order, copies the code into metadata
// memory and resolves branches.
func (tr *translator) layout() (*code, error) {
	list := make([]*block, 0, len(tr.blocks))
	for _, b := range tr.blocks {
		list = append(list, b)
	}
	sort.Slice(list, func(i, j int) bool {
		a, b := list[i].key, list[j].key
		if a.call != b.call {
			return a.call < b.call
		}
		return a.pc < b.pc
	})
	if !tr.plain && tr.rows == nil {
		for _, b := range list {
			b.invertLoop()
		}
	}
	words := 0
	for i, b := range list {
		b.start = words
		if b.next != nil && (i+1 == len(list) || list[i+1] != b.next) {
			b.emit(ins{op: opGoto}, defNone)
			b.fixups = append(b.fixups, fixup{len(b.code) - 1, -1, b.next})
		}
		words += len(b.code)
	}
	regs := tr.stackBase + tr.maxDepth
	if tr.profiles() {
		// Plain code has to fit: what it may need is an entry per stack word, and
		// two to exchange them.
		regs = max(regs, tr.stackBase+int(tr.m.Body.MaxStack)+2)
	}
	if regs >= noReg {
		return nil, &translationError{tr.m, 0, "too many local variables"}
	}
	base, err := tr.x.vm.Meta.Alloc(uintptr(words) * insSize)
	if err != nil {
		return nil, err
	}
	c := &code{
		x: tr.x, localReg: tr.localReg,
		m: tr.m, arena: tr.x.vm.Meta, base: base, words: words,
		regs: regs, stackBase: uint16(tr.stackBase),
		meta: make([]meta, 0, words), blocks: make([]span, len(list)),
	}
	for i, b := range list {
		for j, in := range b.code {
			*at(base + uintptr(b.start+j)*insSize) = in
		}
		c.meta = append(c.meta, b.meta...)
		for _, f := range b.fixups {
			in := base + uintptr(b.start+f.word)*insSize
			disp := uint32(int32(f.to.start-b.start-f.word) * insSize)
			if f.slot < 0 {
				at(in).e = disp
			} else {
				mem.Store32(in+insSize+uintptr(f.slot)*4, disp)
			}
		}
		c.blocks[i].start = int32(b.start)
		if (tr.plain || tr.rows != nil) && b.key.pc >= 0 && b.key.call == 0 {
			if c.plain.points == nil {
				c.plain.points = map[int]int32{}
			}
			w := int32(b.start)
			if len(b.code) > 0 && b.code[0].op == opCountLoop {
				w++
			}
			c.plain.points[b.key.pc] = w
		}
		for _, h := range b.handlers {
			c.blocks[i].handlers = append(c.blocks[i].handlers, handler{h.catch, int32(h.to.start), int32(h.to.key.pc)})
		}
	}
	return c, nil
}

// noReg is no register.
const noReg = 0xffff
