package main

import (
	"regexp"
	"runtime"
	"strings"
	"testing"
)

// TestCompileAll compiles a small module with all checks at both tiers, without a bailout.
func TestCompileAll(t *testing.T) {
	if runtime.GOOS != "linux" || runtime.GOARCH != "amd64" && runtime.GOARCH != "386" {
		t.Skip("no compiled code on this machine")
	}
	var out strings.Builder
	if status := compileAll([]string{"-q", "-check", "java.logging"}, &out, &out); status != 0 {
		t.Fatalf("status %d\n%s", status, out.String())
	}
	for _, want := range []string{`(?m)^java.logging on \w+: \d\d+ classes`, `(?m)^1 +\d{3,} .* 0$`, `(?m)^2 +\d{3,} .* 0$`} {
		if !regexp.MustCompile(want).MatchString(out.String()) {
			t.Errorf("nothing matches %s in\n%s", want, out.String())
		}
	}
	out.Reset()
	if status := compileAll([]string{"-q", "no.such.module"}, &out, &out); status != 1 || !strings.Contains(out.String(), "no module no.such.module") {
		t.Errorf("status %d\n%s", status, out.String())
	}
}
