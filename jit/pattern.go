package jit

import (
	"errors"
	"strings"

	"gojvm/vm"
)

// pattern selects methods, in the syntax of HotSpot's compile commands:
//
//	java/lang/String.indexOf(I)I
//	java.lang.String::index*
//
// Class and method may have a * at either end; the signature is compared as far as it is
// given.
type pattern struct {
	class, method namePattern
	signature     string
}

// namePattern is a name with or without a * before and behind it.
type namePattern struct {
	text         string
	before, back bool
}

func (n namePattern) String() string {
	s := n.text
	if n.before {
		s = "*" + s
	}
	if n.back && s != "*" {
		s += "*"
	}
	return s
}

func (n namePattern) matches(s string) bool {
	switch {
	case n.before && n.back:
		return strings.Contains(s, n.text)
	case n.before:
		return strings.HasSuffix(s, n.text)
	case n.back:
		return strings.HasPrefix(s, n.text)
	}
	return s == n.text
}

func (p *pattern) String() string { return p.class.String() + "." + p.method.String() + p.signature }

func (p *pattern) matches(m *vm.Method) bool {
	return p.class.matches(m.Holder.Name) && p.method.matches(m.Name) && strings.HasPrefix(m.Desc, p.signature)
}

// The errors of patterns; HotSpot has the same words.
var (
	errNoPattern    = errors.New("Could not parse method pattern")
	errEmbeddedStar = errors.New(" Embedded * not allowed")
	errTwoColons    = errors.New("Method pattern only allows one '::' allowed")
	errSlashColon   = errors.New("Method pattern uses '/' together with '::'")
	errMixed        = errors.New("Method pattern uses mixed '/' and '.' package separators")
	errDots         = errors.New("Method pattern uses multiple '.' in pattern")
)

// parsePattern parses the pattern that text begins with; rest is what follows it.
func parsePattern(text string) (p pattern, rest string, err error) {
	text, err = canonical(text)
	if err != nil {
		return p, "", err
	}
	text = strings.TrimLeft(text, " \t")
	class, text := cutAny(text, " \t")
	name := strings.TrimLeft(text, " \t")
	i := strings.IndexAny(name, "( \t")
	if i < 0 {
		i = len(name)
	}
	method, rest := name[:i], strings.TrimLeft(name[i:], " \t")
	if strings.HasPrefix(rest, "(") {
		p.signature, rest = cutAny(rest, " \t")
	}
	if class == "" || method == "" || strings.ContainsAny(class, "[]();") || strings.ContainsAny(method, "[]/;.") {
		return p, "", errNoPattern
	}
	if p.class, err = parseName(class); err == nil {
		p.method, err = parseName(method)
	}
	return p, rest, err
}

// cutAny cuts s at the first of some characters.
func cutAny(s, chars string) (before, after string) {
	if i := strings.IndexAny(s, chars); i >= 0 {
		return s[:i], s[i+1:]
	}
	return s, ""
}

func parseName(s string) (namePattern, error) {
	var n namePattern
	if s == "*" {
		n.before, n.back = true, true
		return n, nil
	}
	s, n.before = strings.CutPrefix(s, "*")
	s, n.back = strings.CutSuffix(s, "*")
	if strings.Contains(s, "*") {
		return n, errEmbeddedStar
	}
	n.text = s
	return n, nil
}

// canonical brings the ways to write a method to one: class, space, method.
func canonical(s string) (string, error) {
	name, _ := cutAny(s, "(")
	if i := strings.Index(name, "::"); i >= 0 {
		switch {
		case strings.Contains(name[i+2:], "::"):
			return "", errTwoColons
		case strings.Contains(name, "/"):
			return "", errSlashColon
		}
		rest := strings.ReplaceAll(s[i+2:], ",", " ")
		return strings.ReplaceAll(s[:i], ".", "/") + " " + rest, nil
	}
	name, _ = cutAny(name, ",")
	if i := strings.IndexByte(name, '.'); i >= 0 {
		switch {
		case strings.Contains(name[i+1:], "/"):
			return "", errMixed
		case strings.Contains(name[i+1:], "."):
			return "", errDots
		}
		s = s[:i] + " " + s[i+1:]
	}
	return strings.ReplaceAll(s, ",", " "), nil
}
