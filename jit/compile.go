package jit

import (
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"gojvm/codegen"
	"gojvm/codegen/codecache"
	"gojvm/vm"
)

// compiled is the client data of a method's code.
type compiled struct {
	m     *vm.Method
	bci   int // of the loop, -1 when it is the method
	level int
	id    int     // counts compilations
	lines []scope // what Line of a value means, see scope.go
	stub  uintptr // through which the interpreter enters
	addr  uintptr
	entry *codecache.Entry
	traps int
	done  bool // replaced or thrown away

	code    *codegen.Code
	inlined []*vm.Method
	names   []*vm.Domain     // see unload.go
	assumed []assumption     // see hierarchy.go
	caught  map[catcher]bool // handlers that were considered, and whether they are translated
	stale   bool             // see replace.go
	round   int              // JIT.replacements when it was made
}

// task is a compilation under way.
type task struct {
	unit
	id, level int
	waits     bool // a thread waits for the code
	wary      bool // nothing is to be assumed from profiles
	inlining  []inlineNote
	notes     bool // inlining is wanted
}

// errReplaced tells that a method was replaced before it was compiled.
var errReplaced = errors.New("the method has been replaced")

// compile compiles a unit; hoist tells whether bounds checks may move out of loops, wary
// that nothing is to be assumed from profiles, waits whether a thread waits. The error is an
// *errUnsupported or a *codegen.Bailout if that is not possible, else a bug.
func (j *JIT) compile(u unit, level int, hoist, wary, waits bool) (c *compiled, err error) {
	j.compiling.Lock()
	defer j.compiling.Unlock()
	m, bci := u.m, u.bci
	j.mu.Lock()
	round, gone := j.replacements, u.r.gone
	j.mu.Unlock()
	if gone {
		return nil, errReplaced
	}
	j.tasks++
	t := &task{unit: u, id: j.tasks, level: level, waits: waits, wary: wary, notes: j.wantsInlining(m)}
	j.printTask(t, "")
	defer func() {
		if err != nil {
			j.printInlining(t)
			j.printTask(t, fmt.Sprintf("COMPILE SKIPPED: %v (not retryable)", err))
		}
	}()
	start := time.Now()
	defer func() {
		if r := recover(); r != nil {
			u, ok := r.(*errUnsupported)
			if !ok {
				err = fmt.Errorf("BUG: while compiling %v: %v\n%s", m, r, debug.Stack())
				return
			}
			err = u
		}
	}()
	b, err := j.build(m, bci, level, t)
	if err != nil {
		return nil, err
	}
	f := b.f
	o := j.options(level, hoist)
	o.Shuffle = j.shuffle(u)
	if w, ok := j.workspaces.Get().(*codegen.Workspace); ok {
		o.Workspace = w
	} else {
		o.Workspace = new(codegen.Workspace)
	}
	defer j.workspaces.Put(o.Workspace)
	page := j.pageFor(t, &o)
	code, err := codegen.Compile(f, j.mach.Target, o)
	if err != nil {
		return nil, err
	}
	s, err := j.entryStub(m, bci >= 0)
	if err != nil {
		return nil, err
	}
	c = &compiled{m: m, bci: bci, level: level, id: t.id, lines: b.lines, stub: s.Addr,
		code: code, inlined: b.inlined, names: b.names, assumed: b.assumed, caught: b.caught, round: round}
	code.Client = c
	e, err := j.cache.Install([]*codegen.Code{code}, nil)
	if err != nil {
		return nil, err
	}
	c.addr, c.entry = e[0].Addr, e[0]
	j.printInlining(t)
	j.report(c, code, page, time.Since(start))
	code.Bytes = nil // the cache has them
	return c, nil
}

// bailout reports a method that is not compiled. It returns err if that is a bug, or if
// every failure is to be fatal.
func (j *JIT) bailout(m *vm.Method, err error) error {
	var unsupported *errUnsupported
	var bail *codegen.Bailout
	if !errors.As(err, &unsupported) && !errors.As(err, &bail) || j.check {
		return fmt.Errorf("BUG: %v is not compiled: %w", m, err)
	}
	j.vm.Logf("jit+bailout", "%v is not compiled: %v", m, err)
	return nil
}
