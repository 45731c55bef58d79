package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"gojvm/codegen"
	"gojvm/codegen/regalloc"
	"gojvm/codegen/ssa"
	"gojvm/codegen/view"
)

// recorder compiles functions and keeps, or prints, what they are after each pass.
type recorder struct {
	c      *command
	wanted []string // passes to print
	page   view.Page
}

func newRecorder(c *command) *recorder {
	r := &recorder{c: c, page: view.Page{Title: c.path + " for " + c.target.Name}}
	if c.dump != "" {
		r.wanted = strings.Split(c.dump, ",")
	}
	return r
}

// compile compiles a function. What was recorded before an error stays.
func (r *recorder) compile(f *ssa.Func) (*codegen.Code, error) {
	name := f.Name
	r.page.Func(name, r.c.text)
	seen := func(stage, text string) {
		if slices.Contains(r.wanted, stage) || slices.Contains(r.wanted, "all") {
			fmt.Fprintf(r.c.stdout, "# %s after %s\n%s\n", name, stage, text)
		}
		if r.c.html != "" {
			r.page.Stage(stage, text)
		}
	}
	o := r.c.o
	if r.c.html != "" || r.wanted != nil {
		o.Dump = func(name string, f *ssa.Func) { seen(name, f.String()) }
		o.DumpAlloc = func(_ *ssa.Func, a *regalloc.Allocation) { seen(view.StageAlloc, a.String()) }
	}
	code, err := codegen.Compile(f, r.c.target, o)
	if err == nil && r.c.html != "" {
		var s strings.Builder
		r.c.listing().Write(&s, code)
		r.page.Stage("assembly", s.String())
	}
	return code, err
}

// writePage writes the page with all that was recorded.
func (r *recorder) writePage(path string) error {
	return create(path, 0o644, func(w io.Writer) error { return r.page.Write(w) })
}
