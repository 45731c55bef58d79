package gojvm

import (
	"fmt"
	"io"
	"os"
	"strings"

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

	named    bool           // What is given, though it may be empty
	vmArgs   []string       // what the launcher hands to the virtual machine
	props    map[string]int // index into VM.Properties
	numbered map[string]int // jdk.module.addmods -> next number
	flags    flagSettings
	notices  []notice
	logSpecs []logSpec
	cpSet    bool // a class path was given
	// Sizes on the command line proper, which -XshowSettings tells of.
	shownMax, shownInitial, shownStack uint64
}

// notice is something to be printed before the VM starts, though nothing is wrong.
type notice struct {
	stdout bool
	text   string
}

// OptionError is a command line that `java` rejects. Text is what it prints (to
// standard error unless Stdout), line ends included; VM tells whether the two
// lines follow that say the virtual machine could not be created.
type OptionError struct {
	Text   string
	VM     bool
	Stdout bool
	Usage  bool // the usage text follows
}

func (e *OptionError) Error() string { return strings.TrimSpace(e.Text) }

// Report prints what `java` prints for e.
func (e *OptionError) Report(stdout, stderr io.Writer) {
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
	return &OptionError{Text: fmt.Sprintf(format, args...) + "\n", VM: true}
}

// initError is a fault that the VM finds when it starts.
func initError(format string, args ...any) error {
	return &OptionError{Stdout: true, Text: "Error occurred during initialization of VM\n" + fmt.Sprintf(format, args...) + "\n"}
}

// ParseOptions parses the arguments of a `java` command line (JDK 17 tool
// specification, "The java Command"), argument files expanded. The options are
// returned with an error too: they have the notices (Announce).
func ParseOptions(args []string) (*Options, error) { return parseOptions(args, nil) }

// ParseCommandLine is ParseOptions, with the options of the variables
// JAVA_TOOL_OPTIONS and _JAVA_OPTIONS before and after those of args.
func ParseCommandLine(args []string) (*Options, error) { return parseOptions(args, os.LookupEnv) }

func parseOptions(args []string, env func(string) (string, bool)) (*Options, error) {
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
		o.notice(vmName+" warning: "+format, args...)
	}
}

// log adds what -Xlog would.
func (o *Options) log(specs ...string) {
	for _, s := range specs {
		o.logSpecs = append(o.logSpecs, logSpec{what: s})
	}
}

// logDeprecated is log, with a warning that goes to the log.
func (o *Options) logDeprecated(spec, option string) {
	o.logSpecs = append(o.logSpecs, logSpec{spec, "gc", option + " is deprecated. Will use -Xlog:" + spec + " instead."})
}

// set gives system property key its value; a later one replaces an earlier.
func (o *Options) set(key, value string) {
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
	o.set(fmt.Sprintf("%s.%d", key, o.numbered[key]), value)
	o.numbered[key]++
}

// parseSize parses a number of bytes: digits, decimal or after 0x, and a unit k, m, g or t.
func parseSize(s string) (uint64, bool) {
	base := uint64(10)
	if len(s) > 2 && s[0] == '0' && s[1]|0x20 == 'x' {
		s, base = s[2:], 16
	}
	n, i := uint64(0), 0
	for ; i < len(s); i++ {
		d, ok := digit(s[i])
		if !ok || d >= base {
			break
		}
		if n > (1<<64-1-d)/base {
			return 0, false
		}
		n = n*base + d
	}
	if i == 0 {
		return 0, false
	}
	shift := 0
	switch unit := s[i:]; strings.ToLower(unit) {
	case "":
	case "k":
		shift = 10
	case "m":
		shift = 20
	case "g":
		shift = 30
	case "t":
		shift = 40
	default:
		return 0, false
	}
	return n << shift, n<<shift>>shift == n
}

// digit returns the value of a hexadecimal digit.
func digit(c byte) (uint64, bool) {
	switch {
	case '0' <= c && c <= '9':
		return uint64(c - '0'), true
	case 'a' <= c|0x20 && c|0x20 <= 'f':
		return uint64(c|0x20-'a') + 10, true
	}
	return 0, false
}
