// Package test checks properties of the whole tree and runs whole programs.
package test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

const module = "gojvm"

// mayImport is the import graph: to each folder (and, with a final slash, all
// below it) the packages of ours that it may import. Whatever is not listed may
// import nothing. Files are read, not built, so that each host's files count and
// the test cache sees every change.
var mayImport = map[string][]string{
	"mem":                 {},
	"gc":                  {"mem"},
	"sched":               {"mem"},
	"codegen":             {"codegen/", "mem"},
	"codegen/":            {"codegen", "codegen/", "mem"},
	"amd64":               {"codegen", "codegen/", "x86/", "mem"},
	"amd64/":              {"codegen", "codegen/", "amd64/"},
	"x86":                 {"codegen", "codegen/", "x86/", "amd64/", "mem"},
	"x86/":                {"codegen", "codegen/", "x86/", "amd64/"},
	"x86/host":            {"codegen", "codegen/", "amd64", "x86", "mem"},
	"ppc":                 {"codegen", "codegen/", "ppc/", "mem"},
	"ppc/":                {"codegen", "codegen/", "ppc/"},
	"loader/bytecode":     {},
	"loader/classfile":    {"loader/bytecode", "loader/internal/"},
	"loader/classfile/":   {"loader/classfile", "loader/bytecode"},
	"loader/verify":       {"loader/classfile", "loader/bytecode", "loader/internal/"},
	"loader/internal/":    {"loader/jimage"},
	"loader/jimage":       {},
	"loader/classpath":    {},
	"vm":                  {"gc", "sched", "mem", "loader/classfile", "loader/bytecode"},
	"loader":              {"vm", "gc", "mem", "loader/"},
	"interp":              {"vm", "gc", "mem", "sched", "loader/classfile", "loader/bytecode"},
	"jit":                 {"vm", "gc", "mem", "sched", "loader/classfile", "loader/bytecode", "codegen", "codegen/"},
	"native":              {"vm", "gc", "mem", "sched", "native/"},
	"native/":             {"vm", "gc", "mem", "sched", "native/", "loader/classfile", "loader/bytecode"},
	"profile":             {"vm", "internal/pprof"},
	"internal/pprof":      {},
	"":                    {"internal/options", "internal/system", "internal/unifiedlog", "profile", "loader", "loader/", "interp", "jit", "native", "native/", "x86/host", "vm", "codegen", "gc", "sched", "mem"},
	"internal/options":    {"internal/system", "internal/unifiedlog", "internal/words", "vm", "gc"},
	"internal/unifiedlog": {"internal/system", "internal/words"},
	"internal/system":     {},
	"internal/words":      {},
	"cmd/gojvm":           {"", "internal/words"},
	"cmd/gojvm-bench":     {"", "internal/bench", "test/bench/kernels", "test/harness"},
	"internal/bench":      {},
	"cmd/ssac":            {"codegen", "codegen/", "amd64", "x86", "ppc", "amd64/", "x86/", "ppc/", "mem"},
	"test/substrate":      {"codegen", "codegen/", "x86/host", "gc", "sched", "mem"},
	"test":                {"", "test/"},
	"test/":               {"", "internal/bench", "test/", "loader/", "codegen", "codegen/", "amd64", "x86", "x86/host", "ppc", "mem"},
}

// rule finds the row of a folder: its own, else that of the nearest "parent/".
func rule(dir string) ([]string, bool) {
	if r, ok := mayImport[dir]; ok {
		return r, true
	}
	for d := dir; d != "."; d = path.Dir(d) {
		if r, ok := mayImport[path.Dir(d)+"/"]; ok {
			return r, true
		}
	}
	return nil, false
}

func allowed(r []string, pkg string) bool {
	for _, a := range r {
		if a == pkg || strings.HasSuffix(a, "/") && strings.HasPrefix(pkg, a) {
			return true
		}
	}
	return false
}

func TestImports(t *testing.T) {
	files := 0
	err := filepath.WalkDir("..", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if n := d.Name(); n != ".." && (strings.HasPrefix(n, ".") || n == "testdata" || n == "bin") {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(p, ".go") {
			return nil
		}
		files++
		rel, _ := filepath.Rel("..", p)
		dir := path.Dir(filepath.ToSlash(rel))
		if dir == "." {
			dir = ""
		}
		r, known := rule(dir)
		if !known {
			t.Errorf("%s: folder %q is not in the import graph", rel, dir)
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), p, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, im := range f.Imports {
			s, _ := strconv.Unquote(im.Path.Value)
			pkg, ours := strings.CutPrefix(s, module+"/")
			if s == module {
				pkg, ours = "", true
			}
			if !ours || pkg == dir {
				continue
			}
			// A test may use what its package may, and helpers for tests.
			if strings.HasSuffix(p, "_test.go") && (strings.HasPrefix(pkg, "loader/classfile/") || strings.HasPrefix(pkg, "loader/internal/")) {
				continue
			}
			if !allowed(r, pkg) {
				t.Errorf("%s imports %s, which the import graph does not allow", rel, s)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files < 50 {
		t.Errorf("only %d Go files found: wrong folder?", files)
	}
}
