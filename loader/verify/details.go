package verify

import (
	"fmt"
	"strings"

	"gojvm/loader/bytecode"
)

// failKind is what is wrong, for the "Reason" of an error.
type failKind uint8

const (
	badCode failKind = iota
	wrongType
	flagsMismatch
	badIndex
	badLocal
	stackSize
	stackOverflow
	stackUnderflow
	missingStackmap
	badStackmap
)

// failure is an error with what its details show.
type failure struct {
	kind       failKind
	pc         int
	index      int // of badIndex and badLocal
	have, want origin
}

// originKind is where a type comes from.
type originKind uint8

const (
	noOrigin originKind = iota
	curLocal
	curStack
	mapLocal
	mapStack
	fromPool
	fromSignature
	fromNowhere // required by the instruction
	onlyFrame
)

// origin is a type and where it comes from.
type origin struct {
	kind  originKind
	index int
	t     typ
	frame *frame
}

func local(f *frame, i int) origin { return origin{curLocal, i, f.locals[i], f} }

func stackAt(f *frame, i int) origin {
	o := origin{kind: curStack, index: i, frame: f}
	if i < len(f.stack) {
		o.t = f.stack[i]
	}
	return o
}

func implicit(t typ) origin { return origin{kind: fromNowhere, t: t} }

func pool(index int, t typ) origin { return origin{kind: fromPool, index: index, t: t} }

func frameOnly(f *frame) origin { return origin{kind: onlyFrame, frame: f} }

// popped is the word that was on top before the last pop.
func (c *checker) popped() origin { return stackAt(&c.cur, c.cur.nStack) }

func (m *mapFrame) frame() *frame {
	return &frame{locals: m.locals, stack: m.stack, nLocals: len(m.locals), nStack: len(m.stack),
		offset: m.offset, mark: -1, flags: m.flags}
}

func (c *checker) mapLocal(m *mapFrame, i int) origin {
	return origin{mapLocal, i, m.locals[i], m.frame()}
}

func (c *checker) mapStack(m *mapFrame, i int) origin {
	return origin{mapStack, i, m.stack[i], m.frame()}
}

func (c *checker) mapFrameOnly(m *mapFrame) origin { return frameOnly(m.frame()) }

// fail reports an error of the instruction at pc itself.
func (c *checker) fail(pc int, format string, args ...any) {
	c.failWith(&failure{kind: badCode, pc: pc}, format, args...)
}

// failWith keeps the first error.
func (c *checker) failWith(e *failure, format string, args ...any) {
	if c.err != nil {
		return
	}
	var b strings.Builder
	fmt.Fprintf(&b, format, args...)
	c.details(&b, e)
	c.err = &Error{b.String()}
}

// details writes the "Exception Details" of HotSpot.
func (c *checker) details(b *strings.Builder, e *failure) {
	b.WriteString("\nException Details:\n  Location:\n")
	name := "<invalid>"
	code := c.code.Bytes
	if e.pc < len(code) {
		name = "<illegal>"
		if op := bytecode.Op(code[e.pc]); op.Valid() {
			name = op.String()
		}
	}
	fmt.Fprintf(b, "    %s.%s%s @%d: %s\n", c.file.Name, c.method.Name, c.method.Desc, e.pc, name)
	b.WriteString("  Reason:\n    ")
	c.reason(b, e)
	b.WriteByte('\n')
	if f := e.have.frame; f != nil {
		b.WriteString("  Current Frame:\n")
		c.printFrame(b, f)
	}
	if f := e.want.frame; f != nil {
		b.WriteString("  Stackmap Frame:\n")
		c.printFrame(b, f)
	}
	b.WriteString("  Bytecode:\n")
	dump(b, code)
	if n := c.code.Handlers.Len(); n > 0 {
		b.WriteString("  Exception Handler Table:\n")
		for i := range n {
			h := c.code.Handlers.At(i)
			fmt.Fprintf(b, "    bci [%d, %d] => handler: %d\n", h.Start, h.End, h.Handler)
		}
	}
	if c.code.StackMap != nil {
		b.WriteString("  Stackmap Table:\n")
		printMap(b, c.code.StackMap)
	}
}

func (c *checker) reason(b *strings.Builder, e *failure) {
	switch e.kind {
	case badCode:
		b.WriteString("Error exists in the bytecode")
	case wrongType:
		if e.want.kind == noOrigin {
			b.WriteString("Invalid type: ")
			c.printOrigin(b, &e.have)
			return
		}
		b.WriteString("Type ")
		c.printOrigin(b, &e.have)
		b.WriteString(" is not assignable to ")
		c.printOrigin(b, &e.want)
	case flagsMismatch:
		b.WriteString("Current frame's flags are not assignable to stack map frame's.")
	case badIndex:
		fmt.Fprintf(b, "Constant pool index %d is invalid", e.index)
	case badLocal:
		fmt.Fprintf(b, "Local index %d is invalid", e.index)
	case stackSize:
		b.WriteString("Current frame's stack size doesn't match stackmap.")
	case stackOverflow:
		b.WriteString("Exceeded max stack size.")
	case stackUnderflow:
		b.WriteString("Attempt to pop empty stack.")
	case missingStackmap:
		b.WriteString("Expected stackmap frame at this location.")
	case badStackmap:
		b.WriteString("Invalid stackmap specification.")
	}
}

func (c *checker) printOrigin(b *strings.Builder, o *origin) {
	b.WriteString(c.names.print(o.t))
	switch o.kind {
	case curLocal:
		fmt.Fprintf(b, " (current frame, locals[%d])", o.index)
	case curStack:
		fmt.Fprintf(b, " (current frame, stack[%d])", o.index)
	case mapLocal:
		fmt.Fprintf(b, " (stack map, locals[%d])", o.index)
	case mapStack:
		fmt.Fprintf(b, " (stack map, stack[%d])", o.index)
	case fromPool:
		fmt.Fprintf(b, " (constant pool %d)", o.index)
	case fromSignature:
		b.WriteString(" (from method signature)")
	}
}

// printFrame prints a frame, the stack as it was before the instruction.
func (c *checker) printFrame(b *strings.Builder, f *frame) {
	flags := ""
	if f.flags&flagThisUninit != 0 {
		flags = " flagThisUninit"
	}
	n := f.nStack
	if f.mark >= 0 {
		n = f.mark
	}
	fmt.Fprintf(b, "    bci: @%d\n    flags: {%s }\n", f.offset, flags)
	c.printTypes(b, "locals", f.locals[:f.nLocals])
	c.printTypes(b, "stack", f.stack[:n])
}

func (c *checker) printTypes(b *strings.Builder, what string, types []typ) {
	fmt.Fprintf(b, "    %s: {", what)
	for i, t := range types {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(" " + c.names.print(t))
	}
	b.WriteString(" }\n")
}

// dump prints code in lines of 16 bytes; there is always an incomplete last line.
func dump(b *strings.Builder, code []byte) {
	for at := 0; at <= len(code); at += 16 {
		fmt.Fprintf(b, "    %07x:", at)
		for i := range 16 {
			if i%2 == 0 {
				b.WriteByte(' ')
			}
			if at+i < len(code) {
				fmt.Fprintf(b, "%02x", code[at+i])
			} else {
				b.WriteString("  ")
			}
		}
		b.WriteByte('\n')
	}
}

// mapPrinter prints a StackMapTable that may be malformed.
type mapPrinter struct {
	b    *strings.Builder
	data []byte
	bad  bool
}

func (p *mapPrinter) u1() int {
	if len(p.data) < 1 {
		p.bad = true
		return 0
	}
	v := int(p.data[0])
	p.data = p.data[1:]
	return v
}

func (p *mapPrinter) u2() int { return p.u1()<<8 | p.u1() }

func (p *mapPrinter) types(n int) string {
	s := ""
	for i := 0; i < n && !p.bad; i++ {
		if i > 0 {
			s += ","
		}
		switch tag := p.u1(); tag {
		case itemObject:
			s += fmt.Sprintf("Object[#%d]", p.u2())
		case itemUninit:
			s += fmt.Sprintf("Uninitialized[#%d]", p.u2())
		case 0, 1, 2, 3, 4, 5, 6:
			s += [...]string{"Top", "Integer", "Float", "Double", "Long", "Null", "UninitializedThis"}[tag]
		default:
			s += fmt.Sprintf("BAD:%d", tag)
		}
	}
	return s
}

func printMap(b *strings.Builder, data []byte) {
	p := mapPrinter{b: b, data: data}
	n := p.u2()
	offset := -1
	for range n {
		offset++
		if len(p.data) == 0 {
			// HotSpot looks at what lies behind the table, mostly zeros.
			fmt.Fprintf(b, "    same_frame(@%d)", offset)
			return
		}
		kind := p.u1()
		var name, rest string
		switch {
		case kind < sameEnd:
			name, offset = "same_frame", offset+kind
		case kind < sameStackEnd:
			name, offset = "same_locals_1_stack_item_frame", offset+kind-sameEnd
			rest = "," + p.types(1)
		case kind < sameStackExt:
			b.WriteString("    ") // reserved: nothing behind the indentation
			return
		case kind == sameStackExt:
			name, offset = "same_locals_1_stack_item_extended", offset+p.u2()
			rest = "," + p.types(1)
		case kind == sameExt:
			name, offset = "same_frame_extended", offset+p.u2()
		case kind < sameExt:
			name, offset = "chop_frame", offset+p.u2()
			rest = fmt.Sprintf(",%d", sameExt-kind)
		case kind < fullFrame:
			name, offset = "append_frame", offset+p.u2()
			rest = "," + p.types(kind-sameExt)
		default:
			name, offset = "full_frame", offset+p.u2()
			rest = ",{" + p.types(p.u2()) + "},{"
			rest += p.types(p.u2()) + "}"
		}
		if p.bad {
			fmt.Fprintf(b, "    %s(@%d), output truncated, Stackmap exceeds table size.", name, offset)
			return
		}
		fmt.Fprintf(b, "    %s(@%d%s)\n", name, offset, rest)
	}
}
