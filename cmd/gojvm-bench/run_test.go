package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"gojvm/test/harness"
)

// TestRun compares two ways to run gojvm on a kernel, and evaluates the results again.
func TestRun(t *testing.T) {
	harness.Need(t, "javac")
	dir, vm := t.TempDir(), harness.VM(t)
	in := func(name string) string { return filepath.Join(dir, name) }
	var out, errs strings.Builder
	status := run([]string{"-reps", "1", "-iterations", "3", "-slow-iterations", "2", "-vm", "int=" + vm + ",-Xint", "-vm", "all=" + vm,
		"-json", in("r.json"), "-csv", in("r.csv"), "-html", in("r.html"), "FibCalls"}, &out, &errs)
	if status != 0 {
		t.Fatalf("status %d\n%s%s", status, out.String(), errs.String())
	}
	for _, want := range []string{`(?m)^objects.FibCalls +\S+ \S+ \+-0 us`, `geometric mean of all +1, worst`, `Memory of all beside Java's heap, at most: code 0\.\d+ MB`, `Start-up`} {
		if !regexp.MustCompile(want).MatchString(out.String()) {
			t.Errorf("nothing matches %s in\n%s", want, out.String())
		}
	}
	if page, err := os.ReadFile(in("r.html")); err != nil || strings.Count(string(page), "<polyline") != 2 {
		t.Errorf("page: %v, %d curves", err, strings.Count(string(page), "<polyline"))
	}
	var again strings.Builder
	if status := report([]string{"-base", "int", in("r.json")}, &again, &errs); status != 0 || !strings.Contains(again.String(), "objects.FibCalls") {
		t.Errorf("status %d\n%s%s", status, again.String(), errs.String())
	}
	errs.Reset()
	if status := run([]string{"-vm", "x=/no/such/java"}, &out, &errs); status != 1 || !strings.Contains(errs.String(), "no such file") {
		t.Errorf("status %d, %s", status, errs.String())
	}
}
