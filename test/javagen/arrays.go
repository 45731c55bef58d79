package javagen

import (
	"fmt"
	"strings"
)

// Loops over arrays without anything else in them, as compilers like to change them: bounds checks moved
// out, turns done several at once or in vectors, sums kept in lanes.

// elements are the types of elements; those up to char are computed as int.
var elements = []string{"byte", "short", "char", "int", "long", "float", "double"}

const (
	lastNarrow = 3 // index of int in elements
	firstFloat = 5
)

// arrayLoops is what the loops of one statement work on.
type arrayLoops struct {
	*generator
	kind   int      // index in elements
	arrays []string // names, perhaps of one and the same array
	k, sum string
	i      string // the counter
	low    int    // the least value of i
	slack  int    // the arrays go so much further than i
}

func (x *arrayLoops) elem() string { return elements[x.kind] }

// arrayLoops makes a few arrays, loops over them, and mixes what they have become. Loops may end in exceptions.
func (g *generator) arrayLoops() *node {
	id := g.next()
	x := &arrayLoops{generator: g, kind: g.IntN(len(elements)), k: fmt.Sprintf("k%d", id), sum: fmt.Sprintf("t%d", id), i: fmt.Sprintf("j%d", id)}
	n := []int{0, 1, 3, 7, 8, 15, 16, 31, 33, 64, 70}[g.IntN(11)]
	x.slack = g.IntN(4)
	list := []*node{
		line("Rt.ticks(10);"),
		line(fmt.Sprintf("final %[1]s %[2]s = (%[1]s) (%[3]s);", x.elem(), x.k, g.expr(tInt, 2))),
		line(fmt.Sprintf("%s %s = 1;", x.wide(), x.sum)),
	}
	for a := range 3 {
		name := fmt.Sprintf("a%d%c", id, 'a'+a)
		if a > 0 && g.one(5) {
			list = append(list, line(fmt.Sprintf("final %s[] %s = %s;", x.elem(), name, x.arrays[g.IntN(a)])))
		} else {
			list = append(list, line(fmt.Sprintf("final %[1]s[] %[2]s = new %[1]s[%[3]d];", x.elem(), name, n+x.slack)))
			list = append(list, line(fmt.Sprintf("for (int %[1]s = 0; %[1]s < %[2]s.length; %[1]s++) %[2]s[%[1]s] = (%[3]s) (%[1]s * (%[4]d) + %[5]s);",
				x.i, name, x.elem(), g.IntN(2000)-1000, x.k)))
		}
		x.arrays = append(x.arrays, name)
	}
	var loops []*node
	for range 1 + g.IntN(3) {
		loops = append(loops, x.loop(n))
	}
	e := fmt.Sprintf("e%d", g.next())
	list = append(list, &node{head: []string{"try {", fmt.Sprintf("} catch (ArrayIndexOutOfBoundsException | ArithmeticException %s) {", e), "}"},
		body: [][]*node{loops, {line(fmt.Sprintf("Rt.mix(%d, (Object) %s);", g.next(), e))}}})
	for _, name := range x.arrays {
		list = append(list, line(fmt.Sprintf("Rt.mix(%d, (Object) %s);", g.next(), name)))
	}
	list = append(list, line(fmt.Sprintf("Rt.mix(%d, %s);", g.next(), x.sum)))
	return &node{head: []string{"{", "}"}, body: [][]*node{list}}
}

// wide returns the type in which elements are computed.
func (x *arrayLoops) wide() string {
	if x.kind <= lastNarrow {
		return "int"
	}
	return x.elem()
}

func (x *arrayLoops) loop(n int) *node {
	x.low = x.IntN(3)
	high := fmt.Sprint(n)
	switch x.IntN(8) {
	case 0:
		high = fmt.Sprint(n + x.slack + 1) // too far
	case 1:
		high = x.array() + ".length - " + fmt.Sprint(x.slack)
	}
	head := fmt.Sprintf("for (int %[1]s = %[2]d; %[1]s < %[3]s; %[1]s++) {", x.i, x.low, high)
	switch x.IntN(8) {
	case 0:
		head = fmt.Sprintf("for (int %[1]s = %[3]s - 1; %[1]s >= %[2]d; %[1]s--) {", x.i, x.low, high)
	case 1:
		head = fmt.Sprintf("for (int %[1]s = %[2]d; %[1]s < %[3]s; %[1]s += 2) {", x.i, x.low, high)
	}
	var body []*node
	for range 1 + x.IntN(2) {
		body = append(body, x.turn())
	}
	return &node{head: []string{head, "}"}, body: [][]*node{body}}
}

// turn returns a statement of a loop.
func (x *arrayLoops) turn() *node {
	if !x.one(4) {
		return line(fmt.Sprintf("%s = (%s) (%s);", x.at(), x.elem(), x.lane(3)))
	}
	if x.one(3) {
		return line(fmt.Sprintf("%[1]s = Math.%[2]s(%[1]s, %[3]s);", x.sum, x.pick("min", "max"), x.lane(2)))
	}
	op := x.pick("+", "+", "-", "*")
	if x.kind < firstFloat {
		op = x.pick("+", "+", "-", "*", "^", "|", "&")
	}
	return line(fmt.Sprintf("%s %s= %s;", x.sum, op, x.lane(2)))
}

func (x *arrayLoops) array() string { return x.arrays[x.IntN(len(x.arrays))] }

// at returns an element near the counter.
func (x *arrayLoops) at() string {
	off := 0
	if x.one(3) {
		off = x.IntN(x.low+x.slack+1) - x.low
	}
	switch {
	case off > 0:
		return fmt.Sprintf("%s[%s + %d]", x.array(), x.i, off)
	case off < 0:
		return fmt.Sprintf("%s[%s - %d]", x.array(), x.i, -off)
	}
	return fmt.Sprintf("%s[%s]", x.array(), x.i)
}

// lane returns an expression of the type wide.
func (x *arrayLoops) lane(depth int) string {
	if depth == 0 || x.one(4) {
		switch x.IntN(8) {
		case 0:
			return x.k
		case 1:
			return x.i
		case 2:
			return x.pick("1", "-1", "3", "100", "255", "65536", "1000003")
		}
		return x.at()
	}
	a, b := x.lane(depth-1), ""
	two := func(format string) string {
		b = x.lane(depth - 1)
		return strings.NewReplacer("A", a, "B", b).Replace(format)
	}
	if x.one(3) {
		switch x.IntN(5) {
		case 0:
			return two("Math.min(A, B)")
		case 1:
			return two("Math.max(A, B)")
		case 2:
			return "Math.abs(" + a + ")"
		case 3:
			return two("(A < B ? A : B)")
		case 4:
			return "(-(" + a + "))"
		}
	}
	if x.kind >= firstFloat {
		if x.one(8) {
			return fmt.Sprintf("(%s) Math.sqrt(%s)", x.elem(), a)
		}
		return two("(A " + x.pick("+", "-", "*", "/") + " B)")
	}
	switch x.IntN(8) {
	case 0:
		return fmt.Sprintf("(%s %s %d)", a, x.pick("<<", ">>", ">>>"), x.IntN(70))
	case 1:
		return fmt.Sprintf("(%s) (%s)", x.pick("byte", "short", "char", "int"), a)
	case 2:
		return fmt.Sprintf("(%s %s %s)", a, x.pick("/", "%"), x.pick("7", "10", "-3", "16", x.k))
	case 3:
		return "(~(" + a + "))"
	}
	return two("(A " + x.pick("+", "-", "*", "&", "|", "^") + " B)")
}

// locks returns statements that take a lock which no other thread can see, or the same lock twice: what
// compilers leave out or join.
func (g *generator) locks(depth int) *node {
	o := variable{name: fmt.Sprintf("o%d", g.next()), t: tNode, final: true}
	list := []*node{line("Rt.tick();"), line(fmt.Sprintf("final N %s = new %s(%s);", o.name, g.pick("N", "N0", "N1", "N2"), g.expr(tInt, 1)))}
	if g.one(4) {
		list[1] = line(fmt.Sprintf("final N %s = %s;", o.name, g.nodeLeaf()))
	}
	mark := len(g.scope)
	g.scope = append(g.scope, o)
	sync := func(body ...*node) *node {
		return &node{head: []string{"synchronized (" + o.name + ") {", "}"}, body: [][]*node{body}}
	}
	for range 1 + g.IntN(3) {
		first := line(fmt.Sprintf("%s.%s += %s;", o.name, g.pick("a", "b"), g.expr(tInt, 2)))
		switch g.IntN(4) {
		case 0:
			list = append(list, sync(first, sync(g.block(depth+1)...)))
		case 1:
			list = append(list, sync(append([]*node{first}, g.block(depth+1)...)...))
		default:
			list = append(list, sync(first))
		}
	}
	list = append(list, line(fmt.Sprintf("Rt.mix(%[1]d, Thread.holdsLock(%[2]s) ? 1 : %[2]s.a);", g.next(), o.name)))
	if g.one(3) {
		b := fmt.Sprintf("b%d", g.next())
		list = append(list, line("final StringBuffer "+b+" = new StringBuffer();"))
		for range 1 + g.IntN(4) {
			list = append(list, line(fmt.Sprintf("%s.append(%s);", b, g.expr(g.pickType(tInt, tLong, tBool, tChar), 2))))
		}
		list = append(list, line(fmt.Sprintf("Rt.mix(%d, (Object) %s.toString());", g.next(), b)))
	}
	g.scope = g.scope[:mark]
	return &node{head: []string{"{", "}"}, body: [][]*node{list}}
}
