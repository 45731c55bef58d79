package verify

// flagThisUninit is set while "this" of an instance initialization method is
// not initialized (JVMS 4.10.1.4).
const flagThisUninit = 1

// frame is the type state before or inside of an instruction. locals and stack
// have the lengths max_locals and max_stack; what lies behind nLocals is top.
type frame struct {
	locals, stack   []typ
	nLocals, nStack int
	offset          int
	mark            int // nStack before the instruction, for messages
	flags           uint8
	version         int // changes with each change of a local variable or flag
}

func (c *checker) push(t typ) {
	f := &c.cur
	if f.nStack >= len(f.stack) {
		c.failWith(&failure{kind: stackOverflow, pc: f.offset, have: frameOnly(f)}, "Operand stack overflow")
		return
	}
	f.stack[f.nStack] = t
	f.nStack++
}

// push2 pushes the two words of long or double.
func (c *checker) push2(t typ) {
	f := &c.cur
	if f.nStack+1 >= len(f.stack) {
		c.failWith(&failure{kind: stackOverflow, pc: f.offset, have: frameOnly(f)}, "Operand stack overflow")
		return
	}
	f.stack[f.nStack] = t
	f.stack[f.nStack+1] = t.second()
	f.nStack += 2
}

// pushType pushes one or two words.
func (c *checker) pushType(t typ) {
	if t.isCategory2() {
		c.push2(t)
	} else {
		c.push(t)
	}
}

// pushWords is pushType, but a first word that fits is there if the second does not.
func (c *checker) pushWords(t typ) {
	c.push(t)
	if t.isCategory2() && c.err == nil {
		c.push(t.second())
	}
}

// popAny pops a word of any type.
func (c *checker) popAny() typ {
	f := &c.cur
	if f.nStack == 0 {
		c.failWith(&failure{kind: stackUnderflow, pc: f.offset, have: frameOnly(f)}, "Operand stack underflow")
		return top
	}
	f.nStack--
	return f.stack[f.nStack]
}

// pop pops a word assignable to want.
func (c *checker) pop(want typ) typ {
	f := &c.cur
	if f.nStack > 0 && f.stack[f.nStack-1] == want {
		f.nStack--
		return want
	}
	t := c.popAny()
	if c.err == nil && !c.assignable(t, want) && c.err == nil {
		c.failWith(&failure{kind: wrongType, pc: f.offset, have: c.popped(), want: implicit(want)}, "Bad type on operand stack")
	}
	return t
}

// pop2 pops the two words of long or double. If both are wrong, HotSpot reports the
// first word.
func (c *checker) pop2(t typ) {
	if c.err != nil {
		return
	}
	c.pop(t.second())
	err := c.err
	c.err = nil
	c.pop(t)
	if c.err == nil {
		c.err = err
	}
}

// popWords pops one or two words; of two wrong ones it reports the second, which is on top.
func (c *checker) popWords(t typ) {
	if t.isCategory2() {
		if c.pop(t.second()); c.err != nil {
			return
		}
	}
	c.pop(t)
}

// popType is popWords, but of two wrong words it reports the first.
func (c *checker) popType(t typ) {
	if t.isCategory2() {
		c.pop2(t)
	} else {
		c.pop(t)
	}
}

// load returns the type of a local variable that must be assignable to want.
func (c *checker) load(index int, want typ) typ {
	f := &c.cur
	if index >= len(f.locals) {
		c.failWith(&failure{kind: badLocal, pc: f.offset, index: index}, "Local variable table overflow")
		return top
	}
	t := f.locals[index]
	if !c.assignable(t, want) {
		c.failWith(&failure{kind: wrongType, pc: f.offset, have: local(f, index), want: implicit(want)}, "Bad local variable type")
		return top
	}
	if index >= f.nLocals {
		f.nLocals = index + 1
	}
	return t
}

// load2 checks that there is a long or double in a pair of local variables.
func (c *checker) load2(index int, want typ) {
	f := &c.cur
	if index >= f.nLocals-1 {
		c.failWith(&failure{kind: badLocal, pc: f.offset, index: index}, "get long/double overflows locals")
		return
	}
	if f.locals[index] != want {
		c.failWith(&failure{kind: wrongType, pc: f.offset, have: local(f, index), want: implicit(want)}, "Bad local variable type")
	} else if f.locals[index+1] != want.second() {
		c.failWith(&failure{kind: wrongType, pc: f.offset, have: local(f, index+1), want: implicit(want.second())}, "Bad local variable type")
	}
}

// breakPairs makes the other halves of long and double values unusable whose
// words at from to to are overwritten.
func (f *frame) breakPairs(from, to int) {
	if t := f.locals[to]; t.isCategory2() && to+1 < len(f.locals) {
		f.locals[to+1] = top
	}
	if t := f.locals[from]; t.isSecond() && from > 0 {
		f.locals[from-1] = top
	}
}

func (c *checker) store(index int, t typ) {
	f := &c.cur
	if index >= len(f.locals) {
		c.failWith(&failure{kind: badLocal, pc: f.offset, index: index}, "Local variable table overflow")
		return
	}
	f.version++
	f.breakPairs(index, index)
	f.locals[index] = t
	f.nLocals = max(f.nLocals, index+1)
}

func (c *checker) store2(index int, t typ) {
	f := &c.cur
	if index >= len(f.locals)-1 {
		c.failWith(&failure{kind: badLocal, pc: f.offset, index: index}, "Local variable table overflow")
		return
	}
	f.version++
	f.breakPairs(index, index+1)
	f.locals[index], f.locals[index+1] = t, t.second()
	f.nLocals = max(f.nLocals, index+2)
}

// initialize replaces old, uninitialized, by its type after the call of <init>.
func (f *frame) initialize(old, t typ) {
	f.version++
	for i, l := range f.locals {
		if l == old {
			f.locals[i] = t
		}
	}
	for i, s := range f.stack[:f.nStack] {
		if s == old {
			f.stack[i] = t
		}
	}
	if old == uninitThis {
		f.flags = 0
	}
}
