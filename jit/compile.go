package jit

import (
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"gojvm/codegen"
	"gojvm/vm"
)

// compiled is the client data of a method's code.
type compiled struct {
	m     *vm.Method
	bci   int // of the loop, -1 when it is the method
	level int
	stub  uintptr // through which the interpreter enters
	addr  uintptr
	traps int
	done  bool // replaced or thrown away
}

// compile compiles m, or the loop at bci of it; hoist tells whether bounds checks may move
// out of loops. The error is an *errUnsupported or a
// *codegen.Bailout if that is not possible, else a bug.
func (j *JIT) compile(m *vm.Method, bci, level int, hoist bool) (c *compiled, err error) {
	j.compiling.Lock()
	defer j.compiling.Unlock()
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
	f, err := j.build(m, bci, level)
	if err != nil {
		return nil, err
	}
	code, err := codegen.Compile(f, j.mach.Target, j.options(level, hoist))
	if err != nil {
		return nil, err
	}
	s, err := j.entryStub(m, bci >= 0)
	if err != nil {
		return nil, err
	}
	c = &compiled{m: m, bci: bci, level: level, stub: s.Addr}
	code.Client = c
	e, err := j.cache.Install([]*codegen.Code{code}, nil)
	if err != nil {
		return nil, err
	}
	c.addr = e[0].Addr
	j.report(c, len(code.Bytes), time.Since(start))
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
	j.vm.Logf("jit", "%v is not compiled: %v", m, err)
	return nil
}

// report tells of a compilation.
func (j *JIT) report(c *compiled, size int, d time.Duration) {
	if j.vm.Logs("jit") {
		j.vm.Logf("jit", "compiled %v level %d bci %d: %d bytes at %#x in %v", c.m, c.level, c.bci, size, c.addr, d)
	}
}
