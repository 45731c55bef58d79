package classfile_test

import (
	"testing"

	. "gojvm/loader/classfile"
	"gojvm/loader/internal/jdktest"
)

func TestParseJDK(t *testing.T) {
	for name, data := range jdktest.Classes(t, "java.base") {
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
	for name, data := range jdktest.Classes(b, "java.base") {
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
