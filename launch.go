package gojvm

import (
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"time"

	"gojvm/native/instrument"
	"gojvm/vm"
)

// UsageOptions asks for the usage text on standard error and exit code 1.
func UsageOptions() *Options {
	o, _ := ParseOptions(nil)
	return o
}

// Launch does what the java command does with parsed options: it boots a VM on
// the calling goroutine, runs the main class, waits for the non-daemon threads,
// runs the shutdown hooks and returns the exit code. System.exit and deadly
// signals end the process without returning.
func Launch(o *Options) int {
	setCrashTraceback()
	return launch(o, nil)
}

// launch is Launch; prepare, if given, is called with the machine before main
// runs: tests plant faults by it.
func launch(o *Options, prepare func(*VM)) int {
	cfg := o.VM
	home, err := FindJavaHome(o.JavaHome)
	if err != nil {
		fmt.Fprintln(os.Stderr, "Error:", err)
		return 1
	}
	cfg.JavaHome = home
	if cfg.InitialHeap > maxHeap(cfg.MaxHeap) {
		fmt.Println("Error occurred during initialization of VM\nInitial heap size set to a larger value than the maximum heap size")
		return 1
	}
	log, err := newLog(o.LogSpecs, time.Now(), os.Stdout)
	if err != nil {
		var oe *OptionError
		errors.As(err, &oe)
		fmt.Fprint(os.Stderr, oe.Report())
		return 1
	}
	cfg.Log = log
	defer log.close()
	cfg.Exit = os.Exit
	agents, err := openAgents(o, &cfg)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		fmt.Println("Error occurred during initialization of VM\nagent library failed to init: instrument")
		return 1
	}
	v, err := start(cfg)
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
	Version          *vm.Method `java:"java/lang/VersionProps.print(Z)V"`
}

// runLauncher shows what was asked for and runs the main class.
func (v *VM) runLauncher(o *Options, agents []*instrument.Agent) int {
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
func (v *VM) runAsked(t *vm.Thread, o *Options) error {
	m, err := vm.Bound[launcherMembers](t)
	if err != nil {
		return err
	}
	s := &o.Show
	toErr := vm.BoolValue(!s.ToStdout)
	if s.Version {
		if err := v.callStatic(t, m.Version, toErr); err != nil || s.VersionExit {
			return err
		}
	}
	if s.ShowSettings {
		err := v.callStatic(t, m.ShowSettings, toErr, v.stringArg(t, s.Settings),
			vm.LongValue(int64(o.VM.InitialHeap)), vm.LongValue(int64(o.VM.MaxHeap)), vm.LongValue(int64(o.VM.StackSize)))
		if err != nil {
			return err
		}
	}
	switch {
	case s.ListModules:
		return v.callStatic(t, m.ListModules)
	case s.DescribeModule != "":
		return v.callStatic(t, m.DescribeModule, v.stringArg(t, s.DescribeModule))
	case s.HelpExtra:
		return v.callStatic(t, m.PrintX, toErr)
	case s.Help, o.Mode == ModeNone && !s.ShowSettings:
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
	case o.Mode == ModeNone:
		return nil
	}
	return v.runMain(t, m, o)
}

// runMain loads the main class through the launcher helper, which checks it and
// prints what is wrong with it, and calls main.
func (v *VM) runMain(t *vm.Thread, m *launcherMembers, o *Options) error {
	if o.Mode == ModeJar {
		if wrong := checkJar(o.What); wrong != "" {
			fmt.Fprintln(os.Stderr, wrong)
			v.exitCode = 1
			return nil
		}
	}
	what := v.stringArg(t, o.What)
	if what == 0 {
		return vm.ErrThrown
	}
	r, err := v.initAndInvoke(t, m.CheckAndLoadMain, vm.BoolValue(true), vm.IntValue(int32(o.Mode)), what)
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
		r, err := t.NewString(s)
		if err != nil {
			return vm.Handle{}, err
		}
		v.vm.SetRefElem(h.Ref(), i, r)
	}
	return h, nil
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
