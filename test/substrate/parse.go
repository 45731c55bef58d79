package substrate

import (
	"fmt"
	"slices"

	"gojvm/codegen/ssa"
)

// parser is a recursive-descent parser that resolves names as it goes.
type parser struct {
	file     string
	toks     []token
	fn       *function
	scopes   []map[string]*variable // innermost last, of all functions around
	nextID   int
	builtins []builtinFn
	loops    int
}

// parse parses a program: the body of a function without parameters.
func parse(file, text string, builtins []builtinFn) (f *function, err error) {
	toks, err := lex(file, text)
	if err != nil {
		return nil, err
	}
	p := &parser{file: file, toks: toks, builtins: builtins}
	defer func() {
		if r := recover(); r != nil {
			e, ok := r.(*Error)
			if !ok {
				panic(r)
			}
			f, err = nil, e
		}
	}()
	p.fn = &function{name: "main", line: 1}
	p.push()
	for p.tok().kind != "end" {
		p.fn.body = append(p.fn.body, p.stmt())
	}
	return p.fn, nil
}

func (p *parser) tok() *token { return &p.toks[0] }

func (p *parser) fail(format string, args ...any) {
	panic(&Error{p.file, p.tok().line, fmt.Sprintf(format, args...)})
}

func (p *parser) is(kind string) bool {
	if p.tok().kind != kind {
		return false
	}
	p.toks = p.toks[1:]
	return true
}

func (p *parser) expect(kind string) token {
	t := *p.tok()
	if !p.is(kind) {
		p.fail("%s expected, found %s", kind, t.text)
	}
	return t
}

func (p *parser) push() { p.scopes = append(p.scopes, map[string]*variable{}) }
func (p *parser) pop()  { p.scopes = p.scopes[:len(p.scopes)-1] }

func (p *parser) declare(name string) *variable {
	v := &variable{name: name, owner: p.fn, id: p.nextID, typ: ssa.Ref}
	p.nextID++
	p.scopes[len(p.scopes)-1][name] = v
	return v
}

// lookup finds a variable; one of an enclosing function becomes a cell that all functions
// between capture.
func (p *parser) lookup(name string) *variable {
	for i := len(p.scopes) - 1; i >= 0; i-- {
		if v := p.scopes[i][name]; v != nil {
			for f := p.fn; f != v.owner; f = f.outer {
				v.cell = true
				f.capture(v)
			}
			return v
		}
	}
	return nil
}

func (f *function) capture(v *variable) int {
	for i, c := range f.captured {
		if c == v {
			return i
		}
	}
	f.captured = append(f.captured, v)
	return len(f.captured) - 1
}

func (p *parser) block() []stmt {
	p.expect("{")
	p.push()
	var list []stmt
	for !p.is("}") {
		list = append(list, p.stmt())
	}
	p.pop()
	return list
}

func (p *parser) loopBody() []stmt {
	p.loops++
	defer func() { p.loops-- }()
	return p.block()
}

func (p *parser) stmt() stmt {
	t := *p.tok()
	switch {
	case p.is("let"):
		name := p.expect("name").text
		p.expect("=")
		x := p.expr()
		p.expect(";")
		return letStmt{p.declare(name), x, t.line}
	case t.kind == "fn" && p.toks[1].kind == "name":
		p.is("fn")
		v := p.declare(p.expect("name").text) // before its body, which may be recursive
		return letStmt{v, p.function(v.name, t.line), t.line}
	case p.is("return"):
		var x expr = constExpr{"nil"}
		if p.tok().kind != ";" {
			x = p.expr()
		}
		p.expect(";")
		return returnStmt{x}
	case p.is("if"):
		return p.ifStmt()
	case p.is("while"):
		return whileStmt{p.expr(), p.loopBody()}
	case p.is("for"):
		p.push()
		defer p.pop()
		name := p.expect("name").text
		p.expect("in")
		list := p.expr()
		return forStmt{p.declare(name), list, p.loopBody(), t.line}
	case p.is("break"), p.is("continue"):
		if p.loops == 0 {
			p.fail("%s outside of a loop", t.text)
		}
		p.expect(";")
		return jumpStmt{t.kind == "continue"}
	case p.is("throw"):
		x := p.expr()
		p.expect(";")
		return throwStmt{x, t.line}
	case p.is("try"):
		// Jumps out of a protected block would have to leave it first: not part of Nib.
		loops := p.loops
		p.loops = 0
		s := tryStmt{body: p.block()}
		p.loops = loops
		p.expect("catch")
		p.push()
		defer p.pop()
		s.v = p.declare(p.expect("name").text)
		s.handler = p.block()
		return s
	case p.is("lock"):
		loops := p.loops
		p.loops = 0
		defer func() { p.loops = loops }()
		return lockStmt{p.expr(), p.block(), t.line}
	}
	x := p.expr()
	if p.is("=") {
		value := p.expr()
		p.expect(";")
		switch l := x.(type) {
		case varExpr:
			return assignStmt{l.v, value}
		case indexExpr:
			return storeStmt{l.list, l.index, value, l.line}
		}
		p.fail("this cannot be assigned to")
	}
	p.expect(";")
	return exprStmt{x}
}

func (p *parser) ifStmt() stmt {
	s := ifStmt{cond: p.expr(), then: p.block()}
	if p.is("else") {
		if p.is("if") {
			s.els = []stmt{p.ifStmt()}
		} else {
			s.els = p.block()
		}
	}
	return s
}

// function parses parameters and body.
func (p *parser) function(name string, line int) expr {
	f := &function{name: name, outer: p.fn, line: line}
	loops := p.loops
	p.fn, p.loops = f, 0
	p.push()
	p.expect("(")
	for !p.is(")") {
		if len(f.params) > 0 {
			p.expect(",")
		}
		f.params = append(f.params, p.declare(p.expect("name").text))
	}
	f.body = p.block()
	p.pop()
	p.fn, p.loops = f.outer, loops
	return fnExpr{f}
}

// levels are the binary operators, weakest first.
var levels = [][]string{{"or"}, {"and"}, {"==", "!=", "<", "<=", ">", ">="}, {"+", "-"}, {"*", "/", "%"}}

func (p *parser) expr() expr { return p.binary(0) }

func (p *parser) binary(level int) expr {
	if level == len(levels) {
		return p.unary()
	}
	l := p.binary(level + 1)
	for {
		t := *p.tok()
		found := false
		for _, op := range levels[level] {
			found = found || t.kind == op
		}
		if !found {
			return l
		}
		p.is(t.kind)
		r := p.binary(level + 1)
		if level < 2 {
			l = logicExpr{t.kind == "and", l, r}
		} else {
			l = binaryExpr{t.kind, l, r, t.line}
		}
	}
}

func (p *parser) unary() expr {
	t := *p.tok()
	if p.is("-") || p.is("not") {
		return unaryExpr{t.kind, p.unary(), t.line}
	}
	x := p.primary()
	for {
		t := *p.tok()
		switch {
		case p.is("("):
			x = callExpr{x, p.list(")"), t.line}
		case p.is("["):
			x = indexExpr{x, p.expr(), t.line}
			p.expect("]")
		default:
			return x
		}
	}
}

func (p *parser) list(end string) []expr {
	var xs []expr
	for !p.is(end) {
		if len(xs) > 0 {
			p.expect(",")
		}
		xs = append(xs, p.expr())
	}
	return xs
}

func (p *parser) primary() expr {
	t := *p.tok()
	switch {
	case p.is("number"):
		return numberExpr{t.num}
	case p.is("string"):
		return stringExpr{t.text}
	case p.is("nil"), p.is("true"), p.is("false"):
		return constExpr{t.kind}
	case p.is("("):
		x := p.expr()
		p.expect(")")
		return x
	case p.is("["):
		return listExpr{p.list("]"), t.line}
	case p.is("fn"):
		return p.function("fn", t.line)
	case p.is("name"):
		if v := p.lookup(t.text); v != nil {
			return varExpr{v}
		}
		return p.builtinCall(t)
	}
	p.fail("expression expected, found %s", t.text)
	return nil
}

func (p *parser) builtinCall(name token) expr {
	i := slices.IndexFunc(p.builtins, func(b builtinFn) bool { return b.name == name.text })
	if i < 0 {
		p.fail("%s is not declared", name.text)
	}
	p.expect("(")
	args := p.list(")")
	if n := p.builtins[i].args; len(args) != n {
		p.fail("%s takes %d arguments", name.text, n)
	}
	return builtinExpr{i, args, name.line}
}
