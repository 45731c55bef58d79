package verify

import (
	"encoding/binary"

	"gojvm/loader/classfile"
)

// mapFrame is a frame of the StackMapTable (JVMS 4.7.4).
type mapFrame struct {
	locals, stack []typ
	offset        int
	flags         uint8
}

// Frame types of JVMS 4.7.4.
const (
	sameEnd        = 64  // below: same_frame
	sameStackEnd   = 128 // below: same_locals_1_stack_item_frame
	sameStackExt   = 247
	sameExt        = 251 // chop_frame below
	fullFrame      = 255
	itemObject     = 7
	itemUninit     = 8
	itemUninitThis = 6
)

// mapReader decodes a StackMapTable.
type mapReader struct {
	c    *checker
	data []byte
	at   int
}

// formatError reports a malformed table. There is no falling back to inference then.
func (r *mapReader) formatError(what string) {
	if r.c.err == nil {
		r.c.truncatedMap = true
		r.c.err = &classfile.FormatError{Msg: "StackMapTable format error: " + what}
	}
}

func (r *mapReader) u1() int {
	if r.at >= len(r.data) {
		r.formatError("access beyond the end of attribute")
		return 0
	}
	r.at++
	return int(r.data[r.at-1])
}

func (r *mapReader) u2() int {
	if len(r.data)-r.at < 2 {
		r.formatError("access beyond the end of attribute")
		return 0
	}
	r.at += 2
	return int(binary.BigEndian.Uint16(r.data[r.at-2:]))
}

// readMap decodes the whole StackMapTable of the method: its errors come before those of
// the code.
func (c *checker) readMap() {
	c.frames = c.frames[:0]
	c.types = c.types[:0]
	data := c.code.StackMap
	if data == nil {
		return
	}
	r := mapReader{c: c, data: data}
	n := r.u2()
	prev := mapFrame{locals: c.cur.locals[:c.cur.nLocals], offset: -1, flags: c.cur.flags}
	for range n {
		f, ok := r.next(&prev)
		if !ok || c.err != nil {
			return
		}
		c.frames = append(c.frames, f)
		if f.offset >= len(c.code.Bytes) || c.starts[f.offset] == 0 {
			c.failWith(&failure{kind: badStackmap, pc: 0, have: c.mapFrameOnly(&f)}, "StackMapTable error: bad offset")
			return
		}
		c.frameAt[f.offset] = int32(len(c.frames))
		prev = f
	}
	if r.at != len(data) {
		r.formatError("wrong attribute size")
	}
}

// next decodes a frame. Offsets are relative to the previous frame, plus one; the first
// has no previous frame.
func (r *mapReader) next(prev *mapFrame) (mapFrame, bool) {
	c := r.c
	kind := r.u1()
	f := mapFrame{offset: prev.offset + 1, locals: prev.locals, flags: prev.flags}
	if len(c.frames) == 0 {
		// The code changes the frame that it starts with.
		f.locals = c.copyTypes(prev.locals)
	}
	switch {
	case kind < sameEnd:
		f.offset += kind
	case kind < sameStackEnd:
		f.offset += kind - sameEnd
		f.stack = r.types(1, nil)
	case kind < sameStackExt:
		r.u2()
		r.formatError("reserved frame type")
		return f, false
	case kind == sameStackExt:
		f.offset += r.u2()
		f.stack = r.types(1, nil)
	case kind <= sameExt:
		f.offset += r.u2()
		if n := sameExt - kind; n > 0 {
			return f, r.chop(&f, n)
		}
	case kind < fullFrame:
		f.offset += r.u2()
		start := len(c.types)
		c.types = append(c.types, f.locals...)
		r.appendTypes(kind-sameExt, &f.flags)
		f.locals = c.types[start:len(c.types):len(c.types)]
	default:
		f.offset += r.u2()
		f.flags = 0
		f.locals = r.types(r.u2(), &f.flags)
		if c.err != nil || !r.checkSize(len(f.locals), len(c.cur.locals)) {
			return f, false
		}
		f.stack = r.types(r.u2(), nil)
	}
	if c.err != nil {
		return f, false
	}
	return f, r.checkSize(len(f.locals), len(c.cur.locals)) && r.checkSize(len(f.stack), len(c.cur.stack))
}

func (r *mapReader) checkSize(n, limit int) bool {
	if n < 0 || n > limit {
		r.c.formatError("StackMapTable format error: bad type array size")
		return false
	}
	return true
}

// chop drops the last n local variables.
func (r *mapReader) chop(f *mapFrame, n int) bool {
	pos := len(f.locals)
	for range n {
		if pos > 0 && f.locals[pos-1].isSecond() {
			pos--
		}
		pos--
		if pos < 0 {
			break
		}
	}
	if !r.checkSize(pos, len(r.c.cur.locals)) {
		return false
	}
	f.locals = f.locals[:pos:pos]
	f.flags = 0
	for _, t := range f.locals {
		if t == uninitThis {
			f.flags = flagThisUninit
		}
	}
	return true
}

// types decodes n types; flags gets flagThisUninit if one is uninitializedThis.
func (r *mapReader) types(n int, flags *uint8) []typ {
	c := r.c
	start := len(c.types)
	r.appendTypes(n, flags)
	return c.types[start:len(c.types):len(c.types)]
}

func (r *mapReader) appendTypes(n int, flags *uint8) {
	for i := 0; i < n && r.c.err == nil; i++ {
		t := r.readType(flags)
		r.c.types = append(r.c.types, t)
		if t.isCategory2() {
			r.c.types = append(r.c.types, t.second())
		}
	}
}

func (r *mapReader) readType(flags *uint8) typ {
	c := r.c
	switch tag := r.u1(); tag {
	case 0:
		return top
	case 1:
		return integer
	case 2:
		return float
	case 3:
		return double
	case 4:
		return long
	case 5:
		return null
	case itemUninitThis:
		if flags != nil {
			*flags |= flagThisUninit
		}
		return uninitThis
	case itemObject:
		i := r.u2()
		if c.err == nil && c.file.CP.Tag(i) != classfile.TagClass {
			r.formatError("bad class index")
		}
		if c.err != nil {
			return top
		}
		return c.classType(i)
	case itemUninit:
		pc := r.u2()
		if c.err == nil && (pc >= len(c.code.Bytes) || c.starts[pc] != startsNew) {
			c.formatError("StackMapTable format error: bad offset for Uninitialized")
		}
		return uninit(pc)
	default:
		r.formatError("bad verification type")
		return top
	}
}

// copyTypes copies types into the store of the frames.
func (c *checker) copyTypes(t []typ) []typ {
	start := len(c.types)
	c.types = append(c.types, t...)
	return c.types[start:len(c.types):len(c.types)]
}

// match checks that the frame cur is assignable to the frame at target (JVMS 4.10.1.2,
// frameIsAssignable). locals, stack and flags are those of cur.
func (c *checker) match(cur *frame, m *mapFrame) *failure {
	if cur.nStack != len(m.stack) {
		return &failure{kind: stackSize, pc: cur.offset, have: frameOnly(cur), want: c.mapFrameOnly(m)}
	}
	for i, t := range m.locals {
		if from := cur.locals[i]; from != t && !c.assignable(from, t) {
			return &failure{kind: wrongType, pc: m.offset, have: local(cur, i), want: c.mapLocal(m, i)}
		}
	}
	for i, t := range m.stack {
		if from := cur.stack[i]; from != t && !c.assignable(from, t) {
			return &failure{kind: wrongType, pc: m.offset, have: stackAt(cur, i), want: c.mapStack(m, i)}
		}
	}
	if cur.flags|m.flags != m.flags {
		return &failure{kind: flagsMismatch, pc: m.offset, have: frameOnly(cur), want: c.mapFrameOnly(m)}
	}
	return nil
}

// frameOf returns the frame of the StackMapTable at pc, nil if there is none.
func (c *checker) frameOf(pc int) *mapFrame {
	if uint(pc) < uint(len(c.frameAt)) {
		if i := c.frameAt[pc]; i > 0 {
			return &c.frames[i-1]
		}
	}
	return nil
}

// jump checks a branch from the current instruction.
func (c *checker) jump(target int) {
	if c.err != nil {
		return
	}
	m := c.frameOf(target)
	if m == nil {
		c.failWith(&failure{kind: missingStackmap, pc: c.cur.offset}, "Expecting a stackmap frame at branch target %d", target)
		return
	}
	if e := c.match(&c.cur, m); e != nil && c.err == nil {
		c.failWith(e, "Inconsistent stackmap frames at branch target %d", target)
	}
}

// enter makes the frame of the StackMapTable the current one.
func (c *checker) enter(m *mapFrame) {
	f := &c.cur
	n := copy(f.locals, m.locals)
	clear(f.locals[n:])
	f.nLocals = len(m.locals)
	f.nStack = copy(f.stack, m.stack)
	f.flags = m.flags
	f.version++
}
