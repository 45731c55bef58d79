package gojvm

import (
	"os"
	"syscall"

	"gojvm/native/misc"
	"gojvm/vm"
)

// signalMembers is how a signal reaches Java code.
type signalMembers struct {
	Dispatch *vm.Method `java:"jdk/internal/misc/Signal.dispatch(I)V"`
}

// startSignals starts the Signal Dispatcher thread: it prints the thread dump on
// SIGQUIT and hands the signals that Java code handles to
// jdk.internal.misc.Signal.dispatch.
func (v *VM) startSignals(t *vm.Thread) error {
	if v.embedded {
		return nil // signals belong to the program that embeds
	}
	signals := misc.SignalsOf(v.vm)
	if !v.vm.Config.ReduceSignals {
		signals.Listen(syscall.SIGQUIT)
	}
	return t.SpawnDaemon(v.systemGroup, "Signal Dispatcher", func(d *vm.Thread) {
		for {
			var sig syscall.Signal
			var ok bool
			d.Blocking(func() { sig, ok = signals.Next() })
			if !ok {
				return
			}
			if sig == syscall.SIGQUIT && !v.vm.Config.ReduceSignals {
				v.dumpThreads(d, os.Stdout)
				continue
			}
			m, err := vm.Bound[signalMembers](d)
			if err == nil {
				_, err = d.Invoke(m.Dispatch, vm.IntValue(int32(sig)))
			}
			if err != nil {
				d.DispatchUncaught()
			}
		}
	})
}
