package substrate

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
)

// Error is an error in a program's text.
type Error struct {
	File string
	Line int
	Msg  string
}

func (e *Error) Error() string { return fmt.Sprintf("%s:%d: %s", e.File, e.Line, e.Msg) }

// token is a word, number, string or operator. kind is the text itself for keywords and
// operators, else "name", "number", "string" or "end".
type token struct {
	kind string
	text string
	num  float64
	line int
}

const keywordList = " fn let return if else while for in break continue throw try catch lock true false nil and or not "

func isKeyword(s string) bool { return strings.Contains(keywordList, " "+s+" ") }

// lex turns text into tokens.
func lex(file, text string) ([]token, error) {
	var ts []token
	line := 1
	for i := 0; i < len(text); {
		c := text[i]
		start := i
		switch {
		case c == '\n':
			line++
			i++
		case c == ' ' || c == '\t' || c == '\r':
			i++
		case c == '#':
			for i < len(text) && text[i] != '\n' {
				i++
			}
		case isLetter(c):
			for i < len(text) && (isLetter(text[i]) || isDigit(text[i])) {
				i++
			}
			word := text[start:i]
			if isKeyword(word) {
				ts = append(ts, token{kind: word, text: word, line: line})
			} else {
				ts = append(ts, token{kind: "name", text: word, line: line})
			}
		case isDigit(c):
			for i < len(text) && (isDigit(text[i]) || isLetter(text[i]) || text[i] == '.') {
				i++
			}
			x, err := strconv.ParseFloat(text[start:i], 64)
			if err != nil {
				return nil, &Error{file, line, "bad number " + text[start:i]}
			}
			ts = append(ts, token{kind: "number", text: text[start:i], num: x, line: line})
		case c == '"':
			for i++; i < len(text) && text[i] != '"' && text[i] != '\n'; i++ {
				if text[i] == '\\' {
					i++
				}
			}
			if i >= len(text) || text[i] == '\n' {
				return nil, &Error{file, line, "string has no end"}
			}
			i++
			s, err := strconv.Unquote(text[start:i])
			if err != nil {
				return nil, &Error{file, line, "bad string " + text[start:i]}
			}
			ts = append(ts, token{kind: "string", text: s, line: line})
		default:
			n := 1
			if i+1 < len(text) && strings.Contains(" == != <= >= ", " "+text[i:i+2]+" ") {
				n = 2
			} else if !strings.ContainsRune("+-*/%<>=(){}[],;", rune(c)) {
				return nil, &Error{file, line, fmt.Sprintf("character %q has no meaning", c)}
			}
			ts = append(ts, token{kind: text[i : i+n], text: text[i : i+n], line: line})
			i += n
		}
	}
	return append(ts, token{kind: "end", text: "end of file", line: line}), nil
}

func isLetter(c byte) bool { return c == '_' || c < 128 && unicode.IsLetter(rune(c)) }
func isDigit(c byte) bool  { return c >= '0' && c <= '9' }
