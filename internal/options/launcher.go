package options

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"gojvm/internal/words"
)

// Options that take the next argument, unless it begins with '-': those of the
// launcher, and those of the module system, which go to the VM.
var (
	launcherOptions = []string{"-m", "--module", "-cp", "-classpath", "--class-path", "-d", "--describe-module", "--source"}
	moduleOptions   = []string{"-p", "--module-path", "--upgrade-module-path", "--add-modules", "--limit-modules",
		"--add-exports", "--add-opens", "--add-reads", "--patch-module", "--enable-native-access"}
)

// sourceLauncher is the main class of source-file mode (JEP 330).
const sourceLauncher = "jdk.compiler/com.sun.tools.javac.launcher.Main"

// parseLauncher handles what belongs to the java command itself, up to what is
// to be run, and leaves the options of the VM in vmArgs, in the form that the VM
// knows: -Djava.class.path=x for -cp x, --add-modules=x for --add-modules x.
func (o *Options) parseLauncher(args []string) error {
	if cp, ok := os.LookupEnv("CLASSPATH"); ok {
		o.classPath(cp)
	}
	for ends := false; len(args) > 0 && strings.HasPrefix(args[0], "-") && !ends; {
		var n int
		var err error
		if n, ends, err = o.launcherOption(args); err != nil {
			return err
		}
		args = args[n:]
	}
	defer o.addVM("-Dsun.java.launcher=SUN_STANDARD")
	s := &o.Show
	if s.FullVersion || s.VersionExit || s.Help || s.HelpExtra {
		return nil // nothing behind these is looked at
	}
	if !o.named && len(args) > 0 {
		o.named, o.What, args = true, args[0], args[1:]
	}
	o.Args = args
	return o.finishLauncher()
}

// finishLauncher settles what is run.
func (o *Options) finishLauncher() error {
	if o.named && o.Mode == ModeNone {
		if !o.cpSet {
			o.classPath(".")
		}
		o.Mode = ModeClass
	}
	if o.named && o.Mode == ModeClass && isSourceFile(o.What) {
		o.Mode = ModeSource
	}
	switch {
	case o.Mode == ModeSource:
		o.addVM("--add-modules=ALL-DEFAULT")
		if o.named {
			o.Args = append([]string{o.What}, o.Args...)
		}
		o.named, o.What = true, sourceLauncher
	case !o.named:
		o.Mode = ModeNone
	case o.Mode == ModeJar:
		if wrong := checkJar(o.What); wrong != "" {
			return &Error{Text: wrong + "\n"}
		}
		o.classPath(o.What)
	}
	if o.named {
		o.addVM("-Dsun.java.command=" + strings.Join(append([]string{o.What}, o.Args...), " "))
	}
	return nil
}

// launcherOption handles the first of args, an option. It returns how many of
// args it is, and whether options end behind it.
func (o *Options) launcherOption(args []string) (n int, ends bool, err error) {
	arg := args[0]
	name, value, given := strings.Cut(arg, "=")
	if !given || !strings.HasPrefix(arg, "--") {
		name, value, given = arg, "", false
	}
	n = 1
	takes := slices.Contains(launcherOptions, name) || slices.Contains(moduleOptions, name)
	if takes && !given && len(args) > 1 && !strings.HasPrefix(args[1], "-") {
		value, given, n = args[1], true, 2
	}
	shown := arg // as errors have it: with the "="
	if n == 1 && given {
		shown = name + "="
		if takes && value != "" {
			shown = arg
		}
	}
	requires := func(what string) error {
		return &Error{Text: "Error: " + shown + " requires " + what + "\n"}
	}
	switch name {
	case "-jar":
		if len(args) == 1 {
			return n, true, &Error{Text: "Error: -jar requires jar file specification\n", Usage: true}
		}
		return n, false, o.runs(ModeJar, arg)
	case "-m", "--module":
		if value == "" {
			return n, true, requires("module name")
		}
		module, _, _ := strings.Cut(value, "/")
		o.addVM("-Djdk.module.main=" + module)
		o.named, o.What = true, value
		return n, true, o.runs(ModeModule, arg)
	case "--source":
		if value == "" {
			return n, true, requires("source version")
		}
		o.Mode = ModeSource
		o.addVM("-Djdk.internal.javac.source=" + value)
		return n, false, nil
	case "-cp", "-classpath", "--class-path":
		if !given {
			return n, true, requires("class path specification")
		}
		o.classPath(value)
		if o.Mode != ModeSource {
			o.Mode = ModeClass
		}
		return n, false, nil
	case "-d", "--describe-module":
		if !given {
			return n, true, requires("module name")
		}
		o.Show.Describe, o.Show.DescribeModule = true, value
		return n, false, nil
	}
	if slices.Contains(moduleOptions, name) {
		switch {
		case value != "":
			if name == "-p" {
				name = "--module-path"
			}
			o.addVM(name + "=" + value)
			return n, false, nil
		case !given || n == 2, name == arg:
			if name == "-p" || strings.HasSuffix(name, "module-path") {
				return n, true, requires("module path specification")
			}
		}
		return n, true, requires("modules to be specified")
	}
	ends, err = o.plainOption(arg)
	return n, ends, err
}

// runs sets the mode, which --source fixes.
func (o *Options) runs(mode Mode, arg string) error {
	if o.Mode == ModeSource {
		return &Error{Text: "Error: Option " + arg + " is not allowed with --source\n"}
	}
	o.Mode = mode
	return nil
}

// plainOption handles an option of the launcher without a value, or passes it
// to the VM. It tells whether options end with it.
func (o *Options) plainOption(arg string) (ends bool, err error) {
	s := &o.Show
	switch arg {
	case "--list-modules":
		s.ListModules = true
	case "--validate-modules":
		o.addVM("-Djdk.module.validation=true")
		s.ValidateModules = true
	case "--show-module-resolution":
		o.addVM("-Djdk.module.showModuleResolution=true")
	case "--dry-run":
		s.DryRun = true
	case "-help", "-h", "-?":
		s.Help = true
		return true, nil
	case "--help":
		s.Help, s.ToStdout = true, true
		return true, nil
	case "-X":
		s.HelpExtra = true
		return true, nil
	case "--help-extra":
		s.HelpExtra, s.ToStdout = true, true
		return true, nil
	case "-version":
		s.Version, s.VersionExit = true, true
		return true, nil
	case "--version":
		s.Version, s.VersionExit, s.ToStdout = true, true, true
		return true, nil
	case "-showversion":
		s.Version = true
	case "--show-version":
		s.Version, s.ToStdout = true, true
	case "-fullversion":
		s.FullVersion = true
		return true, nil
	case "--full-version":
		s.FullVersion, s.ToStdout = true, true
		return true, nil
	case "-Xdiag":
		o.addVM("-Dsun.java.launcher.diag=true")
	default:
		o.oldOption(arg)
	}
	return false, nil
}

// oldOption handles what past releases had, in their spelling.
func (o *Options) oldOption(arg string) {
	renamed := map[string]string{
		"-verbosegc": "-verbose:gc", "-t": "-Xt", "-tm": "-Xtm", "-debug": "-Xdebug", "-noclassgc": "-Xnoclassgc",
		"-verify": "-Xverify:all", "-verifyremote": "-Xverify:remote", "-noverify": "-Xverify:none",
	}
	now, old := renamed[arg]
	switch {
	case old:
		o.addVM(now)
	case arg == "-Xfuture":
		o.notice("Warning: -Xfuture option is deprecated and may be removed in a future release.")
		o.addVM("-Xverify:all")
	case arg == "-checksource", arg == "-cs", arg == "-noasyncgc":
		o.notice("Warning: %s option is no longer supported.", arg)
	case arg == "-XshowSettings", strings.HasPrefix(arg, "-XshowSettings:"):
		o.Show.ShowSettings, o.Show.Settings = true, arg
	case hasAnyPrefix(arg, "-ss", "-oss", "-ms", "-mx"):
		o.addVM("-X" + arg[1:])
	case arg == "-server", arg == "-client", strings.HasPrefix(arg, "-splash:"):
		// The VM is this one, and nothing is shown on a screen.
	default:
		if strings.HasPrefix(arg, "-version:") {
			o.notice("Error: Specifying an alternate JDK/JRE version is no longer supported.\n" +
				"  The use of the flag '-version:' is no longer valid.\n  Please download and execute the appropriate version.")
		}
		if arg == "-jre-restrict-search" || arg == "-jre-no-restrict-search" {
			o.notice("Error: Specifying an alternate JDK/JRE is no longer supported.\n" +
				"  The related flags -jre-restrict-search | -jre-no-restrict-search are also no longer valid.")
		}
		o.addVM(arg)
	}
}

func hasAnyPrefix(s string, prefixes ...string) bool {
	return slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(s, p) })
}

// addVM hands an option to the VM.
func (o *Options) addVM(arg string) {
	for _, size := range []struct {
		prefix string
		to     *uint64
	}{{"-Xmx", &o.ShownMax}, {"-Xms", &o.ShownInitial}, {"-Xss", &o.ShownStack}} {
		if s, ok := strings.CutPrefix(arg, size.prefix); ok {
			if n, ok := words.Size(s); ok {
				*size.to = n
			}
		}
	}
	if strings.HasPrefix(arg, "-Djava.class.path=") {
		o.cpSet = true
	}
	o.vmArgs = append(o.vmArgs, arg)
}

// classPath sets the class path; the default "." does not count as one.
func (o *Options) classPath(path string) {
	set := o.cpSet || path != "."
	o.addVM("-Djava.class.path=" + expandWildcards(path))
	o.cpSet = set
}

// isSourceFile reports whether a main argument selects source-file mode (JEP 330):
// a name with .java at its end that is there; else it is the name of a class.
func isSourceFile(arg string) bool {
	_, err := os.Stat(arg)
	return err == nil && strings.HasSuffix(arg, ".java")
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
