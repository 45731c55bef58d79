package apps

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"gojvm/test/harness"
)

// javaUtil selects the sources to compile: in CI a part that compiles by itself.
var (
	javaUtilAll  = regexp.MustCompile(`^java\.base/java/util/.*\.java$`)
	javaUtilPart = regexp.MustCompile(`^java\.base/java/util/(function/.*|concurrent/locks/.*|[A-H][A-Za-z]*)\.java$`)
)

// TestJavaUtil compiles java.util and its subpackages with the JDK's javac, on
// HotSpot and on gojvm: same messages, same class files.
func TestJavaUtil(t *testing.T) {
	harness.Need(t, "java", "javac")
	sources := jdkSources(t)
	which := javaUtilPart
	if *full {
		which = javaUtilAll
	}
	dir := t.TempDir()
	files := extract(t, sources, which, dir)
	list := filepath.Join(dir, "files")
	if err := os.WriteFile(list, []byte(strings.Join(files, "\n")), 0o644); err != nil {
		t.Fatal(err)
	}
	compile := func(vm, out string) result {
		r := run(t, dir, nil, "", vm, "-m", "jdk.compiler/com.sun.tools.javac.Main", "-proc:none", "-Xlint:all",
			"--patch-module", "java.base="+filepath.Join(dir, "java.base"), "-d", filepath.Join(dir, out), "@"+list)
		t.Logf("%s: %d files in %.1f s, peak %d MiB", out, len(files), float64(r.wall)/float64(time.Second), r.peak>>20)
		return r
	}
	want, got := compile("java", "java"), compile(harness.VM(t), "gojvm")
	if want.code != 0 {
		t.Fatalf("javac fails on HotSpot: exit %d\n%.2000s", want.code, want.stderr)
	}
	if got.code != want.code || got.stdout != want.stdout || got.stderr != want.stderr {
		t.Errorf("exit %d, java %d\n%s", got.code, want.code, harness.Diff(want.stderr+want.stdout, got.stderr+got.stdout))
	}
	if n := sameFiles(t, filepath.Join(dir, "java"), filepath.Join(dir, "gojvm")); n < len(files) {
		t.Errorf("only %d class files of %d sources", n, len(files))
	}
}

// jdkSources finds the sources of the JDK that java on PATH belongs to.
func jdkSources(t *testing.T) string {
	t.Helper()
	path, err := exec.LookPath("java")
	if err == nil {
		path, err = filepath.EvalSymlinks(path)
	}
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(filepath.Dir(path), "..", "lib", "src.zip")
	if _, err := os.Stat(file); err != nil {
		t.Skip("no sources of the JDK: test/setup.sh installs package openjdk-17-source")
	}
	return file
}

// extract writes the files of a zip file whose names match to dir, and returns their paths.
func extract(t *testing.T, file string, which *regexp.Regexp, dir string) []string {
	t.Helper()
	z, err := zip.OpenReader(file)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	var paths []string
	for _, f := range z.File {
		if !which.MatchString(f.Name) {
			continue
		}
		path := filepath.Join(dir, filepath.FromSlash(f.Name))
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err == nil {
			err = os.MkdirAll(filepath.Dir(path), 0o755)
		}
		if err == nil {
			err = os.WriteFile(path, text, 0o644)
		}
		if err != nil {
			t.Fatal(f.Name, err)
		}
		paths = append(paths, path)
	}
	return paths
}

// sameFiles compares two folders and returns the number of files in the first.
func sameFiles(t *testing.T, want, got string) int {
	t.Helper()
	read := func(dir string) map[string][]byte {
		files := map[string][]byte{}
		err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() {
				return err
			}
			rel, _ := filepath.Rel(dir, path)
			files[rel], err = os.ReadFile(path)
			return err
		})
		if err != nil {
			t.Error(err)
		}
		return files
	}
	w, g := read(want), read(got)
	var wrong []string
	for name, text := range w {
		other, ok := g[name]
		switch {
		case !ok:
			wrong = append(wrong, "missing: "+name)
		case !bytes.Equal(text, other):
			wrong = append(wrong, fmt.Sprintf("differs: %s (%d and %d bytes)", name, len(text), len(other)))
		}
	}
	for name := range g {
		if _, ok := w[name]; !ok {
			wrong = append(wrong, "too many: "+name)
		}
	}
	if len(wrong) > 0 {
		t.Errorf("%d files, first %v", len(wrong), wrong[:min(len(wrong), 20)])
	}
	return len(w)
}
