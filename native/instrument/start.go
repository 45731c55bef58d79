package instrument

import (
	"fmt"
	"io"
	"os"

	"gojvm/native/internal/nat"
	"gojvm/vm"
)

// Agent is one -javaagent option.
type Agent struct {
	*Manifest
	Options    string
	HasOptions bool // there was a "=", maybe with nothing behind it
}

// Open reads the manifest of an agent's jar before the VM is made. The error is what
// HotSpot prints.
func Open(jar, options string, hasOptions bool) (*Agent, error) {
	m, err := ReadManifest(jar)
	switch {
	case err != nil:
		return nil, fmt.Errorf("Error opening zip file or JAR manifest missing : %s", jar)
	case m.Premain == "":
		return nil, fmt.Errorf("Failed to find Premain-Class manifest attribute in %s", jar)
	}
	return &Agent{m, options, hasOptions}, nil
}

// StartError tells that an agent could not be started. It ends the VM.
type StartError struct{ Text string }

func (e *StartError) Error() string { return e.Text }

// Start starts the agents: their jars go to the system class loader, their premain
// methods are called in order (package java.lang.instrument, "Starting an Agent from
// the Command-Line Interface"). What one of them throws is shown, and the error is
// a *StartError.
func Start(t *vm.Thread, list []*Agent) error {
	s := agentsOf(t.VM)
	started := make([]*running, len(list))
	s.mu.Lock()
	for i, a := range list {
		started[i] = &running{manifest: a.Manifest}
		started[i].once = s.add(started[i], false)
		s.list = append(s.list, started[i])
	}
	s.mu.Unlock()
	mark := t.HandleMark()
	defer t.ReleaseHandles(mark)
	for i, a := range list {
		if appendToSystemSearch(t, a.Jar) != nil {
			show(t)
			fmt.Fprintf(stderr(t.VM), "Unable to add %s to system class path - the system class loader does not define the "+
				"appendToClassPathForInstrumentation method or the method failed\n", a.Jar)
			return &StartError{"processing of -javaagent failed, appending to system class path failed"}
		}
		if err := started[i].start(t, int64(i+1), a); err != nil {
			show(t)
			callFailed(t.VM)
			assertionFailed(t.VM, "result", "agent load/premain call failed")
			return &StartError{"processing of -javaagent failed, processJavaStart failed"}
		}
		t.ReleaseHandles(mark)
	}
	return nil
}

func stderr(v *vm.VM) io.Writer {
	if w := v.Config.Stderr; w != nil {
		return w
	}
	return os.Stderr
}

// show prints the pending exception as that of an uncaught one.
func show(t *vm.Thread) { t.DispatchUncaught() }

// assertionFailed prints what HotSpot's instrument library does of a condition that does
// not hold, without the place in its source.
func assertionFailed(v *vm.VM, condition, text string) {
	fmt.Fprintf(stderr(v), "*** java.lang.instrument ASSERTION FAILED ***: %q with message %s\n", condition, text)
}

// callFailed tells that premain or agentmain has thrown.
func callFailed(v *vm.VM) {
	assertionFailed(v, "!errorOutstanding", "Outstanding error when calling method in invokeJavaAgentMainMethod")
	assertionFailed(v, "success", "invokeJavaAgentMainMethod failed")
}

// start makes the agent's Instrumentation and calls premain.
func (a *running) start(t *vm.Thread, number int64, spec *Agent) error {
	k, err := a.instantiate(t, number)
	if err != nil {
		return err
	}
	class, err := t.NewString(spec.Premain)
	if err != nil {
		return err
	}
	name := t.NewHandle(class)
	var options vm.Handle
	if spec.HasOptions {
		s, err := t.NewString(spec.Options)
		if err != nil {
			return err
		}
		options = t.NewHandle(s)
	}
	_, err = t.Invoke(k.Premain, vm.RefValue(a.impl.Ref()), vm.RefValue(name.Ref()), vm.RefValue(options.Ref()))
	return err
}

// instantiate makes the agent's Instrumentation. Class files pass the hook from then on.
func (a *running) instantiate(t *vm.Thread, number int64) (*members, error) {
	k, err := vm.Bound[members](t)
	if err != nil {
		return nil, err
	}
	if err := t.VM.Linker.Initialize(t, k.Impl); err != nil {
		return nil, err
	}
	impl, err := t.NewObject(k.Impl)
	if err != nil {
		return nil, err
	}
	a.impl = t.VM.NewGlobal(impl)
	_, err = t.Invoke(k.Init, vm.RefValue(impl), vm.LongValue(number),
		vm.BoolValue(a.manifest.Redefine), vm.BoolValue(a.manifest.Prefix))
	if err != nil {
		return nil, err
	}
	t.VM.HookClassFiles(transform)
	return k, nil
}

// loadAgent starts the agent in an executable jar, which the launcher found to have
// Launcher-Agent-Class: agentmain is called. What it throws is shown, and ends the launcher.
func loadAgent(t *vm.Thread, args vm.Args) (vm.Value, error) {
	jar, ok := nat.String(t, args, 0)
	if !ok {
		return nat.NullPointer(t)
	}
	m, err := ReadManifest(jar)
	if err != nil || m.Launcher == "" {
		return 0, nil
	}
	for _, p := range m.BootPath {
		t.VM.Linker.AppendBoot(p)
	}
	s := agentsOf(t.VM)
	a := &running{manifest: m}
	s.mu.Lock()
	a.once = s.add(a, false)
	s.list = append(s.list, a)
	number := len(s.list)
	s.mu.Unlock()
	k, err := a.instantiate(t, int64(number))
	if err != nil {
		return 0, err
	}
	class, err := t.NewString(m.Launcher)
	if err != nil {
		return 0, err
	}
	name := t.NewHandle(class)
	options, err := t.NewString("")
	if err != nil {
		return 0, err
	}
	if _, err = t.Invoke(k.Agentmain, vm.RefValue(a.impl.Ref()), vm.RefValue(name.Ref()), vm.RefValue(options)); err != nil {
		show(t)
		callFailed(t.VM)
		return 0, t.Throw("java/lang/InternalError", "")
	}
	return 0, nil
}
