package gojvm

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"

	"gojvm/internal/options"
)

// Config describes a VM to be embedded in a Go program. The zero value is a VM
// with an empty class path, the process's standard streams and default sizes.
type Config struct {
	// JavaHome is the folder with lib/modules; "" searches (FindJavaHome).
	JavaHome string
	// ClassPath has folders and jars, in order.
	ClassPath []string
	// Properties are system properties (-D).
	Properties map[string]string
	// Options are further options of the java command, such as "-Xmx256m" or
	// "--add-modules=jdk.httpserver". The default heap of a VM is a quarter of the
	// machine's memory and at most 2 GiB of address space below 4 GiB: who wants
	// several VMs at once should say -Xmx.
	Options []string
	// The standard streams of System.in, out and err; nil means the process's. A
	// stream is not used by two Java threads at a time, and is not closed. Close
	// waits for a Read or Write that is under way.
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	// Env is the environment that System.getenv shows ("K=V"); nil means the process's.
	Env []string
	// Natives are native methods of Java classes, in Go, by their names as
	// VM.Register takes them.
	Natives map[string]Native
	// CPUProfile and AllocProfile, if not nil, get profiles of the Java program in the form of
	// pprof when the VM is closed, as -Xprof:cpu and -Xprof:alloc write them. One VM of a process
	// at a time can have a profile of processor time.
	CPUProfile, AllocProfile io.Writer
}

// ErrClosed is the error of calls on a VM that Close has ended.
var ErrClosed = errors.New("gojvm: the VM is closed")

// ExitError is the error of calls on a VM in which System.exit or Runtime.halt
// was called: of the one that led there, of those under way and of later ones.
// The VM can only be closed then.
type ExitError struct{ Code int }

func (e *ExitError) Error() string { return fmt.Sprintf("gojvm: Java code called exit(%d)", e.Code) }

// New makes a VM and boots the class library in it. The error is
// ErrNoClassLibrary, an *OptionError, a *BootError, or tells that no memory could
// be reserved.
//
// Signals stay with the Go program: Java code cannot handle SIGINT, SIGTERM and
// SIGHUP, and SIGQUIT prints no thread dump (DumpThreads does).
func New(c Config) (*VM, error) {
	args := append([]string{}, c.Options...)
	for k, p := range c.Properties {
		args = append(args, "-D"+k+"="+p)
	}
	o, err := options.Parse(args)
	if err != nil {
		return nil, err
	}
	o.Set("java.class.path", strings.Join(c.ClassPath, string(os.PathListSeparator)))
	cfg := o.VM
	if c.JavaHome == "" {
		c.JavaHome = o.JavaHome
	}
	if cfg.JavaHome, err = FindJavaHome(c.JavaHome); err != nil {
		return nil, err
	}
	cfg.Stdin, cfg.Stdout, cfg.Stderr, cfg.Env = c.Stdin, stream(c.Stdout), stream(c.Stderr), c.Env
	cfg.ReduceSignals = true
	cfg.Profile.CPU, cfg.Profile.Alloc = c.CPUProfile, c.AllocProfile
	v := &VM{machine: &machine{embedded: true}}
	cfg.Exit = v.exit
	for name, f := range c.Natives {
		if err := v.Register(name, f); err != nil {
			return nil, err
		}
	}
	out := io.Writer(os.Stdout)
	if cfg.Stdout != nil {
		out = cfg.Stdout
	}
	log, wrong := newLog(o, out)
	if wrong != nil {
		return nil, wrong
	}
	cfg.Log = log
	if err := v.start(cfg); err != nil {
		v.shut()
		return nil, err
	}
	v.main.ReleaseHandles(0)
	v.main.EnterBlocked()
	v.leave(v.main)
	return v, nil
}

// lockedWriter keeps the Java threads that write to an embedder's stream apart.
type lockedWriter struct {
	mu sync.Mutex
	w  io.Writer
}

func (l *lockedWriter) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.w.Write(p)
}

// stream prepares an embedder's stream; files of the process stay what they are.
func stream(w io.Writer) io.Writer {
	if w == nil {
		return nil
	}
	if _, ok := w.(*os.File); ok {
		return w
	}
	return &lockedWriter{w: w}
}
