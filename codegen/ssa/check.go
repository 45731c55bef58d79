package ssa

import "fmt"

// CheckError says what is wrong with a function, and where.
type CheckError struct {
	Func, Block, Value string
	Line               int32
	Msg                string
}

func (e *CheckError) Error() string {
	s := "@" + e.Func
	if e.Block != "" {
		s += " " + e.Block
	}
	if e.Value != "" {
		s += " `" + e.Value + "`"
	}
	return s + ": " + e.Msg
}

type checker struct {
	f    *Func
	dom  *DomTree
	args []bool  // parameters seen
	pos  []int32 // position in its block + 1 by value ID, 0 if not seen
}

// Check verifies the invariants stated in the package comment. It returns nil or a
// *CheckError.
func Check(f *Func) error {
	c := &checker{f: f}
	if len(f.Blocks) == 0 {
		return c.fail(nil, nil, "the function has no blocks")
	}
	if err := c.graph(); err != nil {
		return err
	}
	c.dom = f.Dominators()
	uses := make([]int32, f.NumValues())
	for _, b := range f.Blocks {
		for i, v := range b.Values {
			if err := c.value(b, i, v); err != nil {
				return err
			}
			for _, a := range v.Args {
				uses[a.ID]++
			}
			if v.State != nil {
				for _, a := range v.State.Vals {
					uses[a.ID]++
				}
			}
		}
	}
	for _, b := range f.Blocks {
		for _, v := range b.Values {
			if v.Uses != uses[v.ID] {
				return c.fail(b, v, "has %d uses but its count says %d", uses[v.ID], v.Uses)
			}
		}
	}
	return nil
}

func (c *checker) fail(b *Block, v *Value, format string, args ...any) error {
	e := &CheckError{Func: c.f.Name, Msg: fmt.Sprintf(format, args...)}
	if b != nil {
		e.Block = b.String()
	}
	if v != nil {
		e.Value, e.Line = v.LongString(), v.Line
	}
	return e
}

// graph checks blocks, edges, and that each value is in one place.
func (c *checker) graph() error {
	f := c.f
	c.pos = make([]int32, f.NumValues())
	ids := make([]bool, f.NumBlocks())
	for _, b := range f.Blocks {
		if b.Func != f || b.ID < 0 || int(b.ID) >= len(ids) || ids[b.ID] {
			return c.fail(b, nil, "the block is not one of the function's, or is twice in its list")
		}
		ids[b.ID] = true
	}
	for _, b := range f.Blocks {
		if b.Term() == nil {
			return c.fail(b, nil, "the block does not end with a terminator")
		}
		last := len(b.Values) - 1
		for i, v := range b.Values {
			if v.Block != b || v.ID < 0 || int(v.ID) >= len(c.pos) || c.pos[v.ID] != 0 {
				return c.fail(b, nil, "%v belongs to another block or is twice in the function", v)
			}
			c.pos[v.ID] = int32(i) + 1
			if i != last && v.Info().Has(Terminates) {
				return c.fail(b, v, "a terminator in the middle of the block")
			}
			if v.Op == OpPhi && i > 0 && b.Values[i-1].Op != OpPhi {
				return c.fail(b, v, "a phi behind other values")
			}
		}
		for i, e := range b.Succs {
			if int(e.B.ID) >= len(ids) || !ids[e.B.ID] || e.I >= len(e.B.Preds) || e.B.Preds[e.I] != (Edge{b, i}) {
				return c.fail(b, nil, "edge %d to %v does not lead back", i, e.B)
			}
		}
		for i, e := range b.Preds {
			if int(e.B.ID) >= len(ids) || !ids[e.B.ID] || e.I >= len(e.B.Succs) || e.B.Succs[e.I] != (Edge{b, i}) {
				return c.fail(b, nil, "predecessor %d, %v, has no edge here", i, e.B)
			}
		}
		if b.Counts != nil && len(b.Counts) != len(b.Succs) {
			return c.fail(b, nil, "%d profile counts for %d successors", len(b.Counts), len(b.Succs))
		}
		if want := c.numSuccs(b.Term()); want >= 0 && len(b.Succs) != want {
			return c.fail(b, b.Term(), "needs %d successors, has %d", want, len(b.Succs))
		}
	}
	if len(f.Entry().Preds) > 0 {
		return c.fail(f.Entry(), nil, "the entry block has predecessors")
	}
	return nil
}

// numSuccs returns how many successors a terminator needs, -1 if a target decides.
func (c *checker) numSuccs(t *Value) int {
	switch t.Op {
	case OpJmp:
		return 1
	case OpIf, OpCatch:
		return 2
	case OpRet, OpStop:
		return 0
	case OpSwitch:
		cases, _ := t.Aux.([]int64)
		return len(cases) + 1
	}
	return -1
}

func (c *checker) value(b *Block, i int, v *Value) error {
	info := v.Info()
	if info.Name == "" || v.Op == OpInvalid {
		return c.fail(b, v, "operation %d does not exist", v.Op)
	}
	for n, a := range v.Args {
		if err := c.operand(b, i, v, n, a); err != nil {
			return err
		}
	}
	if v.State != nil {
		for n, a := range v.State.Vals {
			if err := c.operand(b, i, v, len(v.Args)+n, a); err != nil {
				return err
			}
		}
	}
	if msg := c.signature(v, info); msg != "" {
		return c.fail(b, v, "%s", msg)
	}
	return c.special(b, i, v)
}

// placed reports whether a is where its block and its number say.
func (c *checker) placed(a *Value) bool {
	p := int(c.pos[a.ID]) - 1
	return p >= 0 && p < len(a.Block.Values) && a.Block.Values[p] == a
}

// operand checks operand n of v, which is a.
func (c *checker) operand(b *Block, i int, v *Value, n int, a *Value) error {
	switch {
	case a == nil || int(a.ID) >= len(c.pos) || a.Block == nil || !c.placed(a):
		return c.fail(b, v, "operand %d is not a value of the function", n+1)
	case a.Type == Void:
		return c.fail(b, v, "operand %v has no result", a)
	case v.Op != OpPhi && !c.available(a, b, i):
		return c.fail(b, v, "%v is used where it is not available", a)
	}
	return nil
}

// available reports whether a is computed before position i of b. In unreachable code
// everything is.
func (c *checker) available(a *Value, b *Block, i int) bool {
	if !c.dom.Reachable(b) {
		return true
	}
	if a.Block == b {
		return int(c.pos[a.ID]) <= i
	}
	return c.dom.Dominates(a.Block, b)
}

// signature matches types against the row; it returns a complaint or "".
func (c *checker) signature(v *Value, info *OpInfo) string {
	res, args := info.Sig[0], info.Sig[2:] // each signature has one letter for the result
	var bound [32]Type                     // by letter
	match := func(class byte, t Type) bool {
		ok := false
		switch class {
		case '-':
			return t == Void
		case 'i':
			return t == I32
		case 'l':
			return t == I64
		case 'r':
			return t == Ref
		case 'p':
			return t == Ptr
		case 'd':
			return t == F64
		case 'v':
			ok = t.IsVector()
		case 'w':
			return t == V256
		case 'u':
			return t == V128
		case 'n', 'm':
			ok = t.IsInt()
		case 'k':
			return t.IsInt()
		case 'f', 'g':
			ok = t.IsFloat()
		case 'x', 'y':
			ok = t.IsReg()
		case 'z':
			ok = t.IsReg() || t.IsVector()
		case 'c':
			ok = t.IsInt() || t == Ref
		case 'a':
			return t == Ref || t == Ptr
		}
		if ok && bound[class&31] != Void && bound[class&31] != t {
			return false
		}
		bound[class&31] = t
		return ok
	}
	void := v.Type == Void && info.Has(Calls)
	if !void && !match(res, v.Type) {
		return fmt.Sprintf("%s cannot have a result of type %v", info.Name, v.Type)
	}
	k := 0
	for j := 0; j < len(args); j++ {
		switch args[j] {
		case '?':
			if k == len(v.Args) {
				return ""
			}
			continue
		case '*':
			return ""
		}
		if k >= len(v.Args) {
			return fmt.Sprintf("%s needs more than %d arguments", info.Name, len(v.Args))
		}
		if !match(args[j], v.Args[k].Type) {
			return fmt.Sprintf("argument %d of %s cannot have type %v", k, info.Name, v.Args[k].Type)
		}
		k++
	}
	if k != len(v.Args) {
		return fmt.Sprintf("%s takes %d arguments, has %d", info.Name, k, len(v.Args))
	}
	return ""
}

// special checks what the signature language cannot say.
func (c *checker) special(b *Block, i int, v *Value) error {
	if msg := vectorsWrong(v); msg != "" {
		return c.fail(b, v, "%s", msg)
	}
	switch v.Op {
	case OpPhi:
		if len(v.Args) != len(b.Preds) {
			return c.fail(b, v, "%d arguments for %d predecessors", len(v.Args), len(b.Preds))
		}
		for k, a := range v.Args {
			if a.Type != v.Type {
				return c.fail(b, v, "argument %v has type %v", a, a.Type)
			}
			p := b.Preds[k].B
			if !c.available(a, p, len(p.Values)) {
				return c.fail(b, v, "%v is not available at the end of %v", a, p)
			}
		}
	case OpArg:
		if b != c.f.Entry() || v.Imm < 0 || v.Imm >= int64(len(c.f.Params)) || c.f.Params[v.Imm] != v.Type {
			return c.fail(b, v, "no such parameter, or not in the entry block")
		}
		if c.args == nil {
			c.args = make([]bool, len(c.f.Params))
		}
		if c.args[v.Imm] {
			return c.fail(b, v, "parameter %d is taken twice", v.Imm)
		}
		c.args[v.Imm] = true
	case OpConst:
		if Norm(v.Type, c.f.PtrSize, v.Imm) != v.Imm {
			return c.fail(b, v, "the constant does not fit its type")
		}
	case OpRet:
		if len(v.Args) != len(c.f.Results) {
			return c.fail(b, v, "%d results, the function has %d", len(v.Args), len(c.f.Results))
		}
		for k, a := range v.Args {
			if a.Type != c.f.Results[k] {
				return c.fail(b, v, "result %d has type %v, not %v", k, a.Type, c.f.Results[k])
			}
		}
	case OpBits:
		if v.Type.Size(c.f.PtrSize) != v.Args[0].Type.Size(c.f.PtrSize) || v.Type.IsFloat() == v.Args[0].Type.IsFloat() {
			return c.fail(b, v, "needs an integer and a float of one width")
		}
	case OpCatch:
		if call := b.CatchCall(); call == nil {
			return c.fail(b, v, "no call just before it")
		}
		h := b.Succs[1].B
		if len(h.Preds) != 1 || h.Values[h.NumPhis()].Op != OpException {
			return c.fail(b, v, "the handler %v needs one predecessor, and an exception as first value", h)
		}
	case OpException:
		if i > 0 || len(b.Preds) != 1 || b.Preds[0].I != 1 || b.Preds[0].B.Term().Op != OpCatch {
			return c.fail(b, v, "not at the start of a block that a catch leads to")
		}
	case OpSwitch:
		cases, _ := v.Aux.([]int64)
		seen := make(map[int64]bool, len(cases))
		for _, k := range cases {
			if seen[k] || k != int64(int32(k)) {
				return c.fail(b, v, "case %d is there twice or does not fit", k)
			}
			seen[k] = true
		}
	case OpFence:
		if v.Imm < 1 || v.Imm > 7 {
			return c.fail(b, v, "no such fence")
		}
	case OpResult:
		// Machines whose instructions have two results use it for those as well.
		if k := i - int(v.Imm); v.Args[0].Op < FirstTargetOp && !v.Args[0].Info().Has(Calls) || k < 0 || b.Values[k] != v.Args[0] {
			return c.fail(b, v, "a result of something that is not the call just before it")
		}
	}
	if v.Info().Has(Glued) && (i == 0 || b.Values[i-1] != v.Args[len(v.Args)-1]) {
		return c.fail(b, v, "does not stand right behind its last argument")
	}
	if len(v.Args) > 0 && v.Scale > 3 {
		return c.fail(b, v, "scale out of range")
	}
	return nil
}
