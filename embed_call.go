package gojvm

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"

	"gojvm/vm"
)

// callers is the pool of Java threads on which goroutines call into the VM. A
// thread in the pool is blocked, so it delays no collection.
type callers struct {
	mu     sync.Mutex
	free   []*vm.Thread
	made   int // threads made so far, for their names
	closed bool
	why    error // what calls get since the VM has ended
}

// enter takes a thread for the calling goroutine. It is still in blocked mode.
func (v *VM) enter() (*vm.Thread, error) {
	if t := v.on.Load(); t != nil {
		return t, nil
	}
	p := &v.callers
	p.mu.Lock()
	if p.closed || p.why != nil {
		p.mu.Unlock()
		return nil, v.whyEnded()
	}
	if n := len(p.free); n > 0 {
		t := p.free[n-1]
		p.free = p.free[:n-1]
		p.mu.Unlock()
		t.Bind()
		return t, nil
	}
	p.made++
	name := fmt.Sprintf("Go-%d", p.made)
	p.mu.Unlock()
	t, err := v.vm.NewThread(true, uintptr(v.vm.Config.StackSize))
	if err != nil {
		return nil, fmt.Errorf("gojvm: %w", err)
	}
	ok := t.Sched.UntilEnd(func() {
		t.Attach()
		if t.BecomeJavaThread(v.mainGroup, name) != nil {
			err = v.goError(t)
		}
		t.EnterBlocked()
	})
	if !ok {
		t.Sched.Discard()
		return nil, v.whyEnded()
	}
	if err != nil {
		v.leave(t)
		return nil, err
	}
	return t, nil
}

// leave gives a thread, blocked, back to the pool.
func (v *VM) leave(t *vm.Thread) {
	if v.on.Load() == t {
		return
	}
	t.Unbind()
	p := &v.callers
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		t.Sched.Discard()
		return
	}
	p.free = append(p.free, t)
}

// do runs f on a Java thread for the calling goroutine, in the managed state.
// When the VM ends meanwhile the error tells why.
func (v *VM) do(f func(*vm.Thread) error) error {
	t, err := v.enter()
	if err != nil {
		return err
	}
	if !t.Sched.UntilEnd(func() {
		t.LeaveBlocked()
		mark := t.HandleMark()
		defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
		defer v.guard(t)
		err = f(t)
		t.ReleaseHandles(mark)
		t.EnterBlocked()
	}) || v.vm.Threads.Ending() {
		if v.on.Load() != t {
			t.Sched.Discard()
		}
		return v.whyEnded()
	}
	v.leave(t)
	return err
}

// Class is a Java class of a VM. The class is not unloaded as long as the Class is in use.
type Class struct {
	vm *VM
	c  *vm.Class
}

// class makes a Class of c, which lives.
func (v *VM) class(c *vm.Class) *Class {
	k := &Class{v, c}
	if d := c.Domain; !d.Permanent {
		d.Pin()
		runtime.AddCleanup(k, (*vm.Domain).Unpin, d)
	}
	return k
}

// Name returns the name as Class.getName gives it.
func (c *Class) Name() string { return c.c.JavaName() }

// Class loads the class of that name ("java.util.ArrayList", an array as
// "[Ljava.lang.String;") by the system class loader and initializes it. The error
// is an *Exception.
func (v *VM) Class(name string) (c *Class, err error) {
	err = v.do(func(t *vm.Thread) error {
		m, err := vm.Bound[bootMembers](t)
		if err != nil {
			return v.goError(t)
		}
		r, err := t.Invoke(m.SystemLoader)
		if err != nil {
			return v.goError(t)
		}
		l := v.vm.Linker.LoaderOf(t, r.Ref())
		k, err := v.vm.Linker.LoadClass(t, l, strings.ReplaceAll(name, ".", "/"))
		if err == nil {
			err = v.vm.Linker.Initialize(t, k)
		}
		if err != nil {
			return v.goError(t)
		}
		c = v.class(k)
		return nil
	})
	return c, err
}

// Call calls the static method of that name that takes args. Where the choice
// among overloads is not clear the name has a descriptor:
// "valueOf(I)Ljava/lang/String;". Arguments and result are converted as the
// package documentation says (Object). A Java exception is an *Exception; the
// other errors are that no method fits, ErrClosed and *ExitError.
func (c *Class) Call(method string, args ...any) (any, error) {
	return c.vm.call(c.c, nil, method, args)
}

// New makes an instance with the constructor that takes args; "" or a descriptor
// such as "(I)V" chooses among overloads. The errors are those of Call.
func (c *Class) New(desc string, args ...any) (o *Object, err error) {
	v := c.vm
	err = v.do(func(t *vm.Thread) error {
		if c.c.IsAbstract() || c.c.IsInterface() || c.c.IsArray() || c.c == v.vm.Known.Class {
			return fmt.Errorf("gojvm: no instance of %s can be made", c.Name())
		}
		if err := v.vm.Linker.Initialize(t, c.c); err != nil {
			return v.goError(t)
		}
		r, err := t.NewObject(c.c)
		if err != nil {
			return v.goError(t)
		}
		h := t.NewHandle(r)
		if _, err := v.callOn(t, c.c, h, "<init>"+desc, args); err != nil {
			return err
		}
		o = v.object(h.Ref())
		return nil
	})
	return o, err
}

// Call calls an instance method, selected by the object's class; see Class.Call.
func (o *Object) Call(method string, args ...any) (any, error) {
	return o.vm.call(nil, o, method, args)
}

func (v *VM) call(c *vm.Class, o *Object, method string, args []any) (r any, err error) {
	err = v.do(func(t *vm.Thread) (err error) {
		var self vm.Handle
		if o != nil {
			if self, err = o.handle(t, v); err != nil {
				return err
			}
			c = v.vm.ClassOf(self.Ref())
		}
		r, err = v.callOn(t, c, self, method, args)
		return err
	})
	return r, err
}

// callOn selects the method, converts the arguments and calls.
func (v *VM) callOn(t *vm.Thread, c *vm.Class, self vm.Handle, method string, args []any) (any, error) {
	m, err := v.selectMethod(c, !self.IsNull(), method, args)
	if err != nil {
		return nil, err
	}
	if m.VtableIndex >= 0 && !self.IsNull() {
		m = v.vm.Select(m, c)
	}
	if !m.Holder.Initialized() {
		if err := v.vm.Linker.Initialize(t, m.Holder); err != nil {
			return nil, v.goError(t)
		}
	}
	params := paramTypes(m.Desc)
	held := make([]vm.Handle, 0, len(args)+1)
	vals := make([]vm.Value, 0, len(args)+1)
	if !self.IsNull() {
		vals, held = append(vals, 0), append(held, self)
	}
	for i, a := range args {
		val, h, err := v.toJava(t, params[i], a)
		if err != nil {
			return nil, err
		}
		vals, held = append(vals, val), append(held, h)
	}
	for i, h := range held { // nothing collects from here to the call
		if !h.IsNull() {
			vals[i] = vm.RefValue(h.Ref())
		}
	}
	r, err := t.Invoke(m, vals...)
	if err != nil {
		return nil, v.goError(t)
	}
	return v.toGo(t, m.Ret, r)
}
