package gojvm

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
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
	Settings             string
	ShowSettings         bool
	ListModules          bool
	DescribeModule       string
	DryRun               bool
}

// Options is a parsed command line of `java` form.
type Options struct {
	VM       vm.Config
	Mode     Mode
	What     string // class, jar, module[/class] or source file
	Args     []string
	Show     Show
	LogSpecs []string // values of -Xlog
	JavaHome string   // -Djava.home
	Agents   []string // values of -javaagent: jar[=options]

	props    map[string]int // index into VM.Properties
	numbered map[string]int // jdk.module.addmods -> next number
	cp       string
	cpSet    bool
	source   string
	gc       string // collector flag seen
	// ignoreUnknown is -XX:+IgnoreUnrecognizedVMOptions, wherever it stands.
	ignoreUnknown bool
}

// OptionError is a command line that `java` rejects. Text is what it prints
// (to standard error unless Stdout); VM tells whether the two lines follow that
// say the virtual machine could not be created.
type OptionError struct {
	Text   string
	VM     bool
	Stdout bool
	Usage  bool // the usage text follows
}

func (e *OptionError) Error() string { return e.Text }

// Report returns all lines that `java` prints for e.
func (e *OptionError) Report() string {
	s := e.Text + "\n"
	if e.VM {
		s += "Error: Could not create the Java Virtual Machine.\n" +
			"Error: A fatal exception has occurred. Program will exit.\n"
	}
	return s
}

func vmError(format string, args ...any) error {
	return &OptionError{Text: fmt.Sprintf(format, args...), VM: true}
}

// ParseOptions parses the arguments of a `java` command line (JDK 17 tool
// specification, "The java Command"). Argument files and environment variables
// are expanded by the caller (ExpandArgs).
func ParseOptions(args []string) (*Options, error) {
	o := &Options{props: map[string]int{}, numbered: map[string]int{}}
	o.VM.PatchModules = map[string]string{}
	o.ignoreUnknown = slices.Contains(args, "-XX:+IgnoreUnrecognizedVMOptions")
	i := 0
	for ; i < len(args) && strings.HasPrefix(args[i], "-"); i++ {
		n, done, err := o.launcherOption(args[i], args[i+1:])
		if err != nil {
			return o, err
		}
		i += n
		if done {
			i++
			break
		}
	}
	rest := args[i:]
	if o.Mode == ModeNone && len(rest) > 0 {
		o.What, rest = rest[0], rest[1:]
		o.Mode = ModeClass
		if o.source != "" || isSourceFile(o.What) {
			o.Mode = ModeSource
		}
	} else if o.Mode == ModeJar && o.What == "" {
		if len(rest) == 0 {
			return o, &OptionError{Text: "Error: -jar requires jar file specification", Usage: true}
		}
		o.What, rest = rest[0], rest[1:]
	}
	o.Args = rest
	o.finish()
	return o, nil
}

// isSourceFile reports whether a main argument selects source-file mode (JEP 330):
// a name with .java at its end that is there; else it is the name of a class.
func isSourceFile(arg string) bool {
	_, err := os.Stat(arg)
	return err == nil && strings.HasSuffix(arg, ".java")
}

// launcherOption handles one option that the launcher itself knows, or passes
// it to vmOption. It returns how many following arguments it consumed and
// whether options end here.
func (o *Options) launcherOption(arg string, following []string) (n int, done bool, err error) {
	name, value, hasValue := arg, "", false
	if strings.HasPrefix(arg, "--") {
		name, value, hasValue = strings.Cut(arg, "=")
	}
	// take returns the option's value: after "=" or the next argument.
	take := func(what string) bool {
		if hasValue {
			return true
		}
		if len(following) == 0 {
			err = &OptionError{Text: "Error: " + name + " requires " + what}
			return false
		}
		value, n = following[0], 1
		return true
	}
	switch name {
	case "-cp", "-classpath", "--class-path":
		if take("class path specification") {
			o.cp, o.cpSet = expandWildcards(value), true
		}
	case "-jar":
		o.Mode = ModeJar
		done = true
	case "-m", "--module":
		if take("module name") {
			o.Mode, o.What = ModeModule, value
			done = true
		}
	case "-p", "--module-path":
		if take("module path specification") {
			o.set("jdk.module.path", value)
		}
	case "--upgrade-module-path":
		if take("module path specification") {
			o.set("jdk.module.upgrade.path", value)
		}
	case "--limit-modules":
		if take("modules to be specified") {
			o.set("jdk.module.limitmods", value)
		}
	case "--add-modules":
		if take("modules to be specified") {
			o.number("jdk.module.addmods", value)
		}
	case "--add-exports", "--add-opens", "--add-reads":
		if take("modules to be specified") {
			o.number("jdk.module."+strings.ReplaceAll(name[2:], "-", ""), value)
		}
	case "--patch-module":
		if take("modules to be specified") {
			o.number("jdk.module.patch", value)
			if m, path, ok := strings.Cut(value, "="); ok {
				o.VM.PatchModules[m] = path
			}
		}
	case "--enable-native-access":
		if take("modules to be specified") {
			o.set("jdk.module.enable.native.access", value)
		}
	case "--source":
		if take("source version") {
			o.source = value
			o.set("jdk.internal.javac.source", value)
		}
	case "-version":
		o.Show.Version, o.Show.VersionExit = true, true
		done = true
	case "--version":
		o.Show.Version, o.Show.VersionExit, o.Show.ToStdout = true, true, true
		done = true
	case "-showversion":
		o.Show.Version = true
	case "--show-version":
		o.Show.Version, o.Show.ToStdout = true, true
	case "-?", "-h", "-help":
		o.Show.Help = true
		done = true
	case "--help":
		o.Show.Help, o.Show.ToStdout = true, true
		done = true
	case "-X":
		o.Show.HelpExtra = true
		done = true
	case "--help-extra":
		o.Show.HelpExtra, o.Show.ToStdout = true, true
		done = true
	case "--list-modules":
		o.Show.ListModules = true
	case "-d", "--describe-module":
		if take("module name") {
			o.Show.DescribeModule = value
			done = true
		}
	case "--dry-run":
		o.Show.DryRun = true
	case "--validate-modules":
		o.set("jdk.module.validation", "true")
		o.Show.DryRun = true
	case "--show-module-resolution":
		o.set("jdk.module.showModuleResolution", "true")
	case "-disable-@files":
		// Expanded, or not, before.
	default:
		if arg == "-XshowSettings" || strings.HasPrefix(arg, "-XshowSettings:") {
			o.Show.ShowSettings, o.Show.Settings = true, arg
			return 0, false, nil
		}
		o.VM.RuntimeArgs = append(o.VM.RuntimeArgs, arg)
		return 0, false, o.vmOption(arg)
	}
	if err == nil && isModuleOption(name) {
		o.VM.RuntimeArgs = append(o.VM.RuntimeArgs, name+"="+value)
	}
	return n, done, err
}

// isModuleOption reports whether the launcher hands an option to the VM.
func isModuleOption(name string) bool {
	switch name {
	case "-p", "--module-path", "--upgrade-module-path", "--limit-modules", "--add-modules", "--add-exports",
		"--add-opens", "--add-reads", "--patch-module", "--enable-native-access":
		return true
	}
	return false
}

// vmOption handles one option of the virtual machine proper: what
// JNI_CreateJavaVM and JAVA_TOOL_OPTIONS accept as well.
func (o *Options) vmOption(arg string) error {
	has := func(p string) (string, bool) { return strings.CutPrefix(arg, p) }
	if v, ok := has("-D"); ok {
		key, value, _ := strings.Cut(v, "=")
		switch {
		case key == "":
			return vmError("Unrecognized option: %s", arg)
		case internalProperty(key):
			// Only the command-line options themselves set these.
		case key == "java.home":
			o.JavaHome = value
		default:
			o.set(key, value)
		}
		return nil
	}
	if v, ok := has("-XX:"); ok {
		return o.xxOption(v)
	}
	for _, p := range []string{"-ea", "-enableassertions", "-da", "-disableassertions"} {
		if v, ok := has(p); ok && (v == "" || v[0] == ':') {
			o.assertions(strings.TrimPrefix(v, ":"), p[1] == 'e')
			return nil
		}
	}
	switch arg {
	case "-esa", "-enablesystemassertions":
		o.VM.Assertions.System = true
	case "-dsa", "-disablesystemassertions":
		o.VM.Assertions.System = false
	case "-Xint":
		o.VM.Interpreted, o.VM.CompileAll = true, false
	case "-Xcomp":
		o.VM.Interpreted, o.VM.CompileAll = false, true
	case "-Xmixed":
		o.VM.Interpreted, o.VM.CompileAll = false, false
	case "-Xcheck:jit":
		o.VM.CheckJIT = true
	case "-Xrs":
		o.VM.ReduceSignals = true
	case "-verbose:gc":
		o.LogSpecs = append(o.LogSpecs, "gc")
	case "-verbose", "-verbose:class":
		o.LogSpecs = append(o.LogSpecs, "class+load", "class+unload")
	case "-verbose:jni":
		o.LogSpecs = append(o.LogSpecs, "jni+resolve")
	case "-verbose:module":
		o.LogSpecs = append(o.LogSpecs, "module+load", "module+unload")
	case "-Xlog":
		o.LogSpecs = append(o.LogSpecs, "all")
	case "-Xverify", "-Xverify:all":
		o.VM.VerifyLocal = true
	case "-Xverify:none", "-noverify":
		o.VM.NoVerify = true
	case "-Xverify:remote":
		o.VM.NoVerify = false
	case "--enable-preview":
		o.set("jdk.internal.enablePreview", "true")
	case "-Xbatch", "-Xcheck:jni", "-Xdebug", "-Xdiag", "-Xfuture", "-Xnoclassgc", "-Xinternalversion",
		"-Xshare:auto", "-Xshare:off", "-Xshare:on", "-Xshare:dump",
		"-server", "-client", "-d64", "-Xnoagent", "-Xprof", "-Xrunhprof":
		// They ask for nothing that this machine does otherwise.
	default:
		return o.vmOptionWithValue(arg)
	}
	return nil
}

func (o *Options) vmOptionWithValue(arg string) error {
	sizes := []struct {
		prefix, what string
		to           *uint64
	}{
		{"-Xmx", "maximum heap size", &o.VM.MaxHeap},
		{"-Xms", "initial heap size", &o.VM.InitialHeap},
		{"-Xmn", "initial young generation size", &o.VM.NurserySize},
		{"-Xss", "thread stack size", &o.VM.StackSize},
	}
	for _, s := range sizes {
		if v, ok := strings.CutPrefix(arg, s.prefix); ok {
			n, ok := parseSize(v)
			if !ok {
				return vmError("Invalid %s: %s", s.what, arg)
			}
			*s.to = n
			return o.checkSize(s.prefix, n)
		}
	}
	switch {
	case strings.HasPrefix(arg, "-Xlog:"):
		o.LogSpecs = append(o.LogSpecs, arg[len("-Xlog:"):])
	case strings.HasPrefix(arg, "-Xloggc:"):
		o.LogSpecs = append(o.LogSpecs, "gc:"+arg[len("-Xloggc:"):])
	case strings.HasPrefix(arg, "-verbose:"):
		// Other subsystems have nothing to tell.
	case strings.HasPrefix(arg, "-Xbootclasspath/a:"):
		v := arg[len("-Xbootclasspath/a:"):]
		if o.VM.BootAppend != "" {
			v = o.VM.BootAppend + string(os.PathListSeparator) + v
		}
		o.VM.BootAppend = v
	case strings.HasPrefix(arg, "-javaagent:"):
		o.Agents = append(o.Agents, arg[len("-javaagent:"):])
		o.number("jdk.module.addmods", "java.instrument")
	case arg == "-Xgcstress":
		o.VM.GCStress = 1
	case strings.HasPrefix(arg, "-Xgcstress="), strings.HasPrefix(arg, "-Xgcstress:"):
		n, err := strconv.Atoi(arg[len("-Xgcstress="):])
		if err != nil || n < 1 {
			return vmError("Invalid collection interval: %s", arg)
		}
		o.VM.GCStress = n
	case strings.HasPrefix(arg, "-agentlib:"), strings.HasPrefix(arg, "-agentpath:"):
		name, _, _ := strings.Cut(arg[strings.IndexByte(arg, ':')+1:], "=")
		return &OptionError{Stdout: true, Text: "Error occurred during initialization of VM\nCould not find agent library " + name + " on the library path, with error: agents written in native code cannot be loaded by a virtual machine without a native linker"}
	case strings.HasPrefix(arg, "-splash:"):
	default:
		return vmError("Unrecognized option: %s", arg)
	}
	return nil
}

// Least sizes, as HotSpot has them on 64-bit Linux.
const (
	minHeap  = 2 << 20
	minStack = 136 << 10
)

func (o *Options) checkSize(option string, n uint64) error {
	switch {
	case option == "-Xmx" && n < minHeap:
		return &OptionError{Stdout: true, Text: "Error occurred during initialization of VM\nToo small maximum heap"}
	case option == "-Xss" && n < minStack:
		return &OptionError{VM: true, Text: "\nThe Java thread stack size specified is too small. Specify at least 136k"}
	case option == "-Xss" && n > 1<<30:
		return vmError("Invalid thread stack size: -Xss%d\nThe specified size exceeds the maximum representable size.", n)
	}
	return nil
}

// parseSize parses a number of bytes with an optional unit k, m, g or t.
func parseSize(s string) (uint64, bool) {
	if s == "" {
		return 0, false
	}
	shift := 0
	switch s[len(s)-1] {
	case 'k', 'K':
		shift = 10
	case 'm', 'M':
		shift = 20
	case 'g', 'G':
		shift = 30
	case 't', 'T':
		shift = 40
	}
	if shift > 0 {
		s = s[:len(s)-1]
	}
	n, err := strconv.ParseUint(s, 0, 64)
	if err != nil || n > math.MaxUint64>>shift {
		return 0, false
	}
	return n << shift, true
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

// internalProperty reports whether users cannot set a property by -D: module
// options have properties of their own that only the options set.
func internalProperty(key string) bool {
	rest, ok := strings.CutPrefix(key, "jdk.module.")
	if !ok {
		return false
	}
	for _, p := range []string{"addexports", "addopens", "addreads", "patch", "limitmods", "upgrade.path", "addmods", "enable.native.access", "path"} {
		if rest == p || strings.HasPrefix(rest, p+".") {
			return true
		}
	}
	return false
}

func (o *Options) assertions(name string, enable bool) {
	r := vm.AssertionRule{Name: name, Enable: enable}
	if p, ok := strings.CutSuffix(name, "..."); ok {
		r.Name, r.Package = strings.TrimSuffix(p, "."), true
	}
	o.VM.Assertions.Rules = append(o.VM.Assertions.Rules, r)
}

// finish derives what the options imply together.
func (o *Options) finish() {
	command := strings.Join(append([]string{o.What}, o.Args...), " ")
	switch o.Mode {
	case ModeJar:
		o.cp = o.What
	case ModeSource:
		o.number("jdk.module.addmods", "ALL-DEFAULT")
		o.Args = append([]string{o.What}, o.Args...)
		o.What = "jdk.compiler/com.sun.tools.javac.launcher.Main"
		o.set("jdk.module.main", "jdk.compiler")
	case ModeModule:
		name, _, _ := strings.Cut(o.What, "/")
		o.set("jdk.module.main", name)
	}
	if !o.cpSet && o.Mode != ModeJar {
		if env, ok := os.LookupEnv("CLASSPATH"); ok {
			o.cp = expandWildcards(env)
		} else if o.Mode != ModeModule {
			o.cp = "."
		}
	}
	o.set("java.class.path", o.cp)
	if o.What != "" {
		o.set("sun.java.command", command)
	}
	o.set("sun.java.launcher", "SUN_STANDARD")
}

// expandWildcards replaces each class-path element that ends in "/*" (or is
// "*") by the jars of that folder.
func expandWildcards(cp string) string {
	if !strings.Contains(cp, "*") {
		return cp
	}
	var out []string
	for _, e := range strings.Split(cp, string(os.PathListSeparator)) {
		dir, ok := strings.CutSuffix(e, "*")
		if !ok || dir != "" && !strings.HasSuffix(dir, "/") {
			out = append(out, e)
			continue
		}
		folder := dir
		if folder == "" {
			folder = "."
		}
		entries, err := os.ReadDir(folder)
		if err != nil {
			out = append(out, e)
			continue
		}
		for _, f := range entries {
			if ext := filepath.Ext(f.Name()); ext == ".jar" || ext == ".JAR" {
				out = append(out, dir+f.Name())
			}
		}
	}
	return strings.Join(out, string(os.PathListSeparator))
}
