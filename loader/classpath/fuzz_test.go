package classpath

import (
	"archive/zip"
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// FuzzJar checks that no file breaks the reading of jars.
func FuzzJar(f *testing.F) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range []string{"META-INF/MANIFEST.MF", "p/C.class", "../up", "dir/"} {
		w, err := z.Create(name)
		if err != nil {
			f.Fatal(err)
		}
		w.Write(bytes.Repeat([]byte(name+": x\n"), 50))
	}
	if err := z.Close(); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Add([]byte("PK\x05\x06"))
	file := filepath.Join(f.TempDir(), "fuzz.jar")
	f.Fuzz(func(t *testing.T, data []byte) {
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
		j := open(file).(*jar)
		j.once.Do(j.read)
		for name, entry := range j.files {
			if entry.UncompressedSize64 < 1<<20 {
				j.Find(name)
			}
		}
	})
}
