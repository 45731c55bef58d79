package javagen

import (
	"fmt"
	"strings"
)

// expr returns an expression of type t.
func (g *generator) expr(t typ, depth int) string {
	if depth <= 0 || g.one(6) {
		return g.leaf(t)
	}
	d := depth - 1
	switch g.IntN(12) {
	case 0:
		return fmt.Sprintf("(%s ? %s : %s)", g.expr(tBool, d), g.expr(t, d), g.expr(t, d))
	case 1, 2:
		if e := g.call(t, d); e != "" {
			return e
		}
	case 3:
		if e := g.element(t, d); e != "" {
			return e
		}
	case 4:
		if v, ok := g.assignable(t); ok {
			return fmt.Sprintf("(%s = %s)", v, g.expr(t, d))
		}
	}
	switch t {
	case tInt, tLong:
		return g.integral(t, d)
	case tFloat, tDouble:
		return g.floating(t, d)
	case tByte, tShort, tChar:
		return fmt.Sprintf("(%s) %s", t, g.paren(g.expr(g.pickType(tInt, tInt, tInt, tLong, tDouble, tFloat, tChar), d)))
	case tBool:
		return g.boolean(d)
	case tString:
		return g.str(d)
	case tObject:
		return g.object(d)
	case tNode:
		return g.node(d)
	case tShape:
		return g.pick("(Rt.Shape) ", "") + g.expr(tNode, d)
	case tIntFn, tLongFn:
		return g.lambda(t, d)
	case tGrid:
		return g.grid(d)
	case tRec:
		return g.rec(d)
	case tEnum:
		return g.enum(d)
	}
	return g.array(t, d)
}

// as returns an expression whose static type is exactly t, where the type of what is
// in it could be a narrower one that does not compile.
func (g *generator) as(t typ, d int) string { return cast(t, g.paren(g.expr(t, d))) }

func (g *generator) paren(s string) string { return "(" + s + ")" }

func (g *generator) pickType(ts ...typ) typ { return ts[g.IntN(len(ts))] }

// leaf returns a variable or a constant of type t.
func (g *generator) leaf(t typ) string {
	if vs := g.readable(t); len(vs) > 0 && !g.one(4) {
		return vs[g.IntN(len(vs))]
	}
	return g.leafConst(t)
}

// readable lists what can be read of type t without trouble.
func (g *generator) readable(t typ) (vs []string) {
	for _, v := range g.scope {
		if v.t == t {
			vs = append(vs, v.name)
		}
	}
	for _, f := range g.fields {
		if f.t == t {
			vs = append(vs, f.name)
		}
	}
	if g.this {
		for _, f := range nodeFields {
			if f.t == t {
				vs = append(vs, "this."+f.name)
			}
		}
		if t == tNode {
			vs = append(vs, "this")
		}
	}
	return vs
}

// assignable returns a variable of type t that may be assigned to.
func (g *generator) assignable(t typ) (string, bool) {
	var vs []string
	for _, v := range g.scope {
		if v.t == t && !v.final && !v.loop {
			vs = append(vs, v.name)
		}
	}
	for _, f := range g.fields {
		if f.t == t {
			vs = append(vs, f.name)
		}
	}
	for _, f := range nodeFields {
		if f.t == t {
			if g.this {
				vs = append(vs, "this."+f.name)
			}
			vs = append(vs, g.nodeLeaf()+"."+f.name)
		}
	}
	if len(vs) == 0 {
		return "", false
	}
	return vs[g.IntN(len(vs))], true
}

// nodeLeaf returns a simple expression of node type that can be followed by a dot.
func (g *generator) nodeLeaf() string {
	if s := g.leaf(tNode); !strings.HasPrefix(s, "new") && s != "null" {
		return s
	}
	return fmt.Sprintf("new N%d(%d)", g.IntN(4), g.IntN(9))
}

var interesting = []string{"0", "1", "-1", "2", "7", "31", "32", "63", "64", "127", "128", "-128", "255", "256", "32767", "32768", "65535", "65536",
	"0x7fffffff", "0x80000000", "0x55555555", "10", "3", "5", "100", "1000"}

var interestingFloats = []string{"0.0", "-0.0", "1.0", "-1.5", "0.1", "3.7", "1e10", "-1e20", "1e-10", "1e30", "2147483648.0", "-9.3e18", "0.5"}

// leafConst returns a constant of type t, or a fresh object.
func (g *generator) leafConst(t typ) string {
	switch t {
	case tInt:
		if g.one(2) {
			return interesting[g.IntN(len(interesting))]
		}
		return fmt.Sprint(g.IntN(40) - 10)
	case tLong:
		switch g.IntN(4) {
		case 0:
			return fmt.Sprintf("0x%xL", g.Uint64())
		case 1:
			return g.pick("Long.MIN_VALUE", "Long.MAX_VALUE", "0x80000000L", "-1L", "0xffffffffL")
		}
		return fmt.Sprintf("%dL", g.IntN(200)-50)
	case tFloat:
		return g.pick("Float.NaN", "Float.POSITIVE_INFINITY", "Float.MIN_VALUE", "Float.MAX_VALUE", "2.5f", interestingFloats[g.IntN(len(interestingFloats))]+"f")
	case tDouble:
		if g.one(5) {
			return g.pick("Double.NaN", "Double.NEGATIVE_INFINITY", "Double.MIN_VALUE", "Double.MAX_VALUE")
		}
		return interestingFloats[g.IntN(len(interestingFloats))]
	case tBool:
		return g.pick("true", "false")
	case tByte, tShort:
		return fmt.Sprintf("(%s) %d", t, g.IntN(300)-150)
	case tChar:
		return g.pick("'a'", "'Z'", "'\\u20ac'", "(char) 65535", "'0'")
	case tString:
		return g.pick(`""`, `"abc"`, `"x\u00e9y"`, `"\u20ac uro"`, `"12"`, `"the quick brown fox"`)
	case tObject:
		return g.pick("null", `"obj"`, fmt.Sprintf("(Object) %d", g.IntN(300)), "(Object) 3.5", "new int[3]", "(Object) 'c'", fmt.Sprintf("new N%d(%d)", g.IntN(4), g.IntN(9)))
	case tInts:
		return g.pick("new int[8]", "new int[] {3, 1, 4, 1, 5, 9, 2, 6}", "new int[16]", "new int[0]")
	case tLongs:
		return g.pick("new long[8]", "new long[] {3, -1, 4L << 40, 1}", "new long[16]")
	case tDoubles:
		return g.pick("new double[8]", "new double[] {0.5, -0.0, 1e300, Double.NaN, 7, 8, 9, 10}")
	case tBytes:
		return g.pick("new byte[8]", "new byte[] {1, -1, 127, -128, 0, 77, 33, 9}")
	case tObjects:
		return g.pick("new Object[8]", `new Object[] {"a", 1, null, 2L, 'c', 3.5, "b", "c"}`, "new String[8]", "new N[8]", "new Integer[] {1, 2, 3}")
	case tNode, tShape:
		if g.one(8) {
			return "null"
		}
		return fmt.Sprintf("new N%s(%d)", g.pick("", "0", "1", "2", "3"), g.IntN(50))
	case tGrid:
		return g.pick("new int[4][8]", "new int[][] {{1, 2}, null, {}, {3, 1, 4}}", "new int[8][]")
	case tRec:
		return g.pick("null", `new R(1, 2L, "r")`, `new R(-7, 1L << 40, null)`, `new R(0, 0L, "")`)
	case tEnum:
		return g.pick("E.A", "E.B", "E.C", "E.D", "E.D", "null")
	case tIntFn:
		return cast(t, g.pick("x -> x + 1", "x -> x * x", "Math::abs", "Integer::bitCount", "x -> { throw new Rt.Failure(x); }", "Lazy::bump"))
	}
	return cast(t, g.pick("(x, y) -> x + y", "(x, y) -> x << y", "(x, y) -> y == 0 ? x : x / y"))
}

// cast gives an expression the static type t; a lambda can then stand anywhere.
func cast(t typ, s string) string { return fmt.Sprintf("((%s) %s)", t, s) }

func (g *generator) lambda(t typ, d int) string {
	saved, this := g.scope, g.this
	defer func() { g.scope, g.this = saved, this }()
	// A lambda sees the final variables around it.
	g.scope = nil
	for _, v := range saved {
		if v.final {
			g.scope = append(g.scope, v)
		}
	}
	k := g.next()
	x, y := fmt.Sprintf("x%d", k), fmt.Sprintf("y%d", k)
	if t == tIntFn {
		g.scope = append(g.scope, variable{name: x, t: tInt, final: true})
		return cast(t, fmt.Sprintf("%s -> %s", x, g.expr(tInt, min(d, 2))))
	}
	g.scope = append(g.scope, variable{name: x, t: tLong, final: true}, variable{name: y, t: tInt, final: true})
	return cast(t, fmt.Sprintf("(%s, %s) -> %s", x, y, g.expr(tLong, min(d, 2))))
}

// call returns a call with result type t, "" if there is nothing to call.
func (g *generator) call(t typ, d int) string {
	var cs []string
	add := func(target string, m method) {
		args := make([]string, len(m.params))
		for i, p := range m.params {
			args[i] = g.expr(p, d-1)
			if p == tIntFn || p == tLongFn {
				args[i] = cast(p, args[i])
			}
		}
		cs = append(cs, fmt.Sprintf("%s%s(%s)", target, m.name, strings.Join(args, ", ")))
	}
	for _, m := range g.methods {
		if m.result == t {
			add("", m)
		}
	}
	for _, m := range nodeMethods {
		if m.result == t {
			add(g.nodeLeaf()+".", m)
		}
	}
	switch t {
	case tInt:
		if g.one(3) {
			add(g.as(tShape, d-1)+".", method{g.pick("area", "twice"), tInt, []typ{tInt}})
		}
		if g.one(3) {
			add(cast(tIntFn, g.leaf(tIntFn))+".", method{"apply", tInt, []typ{tInt}})
		}
		if g.one(3) {
			add(g.pick("Math.", "Math.", "Integer."), method{g.pick("max", "min"), tInt, []typ{tInt, tInt}})
		}
		if g.one(4) {
			add("Integer.", method{g.pick("bitCount", "reverse", "numberOfLeadingZeros", "numberOfTrailingZeros", "signum", "highestOneBit", "reverseBytes"), tInt, []typ{tInt}})
		}
		if g.one(4) {
			add("Integer.", method{g.pick("rotateLeft", "compare", "divideUnsigned", "compareUnsigned"), tInt, []typ{tInt, tInt}})
		}
		if g.one(6) {
			add("Math.", method{g.pick("addExact", "multiplyExact", "floorMod", "floorDiv"), tInt, []typ{tInt, tInt}})
		}
		if g.one(6) {
			add("Lazy.", method{"bump", tInt, []typ{tInt}})
		}
		if g.one(6) {
			add("java.util.Arrays.", method{"hashCode", tInt, []typ{g.pickType(tInts, tLongs, tBytes)}})
		}
	case tLong:
		if g.one(3) {
			add(cast(tLongFn, g.leaf(tLongFn))+".", method{"apply", tLong, []typ{tLong, tInt}})
		}
		if g.one(4) {
			add(g.pick("Math.", "Long."), method{g.pick("max", "min"), tLong, []typ{tLong, tLong}})
		}
		if g.one(4) {
			add("Long.", method{g.pick("rotateRight", "rotateLeft"), tLong, []typ{tLong, tInt}})
		}
		if g.one(5) {
			add("Math.", method{"multiplyHigh", tLong, []typ{tLong, tLong}})
		}
	case tDouble:
		if g.one(2) {
			add("Math.", method{g.pick("abs", "sqrt", "floor", "ceil", "rint", "ulp"), tDouble, []typ{tDouble}})
		}
		if g.one(3) {
			add("Math.", method{g.pick("max", "min", "copySign"), tDouble, []typ{tDouble, tDouble}})
		}
	case tFloat:
		if g.one(2) {
			add("Math.", method{g.pick("max", "min"), tFloat, []typ{tFloat, tFloat}})
		}
	}
	if len(cs) == 0 {
		return ""
	}
	return cs[g.IntN(len(cs))]
}

// index returns an index expression: mostly within 8 elements.
func (g *generator) index(d int) string {
	e := g.expr(tInt, d-1)
	if g.one(10) {
		return e
	}
	return "(" + e + ") & 7"
}

// arrayOf returns the array type with element type t.
func arrayOf(t typ) (typ, bool) {
	switch t {
	case tInt:
		return tInts, true
	case tLong:
		return tLongs, true
	case tDouble:
		return tDoubles, true
	case tByte:
		return tBytes, true
	case tObject:
		return tObjects, true
	case tInts:
		return tGrid, true
	}
	return 0, false
}

// element returns an array element or a field of a node, "" if there is none of type t.
func (g *generator) element(t typ, d int) string {
	if a, ok := arrayOf(t); ok && g.one(2) {
		if vs := g.readable(a); len(vs) > 0 {
			return fmt.Sprintf("%s[%s]", vs[g.IntN(len(vs))], g.index(d))
		}
	}
	for _, f := range nodeFields {
		if f.t == t {
			return g.nodeLeaf() + "." + f.name
		}
	}
	return ""
}

func (g *generator) integral(t typ, d int) string {
	sub := t
	if g.one(7) {
		if t == tInt {
			return g.intOfClasses(d)
		}
		return g.longOfClasses(d)
	}
	switch g.IntN(14) {
	case 0:
		return fmt.Sprintf("(%s %s %s)", g.expr(t, d), g.pick("<<", ">>", ">>>"), g.expr(g.pickType(tInt, tInt, tLong), d))
	case 1:
		return fmt.Sprintf("(%s%s)", g.pick("-", "~"), g.paren(g.expr(t, d)))
	case 2:
		return fmt.Sprintf("(%s) %s", t, g.paren(g.expr(g.pickType(tInt, tLong, tFloat, tDouble, tByte, tChar, tShort), d)))
	case 3:
		if t == tInt {
			return fmt.Sprintf("%s.%s", g.as(tString, d), g.pick("length()", "hashCode()", "indexOf('a')", `indexOf("b")`, `compareTo("b")`))
		}
	case 4:
		if t == tInt {
			a := g.pickType(tInts, tLongs, tBytes, tObjects, tDoubles)
			return g.as(a, d) + ".length"
		}
		return fmt.Sprintf("(%s %% %s)", g.expr(t, d), g.paren(g.expr(g.pickType(tInt, tLong), d)))
	case 5:
		if v, ok := g.assignable(t); ok {
			return g.pick(v+"++", "++"+v, v+"--", fmt.Sprintf("(%s %s= %s)", v, g.pick("+", "-", "*", "^", "|", "&", "<<", ">>>"), g.expr(t, d)))
		}
	case 6:
		if t == tInt {
			return fmt.Sprintf("(%s ? 1 : 0)", g.expr(tBool, d))
		}
		return fmt.Sprintf("((%s) * (long) (%s))", g.expr(tInt, d), g.expr(tInt, d))
	case 7:
		if t == tInt {
			return "(int) (Integer) " + g.as(tObject, d)
		}
	case 8:
		if t == tInt {
			return g.switchExpr(d)
		}
	}
	if t == tInt && g.one(4) {
		sub = g.pickType(tByte, tShort, tChar, tInt)
	} else if t == tLong && g.one(4) {
		return fmt.Sprintf("(%s %s %s)", g.expr(tInt, d), g.pick("+", "-", "*", "&", "|", "^"), g.expr(tLong, d))
	}
	op := g.pick("+", "-", "*", "+", "-", "*", "&", "|", "^", "/", "%")
	right := g.expr(t, d)
	if (op == "/" || op == "%") && !g.one(5) {
		right = "(" + right + " | 1)"
	}
	return fmt.Sprintf("(%s %s %s)", g.expr(sub, d), op, right)
}

// switchExpr returns a switch expression of type int.
func (g *generator) switchExpr(d int) string {
	var b strings.Builder
	if g.one(3) {
		fmt.Fprintf(&b, "switch (%s) { ", g.expr(tString, d))
		for _, c := range []string{`"abc"`, `""`, `"12"`} {
			fmt.Fprintf(&b, "case %s -> %s; ", c, g.expr(tInt, d-1))
		}
	} else {
		fmt.Fprintf(&b, "switch (%s) { ", g.expr(tInt, d))
		for c, label := 2+g.IntN(5), 0; c > 0; c-- {
			fmt.Fprintf(&b, "case %d -> %s; ", label, g.expr(tInt, d-1))
			label += 1 + g.IntN(5)
		}
	}
	fmt.Fprintf(&b, "default -> %s; }", g.expr(tInt, d-1))
	return "(" + b.String() + ")"
}

func (g *generator) floating(t typ, d int) string {
	switch g.IntN(6) {
	case 0:
		return fmt.Sprintf("(%s) %s", t, g.paren(g.expr(g.pickType(tInt, tLong, tFloat, tDouble), d)))
	case 1:
		return fmt.Sprintf("(-%s)", g.paren(g.expr(t, d)))
	case 2:
		return fmt.Sprintf("(%s %s %s)", g.expr(t, d), g.pick("+", "*", "/", "%"), g.expr(tInt, d))
	}
	return fmt.Sprintf("(%s %s %s)", g.expr(t, d), g.pick("+", "-", "*", "/", "+", "-", "*", "%"), g.expr(t, d))
}

func (g *generator) boolean(d int) string {
	switch g.IntN(11) {
	case 9:
		return fmt.Sprintf("%s.equals(%s)", g.as(tRec, d), g.expr(g.pickType(tRec, tRec, tObject), d))
	case 10:
		return fmt.Sprintf("(%s == %s)", g.as(tEnum, d), g.expr(tEnum, d))
	case 0:
		return fmt.Sprintf("(%s %s %s)", g.expr(tBool, d), g.pick("&&", "||", "&", "|", "^", "=="), g.expr(tBool, d))
	case 1:
		return "!" + g.paren(g.expr(tBool, d))
	case 2:
		return fmt.Sprintf("(%s instanceof %s)", g.as(tObject, d), g.pick("String", "Integer", "N", "N1", "N2", "int[]", "Rt.Shape", "Number", "Comparable", "Object[]", "R", "E", "int[][]"))
	case 3:
		return fmt.Sprintf("(%s instanceof %s)", g.as(tNode, d), g.pick("N0", "N1", "N2", "N3"))
	case 4:
		return fmt.Sprintf("(%s %s null)", g.as(g.pickType(tNode, tObject, tString, tInts), d), g.pick("==", "!="))
	case 5:
		return fmt.Sprintf("(%s %s (Object) %s)", g.as(tNode, d), g.pick("==", "!="), g.leaf(tNode))
	case 6:
		return fmt.Sprintf("%s.equals(%s)", g.as(tString, d), g.paren(g.expr(g.pickType(tString, tObject), d)))
	}
	t := g.pickType(tInt, tInt, tInt, tLong, tDouble, tFloat, tChar, tByte)
	return fmt.Sprintf("(%s %s %s)", g.expr(t, d), g.pick("<", "<=", ">", ">=", "==", "!="), g.expr(t, d))
}

func (g *generator) str(d int) string {
	switch g.IntN(8) {
	case 5:
		return "Rt.cut(" + g.as(tRec, d) + g.pick(".toString())", ".s())")
	case 6:
		return g.as(tEnum, d) + g.pick(".name()", ".toString()")
	case 7:
		return fmt.Sprintf(`Rt.cut(new StringBuilder().append(%s).append(%s).%s.toString())`, g.expr(g.pickType(tInt, tLong, tBool, tString), d),
			g.expr(g.pickType(tChar, tString, tDouble), d), g.pick("reverse()", "append('x')", "deleteCharAt(1)"))
	case 0:
		return fmt.Sprintf("Rt.cut(%s.%s)", g.as(tString, d), g.pick("trim()", "toUpperCase()", "substring(1)", "concat(\"z\")", "repeat(2)", "replace('a', 'b')", "intern()"))
	case 1:
		return fmt.Sprintf("String.valueOf(%s)", g.expr(g.pickType(tInt, tLong, tBool, tChar, tDouble), d))
	case 2:
		return "(String) " + g.as(tObject, d)
	}
	e := g.expr(g.pickType(tInt, tLong, tBool, tChar, tString, tFloat, tDouble), d)
	// Strings that grow at each turn of a loop would fill the heap.
	return fmt.Sprintf(`Rt.cut(%s + %s + %s)`, g.as(tString, d), g.pick(`"-"`, `""`, "1", "'c'"), g.paren(e))
}

func (g *generator) object(d int) string {
	switch g.IntN(7) {
	case 6:
		return "(Object) " + g.paren(g.expr(g.pickType(tRec, tEnum, tGrid), d))
	case 0:
		return "(Object) " + g.paren(g.expr(g.pickType(tInt, tLong, tDouble, tChar, tBool, tByte), d))
	case 1:
		return g.expr(tNode, d)
	case 2:
		return g.expr(g.pickType(tInts, tObjects, tLongs), d)
	case 3:
		return "Integer.valueOf(" + g.expr(tInt, d) + ")"
	}
	return g.expr(tString, d)
}

func (g *generator) node(d int) string {
	switch g.IntN(5) {
	case 0:
		return fmt.Sprintf("(N%s) %s", g.pick("", "0", "1", "2"), g.as(tObject, d))
	case 1:
		return g.nodeLeaf() + ".next"
	case 2:
		return fmt.Sprintf("(N%s) %s", g.pick("0", "1", "2"), g.as(tNode, d))
	}
	return fmt.Sprintf("new N%s(%s)", g.pick("", "0", "1", "2", "3"), g.expr(tInt, d))
}

func (g *generator) array(t typ, d int) string {
	e := t.element()
	switch g.IntN(4) {
	case 0:
		return g.as(t, d) + ".clone()"
	case 1:
		// Lengths are small, sometimes negative.
		return fmt.Sprintf("new %s[(%s) %% 20%s]", e, g.expr(tInt, d), g.pick("", " & 15", " & 15", " & 15"))
	}
	list := make([]string, 8)
	for i := range list {
		list[i] = g.leaf(e)
	}
	return fmt.Sprintf("new %s[] {%s}", e, strings.Join(list, ", "))
}
