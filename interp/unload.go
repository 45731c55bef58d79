package interp

import (
	"sync"

	"gojvm/mem"
	"gojvm/vm"
)

// profiledList has the methods with profiled code, whose rows name classes that may be unloaded.
type profiledList struct {
	mu   sync.Mutex
	list []*code // the main codes
}

func (l *profiledList) add(c *code) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.list = append(l.list, c)
}

// Forget implements vm.Executor.
func (x *Interp) Forget(ms []*vm.Method) {
	for _, m := range ms {
		if s, ok := x.redirects.LoadAndDelete(m); ok {
			x.vm.Meta.Free(s.(uintptr), insSize)
		}
		if c, ok := m.Code().(*code); ok {
			c.free()
		}
	}
	l := &x.profiled
	kept := l.list[:0]
	for _, c := range l.list {
		if c.m.Holder.Domain.Dead() {
			continue
		}
		kept = append(kept, c)
		for _, row := range c.profiled.types {
			x.forgetClasses(row)
		}
	}
	clear(l.list[len(kept):])
	l.list = kept
}

// free frees all that c has outside of Go's heap.
func (c *code) free() {
	if p := c.plain.code.Load(); p != nil {
		p.Release()
	}
	if p := c.profiled.code.Load(); p != nil {
		p.Release()
		c.arena.Free(c.profiled.rows[entryRow], c.profiled.size)
	}
	c.Release()
}

// forgetClasses drops dead classes from a type row. The first class of a row is there before
// the second.
func (x *Interp) forgetClasses(row uintptr) {
	for i := uintptr(4); ; i -= 4 {
		if k := mem.Load32(row + rowKlass + i); k != 0 && x.vm.ClassAt(uintptr(k)).Domain.Dead() {
			if i == 0 {
				mem.Store32(row+rowKlass, mem.Load32(row+rowKlass+4))
				mem.Store32(row+rowCount, mem.Load32(row+rowCount+4))
			}
			mem.Store32(row+rowKlass+4, 0)
			mem.Store32(row+rowCount+4, 0)
		}
		if i == 0 {
			return
		}
	}
}
