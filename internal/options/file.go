package options

import (
	"os"
	"strings"

	"gojvm/internal/words"
)

// variable returns the options of a variable of the environment, and tells of it.
func (o *Options) variable(env func(string) (string, bool), name string) (container, error) {
	c := container{name: name, origin: "environment"}
	text, ok := env(name)
	if !ok {
		return c, nil
	}
	o.notice("Picked up %s: %s", name, text)
	c.args, ok = words.Split(text)
	if !ok {
		return c, vmError("Unmatched quote in %s", name)
	}
	return c, nil
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
		more, ok := words.Split(string(text))
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
		flags, _ := words.Split(line)
		for _, f := range flags {
			if err := o.xxOption(f, "config file"); err != nil {
				return err
			}
		}
	}
	return nil
}
