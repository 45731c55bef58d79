package loader

import (
	"fmt"
	"sync/atomic"

	"gojvm/vm"
)

// Hidden classes (Lookup::defineHiddenClass): not recorded in any loader, so
// that nothing but themselves can name them, and they by their entry this_class only: the name in
// a descriptor is that of another class. The run-time name is the name in
// the class file with a suffix that no class file can contain.

type hiddenCounter struct{ n atomic.Uint64 }

// next returns the suffix of the next hidden class, in the form of an address
// as programs know it.
func (h *hiddenCounter) next() string {
	const first, step = 0x0000000800c00000, 0x400
	return fmt.Sprintf("+0x%016x", first+step*(h.n.Add(1)-1))
}

// defineHidden derives a hidden class.
func (l *Linker) defineHidden(t *vm.Thread, d *vm.Define) (*vm.Class, error) {
	f, err := l.parse(t, d)
	if err != nil {
		return nil, err
	}
	f.Rename(f.Name + l.hiddenCount.next())
	c := &vm.Class{
		Name: f.Name, Kind: vm.KindRef, File: f, Hidden: true,
		Loader: d.Loader, Module: d.Lookup.Module,
	}
	c.Domain = d.Loader.Domain
	if !d.Strong {
		c.Domain = l.vm.NewHiddenDomain()
	}
	if d.Lookup != nil {
		c.Domain.Needs(d.Lookup)
	}
	if d.NestMate {
		c.DefiningHost = d.Lookup
	}
	if err := l.loadSupers(t, c); err != nil {
		return nil, err
	}
	if err := l.complete(t, c, d, d.Loader.Boot || l.isPlatform(d.Loader)); err != nil {
		return nil, err
	}
	t.NewHandle(c.Mirror) // nothing else keeps it yet
	if f := l.vm.Known.ClassClassData; f != nil && !d.ClassData.IsNull() {
		l.vm.SetRef(c.Mirror, f.Offset, d.ClassData.Ref())
	}
	l.logLoad(c, d)
	return c, nil
}
