package ssa

import (
	"strings"
	"testing"
)

const sumText = `func @sum(ptr, i32) i32 {
b0:
  v0 = arg ptr [0]
  v1 = arg i32 [1]
  v2 = const i32 [0]
  v3 = const i32 [1]
  jmp -> b1
b1:
  v4 = phi i32 b0:v2, b2:v8
  v5 = phi i32 b0:v2, b2:v9
  v6 = lt i32 v4, v1
  if v6 -> b2 (99), b3 (1)
b2:
  v7 = load i32 v0, v4 +8 *4 !1
  v9 = add i32 v5, v7
  v8 = add i32 v4, v3
  poll state 7 (v8, v9)
  jmp -> b1
b3:
  v10 = fconst f64 [-1.5e-07]
  v11 = ftoi i32 v10
  v12 = add i32 v11, v5
  ret v12
}
`

func parseOne(t *testing.T, text string) *Func {
	t.Helper()
	fs, err := Parse("test.ssa", text, NewOpTable(nil), 8)
	if err != nil {
		t.Fatal(err)
	}
	if err := Check(fs[0]); err != nil {
		t.Fatal(err)
	}
	return fs[0]
}

func TestParsePrint(t *testing.T) {
	f := parseOne(t, sumText)
	if got := f.String(); got != sumText {
		t.Errorf("printed\n%s\nwant\n%s", got, sumText)
	}
}

type sliceMem []byte

func (m sliceMem) Load(a uint64, n int) (x uint64, err error) {
	for i := n - 1; i >= 0; i-- {
		x = x<<8 | uint64(m[int(a)+i])
	}
	return x, nil
}

func (m sliceMem) Store(a uint64, n int, x uint64) error {
	for i := range n {
		m[int(a)+i] = byte(x >> (8 * i))
	}
	return nil
}

func TestEvalLoop(t *testing.T) {
	mem := make(sliceMem, 64)
	for i := range 10 {
		mem[8+4*i] = byte(i)
	}
	m := &Machine{Mem: mem, Fuel: 1000}
	got, err := m.Call(parseOne(t, sumText), 0, 10)
	if err != nil || got != 45 {
		t.Errorf("sum = %d, %v; want 45", got, err)
	}
}

func TestSyntaxErrors(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"fun", `t:1:1: expected "func"`},
		{"func @f() {\n}", "t:2:2: function @f has no blocks"},
		{"func @f() {\nb0:\n  v1 = frob i32\n}", `t:3:8: expected an operation, found "frob"`},
		{"func @f() {\nb0:\n  ret v9\n}", "t:3:7: value v9 is not defined"},
		{"func @f() {\nb0:\n  jmp -> b7\n}", "t:3:10: block b7 is not defined"},
		{"func @f() {\nb0:\n  ret\n  ret\n}", "t:4:3: expected a block label after the terminator of b0"},
		{"func @f() {\nb0:\n  v1 = const i32 [x]\n}", `t:3:19: expected an integer, found "x"`},
		{"func @f() {\nb0:\n  jmp -> b1\nb1:\n  v1 = phi i32 b1:v1\n  ret\n}", `t:5:16: "b1" is no predecessor`},
		{"func @f() {\nb0:\n  v1 = ctx ptr\n  v1 = ctx ptr\n}", "t:4:3: value v1 is defined twice"},
		{"func @f() {\nb0:\n  v1 = ctx ptr +4\n}", "t:3:16: ctx takes no offset"},
		{"func @f() {\n  ret\n}", `t:2:3: expected a block label`},
		{"func @f() ;", "t:1:11: unexpected character"},
	} {
		_, err := Parse("t", c.text, NewOpTable(nil), 8)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			// Undefined names are reported after the end, and the first of them wins.
			t.Errorf("%q: error %v, want %s", c.text, err, c.want)
		}
	}
}

func TestCheckErrors(t *testing.T) {
	wrap := func(body string) string {
		return "func @f(i32, i64, ref) i32 {\nb0:\n v0 = arg i32 [0]\n v1 = arg i64 [1]\n v2 = arg ref [2]\n" + body + "}\n"
	}
	for _, c := range []struct{ text, want string }{
		{" v3 = add i32 v0, v1\n ret v3\n", "argument 1 of add cannot have type i64"},
		{" v3 = add i32 v0\n ret v3\n", "add needs more than 1"},
		{" v3 = neg i32 v0, v0\n ret v3\n", "neg takes 1 arguments"},
		{" v3 = add ref v2, v2\n ret v0\n", "add cannot have a result of type ref"},
		{" ret v1\n", "result 0 has type i64"},
		{" ret\n", "0 results, the function has 1"},
		{" v4 = neg i32 v3\n v3 = neg i32 v4\n ret v0\n", "used where it is not available"},
		{" if v0 -> b1, b2\nb1:\n v3 = neg i32 v0\n jmp -> b2\nb2:\n ret v3\n", "used where it is not available"},
		{" if v0 -> b1\nb1:\n ret v0\n", "needs 2 successors, has 1"},
		{" v3 = bits i64 v0\n ret v0\n", "needs an integer and a float"},
		{" v3 = arg i32 [1]\n ret v0\n", "no such parameter"},
		{" jmp -> b0\n", "the entry block has predecessors"},
		{" catch -> b1, b2\nb1:\n ret v0\nb2:\n ret v0\n", "no call just before it"},
		{" switch v0 {1, 1} -> b1, b1, b1\nb1:\n ret v0\n", "case 1 is there twice"},
	} {
		fs, err := Parse("t", wrap(c.text), NewOpTable(nil), 8)
		if err != nil {
			t.Errorf("%q: %v", c.text, err)
			continue
		}
		if err := Check(fs[0]); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: error %v, want %s", c.text, err, c.want)
		}
	}
}

// FuzzParse looks for panics in parser and checker.
func FuzzParse(f *testing.F) {
	f.Add(sumText)
	f.Add("func @f(){\nb0:\n switch v0 {} -> b1\n}")
	f.Fuzz(func(t *testing.T, text string) {
		fs, err := Parse("fuzz", text, NewOpTable(nil), 8)
		if err != nil {
			return
		}
		for _, g := range fs {
			if Check(g) == nil {
				_ = g.String()
			}
		}
	})
}
