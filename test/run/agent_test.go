package run

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"gojvm/test/harness"
)

// badAgents are agents that cannot be started: the manifest of agent.jar and what it is given to.
var badAgents = []struct{ name, option, manifest string }{
	{"missing", "-javaagent:none.jar", ""},
	{"empty", "-javaagent:", ""},
	{"nameless", "-javaagent", ""},
	{"no premain class", "-javaagent:agent.jar", "Foo=BadAgents"},
	{"second is bad", "-javaagent:agent.jar -javaagent:none.jar", "Premain-Class=Good"},
	{"throws", "-javaagent:agent.jar=x=y", "Premain-Class=Throws"},
	{"no method", "-javaagent:agent.jar", "Premain-Class=BadAgents"},
	{"no class", "-javaagent:agent.jar", "Premain-Class=Absent"},
	{"not public", "-javaagent:agent.jar", "Premain-Class=Private"},
}

const badAgentsSource = `
public class BadAgents { public static void main(String[] a) { System.out.println("main"); } }
class Good { public static void premain(String a) { System.out.println("good"); } }
class Throws { public static void premain(String a) { throw new IllegalStateException(a); } }
class Private { static void premain(String a) { } }
`

// What only HotSpot prints: places in its source, its native frames.
var (
	sourcePlace  = regexp.MustCompile(` at \S+ line: \d+`)
	nativeFrames = regexp.MustCompile(`(?s)Native frames: .*?\n\n`)
)

// TestBadAgents compares messages and exit codes with those of java, in badagents.txt.
func TestBadAgents(t *testing.T) {
	dir := t.TempDir()
	src := filepath.Join(dir, "BadAgents.java")
	if err := os.WriteFile(src, []byte(badAgentsSource), 0o644); err != nil {
		t.Fatal(err)
	}
	harness.Javac(t, "-d", dir, src)
	all := func(vm string) string {
		var b strings.Builder
		for _, a := range badAgents {
			if err := makeJar(dir, "agent.jar "+a.manifest); err != nil {
				t.Fatal(err)
			}
			p := &program{name: "BadAgents", classes: dir, dir: dir, java: strings.Fields(a.option)}
			s := p.run(t, vm)
			s = nativeFrames.ReplaceAllString(sourcePlace.ReplaceAllString(s, ""), "")
			b.WriteString("=== " + a.name + "\n" + s)
		}
		return b.String()
	}
	const golden = "testdata/badagents.txt"
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(golden, []byte(all("java")), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got := all(harness.VM(t)); got != string(want) {
		t.Errorf("differs from java:\n%s", harness.Diff(string(want), got))
	}
}
