package interp

import (
	"math/bits"
	"sync"
	"sync/atomic"
	"unsafe"

	bc "gojvm/loader/bytecode"
	"gojvm/mem"
	"gojvm/vm"
)

// Profiles. With a compiler present, translated code counts calls and turns of
// loops in the method block and reports each time that a counter has gone
// through its mask. The first report has the method translated anew, with
// instructions that count branches, calls and the classes of objects; from the next
// thresholds on the compiler is told. So what runs seldom pays for two counters
// only, and without a compiler nothing is paid. Counters are racy on
// purpose; see vm.Profile.
const (
	// The compiler is told of methods that have been called or have looped so often, if no
	// other threshold is given. Counters report after a quarter of that.
	hotCalls = 1 << 11
	hotLoops = 1 << 14
)

// A profile row is what is counted at one instruction:
//
//	branch   +0 u32 executed     +4 u32 not taken
//	call     +0 u32 executed
//	types    +0 u32 klass block of the first class seen    +4 of the second
//	         +8 u32 objects of the first class   +12 of the second   +16 of others
//	         +20 u32 nulls
const (
	rowSeen  = 0
	rowFell  = 4
	rowKlass = 0
	rowCount = 8
	rowOther = 16
	rowNulls = 20
)

// rowKind says what is counted at an instruction.
type rowKind uint8

const (
	noRow rowKind = iota
	branchRow
	callRow
	typeRow
)

// rowSizes has the bytes of a row by kind.
var rowSizes = [...]uintptr{noRow: 0, branchRow: 8, callRow: 4, typeRow: 24}

// profiledCode is the third translation of a method, of those that are warm. Its
// frames are those of the main code, so that a frame may change from there to here
// where blocks begin.
type profiledCode struct {
	once sync.Once
	code atomic.Pointer[code]
	rows map[int]uintptr // by bytecode index; entryRow counts calls
	size uintptr         // of all rows, which follow that of calls
	// types has the rows that have classes.
	types []uintptr
}

// entryRow is the key of the row that counts calls of the method.
const entryRow = -1

// setMasks makes the counters report each time with -Xcomp.
func (x *Interp) setMasks() {
	x.hotCalls, x.hotLoops = hotCalls, hotLoops
	if n := x.vm.Config.Compiler.Threshold; n > 0 {
		x.hotCalls = 1 << bits.Len32(n-1)
		x.hotLoops = min(8*x.hotCalls, maxMask+1)
	}
	if !x.vm.Config.CompileAll {
		x.callMask, x.loopMask = max(x.hotCalls/4, 1)-1, max(x.hotLoops/4, 1)-1
	}
	if n := x.vm.Config.Compiler.Stress.OSR; n > 0 {
		x.loopMask = n - 1
	}
}

// maxMask bounds the masks, so that a loop reports before its counter wraps around.
const maxMask = 1<<30 - 1

// profiles reports whether code under translation counts.
func (tr *translator) profiles() bool { return tr.x.vm.Compiler != nil }

// countLoop emits the counter of turns if the block, at its start, is the target
// of a backward branch. There the state is exact, so that compiled code can take over.
func (b *block) countLoop() {
	if b.tr.profiles() && b.tr.loops.Has(b.key.pc) {
		b.bci = b.key.pc
		b.emit(ins{op: opCountLoop, d: uint32(b.tr.m.Block), e: b.tr.x.loopMask}, defNone)
	}
}

// count emits a counter at offset off of the row of bytecode index bci, if it has one.
func (b *block) count(bci int, off uintptr) {
	if row := b.tr.rows[bci]; row != 0 {
		b.emit(ins{op: opCount, d: uint32(row + off)}, defNone)
	}
}

// countType emits the counter of the class of what is in register r, if the present
// instruction has one.
func (b *block) countType(r uint16) {
	if row := b.tr.rows[b.bci]; row != 0 {
		b.emit(ins{op: opCountType, b: r, d: uint32(row)}, defNone)
	}
}

// rowOf returns the kind of row of an instruction.
func rowOf(op bc.Op) rowKind {
	switch {
	case op >= bc.Ifeq && op <= bc.IfAcmpne, op == bc.Ifnull, op == bc.Ifnonnull:
		return branchRow
	case op == bc.Invokevirtual, op == bc.Invokeinterface, op == bc.Checkcast, op == bc.Instanceof, op == bc.Aastore:
		return typeRow
	case op == bc.Invokestatic, op == bc.Invokespecial, op == bc.Invokedynamic:
		return callRow
	}
	return noRow
}

// makeProfiled makes the profiled code of c, at the first call. Without memory for it the
// method just has none; nor has one with subroutines, whose blocks are there more than once.
func (c *code) makeProfiled() *code {
	p := &c.profiled
	p.once.Do(func() {
		rows := map[int]uintptr{entryRow: 0}
		var types []uintptr
		size := rowSizes[callRow]
		for r := bc.NewReader(bodyBytes(c.m)); r.Next(); {
			if r.Inst.Op == bc.Jsr || r.Inst.Op == bc.JsrW {
				return
			}
			kind := rowOf(r.Inst.Op)
			if kind == noRow {
				continue
			}
			if kind == typeRow {
				types = append(types, size)
			}
			rows[r.Inst.PC] = size
			size += rowSizes[kind]
		}
		base, err := c.arena.Alloc(size)
		if err != nil {
			return
		}
		for bci := range rows {
			rows[bci] += base
		}
		for i := range types {
			types[i] += base
		}
		code, err := c.x.newCode(c.m, nil, rows)
		if err != nil {
			c.arena.Free(base, size)
			return
		}
		if code.regs != c.regs || code.stackBase != c.stackBase {
			panic("BUG: profiled code of " + c.m.String() + " needs another frame")
		}
		code.plain.main = c
		p.rows, p.size, p.types = rows, size, types
		p.code.Store(code)
		c.x.profiled.add(c)
		mem.CompareAndSwap32(c.m.Block+vm.MethodCode, uint32(c.base), uint32(code.base))
	})
	return p.code.Load()
}

// warm returns the code with which c's method is to begin: the profiled code if there is one.
func (c *code) warm() *code {
	if p := c.profiled.code.Load(); p != nil {
		return p
	}
	return c
}

// Profile implements vm.Code.
func (c *code) Profile() *vm.Profile {
	if c.profiled.code.Load() == nil {
		return nil
	}
	rows := c.profiled.rows
	p := &vm.Profile{Calls: mem.Load32(rows[entryRow])}
	for r := bc.NewReader(bodyBytes(c.m)); r.Next(); {
		row, bci := rows[r.Inst.PC], uint32(r.Inst.PC)
		switch rowOf(r.Inst.Op) {
		case typeRow:
			t := vm.TypeProfile{BCI: bci, Other: mem.Load32(row + rowOther), Nulls: mem.Load32(row + rowNulls)}
			for i := range t.Klass {
				t.Klass[i], t.Count[i] = mem.Load32(row+rowKlass+4*uintptr(i)), mem.Load32(row+rowCount+4*uintptr(i))
			}
			p.Types = append(p.Types, t)
		case branchRow:
			seen, fell := mem.Load32(row+rowSeen), mem.Load32(row+rowFell)
			p.Branches = append(p.Branches, vm.BranchProfile{BCI: bci, Taken: seen - min(fell, seen), NotTaken: fell})
		case callRow:
			p.Sites = append(p.Sites, vm.SiteProfile{BCI: bci, Count: mem.Load32(row + rowSeen)})
		}
	}
	return p
}

// count executes a counter that reaches its threshold.
func (x *Interp) count(t *vm.Thread, op uint16, in *ins, fp unsafe.Pointer) *ins {
	m, cell, bci := x.method(fp), uintptr(in.d)+vm.MethodCalls, -1
	c := x.codeOf(fp)
	if op == opCountLoop {
		cell, bci = uintptr(in.d)+vm.MethodLoops, c.BCI(addrOf(in))
	}
	mem.Store32(cell, mem.Load32(cell)+1)
	early := mem.Load32(m.Block+vm.MethodCalls) < x.hotCalls && mem.Load32(m.Block+vm.MethodLoops) < x.hotLoops
	if x.vm.Config.Compiler.Stress.OSR > 0 && op == opCountLoop {
		early = c.plain.main == nil // not yet counting
	}
	if x.callMask != 0 && early {
		return c.warmUp(in, bci)
	}
	if entry := x.vm.Compiler.Hot(t, m, bci); entry != 0 {
		return x.enterCompiled(t, fp, entry)
	}
	if x.callMask != 0 {
		return c.warmUp(in, bci)
	}
	return in.next(1)
}

// warmUp returns what follows the counter in, of code c at bci: if c is the main code, in profiled code.
func (c *code) warmUp(in *ins, bci int) *ins {
	if c.plain.main == nil {
		if p := c.makeProfiled(); p != nil {
			if bci < 0 {
				return p.ins(1) // behind the counter of calls
			}
			return p.ins(p.plain.points[bci]) // behind the counter of turns
		}
	}
	return in.next(1)
}
