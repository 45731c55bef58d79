package main

import (
	"slices"
	"strings"
	"testing"
)

func TestSplitArgFile(t *testing.T) {
	for text, want := range map[string][]string{
		"a b\tc\nd":            {"a", "b", "c", "d"},
		`"a b" 'c "d"' e"f g"`: {"a b", `c "d"`, "ef g"},
		`"" x ''`:              {"", "x"},
		`"" ` + "''\n":         {"", ""},
		"a # b\nc#d e\nf":      {"a", "f"},
		`"x"c#d` + "\ne":       {"xe"},
		`"a\tb\\c\"d" a\b`:     {"a\tb\\c\"d", `a\b`},
		"\"a\\\n   b\" c\\\nd": {"ab", `c\`, "d"},
		"\"open\nnext":         {"open", "next"},
	} {
		if got := splitArgFile(text); !slices.Equal(got, want) {
			t.Errorf("%q: %q, not %q", text, got, want)
		}
	}
}

// FuzzArgFile checks that no argument file breaks the splitter, and that text
// without quotes, comments and escapes is split at white space.
func FuzzArgFile(f *testing.F) {
	for _, s := range []string{"-cp classes Main", "\"a b\" # c\n'd\\\n e'", "\\", "\"", "#", "\"\\"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := splitArgFile(text)
		if _, err := envArgs(text); err != nil && strings.Count(text, `"`)+strings.Count(text, "'") == 0 {
			t.Error(err)
		}
		if strings.ContainsAny(text, "\"'#\\") {
			return
		}
		want := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" \t\n\r\f", r) })
		if !slices.Equal(got, want) {
			t.Errorf("%q: %q, not %q", text, got, want)
		}
	})
}
