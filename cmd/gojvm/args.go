package main

import (
	"errors"
	"fmt"
	"os"
	"strings"
)

// expandArgs replaces @file arguments by the contents of the files, as the java
// launcher does ("java Command-Line Argument Files"): until the main class or
// -jar file has been seen, or -disable-@files. "@@x" stands for "@x".
func expandArgs(args []string) ([]string, error) {
	var out []string
	x := expander{}
	for _, a := range args {
		if !x.off && len(a) > 1 && a[0] == '@' {
			if a[1] == '@' {
				out = append(out, a[1:])
				x.see(a[1:])
				continue
			}
			text, err := os.ReadFile(a[1:])
			if err != nil {
				return nil, fmt.Errorf("Error: could not open `%s'", a[1:])
			}
			for _, w := range splitArgFile(string(text)) {
				out = append(out, w)
				x.see(w)
			}
			continue
		}
		out = append(out, a)
		x.see(a)
	}
	return out, nil
}

// expander follows the command line to know where the options end.
type expander struct {
	off       bool // expansion has ended
	wantValue bool // the last option takes the next argument
}

// valueOptions take their value from the next argument.
const valueOptions = " -cp -classpath --class-path -p --module-path --upgrade-module-path --add-modules --limit-modules --add-exports --add-opens --add-reads --patch-module --enable-native-access -d --describe-module --source "

func (x *expander) see(a string) {
	switch {
	case x.off:
	case x.wantValue:
		x.wantValue = false
	case a == "-disable-@files", a == "-jar":
		x.off = a != "-jar"
		x.wantValue = false
	case a == "-m", a == "--module":
		x.off = true
	case strings.Contains(valueOptions, " "+a+" "):
		x.wantValue = true
	case !strings.HasPrefix(a, "-"):
		x.off = true
	}
}

// splitArgFile splits the text of an argument file: words are separated by
// white space; '#' begins a comment; quotes keep white space; inside quotes a
// backslash escapes (\n, \r, \t, \f), and at the end of a line joins lines.
func splitArgFile(s string) []string {
	var out []string
	var w strings.Builder
	inWord, quote := false, byte(0)
	flush := func() {
		if inWord {
			out = append(out, w.String())
			w.Reset()
			inWord = false
		}
	}
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case quote != 0 && c == '\\' && i+1 < len(s):
			i++
			switch s[i] {
			case 'n':
				w.WriteByte('\n')
			case 'r':
				w.WriteByte('\r')
			case 't':
				w.WriteByte('\t')
			case 'f':
				w.WriteByte('\f')
			case '\n', '\r':
				if s[i] == '\r' && i+1 < len(s) && s[i+1] == '\n' {
					i++
				}
				for i+1 < len(s) && strings.IndexByte(" \t\f", s[i+1]) >= 0 {
					i++
				}
			default:
				w.WriteByte(s[i])
			}
		case quote != 0 && c == quote:
			quote = 0
		case quote != 0 && (c == '\n' || c == '\r'):
			// An unterminated quote ends with its line.
			quote = 0
			flush()
		case quote != 0:
			w.WriteByte(c)
		case c == '"' || c == '\'':
			quote, inWord = c, true
		case c == '#' && !inWord:
			for i+1 < len(s) && s[i+1] != '\n' && s[i+1] != '\r' {
				i++
			}
		case strings.IndexByte(" \t\n\r\f", c) >= 0:
			flush()
		case c == '\\' && i+1 < len(s) && (s[i+1] == '\n' || s[i+1] == '\r'):
			i++
		default:
			inWord = true
			w.WriteByte(c)
		}
	}
	flush()
	return out
}

// errEnvOption reports an environment variable with an option that may not stand there.
var errEnvOption = errors.New("environment")

// envArgs splits the value of JDK_JAVA_OPTIONS or JAVA_TOOL_OPTIONS: white space
// separates, quotes of either kind keep it.
func envArgs(value string) ([]string, error) {
	var out []string
	var w strings.Builder
	inWord, quote := false, byte(0)
	for i := 0; i < len(value); i++ {
		c := value[i]
		switch {
		case quote != 0 && c == quote:
			quote = 0
		case quote != 0:
			w.WriteByte(c)
		case c == '"' || c == '\'':
			quote, inWord = c, true
		case strings.IndexByte(" \t\n\r\f\v", c) >= 0:
			if inWord {
				out = append(out, w.String())
				w.Reset()
				inWord = false
			}
		default:
			inWord = true
			w.WriteByte(c)
		}
	}
	if quote != 0 {
		return nil, errEnvOption
	}
	if inWord {
		out = append(out, w.String())
	}
	return out, nil
}

// forbiddenInEnv are the options that JDK_JAVA_OPTIONS must not have: those that
// name what to run or that print and exit.
func forbiddenInEnv(a string) bool {
	switch a {
	case "-jar", "-version", "--version", "-help", "--help", "-h", "-?", "-X", "--help-extra", "--dry-run",
		"--list-modules", "--validate-modules", "-d", "--describe-module", "-m", "--module", "-fullversion", "--full-version", "--source":
		return true
	}
	return strings.HasPrefix(a, "--module=") || strings.HasPrefix(a, "--describe-module=")
}
