package options

import (
	"fmt"
	"math/bits"
	"os"
	"slices"
	"strconv"
	"strings"

	"gojvm/internal/words"
	"gojvm/vm"
)

// container is options of one origin: a variable of the environment, or the
// command line.
type container struct {
	name   string // as errors have it
	origin string // as -XX:+PrintFlagsFinal has it
	args   []string
}

// parseVM handles the options of the virtual machine: what JNI_CreateJavaVM and
// JAVA_TOOL_OPTIONS accept. env looks variables up; nil leaves them out.
func (o *Options) parseVM(env func(string) (string, bool)) error {
	line := container{"cmd_line_args", "command line", o.vmArgs}
	containers := []container{line}
	if env != nil {
		first, err := o.variable(env, "JAVA_TOOL_OPTIONS")
		if err != nil {
			return err
		}
		last, err := o.variable(env, "_JAVA_OPTIONS")
		if err != nil {
			return err
		}
		containers = []container{first, line, last}
	}
	flagsFile := ""
	for i := range containers {
		c := &containers[i]
		if err := c.includeFile(); err != nil {
			return err
		}
		for _, a := range c.args {
			o.foresee(a, &flagsFile)
		}
		if o.Show.InitialFlags {
			return nil
		}
	}
	if flagsFile != "" {
		if err := o.flagsFile(flagsFile); err != nil {
			return err
		}
	}
	if o.flags.value("PrintVMOptions") == "true" {
		o.printOptions(containers)
	}
	for _, c := range containers {
		for _, a := range c.args {
			if !hasAnyPrefix(a, "-Djava.class.path=", "-Dsun.java.command=", "-Dsun.java.launcher=") {
				o.VM.RuntimeArgs = append(o.VM.RuntimeArgs, a)
			}
			if err := o.vmOption(a, c.origin); err != nil {
				return err
			}
		}
	}
	if _, err := os.Stat(settingsFile); err == nil && flagsFile == "" && env != nil {
		o.warn("%s file is present but has been ignored.  Run with -XX:Flags=%[1]s to load the file.", settingsFile)
	}
	return o.finishVM()
}

// settingsFile is read by debug builds of HotSpot only.
const settingsFile = ".hotspotrc"

// foresee notes what must be known before any option is handled.
func (o *Options) foresee(arg string, flagsFile *string) {
	if f, ok := strings.CutPrefix(arg, "-XX:Flags="); ok {
		*flagsFile = f
	}
	switch arg {
	case "-XX:+IgnoreUnrecognizedVMOptions", "-XX:-IgnoreUnrecognizedVMOptions":
		o.flags.ignoreUnknown = arg[4] == '+'
	case "-XX:+PrintVMOptions", "-XX:-PrintVMOptions":
		o.flags.set["PrintVMOptions"] = setting{fmt.Sprint(arg[4] == '+'), "command line"}
	case "-XX:+PrintFlagsInitial":
		o.Show.InitialFlags = true
	}
}

// printOptions is -XX:+PrintVMOptions.
func (o *Options) printOptions(containers []container) {
	for _, c := range containers {
		for _, a := range c.args {
			if name, ok := strings.CutPrefix(a, "-XX:"); ok {
				o.notices = append(o.notices, notice{stdout: true, text: "VM option '" + name + "'"})
			}
		}
	}
}

// vmOption handles one option.
func (o *Options) vmOption(arg, origin string) error {
	has := func(p string) (string, bool) { return strings.CutPrefix(arg, p) }
	if v, ok := has("-D"); ok {
		return o.property(v)
	}
	if v, ok := has("-XX:"); ok {
		return o.xxOption(v, origin)
	}
	for _, p := range []string{"-ea", "-enableassertions", "-da", "-disableassertions"} {
		if v, ok := has(p); ok && (v == "" || v[0] == ':') {
			o.assertions(v, p[1] == 'e')
			return nil
		}
	}
	if strings.HasPrefix(arg, "--") {
		if handled, err := o.moduleOption(arg); handled || err != nil {
			return err
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
	case "-Xinternalversion":
		o.Show.InternalVersion = true
	case "-Xlog":
		o.log("all")
	case "-Xverify", "-Xverify:all":
		o.VM.VerifyLocal, o.VM.NoVerify = true, false
	case "-Xverify:none":
		o.VM.VerifyLocal, o.VM.NoVerify = false, true
		o.warn("Options -Xverify:none and -noverify were deprecated in JDK 13 and will likely be removed in a future release.")
	case "-Xverify:remote":
		o.VM.VerifyLocal, o.VM.NoVerify = false, false
	case "--enable-preview":
		o.Set("jdk.internal.enablePreview", "true")
		o.VM.Preview = true
	case "-Xprof":
		o.warn("Ignoring option -Xprof; support was removed in 10.0")
	case "-green":
		return vmError("Green threads support not available")
	case "-Xnoclassgc":
		o.VM.KeepClasses = true
	case "-Xbatch":
		o.VM.Compiler.Foreground = true
	case "-Xcheck:jni", "-Xdebug", "-Xnoagent", "-native",
		"-Xshare:auto", "-Xshare:off", "-Xshare:on", "-Xshare:dump":
		// They ask for nothing that this machine does otherwise.
	default:
		return o.vmOptionWithValue(arg)
	}
	return nil
}

// property is -D.
func (o *Options) property(definition string) error {
	key, value, _ := strings.Cut(definition, "=")
	switch {
	case key == "java.endorsed.dirs":
		return &Error{VM: true, Stdout: true, Text: "-Djava.endorsed.dirs=" + value + " is not supported. Endorsed standards and standalone APIs\n" +
			"in modular form will be supported via the concept of upgradeable modules.\n"}
	case key == "java.ext.dirs":
		return &Error{VM: true, Stdout: true, Text: "-Djava.ext.dirs=" + value + " is not supported.  Use -classpath instead.\n"}
	case internalProperty(key):
		o.flags.internalProperty = true
	case key == "java.home":
		o.JavaHome = value
	case slices.Contains([]string{"java.vm.name", "java.vm.version", "java.vm.vendor", "java.vm.info", "java.vm.specification.name",
		"java.vm.specification.vendor", "java.vm.specification.version", "jdk.debug"}, key):
		// The VM says itself who it is.
	default:
		o.Set(key, value)
	}
	return nil
}

// internalProperty reports whether users cannot set a property by -D: module
// options have properties of their own that only the options set.
func internalProperty(key string) bool {
	rest, ok := strings.CutPrefix(key, "jdk.module.")
	if !ok {
		return false
	}
	for _, p := range []string{"addexports", "addopens", "addreads", "patch", "limitmods", "upgrade.path", "addmods", "enable.native.access"} {
		if rest == p || strings.HasPrefix(rest, p+".") {
			return true
		}
	}
	return false
}

// moduleOption handles the options of the module system.
func (o *Options) moduleOption(arg string) (handled bool, err error) {
	name, value, given := strings.Cut(arg, "=")
	if !given {
		return false, nil
	}
	switch name {
	case "--module-path":
		o.Set("jdk.module.path", value)
	case "--upgrade-module-path":
		o.Set("jdk.module.upgrade.path", value)
	case "--limit-modules":
		o.Set("jdk.module.limitmods", value)
	case "--add-modules":
		o.number("jdk.module.addmods", value)
	case "--add-exports", "--add-opens", "--add-reads":
		o.number("jdk.module."+strings.ReplaceAll(name[2:], "-", ""), value)
	case "--enable-native-access":
		o.number("jdk.module.enable.native.access", value)
	case "--patch-module":
		m, path, ok := strings.Cut(value, "=")
		if !ok {
			return true, &Error{VM: true, Stdout: true, Text: "Missing '=' in --patch-module specification\n"}
		}
		o.number("jdk.module.patch", value)
		o.VM.PatchModules[m] = path
	case "--illegal-access":
		o.warn("Ignoring option %s; support was removed in 17.0", arg)
	default:
		return false, nil
	}
	return true, nil
}

// assertions adds a rule: "" is for all classes, ":name" for a class, ":name..." for a package.
func (o *Options) assertions(what string, enable bool) {
	r := vm.AssertionRule{Enable: enable}
	if name, ok := strings.CutPrefix(what, ":"); ok {
		r.Name = strings.ReplaceAll(name, "/", ".")
		if p, ok := strings.CutSuffix(r.Name, "..."); ok {
			r.Name, r.Package = strings.TrimSuffix(p, "."), true
		} else if name == "" {
			return // there is no class without a name
		}
	}
	o.VM.Assertions.Rules = append(o.VM.Assertions.Rules, r)
}

// vmOptionWithValue handles options whose value follows without a space.
func (o *Options) vmOptionWithValue(arg string) error {
	has := func(p string) (string, bool) { return strings.CutPrefix(arg, p) }
	if v, ok := has("-Xlog:"); ok {
		o.log(v)
	} else if v, ok := has("-Xloggc:"); ok {
		o.logDeprecated("gc:"+v, "-Xloggc")
	} else if v, ok := has("-verbose"); ok {
		o.verbose(v)
	} else if v, ok := has("-Xbootclasspath/a:"); ok {
		if o.VM.BootAppend != "" {
			v = o.VM.BootAppend + string(os.PathListSeparator) + v
		}
		o.VM.BootAppend = v
	} else if _, ok := has("-Xbootclasspath/p:"); ok {
		return &Error{VM: true, Stdout: true, Text: "-Xbootclasspath/p is no longer a supported option.\n"}
	} else if _, ok := has("-Xbootclasspath:"); ok {
		return &Error{VM: true, Stdout: true, Text: "-Xbootclasspath is no longer a supported option.\n"}
	} else if _, ok := has("-Xverify"); ok {
		return o.unknown("verification option", arg)
	} else if _, ok := has("-Xcheck"); ok {
		return o.unknown("check option", arg)
	} else if v, ok := has("-Xmaxjitcodesize"); ok {
		return o.codeCache(v, arg, "command line")
	} else if v, ok := has("-javaagent:"); ok {
		o.Agents = append(o.Agents, v)
		o.number("jdk.module.addmods", "java.instrument")
	} else if hasAnyPrefix(arg, "-agentlib:", "-agentpath:", "-Xrun") {
		return agentError(arg)
	} else if v, ok := has("-Xjitstress="); ok {
		return o.jitStress(v, arg)
	} else if v, ok := has("-Xprof:"); ok {
		return o.profile(v, arg)
	} else if v, ok := has("-Xgcstress"); ok {
		return o.gcStress(v, arg)
	} else if hasAnyPrefix(arg, "-Xmx", "-Xms", "-Xmn", "-Xss") {
		return o.size(arg)
	} else {
		return o.unknown("option", arg)
	}
	return nil
}

// unknown is the error for an option that there is not.
func (o *Options) unknown(what, arg string) error {
	if o.flags.ignoreUnknown {
		return nil
	}
	return vmError("Unrecognized %s: %s", what, arg)
}

// verbose is -verbose:subsystem; of others there is nothing to tell.
func (o *Options) verbose(subsystem string) {
	switch subsystem {
	case "", ":class":
		o.log("class+load", "class+unload")
	case ":module":
		o.log("module+load", "module+unload")
	case ":gc":
		o.log("gc")
	case ":jni":
		o.log("jni+resolve=debug")
	}
}

// jitStress is -Xjitstress=KIND[:n],..., with n from 1.
func (o *Options) jitStress(v, arg string) error {
	s := &o.VM.Compiler.Stress
	for _, kind := range strings.Split(v, ",") {
		kind, number, given := strings.Cut(kind, ":")
		n, err := uint64(1), error(nil)
		if given {
			n, err = strconv.ParseUint(number, 10, 31)
		} else if kind == "deopt" {
			n = 3
		}
		bad := err != nil || n == 0
		switch kind {
		case "deopt":
			s.Deopt = int(n)
		case "osr":
			s.OSR = uint32(1) << bits.Len64(n-1)
		case "inline":
			s.Inline = n
		case "registers":
			s.Registers = n
		default:
			bad = true
		}
		if bad {
			return vmError("Invalid stress of the compiler: %s (deopt:n, osr:n, inline:n, registers:n)", arg)
		}
	}
	return nil
}

// gcStress is -Xgcstress[=n].
func (o *Options) gcStress(value, arg string) error {
	n := uint64(1)
	if value != "" {
		var ok bool
		if n, ok = words.Size(value[1:]); !ok || value[0] != '=' && value[0] != ':' || n < 1 || n > 1<<30 {
			return vmError("Invalid collection interval: %s", arg)
		}
	}
	o.VM.GCStress = int(n)
	return nil
}

// agentError refuses agents in native code.
func agentError(arg string) error {
	kind, spec, _ := strings.Cut(arg, ":")
	name, _, _ := strings.Cut(spec, "=")
	if strings.HasPrefix(kind, "-Xrun") {
		kind, name = "-agentlib", kind[len("-Xrun"):]
	}
	if kind == "-agentpath" {
		return initError("Could not find agent library %s in absolute path, with error: %s", name, libraryError(name))
	}
	return initError("Could not find agent library %s on the library path, with error: %s", name, libraryError("lib"+name+".so"))
}

// libraryError says why a shared library cannot be loaded: it is not there, or is native code.
func libraryError(file string) string {
	if _, err := os.Stat(file); err != nil {
		return file + ": cannot open shared object file: No such file or directory"
	}
	return file + ": this virtual machine has no native linker"
}
