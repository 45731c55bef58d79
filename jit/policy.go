package jit

import (
	"errors"

	"gojvm/mem"
	"gojvm/vm"
)

// record is what is known of the compilations of one method. j.mu protects it.
type record struct {
	entry  *compiled
	loops  map[int]*compiled // nil: cannot be entered there
	failed bool              // it cannot be compiled
	drops  int               // compilations that were thrown away
	next   uint32            // not before so many calls or turns
}

const (
	// maxDrops bounds how often a method is compiled again.
	maxDrops = 8
	// maxMethodSize is the size of a method, in bytes of bytecode, above which it
	// is interpreted; HotSpot has the same (-XX:-DontCompileHugeMethods).
	maxMethodSize = 8000
	// maxExceptions is how often code may be left by exceptions at one unit before
	// it is compiled anew without what it assumed.
	maxRare = 100
)

// Hot implements vm.Compiler.
func (j *JIT) Hot(t *vm.Thread, m *vm.Method, bci int) uintptr {
	if j.excluded(m) {
		return 0
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	v, ok := j.methods.Load(m)
	if !ok {
		v, _ = j.methods.LoadOrStore(m, &record{})
	}
	r := v.(*record)
	if r.failed {
		return 0
	}
	if n := mem.Load32(m.Block+vm.MethodCalls) + mem.Load32(m.Block+vm.MethodLoops); n < r.next {
		return 0
	}
	if bci < 0 {
		if r.entry == nil {
			c, err := j.compile(m, bci, j.level())
			if err != nil {
				r.failed = true
				j.bailout(m, err)
				return 0
			}
			r.entry = c
			m.SetEntry(c.addr)
			if err := j.vm.Executor.Redirect(m, c.stub); err != nil {
				return 0
			}
		}
		return r.entry.stub
	}
	c := r.loops[bci]
	if c == nil {
		var err error
		if _, tried := r.loops[bci]; tried {
			return 0
		}
		if r.loops == nil {
			r.loops = map[int]*compiled{}
		}
		c, err = j.compile(m, bci, j.level())
		r.loops[bci] = c
		if errors.Is(err, errIrreducible) {
			return 0 // entered at its beginning the method may well compile
		}
		if err != nil {
			r.failed = true
			j.bailout(m, err)
			return 0
		}
	}
	return c.addr | 1
}

// level is the level of the next compilation.
func (j *JIT) level() int {
	if n := j.vm.Config.TieredStop; n > 0 && n < 4 {
		return 1
	}
	return 2
}

// excluded reports whether m is never compiled.
func (j *JIT) excluded(m *vm.Method) bool {
	if m.Body == nil || m.Native() != nil || len(m.Body.Bytes) > maxMethodSize || m.IsClinit() {
		return true
	}
	// AccessController's stack walk reads the arguments of this method's frame.
	return m.Name == "executePrivileged" && m.Holder.Name == "java/security/AccessController"
}

// trapped counts a failed guard of the code of p, and throws the code away if it
// will fail again.
func (j *JIT) trapped(p *physical, why trapReason) {
	c := p.entry.Code.Client.(*compiled)
	j.mu.Lock()
	defer j.mu.Unlock()
	c.traps++
	if why != trapUnresolved && c.traps < maxRare || c.done {
		return
	}
	if why == trapException {
		return // it throws: compiled code cannot do better
	}
	v, _ := j.methods.Load(c.m)
	r := v.(*record)
	if r.drops >= maxDrops {
		return
	}
	c.done = true
	r.drops++
	r.next = mem.Load32(c.m.Block+vm.MethodCalls) + mem.Load32(c.m.Block+vm.MethodLoops) + 1<<(2*r.drops)
	if c.bci >= 0 {
		delete(r.loops, c.bci)
		return
	}
	r.entry = nil
	c.m.SetEntry(j.bridge)
	j.vm.Executor.Redirect(c.m, 0)
}
