package interp

import (
	"fmt"
	"strings"

	"gojvm/mem"
)

func opName(op uint16) string {
	if op < numOps {
		return opTable[op].name
	}
	return fmt.Sprintf("op%d", op)
}

// disassemble writes the register code of c, one line per instruction:
//
//	word  bci  operation  destination = sources  immediates
//
// Block starts are marked, and handlers listed with them. Addresses of metadata
// are left out, so that the text is the same in each run.
func (c *code) disassemble() string {
	var b strings.Builder
	for i, blk := range c.blocks {
		end := c.words
		if i+1 < len(c.blocks) {
			end = int(c.blocks[i+1].start)
		}
		for _, h := range blk.handlers {
			fmt.Fprintf(&b, "    catch %d -> %d\n", h.catch, h.target)
		}
		for w := int(blk.start); w < end; {
			in := c.ins(int32(w))
			fmt.Fprintf(&b, "%4d %4d  %s\n", w, c.meta[w].bci, c.format(w, in))
			w += in.words()
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func (c *code) reg(r uint16) string {
	switch {
	case int(r) < len(c.m.Args):
		return fmt.Sprintf("p%d", r)
	case r < c.stackBase:
		return fmt.Sprintf("l%d", r)
	}
	return fmt.Sprintf("s%d", r-c.stackBase)
}

func (c *code) format(w int, in *ins) string {
	info := &opTable[in.op]
	var b strings.Builder
	fmt.Fprintf(&b, "%-16s", info.name)
	sep := " "
	operand := func(s string) {
		b.WriteString(sep)
		b.WriteString(s)
		sep = ", "
	}
	for i, r := range [3]uint16{in.a, in.b, in.c} {
		switch info.roles[i] {
		case 'd':
			if c.meta[w].def != defNone {
				operand(c.reg(r))
				sep = " = "
			}
		case 'u':
			operand(c.reg(r))
		case 'p':
			operand(fmt.Sprintf("#%d", r))
		}
	}
	if info.flags&fCall != 0 {
		for _, r := range in.args() {
			operand(c.reg(r))
		}
		if info.flags&fInterface != 0 {
			operand(fmt.Sprintf("#%d", in.iface().cp))
		}
	}
	for _, f := range info.imm {
		switch f {
		case 'i', 'o':
			operand(fmt.Sprint(int32(in.d)))
		case 'j':
			operand(fmt.Sprintf("%#x", in.imm64()))
		case 't':
			operand(fmt.Sprintf("-> %d", w+int(int32(in.e))/insSize))
		case 'p':
			operand(fmt.Sprintf("#%d", in.e))
		}
	}
	for i := range switchTargets(in) {
		operand(fmt.Sprintf("-> %d", w+int(int32(in.caseDisp(i)))/insSize))
	}
	return b.String()
}

// switchTargets returns the number of cases of in, 0 if it is no switch.
func switchTargets(in *ins) int {
	if in.op == opTableSwitch || in.op == opLookupSwitch {
		return in.switchLen()
	}
	return 0
}

// caseDisp returns the displacement of case i of a switch.
func (in *ins) caseDisp(i int) uint32 {
	slot := uintptr(i)
	if in.op == opLookupSwitch {
		slot = 2*slot + 1
	}
	return mem.Load32(addrOf(in) + insSize + slot*4)
}
