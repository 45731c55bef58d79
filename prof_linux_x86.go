//go:build linux && (amd64 || 386)

package gojvm

import (
	"time"
	"unsafe"

	"gojvm/interp"
	"gojvm/jit"
	"gojvm/profile"
	"gojvm/vm"
	"gojvm/x86/host"
)

// hostSampling is sampling by timers of the system.
type hostSampling struct{ s *host.Sampling }

func startSampling(interval time.Duration) (sampling, error) {
	s, err := host.StartSampling(host.SampleConfig{
		Interval: interval,
		Frame:    unsafe.Offsetof(vm.Context{}.FP),
		Context:  unsafe.Sizeof(vm.Context{}),
		Loops:    []uintptr{interp.Loop()},
		Ends:     []uintptr{interp.Loop(), jit.Runner()},
	})
	if err != nil {
		return nil, err
	}
	return hostSampling{s}, nil
}

func (h hostSampling) bind(ctx uintptr) { h.s.Bind(ctx) }
func (h hostSampling) unbind()          { h.s.Unbind() }
func (h hostSampling) refresh() error   { return h.s.Refresh() }
func (h hostSampling) lost() int        { return h.s.Lost() }
func (h hostSampling) end()             { h.s.Stop() }

func (h hostSampling) read(see func(*profile.Sample)) {
	h.s.Read(func(x *host.Sample) {
		s := profile.Sample{
			Weight: x.Weight, Thread: x.Context, PC: x.PC, SP: x.SP, Compiled: x.OnStack, Loop: x.Loop,
			Words: x.Words, Registers: host.SampleRegisters, Go: x.Go, Stack: x.Stack, StackAddr: x.StackAddr,
		}
		if x.Context != 0 {
			s.Context = (*vm.Context)(unsafe.Pointer(&x.Copy[0]))
		}
		see(&s)
	})
}
