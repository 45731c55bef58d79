package main

import (
	"fmt"
	"slices"
	"strings"

	"gojvm/codegen"
	"gojvm/codegen/regalloc"
	"gojvm/codegen/ssa"
)

// recorder compiles functions and keeps, or prints, what they are after each pass.
type recorder struct {
	c      *command
	wanted []string // passes to print
	funcs  []record
}

// record is a function's way through the passes.
type record struct {
	name   string
	stages []stage
}

type stage struct{ name, text string }

// stageAlloc is the stage behind all passes: the places of all values.
const stageAlloc = "regalloc"

func newRecorder(c *command) *recorder {
	r := &recorder{c: c}
	if c.dump != "" {
		r.wanted = strings.Split(c.dump, ",")
	}
	return r
}

// compile compiles a function. What was recorded before an error stays.
func (r *recorder) compile(f *ssa.Func) (*codegen.Code, error) {
	rec := record{name: f.Name}
	seen := func(name, text string) {
		if slices.Contains(r.wanted, name) || slices.Contains(r.wanted, "all") {
			fmt.Fprintf(r.c.stdout, "# %s after %s\n%s\n", rec.name, name, text)
		}
		if r.c.html != "" {
			rec.stages = append(rec.stages, stage{name, text})
		}
	}
	o := r.c.o
	if r.c.html != "" || r.wanted != nil {
		o.Dump = func(name string, f *ssa.Func) { seen(name, f.String()) }
		o.DumpAlloc = func(_ *ssa.Func, a *regalloc.Allocation) { seen(stageAlloc, a.String()) }
	}
	code, err := codegen.Compile(f, r.c.target, o)
	if err == nil && r.c.html != "" {
		var s strings.Builder
		r.c.listing(&s, code)
		rec.stages = append(rec.stages, stage{"assembly", s.String()})
	}
	r.funcs = append(r.funcs, rec)
	return code, err
}
