package vm

import (
	"errors"
	"fmt"
)

// ErrThrown is the error of every call that may end with a Java exception: the
// exception object itself is pending in the thread (a root for the collector),
// until the interpreter dispatches it or TakeException consumes it.
var ErrThrown = errors.New("a Java exception is pending")

// Exception returns the pending exception of t, null when there is none.
func (t *Thread) Exception() Ref { return t.Ctx.Exception }

// SetException makes ex pending and returns ErrThrown.
func (t *Thread) SetException(ex Ref) error {
	t.Ctx.Exception = ex
	return ErrThrown
}

// TakeException returns the pending exception and clears it.
func (t *Thread) TakeException() Ref {
	ex := t.Ctx.Exception
	t.Ctx.Exception = 0
	return ex
}

// Throw makes an exception of the class with that internal name pending, with a
// message (none when empty), and returns ErrThrown. When the class cannot be
// loaded or its constructor throws, that exception is pending in its place.
func (t *Thread) Throw(class, msg string) error {
	return t.throw(class, msg, msg != "", Handle{})
}

// Throwf is Throw with a formatted message.
func (t *Thread) Throwf(class, format string, args ...any) error {
	return t.throw(class, fmt.Sprintf(format, args...), true, Handle{})
}

// ThrowCause is Throw with a cause.
func (t *Thread) ThrowCause(class, msg string, cause Handle) error {
	return t.throw(class, msg, msg != "", cause)
}

func (t *Thread) throw(class, msg string, hasMsg bool, cause Handle) error {
	vm := t.VM
	t.Ctx.Exception = 0
	if t.throwing >= maxNestedThrows {
		// Building the exception needs what is failing: give up on this one.
		return t.SetException(vm.spareOutOfMemory(t).Ref())
	}
	t.throwing++
	defer func() { t.throwing-- }()
	mark := t.HandleMark()
	defer t.ReleaseHandles(mark)
	c, err := vm.Linker.FindClass(t, vm.BootLoader, class)
	if err != nil {
		return err
	}
	if err := vm.Linker.Initialize(t, c); err != nil {
		return err
	}
	ex, err := t.NewObject(c)
	if err != nil {
		return err
	}
	h := t.NewHandle(ex)
	if hasMsg {
		s, err := t.NewString(msg)
		if err != nil {
			return err
		}
		hs := t.NewHandle(s)
		if ctor := c.DeclaredMethod("<init>", "(Ljava/lang/String;)V"); ctor != nil {
			_, err = vm.Executor.Invoke(t, ctor, []Value{RefValue(h.Ref()), RefValue(hs.Ref())})
		} else if ctor := c.DeclaredMethod("<init>", "(Ljava/lang/Object;)V"); ctor != nil {
			_, err = vm.Executor.Invoke(t, ctor, []Value{RefValue(h.Ref()), RefValue(hs.Ref())})
		} else {
			err = t.initWithoutMessage(c, h)
		}
		if err != nil {
			return err
		}
	} else if err := t.initWithoutMessage(c, h); err != nil {
		return err
	}
	if !cause.IsNull() {
		init := vm.Known.ThrowableInitCause
		if _, err := vm.Executor.Invoke(t, init, []Value{RefValue(h.Ref()), RefValue(cause.Ref())}); err != nil {
			return err
		}
	}
	return t.SetException(h.Ref())
}

// maxNestedThrows bounds exceptions thrown while building exceptions.
const maxNestedThrows = 8

func (t *Thread) initWithoutMessage(c *Class, h Handle) error {
	if ctor := c.DeclaredMethod("<init>", "()V"); ctor != nil {
		_, err := t.VM.Executor.Invoke(t, ctor, []Value{RefValue(h.Ref())})
		return err
	}
	// ClassNotFoundException and others have it as well; a Throwable without
	// either is set up by hand: fill in the trace only.
	_, err := t.VM.Executor.Invoke(t, t.VM.Known.ThrowableFillInStackTrace, []Value{RefValue(h.Ref())})
	return err
}

// ThrowNullPointer throws NullPointerException without a message; the helpful
// message is computed later from the bytecode (JEP 358).
func (t *Thread) ThrowNullPointer() error { return t.Throw("java/lang/NullPointerException", "") }

// ThrowStackOverflow throws StackOverflowError for a call that found no room.
// Making the object may use the reserve below the limit.
func (t *Thread) ThrowStackOverflow() error {
	limit := t.Ctx.StackLimit
	if low := uint64(t.Sched.Stack().Lo + minReserve); limit > low {
		t.Ctx.StackLimit = low
		defer func() { t.Ctx.StackLimit = limit }()
	}
	return t.Throw("java/lang/StackOverflowError", "")
}

// minReserve is never given to frames.
const minReserve = 512
