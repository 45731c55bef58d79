// Package gojvm is a Java virtual machine in pure Go. It runs Java 17 class files
// on the unmodified class library of an installed OpenJDK 17.
//
// The package wires the parts together: it makes a vm.VM, gives it its class
// loader, its interpreter and its natives, boots the library, and runs main
// classes as the java command does (Launch).
package gojvm

import (
	"os"
	"path/filepath"
	"runtime"

	"gojvm/gc"
	"gojvm/interp"
	"gojvm/loader"
	"gojvm/loader/jimage"
	"gojvm/native"
	"gojvm/vm"
)

// VM is one Java virtual machine. Several can live in one process.
type VM struct {
	vm     *vm.VM
	loader *loader.Linker
	image  *jimage.Image
	main   *vm.Thread

	systemGroup, mainGroup vm.Handle
	callers                callers
	embedded               bool // signals and exit belong to the embedding program
	exitCode               int  // what the launcher returns when main ends normally
}

const addressSize = 4 << (^uintptr(0) >> 63)

func pageSize() int { return os.Getpagesize() }

// startEmbedded is start for a VM within a Go program.
func startEmbedded(cfg vm.Config) (*VM, error) {
	return startWith(cfg, true)
}

// start makes the machine and boots it on the calling goroutine, which becomes
// its main thread. On a BootError the VM is returned too, to be closed.
func start(cfg vm.Config) (*VM, error) { return startWith(cfg, false) }

func startWith(cfg vm.Config, embedded bool) (*VM, error) {
	image, err := jimage.Open(filepath.Join(cfg.JavaHome, "lib", "modules"))
	if err != nil {
		return nil, err
	}
	m, err := vm.New(cfg)
	if err != nil {
		image.Close()
		return nil, err
	}
	v := &VM{vm: m, image: image, embedded: embedded}
	if err := m.MakeHeap(gc.Config{
		MaxHeap:        maxHeap(cfg.MaxHeap),
		InitialHeap:    cfg.InitialHeap,
		NurserySize:    cfg.NurserySize,
		StressInterval: cfg.GCStress,
		Threads:        runtime.GOMAXPROCS(0),
		Logger:         v.logCollection,
	}); err != nil {
		image.Close()
		return nil, err
	}
	if !embedded {
		m.Guard = v.reportCrash
	}
	v.loader = loader.New(m, image)
	m.Linker = v.loader
	m.Executor = interp.New(m)
	m.Natives = native.New()
	t, err := m.NewThread(false, uintptr(cfg.StackSize))
	if err != nil {
		return nil, err
	}
	t.Attach()
	v.main = t
	return v, v.boot(t)
}

// defaultHeapLimit bounds the heap when -Xmx does not say: the space below
// 4 GiB also holds metadata and code, and is not all free in one piece.
const defaultHeapLimit = 2 << 30

// maxHeap is the default of -Xmx: a quarter of the machine's memory, as far as
// 32-bit references reach.
func maxHeap(asked uint64) uint64 {
	if asked != 0 {
		return min(asked, gc.MaxHeapLimit)
	}
	return min(max(physicalMemory()/4, 64<<20), defaultHeapLimit)
}
