package loader

import (
	"sync"

	"gojvm/vm"
)

// initErrors remembers why initialization of classes failed: the cause of the
// NoClassDefFoundError that every further use of the class throws.
type initErrors struct {
	mu     sync.Mutex
	causes map[*vm.Class]vm.Handle
}

// recordInitError keeps what was thrown as the cause for later: not the exception
// itself, which could keep alive what its class refers to, but an
// ExceptionInInitializerError that describes it and has its stack trace. The
// pending exception is the same afterwards.
func (l *Linker) recordInitError(t *vm.Thread, c *vm.Class) {
	mark := t.HandleMark()
	defer t.ReleaseHandles(mark)
	h := t.NewHandle(t.TakeException())
	if e, err := l.describeInitError(t, h); err == nil {
		l.inits.mu.Lock()
		if l.inits.causes == nil {
			l.inits.causes = map[*vm.Class]vm.Handle{}
		}
		l.inits.causes[c] = c.Domain.NewHandle(e)
		l.inits.mu.Unlock()
	}
	t.SetException(h.Ref())
}

func (l *Linker) describeInitError(t *vm.Thread, ex vm.Handle) (vm.Ref, error) {
	k := &l.vm.Known
	text := "Exception " + l.vm.ClassOf(ex.Ref()).JavaName()
	if s := ex.Object().Ref(k.ThrowableMessage.Offset); s != 0 {
		text += ": " + l.vm.GoString(s)
	}
	text += ` [in thread "` + l.threadName(t) + `"]`
	trace := l.vm.ClassOf(ex.Ref()).FindMethod("getStackTrace", "()[Ljava/lang/StackTraceElement;")
	set := k.Throwable.DeclaredMethod("setStackTrace", "([Ljava/lang/StackTraceElement;)V")
	if err := t.Throw("java/lang/ExceptionInInitializerError", text); t.Exception() == 0 {
		return 0, err
	}
	e := t.NewHandle(t.TakeException())
	st, err := t.Invoke(trace, vm.RefValue(ex.Ref()))
	if err == nil {
		_, err = t.Invoke(set, vm.RefValue(e.Ref()), st)
	}
	if err != nil {
		t.TakeException()
		return 0, err
	}
	return e.Ref(), nil
}

func (l *Linker) threadName(t *vm.Thread) string {
	if o := t.Object(); o != 0 {
		if s := vm.Object(o).Ref(l.vm.Known.ThreadName.Offset); s != 0 {
			return l.vm.GoString(s)
		}
	}
	return ""
}

// throwErroneous is step 5 of JVMS 5.5: c could not be initialized before.
func (l *Linker) throwErroneous(t *vm.Thread, c *vm.Class) error {
	l.inits.mu.Lock()
	cause := l.inits.causes[c]
	l.inits.mu.Unlock()
	return t.ThrowCause("java/lang/NoClassDefFoundError", "Could not initialize class "+c.JavaName(), cause)
}
