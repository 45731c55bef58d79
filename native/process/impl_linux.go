package process

import (
	"bytes"
	"os"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"

	"gojvm/native/internal/nat"
	"gojvm/native/internal/posix"
	"gojvm/vm"
)

// Natives returns the table of the package.
func Natives() vm.NativeTable {
	const impl, handle = "java/lang/ProcessImpl.", "java/lang/ProcessHandleImpl."
	return vm.NativeTable{
		impl + "init()V":                             nat.Nothing,
		impl + "forkAndExec(I[B[B[BI[BI[B[IZ)I":      forkAndExec,
		handle + "getCurrentPid0()J":                 currentPid,
		handle + "waitForProcessExit0(JZ)I":          waitForExit,
		handle + "isAlive0(J)J":                      isAlive,
		handle + "parent0(JJ)J":                      parent,
		handle + "destroy0(JJZ)Z":                    destroy,
		handle + "getProcessPids0(J[J[J[J)I":         processPids,
		"java/lang/ProcessHandleImpl$Info.info0(J)V": info,
	}
}

// command is a program to be started.
type command struct {
	prog  string
	args  []string // without the program
	attr  syscall.ProcAttr
	paths []string // where to look for the program
}

// cString returns the bytes before the first NUL.
func cString(b []byte) string {
	s, _, _ := bytes.Cut(b, []byte{0})
	return string(s)
}

// block splits n NUL-terminated strings.
func block(b []byte, n int) []string {
	out := make([]string, 0, n)
	for range n {
		s, rest, _ := bytes.Cut(b, []byte{0})
		out = append(out, string(s))
		b = rest
	}
	return out
}

// forkAndExec starts a program and returns its process id. Arguments: 1 way of
// launching (there is one here), 2 helper, 3 program, 4 arguments, 5 their number, 6
// environment (null: ours), 7 its number, 8 working directory (null: ours), 9
// descriptors of standard input, output and error, 10 whether errors go where
// output goes. A descriptor of -1 becomes the parent's end of a new pipe, any other -1.
func forkAndExec(t *vm.Thread, a vm.Args) (vm.Value, error) {
	c := command{
		prog: cString(vm.ByteElems(a.Ref(3))),
		args: block(vm.ByteElems(a.Ref(4)), int(a.Int(5))),
	}
	c.attr.Env = t.VM.Config.Env
	if c.attr.Env == nil {
		c.attr.Env = os.Environ()
	}
	path, _ := nat.Env(t.VM, "PATH")
	if path == "" {
		path = ":/bin:/usr/bin"
	}
	c.paths = strings.Split(path, ":")
	if a.Ref(6) != 0 {
		c.attr.Env = block(vm.ByteElems(a.Ref(6)), int(a.Int(7)))
	}
	if a.Ref(8) != 0 {
		c.attr.Dir = cString(vm.ByteElems(a.Ref(8)))
	}
	fds := [3]int32(vm.IntElems(a.Ref(9)))
	var pid int
	var err error
	redirect := a.Bool(10)
	t.Blocking(func() { pid, err = c.startWith(&fds, redirect) })
	if err != nil {
		e := posix.Errno(err)
		return nat.Err(t.Throwf("java/io/IOException", "error=%d, %s", int(e), posix.Strerror(e)))
	}
	copy(vm.IntElems(a.Ref(9)), fds[:])
	return nat.Int(int32(pid))
}

// startWith starts c with standard descriptors as forkAndExec has them.
func (c *command) startWith(fds *[3]int32, redirect bool) (pid int, err error) {
	var child, parent [3]int
	var ours []int // descriptors to be closed when the child has them
	closeAll := func(list []int) {
		for _, fd := range list {
			_ = unix.Close(fd)
		}
	}
	for i := range fds {
		parent[i] = -1
		switch {
		case i == 2 && redirect:
			child[2] = child[1]
		case fds[i] != -1:
			child[i] = int(fds[i])
		default:
			var p [2]int
			if err := unix.Pipe2(p[:], unix.O_CLOEXEC); err != nil {
				closeAll(ours)
				return 0, err
			}
			child[i], parent[i] = p[0], p[1]
			if i != 0 {
				child[i], parent[i] = p[1], p[0]
			}
			ours = append(ours, child[i])
		}
	}
	c.attr.Files = []uintptr{uintptr(child[0]), uintptr(child[1]), uintptr(child[2])}
	pid, err = c.start()
	closeAll(ours)
	if err != nil {
		for _, fd := range parent {
			if fd >= 0 {
				_ = unix.Close(fd)
			}
		}
		return 0, err
	}
	for i := range fds {
		fds[i] = int32(parent[i])
	}
	return pid, nil
}

// start looks for the program as execvpe(3) does: over the parent's path, with
// scripts that have no interpreter line handed to the shell.
func (c *command) start() (int, error) {
	if strings.Contains(c.prog, "/") {
		return c.exec(c.prog)
	}
	var found error = syscall.ENOENT
	for _, dir := range c.paths {
		file := c.prog
		if dir != "" {
			file = strings.TrimSuffix(dir, "/") + "/" + c.prog
		}
		pid, err := c.exec(file)
		switch err {
		case nil:
			return pid, nil
		case syscall.EACCES:
			found = err // perhaps a later folder has one that may be run
		case syscall.ENOENT, syscall.ENOTDIR, syscall.ELOOP, syscall.ESTALE, syscall.ENODEV, syscall.ETIMEDOUT:
		default:
			return 0, err
		}
	}
	return 0, found
}

func (c *command) exec(file string) (int, error) {
	pid, err := syscall.ForkExec(file, append([]string{c.prog}, c.args...), &c.attr)
	if err == syscall.ENOEXEC {
		return syscall.ForkExec("/bin/sh", append([]string{"/bin/sh", file}, c.args...), &c.attr)
	}
	return pid, err
}

func currentPid(*vm.Thread, vm.Args) (vm.Value, error) { return nat.Long(int64(os.Getpid())) }

// Results of waitForExit beside exit statuses.
const (
	waitFailed = -1
	notAChild  = -2
)

// waitForExit waits for a process; arguments: process id, whether to take it out
// of the process table. The result is its exit status, 128 + signal when a
// signal ended it.
func waitForExit(t *vm.Thread, a vm.Args) (vm.Value, error) {
	pid := int(a.Long(0))
	if !a.Bool(1) {
		return nat.Int(awaitOther(t, pid))
	}
	var ws unix.WaitStatus
	err := posix.Retry(t, func() error {
		_, err := unix.Wait4(pid, &ws, 0, nil)
		return err
	})
	switch {
	case err == syscall.ECHILD:
		return nat.Int(0)
	case err != nil:
		return nat.Int(waitFailed)
	case ws.Exited():
		return nat.Int(int32(ws.ExitStatus()))
	case ws.Signaled():
		return nat.Int(int32(0x80 + ws.Signal()))
	}
	return nat.Int(int32(ws))
}

// awaitOther waits for a child and leaves it to whoever reaps it.
func awaitOther(t *vm.Thread, pid int) int32 {
	var si childInfo
	err := posix.Retry(t, func() error { return waitNoReap(pid, &si) })
	switch {
	case err == syscall.ECHILD:
		return notAChild
	case err != nil:
		return waitFailed
	case si.code == childExited:
		return si.status
	}
	return 0x80 + si.status
}
