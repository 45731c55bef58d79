package pprof

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestPprof shows a profile to go tool pprof.
func TestPprof(t *testing.T) {
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip("go is not on PATH")
	}
	nanos := ValueType{"cpu", "nanoseconds"}
	b := New([]ValueType{{"samples", "count"}, nanos}, nanos, int64(time.Millisecond))
	at := func(key string, lines ...Line) uint64 {
		return b.Location(key, func() (uint64, []Line) { return 0x1000, lines })
	}
	inner := b.Function("p.C.inner(int)", "p.C.inner(I)V", "p/C.java", 5)
	outer := b.Function("p.C.outer()", "p.C.outer()V", "p/C.java", 10)
	both := at("a", Line{inner, 6}, Line{outer, 11})
	main := at("b", Line{b.Function("p.Main.main(String[])", "p.Main.main([Ljava/lang/String;)V", "p/Main.java", 1), 300})
	if again := at("b"); again != main {
		t.Errorf("location %d for the second time, %d at first", again, main)
	}
	for range 3 {
		b.Add([]uint64{both, main}, []Label{{"thread", "1"}}, 1, int64(time.Millisecond))
	}
	b.Add([]uint64{main}, []Label{{"thread", "2"}}, 2, 2<<40)
	b.Comment("said beside")
	b.Relabel("thread", func(string) string { return "the one" })
	file := filepath.Join(t.TempDir(), "profile")
	f, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Write(f); err != nil {
		t.Fatal(err)
	}
	f.Close()
	out, err := exec.Command("go", "tool", "pprof", "-raw", file).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, want := range []string{
		"PeriodType: cpu nanoseconds", "Period: 1000000", "said beside", "samples/count cpu/nanoseconds[dflt]",
		"3    3000000: 1 2", "thread:[the one]", "2 2199023255552: 2",
		"0x1000 M=1 p.C.inner(int) p/C.java:6", "p.C.outer() p/C.java:11", "p.Main.main(String[]) p/Main.java:300", "[FN][FL][LN][IN]",
	} {
		if !strings.Contains(string(out), want) {
			t.Errorf("%q is not in\n%s", want, out)
		}
	}
}
