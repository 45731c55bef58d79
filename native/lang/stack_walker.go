package lang

import (
	"gojvm/native/internal/members"
	"gojvm/native/internal/nat"
	"gojvm/vm"
)

// stackWalkerNatives are those of StackStreamFactory, on which StackWalker is
// built, and of SecurityManager.
func stackWalkerNatives() vm.NativeTable {
	const c = "java/lang/StackStreamFactory"
	return vm.NativeTable{
		c + ".checkStackWalkModes()Z": nat.True,
		c + "$AbstractStackWalker.callStackWalk(JIII[Ljava/lang/Object;)Ljava/lang/Object;": callStackWalk,
		c + "$AbstractStackWalker.fetchStackFrames(JJII[Ljava/lang/Object;)I":               fetchStackFrames,
		"java/lang/SecurityManager.getClassContext()[Ljava/lang/Class;":                     getClassContext,
	}
}

// Modes of a walk (StackStreamFactory).
const (
	walkClassesOnly = 0x2
	walkCallerClass = 0x4
	walkShowHidden  = 0x20
)

// stackFrameInfo are the fields of StackFrameInfo.
type stackFrameInfo struct {
	MemberName *vm.Field `java:"java/lang/StackFrameInfo.memberName:Ljava/lang/Object;"`
	BCI        *vm.Field `java:"java/lang/StackFrameInfo.bci:I"`
}

// stackWalkerMembers are what a walk needs of the library.
type stackWalkerMembers struct {
	Walker   *vm.Class  `java:"java/lang/StackWalker"`
	Abstract *vm.Class  `java:"java/lang/StackStreamFactory$AbstractStackWalker"`
	DoWalk   *vm.Method `java:"java/lang/StackStreamFactory$AbstractStackWalker.doStackWalk(JIIII)Ljava/lang/Object;"`
}

// walksKey is the key in Thread.Local of the walks that are under way, innermost last.
type walksKey struct{}

// walk is where one StackWalker traversal stands. The frames below
// callStackWalk do not change while it runs, so that a frame pointer is enough.
type walk struct {
	next vm.Frame // to be delivered next, not valid at the end
}

func walks(t *vm.Thread) *[]*walk {
	if t.Local == nil {
		t.Local = map[any]any{}
	}
	w, ok := t.Local[walksKey{}].(*[]*walk)
	if !ok {
		w = new([]*walk)
		t.Local[walksKey{}] = w
	}
	return w
}

// callStackWalk delivers the first batch of frames and calls doStackWalk, which
// asks for more by fetchStackFrames; arguments: walker, mode, frames to skip,
// batch size, start index, frame buffer.
func callStackWalk(t *vm.Thread, a vm.Args) (vm.Value, error) {
	k, err := vm.Bound[stackWalkerMembers](t)
	if err != nil {
		return 0, err
	}
	if a.Ref(5) == 0 {
		return nat.Err(t.Throw("java/lang/NullPointerException", "frames_array is NULL"))
	}
	mode, skip, batch, start := a.Long(1), a.Int(2), int(a.Int(3)), int(a.Int(4))
	f := t.TopFrame()
	for f.Valid() {
		h := f.Method().Holder
		if h != k.Walker && h != k.Abstract && h.Super != k.Abstract {
			break
		}
		f = f.Caller()
	}
	for ; skip > 0 && f.Valid(); skip-- {
		f = f.Caller()
	}
	w := &walk{next: f}
	end, err := w.fill(t, a, 5, mode, batch, start)
	if err != nil {
		return 0, err
	}
	if end == start && batch > 0 {
		return nat.Err(t.Throw("java/lang/InternalError", "stack walk: decode failed"))
	}
	all := walks(t)
	*all = append(*all, w)
	anchor := len(*all)
	defer func() { *all = (*all)[:anchor-1] }()
	return t.Invoke(k.DoWalk, vm.RefValue(a.Ref(0)), vm.LongValue(int64(anchor)), vm.IntValue(a.Int(2)),
		vm.IntValue(int32(batch)), vm.IntValue(int32(start)), vm.IntValue(int32(end)))
}

// fetchStackFrames delivers the next batch and returns the index behind it;
// arguments: walker, mode, anchor, batch size, start index, frame buffer.
func fetchStackFrames(t *vm.Thread, a vm.Args) (vm.Value, error) {
	all := *walks(t)
	anchor := int(a.Long(2))
	if anchor < 1 || anchor > len(all) {
		return nat.Err(t.Throw("java/lang/InternalError", "doStackWalk: corrupted buffers"))
	}
	end, err := all[anchor-1].fill(t, a, 5, a.Long(1), int(a.Int(3)), int(a.Int(4)))
	return vm.IntValue(int32(end)), err
}

// fill puts up to n frames into the buffer, argument i, from index start on and
// returns the index behind the last.
func (w *walk) fill(t *vm.Thread, a vm.Args, i int, mode int64, n, start int) (int, error) {
	info, err := vm.Bound[stackFrameInfo](t)
	if err != nil {
		return start, err
	}
	index := start
	for w.next.Valid() && index-start < n {
		f := w.next
		m := f.Method()
		w.next = f.Caller()
		if m.Hidden() && !t.VM.Config.ShowHidden && (mode&walkShowHidden == 0 || mode&walkCallerClass != 0) {
			continue
		}
		if index >= vm.ArrayLen(a.Ref(i)) {
			return index, t.Throw("java/lang/IndexOutOfBoundsException", "")
		}
		if mode&walkClassesOnly != 0 {
			if mode&walkCallerClass != 0 && index == start && m.Flags&vm.MethodCallerSensitive != 0 {
				return index, t.Throwf("java/lang/UnsupportedOperationException",
					"StackWalker::getCallerClass called from @CallerSensitive '%s' method", vm.ExternalMethod(m))
			}
			t.VM.SetRefElem(a.Ref(i), index, m.Holder.Mirror)
		} else if err := fillFrame(t, info, vm.RefElem(a.Ref(i), index), m, f.BCI()); err != nil {
			return index, err
		}
		index++
	}
	return index, nil
}

// fillFrame sets the StackFrameInfo at frame, which has a MemberName already.
func fillFrame(t *vm.Thread, info *stackFrameInfo, frame vm.Ref, m *vm.Method, bci int) error {
	mark := t.HandleMark()
	defer t.ReleaseHandles(mark)
	vm.Object(frame).SetInt(info.BCI.Offset, int32(max(bci, 0)))
	name := t.NewHandle(vm.Object(frame).Ref(info.MemberName.Offset))
	return members.SetMethod(t, name, members.TargetOf(m, m.Holder))
}

// getClassContext returns the classes of the methods on the stack, the caller's first.
func getClassContext(t *vm.Thread, a vm.Args) (vm.Value, error) {
	var list []*vm.Class
	first := true
	for f := t.TopFrame(); f.Valid(); f = f.Caller() {
		m := f.Method()
		if first { // getClassContext itself
			first = false
			continue
		}
		if m.IgnoredForCaller() || m.IsNative() {
			continue
		}
		list = append(list, m.Holder)
	}
	return nat.Ref(nat.ClassArray(t, list))
}
