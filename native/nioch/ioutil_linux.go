package nioch

import (
	"crypto/rand"
	"math"
	"syscall"

	"golang.org/x/sys/unix"

	"gojvm/native/internal/nat"
	"gojvm/native/internal/posix"
	"gojvm/vm"
)

// ioUtilNatives are those of IOUtil.
func ioUtilNatives() vm.NativeTable {
	const c = "sun/nio/ch/IOUtil."
	return vm.NativeTable{
		c + "iovMax()I":                                     nat.Const(vm.IntValue(1024)), // IOV_MAX of Linux
		c + "fdLimit()I":                                    fdLimit,
		c + "fdVal(Ljava/io/FileDescriptor;)I":              fdVal,
		c + "setfdVal(Ljava/io/FileDescriptor;I)V":          setFDVal,
		c + "configureBlocking(Ljava/io/FileDescriptor;Z)V": configureBlocking,
		c + "makePipe(Z)J":                                  makePipe,
		c + "drain(I)Z":                                     drain,
		c + "drain1(I)I":                                    drainOne,
		c + "write1(IB)I":                                   writeOne,
		c + "randomBytes([B)Z":                              randomBytes,
	}
}

func fdLimit(t *vm.Thread, a vm.Args) (vm.Value, error) {
	var l unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_NOFILE, &l); err != nil {
		return 0, posix.ThrowIO(t, err)
	}
	return nat.Int(int32(min(l.Max, math.MaxInt32)))
}

func fdVal(t *vm.Thread, a vm.Args) (vm.Value, error) { return nat.Int(int32(posix.ArgFD(t, a, 0))) }

func setFDVal(t *vm.Thread, a vm.Args) (vm.Value, error) {
	posix.SetFD(t, a.Ref(0), int(a.Int(1)))
	return 0, nil
}

func configureBlocking(t *vm.Thread, a vm.Args) (vm.Value, error) {
	return status(t, unix.SetNonblock(posix.ArgFD(t, a, 0), !a.Bool(1)))
}

// makePipe returns read end << 32 | write end.
func makePipe(t *vm.Thread, a vm.Args) (vm.Value, error) {
	flags := unix.O_CLOEXEC
	if !a.Bool(0) {
		flags |= unix.O_NONBLOCK
	}
	var p [2]int
	if err := unix.Pipe2(p[:], flags); err != nil {
		return 0, posix.ThrowIO(t, err)
	}
	return nat.Long(int64(p[0])<<32 | int64(p[1]))
}

// drain reads all that is there from a non-blocking descriptor and reports
// whether there was anything.
func drain(t *vm.Thread, a vm.Args) (vm.Value, error) {
	var buf [128]byte
	total := 0
	for {
		n, err := unix.Read(int(a.Int(0)), buf[:])
		switch {
		case err == syscall.EINTR:
			continue
		case err != nil && err != syscall.EAGAIN:
			return 0, posix.ThrowIO(t, err)
		}
		total += max(n, 0)
		if n < len(buf) {
			return nat.Bool(total > 0)
		}
	}
}

func drainOne(t *vm.Thread, a vm.Args) (vm.Value, error) {
	var b [1]byte
	n, err := posix.RetryInt(t, func() (int, error) { return unix.Read(int(a.Int(0)), b[:]) })
	if err == syscall.EAGAIN {
		return nat.Int(0)
	}
	if err != nil {
		return 0, posix.ThrowIO(t, err)
	}
	return nat.Int(int32(n))
}

func writeOne(t *vm.Thread, a vm.Args) (vm.Value, error) {
	b := [1]byte{byte(a.Int(1))}
	n, err := posix.RetryInt(t, func() (int, error) { return unix.Write(int(a.Int(0)), b[:]) })
	return result(t, n, err, false)
}

func randomBytes(t *vm.Thread, a vm.Args) (vm.Value, error) {
	_, err := rand.Read(vm.ByteElems(a.Ref(0)))
	return nat.Bool(err == nil)
}

// nativeThreadNatives are those of NativeThread; see waiter_linux.go for what a
// signal is.
func nativeThreadNatives() vm.NativeTable {
	const c = "sun/nio/ch/NativeThread."
	return vm.NativeTable{
		c + "init()V":                   nat.Nothing,
		c + "supportPendingSignals0()Z": nat.False,
		c + "signal(J)V": func(t *vm.Thread, a vm.Args) (vm.Value, error) {
			waitersOf(t.VM).signal(a.Long(0))
			return 0, nil
		},
		c + "current()J": func(t *vm.Thread, a vm.Args) (vm.Value, error) {
			return nat.Long(int64(t.Sched.ID()))
		},
	}
}

// mappedMemoryNatives are those of java.nio.MappedMemoryUtils.
func mappedMemoryNatives() vm.NativeTable {
	const c = "java/nio/MappedMemoryUtils."
	return vm.NativeTable{
		c + "isLoaded0(JJJ)Z":                     isLoaded,
		c + "load0(JJ)V":                          advise(unix.MADV_WILLNEED),
		c + "unload0(JJ)V":                        advise(unix.MADV_DONTNEED),
		c + "force0(Ljava/io/FileDescriptor;JJ)V": forceMapped,
	}
}

// isLoaded asks whether all pages are in memory; arguments: address, length, pages.
func isLoaded(t *vm.Thread, a vm.Args) (vm.Value, error) {
	pages := make([]byte, a.Long(2))
	if len(pages) == 0 {
		return nat.Bool(true)
	}
	if err := mincore(uintptr(a.Long(0)), uintptr(a.Long(1)), pages); err != nil {
		return 0, posix.ThrowIO(t, err)
	}
	for _, p := range pages {
		if p&1 == 0 {
			return nat.Bool(false)
		}
	}
	return nat.Bool(true)
}

func advise(advice int) vm.NativeFunc {
	return func(t *vm.Thread, a vm.Args) (vm.Value, error) {
		return status(t, unix.Madvise(memory(a.Long(0), a.Long(1)), advice))
	}
}

func forceMapped(t *vm.Thread, a vm.Args) (vm.Value, error) {
	b := memory(a.Long(1), a.Long(2))
	return status(t, posix.Retry(t, func() error { return unix.Msync(b, unix.MS_SYNC) }))
}
