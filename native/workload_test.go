package native

import (
	"bufio"
	"os"
	"strings"
	"testing"
)

// TestWorkloads asserts that every native which a recorded workload called has
// its function. testdata/workloads17.txt lists them as class.method(descriptor),
// sorted: what HotSpot 17 called or linked while it ran HelloWorld, one program per
// area of the class library, javac, jshell, jar, javap, Tomcat and H2. Natives of
// java.desktop are not in it: drawing is not built.
func TestWorkloads(t *testing.T) {
	f, err := os.Open("testdata/workloads17.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	l := New()
	n := 0
	for s := bufio.NewScanner(f); s.Scan(); n++ {
		open := strings.IndexByte(s.Text(), '(')
		dot := strings.LastIndexByte(s.Text()[:max(open, 0)], '.')
		if dot < 0 {
			t.Fatalf("line %d: %q is not a method", n+1, s.Text())
		}
		class, name, desc := strings.ReplaceAll(s.Text()[:dot], ".", "/"), s.Text()[dot+1:open], s.Text()[open:]
		if l.Lookup(class, name, desc) == nil {
			t.Errorf("no native %s", s.Text())
		}
	}
	if n < 500 {
		t.Errorf("only %d natives in the list", n)
	}
}
