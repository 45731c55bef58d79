package gojvm

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"gojvm/internal/options"
	"gojvm/internal/system"
	"gojvm/profile"
	"gojvm/vm"
)

// profiles are those that a VM makes of its program. It implements vm.Sampler.
type profiles struct {
	v     *VM
	cpu   *profile.CPU
	clock sampling // interrupts the program, for cpu
	alloc *profile.Alloc

	cpuTo, allocTo io.Writer
	closers        []io.Closer

	reading sync.Mutex // of samples
	stop    chan struct{}
	stopped chan struct{}
	once    sync.Once
}

// sampling is what interrupts the program: prof_linux_x86.go.
type sampling interface {
	bind(ctx uintptr)
	unbind()
	// refresh looks after new threads of the process.
	refresh() error
	// read shows the samples since the last call.
	read(see func(*profile.Sample))
	lost() int
	end()
}

// readInterval is how often samples are read.
const readInterval = 10 * time.Millisecond

// startProfiles begins the profiles that are asked for, before the first Java thread is there.
func (v *VM) startProfiles(c vm.ProfileConfig) error {
	p := &profiles{v: v, stop: make(chan struct{}), stopped: make(chan struct{})}
	var err error
	open := func(w io.Writer, file string) io.Writer {
		if w != nil || file == "" || err != nil {
			return w
		}
		f, e := os.Create(file)
		if e != nil {
			err = fmt.Errorf("Error opening profile file '%s': %s", file, system.ErrorText(e))
			return nil
		}
		p.closers = append(p.closers, f)
		return f
	}
	p.cpuTo, p.allocTo = open(c.CPU, c.CPUFile), open(c.Alloc, c.AllocFile)
	if p.cpuTo != nil && err == nil {
		if c.Interval == 0 {
			c.Interval = options.DefaultInterval
		}
		p.cpu = profile.NewCPU(v.vm, c.Interval)
		p.clock, err = startSampling(c.Interval)
	}
	if err != nil {
		for _, f := range p.closers {
			f.Close()
		}
		return err
	}
	if p.allocTo != nil {
		if c.Rate == 0 {
			c.Rate = options.DefaultRate
		}
		p.alloc = profile.NewAlloc(v.vm, c.Rate)
	}
	if p.cpu == nil && p.alloc == nil {
		return nil
	}
	v.profiles, v.vm.Sampler = p, p
	if p.cpu == nil {
		close(p.stopped)
		return nil
	}
	go p.collect()
	return nil
}

// collect reads samples until the end.
func (p *profiles) collect() {
	defer close(p.stopped)
	tick := time.NewTicker(readInterval)
	defer tick.Stop()
	for {
		select {
		case <-p.stop:
			return
		case <-tick.C:
			p.clock.refresh() // a thread that ends meanwhile is no fault
			p.read()
		}
	}
}

func (p *profiles) read() {
	p.reading.Lock()
	defer p.reading.Unlock()
	p.clock.read(p.cpu.Add)
}

// Bound implements vm.Sampler.
func (p *profiles) Bound(t *vm.Thread) {
	if p.cpu != nil {
		p.cpu.Bind(contextOf(t))
		p.clock.bind(contextOf(t))
	}
	if p.alloc != nil {
		p.alloc.Bind(t)
	}
}

// Unbound implements vm.Sampler.
func (p *profiles) Unbound(t *vm.Thread) {
	if p.cpu != nil {
		p.clock.unbind()
		p.read() // while the context means t
		if t.Sched.Managed() {
			p.cpu.Name(contextOf(t), profile.ThreadName(t))
		}
	}
	if p.alloc != nil {
		p.alloc.Unbind(t)
	}
}

// Allocated implements vm.Sampler.
func (p *profiles) Allocated(t *vm.Thread, c *vm.Class, size uint64) {
	if p.alloc != nil {
		p.alloc.Allocated(t, c, size)
	}
}

// contextOf returns the address of t's context.
func contextOf(t *vm.Thread) uintptr { return t.StackTop() }

// endProfiles ends the profiles and writes them. The caller is no managed thread.
func (v *VM) endProfiles() {
	if p := v.profiles; p != nil {
		p.once.Do(p.finish)
	}
}

func (p *profiles) finish() {
	report := func(err error) {
		if err != nil {
			fmt.Fprintln(p.v.stderr(), "gojvm: profile:", err)
		}
	}
	if p.cpu != nil {
		close(p.stop)
		<-p.stopped
		p.read()
		p.v.vm.Threads.WhileStopped(func() {
			for _, t := range p.v.vm.AllThreads() {
				p.cpu.Name(contextOf(t), profile.ThreadName(t))
			}
		})
		lost := p.clock.lost()
		p.clock.end()
		report(p.cpu.Write(p.cpuTo, lost))
	}
	if p.alloc != nil {
		report(p.alloc.Write(p.allocTo))
	}
	for _, f := range p.closers {
		report(f.Close())
	}
}

// stderr is where the VM itself complains.
func (v *VM) stderr() io.Writer {
	if w := v.vm.Config.Stderr; w != nil {
		return w
	}
	return os.Stderr
}
