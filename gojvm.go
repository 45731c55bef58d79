// Package gojvm is a Java virtual machine in pure Go. It runs Java 17 class files
// on the unmodified class library of an installed OpenJDK 17.
//
// A Go program makes a VM with New, gets classes from it, calls their methods and
// closes it:
//
//	v, err := gojvm.New(gojvm.Config{ClassPath: []string{"app.jar"}})
//	c, err := v.Class("com.acme.Greeter")
//	r, err := c.Call("greet", "world")
//	v.Close()
//
// Several VMs can live in one process, each with its own heap, classes,
// properties and standard streams; any goroutine may call into any of them. The
// command gojvm is built on Launch, which does what the java command does.
//
// The files of the package, in the order in which a VM comes to life:
//
//	options*.go     the command line of java
//	launch*.go      the launcher: where the class library is, main class, exit
//	gojvm.go        the VM: its parts are made and joined
//	boot.go         the class library is brought up
//	embed*.go       calls from Go into Java and back
//	log*.go         -Xlog
//	dump*.go        thread dumps, crash reports
//	prof*.go        -Xprof
package gojvm

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"sync/atomic"
	"syscall"

	"gojvm/gc"
	"gojvm/internal/options"
	"gojvm/internal/unifiedlog"
	"gojvm/interp"
	"gojvm/loader"
	"gojvm/loader/jimage"
	"gojvm/mem"
	"gojvm/native"
	"gojvm/sched"
	"gojvm/vm"
)

// VM is one Java virtual machine, made by New. Its methods may be called by any
// goroutine, several at once.
type VM struct {
	*machine
	// on is set in the VM that a Native is given, while it runs: its Java thread.
	on atomic.Pointer[vm.Thread]
}

// machine is the VM itself; a VM is a way to call into it.
type machine struct {
	vm     *vm.VM
	loader *loader.Linker
	image  *jimage.Image
	code   io.Closer // the compiler, nil without one
	main   *vm.Thread

	systemGroup, mainGroup vm.Handle
	exitCode               int // what the launcher returns when main ends normally
	reportedOutOfMemory    atomic.Bool
	lastSafepoint          int64 // nanoseconds since the heap was made; for the log

	embedded bool // signals and exit belong to the embedding program
	callers  callers
	crashes  crashes
	profiles *profiles // nil: none are made
	natives  goNatives
}

const addressSize = 4 << (^uintptr(0) >> 63)

func pageSize() int { return os.Getpagesize() }

// modulesFile returns the path of the class library's image.
func modulesFile(home string) string { return filepath.Join(home, "lib", "modules") }

// start makes the machine and boots it on the calling goroutine, which becomes
// its main thread. On a BootError the VM is returned too, to be closed.
func start(cfg vm.Config) (*VM, error) {
	v := &VM{machine: &machine{}}
	return v, v.start(cfg)
}

func (v *VM) start(cfg vm.Config) error {
	image, err := jimage.Open(modulesFile(cfg.JavaHome))
	if err != nil {
		return err
	}
	v.image = image
	m, err := vm.New(cfg)
	if err != nil {
		return err
	}
	v.vm = m
	if err := v.makeHeap(cfg); err != nil {
		return err
	}
	v.logHeap()
	m.Guard = v.guard
	m.OnOutOfMemory, m.DumpHeap = v.outOfMemory, v.dumpHeap
	if err := v.makeCompiler(cfg); err != nil {
		return err
	}
	m.DumpThreads = v.dumpThreads
	if log, ok := cfg.Log.(*unifiedlog.Log); ok {
		m.SetVerbose = log.SetVerbose
	}
	v.loader = loader.New(m, image)
	m.Linker = v.loader
	m.Executor = interp.New(m)
	m.Natives = native.New()
	if v.embedded {
		v.natives.library = m.Natives
		m.Natives = &v.natives
	}
	if err := v.startProfiles(cfg.Profile); err != nil {
		return err
	}
	// In an embedded VM nothing waits for the main thread to end.
	t, err := m.NewThread(v.embedded, uintptr(cfg.StackSize))
	if err != nil {
		return err
	}
	t.Attach()
	v.main = t
	if !t.Sched.UntilEnd(func() { err = v.bootGuarded(t) }) {
		return v.whyEnded()
	}
	return err
}

// bootGuarded is boot with a report of faults: a class library that is damaged may lead to any.
func (v *VM) bootGuarded(t *vm.Thread) (err error) {
	if !v.embedded {
		defer v.guard(t)
	}
	defer func() {
		p := recover()
		switch {
		case p == nil:
		case sched.Ended(p):
			panic(p)
		case v.loader.ImageDamage() != nil:
			err = v.bootError(t, "class library", nil)
		case v.embedded:
			err = fmt.Errorf("gojvm: the class library does not start: %v", p)
		default:
			panic(p)
		}
	}()
	return v.boot(t)
}

// makeHeap reserves the heap. The system places the process's break anywhere in
// the lowest GiB, so that of what lies below 4 GiB sometimes less than
// gc.MaxHeapLimit is free in one piece; a heap that is too large for it is made
// smaller, as one above the limit is.
func (v *VM) makeHeap(cfg vm.Config) error {
	c := gc.Config{
		MaxHeap:        options.MaxHeap(cfg.MaxHeap),
		InitialHeap:    cfg.InitialHeap,
		NurserySize:    cfg.NurserySize,
		StressInterval: cfg.GCStress,
		Threads:        runtime.GOMAXPROCS(0),
		Logger:         v.logCollection,
		Idle:           debug.FreeOSMemory,
	}
	asked := c.MaxHeap
	for {
		err := v.vm.MakeHeap(c)
		if err == nil && c.MaxHeap < cfg.MaxHeap {
			v.vm.Logf("gc", "Maximum heap of %dM is limited to %dM: references have 32 bits", cfg.MaxHeap>>20, c.MaxHeap>>20)
		}
		full := errors.Is(err, mem.ErrNoLowMemory)
		if errors.Is(err, syscall.ENOMEM) || full && c.MaxHeap <= surelyFree {
			return fmt.Errorf("Could not reserve enough space for %dKB object heap", asked>>10)
		}
		if !full {
			return err
		}
		c.MaxHeap = max(c.MaxHeap-64<<20, surelyFree)
		c.InitialHeap = min(c.InitialHeap, c.MaxHeap)
	}
}

// surelyFree is the size that a heap can have wherever the break lies.
const surelyFree = 2816 << 20

// release gives back what start has made, as far as it came.
func (v *VM) release() {
	v.endProfiles()
	if v.code != nil {
		v.code.Close() // first: what is being compiled reads metadata
	}
	if v.vm != nil {
		v.vm.Release()
	}
	if v.image != nil {
		v.image.Close()
	}
}
