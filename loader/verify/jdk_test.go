package verify_test

import (
	"maps"
	"strings"
	"testing"

	"gojvm/loader/classfile"
	"gojvm/loader/internal/jdktest"
	"gojvm/loader/verify"
)

// world is a Hierarchy for a class among class files.
type world struct {
	files map[string]*classfile.File
	raw   map[string][]byte
	this  *classfile.File
	asked []string // names loaded, in order
}

type missing string

func (m missing) Error() string { return "no class " + string(m) }

func (w *world) load(name string) (*classfile.File, error) {
	if f := w.files[name]; f != nil {
		return f, nil
	}
	data, ok := w.raw[name]
	if !ok {
		return nil, missing(name)
	}
	f, err := classfile.Parse(data, classfile.Options{Trusted: true})
	w.files[name] = f
	return f, err
}

func (w *world) IsInterface(name string) (bool, error) {
	w.asked = append(w.asked, name)
	f, err := w.load(name)
	if err != nil {
		return false, err
	}
	return f.Flags&classfile.AccInterface != 0, nil
}

func (w *world) IsSubclass(sub, super string) (bool, error) {
	for name := sub; name != ""; {
		if name == super {
			return true, nil
		}
		f, err := w.load(name)
		if err != nil {
			return false, err
		}
		name = f.Super
	}
	return false, nil
}

func (w *world) Superclass(name string) (string, error) {
	f, err := w.load(name)
	if err != nil {
		return "", err
	}
	return f.Super, nil
}

func (w *world) InSupers(name string) bool {
	for f := w.this; f != nil && f.Super != ""; {
		if f.Super == name {
			return true
		}
		f, _ = w.load(f.Super)
	}
	return false
}

func packageOf(name string) string {
	for i := len(name) - 1; i >= 0; i-- {
		if name[i] == '/' {
			return name[:i]
		}
	}
	return ""
}

func (w *world) IsProtected(name, member, desc string, method bool) (bool, error) {
	for name != "" {
		f, err := w.load(name)
		if err != nil {
			return false, err
		}
		ms := f.Fields
		if method {
			ms = f.Methods
		}
		for i := range ms {
			if m := &ms[i]; m.Name == member && m.Desc == desc {
				return m.Flags&classfile.AccProtected != 0 && packageOf(f.Name) != packageOf(w.this.Name), nil
			}
		}
		name = f.Super
	}
	return false, nil
}

func newWorld(raw map[string][]byte) *world {
	return &world{files: map[string]*classfile.File{}, raw: raw}
}

// jdkWorld has the classes of all modules that those of module refer to.
func jdkWorld(tb testing.TB, module string) (*world, map[string][]byte) {
	all := map[string][]byte{}
	for _, m := range []string{"java.base", "java.compiler", "jdk.compiler", "jdk.zipfs"} {
		maps.Copy(all, jdktest.Classes(tb, m))
	}
	return newWorld(all), jdktest.Classes(tb, module)
}

func TestJDKVerifies(t *testing.T) {
	for _, module := range []string{"java.base", "jdk.compiler"} {
		w, classes := jdkWorld(t, module)
		for name := range classes {
			if name == "module-info" {
				continue
			}
			f, err := w.load(name)
			if err != nil {
				t.Fatal(err)
			}
			w.this = f
			if err := verify.Class(f, w); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

func BenchmarkVerify(b *testing.B) {
	w, classes := jdkWorld(b, "jdk.compiler")
	total := 0
	var files []*classfile.File
	for name, data := range classes {
		if f, err := w.load(name); err == nil && name != "module-info" {
			files = append(files, f)
			total += len(data)
		}
	}
	b.SetBytes(int64(total))
	b.ReportAllocs()
	for b.Loop() {
		for _, f := range files {
			w.this = f
			if err := verify.Class(f, w); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// TestJDKInfers gives the classes to the inference verifier, which must accept
// all that have nothing newer than it is.
func TestJDKInfers(t *testing.T) {
	for _, module := range []string{"java.base", "jdk.compiler"} {
		w, classes := jdkWorld(t, module)
		accepted := 0
		for name := range classes {
			if name == "module-info" {
				continue
			}
			f, err := w.load(name)
			if err != nil {
				t.Fatal(err)
			}
			w.this = f
			err = verify.Infer(f, w)
			switch {
			case err == nil:
				accepted++
			case strings.Contains(err.Error(), "invokedynamic bytecode is not supported"),
				strings.Contains(err.Error(), "Illegal type in constant pool"): // static methods of interfaces
			default:
				t.Errorf("%s: %v", name, err)
			}
		}
		if accepted < len(classes)/2 {
			t.Errorf("%s: only %d of %d classes accepted", module, accepted, len(classes))
		}
	}
}
