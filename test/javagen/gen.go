package javagen

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// tick is the statement that takes fuel.
const tick = "Rt.tick();"

// Program is a random program.
type Program struct {
	Name string
	root *node
}

// Source returns the text of p, a compilation unit of one public class.
func (p *Program) Source() string {
	var b strings.Builder
	p.root.print(&b, 0)
	return b.String()
}

// method is a method that expressions may call.
type method struct {
	name   string
	result typ
	params []typ
}

// variable is something that expressions may read, and assign unless it is final.
type variable struct {
	name  string
	t     typ
	final bool
	loop  bool // counts a loop: assigning to it would only make programs dull
}

// generator makes one program.
type generator struct {
	*rand.Rand
	name    string     // of the program
	methods []method   // of the program's class, all static
	fields  []variable // static
	scope   []variable // locals, innermost last
	this    bool       // inside an instance method of a node
	result  typ        // of the current method
	void    bool
	loops   int // depth of loops around, for break and continue
	budget  int // statements left for the method
	id      int // numbers mixes, locals, labels
}

// New makes the program of the given seed.
func New(seed uint64) *Program {
	p := &Program{Name: fmt.Sprintf("P%d", seed)}
	g := &generator{Rand: rand.New(rand.NewPCG(seed, 0x9e3779b97f4a7c15)), name: p.Name}
	for i := range 4 + g.IntN(6) {
		g.fields = append(g.fields, variable{name: fmt.Sprintf("s%d", i), t: g.anyType()})
	}
	for i := range 2 + g.IntN(5) {
		m := method{name: fmt.Sprintf("m%d", i), result: g.anyType()}
		for range g.IntN(6) {
			m.params = append(m.params, g.anyType())
		}
		g.methods = append(g.methods, m)
	}
	var members []*node
	for i := range g.fields {
		f := &g.fields[i]
		members = append(members, line(fmt.Sprintf("static %s%s %s = %s;", g.pick("", "", "volatile "), f.t, f.name, g.initial(f.t))))
	}
	for _, m := range g.methods {
		members = append(members, g.method("static ", m))
	}
	members = append(members, g.runMethod())
	members = append(members, g.nodes()...)
	members = append(members, g.classes()...)
	p.root = &node{
		head: []string{"public final class " + p.Name + " implements Rt.Program {", "}"},
		body: [][]*node{members},
	}
	return p
}

func (g *generator) one(n int) bool { return g.IntN(n) == 0 }

func (g *generator) pick(s ...string) string { return s[g.IntN(len(s))] }

func (g *generator) next() int {
	g.id++
	return g.id
}

// anyType chooses a type by the weights.
func (g *generator) anyType() typ {
	total := 0
	for _, w := range weights {
		total += w
	}
	k := g.IntN(total)
	for t, w := range weights {
		if k -= w; k < 0 {
			return typ(t)
		}
	}
	panic("BUG: weights")
}

// initial returns the value that a field of type t starts with.
func (g *generator) initial(t typ) string {
	g.scope = nil
	if t.isRef() && g.one(4) {
		return "null"
	}
	return g.leafConst(t)
}

// method makes a method with a random body.
func (g *generator) method(modifiers string, m method) *node {
	g.scope = nil
	params := make([]string, len(m.params))
	for i, t := range m.params {
		v := variable{name: fmt.Sprintf("p%d", i), t: t}
		if g.one(3) {
			v.final = true
			params[i] = "final "
		}
		params[i] += t.String() + " " + v.name
		g.scope = append(g.scope, v)
	}
	g.result, g.void, g.loops = m.result, false, 0
	g.budget = 6 + g.IntN(18)
	body := append([]*node{line(tick)}, g.block(0)...)
	body = append(body, line("return "+g.expr(m.result, 3)+";"))
	return &node{
		head: []string{fmt.Sprintf("%s%s %s(%s) {", modifiers, m.result, m.name, strings.Join(params, ", ")), "}"},
		body: [][]*node{body},
	}
}

// runMethod makes the method that the driver calls: statements, then a mix of each field.
func (g *generator) runMethod() *node {
	g.scope = []variable{{name: "round", t: tInt, final: true}}
	g.void, g.loops, g.budget = true, 0, 20
	body := g.block(0)
	for _, f := range g.fields {
		body = append(body, line(fmt.Sprintf("Rt.mix(%d, %s);", g.next(), f.name)))
	}
	return &node{head: []string{"public void run(final int round) {", "}"}, body: [][]*node{body}}
}

// nodeFields are the fields of the base class of nodes.
var nodeFields = []variable{{name: "a", t: tInt}, {name: "b", t: tLong}, {name: "d", t: tDouble}, {name: "next", t: tNode}, {name: "o", t: tObject}, {name: "v", t: tInts}}

// nodeMethods are the virtual methods of nodes.
var nodeMethods = []method{{"f", tInt, []typ{tInt}}, {"g", tLong, []typ{tLong, tNode}}, {"h", tDouble, []typ{tDouble, tInt}}, {"area", tInt, []typ{tInt}}}

// nodes makes the hierarchy N <- N0, N1 <- N2, N3 and a class whose initializer can be seen.
func (g *generator) nodes() []*node {
	var members []*node
	for _, f := range nodeFields {
		members = append(members, line(fmt.Sprintf("%s %s;", f.t, f.name)))
	}
	members = append(members, line("N(int a) {"), line("    this.a = a;"), line("    b = a * 3L;"), line("    v = new int[4];"), line("}"))
	for _, m := range nodeMethods {
		members = append(members, g.nodeMethod(m))
	}
	list := []*node{{head: []string{"static class N implements Rt.Shape {", "}"}, body: [][]*node{members}}}
	for i, super := range []string{"N", "N", "N1", "N2"} {
		name := fmt.Sprintf("N%d", i)
		body := []*node{line(fmt.Sprintf("final int own = %d;", g.IntN(100))), line(name + "(int a) {"), line("    super(a + 1);"), line("}")}
		for _, m := range nodeMethods {
			if g.one(2) {
				body = append(body, g.nodeMethod(m))
			}
		}
		if g.one(2) {
			body = append(body, &node{head: []string{"public int twice(int k) {", "}"}, body: [][]*node{{line(tick), line("return area(k) - own;")}}})
		}
		list = append(list, &node{head: []string{"static class " + name + " extends " + super + " {", "}"}, body: [][]*node{body}})
	}
	g.scope = nil
	return append(list, &node{head: []string{"static class Lazy {", "}"}, body: [][]*node{{
		line("static int count = " + g.expr(tInt, 2) + ";"),
		&node{head: []string{"static {", "}"}, body: [][]*node{{line(fmt.Sprintf("Rt.mix(%d, count);", g.next()))}}},
		&node{head: []string{"static int bump(int x) {", "}"}, body: [][]*node{{line("return count += x;")}}},
	}}})
}

// nodeMethod makes one virtual method of a node class.
func (g *generator) nodeMethod(m method) *node {
	g.this = true
	defer func() { g.this = false }()
	modifiers := "public "
	if g.one(6) {
		modifiers += "synchronized "
	}
	return g.method(modifiers, m)
}
