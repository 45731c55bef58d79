package main

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"gojvm/internal/words"
)

// expander replaces @file arguments by the contents of the files, as the java
// launcher does ("java Command-Line Argument Files"), until what is to be run
// has been seen, or -disable-@files. "@@x" stands for "@x".
type expander struct {
	main      bool // what is to be run has been seen
	disabled  bool
	wantValue bool // the last option takes the next argument
}

// valueOptions take their value from the next argument.
var valueOptions = []string{"-cp", "-classpath", "--class-path", "-p", "--module-path", "--upgrade-module-path", "--add-modules",
	"--limit-modules", "--add-exports", "--add-opens", "--add-reads", "--patch-module", "--enable-native-access", "-d", "--describe-module", "--source"}

// expand returns what stands for one argument.
func (x *expander) expand(a string) ([]string, error) {
	words := []string{a}
	if !x.main && !x.disabled && len(a) > 1 && a[0] == '@' {
		if a[1] == '@' {
			words[0] = a[1:]
		} else {
			text, err := readArgFile(a[1:])
			if err != nil {
				return nil, err
			}
			words = splitArgFile(text)
		}
	}
	for _, w := range words {
		x.see(w)
	}
	return words, nil
}

func readArgFile(name string) (string, error) {
	st, err := os.Stat(name)
	if err != nil {
		return "", fmt.Errorf("Error: could not open `%s'", name)
	}
	if st.IsDir() {
		return "", fmt.Errorf("Error: loading: %s", name)
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return "", fmt.Errorf("Error: could not open `%s'", name)
	}
	return string(text), nil
}

// see follows the command line to know where the options end.
func (x *expander) see(a string) {
	switch {
	case x.main:
	case !strings.HasPrefix(a, "-"):
		x.main = !x.wantValue
		x.wantValue = false
	case a == "-m", a == "--module", strings.HasPrefix(a, "--module="):
		x.main = x.main || strings.HasPrefix(a, "--module=")
		x.wantValue = false // the module is what is run
	default:
		x.disabled = x.disabled || a == "-disable-@files"
		x.wantValue = slices.Contains(valueOptions, a)
	}
}

// argSplitter splits the text of an argument file. Words are separated by white
// space; '#' begins a comment, and one that has begun without a quote behind it
// is lost; quotes keep white space; inside quotes a backslash escapes (\n, \r,
// \t, \f), and at the end of a line joins lines.
type argSplitter struct {
	out     []string
	kept    strings.Builder // of the word: up to the last quote or escape
	pending string          // of the word: behind it
	inWord  bool
	quote   byte
}

func (s *argSplitter) flush() {
	if s.inWord {
		s.out = append(s.out, s.kept.String()+s.pending)
		s.kept.Reset()
	}
	s.pending, s.inWord, s.quote = "", false, 0
}

func (s *argSplitter) keep() {
	s.kept.WriteString(s.pending)
	s.pending = ""
}

func splitArgFile(text string) []string {
	var s argSplitter
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case s.quote != 0 && c == '\\' && i+1 < len(text):
			i++
			s.keep()
			i = s.escape(text, i)
		case s.quote != 0 && c == s.quote:
			s.keep()
			s.quote = 0
		case c == '\n', c == '\r':
			s.flush() // ends an open quote too
		case s.quote != 0:
			s.pending += text[i : i+1]
		case c == '"', c == '\'':
			s.keep()
			s.quote, s.inWord = c, true
		case c == '#':
			for i+1 < len(text) && text[i+1] != '\n' && text[i+1] != '\r' {
				i++
			}
			i++ // the end of the line does not end the word
			s.pending = ""
			s.inWord = s.inWord && s.kept.Len() > 0
		case strings.IndexByte(" \t\f", c) >= 0:
			s.flush()
		default:
			s.inWord = true
			s.pending += text[i : i+1]
		}
	}
	s.inWord = s.kept.Len()+len(s.pending) > 0 // "" at the very end is none
	s.flush()
	return s.out
}

// escape handles what follows a backslash, at i, and returns where it ends.
func (s *argSplitter) escape(text string, i int) int {
	switch text[i] {
	case 'n':
		s.kept.WriteByte('\n')
	case 'r':
		s.kept.WriteByte('\r')
	case 't':
		s.kept.WriteByte('\t')
	case 'f':
		s.kept.WriteByte('\f')
	case '\n', '\r':
		for i+1 < len(text) && strings.IndexByte(" \t\f\n\r", text[i+1]) >= 0 {
			i++
		}
	default:
		s.kept.WriteByte(text[i])
	}
	return i
}

// envArgs splits the value of JDK_JAVA_OPTIONS: white space separates, quotes of
// either kind keep it.
func envArgs(value string) ([]string, error) {
	out, ok := words.Split(value)
	if !ok {
		return nil, errors.New("Error: Unmatched quote in environment variable JDK_JAVA_OPTIONS")
	}
	return out, nil
}

// forbiddenInEnv are the options that JDK_JAVA_OPTIONS must not have: those that
// name what to run or that print and exit.
func forbiddenInEnv(a string) bool {
	switch a {
	case "-jar", "-version", "--version", "-help", "--help", "-h", "-?", "-X", "--help-extra", "--dry-run",
		"-m", "--module", "-fullversion", "--full-version":
		return true
	}
	return strings.HasPrefix(a, "--module=")
}
