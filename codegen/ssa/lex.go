package ssa

import (
	"fmt"
	"strings"
)

// SyntaxError is an error in the text form, with its place.
type SyntaxError struct {
	File      string
	Line, Col int
	Msg       string
}

func (e *SyntaxError) Error() string {
	return fmt.Sprintf("%s:%d:%d: %s", e.File, e.Line, e.Col, e.Msg)
}

// tokKind is a kind of token of the text form.
type tokKind uint8

const (
	tokEOF    tokKind = iota
	tokNL             // end of a line that is not empty
	tokWord           // name, operation, or type
	tokSym            // @name
	tokNumber         // integer or float, with sign
	tokPunct          // one of ( ) { } [ ] , : = ! * and ->
)

func (k tokKind) String() string {
	return [...]string{"end of file", "end of line", "a name", "a symbol", "a number", "punctuation"}[k]
}

type token struct {
	kind tokKind
	text string
	line int
	col  int
}

func (t token) String() string {
	switch t.kind {
	case tokEOF, tokNL:
		return t.kind.String()
	}
	return fmt.Sprintf("%q", t.text)
}

// lexer splits the text form into tokens.
type lexer struct {
	file string
	src  string
	pos  int
	line int
	bol  int // position where the line begins
}

func (l *lexer) fail(line, col int, format string, args ...any) error {
	return &SyntaxError{l.file, line, col, fmt.Sprintf(format, args...)}
}

func isWord(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '.' || c == '$'
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func (l *lexer) next() (token, error) {
	for l.pos < len(l.src) {
		c := l.src[l.pos]
		if c == '#' {
			if i := strings.IndexByte(l.src[l.pos:], '\n'); i >= 0 {
				l.pos += i
			} else {
				l.pos = len(l.src)
			}
			continue
		}
		if c != ' ' && c != '\t' && c != '\r' {
			break
		}
		l.pos++
	}
	t := token{line: l.line, col: l.pos - l.bol + 1}
	if l.pos >= len(l.src) {
		return t, nil
	}
	start := l.pos
	word := func() {
		for l.pos < len(l.src) && isWord(l.src[l.pos]) {
			l.pos++
		}
	}
	c := l.src[l.pos]
	l.pos++
	switch {
	case c == '\n':
		t.kind = tokNL
		l.line++
		l.bol = l.pos
	case c == '@':
		for l.pos < len(l.src) && !strings.ContainsRune(" \t\r\n(),", rune(l.src[l.pos])) {
			l.pos++
		}
		t.kind, t.text = tokSym, l.src[start+1:l.pos]
		return t, nil
	case c == '-' && l.pos < len(l.src) && l.src[l.pos] == '>':
		l.pos++
		t.kind = tokPunct
	case isDigit(c), (c == '-' || c == '+') && l.pos < len(l.src) && isWord(l.src[l.pos]):
		t.kind = tokNumber
		word()
		// An exponent's sign.
		if e := l.src[l.pos-1]; (e == 'e' || e == 'E') && !strings.HasPrefix(l.src[start:l.pos], "0x") &&
			l.pos < len(l.src) && (l.src[l.pos] == '-' || l.src[l.pos] == '+') {
			l.pos++
			word()
		}
	case isWord(c):
		t.kind = tokWord
		word()
	case strings.IndexByte("(){}[],:=!*", c) >= 0:
		t.kind = tokPunct
	default:
		return t, l.fail(t.line, t.col, "unexpected character %q", c)
	}
	t.text = l.src[start:l.pos]
	return t, nil
}
