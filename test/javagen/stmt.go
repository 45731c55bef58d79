package javagen

import "fmt"

// block returns statements, and drops the variables they declare.
func (g *generator) block(depth int) []*node {
	mark := len(g.scope)
	var list []*node
	for range 1 + g.IntN(5) {
		if g.budget--; g.budget < 0 {
			break
		}
		list = append(list, g.stmt(depth))
	}
	g.scope = g.scope[:mark]
	return list
}

// mixed returns a block that ends with a mix of some variable.
func (g *generator) mixed(depth int) []*node {
	list := g.block(depth)
	return append(list, g.mix())
}

func (g *generator) mix() *node {
	return line(fmt.Sprintf("Rt.mix(%d, %s);", g.next(), g.leaf(g.pickType(tInt, tInt, tInt, tLong, tLong, tDouble, tFloat, tString, tInts, tRec, tEnum, tGrid))))
}

func (g *generator) stmt(depth int) *node {
	if depth >= 4 {
		return g.simple()
	}
	switch g.IntN(22) {
	case 19, 20:
		return g.arrayLoops()
	case 21:
		return g.locks(depth)
	case 18:
		return g.typeTest(depth)
	case 16:
		return g.withResources(depth)
	case 17:
		if g.one(3) {
			return g.overflow()
		}
		return g.nested(depth)
	case 0, 1:
		n := &node{head: []string{"if (" + g.expr(tBool, 2) + ") {", "}"}, body: [][]*node{g.block(depth + 1)}}
		if g.one(2) {
			n.head = []string{n.head[0], "} else {", "}"}
			n.body = append(n.body, g.block(depth+1))
		}
		return n
	case 2, 3:
		return g.forLoop(depth)
	case 4:
		return g.whileLoop(depth)
	case 5:
		return g.try(depth)
	case 6:
		return g.switchStmt(depth)
	case 7:
		return &node{head: []string{"synchronized (" + g.syncOn() + ") {", "}"}, body: [][]*node{g.block(depth + 1)}}
	case 8:
		if g.loops > 0 {
			return line(fmt.Sprintf("if (%s) %s;", g.expr(tBool, 2), g.pick("break", "continue")))
		}
	case 9:
		if g.one(3) {
			if g.void {
				return line(fmt.Sprintf("if (%s) return;", g.expr(tBool, 2)))
			}
			return line(fmt.Sprintf("if (%s) return %s;", g.expr(tBool, 2), g.expr(g.result, 2)))
		}
	case 10:
		if g.one(3) {
			return line(fmt.Sprintf("if (%s) throw new %s;", g.expr(tBool, 2), g.pick("Rt.Failure("+g.expr(tInt, 1)+")", `IllegalStateException("x")`, `ArithmeticException()`)))
		}
	}
	return g.simple()
}

// syncOn returns an object to lock that is never null.
func (g *generator) syncOn() string {
	if g.this {
		return "this"
	}
	return g.pick("Rt.class", "N1.class", "new N1(1)")
}

// simple returns a statement without blocks.
func (g *generator) simple() *node {
	switch g.IntN(10) {
	case 0, 1, 2:
		return g.declare()
	case 3, 4, 5:
		t := g.anyType()
		if v, ok := g.assignable(t); ok {
			return line(fmt.Sprintf("%s = %s;", v, g.expr(t, 3)))
		}
	case 6:
		a := g.pickType(tInts, tLongs, tDoubles, tBytes, tObjects)
		if vs := g.readable(a); len(vs) > 0 {
			op := "="
			if a != tObjects && g.one(3) {
				op = g.pick("+=", "-=", "*=")
			}
			return line(fmt.Sprintf("%s[%s] %s %s;", vs[g.IntN(len(vs))], g.index(2), op, g.expr(a.element(), 2)))
		}
	case 7:
		t := g.pickType(tInt, tLong, tByte, tShort, tChar)
		if v, ok := g.assignable(t); ok {
			return line(fmt.Sprintf("%s %s= %s;", v, g.pick("+", "-", "*", "^", "|", "&", "<<", ">>", ">>>"), g.expr(g.pickType(tInt, tInt, tLong), 2)))
		}
	case 8:
		if g.one(4) {
			return line(fmt.Sprintf("System.arraycopy(%s, %d, %s, %d, %d);", g.leaf(tInts), g.IntN(3), g.leaf(tInts), g.IntN(3), g.IntN(6)))
		}
	}
	return g.mix()
}

// declare declares a variable.
func (g *generator) declare() *node {
	t := g.anyType()
	v := variable{name: fmt.Sprintf("v%d", g.next()), t: t, final: g.one(3)}
	s := fmt.Sprintf("%s %s = %s;", t, v.name, g.expr(t, 3))
	if v.final {
		s = "final " + s
	}
	g.scope = append(g.scope, v)
	return line(s)
}

func (g *generator) loopBody(depth int, v variable) []*node {
	mark := len(g.scope)
	g.scope = append(g.scope, v)
	g.loops++
	body := append([]*node{line(tick)}, g.mixed(depth+1)...)
	g.loops--
	g.scope = g.scope[:mark]
	return body
}

func (g *generator) forLoop(depth int) *node {
	v := variable{name: fmt.Sprintf("i%d", g.next()), t: tInt, loop: true}
	n := []int{3, 8, 8, 20, 100, 300}[g.IntN(6)]
	head := fmt.Sprintf("for (int %[1]s = 0; %[1]s < %[2]d; %[1]s++) {", v.name, n)
	switch g.IntN(6) {
	case 0:
		head = fmt.Sprintf("for (int %[1]s = %[2]d; %[1]s >= 0; %[1]s -= %[3]d) {", v.name, n, 1+g.IntN(3))
	case 1:
		v.t = tLong
		head = fmt.Sprintf("for (long %[1]s = -2; %[1]s < %[2]d; %[1]s += %[3]d) {", v.name, n, 1+g.IntN(3))
	case 2:
		if vs := g.readable(tInts); len(vs) > 0 {
			v.final = true
			head = fmt.Sprintf("for (final int %s : %s) {", v.name, vs[g.IntN(len(vs))])
		}
	case 3:
		if vs := g.readable(tInts); len(vs) > 0 {
			a := vs[g.IntN(len(vs))]
			head = fmt.Sprintf("for (int %[1]s = 0; %[1]s < %[2]s.length; %[1]s++) {", v.name, a)
		}
	}
	return &node{head: []string{head, "}"}, body: [][]*node{g.loopBody(depth, v)}}
}

func (g *generator) whileLoop(depth int) *node {
	v := variable{name: fmt.Sprintf("w%d", g.next()), t: tInt, loop: true}
	n := 2 + g.IntN(30)
	cond := fmt.Sprintf("%s++ < %d && %s", v.name, n, g.expr(tBool, 2))
	if g.one(2) {
		cond = fmt.Sprintf("%s++ < %d", v.name, n)
	}
	body := g.loopBody(depth, v)
	loop := &node{head: []string{"while (" + cond + ") {", "}"}, body: [][]*node{body}}
	if g.one(3) {
		loop.head = []string{"do {", "} while (" + cond + ");"}
	}
	return &node{head: []string{"{", "}"}, body: [][]*node{{line("int " + v.name + " = 0;"), loop}}}
}

// caught are exceptions from special to general.
var caught = []string{"ArithmeticException", "ArrayIndexOutOfBoundsException", "ClassCastException", "NullPointerException", "Rt.Failure",
	"NegativeArraySizeException", "ArrayStoreException", "IndexOutOfBoundsException", "RuntimeException"}

func (g *generator) try(depth int) *node {
	n := &node{head: []string{"try {"}, body: [][]*node{g.mixed(depth + 1)}}
	for i := range caught {
		if !g.one(4) && (i < len(caught)-1 || len(n.head) > 1) {
			continue
		}
		e := fmt.Sprintf("e%d", g.next())
		n.head = append(n.head, fmt.Sprintf("} catch (%s %s) {", caught[i], e))
		body := append([]*node{line(fmt.Sprintf("Rt.mix(%d, (Object) %s);", g.next(), e))}, g.block(depth+1)...)
		n.body = append(n.body, body)
	}
	if g.one(3) {
		n.head = append(n.head, "} finally {")
		loops := g.loops
		g.loops = 0
		n.body = append(n.body, g.mixed(depth+2))
		g.loops = loops
	}
	n.head = append(n.head, "}")
	return n
}

func (g *generator) switchStmt(depth int) *node {
	n := &node{head: []string{"switch (" + g.expr(tInt, 2) + ") {"}}
	step := []int{1, 1, 7, 1000}[g.IntN(4)]
	loops := g.loops
	g.loops = 0 // break would mean the switch
	for c := range 2 + g.IntN(6) {
		n.head[len(n.head)-1] += fmt.Sprintf(" case %d:", c*step)
		body := g.block(depth + 1)
		// The body's own scope, so that cases may declare what they like.
		n.body = append(n.body, []*node{{head: []string{"{", "}"}, body: [][]*node{body}}})
		if g.one(3) {
			n.head = append(n.head, "")
		} else {
			n.head = append(n.head, "break;")
		}
	}
	g.loops = loops
	n.head[len(n.head)-1] += " default:"
	n.body = append(n.body, []*node{g.mix()})
	n.head = append(n.head, "}")
	return n
}
