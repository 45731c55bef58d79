package gojvm

import (
	"os"
	"strings"
)

// variable returns the options of a variable of the environment, and tells of it.
func (o *Options) variable(env func(string) (string, bool), name string) (container, error) {
	c := container{name: name, origin: "environment"}
	text, ok := env(name)
	if !ok {
		return c, nil
	}
	o.notice("Picked up %s: %s", name, text)
	c.args, ok = splitOptions(text)
	if !ok {
		return c, vmError("Unmatched quote in %s", name)
	}
	return c, nil
}

// splitOptions splits at white space that does not stand in quotes of either kind.
func splitOptions(text string) (options []string, ok bool) {
	var w strings.Builder
	inWord, quote := false, byte(0)
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case quote != 0 && c == quote:
			quote = 0
		case quote != 0:
			w.WriteByte(c)
		case c == '"' || c == '\'':
			quote, inWord = c, true
		case strings.IndexByte(" \t\n\r\f\v", c) >= 0:
			if inWord {
				options = append(options, w.String())
				w.Reset()
				inWord = false
			}
		default:
			inWord = true
			w.WriteByte(c)
		}
	}
	if inWord {
		options = append(options, w.String())
	}
	return options, quote == 0
}

// optionsFile is the option that has a file of options read in its place.
const optionsFile = "-XX:VMOptionsFile="

// includeFile replaces -XX:VMOptionsFile by what is in the file.
func (c *container) includeFile() error {
	var out []string
	first := ""
	for _, a := range c.args {
		name, ok := strings.CutPrefix(a, optionsFile)
		if !ok {
			out = append(out, a)
			continue
		}
		if first != "" {
			return vmError("The option '%s' is already specified in the options container '%s' so the specification of '%s' in the same options container is an error.",
				first, c.name, a)
		}
		first = a
		text, err := os.ReadFile(name)
		if err != nil {
			return vmError("Could not open options file '%s'", name)
		}
		more, ok := splitOptions(string(text))
		if !ok {
			return vmError("Unmatched quote in %s", name)
		}
		for _, m := range more {
			if strings.HasPrefix(m, optionsFile) {
				return vmError("A VM options file may not refer to a VM options file. Specification of '%s<file-name>' in the options file '%s%s' in options container '%s' is an error.",
					optionsFile, optionsFile, name, c.name)
			}
			out = append(out, m)
		}
	}
	c.args = out
	return nil
}

// flagsFile reads the flags of -XX:Flags=: words of the form +Flag or Flag=value, with # before comments.
func (o *Options) flagsFile(name string) error {
	text, err := os.ReadFile(name)
	if err != nil {
		return vmError("Could not open settings file %s", name)
	}
	for line := range strings.Lines(string(text)) {
		line, _, _ = strings.Cut(line, "#")
		flags, _ := splitOptions(line)
		for _, f := range flags {
			if err := o.xxOption(f, "config file"); err != nil {
				return err
			}
		}
	}
	return nil
}
