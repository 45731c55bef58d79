package verify

import (
	"fmt"

	"gojvm/loader/bytecode"
	"gojvm/loader/classfile"
)

// What checker.starts says of a pc.
const (
	startsInst = 1
	startsNew  = 2 // a new instruction
)

// checker verifies a class by type checking (JVMS 4.10.1). Its buffers serve all
// methods of the class.
type checker struct {
	file  *classfile.File
	h     Hierarchy
	names names
	this  typ
	super typ

	object, throwable, stringT, classT, methodHandle, methodType typ

	classTypes []typ  // by index of a Class entry; top where not asked for yet
	sigs       []*sig // by index of the Utf8 of a method descriptor
	pairs      [64]pair

	// Of the method.
	method   *classfile.Member
	code     *classfile.Code
	starts   []uint8 // by pc
	frameAt  []int32 // by pc: index in frames plus 1
	frames   []mapFrame
	types    []typ // what frames consist of
	handlers []handler
	tryStart int // no handler covers less
	tryEnd   int // nor this and more
	cur      frame
	ret      typ // return type, top for void
	inst     bytecode.Inst
	// initialized is set when the instruction has initialized "this".
	initialized bool

	err          error
	loadFailed   bool // err came from the hierarchy
	truncatedMap bool // err is a StackMapTable that cannot be read
}

// sig is a method descriptor as types on the stack, two for long and double.
type sig struct {
	args []typ
	ret  typ // top for void
}

func newChecker(f *classfile.File, h Hierarchy) *checker {
	n := f.CP.Len()
	c := &checker{file: f, h: h, names: newNames(16 + n/8), classTypes: make([]typ, n), sigs: make([]*sig, n)}
	c.this = c.names.ref(f.Name)
	c.super = c.names.ref(f.Super)
	c.object = c.names.ref("java/lang/Object")
	c.throwable = c.names.ref("java/lang/Throwable")
	c.stringT = c.names.ref("java/lang/String")
	c.classT = c.names.ref("java/lang/Class")
	c.methodHandle = c.names.ref("java/lang/invoke/MethodHandle")
	c.methodType = c.names.ref("java/lang/invoke/MethodType")
	return c
}

// class verifies all methods.
func (c *checker) class() error {
	for i := range c.file.Methods {
		if m := &c.file.Methods[i]; m.Code != nil {
			c.verifyMethod(m)
			if c.err != nil {
				return c.err
			}
		}
	}
	return nil
}

// abort ends verification with an error of the hierarchy.
func (c *checker) abort(err error) {
	if c.err == nil {
		c.err, c.loadFailed = err, true
	}
}

// formatError ends verification with a ClassFormatError.
func (c *checker) formatError(format string, args ...any) {
	if c.err == nil {
		c.err = formatError(c.file, c.method, format, args...)
	}
}

// classType returns the type of a Class entry.
func (c *checker) classType(index int) typ {
	t := c.classTypes[index]
	if t == top {
		t = c.names.ref(c.file.CP.Class(index))
		c.classTypes[index] = t
	}
	return t
}

// sigOf returns the types of the method descriptor that is Utf8 entry index.
func (c *checker) sigOf(index int) *sig {
	s := c.sigs[index]
	if s == nil {
		s = c.parseSig(c.file.CP.Utf8(index))
		c.sigs[index] = s
	}
	return s
}

func (c *checker) parseSig(desc string) *sig {
	_, words := classfile.NumParams(desc)
	s := &sig{args: make([]typ, 0, words)}
	for rest := desc[1:]; ; {
		n := classfile.TypeLen(rest)
		if n == 0 {
			break
		}
		t := c.names.fromDescriptor(rest[:n])
		s.args = append(s.args, t)
		if t.isCategory2() {
			s.args = append(s.args, t.second())
		}
		rest = rest[n:]
	}
	if ret := classfile.ReturnType(desc); ret != "V" {
		s.ret = c.names.fromDescriptor(ret)
	}
	return s
}

// resize returns s with n zero elements.
func resize[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, n+n/2)
	}
	s = s[:n]
	clear(s)
	return s
}

// verifyMethod verifies the code of m (JVMS 4.10.1.6).
func (c *checker) verifyMethod(m *classfile.Member) {
	c.method, c.code = m, m.Code
	n := len(m.Code.Bytes)
	c.starts = resize(c.starts, n)
	c.frameAt = resize(c.frameAt, n)
	c.firstFrame()
	if !c.findStarts() {
		return
	}
	c.readHandlers()
	if c.err == nil {
		c.checkVarRanges()
	}
	if c.err == nil {
		c.readMap()
	}
	if c.err == nil {
		c.run()
	}
}

// firstFrame sets the frame with which the method starts.
func (c *checker) firstFrame() {
	m := c.method
	f := &c.cur
	*f = frame{locals: resize(f.locals, int(m.Code.MaxLocals)), stack: resize(f.stack, int(m.Code.MaxStack))}
	if m.Flags&classfile.AccStatic == 0 {
		f.locals[0] = c.this
		if m.Name == "<init>" && c.this != c.object {
			f.locals[0] = uninitThis
			f.flags = flagThisUninit
		}
		f.nLocals = 1
	}
	s := c.sigOf(int(m.DescIndex))
	f.nLocals += copy(f.locals[f.nLocals:], s.args)
	c.ret = s.ret
	// Values that are returned are checked for the declared type.
	switch classfile.ReturnType(m.Desc) {
	case "Z":
		c.ret = boolean
	case "B":
		c.ret = byteT
	case "S":
		c.ret = short
	case "C":
		c.ret = char
	}
}

// findStarts finds where instructions start.
func (c *checker) findStarts() bool {
	code := c.code.Bytes
	for pc := 0; pc < len(code); {
		op := bytecode.Op(code[pc])
		n := op.Len()
		if n == 0 {
			if bytecode.Decode(code, pc, &c.inst) != nil {
				c.fail(pc, "Bad instruction")
				return false
			}
			n = c.inst.Len
		} else if n > len(code)-pc {
			c.fail(pc, "Bad instruction")
			return false
		}
		c.starts[pc] = startsInst
		if op == bytecode.New {
			c.starts[pc] = startsNew
		}
		pc += n
	}
	return true
}

func (c *checker) isStart(pc int) bool { return pc < len(c.starts) && c.starts[pc] != 0 }

// checkVarRanges checks that ranges of LocalVariableTable consist of instructions.
func (c *checker) checkVarRanges() {
	for name, b := range c.code.Attrs.All {
		if name != "LocalVariableTable" || len(b) < 2 {
			continue
		}
		t := classfile.U2s(b[2:])
		for i := 0; i+4 < t.Len(); i += 5 {
			start, length := t.At(i), t.At(i+1)
			if !c.isStart(start) {
				c.formatError("Illegal local variable table start_pc %d", start)
				return
			}
			if end := start + length; end != len(c.starts) && !c.isStart(end) {
				c.formatError("Illegal local variable table length %d", length)
				return
			}
		}
	}
}

// run checks the instructions in the order of the code. Where control comes from
// elsewhere there must be a frame of the StackMapTable.
func (c *checker) run() {
	code := c.code.Bytes
	f := &c.cur
	next := 0 // index of the frame that comes next
	reachable := true
	for pc := 0; pc < len(code); pc = c.inst.Next() {
		if bytecode.Decode(code, pc, &c.inst) != nil {
			panic(fmt.Sprintf("BUG: instruction at %d of %s decoded before", pc, c.method.Name))
		}
		f.offset, f.mark = pc, f.nStack
		if next < len(c.frames) {
			m := &c.frames[next]
			switch {
			case m.offset == pc:
				if reachable {
					if e := c.match(f, m); e != nil {
						c.failWith(e, "Instruction type does not match stack map")
						return
					}
					if c.err != nil {
						return
					}
				}
				c.enter(m)
				next++
			case !reachable:
				c.failWith(&failure{kind: missingStackmap, pc: pc}, "Expecting a stack map frame")
				return
			}
		} else if !reachable {
			c.fail(pc, "Expecting a stack map frame")
			return
		}
		f.mark = f.nStack
		covered := pc >= c.tryStart && pc < c.tryEnd
		c.initialized = false
		store := covered && isStore(c.inst.Op)
		if store {
			// A store changes the frame: handlers see the one before.
			if c.checkHandlers(false); c.err != nil {
				return
			}
		}
		if c.instruction(&c.inst); c.err != nil {
			return
		}
		if covered && !store {
			if c.checkHandlers(c.initialized); c.err != nil {
				return
			}
		}
		reachable = !c.inst.Op.Is(bytecode.Ends)
	}
	if reachable {
		c.fail(len(code), "Control flow falls through code end")
	}
}

func isStore(op bytecode.Op) bool { return op >= bytecode.Istore && op <= bytecode.Astore3 }
