package ssa

import (
	"math"
	"strconv"
	"strings"
)

// Parse reads functions in the text form that Print writes. Values and blocks may have any
// names; v<n> and b<n> keep their numbers. The line numbers of the text become the lines of
// the values. Every error is a *SyntaxError. The result is well formed as a graph but not
// type-checked: run [Check].
func Parse(file, src string, ops *OpTable, ptrSize int) ([]*Func, error) {
	p := &parser{lexer: lexer{file: file, src: src, line: 1}, ops: ops, ptrSize: ptrSize}
	if err := p.advance(); err != nil {
		return nil, err
	}
	var fs []*Func
	for {
		if err := p.skipLines(); err != nil {
			return nil, err
		}
		if p.tok.kind == tokEOF {
			return fs, nil
		}
		f, err := p.function()
		if err != nil {
			return nil, err
		}
		fs = append(fs, f)
	}
}

type parser struct {
	lexer
	tok     token
	ops     *OpTable
	ptrSize int

	f      *Func
	values map[string]*Value
	blocks map[string]*Block
	use    map[string]token // first use of a name not yet defined
	phis   []phiArg
	order  []*Block // in order of definition
}

// phiArg is an argument of a phi, whose position is known only when all edges are.
type phiArg struct {
	phi  *Value
	pred *Block
	val  *Value
	at   token
}

func (p *parser) advance() (err error) {
	p.tok, err = p.lexer.next()
	return err
}

func (p *parser) errorf(format string, args ...any) error {
	return p.fail(p.tok.line, p.tok.col, format, args...)
}

func (p *parser) skipLines() error {
	for p.tok.kind == tokNL {
		if err := p.advance(); err != nil {
			return err
		}
	}
	return nil
}

func (p *parser) is(punct string) bool { return p.tok.kind == tokPunct && p.tok.text == punct }

// accept skips punct if it is next.
func (p *parser) accept(punct string) (bool, error) {
	if !p.is(punct) {
		return false, nil
	}
	return true, p.advance()
}

func (p *parser) expect(punct string) error {
	if !p.is(punct) {
		return p.errorf("expected %q, found %v", punct, p.tok)
	}
	return p.advance()
}

func (p *parser) expectKind(k tokKind, what string) (string, error) {
	if p.tok.kind != k {
		return "", p.errorf("expected %s, found %v", what, p.tok)
	}
	s := p.tok.text
	return s, p.advance()
}

func (p *parser) typ() (Type, error) {
	t, ok := Void, false
	if p.tok.kind == tokWord {
		t, ok = typeNamed(p.tok.text)
	}
	if !ok {
		return Void, p.errorf("expected a type, found %v", p.tok)
	}
	return t, p.advance()
}

// function = "func" @name "(" types ")" types ["c"] "{" NL { block } "}" .
func (p *parser) function() (*Func, error) {
	if p.tok.kind != tokWord || p.tok.text != "func" {
		return nil, p.errorf("expected \"func\", found %v", p.tok)
	}
	if err := p.advance(); err != nil {
		return nil, err
	}
	name, err := p.expectKind(tokSym, "a @name")
	if err != nil {
		return nil, err
	}
	p.f = NewFunc(name, p.ops, p.ptrSize)
	p.values, p.blocks, p.use = map[string]*Value{}, map[string]*Block{}, map[string]token{}
	p.phis, p.order = nil, nil
	if err := p.signature(); err != nil {
		return nil, err
	}
	if err := p.expect("{"); err != nil {
		return nil, err
	}
	var cur *Block
	for {
		if err := p.skipLines(); err != nil {
			return nil, err
		}
		if p.is("}") {
			break
		}
		if cur, err = p.line1(cur); err != nil {
			return nil, err
		}
	}
	if err := p.advance(); err != nil {
		return nil, err
	}
	return p.f, p.finish()
}

func (p *parser) signature() error {
	if err := p.expect("("); err != nil {
		return err
	}
	for !p.is(")") {
		if len(p.f.Params) > 0 {
			if err := p.expect(","); err != nil {
				return err
			}
		}
		t, err := p.typ()
		if err != nil {
			return err
		}
		p.f.Params = append(p.f.Params, t)
	}
	if err := p.advance(); err != nil {
		return err
	}
	for p.tok.kind == tokWord || p.is(",") {
		if p.tok.text == "c" {
			p.f.Conv = ConvC
			return p.advance()
		}
		if ok, err := p.accept(","); err != nil {
			return err
		} else if ok && len(p.f.Results) == 0 {
			return p.errorf("expected a type")
		}
		t, err := p.typ()
		if err != nil {
			return err
		}
		p.f.Results = append(p.f.Results, t)
	}
	return nil
}

// line1 parses a label or a value.
func (p *parser) line1(cur *Block) (*Block, error) {
	start := p.tok
	word, err := p.expectKind(tokWord, "a block, a value or \"}\"")
	if err != nil {
		return nil, err
	}
	if ok, err := p.accept(":"); err != nil {
		return nil, err
	} else if ok {
		b := p.block(word, start)
		if _, pending := p.use["block "+word]; !pending {
			return nil, p.fail(start.line, start.col, "block %s is defined twice", word)
		}
		delete(p.use, "block "+word)
		p.order = append(p.order, b)
		return b, nil
	}
	if cur == nil {
		return nil, p.fail(start.line, start.col, "expected a block label, found %q", word)
	}
	if t := cur.Term(); t != nil {
		return nil, p.fail(start.line, start.col, "expected a block label after the terminator of %v", cur)
	}
	var v *Value
	if ok, err := p.accept("="); err != nil {
		return nil, err
	} else if ok {
		v = p.value(word, start)
		if _, pending := p.use["value "+word]; !pending {
			return nil, p.fail(start.line, start.col, "value %s is defined twice", word)
		}
		delete(p.use, "value "+word)
		start = p.tok
		if word, err = p.expectKind(tokWord, "an operation"); err != nil {
			return nil, err
		}
	} else {
		v = p.f.NewValue(OpInvalid, Void)
	}
	v.Line = int32(start.line)
	name, cond, hasCond := word, "", false
	op, ok := p.ops.Named(word)
	if i := strings.LastIndexByte(word, '.'); !ok && i > 0 {
		name, cond, hasCond = word[:i], word[i+1:], true
		op, ok = p.ops.Named(name)
	}
	if !ok || op == OpInvalid {
		return nil, p.fail(start.line, start.col, "expected an operation, found %q", word)
	}
	info := p.ops.Info(op)
	if hasCond {
		for c, n := range condNames {
			if n == cond && n != "" && info.Aux&AuxCond != 0 {
				v.Cond = Cond(c)
			}
		}
		lane, isType := typeNamed(cond)
		switch {
		case info.Aux&AuxLane != 0 && isType:
			v.Imm = int64(lane)
		case info.Aux&AuxLane != 0:
			return nil, p.fail(start.line, start.col, "expected the type of lanes, found %q", cond)
		case v.Cond == CondNone:
			return nil, p.fail(start.line, start.col, "expected a condition, found %q", cond)
		}
	}
	v.Op = op
	cur.Append(v)
	return cur, p.rest(v, info)
}

// rest parses what follows the name of the operation.
func (p *parser) rest(v *Value, info *OpInfo) error {
	if p.tok.kind == tokWord {
		if t, ok := typeNamed(p.tok.text); ok {
			v.Type = t
			if err := p.advance(); err != nil {
				return err
			}
		}
	}
	if info.Aux&AuxSym != 0 {
		sym, err := p.expectKind(tokSym, "a @name")
		if err != nil {
			return err
		}
		v.Aux = sym
	}
	for first := true; p.tok.kind == tokWord && p.tok.text != "state" || p.is(","); first = false {
		if !first {
			if err := p.expect(","); err != nil {
				return err
			}
		}
		at := p.tok
		name, err := p.expectKind(tokWord, "a value")
		if err != nil {
			return err
		}
		if ok, err := p.accept(":"); err != nil {
			return err
		} else if ok {
			if v.Op != OpPhi {
				return p.fail(at.line, at.col, "only a phi names predecessors")
			}
			vat := p.tok
			val, err := p.expectKind(tokWord, "a value")
			if err != nil {
				return err
			}
			p.phis = append(p.phis, phiArg{v, p.block(name, at), p.value(val, vat), at})
			continue
		}
		if v.Op == OpPhi {
			return p.errorf("expected \":\" and a value after the predecessor, found %v", p.tok)
		}
		v.AddArg(p.value(name, at))
	}
	for p.tok.kind != tokNL && p.tok.kind != tokEOF && !p.is("}") {
		if err := p.attribute(v, info); err != nil {
			return err
		}
	}
	return nil
}

// attribute parses one of [n] +n *n !n {...} state -> .
func (p *parser) attribute(v *Value, info *OpInfo) error {
	refuse := func(k AuxKind) bool { return info.Aux&k == 0 }
	t := p.tok
	switch {
	case t.kind == tokNumber:
		n, err := p.integer(math.MinInt32, math.MaxInt32)
		if err == nil && (refuse(AuxOff) || t.text[0] != '+' && t.text[0] != '-') {
			return p.fail(t.line, t.col, "%s takes no offset", info.Name)
		}
		v.Off = int32(n)
		return err
	case p.is("["):
		if refuse(AuxImm | AuxFloat) {
			return p.errorf("%s takes no constant", info.Name)
		}
		if err := p.advance(); err != nil {
			return err
		}
		if err := p.constant(v, info); err != nil {
			return err
		}
		return p.expect("]")
	case p.is("*"):
		if err := p.advance(); err != nil {
			return err
		}
		at := p.tok
		n, err := p.integer(1, 8)
		if err != nil {
			return err
		}
		if refuse(AuxScale) || n&(n-1) != 0 {
			return p.fail(at.line, at.col, "expected a scale 1, 2, 4 or 8 of an address, found %d", n)
		}
		for ; n > 1; n >>= 1 {
			v.Scale++
		}
		return nil
	case p.is("!"):
		if refuse(AuxAlias) {
			return p.errorf("%s takes no alias class", info.Name)
		}
		if err := p.advance(); err != nil {
			return err
		}
		n, err := p.integer(math.MinInt32, math.MaxInt32)
		v.Alias = int32(n)
		return err
	case p.is("{"):
		if refuse(AuxCases) {
			return p.errorf("%s takes no list", info.Name)
		}
		cases := []int64{}
		for sep := "{"; !p.is("}"); sep = "," {
			if err := p.expect(sep); err != nil {
				return err
			}
			if p.is("}") && sep == "{" {
				break
			}
			n, err := p.integer(math.MinInt32, math.MaxInt32)
			if err != nil {
				return err
			}
			cases = append(cases, n)
		}
		v.Aux = cases
		return p.advance()
	case t.kind == tokWord && t.text == "state":
		return p.state(v)
	case p.is("->"):
		if !info.Has(Terminates) {
			return p.errorf("%s does not end a block", info.Name)
		}
		return p.successors(v.Block)
	}
	return p.errorf("unexpected %v", t)
}

// state = "state" number "(" values ")" .
func (p *parser) state(v *Value) error {
	if err := p.advance(); err != nil {
		return err
	}
	n, err := p.integer(math.MinInt64, math.MaxInt64)
	if err != nil {
		return err
	}
	v.State = &FrameState{Data: n}
	if err := p.expect("("); err != nil {
		return err
	}
	for !p.is(")") {
		if len(v.State.Vals) > 0 {
			if err := p.expect(","); err != nil {
				return err
			}
		}
		at := p.tok
		name, err := p.expectKind(tokWord, "a value")
		if err != nil {
			return err
		}
		x := p.value(name, at)
		x.Uses++
		v.State.Vals = append(v.State.Vals, x)
	}
	return p.advance()
}

// successors = "->" block ["(" count ")"] { "," ... } .
func (p *parser) successors(b *Block) error {
	for sep := "->"; p.is(sep); sep = "," {
		if err := p.advance(); err != nil {
			return err
		}
		at := p.tok
		name, err := p.expectKind(tokWord, "a block")
		if err != nil {
			return err
		}
		b.AddSucc(p.block(name, at))
		if ok, err := p.accept("("); err != nil {
			return err
		} else if ok {
			n, err := p.integer(0, math.MaxInt64)
			if err != nil {
				return err
			}
			for len(b.Counts) < len(b.Succs) {
				b.Counts = append(b.Counts, 0)
			}
			b.Counts[len(b.Succs)-1] = n
			if err := p.expect(")"); err != nil {
				return err
			}
		} else if b.Counts != nil {
			b.Counts = append(b.Counts, 0)
		}
	}
	return nil
}

func (p *parser) integer(lo, hi int64) (int64, error) {
	t := p.tok
	if t.kind != tokNumber {
		return 0, p.errorf("expected an integer, found %v", t)
	}
	n, err := strconv.ParseInt(t.text, 0, 64)
	if err != nil {
		u, err2 := strconv.ParseUint(t.text, 0, 64)
		if err2 != nil {
			return 0, p.errorf("expected an integer, found %v", t)
		}
		n = int64(u)
	}
	if n < lo || n > hi {
		return 0, p.errorf("%d is out of range", n)
	}
	return n, p.advance()
}

func (p *parser) constant(v *Value, info *OpInfo) error {
	if info.Aux&AuxFloat == 0 || strings.HasPrefix(p.tok.text, "0x") {
		n, err := p.integer(math.MinInt64, math.MaxInt64)
		v.Imm = n
		if info.Aux&AuxFloat == 0 {
			v.Imm = Norm(v.Type, p.ptrSize, n)
		}
		return err
	}
	if p.tok.kind != tokNumber && p.tok.kind != tokWord {
		return p.errorf("expected a number, found %v", p.tok)
	}
	bits := 64
	if v.Type == F32 {
		bits = 32
	}
	x, err := strconv.ParseFloat(p.tok.text, bits)
	if err != nil {
		return p.errorf("expected a number, found %v", p.tok)
	}
	if v.Imm = int64(math.Float64bits(x)); bits == 32 {
		v.Imm = int64(math.Float32bits(float32(x)))
	}
	if x != x {
		v.Imm = 0x7ff8000000000000
		if bits == 32 {
			v.Imm = 0x7fc00000
		}
	}
	return p.advance()
}

// value returns the value with the given name, made up if it is not defined yet.
func (p *parser) value(name string, at token) *Value {
	v := p.values[name]
	if v == nil {
		v = p.f.NewValue(OpInvalid, Void)
		p.values[name] = v
		p.use["value "+name] = at
	}
	return v
}

func (p *parser) block(name string, at token) *Block {
	b := p.blocks[name]
	if b == nil {
		b = p.f.NewBlock()
		p.blocks[name] = b
		p.use["block "+name] = at
	}
	return b
}

// finish resolves what could not be known before the end of the function.
func (p *parser) finish() error {
	var first string
	for name, at := range p.use {
		if o := p.use[first]; first == "" || at.line < o.line || at.line == o.line && at.col < o.col {
			first = name
		}
	}
	if first != "" {
		at := p.use[first]
		return p.fail(at.line, at.col, "%s is not defined", first)
	}
	if len(p.order) == 0 {
		return p.errorf("function @%s has no blocks", p.f.Name)
	}
	p.f.Blocks = p.order
	for _, a := range p.phis {
		if len(a.phi.Args) == 0 {
			a.phi.Args = make([]*Value, len(a.phi.Block.Preds))
		}
		found := false
		for i, e := range a.phi.Block.Preds {
			if e.B == a.pred && a.phi.Args[i] == nil {
				a.phi.Args[i], found = a.val, true
				a.val.Uses++
				break
			}
		}
		if !found {
			return p.fail(a.at.line, a.at.col, "%q is no predecessor that still needs an argument", a.at.text)
		}
	}
	for _, b := range p.order {
		for _, v := range b.Values {
			if v.Op != OpPhi {
				continue
			}
			for i := range v.Args {
				if v.Args[i] == nil {
					return p.fail(int(v.Line), 1, "the phi has no argument for predecessor %v", b.Preds[i].B)
				}
			}
		}
	}
	p.renumber()
	return nil
}

// renumber gives values v<n> and blocks b<n> the number in their name and all others numbers above.
func (p *parser) renumber() {
	number := func(name string, letter byte) (ID, bool) {
		if len(name) < 2 || name[0] != letter || name[1] == '0' && len(name) > 2 {
			return 0, false
		}
		n, err := strconv.ParseUint(name[1:], 10, 20)
		return ID(n), err == nil
	}
	for _, b := range p.f.Blocks {
		b.ID = -1
		for _, v := range b.Values {
			v.ID = -1
		}
	}
	p.f.nextV, p.f.nextB = 0, 0
	for name, v := range p.values {
		if n, ok := number(name, 'v'); ok {
			v.ID = n
			p.f.nextV = max(p.f.nextV, n+1)
		}
	}
	for name, b := range p.blocks {
		if n, ok := number(name, 'b'); ok {
			b.ID = n
			p.f.nextB = max(p.f.nextB, n+1)
		}
	}
	for _, b := range p.f.Blocks {
		if b.ID < 0 {
			b.ID = p.f.nextB
			p.f.nextB++
		}
		for _, v := range b.Values {
			if v.ID < 0 {
				v.ID = p.f.nextV
				p.f.nextV++
			}
		}
	}
}
