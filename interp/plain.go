package interp

import (
	"sync"
	"sync/atomic"

	"gojvm/loader/bytecode"
	"gojvm/mem"
	"gojvm/vm"
)

// Plain code is a second translation of a method in which every instruction is a
// block of its own, so that nothing is folded and each stack entry is in its own
// register between any two instructions. A frame can be put anywhere into it, with
// the exact state of the stack machine: that is how compiled code is left in the
// middle of a method. It has a place in the frames of the method's main code,
// shares its call-site linkage, and is made when first asked for.
type plainCode struct {
	once sync.Once
	code atomic.Pointer[code]
	err  error

	// Of plain and profiled code: the main code, and the word at which each bytecode index
	// that is the start of a block begins.
	main   *code
	points map[int]int32
}

// at returns the code, c itself or its plain or profiled code, that has address pc.
func (c *code) at(pc uintptr) *code {
	for _, p := range [...]*code{c.plain.code.Load(), c.profiled.code.Load()} {
		if p != nil && pc-p.base < uintptr(p.words)*insSize {
			return p
		}
	}
	return c
}

// mainCode returns the code of which c is the plain or profiled code, else c.
func (c *code) mainCode() *code {
	if c.plain.main != nil {
		return c.plain.main
	}
	return c
}

// PointAt implements vm.Code.
func (c *code) PointAt(bci int) (uintptr, error) {
	p := &c.plain
	p.once.Do(func() {
		var plain *code
		if plain, p.err = c.x.newPlain(c); p.err == nil {
			p.code.Store(plain)
		}
	})
	if p.err != nil {
		return 0, p.err
	}
	plain := p.code.Load()
	w, ok := plain.plain.points[bci]
	if !ok {
		panic("BUG: no instruction to go on at in " + c.m.String())
	}
	return plain.base + uintptr(w)*insSize, nil
}

func (x *Interp) newPlain(main *code) (*code, error) {
	starts, err := bytecode.Starts(bodyBytes(main.m))
	if err != nil {
		return nil, err
	}
	c, err := x.newCode(main.m, starts, nil)
	if err != nil {
		return nil, err
	}
	if c.regs > main.regs || c.stackBase != main.stackBase {
		panic("BUG: plain code of " + main.m.String() + " needs another frame")
	}
	c.plain.main = main
	c.regs = main.regs
	return c, nil
}

// LocalRegister implements vm.Code.
func (c *code) LocalRegister(i int) int {
	if i >= len(c.localReg) {
		return -1
	}
	return int(c.localReg[i])
}

// StackRegister implements vm.Code.
func (c *code) StackRegister(d int) int { return int(c.stackBase) + d }

// Linkage implements vm.Code.
func (c *code) Linkage(bci int) *vm.Linkage {
	c = c.mainCode()
	c.linksMu.Lock()
	defer c.linksMu.Unlock()
	return c.linked[bci]
}

// linkedAt records that the call at bci is linked to l.
func (c *code) linkedAt(bci int, l *vm.Linkage) {
	c = c.mainCode()
	c.linksMu.Lock()
	defer c.linksMu.Unlock()
	if c.linked == nil {
		c.linked = map[int]*vm.Linkage{}
	}
	if c.linked[bci] == nil {
		c.linked[bci] = l
	}
}

// DirectTarget implements vm.Code.
func (c *code) DirectTarget(bci int) uintptr {
	for _, p := range [...]*code{c, c.profiled.code.Load(), c.plain.code.Load()} {
		if in := p.find(bci, opInvokeDirect); in != nil {
			return uintptr(mem.AtomicLoad32(addrOf(in) + 8))
		}
	}
	return 0
}

// find returns the instruction at bytecode index bci with operation op, nil if
// there is none. c may be nil.
func (c *code) find(bci int, op uint16) *ins {
	if c == nil {
		return nil
	}
	for w := range c.meta {
		if m := c.meta[w]; int(m.bci) == bci && m.def != defExtra && c.ins(int32(w)).op == op {
			return c.ins(int32(w))
		}
	}
	return nil
}
