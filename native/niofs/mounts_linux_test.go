package niofs

import (
	"slices"
	"testing"
)

func TestMountTable(t *testing.T) {
	m := &mountTable{text: []byte("# comment\n\n/dev/sda1 / ext4 rw,relatime 0 1\nnone /a\\040b\\134 tmpfs rw 0 0\nshort /x\n")}
	var got []string
	for e := m.entry(); e != nil; e = m.entry() {
		for _, f := range e {
			got = append(got, string(f))
		}
	}
	want := []string{"/dev/sda1", "/", "ext4", "rw,relatime", "none", "/a b\\", "tmpfs", "rw", "short", "/x", "", ""}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	m.at = 0
	if line := m.line(); string(line) != "# comment\n" {
		t.Errorf("first line %q", line)
	}
}

func TestDirectory(t *testing.T) {
	dir := t.TempDir()
	var want []string
	for i := range 600 { // more than one buffer
		name := "file-with-a-long-name-" + string(rune('a'+i/26)) + string(rune('a'+i%26))
		writeFile(t, dir+"/"+name)
		want = append(want, name)
	}
	d := &directory{fd: openDir(t, dir)}
	var got []string
	for {
		name, err := d.next()
		if err != nil {
			t.Fatal(err)
		}
		if name == "" {
			break
		}
		got = append(got, name)
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("%d names, want %d", len(got), len(want))
	}
}

func TestCopyThroughBuffer(t *testing.T) {
	dir := t.TempDir()
	for _, f := range []func(dst, src int, cancel uintptr) error{copyInKernel, copyThroughBuffer} {
		src, dst := writeFile(t, dir+"/src"), openNew(t, dir+"/dst")
		if err := f(dst, src, 0); err != nil {
			t.Fatal(err)
		}
		if got := readFile(t, dir+"/dst"); got != "contents" {
			t.Errorf("copied %q", got)
		}
	}
}
