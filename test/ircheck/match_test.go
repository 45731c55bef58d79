package ircheck

import (
	"strings"
	"testing"
)

const form = `func @A.f(I)I(ptr, i32) i32 {
b0:
  v1 = arg i32 [1]
  v2 = const i32 [7]
  v3 = mul i32 v1, v2
  v4 = add i32 v3, v1
  guard v4 [1]
  v5 = load i32 v4
  ret v5
}`

// TestMatch checks that checks hold and, above all, that they fail.
func TestMatch(t *testing.T) {
	for _, c := range []struct {
		checks string // without strokes
		fails  string // part of the error, "" for none
	}{
		{"CHECK: mul\nCHECK: add", ""},
		{"CHECK: add\nCHECK: mul", "line 3: CHECK mul matches nothing"},
		{"CHECK: mul\nCHECK: mul", "line 3"},
		{"CHECK: <<M:v>> = mul i32 <<X:v>>, {{v}}\nCHECK: add i32 <<M>>, <<X>>", ""},
		{"CHECK: <<M:v>> = mul\nCHECK: load i32 <<M>>", "line 3"},
		{"CHECK: load i32 <<M>>", "M is not defined"},
		{"CHECK-DAG: load\nCHECK-DAG: mul", ""},
		{"CHECK-DAG: mul\nCHECK-DAG: mul", "line 3"},
		{"CHECK-DAG: load\nCHECK-DAG: mul\nCHECK: ret", ""},
		{"CHECK-DAG: load\nCHECK: mul", "line 3"},
		{"CHECK-NOT: call", ""},
		{"CHECK-NOT: guard", "line 2: CHECK-NOT guard matches"},
		{"CHECK: load\nCHECK-NOT: guard", ""},
		{"CHECK: mul\nCHECK-NOT: guard\nCHECK: load", "line 3"},
		{"CHECK-NOT: guard\nCHECK: mul", ""},
		{"CHECK: ret\nCHECK-NOT: ret", ""},
		{"CHECK: v3  = mul i32 {{.*}} v2", ""},
		{"CHECK: a.g", "line 2"}, // text, not a regular expression
	} {
		text := "/// CHECK-START: f gvn (after)\n/// " + strings.ReplaceAll(c.checks, "\n", "\n/// ")
		g, err := parse(text)
		if err != nil {
			t.Fatal(c.checks, err)
		}
		err = g[0].match(form)
		if (err == nil) != (c.fails == "") || err != nil && !strings.Contains(err.Error(), c.fails) {
			t.Errorf("%q: error %v, want %q", c.checks, err, c.fails)
		}
	}
}

func TestParseErrors(t *testing.T) {
	for _, s := range []string{"/// CHECK: x", "/// CHECK-START: f gvn", "/// CHECK-START: f gvn (after)", "/// CHECK-START: f gvn (after)\n/// CHECK-NEXT: x",
		"/// CHECK-START: f gvn (after)\n/// CHECK x", "/// CHECK-START: f gvn (after)\n/// CHECK:"} {
		if _, err := parse(s); err == nil {
			t.Errorf("no error for %q", s)
		}
	}
}
