package javagen

import (
	"fmt"
	"slices"
)

// The classes that each program has beside its nodes: a record, an enum with bodies, generic
// classes with bridges, an inner class, resources; and what statements and expressions do with them.

// classes makes them.
func (g *generator) classes() []*node {
	bump := func(head string, n ...string) *node {
		x := &node{head: []string{head + " {", "}"}, body: [][]*node{{}}}
		for _, s := range n {
			x.body[0] = append(x.body[0], line(s))
		}
		return x
	}
	g.scope = []variable{{name: "k", t: tInt, final: true}}
	one, two := g.expr(tInt, 2), g.expr(tInt, 2)
	g.scope = nil
	return []*node{
		bump("record R(int a, long b, String s)",
			fmt.Sprintf("R { if (a == %d) throw new Rt.Failure(a); }", 2+g.IntN(40)), // none that initial values of fields have
			"long both() { return a * 31 + b; }"),
		bump("enum E", "A, B { int w(int k) { return k * 3; } }, C, D { int w(int k) { return "+one+"; } };",
			"int w(int k) { return k + ordinal(); }"),
		bump("abstract static class Cell<T extends Comparable<T>>", "T v;", "Cell(T v) { this.v = v; }", "abstract T get();",
			"int cmp(Cell<T> o) { return get().compareTo(o.get()); }"),
		bump("static class IntCell extends Cell<Integer>", "IntCell(Integer v) { super(v); }", "Integer get() { Rt.tick(); return v; }"),
		bump("static class StrCell extends Cell<String>", "StrCell(String v) { super(v); }", "String get() { return Rt.cut(v); }"),
		line(fmt.Sprintf("int outer = %d;", g.IntN(100))),
		bump("class Inner", "int own;", "Inner(int own) { this.own = own; }", "int up(int k) { Rt.tick(); outer += own; return outer ^ "+two+"; }"),
		bump("static class Res implements AutoCloseable", "final int id;", "Res(int id) { this.id = id & 7; Rt.mix(9001, id); if (this.id == 3) throw new Rt.Failure(3); }",
			"public void close() { Rt.mix(9002, id); if (id >= 6) throw new Rt.Failure(id); }"),
		bump("static int va(int... a)", "Rt.tick();", "int s = a.length;", "for (int x : a) s = s * 31 + x;", "return s;"),
		bump("static int deep(int n)", "return n * 3 + deep(n + 1);"),
	}
}

// intOfClasses returns an expression of type int that uses them.
func (g *generator) intOfClasses(d int) string {
	switch g.IntN(9) {
	case 0:
		return fmt.Sprintf("(switch (%s) { case A -> %s; case %s -> %s; default -> %s; })", g.as(tEnum, d), g.expr(tInt, d-1), g.pick("B", "C", "D, B"), g.expr(tInt, d-1), g.expr(tInt, d-1))
	case 1:
		return fmt.Sprintf("%s.w(%s)", g.as(tEnum, d), g.expr(tInt, d))
	case 2:
		return g.as(tRec, d) + g.pick(".a()", ".hashCode()")
	case 3:
		return fmt.Sprintf("va(%s)", g.pick("", g.expr(tInt, d), g.expr(tInt, d)+", "+g.expr(tInt, d-1)+", 7", g.expr(tInts, d)))
	case 4:
		return fmt.Sprintf("new IntCell(%s).cmp(new IntCell(%s))", g.expr(tInt, d), g.expr(tInt, d-1))
	case 5:
		return fmt.Sprintf("new StrCell(%s).cmp(%s)", g.expr(tString, d), g.pick(`new StrCell("m")`, fmt.Sprintf("new StrCell(%s)", g.expr(tString, d-1))))
	case 6:
		return fmt.Sprintf("%s.new Inner(%s).up(%s)", g.outer(), g.expr(tInt, d), g.expr(tInt, d-1))
	case 7:
		return fmt.Sprintf("new Object() { int z = %s; int f(int y) { Rt.tick(); return z * y - z; } }.f(%s)", g.fieldless(tInt, d), g.expr(tInt, d))
	}
	return fmt.Sprintf("%s[%s][%s]", g.as(tGrid, d), g.index(d), g.index(d))
}

// fieldless returns a simple expression that means the same inside of a class body as outside.
func (g *generator) fieldless(t typ, d int) string {
	saved, this := g.scope, g.this
	defer func() { g.scope, g.this = saved, this }()
	g.this, g.scope = false, nil
	for _, v := range saved {
		if v.final {
			g.scope = append(g.scope, v)
		}
	}
	return g.expr(t, min(d, 2))
}

// outer returns an instance of the program's class.
func (g *generator) outer() string { return "new " + g.name + "()" }

func (g *generator) longOfClasses(d int) string {
	switch g.IntN(3) {
	case 0:
		return g.as(tRec, d) + g.pick(".b()", ".both()")
	case 1:
		return fmt.Sprintf("(switch (%s) { case A, C -> %s; case B -> { long y%[4]d = %[3]s; yield y%[4]d; } default -> (long) %[5]s; })", g.as(tEnum, d), g.expr(tLong, d-1), g.expr(tLong, d-1), g.next(), g.as(tInt, d-1))
	}
	return g.pick("Long.MIN_VALUE", "0x7fffffffffffffffL", "-1L") + g.pick(" / ", " % ", " * ", " + ", " >>> ") + g.paren(g.expr(tLong, d))
}

func (g *generator) grid(d int) string {
	switch g.IntN(3) {
	case 0:
		return fmt.Sprintf("new int[(%s) & 7][%s]", g.expr(tInt, d), g.pick("", "4", "("+g.expr(tInt, d-1)+") & 7"))
	case 1:
		return fmt.Sprintf("new int[][] {%s, %s, %s}", g.expr(tInts, d), g.expr(tInts, d-1), g.leaf(tInts))
	}
	return g.as(tGrid, d) + ".clone()"
}

func (g *generator) rec(d int) string {
	if g.one(4) {
		return "(R) " + g.as(tObject, d)
	}
	return fmt.Sprintf("new R(%s, %s, %s)", g.expr(tInt, d), g.expr(tLong, d-1), g.expr(tString, d-1))
}

func (g *generator) enum(d int) string {
	switch g.IntN(3) {
	case 0:
		return fmt.Sprintf("E.values()[(%s) & 3]", g.expr(tInt, d))
	case 1:
		return "E.valueOf(" + g.expr(tString, d) + ")"
	}
	return "(E) " + g.as(tObject, d)
}

// typeTest makes an if statement on the class of an object, with the object as one of that class in it.
// (Patterns, which would say the same, are too much for javac 17 beside switch expressions and classes.)
func (g *generator) typeTest(depth int) *node {
	k := g.next()
	v := variable{name: fmt.Sprintf("q%d", k), t: g.pickType(tNode, tRec, tString, tEnum, tInts), final: true}
	mark := len(g.scope)
	test := g.expr(tObject, 2)
	g.scope = append(g.scope, v)
	body := append([]*node{line(fmt.Sprintf("final %[1]s q%[2]d = (%[1]s) o%[2]d;", v.t, k))}, g.mixed(depth+1)...)
	g.scope = g.scope[:mark]
	return &node{head: []string{"{", "}"}, body: [][]*node{{
		line(fmt.Sprintf("final Object o%d = %s;", k, test)),
		{head: []string{fmt.Sprintf("if (o%d instanceof %s) {", k, v.t), "} else {", "}"}, body: [][]*node{body, g.block(depth + 1)}}}}}
}

// withResources makes a try statement with resources, whose closing may throw as well.
func (g *generator) withResources(depth int) *node {
	k := g.next()
	head := fmt.Sprintf("try (Res r%d = new Res(%s)", k, g.expr(tInt, 2))
	if g.one(2) {
		head += fmt.Sprintf("; Res t%d = %s", k, g.pick("null", "new Res("+g.expr(tInt, 1)+")"))
	}
	n := &node{head: []string{head + ") {", fmt.Sprintf("} catch (Rt.Failure e%d) {", k), "}"}}
	n.body = [][]*node{g.mixed(depth + 1), {line(fmt.Sprintf("Rt.mix(%d, e%d.code + 100 * e%d.getSuppressed().length);", k, k, k))}}
	return n
}

// overflow makes a statement that uses up the stack. How deep it goes is nobody's business.
func (g *generator) overflow() *node {
	k := g.next()
	return &node{head: []string{"try {", fmt.Sprintf("} catch (StackOverflowError e%d) {", k), "}"}, body: [][]*node{
		{line("Rt.ticks(400);"), line(fmt.Sprintf("Rt.mix(%d, deep(%s));", k, g.expr(tInt, 1)))},
		{line(fmt.Sprintf("Rt.mix(%d, 1);", k))}}}
}

// nested makes two loops, with a jump out of both.
func (g *generator) nested(depth int) *node {
	k := g.next()
	i, j := variable{name: fmt.Sprintf("i%d", k), t: tInt, loop: true}, variable{name: fmt.Sprintf("j%d", k), t: tInt, loop: true}
	mark := len(g.scope)
	g.scope = append(g.scope, i)
	inner := g.loopBody(depth+2, j)
	g.scope = append(g.scope, j)
	at := 1 + g.IntN(2)*(len(inner)-1) // behind the tick, or at the end
	inner = slices.Insert(inner, at, line(fmt.Sprintf("if (%s) %s l%d;", g.expr(tBool, 2), g.pick("break", "continue"), k)))
	g.scope = g.scope[:mark]
	return &node{head: []string{fmt.Sprintf("l%[1]d: for (int i%[1]d = 0; i%[1]d < %[2]d; i%[1]d++) {", k, 2+g.IntN(20)), "}"}, body: [][]*node{{
		line(tick),
		{head: []string{fmt.Sprintf("for (int j%[1]d = %[2]s; j%[1]d < %[3]d; j%[1]d++) {", k, g.pick("0", "0", i.name), 2+g.IntN(20)), "}"}, body: [][]*node{inner}}}}}
}
