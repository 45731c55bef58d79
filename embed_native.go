package gojvm

import (
	"errors"
	"fmt"
	"runtime/debug"
	"strings"
	"sync"

	"gojvm/vm"
)

// Native is a native method of a Java class, in Go. this is the receiver, or the
// *Class of a static method; args and the result are converted as for calls the
// other way (Object).
//
// v is the VM, to call back into it: what is called through v, this and args runs
// on the same Java thread, which owns the monitors that its Java code has
// entered. These may be used by this goroutine only until the function returns;
// afterwards as any others. Objects among args are released then, unless the
// function calls Keep on them.
//
// The function may block: collections do not wait for it. An *Exception that it
// returns is thrown in Java as what it is, another error as
// java.lang.RuntimeException with its text, a panic as java.lang.InternalError.
type Native func(v *VM, this any, args []any) (any, error)

// goNatives are the natives of the embedder; all others come from the library.
type goNatives struct {
	library vm.Natives
	mu      sync.Mutex
	table   map[string]Native
	of      *VM
}

// Register makes f the native method of that name: class, method and descriptor
// as in "com.acme.Sensor.read(I)D". Classes of any class loader that have such a
// native method get it at the method's first call; methods called before keep
// what they have.
func (v *VM) Register(name string, f Native) error {
	paren := strings.IndexByte(name, '(')
	dot := -1
	if paren >= 0 {
		dot = strings.LastIndexByte(name[:paren], '.')
	}
	if dot < 0 || !strings.Contains(name[paren:], ")") || f == nil {
		return fmt.Errorf("gojvm: %q does not name a native method as in com.acme.Sensor.read(I)D", name)
	}
	n := &v.natives
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.table == nil {
		n.table, n.of = map[string]Native{}, v
	}
	n.table[strings.ReplaceAll(name[:dot], ".", "/")+name[dot:]] = f
	return nil
}

// Lookup implements vm.Natives.
func (n *goNatives) Lookup(class, name, desc string) vm.NativeFunc {
	n.mu.Lock()
	f, v := n.table[class+"."+name+desc], n.of
	n.mu.Unlock()
	if f == nil {
		return n.library.Lookup(class, name, desc)
	}
	return func(t *vm.Thread, a vm.Args) (vm.Value, error) { return v.callNative(t, a, f) }
}

// Intrinsic implements vm.Natives.
func (n *goNatives) Intrinsic(class, name, desc string) vm.NativeFunc {
	return n.library.Intrinsic(class, name, desc)
}

// callNative runs f for the native method whose frame is the top one of t.
func (v *VM) callNative(t *vm.Thread, a vm.Args, f Native) (vm.Value, error) {
	m := t.TopFrame().Method()
	view := &VM{machine: v.machine}
	view.on.Store(t)
	var this any = view.class(m.Holder)
	args := make([]any, len(m.Args))
	for i, k := range m.Args {
		args[i], _ = view.toGo(t, k, a.Value(i))
	}
	if !m.IsStatic() {
		this = view.object(a.Ref(0)) // never converted, even a String's own method
		if o, ok := args[0].(*Object); ok {
			o.Release()
		}
		args = args[1:]
	}
	lent := objectsOf(append(args, this))
	t.EnterBlocked()
	r, err := runNative(f, view, this, args)
	t.LeaveBlocked()
	defer func() {
		view.on.Store(nil)
		for _, o := range lent {
			if !o.kept {
				o.Release()
			}
		}
	}()
	if err != nil {
		return 0, v.throwGo(t, err)
	}
	if m.Ret == vm.KindVoid {
		return 0, nil
	}
	val, h, err := view.toJava(t, m.Desc[strings.IndexByte(m.Desc, ')')+1:], r)
	if err != nil {
		return 0, v.throwGo(t, fmt.Errorf("result of %s: %w", m, err))
	}
	if m.Ret == vm.KindRef {
		val = vm.RefValue(h.Ref())
	}
	return val, nil
}

func objectsOf(vals []any) (out []*Object) {
	for _, v := range vals {
		if o, ok := v.(*Object); ok {
			out = append(out, o)
		}
	}
	return out
}

// panicError is a panic of a Native.
type panicError struct{ text string }

func (e *panicError) Error() string { return e.text }

func runNative(f Native, v *VM, this any, args []any) (r any, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = &panicError{fmt.Sprintf("panic in a native method: %v\n%s", p, debug.Stack())}
		}
	}()
	return f(v, this, args)
}

// throwGo throws a Go error in Java.
func (v *VM) throwGo(t *vm.Thread, err error) error {
	var e *Exception
	var p *panicError
	switch {
	case errors.As(err, &e) && e.Object != nil && e.Object.vm.machine == v.machine && !e.Object.h.IsNull():
		return t.SetException(e.Object.h.Ref())
	case errors.As(err, &p):
		return t.Throw("java/lang/InternalError", p.text)
	}
	return t.Throw("java/lang/RuntimeException", err.Error())
}

// Keep keeps an argument of a Native alive after the call, until Release.
func (o *Object) Keep() *Object {
	o.kept = true
	return o
}
