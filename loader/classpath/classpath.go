// Package classpath finds files in a list of folders and jars: what
// -Xbootclasspath/a and --patch-module name. The class path of programs is
// searched by the library's own class loaders in Java.
package classpath

import (
	"archive/zip"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

// Path is a search path.
type Path []Entry

// Entry is a folder or a jar of a search path.
type Entry interface {
	// Find returns the content of the file of that slash-separated name, nil
	// when there is none.
	Find(name string) ([]byte, error)
	// Location is the path of the folder or jar itself.
	Location() string
}

// Parse makes a path of a list separated by the host's list separator. Entries
// that do not exist are left out when they are first searched.
func Parse(list string) Path {
	var p Path
	for _, s := range filepath.SplitList(list) {
		if s != "" {
			p = append(p, open(s))
		}
	}
	return p
}

func open(path string) Entry {
	if st, err := os.Stat(path); err == nil && !st.IsDir() {
		return &jar{path: path}
	}
	return folder(path)
}

// folder is a directory tree.
type folder string

func (f folder) Location() string { return string(f) }

func (f folder) Find(name string) ([]byte, error) {
	if !fs.ValidPath(name) {
		return nil, nil
	}
	b, err := os.ReadFile(filepath.Join(string(f), filepath.FromSlash(name)))
	if os.IsNotExist(err) || isDirectory(err, f, name) {
		return nil, nil
	}
	return b, err
}

func isDirectory(err error, f folder, name string) bool {
	if err == nil {
		return false
	}
	st, e := os.Stat(filepath.Join(string(f), filepath.FromSlash(name)))
	return e == nil && st.IsDir() || e != nil
}

// jar is a zip file. Its directory is read at the first search; a file that is
// no zip has no entries, as for the java command.
type jar struct {
	path  string
	once  sync.Once
	files map[string]*zip.File
}

func (j *jar) Location() string { return j.path }

func (j *jar) Find(name string) ([]byte, error) {
	j.once.Do(j.read)
	f := j.files[name]
	if f == nil {
		return nil, nil
	}
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(r)
}

func (j *jar) read() {
	z, err := zip.OpenReader(j.path)
	if err != nil {
		return
	}
	j.files = make(map[string]*zip.File, len(z.File))
	for _, f := range z.File {
		if !strings.HasSuffix(f.Name, "/") {
			if _, dup := j.files[f.Name]; !dup {
				j.files[f.Name] = f
			}
		}
	}
}
