package view

import (
	_ "embed"
	"fmt"
	"html"
	"io"
	"regexp"
	"strings"

	"gojvm/codegen"
	"gojvm/codegen/regalloc"
	"gojvm/codegen/ssa"
)

//go:embed page.html
var pageText string

// Page is an HTML page without outside parts: a column per stage of each function, whose
// title folds it; a click on a value or block marks it in all columns.
type Page struct {
	Title string
	funcs []pageFunc
}

type pageFunc struct {
	name   string
	stages []stage
}

type stage struct {
	name, text string
	folded     bool
}

// Func begins a function, with its source.
func (p *Page) Func(name, source string) {
	p.funcs = append(p.funcs, pageFunc{name, []stage{{"source", source, true}}})
}

// Stage adds a stage to the last function. One that changes nothing begins folded.
func (p *Page) Stage(name, text string) {
	f := &p.funcs[len(p.funcs)-1]
	same := len(f.stages) > 1 && text == f.stages[len(f.stages)-1].text
	f.stages = append(f.stages, stage{name, text, same})
}

// StageAlloc is the stage behind all passes: the places of all values.
const StageAlloc = "regalloc"

// Record makes a compilation with options o add its stages to p.
func (p *Page) Record(o *codegen.Options) {
	o.Dump = func(name string, f *ssa.Func) { p.Stage(name, f.String()) }
	o.DumpAlloc = func(_ *ssa.Func, a *regalloc.Allocation) { p.Stage(StageAlloc, a.String()) }
}

// Write writes the page.
func (p *Page) Write(w io.Writer) error {
	word := regexp.MustCompile(`\b[vb][0-9]+\b`) // the names of values and blocks
	var s strings.Builder
	for _, f := range p.funcs {
		fmt.Fprintf(&s, "<h3>@%s</h3>\n<table><tr>\n", html.EscapeString(f.name))
		for i, t := range f.stages {
			class, text := "", html.EscapeString(t.text)
			if t.folded {
				class = ` class="folded"`
			}
			if i > 0 {
				text = word.ReplaceAllString(text, `<i class="$0">$0</i>`)
			}
			fmt.Fprintf(&s, "<td%s><b>%s</b><pre>%s</pre></td>\n", class, html.EscapeString(t.name), text)
		}
		s.WriteString("</tr></table>\n")
	}
	page := strings.ReplaceAll(pageText, "{{title}}", html.EscapeString(p.Title))
	before, after, _ := strings.Cut(page, "{{functions}}")
	_, err := io.WriteString(w, before+s.String()+after)
	return err
}
