package jit

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"gojvm/vm"
)

// Commands are the compile commands of a VM (-XX:CompileCommand): they choose methods to be
// compiled, inlined, printed or not. Options, syntax and messages are HotSpot's.
type Commands struct {
	list  []command
	quiet bool
	only  bool // some command says compileonly
}

// command sets an option for the methods that match.
type command struct {
	pattern pattern
	option  commandOption
	on      bool // the value of an option of type bool
}

// commandOption is an option that has an effect here. Others of HotSpot's are accepted, as
// its flags are.
type commandOption string

const (
	cmdExclude       commandOption = "exclude"
	cmdCompileOnly   commandOption = "compileonly"
	cmdInline        commandOption = "inline"
	cmdDontInline    commandOption = "dontinline"
	cmdPrint         commandOption = "print"
	cmdPrintAssembly commandOption = "PrintAssembly"
	cmdPrintInlining commandOption = "PrintInlining"
	cmdBackground    commandOption = "BackgroundCompilation"
	// cmdPage is our own: a page with the method after each pass.
	cmdPage commandOption = "page"
)

// commandTypes are the options of compile commands with the types of their values.
var commandTypes = []struct{ name, kind string }{
	{"log", "bool"}, {"print", "bool"}, {"inline", "bool"}, {"dontinline", "bool"}, {"blackhole", "bool"},
	{"compileonly", "bool"}, {"exclude", "bool"}, {"break", "bool"}, {"BreakAtExecute", "bool"}, {"BreakAtCompile", "bool"},
	{"PrintAssembly", "bool"}, {"PrintInlining", "bool"}, {"PrintIntrinsics", "bool"}, {"PrintNMethods", "bool"},
	{"PrintOptoAssembly", "bool"}, {"PrintDebugInfo", "bool"}, {"PrintRelocations", "bool"}, {"PrintDependencies", "bool"},
	{"BackgroundCompilation", "bool"}, {"RepeatCompilation", "intx"}, {"ReplayInline", "bool"}, {"DumpReplay", "bool"},
	{"DumpInline", "bool"}, {"CompileThresholdScaling", "double"}, {"ControlIntrinsic", "ccstrlist"},
	{"DisableIntrinsic", "ccstrlist"}, {"NoRTMLockEliding", "bool"}, {"UseRTMLockEliding", "bool"},
	{"BlockLayoutByFrequency", "bool"}, {"TraceOptoPipelining", "bool"}, {"TraceOptoOutput", "bool"}, {"TraceSpilling", "bool"},
	{"PrintIdeal", "bool"}, {"IGVPrintLevel", "intx"}, {"Vectorize", "bool"}, {"VectorizeDebug", "uintx"},
	{"CloneMapDebug", "bool"}, {"IncrementalInlineForceCleanup", "bool"}, {"MaxNodeLimit", "intx"},
	{string(cmdPage), "bool"},
}

// commandType returns an option as it is spelt, and its type.
func commandType(name string) (canonical, kind string) {
	for _, o := range commandTypes {
		if strings.EqualFold(o.name, name) {
			return o.name, o.kind
		}
	}
	return "", ""
}

// NewCommands reads the commands of a command line; what there is to say of them, errors
// among it, goes to w: a wrong command is no reason not to run.
func NewCommands(c *vm.CompilerConfig, w io.Writer) *Commands {
	cs := &Commands{}
	if c.CommandFile != "" {
		// HotSpot too is silent about a file that is not there.
		text, _ := os.ReadFile(c.CommandFile)
		for _, line := range strings.Split(string(text), "\n") {
			if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
				cs.add(line, w)
			}
		}
	}
	for _, line := range c.Commands {
		for _, l := range strings.Split(line, "\n") {
			cs.add(l, w)
		}
	}
	for _, what := range c.Only {
		cs.addOnly(what, w)
	}
	return cs
}

// add reads one command.
func (cs *Commands) add(line string, w io.Writer) {
	if err := cs.parse(line, w); err != nil {
		fmt.Fprintf(w, "CompileCommand: An error occurred during parsing\nError: %v\nLine: '%s'\n\n"+
			"Usage: '-XX:CompileCommand=<option>,<method pattern>' - to set boolean option to true\n"+
			"Usage: '-XX:CompileCommand=<option>,<method pattern>,<value>'\n"+
			"Use:   '-XX:CompileCommand=help' for more information and to list all option.\n\n", err, line)
	}
}

func (cs *Commands) parse(line string, w io.Writer) error {
	name, rest := cutAny(line, ", \t")
	switch strings.ToLower(name) {
	case "":
		return nil
	case "quiet":
		cs.quiet = true
		return nil
	case "help":
		commandHelp(w)
		return nil
	case "option": // option,pattern,name or option,pattern,type,name,value
		p, rest, err := parsePattern(rest)
		if err != nil {
			return err
		}
		f := strings.Fields(rest)
		if len(f) > 1 && slices.ContainsFunc(commandTypes, func(o struct{ name, kind string }) bool { return o.kind == f[0] }) {
			f = f[1:]
		}
		if len(f) == 0 {
			return fmt.Errorf("Type or Option missing")
		}
		return cs.set(f[0], p, strings.Join(f[1:], " "), w)
	}
	if option, _ := commandType(name); option == "" {
		return fmt.Errorf("Unrecognized option '%s'", name)
	}
	if strings.Trim(rest, ", \t") == "" {
		return fmt.Errorf("Method pattern missing from command")
	}
	p, value, err := parsePattern(rest)
	if err != nil {
		return err
	}
	return cs.set(name, p, value, w)
}

// set makes a command of its parts.
func (cs *Commands) set(name string, p pattern, value string, w io.Writer) error {
	option, kind := commandType(name)
	if option == "" {
		return fmt.Errorf("Unrecognized option '%s'", name)
	}
	value = strings.TrimSpace(value)
	if value == "" && kind != "bool" {
		return fmt.Errorf("  Option '%s' is not followed by a value", option)
	}
	c := command{pattern: p, option: commandOption(option), on: true}
	shown := value
	bad := false
	switch kind {
	case "bool":
		c.on = value == "" || value == "true"
		bad = !c.on && value != "false"
		shown = strconv.FormatBool(c.on)
	case "intx", "uintx":
		_, err := strconv.ParseInt(value, 10, 64)
		bad = err != nil
	case "double":
		x, err := strconv.ParseFloat(value, 64)
		bad = err != nil
		shown = strconv.FormatFloat(x, 'f', 6, 64)
	default:
		kind, shown = "const char*", "'"+value+"'"
	}
	if bad {
		return fmt.Errorf("Value cannot be read for option '%s' of type '%s'", option, kind)
	}
	cs.list = append(cs.list, c)
	cs.only = cs.only || c.option == cmdCompileOnly
	if !cs.quiet {
		fmt.Fprintf(w, "CompileCommand: %s %v %s %s = %s\n", option, &p, kind, option, shown)
	}
	return nil
}

// addOnly adds an element of -XX:CompileOnly: a class, class.method or .method.
func (cs *Commands) addOnly(what string, w io.Writer) {
	class, method := strings.ReplaceAll(what, ".", "/"), "*"
	if c, m, ok := strings.Cut(what, "::"); ok {
		class, method = strings.ReplaceAll(c, ".", "/"), m
		if class == "" {
			class = "*"
		}
	}
	cs.add("compileonly,"+class+"."+method, w)
}

func commandHelp(w io.Writer) {
	fmt.Fprint(w, `
-XX:CompileCommand=<option>,<method pattern>[,<value>]
    gives methods that match the pattern an option of the compilers; boolean ones
    are true without a value
-XX:CompileCommand=quiet
    commands behind it are not shown
-XX:CompileCommand=help
    shows this text

Options:
`)
	for _, o := range commandTypes {
		fmt.Fprintf(w, "    %s (%s)\n", o.name, o.kind)
	}
	fmt.Fprintln(w)
}

// lookup returns the value of an option for m; ok tells that a command sets it. The last
// command that matches counts.
func (cs *Commands) lookup(option commandOption, m *vm.Method) (on, ok bool) {
	for i := len(cs.list) - 1; i >= 0; i-- {
		if c := &cs.list[i]; c.option == option && c.pattern.matches(m) {
			return c.on, true
		}
	}
	return false, false
}

// has reports whether an option is on for m.
func (cs *Commands) has(option commandOption, m *vm.Method) bool {
	on, _ := cs.lookup(option, m)
	return on
}

// excluded reports whether m is not to be compiled.
func (cs *Commands) excluded(m *vm.Method) bool {
	if len(cs.list) == 0 {
		return false
	}
	return cs.has(cmdExclude, m) || cs.only && !cs.has(cmdCompileOnly, m)
}
