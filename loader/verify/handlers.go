package verify

import (
	"gojvm/loader/bytecode"
	"gojvm/loader/classfile"
)

// handler is an exception handler of the method.
type handler struct {
	classfile.Handler
	catch typ
	// The last state of the local variables that was found to suit the handler.
	seenVersion int
	seenFlags   uint8
	seen        bool
}

// readHandlers checks the exception table (JVMS 4.10.1.6, handlersAreLegal).
func (c *checker) readHandlers() {
	c.handlers = c.handlers[:0]
	c.tryStart, c.tryEnd = len(c.starts), -1
	for i := range c.code.Handlers.Len() {
		h := handler{Handler: c.code.Handlers.At(i), catch: c.throwable}
		if !c.isStart(h.Start) {
			c.formatError("Illegal exception table start_pc %d", h.Start)
			return
		}
		if h.End != len(c.starts) && !c.isStart(h.End) {
			c.formatError("Illegal exception table end_pc %d", h.End)
			return
		}
		if !c.isStart(h.Handler.Handler) {
			c.formatError("Illegal exception table handler_pc %d", h.Handler.Handler)
			return
		}
		if h.Catch != 0 {
			h.catch = c.classType(h.Catch)
			ok := c.assignable(h.catch, c.throwable)
			if c.err != nil {
				return
			}
			if !ok {
				c.failWith(&failure{kind: wrongType, pc: h.Handler.Handler, have: pool(h.Catch, h.catch), want: implicit(c.throwable)},
					"Catch type is not a subclass of Throwable in exception handler %d", h.Handler.Handler)
				return
			}
		}
		c.tryStart, c.tryEnd = min(c.tryStart, h.Start), max(c.tryEnd, h.End)
		c.handlers = append(c.handlers, h)
	}
}

// checkHandlers checks that the frame suits the handlers of the current instruction
// (JVMS 4.10.1.6, instructionSatisfiesHandlers).
func (c *checker) checkHandlers(initialized bool) {
	f := &c.cur
	for i := range c.handlers {
		h := &c.handlers[i]
		if f.offset < h.Start || f.offset >= h.End {
			continue
		}
		flags := f.flags
		if initialized {
			flags |= flagThisUninit
		}
		if h.seen && h.seenVersion == f.version && h.seenFlags == flags {
			continue
		}
		in := frame{locals: f.locals, nLocals: f.nLocals, offset: f.offset, mark: -1, flags: flags}
		if len(f.stack) < 1 {
			c.failWith(&failure{kind: stackOverflow, pc: f.offset, have: frameOnly(&in)}, "Operand stack overflow")
			return
		}
		in.stack, in.nStack = []typ{h.catch}, 1
		m := c.frameOf(h.Handler.Handler)
		if m == nil {
			c.failWith(&failure{kind: missingStackmap, pc: f.offset},
				"Expecting a stackmap frame at branch target %d", h.Handler.Handler)
			return
		}
		e := c.match(&in, m)
		if c.err != nil {
			return
		}
		if e != nil {
			c.failWith(e, "Stack map does not match the one at exception handler %d", h.Handler.Handler)
			return
		}
		h.seen, h.seenVersion, h.seenFlags = true, f.version, flags
	}
}

// endsInAthrow reports whether no path from pc returns: all end in athrow or
// never end. Handlers of the instructions on the way count as paths.
func (c *checker) endsInAthrow(pc int) bool {
	code := c.code.Bytes
	seen := bytecode.NewBits(len(code))
	work := []int{pc}
	var in bytecode.Inst
	for len(work) > 0 {
		pc := work[len(work)-1]
		work = work[:len(work)-1]
		if !c.isStart(pc) || bytecode.Decode(code, pc, &in) != nil {
			return false
		}
		if seen.Has(pc) {
			continue
		}
		seen.Add(pc)
		if in.Op == bytecode.Return {
			return false
		}
		for i := range c.handlers {
			if h := &c.handlers[i]; pc >= h.Start && pc < h.End {
				work = append(work, h.Handler.Handler)
			}
		}
		// What follows a switch is looked at too, as HotSpot does.
		if in.Op == bytecode.Tableswitch || in.Op == bytecode.Lookupswitch {
			work = append(work, in.Next())
		}
		if in.Op != bytecode.Athrow {
			work = bytecode.Successors(&in, work)
		}
	}
	return true
}
