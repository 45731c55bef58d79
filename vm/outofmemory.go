package vm

import "sync/atomic"

// spareErrors are OutOfMemoryErrors made at boot, with a message and room for a
// backtrace, for when the heap has no room for one: as in HotSpot there are four,
// each with its own trace, and then one without, which is thrown again and again.
type spareErrors struct {
	errors []Handle
	used   atomic.Int32
}

const (
	spareCount = 4
	spareDepth = 32 // frames in the trace of a spare error
)

// MakeSpareErrors makes the errors for when the heap is full. c is
// java.lang.OutOfMemoryError.
func (t *Thread) MakeSpareErrors(c *Class) error {
	vm := t.VM
	mark := t.HandleMark()
	defer t.ReleaseHandles(mark)
	s, err := t.NewString(heapSpace)
	if err != nil {
		return err
	}
	msg := t.NewHandle(s)
	for range spareCount + 1 {
		r, err := t.NewObject(c)
		if err != nil {
			return err
		}
		e := vm.NewGlobal(r)
		trace, err := t.NewPrimArray(KindLong, spareDepth)
		if err != nil {
			return err
		}
		k := &vm.Known
		vm.SetRef(e.Ref(), k.ThrowableMessage.Offset, msg.Ref())
		vm.SetRef(e.Ref(), k.ThrowableCause.Offset, e.Ref()) // as the initializer has it: none yet
		vm.SetRef(e.Ref(), k.ThrowableBacktrace.Offset, trace)
		vm.spare.errors = append(vm.spare.errors, e)
	}
	return nil
}

// spareOutOfMemory returns a spare error with the present stack of t.
func (vm *VM) spareOutOfMemory(t *Thread) Handle {
	i := vm.spare.used.Add(1) - 1
	if i >= spareCount {
		vm.spare.used.Store(spareCount)
		return vm.spare.errors[spareCount]
	}
	e := vm.spare.errors[i]
	if vm.Config.NoStackTraces {
		return e
	}
	k := &vm.Known
	el := LongElems(e.Object().Ref(k.ThrowableBacktrace.Offset))
	points := t.Trace(spareDepth, func(m *Method) bool {
		return m.Hidden() && !vm.Config.ShowHidden || m.Holder == vm.ClassOf(e.Ref())
	})
	for j, p := range points {
		el[j] = p.encode()
	}
	e.Object().SetInt(k.ThrowableDepth.Offset, int32(len(points)))
	vm.SetRef(e.Ref(), k.ThrowableTrace.Offset, k.ThrowableUnassigned.StaticBase().Ref(k.ThrowableUnassigned.Offset))
	return e
}

// Messages of java.lang.OutOfMemoryError.
const (
	heapSpace    = "Java heap space"
	arrayTooLong = "Requested array size exceeds VM limit"
	noThread     = "unable to create native thread: possibly out of memory or process/resource limits reached"
)

// ThrowOutOfMemory throws OutOfMemoryError after what is to be done at the first
// one (OnOutOfMemory): a spare error when there is no room for a new one.
func (t *Thread) ThrowOutOfMemory(msg string) error {
	vm := t.VM
	if t.inOutOfMemory {
		return t.SetException(vm.spareOutOfMemory(t).Ref())
	}
	t.inOutOfMemory = true
	defer func() { t.inOutOfMemory = false }()
	if vm.OnOutOfMemory != nil {
		vm.OnOutOfMemory(t, msg)
	}
	return t.Throw("java/lang/OutOfMemoryError", msg)
}

// ThrowNoThread throws the OutOfMemoryError for a thread that could not be made.
// It is not the heap's, so that OnOutOfMemory is not asked.
func (t *Thread) ThrowNoThread() error { return t.Throw("java/lang/OutOfMemoryError", noThread) }
