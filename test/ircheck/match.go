package ircheck

import (
	"fmt"
	"regexp"
	"strings"
)

// Lines of a source file say what the intermediate form of a method looks like:
//
//	/// CHECK-START: sum gvn (after)
//	/// CHECK:     v = <<Len:load>> {{\d+}}
//	/// CHECK-NOT: guard
//	/// CHECK-DAG: call
//
// The form is that of a method, by its name, before or after a pass of the code generator;
// pass "start" stands for what the translation of bytecode gave. In patterns <<N:regexp>> is a
// part that later patterns refer to as <<N>>, {{regexp}} one that has no name, <<N:v>> and {{v}}
// a value; the rest is text, in which a blank is any white space. Patterns match within a line.
//
// CHECK lines match lines in their order. The CHECK-DAG lines between two CHECK
// lines match between what these match, in any order. A CHECK-NOT line must match nothing between
// what its neighbours match.

// group is what is said of one form of one method.
type group struct {
	line   int // of the CHECK-START
	method string
	pass   string
	after  bool
	checks []check
}

type checkKind uint8

const (
	checkNext checkKind = iota // CHECK
	checkDAG
	checkNot
)

type check struct {
	kind    checkKind
	line    int
	pattern string
}

var (
	directive = regexp.MustCompile(`^\s*/// (CHECK[A-Z-]*):\s*(.*?)\s*$`)
	start     = regexp.MustCompile(`^(\S+) (.+) \((before|after)\)$`)
)

// parse reads the groups of a source text.
func parse(source string) (groups []group, err error) {
	for i, l := range strings.Split(source, "\n") {
		m := directive.FindStringSubmatch(l)
		if m == nil {
			if strings.Contains(l, "///") {
				return nil, fmt.Errorf("line %d: neither a CHECK nor a comment with two strokes", i+1)
			}
			continue
		}
		if m[1] == "CHECK-START" {
			s := start.FindStringSubmatch(m[2])
			if s == nil {
				return nil, fmt.Errorf("line %d: CHECK-START wants a method, a pass, and (before) or (after)", i+1)
			}
			groups = append(groups, group{line: i + 1, method: s[1], pass: s[2], after: s[3] == "after"})
			continue
		}
		kind, ok := map[string]checkKind{"CHECK": checkNext, "CHECK-DAG": checkDAG, "CHECK-NOT": checkNot}[m[1]]
		if !ok || len(groups) == 0 || m[2] == "" {
			return nil, fmt.Errorf("line %d: %s without a meaning", i+1, m[1])
		}
		g := &groups[len(groups)-1]
		g.checks = append(g.checks, check{kind, i + 1, m[2]})
	}
	for _, g := range groups {
		if len(g.checks) == 0 {
			return nil, fmt.Errorf("line %d: nothing is checked", g.line)
		}
	}
	return groups, nil
}

// names are the parts that patterns have named.
type names map[string]string

var part = regexp.MustCompile(`<<\w+(:.*?)?>>|\{\{.*?\}\}|\s+`)

// compile makes a regular expression of a pattern; groups of it that are called N define names.
func compile(pattern string, known names) (*regexp.Regexp, error) {
	var b strings.Builder
	at := 0
	for _, x := range part.FindAllStringIndex(pattern, -1) {
		b.WriteString(regexp.QuoteMeta(pattern[at:x[0]]))
		at = x[1]
		text := pattern[x[0]:x[1]]
		value := func(s string) string {
			if s == "v" {
				return `v\d+\b`
			}
			return s
		}
		switch {
		case strings.HasPrefix(text, "{{"):
			b.WriteString("(?:" + value(text[2:len(text)-2]) + ")")
		case strings.HasPrefix(text, "<<"):
			name, re, defines := strings.Cut(text[2:len(text)-2], ":")
			if defines {
				b.WriteString("(?P<" + name + ">" + value(re) + ")")
				break
			}
			v, ok := known[name]
			if !ok {
				return nil, fmt.Errorf("%s is not defined before", name)
			}
			b.WriteString(regexp.QuoteMeta(v) + `\b`)
		default:
			b.WriteString(`\s+`)
		}
	}
	b.WriteString(regexp.QuoteMeta(pattern[at:]))
	return regexp.Compile(b.String())
}

// find returns the first of lines from from to to, exclusive, that matches pattern and is not
// taken, -1 if there is none; it adds what the pattern names.
func find(pattern string, lines []string, from, to int, taken map[int]bool, known names) (int, error) {
	re, err := compile(pattern, known)
	if err != nil {
		return -1, err
	}
	for i := from; i < to; i++ {
		if taken[i] {
			continue
		}
		if m := re.FindStringSubmatch(lines[i]); m != nil {
			for k, n := range re.SubexpNames() {
				if n != "" {
					known[n] = m[k]
				}
			}
			return i, nil
		}
	}
	return -1, nil
}

// match holds the checks of g against a text; the error tells the first that does not hold.
func (g *group) match(text string) error {
	lines := strings.Split(text, "\n")
	known, taken := names{}, map[int]bool{}
	from, last := 0, -1 // behind the last CHECK; the last line that a check matched
	var nots []check
	flush := func(begin, end int) error {
		for _, n := range nots {
			if i, err := find(n.pattern, lines, begin, end, nil, known); err != nil {
				return fmt.Errorf("line %d: %v", n.line, err)
			} else if i >= 0 {
				return fmt.Errorf("line %d: CHECK-NOT %s matches: %s", n.line, n.pattern, lines[i])
			}
		}
		nots = nil
		return nil
	}
	for i, c := range g.checks {
		switch c.kind {
		case checkNot:
			nots = append(nots, c)
			continue
		case checkDAG:
			// What must not be stands before the first of the following in any order.
			if i > 0 && g.checks[i-1].kind == checkNot {
				from = last + 1
			}
		default:
			from = max(from, last+1)
		}
		at, err := find(c.pattern, lines, from, len(lines), taken, known)
		if err == nil && at < 0 {
			err = fmt.Errorf("CHECK %s matches nothing behind: %s", c.pattern, lines[max(from-1, 0)])
		}
		if err != nil {
			return fmt.Errorf("line %d: %v", c.line, err)
		}
		if err := flush(last+1, at); err != nil {
			return err
		}
		taken[at] = true
		if last = max(last, at); c.kind == checkNext {
			from = last + 1
		}
	}
	return flush(last+1, len(lines))
}
