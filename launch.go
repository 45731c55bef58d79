package gojvm

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"slices"

	"gojvm/internal/options"
	"gojvm/internal/unifiedlog"
	"gojvm/native/instrument"
	"gojvm/vm"
)

// Launch does what the java command does with its arguments, argument files
// expanded: it boots a VM on the calling goroutine, runs the main class, waits for
// the non-daemon threads, runs the shutdown hooks and returns the exit code.
// System.exit and deadly signals end the process without returning.
func Launch(args []string) int {
	setCrashTraceback()
	o, err := options.ParseCommandLine(args)
	if err == nil {
		return launch(o, nil)
	}
	o.Announce(os.Stdout, os.Stderr)
	oe, ok := err.(*OptionError)
	if !ok {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	oe.Report(os.Stdout, os.Stderr)
	if oe.Usage {
		usage, _ := options.Parse(nil) // nothing to run: the usage text on standard error, exit code 1
		return launch(usage, nil)
	}
	return 1
}

// launch is Launch with options that are parsed; prepare, if given, is called with the machine before main
// runs: tests plant faults by it.
func launch(o *options.Options, prepare func(*VM)) int {
	o.Announce(os.Stdout, os.Stderr)
	if o.Show.InitialFlags {
		fmt.Print(o.PrintFlags(true))
		return 0
	}
	if slices.Contains(o.Logs, unifiedlog.Spec{What: "help"}) {
		fmt.Print(unifiedlog.Help())
		return 0
	}
	cfg := o.VM
	home, err := FindJavaHome(o.JavaHome)
	if err != nil {
		fmt.Fprintln(os.Stderr, "Error:", err)
		return 1
	}
	cfg.JavaHome, cfg.PlatformText = home, true
	switch {
	case o.Show.FullVersion && o.Show.ToStdout:
		fmt.Print(fullVersion(home, true))
		return 0
	case o.Show.FullVersion:
		fmt.Fprint(os.Stderr, fullVersion(home, false))
		return 0
	case o.Show.InternalVersion:
		fmt.Printf("%s (%s) for %s-%s JRE (%s), built by %s\n", vmName, vmVersion, runtime.GOOS, runtime.GOARCH,
			releaseFile(home)["JAVA_RUNTIME_VERSION"], runtime.Version())
		return 0
	}
	log, wrong := newLog(o, os.Stdout)
	if wrong != nil {
		wrong.Report(os.Stdout, os.Stderr)
		return 1
	}
	if o.Flag("PrintCommandLineFlags") == "true" {
		fmt.Print(o.PrintCommandLineFlags())
	}
	if o.Flag("PrintFlagsRanges") == "true" {
		fmt.Print(o.PrintFlagRanges())
	}
	if o.Flag("PrintFlagsFinal") == "true" {
		fmt.Print(o.PrintFlags(false))
	}
	cfg.Log = log
	defer log.Close()
	var v *VM
	cfg.Exit = func(code int) {
		v.logExit()
		v.endProfiles()
		os.Exit(code)
	}
	agents, err := openAgents(o, &cfg)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		fmt.Println("Error occurred during initialization of VM\nagent library failed to init: instrument")
		return 1
	}
	v, err = start(cfg)
	if err != nil {
		return reportBoot(err)
	}
	if prepare != nil {
		prepare(v)
	}
	return v.runLauncher(o, agents)
}

// reportBoot prints why the VM did not come up.
func reportBoot(err error) int {
	var b *BootError
	if errors.As(err, &b) && b.Layer {
		return 1 // the library has told
	}
	fmt.Printf("Error occurred during initialization of VM\n%v\n", err)
	return 1
}

// launcherMembers are what the launcher calls of the library.
type launcherMembers struct {
	CheckAndLoadMain *vm.Method `java:"sun/launcher/LauncherHelper.checkAndLoadMain(ZILjava/lang/String;)Ljava/lang/Class;"`
	ApplicationClass *vm.Method `java:"sun/launcher/LauncherHelper.getApplicationClass()Ljava/lang/Class;"`
	ShowSettings     *vm.Method `java:"sun/launcher/LauncherHelper.showSettings(ZLjava/lang/String;JJJ)V"`
	InitHelp         *vm.Method `java:"sun/launcher/LauncherHelper.initHelpMessage(Ljava/lang/String;)V"`
	PrintHelp        *vm.Method `java:"sun/launcher/LauncherHelper.printHelpMessage(Z)V"`
	PrintX           *vm.Method `java:"sun/launcher/LauncherHelper.printXUsageMessage(Z)V"`
	ListModules      *vm.Method `java:"sun/launcher/LauncherHelper.listModules()V"`
	DescribeModule   *vm.Method `java:"sun/launcher/LauncherHelper.describeModule(Ljava/lang/String;)V"`
	PlatformString   *vm.Method `java:"sun/launcher/LauncherHelper.makePlatformString(Z[B)Ljava/lang/String;"`
	Version          *vm.Method `java:"java/lang/VersionProps.print(Z)V"`
}

// runLauncher shows what was asked for and runs the main class.
func (v *VM) runLauncher(o *options.Options, agents []*instrument.Agent) int {
	t := v.main
	debug.SetPanicOnFault(true)
	defer v.guard(t)
	v.startAgents(t, agents)
	code := 0
	if err := v.runAsked(t, o); err != nil {
		code = 1
		v.uncaught(t)
	}
	return v.destroy(t, code)
}

// runAsked runs the program; ErrThrown means that an exception came out of it.
func (v *VM) runAsked(t *vm.Thread, o *options.Options) error {
	m, err := vm.Bound[launcherMembers](t)
	if err != nil {
		return err
	}
	s := &o.Show
	toErr := vm.BoolValue(!s.ToStdout)
	if s.ShowSettings {
		err := v.callStatic(t, m.ShowSettings, toErr, v.stringArg(t, s.Settings),
			vm.LongValue(int64(o.ShownInitial)), vm.LongValue(int64(o.ShownMax)), vm.LongValue(int64(o.ShownStack)))
		if err != nil {
			return err
		}
	}
	if s.ListModules {
		return v.callStatic(t, m.ListModules)
	}
	if s.Describe {
		return v.callStatic(t, m.DescribeModule, v.stringArg(t, s.DescribeModule))
	}
	if s.Version {
		if err := v.callStatic(t, m.Version, toErr); err != nil || s.VersionExit {
			return err
		}
	}
	switch {
	case s.ValidateModules:
		return nil // the boot layer has been checked
	case s.HelpExtra:
		return v.callStatic(t, m.PrintX, toErr)
	case s.Help, o.Mode == options.ModeNone:
		if err := v.callStatic(t, m.InitHelp, v.stringArg(t, "java")); err != nil {
			return err
		}
		if err := v.callStatic(t, m.PrintHelp, toErr); err != nil {
			return err
		}
		if !s.Help {
			v.exitCode = 1
		}
		return nil
	}
	return v.runMain(t, m, o)
}

// runMain loads the main class through the launcher helper, which checks it and
// prints what is wrong with it, and calls main.
func (v *VM) runMain(t *vm.Thread, m *launcherMembers, o *options.Options) error {
	what, err := v.platformString(t, o.What)
	if err != nil {
		return err
	}
	r, err := v.initAndInvoke(t, m.CheckAndLoadMain, vm.BoolValue(true), vm.IntValue(int32(o.Mode)), vm.RefValue(what))
	if err != nil {
		// What the helper does not catch itself, java's launcher takes for a fault of JNI.
		fmt.Fprintln(os.Stderr, "Error: A JNI error has occurred, please check your installation and try again")
		return err
	}
	class := v.vm.ClassOfMirror(r.Ref())
	if o.Show.DryRun {
		return nil
	}
	args, err := v.mainArgs(t, o.Args)
	if err != nil {
		return err
	}
	main := v.findMain(class)
	if main == nil {
		return t.Throw("java/lang/NoSuchMethodError", "main")
	}
	_, err = v.initAndInvoke(t, main, vm.RefValue(args.Ref()))
	return err
}

// findMain finds public static void main(String[]), declared or inherited.
func (v *VM) findMain(c *vm.Class) *vm.Method {
	for ; c != nil; c = c.Super {
		if m := c.DeclaredMethod("main", "([Ljava/lang/String;)V"); m != nil && m.IsStatic() {
			return m
		}
	}
	return nil
}

func (v *VM) mainArgs(t *vm.Thread, args []string) (vm.Handle, error) {
	a, err := t.NewRefArray(v.vm.Known.String, len(args))
	if err != nil {
		return vm.Handle{}, err
	}
	h := t.NewHandle(a)
	for i, s := range args {
		r, err := v.platformString(t, s)
		if err != nil {
			return vm.Handle{}, err
		}
		v.vm.SetRefElem(h.Ref(), i, r)
	}
	return h, nil
}

// platformString makes a String of bytes of the command line, which are in the
// encoding of the system (sun.jnu.encoding).
func (v *VM) platformString(t *vm.Thread, s string) (vm.Ref, error) {
	if isASCII(s) {
		return t.NewString(s)
	}
	m, err := vm.Bound[launcherMembers](t)
	if err != nil {
		return 0, err
	}
	b, err := t.NewPrimArray(vm.KindByte, len(s))
	if err != nil {
		return 0, err
	}
	copy(vm.ByteElems(b), s)
	r, err := v.initAndInvoke(t, m.PlatformString, vm.BoolValue(true), vm.RefValue(b))
	return r.Ref(), err
}

func isASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// stringArg makes a String argument, null when the heap is full.
func (v *VM) stringArg(t *vm.Thread, s string) vm.Value {
	r, err := t.NewString(s)
	if err != nil {
		return 0
	}
	return vm.RefValue(r)
}

// initAndInvoke initializes the holder of the static method m and calls it.
// Reference arguments are kept in handles meanwhile.
func (v *VM) initAndInvoke(t *vm.Thread, m *vm.Method, args ...vm.Value) (vm.Value, error) {
	mark := t.HandleMark()
	defer t.ReleaseHandles(mark)
	held := make([]vm.Handle, len(args))
	for i, k := range m.Args {
		if k == vm.KindRef {
			held[i] = t.NewHandle(args[i].Ref())
		}
	}
	if err := v.vm.Linker.Initialize(t, m.Holder); err != nil {
		return 0, err
	}
	for i, k := range m.Args {
		if k == vm.KindRef {
			args[i] = vm.RefValue(held[i].Ref())
		}
	}
	return t.Invoke(m, args...)
}

func (v *VM) callStatic(t *vm.Thread, m *vm.Method, args ...vm.Value) error {
	_, err := v.initAndInvoke(t, m, args...)
	return err
}
