package gojvm

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"

	"gojvm/vm"
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
	// "--add-modules=jdk.httpserver".
	Options []string
	// The standard streams of System.in, out and err; nil means the process's.
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	// Env is the environment that System.getenv shows ("K=V"); nil means the process's.
	Env []string
	// Exit is called, on a Java thread, by System.exit and Runtime.halt. It must
	// not return to let Java code go on; nil ends the process.
	Exit func(code int)
}

// ErrClosed is the error of calls on a VM that Close has ended.
var ErrClosed = errors.New("gojvm: the VM is closed")

// New makes a VM and boots the class library in it. Any goroutine may then call
// into it, several at once. The error is ErrNoClassLibrary, an *OptionError or a
// *BootError.
func New(c Config) (*VM, error) {
	args := append([]string{}, c.Options...)
	for k, p := range c.Properties {
		args = append(args, "-D"+k+"="+p)
	}
	o, err := ParseOptions(args)
	if err != nil {
		return nil, err
	}
	o.set("java.class.path", strings.Join(c.ClassPath, string(os.PathListSeparator)))
	cfg := o.VM
	if c.JavaHome == "" {
		c.JavaHome = o.JavaHome
	}
	if cfg.JavaHome, err = FindJavaHome(c.JavaHome); err != nil {
		return nil, err
	}
	cfg.Stdin, cfg.Stdout, cfg.Stderr, cfg.Env, cfg.Exit = c.Stdin, c.Stdout, c.Stderr, c.Env, c.Exit
	if cfg.Exit == nil {
		cfg.Exit = os.Exit
	}
	v, err := startEmbedded(cfg)
	if err != nil {
		return nil, err
	}
	v.main.EnterBlocked() // calls bring their own threads
	return v, nil
}

// callers is the pool of Java threads on which goroutines call into the VM. A
// thread in the pool is blocked, so it delays no collection.
type callers struct {
	mu     sync.Mutex
	free   []*vm.Thread
	n      int
	closed bool
}

// enter takes a thread for the calling goroutine; leave gives it back.
func (v *VM) enter() (*vm.Thread, error) {
	p := &v.callers
	p.mu.Lock()
	if p.closed {
		p.mu.Unlock()
		return nil, ErrClosed
	}
	if n := len(p.free); n > 0 {
		t := p.free[n-1]
		p.free = p.free[:n-1]
		p.mu.Unlock()
		t.LeaveBlocked()
		return t, nil
	}
	p.n++
	name := fmt.Sprintf("Go-%d", p.n)
	p.mu.Unlock()
	t, err := v.vm.NewThread(true, 0)
	if err != nil {
		return nil, err
	}
	t.Attach()
	if err := t.BecomeJavaThread(v.mainGroup, name); err != nil {
		return nil, v.goError(t)
	}
	return t, nil
}

func (v *VM) leave(t *vm.Thread) {
	t.ReleaseHandles(0)
	t.EnterBlocked()
	p := &v.callers
	p.mu.Lock()
	p.free = append(p.free, t)
	p.mu.Unlock()
}

// Close runs the shutdown hooks, ends the VM and gives its memory back. It waits
// for non-daemon Java threads to end; Java threads that still run then are
// stopped at their next safepoint for good. Values of the VM are invalid afterwards.
func (v *VM) Close() error {
	t, err := v.enter()
	if err != nil {
		return err
	}
	v.callers.mu.Lock()
	v.callers.closed = true
	v.callers.mu.Unlock()
	m, err := vm.Bound[bootMembers](t)
	if err == nil {
		_, err = t.Invoke(m.Shutdown)
	}
	if err != nil {
		err = v.goError(t)
	}
	t.Sched.StopTheWorld() // for ever: nobody touches the memory that goes now
	v.vm.Release()
	v.image.Close()
	return err
}

// Exception is a Java exception that came out of a call, as a Go error.
type Exception struct {
	Class   string // "java.lang.IllegalStateException"
	Message string // getMessage, "" when null
	Stack   string // what printStackTrace prints
	Object  *Object
}

// Error returns Throwable.toString: the class and, if there is one, the message.
func (e *Exception) Error() string {
	if e.Message == "" {
		return e.Class
	}
	return e.Class + ": " + e.Message
}

// goError turns the pending exception of t into an *Exception.
func (v *VM) goError(t *vm.Thread) error {
	h := t.NewHandle(t.TakeException())
	k := &v.vm.Known
	e := &Exception{Class: v.vm.ClassOf(h.Ref()).JavaName(), Stack: v.describeThrowable(t, h.Ref())}
	if m := h.Object().Ref(k.ThrowableMessage.Offset); m != 0 {
		e.Message = v.vm.GoString(m)
	}
	e.Object = v.object(h.Ref())
	return e
}

// Object is a reference to a Java object, which it keeps alive until Release.
type Object struct {
	vm *VM
	h  vm.Handle
}

func (v *VM) object(r vm.Ref) *Object { return &Object{v, v.vm.NewGlobal(r)} }

// Release lets the collector reclaim the object when Java code does not use it.
func (o *Object) Release() {
	o.vm.vm.DeleteGlobal(o.h)
	o.h = vm.Handle{}
}

// Class is a Java class of a VM.
type Class struct {
	vm *VM
	c  *vm.Class
}

// Name returns the name as Class.getName gives it.
func (c *Class) Name() string { return c.c.JavaName() }

// Class loads the class of that name ("java.util.ArrayList") by the system
// class loader and initializes it. The error is an *Exception.
func (v *VM) Class(name string) (*Class, error) {
	t, err := v.enter()
	if err != nil {
		return nil, err
	}
	defer v.leave(t)
	m, err := vm.Bound[bootMembers](t)
	if err != nil {
		return nil, v.goError(t)
	}
	r, err := t.Invoke(m.SystemLoader)
	if err != nil {
		return nil, v.goError(t)
	}
	c, err := v.vm.Linker.LoadClass(t, v.vm.Linker.LoaderOf(t, r.Ref()), strings.ReplaceAll(name, ".", "/"))
	if err == nil {
		err = v.vm.Linker.Initialize(t, c)
	}
	if err != nil {
		return nil, v.goError(t)
	}
	return &Class{v, c}, nil
}

// Call calls the static method of that name. Where overloads leave a choice the
// name has a descriptor: "valueOf(I)Ljava/lang/String;". Arguments and result are
// converted as embedvalue.go says. A Java exception is an *Exception.
func (c *Class) Call(method string, args ...any) (any, error) {
	return c.vm.call(c.c, nil, method, args)
}

// New makes an instance with the constructor that takes args; "" or a descriptor
// such as "(I)V" chooses among overloads.
func (c *Class) New(desc string, args ...any) (*Object, error) {
	v := c.vm
	t, err := v.enter()
	if err != nil {
		return nil, err
	}
	defer v.leave(t)
	r, err := t.NewObject(c.c)
	if err != nil {
		return nil, v.goError(t)
	}
	h := t.NewHandle(r)
	if _, err := v.callOn(t, c.c, h, "<init>"+desc, args); err != nil {
		return nil, err
	}
	return v.object(h.Ref()), nil
}

// Class returns the class of the object.
func (o *Object) Class() *Class { return &Class{o.vm, o.vm.vm.ClassOf(o.h.Ref())} }

// Call calls an instance method, selected by the object's class; see Class.Call.
func (o *Object) Call(method string, args ...any) (any, error) {
	return o.vm.call(nil, o, method, args)
}

func (v *VM) call(c *vm.Class, o *Object, method string, args []any) (any, error) {
	t, err := v.enter()
	if err != nil {
		return nil, err
	}
	defer v.leave(t)
	var self vm.Handle
	if o != nil {
		self = t.NewHandle(o.h.Ref())
		c = v.vm.ClassOf(self.Ref())
	}
	return v.callOn(t, c, self, method, args)
}
