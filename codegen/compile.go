package codegen

import (
	"errors"
	"fmt"
	"runtime/debug"

	"gojvm/codegen/regalloc"
	"gojvm/codegen/ssa"
)

// Compile compiles f, which it rewrites, for target t. The error is a *ssa.CheckError if
// f is ill-formed, unless the options trust it, and a *Bailout if f cannot be compiled.
func Compile(f *ssa.Func, t *Target, o Options) (code *Code, err error) {
	c := &compilation{f: f, t: t, o: &o, stage: "check"}
	defer func() {
		if r := recover(); r != nil {
			err = &Crash{Func: f.Name, Stage: c.stage, Cause: r, Stack: debug.Stack()}
		}
	}()
	if o.Check || !o.Trust {
		if err := ssa.Check(f); err != nil {
			return nil, err
		}
	}
	if f.PtrSize != t.PtrSize {
		return nil, Bailoutf(f, "made for pointers of %d bytes, target %s has %d", f.PtrSize, t.Name, t.PtrSize)
	}
	c.dump("start")
	if err := c.passes(); err != nil {
		return nil, err
	}
	alloc, err := c.allocate()
	if err != nil {
		return nil, err
	}
	c.stage = "emit"
	code, err = t.Emit(f, alloc, c.o)
	if err != nil {
		return nil, err
	}
	code.Stats = alloc.Stats
	return code, nil
}

// Crash reports a bug: a panic in a stage, turned into an error for the client.
type Crash struct {
	Func, Stage string
	Cause       any
	Stack       []byte
}

func (c *Crash) Error() string {
	return fmt.Sprintf("BUG: panic in %s while compiling %s: %v", c.Stage, c.Func, c.Cause)
}

// compilation is the state of one compilation.
type compilation struct {
	f     *ssa.Func
	t     *Target
	o     *Options
	stage string
}

func (c *compilation) dump(stage string) {
	if c.o.Dump != nil {
		c.o.Dump(stage, c.f)
	}
}

// passes runs the pipeline.
func (c *compilation) passes() error {
	for i := range Passes {
		p := &Passes[i]
		if p.Level > c.o.Level || p.When != nil && !p.When(c.t, c.o) {
			continue
		}
		c.stage = p.Name
		if err := p.Run(c.f, c.t, c.o); err != nil {
			return err
		}
		c.dump(p.Name)
		if c.o.Check {
			if err := ssa.Check(c.f); err != nil {
				return fmt.Errorf("BUG: after pass %s: %w\n%s", p.Name, err, c.f)
			}
		}
	}
	return nil
}

func (c *compilation) allocate() (*regalloc.Allocation, error) {
	c.stage = "regalloc"
	o := regalloc.Options{Few: c.o.Few, Shuffle: c.o.Shuffle, Verify: c.o.Check}
	var a *regalloc.Allocation
	err := errors.ErrUnsupported
	var w *regalloc.Workspace
	if c.o.Workspace != nil {
		w = &c.o.Workspace.regalloc
	}
	if c.o.Level == Quick {
		if a, err = regalloc.AllocateQuick(c.f, &c.t.Regs, c.t.Constrain, w, o); err != nil {
			// The rare rest: irreducible loops, and operations that want more registers than are left.
			ssa.EstimateFreq(c.f)
			ssa.Layout(c.f)
		}
	}
	if err != nil {
		if a, err = regalloc.Allocate(c.f, &c.t.Regs, c.t.Constrain, w, o); err != nil {
			return nil, Bailoutf(c.f, "%v", err)
		}
	}
	if c.o.DumpAlloc != nil {
		c.o.DumpAlloc(c.f, a)
	}
	return a, nil
}
