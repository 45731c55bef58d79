package misc

import (
	"os"
	"os/signal"
	"strings"
	"sync"
	"syscall"

	"golang.org/x/sys/unix"

	"gojvm/native/internal/nat"
	"gojvm/vm"
)

// signalNatives are those of jdk.internal.misc.Signal.
func signalNatives() vm.NativeTable {
	const c = "jdk/internal/misc/Signal."
	return vm.NativeTable{
		c + "findSignal0(Ljava/lang/String;)I": findSignal,
		c + "handle0(IJ)J":                     handleSignal,
		c + "raise0(I)V":                       raiseSignal,
	}
}

// Values of a native handler in Signal.handle0.
const (
	handlerDefault  = 0
	handlerIgnore   = 1
	handlerDispatch = 2 // hand over to Signal.dispatch
	handlerError    = -1
)

// Signals receives the signals of the process for one VM. The Signal
// Dispatcher thread takes them with Next.
type Signals struct {
	ch chan os.Signal

	mu       sync.Mutex
	handlers map[int32]int64
}

type signalsKey struct{}

// SignalsOf returns the signals of v.
func SignalsOf(v *vm.VM) *Signals {
	return v.Ext(signalsKey{}, func() any {
		return &Signals{ch: make(chan os.Signal, 64), handlers: map[int32]int64{}}
	}).(*Signals)
}

// Listen asks for a signal that the VM itself handles (SIGQUIT).
func (s *Signals) Listen(sig syscall.Signal) { signal.Notify(s.ch, sig) }

// Next waits for the next signal that Java code or the VM handles; the calling
// thread is in blocked state. It is false when Stop was called.
func (s *Signals) Next() (syscall.Signal, bool) {
	sig, ok := <-s.ch
	if !ok {
		return 0, false
	}
	return sig.(syscall.Signal), true
}

// Stop gives all signals back to their defaults and ends Next.
func (s *Signals) Stop() {
	signal.Stop(s.ch)
	close(s.ch)
}

func findSignal(t *vm.Thread, a vm.Args) (vm.Value, error) {
	name, ok := nat.String(t, a, 0)
	if !ok {
		return nat.NullPointer(t)
	}
	if strings.HasPrefix(name, "SIG") {
		return nat.Int(-1)
	}
	if n := unix.SignalNum("SIG" + name); n != 0 {
		return nat.Int(int32(n))
	}
	return nat.Int(-1)
}

// handleSignal installs a handler and returns the one before, -1 when the
// signal is the VM's own or cannot be caught.
func handleSignal(t *vm.Thread, a vm.Args) (vm.Value, error) {
	n, handler := a.Int(0), a.Long(1)
	sig := syscall.Signal(n)
	reduced := t.VM.Config.ReduceSignals
	switch sig {
	case syscall.SIGSEGV, syscall.SIGILL, syscall.SIGFPE, syscall.SIGBUS, syscall.SIGTRAP:
		return nat.Long(handlerError) // the Go run-time's and ours
	case syscall.SIGKILL, syscall.SIGSTOP:
		return nat.Long(handlerError)
	case syscall.SIGQUIT:
		if !reduced {
			return nat.Long(handlerError) // thread dumps
		}
	case syscall.SIGHUP, syscall.SIGINT, syscall.SIGTERM:
		if reduced {
			return nat.Long(handlerError)
		}
		if signal.Ignored(sig) {
			return nat.Long(handlerIgnore) // nohup: stays ignored
		}
	}
	s := SignalsOf(t.VM)
	s.mu.Lock()
	defer s.mu.Unlock()
	old := s.handlers[n]
	s.handlers[n] = handler
	switch handler {
	case handlerDefault:
		signal.Reset(sig)
	case handlerIgnore:
		signal.Ignore(sig)
	case handlerDispatch:
		signal.Notify(s.ch, sig)
	default: // a handler that an earlier call returned: only these three exist
		return nat.Long(handlerError)
	}
	return nat.Long(old)
}

func raiseSignal(t *vm.Thread, a vm.Args) (vm.Value, error) {
	_ = syscall.Kill(syscall.Getpid(), syscall.Signal(a.Int(0)))
	return 0, nil
}
