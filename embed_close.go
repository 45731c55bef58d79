package gojvm

import (
	"errors"
	"fmt"
	"time"

	"gojvm/vm"
)

// closePatience is how long Close waits for a further thread to come back from a system call.
const closePatience = 2 * time.Second

// Wait waits until no Java thread is left but daemons and those that serve calls
// from Go: what the java command does after main has returned.
func (v *VM) Wait() error {
	return v.do(func(t *vm.Thread) error {
		v.vm.Threads.AwaitNonDaemons(t.Sched)
		return nil
	})
}

// Close runs the shutdown hooks, ends all threads of the VM where they stand and
// gives its memory back. Calls that are under way return ErrClosed, as later ones
// do. Further calls of Close do nothing.
//
// Who wants to let Java threads finish calls Wait before. A thread in a system
// call, or in a Read or Write of a stream of Config, ends when that returns; if it
// takes long, Close returns an error and the memory goes back when it does. Files
// and sockets that Java code has left open are not closed.
func (v *VM) Close() error {
	if v.on.Load() != nil {
		return errors.New("gojvm: a native method cannot close its VM")
	}
	p := &v.callers
	p.mu.Lock()
	if p.closed {
		p.mu.Unlock()
		return nil
	}
	p.mu.Unlock()
	err := v.do(func(t *vm.Thread) error {
		m, err := vm.Bound[bootMembers](t)
		if err == nil {
			_, err = t.Invoke(m.Shutdown)
		}
		if err != nil {
			return v.goError(t)
		}
		return nil
	})
	if v.vm.Threads.Ending() {
		err = nil // it has ended before, and the calls then told why
	}
	return errors.Join(err, v.shut())
}

// shut ends the VM without running Java code any more.
func (v *VM) shut() error {
	p := &v.callers
	p.mu.Lock()
	if p.closed {
		p.mu.Unlock()
		return nil
	}
	p.closed = true
	idle := p.free
	p.free = nil
	p.mu.Unlock()
	if v.vm == nil {
		v.release()
		return nil
	}
	if t := v.main; t != nil && t.Sched.Managed() {
		t.EnterBlocked() // the boot has failed
		idle = append(idle, t)
	}
	v.endProfiles()
	v.vm.End()
	for _, t := range idle {
		t.Sched.Discard()
	}
	gone := make(chan struct{})
	go func() {
		v.vm.Threads.AwaitAll()
		v.release()
		close(gone)
	}()
	// On a busy machine threads take their time to end: patience is with those that do not.
	for live := v.vm.Threads.Counts().Live; ; {
		select {
		case <-gone:
			return nil
		case <-time.After(closePatience):
		}
		switch now := v.vm.Threads.Counts().Live; {
		case now == 0:
			<-gone
			return nil
		case now >= live:
			return fmt.Errorf("gojvm: %d threads are still in system calls; the memory of the VM is given back when they return", now)
		default:
			live = now
		}
	}
}

// exit is what System.exit and Runtime.halt do in an embedded VM: all threads
// end. It returns to a thread in the blocked state, which ends as well.
func (v *VM) exit(code int) {
	p := &v.callers
	p.mu.Lock()
	if p.why == nil {
		p.why = &ExitError{code}
	}
	p.mu.Unlock()
	v.vm.End()
}

// whyEnded is the error of calls on a VM that has ended.
func (v *VM) whyEnded() error {
	p := &v.callers
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.why != nil && !p.closed {
		return p.why
	}
	return ErrClosed
}
