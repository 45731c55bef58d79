// Package jdktest gives tests the class files of an installed JDK 17.
package jdktest

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// Classes returns the class files of a module by internal name. The JDK is looked for in
// JAVA_HOME and where Linux distributions put it; without one the test is skipped.
func Classes(tb testing.TB, module string) map[string][]byte {
	unpacked.Lock()
	defer unpacked.Unlock()
	if c := unpacked.modules[module]; c != nil {
		return c
	}
	c := find(tb, module)
	unpacked.modules[module] = c
	return c
}

// unpacked keeps modules from being unpacked for each test of a package.
var unpacked = struct {
	sync.Mutex
	modules map[string]map[string][]byte
}{modules: map[string]map[string][]byte{}}

func find(tb testing.TB, module string) map[string][]byte {
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
