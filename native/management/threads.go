package management

import (
	"math"

	"gojvm/native/internal/nat"
	"gojvm/native/internal/traces"
	"gojvm/sched"
	"gojvm/vm"
)

func threadNatives() vm.NativeTable {
	const c = "sun/management/ThreadImpl."
	return vm.NativeTable{
		c + "getThreads()[Ljava/lang/Thread;":                                          getThreads,
		c + "getThreadInfo1([JI[Ljava/lang/management/ThreadInfo;)V":                   threadInfos,
		c + "dumpThreads0([JZZI)[Ljava/lang/management/ThreadInfo;":                    dumpThreads,
		c + "findMonitorDeadlockedThreads0()[Ljava/lang/Thread;":                       deadlocks(false),
		c + "findDeadlockedThreads0()[Ljava/lang/Thread;":                              deadlocks(true),
		c + "getThreadTotalCpuTime0(J)J":                                               ofThread(runTime),
		c + "getThreadUserCpuTime0(J)J":                                                ofThread(runTime),
		c + "getThreadAllocatedMemory0(J)J":                                            ofThread(allocated),
		c + "getThreadTotalCpuTime1([J[J)V":                                            ofThreads(runTime),
		c + "getThreadUserCpuTime1([J[J)V":                                             ofThreads(runTime),
		c + "getThreadAllocatedMemory1([J[J)V":                                         ofThreads(allocated),
		c + "getTotalThreadAllocatedMemory()J":                                         totalAllocated,
		c + "setThreadCpuTimeEnabled0(Z)V":                                             nat.Nothing, // measured in any case
		c + "setThreadAllocatedMemoryEnabled0(Z)V":                                     nat.Nothing,
		c + "setThreadContentionMonitoringEnabled0(Z)V":                                setContention,
		c + "resetContentionTimes0(J)V":                                                resetContention,
		c + "resetPeakThreadCount0()V":                                                 resetPeakCount,
		"sun/management/HotspotThread.getInternalThreadCount()I":                       nat.Const(0), // goroutines of the VM have no names
		"sun/management/HotspotThread.getInternalThreadTimes0([Ljava/lang/String;[J)I": nat.Const(0),
	}
}

// live returns the threads that programs know, by their ids.
func live(v *vm.VM) (list []*vm.Thread, byID map[int64]*vm.Thread) {
	byID = map[int64]*vm.Thread{}
	for _, t := range v.AllThreads() {
		if obj := t.Object(); obj != 0 && v.ThreadOf(obj) == t {
			list = append(list, t)
			byID[vm.Object(obj).Long(v.Known.ThreadTid.Offset)] = t
		}
	}
	return list, byID
}

// threadArray makes the Thread[] of threads that are held by handles.
func threadArray(t *vm.Thread, list []vm.Handle) (vm.Value, error) {
	r, err := t.NewRefArray(t.VM.Known.Thread, len(list))
	if err != nil {
		return 0, err
	}
	for i, h := range list {
		t.VM.SetRefElem(r, i, h.Ref())
	}
	return vm.RefValue(r), nil
}

func getThreads(t *vm.Thread, a vm.Args) (vm.Value, error) {
	var list []vm.Handle
	t.AtSafepoint(func() {
		all, _ := live(t.VM)
		for _, u := range all {
			list = append(list, t.NewHandle(u.Object()))
		}
	})
	return threadArray(t, list)
}

// runTime is in nanoseconds; see sched.Thread.RunTime for what it counts.
func runTime(t *vm.Thread) int64 { return int64(t.Sched.RunTime()) }

func allocated(t *vm.Thread) int64 { return int64(t.Mutator.Allocated()) }

// ofThread measures the thread whose id is argument 0, the caller for 0; -1 when
// it is not alive.
func ofThread(measure func(*vm.Thread) int64) vm.NativeFunc {
	return func(t *vm.Thread, a vm.Args) (vm.Value, error) {
		if a.Long(0) == 0 {
			return nat.Long(measure(t))
		}
		n := int64(-1)
		t.AtSafepoint(func() {
			_, byID := live(t.VM)
			if u := byID[a.Long(0)]; u != nil {
				n = measure(u)
			}
		})
		return nat.Long(n)
	}
}

// ofThreads measures those whose ids are in array 0 and stores the results in
// array 1, leaving out those that are not alive.
func ofThreads(measure func(*vm.Thread) int64) vm.NativeFunc {
	return func(t *vm.Thread, a vm.Args) (vm.Value, error) {
		if a.Ref(0) == 0 || a.Ref(1) == 0 {
			return nat.NullPointer(t)
		}
		t.AtSafepoint(func() {
			_, byID := live(t.VM)
			ids, result := vm.LongElems(a.Ref(0)), vm.LongElems(a.Ref(1))
			for i := range min(len(ids), len(result)) {
				if u := byID[ids[i]]; u != nil {
					result[i] = measure(u)
				}
			}
		})
		return 0, nil
	}
}

func totalAllocated(t *vm.Thread, a vm.Args) (vm.Value, error) {
	return nat.Long(int64(t.VM.Heap.Stats().Allocated))
}

func setContention(t *vm.Thread, a vm.Args) (vm.Value, error) {
	t.VM.Threads.SetTiming(a.Bool(0))
	return 0, nil
}

// resetContention resets the times of one thread, of all for id 0.
func resetContention(t *vm.Thread, a vm.Args) (vm.Value, error) {
	all, byID := live(t.VM)
	if id := a.Long(0); id != 0 {
		all = nil
		if u := byID[id]; u != nil {
			all = append(all, u)
		}
	}
	for _, u := range all {
		u.Sched.ResetTimes()
	}
	return 0, nil
}

func resetPeakCount(t *vm.Thread, a vm.Args) (vm.Value, error) {
	t.VM.Threads.ResetPeak()
	return 0, nil
}

// deadlocks finds the threads that wait for one another; with locks of
// java.util.concurrent too if synchronizers. Null when there are none.
func deadlocks(synchronizers bool) vm.NativeFunc {
	return func(t *vm.Thread, a vm.Args) (vm.Value, error) {
		var parkedFor func(*sched.Thread) *sched.Thread
		if synchronizers {
			y, err := vm.SynchronizersOf(t)
			if err != nil {
				return 0, err
			}
			parkedFor = y.ParkedFor
		}
		var list []vm.Handle
		t.AtSafepoint(func() {
			for _, cycle := range t.VM.Threads.Deadlocks(parkedFor) {
				for _, s := range cycle {
					list = append(list, t.NewHandle(s.Client.(*vm.Thread).Object()))
				}
			}
		})
		if len(list) == 0 {
			return 0, nil
		}
		return threadArray(t, list)
	}
}

// snapshot is what a thread did at one moment.
type snapshot struct {
	thread                    vm.Handle
	status                    int32
	blocker, owner            vm.Handle
	blockedCount, waitedCount int64
	blockedTime, waitedTime   int64 // milliseconds, -1 when not measured
	trace                     []vm.TracePoint
	locks                     []vm.Handle
	depths                    []int32 // of the frames in trace, by lock
	synchronizers             []vm.Handle
}

// take takes a snapshot of u for the caller t, with depth frames at most. The
// world is stopped.
func take(t, u *vm.Thread, y vm.Synchronizers, depth int, locks bool) *snapshot {
	k := &t.VM.Known
	obj := vm.Object(u.Object())
	s := &snapshot{
		thread:       t.NewHandle(u.Object()),
		status:       obj.Int(k.ThreadStatus.Offset),
		blockedCount: u.Sched.BlockedCount(),
		waitedCount:  u.Sched.WaitedCount(),
		blockedTime:  -1,
		waitedTime:   -1,
	}
	if t.VM.Threads.Timing() {
		s.blockedTime = u.Sched.BlockedTime().Milliseconds()
		s.waitedTime = u.Sched.WaitedTime().Milliseconds()
	}
	m := u.Sched.BlockedOn()
	if m == nil {
		m = u.Sched.WaitingOn()
	}
	switch st := u.Sched.Status(); {
	case m != nil:
		s.blocker = t.NewHandle(vm.Ref(m.Object()))
		if o := t.VM.Threads.Lookup(m.OwnerID()); o != nil && o != u.Sched {
			s.owner = t.NewHandle(o.Client.(*vm.Thread).Object())
		}
	case st == sched.Parked || st == sched.ParkedTimed:
		if r := obj.Ref(k.ThreadParkBlocker.Offset); r != 0 {
			s.blocker = t.NewHandle(r)
			if o := y.Owner(r); o != 0 {
				s.owner = t.NewHandle(o)
			}
		}
	}
	for f := u.TopFrame(); f.Valid() && len(s.trace) < depth; f = f.Caller() {
		m := f.Method()
		if m.Hidden() && !t.VM.Config.ShowHidden {
			continue
		}
		s.trace = append(s.trace, vm.TracePoint{Method: m, BCI: f.BCI()})
		if locks {
			for _, l := range f.Locks() {
				s.locks = append(s.locks, t.NewHandle(l))
				s.depths = append(s.depths, int32(len(s.trace)-1))
			}
		}
	}
	return s
}

// snapshots takes those of the given ids, nil for one that is not alive, or of
// all threads.
func snapshots(t *vm.Thread, ids []int64, all bool, depth int, locks, synchronizers bool) ([]*snapshot, error) {
	y, err := vm.SynchronizersOf(t)
	if err != nil {
		return nil, err
	}
	var owned []vm.Handle
	if synchronizers {
		t.VM.Heap.Walk(t.Mutator, func(r vm.Ref) {
			if y.Owner(r) != 0 {
				owned = append(owned, t.NewHandle(r))
			}
		})
	}
	var list []*snapshot
	t.AtSafepoint(func() {
		threads, byID := live(t.VM)
		if !all {
			threads = make([]*vm.Thread, len(ids))
			for i, id := range ids {
				threads[i] = byID[id]
			}
		}
		for _, u := range threads {
			if u == nil {
				list = append(list, nil)
				continue
			}
			s := take(t, u, y, depth, locks)
			for _, h := range owned {
				if y.Owner(h.Ref()) == u.Object() {
					s.synchronizers = append(s.synchronizers, h)
				}
			}
			list = append(list, s)
		}
	})
	return list, nil
}

// threadInfo is how a ThreadInfo is made.
type threadInfo struct {
	Class     *vm.Class  `java:"java/lang/management/ThreadInfo"`
	Init      *vm.Method `java:"java/lang/management/ThreadInfo.<init>(Ljava/lang/Thread;ILjava/lang/Object;Ljava/lang/Thread;JJJJ[Ljava/lang/StackTraceElement;)V"`
	InitLocks *vm.Method `java:"java/lang/management/ThreadInfo.<init>(Ljava/lang/Thread;ILjava/lang/Object;Ljava/lang/Thread;JJJJ[Ljava/lang/StackTraceElement;[Ljava/lang/Object;[I[Ljava/lang/Object;)V"`
}

// info makes the ThreadInfo of s.
func (s *snapshot) info(t *vm.Thread, k *threadInfo, locks bool) (vm.Ref, error) {
	mark := t.HandleMark()
	defer t.ReleaseHandles(mark)
	ste, err := traces.ElementOf(t)
	if err != nil {
		return 0, err
	}
	r, err := ste.New(t, s.trace)
	if err != nil {
		return 0, err
	}
	trace := t.NewHandle(r)
	var monitors, synchronizers, depths vm.Handle
	if locks {
		for _, x := range []struct {
			to   *vm.Handle
			from []vm.Handle
		}{{&monitors, s.locks}, {&synchronizers, s.synchronizers}} {
			r, err := t.NewRefArray(t.VM.Known.Object, len(x.from))
			if err != nil {
				return 0, err
			}
			for i, h := range x.from {
				t.VM.SetRefElem(r, i, h.Ref())
			}
			*x.to = t.NewHandle(r)
		}
		r, err := t.NewPrimArray(vm.KindInt, len(s.depths))
		if err != nil {
			return 0, err
		}
		copy(vm.IntElems(r), s.depths)
		depths = t.NewHandle(r)
	}
	if r, err = t.NewObject(k.Class); err != nil {
		return 0, err
	}
	h := t.NewHandle(r)
	init := k.Init
	args := []vm.Value{vm.RefValue(h.Ref()), vm.RefValue(s.thread.Ref()), vm.IntValue(s.status),
		vm.RefValue(s.blocker.Ref()), vm.RefValue(s.owner.Ref()), vm.LongValue(s.blockedCount), vm.LongValue(s.blockedTime),
		vm.LongValue(s.waitedCount), vm.LongValue(s.waitedTime), vm.RefValue(trace.Ref())}
	if locks {
		init = k.InitLocks
		args = append(args, vm.RefValue(monitors.Ref()), vm.RefValue(depths.Ref()), vm.RefValue(synchronizers.Ref()))
	}
	if _, err := t.Invoke(init, args...); err != nil {
		return 0, err
	}
	return h.Ref(), nil
}

// fillInfos stores the ThreadInfo of each snapshot in an array.
func fillInfos(t *vm.Thread, arr vm.Handle, list []*snapshot, locks bool) error {
	k, err := vm.Bound[threadInfo](t)
	if err != nil {
		return err
	}
	if err := t.VM.Linker.Initialize(t, k.Class); err != nil {
		return err
	}
	for i, s := range list {
		if s == nil {
			continue
		}
		r, err := s.info(t, k, locks)
		if err != nil {
			return err
		}
		t.VM.SetRefElem(arr.Ref(), i, r)
	}
	return nil
}

// threadInfos fills array 2 with infos on the threads whose ids are in array 0,
// with argument 1 frames at most, -1 for all.
func threadInfos(t *vm.Thread, a vm.Args) (vm.Value, error) {
	if a.Ref(0) == 0 || a.Ref(2) == 0 {
		return nat.NullPointer(t)
	}
	ids := append([]int64(nil), vm.LongElems(a.Ref(0))...)
	if len(ids) > vm.ArrayLen(a.Ref(2)) {
		return nat.Err(t.Throw("java/lang/IllegalArgumentException", "The length of the given ThreadInfo array does not match the length of the given array of thread IDs"))
	}
	depth := int(a.Int(1))
	if depth < 0 {
		depth = math.MaxInt32
	}
	list, err := snapshots(t, ids, false, depth, false, false)
	if err != nil {
		return 0, err
	}
	return 0, fillInfos(t, a.Handle(t, 2), list, false)
}

// dumpThreads returns infos on the threads whose ids are in array 0, all for
// null; further arguments: with locked monitors, with locked synchronizers,
// frames at most.
func dumpThreads(t *vm.Thread, a vm.Args) (vm.Value, error) {
	var ids []int64
	if a.Ref(0) != 0 {
		ids = append(ids, vm.LongElems(a.Ref(0))...)
	}
	list, err := snapshots(t, ids, a.Ref(0) == 0, int(a.Int(3)), a.Bool(1), a.Bool(2))
	if err != nil {
		return 0, err
	}
	k, err := vm.Bound[threadInfo](t)
	if err != nil {
		return 0, err
	}
	r, err := t.NewRefArray(k.Class, len(list))
	if err != nil {
		return 0, err
	}
	arr := t.NewHandle(r)
	if err := fillInfos(t, arr, list, true); err != nil {
		return 0, err
	}
	return vm.RefValue(arr.Ref()), nil
}
