// Package options reads command lines of `java` form: what belongs to the launcher, what to the virtual
// machine, HotSpot's flags, and the words in which `java` refuses what is wrong.
package options

import (
	"fmt"
	"io"
	"os"
	"strings"

	"gojvm/internal/unifiedlog"
	"gojvm/vm"
)

// Mode tells what the first non-option argument names; the numbers are those
// of sun.launcher.LauncherHelper.
type Mode int

const (
	ModeNone   Mode = 0
	ModeClass  Mode = 1
	ModeJar    Mode = 2
	ModeModule Mode = 3
	ModeSource Mode = 4
)

// Show is what the launcher prints before, or in place of, running a program.
type Show struct {
	Version, VersionExit bool // -showversion, -version
	ToStdout             bool // --version and --show-version write to standard output
	Help, HelpExtra      bool // -help, -X
	FullVersion          bool // -fullversion
	Settings             string
	ShowSettings         bool
	ListModules          bool
	Describe             bool // --describe-module, of DescribeModule
	DescribeModule       string
	ValidateModules      bool
	DryRun               bool
	InitialFlags         bool // -XX:+PrintFlagsInitial
	InternalVersion      bool // -Xinternalversion
}

// Options is a parsed command line of `java` form.
type Options struct {
	VM       vm.Config
	Mode     Mode
	What     string // class, jar, module[/class] or source file
	Args     []string
	Show     Show
	JavaHome string   // -Djava.home
	Agents   []string // values of -javaagent: jar[=options]
	Logs     []unifiedlog.Spec
	// Sizes in bytes on the command line proper, which -XshowSettings tells of.
	ShownMax, ShownInitial, ShownStack uint64

	named    bool           // What is given, though it may be empty
	vmArgs   []string       // what the launcher hands to the virtual machine
	props    map[string]int // index into VM.Properties
	numbered map[string]int // jdk.module.addmods -> next number
	flags    flagSettings
	notices  []notice
	cpSet    bool // a class path was given
}

// notice is something to be printed before the VM starts, though nothing is wrong.
type notice struct {
	stdout bool
	text   string
}

// Error is a command line that `java` rejects. Text is what it prints (to
// standard error unless Stdout), line ends included; VM tells whether the two
// lines follow that say the virtual machine could not be created.
type Error struct {
	Text   string
	VM     bool
	Stdout bool
	Usage  bool // the usage text follows
}

func (e *Error) Error() string { return strings.TrimSpace(e.Text) }

// Report prints what `java` prints for e.
func (e *Error) Report(stdout, stderr io.Writer) {
	if e.Stdout {
		io.WriteString(stdout, e.Text)
	} else {
		io.WriteString(stderr, e.Text)
	}
	if e.VM {
		io.WriteString(stderr, "Error: Could not create the Java Virtual Machine.\n"+
			"Error: A fatal exception has occurred. Program will exit.\n")
	}
}

// vmError is a fault of the options of the VM.
func vmError(format string, args ...any) error {
	return &Error{Text: fmt.Sprintf(format, args...) + "\n", VM: true}
}

// initError is a fault that the VM finds when it starts.
func initError(format string, args ...any) error {
	return &Error{Stdout: true, Text: "Error occurred during initialization of VM\n" + fmt.Sprintf(format, args...) + "\n"}
}

// Parse parses the arguments of a `java` command line (JDK 17 tool
// specification, "The java Command"), argument files expanded. The options are
// returned with an error too: they have the notices (Announce).
func Parse(args []string) (*Options, error) { return parse(args, nil) }

// ParseCommandLine is Parse, with the options of the variables
// JAVA_TOOL_OPTIONS and _JAVA_OPTIONS before and after those of args.
func ParseCommandLine(args []string) (*Options, error) { return parse(args, os.LookupEnv) }

func parse(args []string, env func(string) (string, bool)) (*Options, error) {
	o := &Options{props: map[string]int{}, numbered: map[string]int{}, flags: flagSettings{set: map[string]setting{}}}
	o.VM.PatchModules = map[string]string{}
	if err := o.parseLauncher(args); err != nil {
		return o, err
	}
	if o.Show.FullVersion {
		return o, nil
	}
	if err := o.parseVM(env); err != nil {
		return o, err
	}
	return o, nil
}

// Announce prints the warnings that parsing had, once.
func (o *Options) Announce(stdout, stderr io.Writer) {
	for _, n := range o.notices {
		if n.stdout {
			io.WriteString(stdout, n.text+"\n")
		} else {
			io.WriteString(stderr, n.text+"\n")
		}
	}
	o.notices = nil
}

func (o *Options) notice(format string, args ...any) {
	o.notices = append(o.notices, notice{text: fmt.Sprintf(format, args...)})
}

// warn is a warning of the virtual machine, which -XX:-PrintWarnings silences.
func (o *Options) warn(format string, args ...any) {
	if o.flags.value("PrintWarnings") != "false" {
		o.notice(vm.Name+" warning: "+format, args...)
	}
}

// log adds what -Xlog would.
func (o *Options) log(specs ...string) {
	for _, s := range specs {
		o.Logs = append(o.Logs, unifiedlog.Spec{What: s})
	}
}

// logDeprecated is log, with a warning that goes to the log.
func (o *Options) logDeprecated(spec, option string) {
	o.Logs = append(o.Logs, unifiedlog.Spec{What: spec, WarningTags: "gc", Warning: option + " is deprecated. Will use -Xlog:" + spec + " instead."})
}

// Flag returns what a flag of -XX is set to, "" when it is not.
func (o *Options) Flag(name string) string { return o.flags.value(name) }

// Set gives system property key its value; a later one replaces an earlier.
func (o *Options) Set(key, value string) {
	if i, ok := o.props[key]; ok {
		o.VM.Properties[i].Value = value
		return
	}
	o.props[key] = len(o.VM.Properties)
	o.VM.Properties = append(o.VM.Properties, vm.Property{Key: key, Value: value})
}

// number adds value to the numbered property family key.0, key.1, ... by which
// the VM hands repeatable module options to jdk.internal.module.ModuleBootstrap.
func (o *Options) number(key, value string) {
	o.Set(fmt.Sprintf("%s.%d", key, o.numbered[key]), value)
	o.numbered[key]++
}
