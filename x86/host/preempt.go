//go:build linux && (amd64 || 386)

package host

import (
	"errors"
	"sync"
	"syscall"
	"unsafe"

	"gojvm/mem"
)

// Preemption. To stop the world, Go's scheduler sends SIGURG to a thread that does not stop
// by itself, again and again; in compiled code its handler finds nothing that it could do,
// since the code is not Go's. Ours stands before it: where the program counter is in code
// that is watched, it sets the context's poll word, so that the code leaves at its next poll
// and Go can stop the goroutine. Then it goes on in Go's handler.
//
// Faults. An access of compiled code to memory that is not there is a bug, which Go could not
// report: to its handler the code is no goroutine's. Ours has the code leave, with ReasonFault, and
// the host says what it knows.
//
// A handler belongs to the process, and so does what it reads: this is the one place of the
// code generator with state that all share.

// watch is a range of compiled code, and where the contexts of the threads that run it lie.
// preempt_linux_*.s reads it.
type watch struct {
	code, codeSize uintptr
	ctxs, ctxsSize uintptr
}

const maxWatched = 64

var (
	watched      [maxWatched]watch
	oldPreempt   uintptr // Go's handlers
	oldFault     uintptr
	watchMu      sync.Mutex
	watchInstall sync.Once
	watchErr     error
)

// sigaction is the kernel's struct of that name.
type sigaction struct {
	handler  uintptr
	flags    uintptr // an unsigned long
	restorer uintptr
	mask     uint64
}

func rtSigaction(sig syscall.Signal, set, get *sigaction) error {
	_, _, e := syscall.RawSyscall6(syscall.SYS_RT_SIGACTION, uintptr(sig), uintptr(unsafe.Pointer(set)), uintptr(unsafe.Pointer(get)), 8, 0, 0)
	if e != 0 {
		return e
	}
	return nil
}

// onPreemptAddr and onFaultAddr return the addresses of the signal handlers.
func onPreemptAddr() uintptr
func onFaultAddr() uintptr

func installPreempt() {
	var sa sigaction
	if watchErr = rtSigaction(syscall.SIGURG, nil, &sa); watchErr != nil {
		return
	}
	oldPreempt = sa.handler
	sa.handler = onPreemptAddr() // flags, mask and restorer stay those of Go
	if watchErr = rtSigaction(syscall.SIGURG, &sa, nil); watchErr != nil {
		return
	}
	for _, sig := range [...]syscall.Signal{syscall.SIGSEGV, syscall.SIGBUS} {
		if watchErr = rtSigaction(sig, nil, &sa); watchErr != nil {
			return
		}
		oldFault = sa.handler // Go has one for all signals
		sa.handler = onFaultAddr()
		if watchErr = rtSigaction(sig, &sa, nil); watchErr != nil {
			return
		}
	}
}

// Watch lets Go's scheduler interrupt the code in the given range at its polls. Whatever
// runs there has a context in the range ctxs in the context's register. Unwatch ends it.
//
// With GODEBUG=asyncpreemptoff=1 the scheduler sends no signals; then code must be entered
// by [EnterSys].
func Watch(code, ctxs mem.Region) error {
	watchInstall.Do(installPreempt)
	if watchErr != nil {
		return watchErr
	}
	watchMu.Lock()
	defer watchMu.Unlock()
	for i := range watched {
		if w := &watched[i]; w.codeSize == 0 {
			w.code, w.ctxs, w.ctxsSize = code.Base, ctxs.Base, ctxs.Size
			w.codeSize = code.Size // last: from now on the handler looks at it
			return nil
		}
	}
	return errors.New("codegen: too many code caches")
}

// Unwatch ends what Watch began; the code does not run any more.
func Unwatch(code mem.Region) {
	watchMu.Lock()
	defer watchMu.Unlock()
	for i := range watched {
		if watched[i].code == code.Base {
			watched[i].codeSize = 0
		}
	}
}

//go:linkname entersyscall runtime.entersyscall
func entersyscall()

//go:linkname exitsyscall runtime.exitsyscall
func exitsyscall()

// EnterSys is [Enter] for a stretch that may be long: the scheduler takes the goroutine for
// one in a system call, which holds no processor and need not be waited for. It costs some
// 35 to 45 ns more.
//
//go:nosplit
func EnterSys(ctx uintptr) {
	entersyscall()
	enter(ctx)
	exitsyscall()
}
