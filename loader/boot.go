package loader

import (
	"errors"
	"sync"
	"sync/atomic"

	"gojvm/loader/classpath"
	"gojvm/loader/jimage"
	"gojvm/vm"
)

// The bootstrap loader: classes of the modules that are defined to it come out
// of the image lib/modules (or what --patch-module puts before it), others from
// -Xbootclasspath/a. Until Module.defineModule0 has told which packages are whose,
// java.base is the only module.

// bootPath is the path that is searched last. It may grow while threads search.
type bootPath struct {
	mu   sync.Mutex
	path atomic.Pointer[classpath.Path]
}

func (b *bootPath) get() classpath.Path {
	if p := b.path.Load(); p != nil {
		return *p
	}
	return nil
}

func (b *bootPath) add(list string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	old := b.get()
	p := append(old[:len(old):len(old)], classpath.Parse(list)...)
	b.path.Store(&p)
}

// AppendBoot implements vm.Linker.
func (l *Linker) AppendBoot(path string) { l.bootAppend.add(path) }

// classSource is a class file that was found.
type classSource struct {
	bytes  []byte
	shared bool // bytes lie in the mapped image
	source string
}

// findBoot finds the class file of the class with that internal name; nil when there is none.
func (l *Linker) findBoot(name string) (*classSource, error) {
	pkg := vm.PackageOf(name)
	module := javaBase
	if l.moduleSystemUp() {
		module = l.vm.BootLoader.ModuleOf(pkg).Name
	}
	if module != "" {
		if s, err := findIn(l.patches[module], name); s != nil || err != nil {
			return s, err
		}
		r, err := l.image.FindClass(module, name)
		if err != nil {
			return nil, err
		}
		if r != nil {
			b, err := l.image.Content(r)
			if err != nil {
				return nil, err
			}
			return &classSource{bytes: b, shared: true, source: "jrt:/" + module}, nil
		}
		// A package belongs to one module only, but before the module system is
		// up the appended path may have classes in packages of its own.
		if l.moduleSystemUp() {
			return nil, nil
		}
	}
	return findIn(l.bootAppend.get(), name)
}

func findIn(path classpath.Path, name string) (*classSource, error) {
	for _, e := range path {
		b, err := e.Find(name + ".class")
		if err != nil {
			return nil, err
		}
		if b != nil {
			return &classSource{bytes: b, source: e.Location()}, nil
		}
	}
	return nil, nil
}

// moduleSystemUp reports whether java.base has been defined by the library.
func (l *Linker) moduleSystemUp() bool { return !l.vm.JavaBase.Object.IsNull() }

// ImageDamage returns the first error of loading a class that the image's form was to blame
// for, nil if there was none. The exception that it became may tell less: the class of that
// may be out of reach too.
func (l *Linker) ImageDamage() error {
	if e := l.damage.Load(); e != nil {
		return *e
	}
	return nil
}

// loadBoot loads a class by the bootstrap loader (JVMS 5.3.1). It is nil
// without error when there is no such class.
func (l *Linker) loadBoot(t *vm.Thread, name string) (*vm.Class, error) {
	boot := l.vm.BootLoader
	c, err := l.loading.begin(t, boot, name)
	if c != nil || err != nil {
		return c, l.circularity(t, err, name)
	}
	defer l.loading.end(boot, name)
	s, err := l.findBoot(name)
	if err != nil {
		if errors.Is(err, jimage.ErrCorrupt) {
			l.damage.CompareAndSwap(nil, &err)
		}
		return nil, t.Throw("java/lang/ClassFormatError", err.Error())
	}
	if s == nil {
		return nil, nil
	}
	return l.define(t, &vm.Define{Name: name, Bytes: s.bytes, Loader: boot, Source: s.source, Shared: s.shared})
}
