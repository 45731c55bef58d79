package jit

import (
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"gojvm/codegen"
	"gojvm/vm"
)

// Trial is the outcome of compiling a method only to see whether it compiles.
type Trial struct {
	Values  int // of the SSA form, before any pass
	Code    int // bytes of machine code
	Time    time.Duration
	Bailout string // why it does not compile; "" if it does
}

// Try compiles m, entered at its beginning, at a level (1 or 2), and throws the code away. m
// has a body and was prepared by the interpreter; it need not have run. The error is a bug.
// Several threads may try at once: only the translation is one at a time.
func (j *JIT) Try(m *vm.Method, level int) (r Trial, err error) {
	start := time.Now()
	defer func() {
		if x := recover(); x != nil {
			err = fmt.Errorf("BUG: while compiling %v: %v\n%s", m, x, debug.Stack())
		}
		var unsupported *errUnsupported
		var bail *codegen.Bailout
		switch {
		case errors.As(err, &unsupported):
			r.Bailout, err = unsupported.why, nil
		case errors.As(err, &bail):
			r.Bailout, err = bail.Reason, nil
		}
		r.Time = time.Since(start)
	}()
	b, err := j.translate(m, level)
	if err != nil {
		return r, err
	}
	for _, x := range b.f.Blocks {
		r.Values += len(x.Values)
	}
	code, err := codegen.Compile(b.f, j.mach.Target, j.options(level, true))
	if err != nil {
		return r, err
	}
	r.Code = len(code.Bytes)
	return r, nil
}

// translate is build for Try: what bails out by a panic is an error.
func (j *JIT) translate(m *vm.Method, level int) (b *builder, err error) {
	j.compiling.Lock()
	defer j.compiling.Unlock()
	defer func() {
		if x := recover(); x != nil {
			u, ok := x.(*errUnsupported)
			if !ok {
				panic(x)
			}
			err = u
		}
	}()
	return j.build(m, -1, level, nil)
}
