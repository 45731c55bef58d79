package substrate

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gojvm/codegen"
)

func skipWithoutCode(t *testing.T) {
	if hostTarget() == nil {
		t.Skip("no code generator for this machine")
	}
}

// run runs a program and returns what it printed, and how it ended if not well.
func run(t *testing.T, c Config, file, text string) string {
	t.Helper()
	var out bytes.Buffer
	c.Out = &out
	m, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Run(file, text); err != nil {
		fmt.Fprintln(&out, err)
	}
	if err := m.Close(); err != nil {
		t.Error(err)
	}
	return out.String()
}

// TestPrograms runs each program in both pipelines, with few registers, and with a
// collection at every few allocations.
func TestPrograms(t *testing.T) {
	skipWithoutCode(t)
	files, _ := filepath.Glob("programs/*.nib")
	if len(files) < 12 {
		t.Fatalf("only %d programs", len(files))
	}
	modes := map[string]Config{
		"quick": {Level: codegen.Quick},
		"full":  {Level: codegen.Full},
		"few":   {Level: codegen.Full, Few: 4},
		"gc":    {Level: codegen.Full, GCInterval: 7},
		"small": {Level: codegen.Full, MaxHeap: 2 << 20},
	}
	for _, file := range files {
		text, _ := os.ReadFile(file)
		want, err := os.ReadFile(strings.TrimSuffix(file, ".nib") + ".out")
		if err != nil {
			t.Fatal(err)
		}
		for mode, c := range modes {
			if testing.Short() && mode != "full" {
				continue
			}
			t.Run(filepath.Base(file)+"/"+mode, func(t *testing.T) {
				if got := run(t, c, file, string(text)); got != string(want) {
					t.Errorf("printed\n%s\nwant\n%s", got, want)
				}
			})
		}
	}
}

// TestErrors checks that bad programs are refused with a place and a reason.
func TestErrors(t *testing.T) {
	skipWithoutCode(t)
	for text, want := range map[string]string{
		"print(x);":      "t:1: x is not declared",
		"let a = 1":      "t:1: ; expected, found end of file",
		"\nbreak;":       "t:2: break outside of a loop",
		"print(1, 2);":   "t:1: print takes 1 arguments",
		"\"abc":          "t:1: string has no end",
		"let a = 1 ? 2;": "t:1: character '?' has no meaning",
		"1 = 2;":         "t:1: this cannot be assigned to",
		"while true { try { break; } catch e {} }": "t:1: break outside of a loop",
	} {
		if got := strings.TrimSpace(run(t, Config{}, "t", text)); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

// TestOutOfMemory checks that a program can catch the exhaustion of the heap and go on.
func TestOutOfMemory(t *testing.T) {
	skipWithoutCode(t)
	got := run(t, Config{MaxHeap: 4 << 20}, "t", `
let keep = [];
try { while true { push(keep, [1, 2, 3]); } } catch e { print(e); }
keep = nil;
let n = 0;
while n < 100000 { let x = [n]; n = n + 1; }
print(n);`)
	if got != "out of memory\n100000\n" {
		t.Errorf("printed %q", got)
	}
}
