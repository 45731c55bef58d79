package main

import (
	_ "embed"
	"html/template"
	"io"
	"regexp"
	"strings"
)

//go:embed page.html
var pageText string

// word matches the names of values and blocks.
var word = regexp.MustCompile(`\b([vb][0-9]+)\b`)

// writePage writes the page: a column per stage, whose title folds it; a click on a value
// or block marks it in all columns.
func (r *recorder) writePage(path string) error {
	t := template.Must(template.New("page").Parse(pageText))
	type column struct {
		Name   string
		Text   template.HTML
		Folded bool
	}
	type function struct {
		Name    string
		Columns []column
	}
	data := struct {
		Path, Target string
		Source       string
		Funcs        []function
	}{Path: r.c.path, Target: r.c.target.Name, Source: r.c.text}
	for _, f := range r.funcs {
		fn := function{Name: f.name}
		for i, s := range f.stages {
			same := i > 0 && s.text == f.stages[i-1].text
			fn.Columns = append(fn.Columns, column{s.name, mark(s.text), same})
		}
		data.Funcs = append(data.Funcs, fn)
	}
	return create(path, 0o644, func(w io.Writer) error { return t.Execute(w, data) })
}

// mark makes each name of a value or block something to click on.
func mark(text string) template.HTML {
	var s strings.Builder
	at := 0
	for _, m := range word.FindAllStringIndex(text, -1) {
		s.WriteString(template.HTMLEscapeString(text[at:m[0]]))
		name := text[m[0]:m[1]]
		s.WriteString(`<i class="` + name + `">` + name + `</i>`)
		at = m[1]
	}
	s.WriteString(template.HTMLEscapeString(text[at:]))
	return template.HTML(s.String())
}
