package classpath

import (
	"archive/zip"
	"os"
	"path/filepath"
	"testing"
)

func TestFind(t *testing.T) {
	dir := t.TempDir()
	os.MkdirAll(filepath.Join(dir, "d", "p"), 0o777)
	os.WriteFile(filepath.Join(dir, "d", "p", "A.class"), []byte("folder"), 0o666)
	jarName := filepath.Join(dir, "x.jar")
	f, err := os.Create(jarName)
	if err != nil {
		t.Fatal(err)
	}
	w := zip.NewWriter(f)
	for _, n := range []string{"p/A.class", "p/B.class"} {
		e, _ := w.Create(n)
		e.Write([]byte("jar"))
	}
	w.Close()
	f.Close()
	os.WriteFile(filepath.Join(dir, "broken.jar"), []byte("no zip"), 0o666)
	sep := string(os.PathListSeparator)
	p := Parse(filepath.Join(dir, "absent") + sep + filepath.Join(dir, "broken.jar") + sep + filepath.Join(dir, "d") + sep + jarName)
	for name, want := range map[string]string{
		"p/A.class": "folder", "p/B.class": "jar", "p/C.class": "", "p": "", "../x.jar": "",
	} {
		var got []byte
		for _, e := range p {
			if got, err = e.Find(name); err != nil {
				t.Fatal(err)
			}
			if got != nil {
				break
			}
		}
		if string(got) != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}
