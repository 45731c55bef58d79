package classfile

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// jdkClasses returns the class files of a module of the JDK, which it looks for in
// JAVA_HOME and where Linux distributions put it.
func jdkClasses(tb testing.TB, module string) map[string][]byte {
	homes := []string{os.Getenv("JAVA_HOME")}
	more, _ := filepath.Glob("/usr/lib/jvm/*17*")
	for _, home := range append(homes, more...) {
		data, err := os.ReadFile(filepath.Join(home, "jmods", module+".jmod"))
		if home == "" || err != nil {
			continue
		}
		return jmodClasses(tb, data)
	}
	tb.Skip("no JDK 17 with jmods found; set JAVA_HOME")
	return nil
}

// jmodClasses unpacks a jmod: a zip file behind a magic number of 4 bytes.
func jmodClasses(tb testing.TB, data []byte) map[string][]byte {
	z, err := zip.NewReader(bytes.NewReader(data[4:]), int64(len(data)-4))
	if err != nil {
		tb.Fatal(err)
	}
	classes := map[string][]byte{}
	for _, f := range z.File {
		name, isClass := strings.CutSuffix(f.Name, ".class")
		if !isClass {
			continue
		}
		r, err := f.Open()
		if err != nil {
			tb.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			tb.Fatal(err)
		}
		classes[strings.TrimPrefix(name, "classes/")] = b
	}
	return classes
}

func TestParseJDK(t *testing.T) {
	for name, data := range jdkClasses(t, "java.base") {
		if name == "module-info" {
			continue
		}
		for _, trusted := range []bool{true, false} {
			f, err := Parse(data, Options{Name: name, Trusted: trusted})
			if err != nil {
				t.Errorf("%s: %v", name, err)
			} else if f.Name != name {
				t.Errorf("%s: named %s", name, f.Name)
			}
		}
	}
}

func BenchmarkParse(b *testing.B) {
	var files [][]byte
	total := 0
	for name, data := range jdkClasses(b, "java.base") {
		if name != "module-info" {
			files = append(files, data)
			total += len(data)
		}
	}
	for _, trusted := range []bool{true, false} {
		name := "checked"
		if trusted {
			name = "trusted"
		}
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(total))
			b.ReportAllocs()
			for b.Loop() {
				for _, data := range files {
					if _, err := Parse(data, Options{Trusted: trusted}); err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
}
