package jimage

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// installed opens the image of the JDK on this machine.
func installed(t testing.TB) *Image {
	var homes []string
	if h := os.Getenv("JAVA_HOME"); h != "" {
		homes = append(homes, h)
	}
	if p, err := exec.LookPath("java"); err == nil {
		if p, err = filepath.EvalSymlinks(p); err == nil {
			homes = append(homes, filepath.Dir(filepath.Dir(p)))
		}
	}
	for _, h := range homes {
		if im, err := Open(filepath.Join(h, "lib", "modules")); err == nil {
			t.Cleanup(func() { im.Close() })
			return im
		}
	}
	t.Skip("no JDK with lib/modules is installed")
	return nil
}

func TestFindClass(t *testing.T) {
	im := installed(t)
	for _, c := range []struct {
		module, class string
		found         bool
	}{
		{"java.base", "java/lang/Object", true},
		{"java.base", "java/util/Map$Entry", true},
		{"java.base", "java/lang/NoSuch", false},
		{"java.base", "java/lang/Object.class", false},
		{"java.logging", "java/lang/Object", false},
		{"", "java/lang/Object", false},
	} {
		r, err := im.FindClass(c.module, c.class)
		if err != nil {
			t.Fatal(err)
		}
		if (r != nil) != c.found {
			t.Errorf("%s/%s: found %v, want %v", c.module, c.class, r != nil, c.found)
		}
		if r == nil {
			continue
		}
		b, err := im.Content(r)
		if err != nil || len(b) < 10 || binary.BigEndian.Uint32(b) != 0xCAFEBABE {
			t.Errorf("%s: no class file: %v", r.Name(), err)
		}
	}
}

func TestPackageModule(t *testing.T) {
	im := installed(t)
	for pkg, want := range map[string]string{
		"java/lang": "java.base", "java.util": "java.base", "java/util/logging": "java.logging",
		"java": "", "no/such": "",
	} {
		if got, err := im.PackageModule(pkg); got != want || err != nil {
			t.Errorf("%s: %q, %v, want %q", pkg, got, err, want)
		}
	}
}

// TestEveryEntryIsFound rebuilds each name from its location and looks it up.
func TestEveryEntryIsFound(t *testing.T) {
	im := installed(t)
	for i := range im.Len() {
		r, err := im.At(i)
		if err != nil {
			t.Fatal(err)
		}
		if r.Module == "" {
			continue // /modules and /packages have the name in Base alone
		}
		path := r.Name()[len(r.Module)+2:]
		got, err := im.Find(r.Module, path)
		if err != nil || got == nil || *got != *r {
			t.Fatalf("%s is not found: %v", r.Name(), err)
		}
	}
}

// build makes an image with one entry /m/p/B.e with the given content bytes.
func build(content []byte, compressed, size int) []byte {
	strs := []byte("\x00m\x00p\x00B\x00e\x00zip\x00")
	loc := []byte{1<<3 | 0, 1, 2<<3 | 0, 3, 3<<3 | 0, 5, 4<<3 | 0, 7}
	be := func(kind byte, v int) {
		loc = append(loc, kind<<3|3, byte(v>>24), byte(v>>16), byte(v>>8), byte(v))
	}
	be(attrCompressed, compressed)
	be(attrUncompressed, size)
	loc = append(loc, 0)
	var out []byte
	for _, w := range []uint32{magic, 1 << 16, 0, 1, 1, uint32(len(loc)), uint32(len(strs)), 0xffffffff, 0} {
		out = binary.LittleEndian.AppendUint32(out, w)
	}
	out = append(append(append(out, loc...), strs...), content...)
	return out
}

func pack(b []byte) []byte {
	var z bytes.Buffer
	w := zlib.NewWriter(&z)
	w.Write(b)
	w.Close()
	var out []byte
	out = binary.LittleEndian.AppendUint32(out, compressMagic)
	out = binary.LittleEndian.AppendUint64(out, uint64(z.Len()))
	out = binary.LittleEndian.AppendUint64(out, uint64(len(b)))
	out = binary.LittleEndian.AppendUint32(out, 9)
	out = binary.LittleEndian.AppendUint32(out, 0xffffffff)
	out = append(out, 1)
	return append(out, z.Bytes()...)
}

func TestCompressed(t *testing.T) {
	text := bytes.Repeat([]byte("class file "), 100)
	packed := pack(text)
	im, err := Parse(build(packed, len(packed), len(text)))
	if err != nil {
		t.Fatal(err)
	}
	r, err := im.Find("m", "p/B.e")
	if err != nil || r == nil {
		t.Fatal(r, err)
	}
	if got, err := im.Content(r); err != nil || !bytes.Equal(got, text) {
		t.Errorf("%q, %v", got, err)
	}
	for _, absent := range []string{"p/B", "B.e", "p/B.ee", "p/B.e.e", "q/B.e", ""} {
		if r, err := im.Find("m", absent); r != nil || err != nil {
			t.Errorf("%s: %v, %v", absent, r, err)
		}
	}
}

func TestCorruptImages(t *testing.T) {
	good := build([]byte("hello"), 0, 5)
	for name, b := range map[string][]byte{
		"empty":    nil,
		"header":   good[:20],
		"index":    good[:40],
		"contents": good[:len(good)-1],
		"magic":    append([]byte{1}, good[1:]...),
		"swapped":  append([]byte{0xCA, 0xFE, 0xDA, 0xDA}, good[4:]...),
	} {
		im, err := Parse(b)
		if err == nil {
			var r *Resource
			if r, err = im.Find("m", "p/B.e"); err == nil {
				_, err = im.Content(r)
			}
		}
		if err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func FuzzImage(f *testing.F) {
	f.Add(build([]byte("hello"), 0, 5))
	packed := pack([]byte("hello"))
	f.Add(build(packed, len(packed), 5))
	f.Fuzz(func(t *testing.T, b []byte) {
		im, err := Parse(b)
		if err != nil {
			return
		}
		im.PackageModule("java/lang")
		if r, err := im.Find("m", "p/B.e"); err == nil && r != nil {
			im.Content(r)
		}
		for i := range min(im.Len(), 100) {
			if r, err := im.At(i); err == nil {
				im.Content(r)
			}
		}
	})
}
