package test

import (
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// maxFile bounds every file of the tree: what is larger is built or fetched, not kept.
const maxFile = 1 << 20

// machinePath finds paths that only one machine has.
var machinePath = regexp.MustCompile(`(^|[\s"'=(])/(work|home/[a-z]+|Users/[A-Za-z]+|tmp/gojvm)/`)

// tracked lists the files git knows, or skips where there is no git.
func tracked(t *testing.T) []string {
	t.Helper()
	out, err := exec.Command("git", "-C", "..", "ls-files").Output()
	if err != nil {
		t.Skip("not a git tree: ", err)
	}
	return strings.Fields(string(out))
}

// TestTree checks what lies in the tree: no large files, no leftovers of a build,
// no path of one machine.
func TestTree(t *testing.T) {
	for _, name := range tracked(t) {
		file := filepath.Join("..", name)
		info, err := os.Lstat(file)
		if err != nil {
			continue // deleted but not yet committed
		}
		if info.Size() > maxFile {
			t.Errorf("%s has %d bytes: at most %d", name, info.Size(), maxFile)
		}
		switch path.Ext(name) {
		case ".class", ".jar", ".o", ".so", ".exe", ".test", ".prof", ".hprof", ".log", ".orig", ".rej":
			if !strings.Contains(name, "/testdata/") {
				t.Errorf("%s: built files do not belong here", name)
			}
		case ".go", ".java", ".sh", ".md":
			if name == "test/tree_test.go" {
				continue
			}
			text, err := os.ReadFile(file)
			if err != nil {
				t.Error(err)
				continue
			}
			if m := machinePath.Find(text); m != nil {
				t.Errorf("%s names a path of one machine: %q", name, m)
			}
		}
	}
}

// TestTreePackageComments checks that each package says what it is for.
func TestTreePackageComments(t *testing.T) {
	described := map[string]bool{}
	for _, name := range tracked(t) {
		if path.Ext(name) != ".go" || strings.Contains(name, "/testdata/") {
			continue
		}
		dir := path.Dir(name)
		f, err := parser.ParseFile(token.NewFileSet(), filepath.Join("..", name), nil, parser.PackageClauseOnly|parser.ParseComments)
		if err != nil {
			if os.IsNotExist(err) {
				continue
			}
			t.Error(err)
			continue
		}
		described[dir] = described[dir] || f.Doc != nil
	}
	for dir, ok := range described {
		if !ok {
			t.Errorf("package %s has no package comment", dir)
		}
	}
}
