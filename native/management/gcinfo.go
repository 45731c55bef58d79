package management

import (
	"runtime"

	"gojvm/gc"
	"gojvm/native/internal/nat"
	"gojvm/vm"
)

func gcInfoNatives() vm.NativeTable {
	const (
		info = "com/sun/management/internal/GcInfoBuilder."
		bean = "Ljava/lang/management/GarbageCollectorMXBean;"
	)
	return vm.NativeTable{
		info + "getNumGcExtAttributes(" + bean + ")I":                                        nat.Const(vm.IntValue(1)),
		info + "fillGcAttributeInfo(" + bean + "I[Ljava/lang/String;[C[Ljava/lang/String;)V": fillAttributes,
		info + "getLastGcInfo0(" + bean + "I[Ljava/lang/Object;[C[Ljava/lang/management/MemoryUsage;[Ljava/lang/management/MemoryUsage;)Lcom/sun/management/GcInfo;": lastInfo,
		"com/sun/management/internal/GarbageCollectorExtImpl.setNotificationEnabled(Lcom/sun/management/GarbageCollectorMXBean;Z)V":                                  setCollectionNotices,
	}
}

// fillAttributes describes what a GcInfo has beyond the standard: the number of
// threads. Arguments: builder, bean, count, arrays for names, types and descriptions.
func fillAttributes(t *vm.Thread, a vm.Args) (vm.Value, error) {
	for _, e := range []struct {
		arg  int
		text string
	}{{3, "GcThreadCount"}, {5, "Number of GC threads"}} {
		s, err := t.NewString(e.text)
		if err != nil {
			return 0, err
		}
		t.VM.SetRefElem(a.Ref(e.arg), 0, s)
	}
	vm.CharElems(a.Ref(4))[0] = 'I'
	return 0, nil
}

// infoMembers is how a GcInfo is made.
type infoMembers struct {
	GcInfo  *vm.Class  `java:"com/sun/management/GcInfo"`
	Init    *vm.Method `java:"com/sun/management/GcInfo.<init>(Lcom/sun/management/internal/GcInfoBuilder;JJJ[Ljava/lang/management/MemoryUsage;[Ljava/lang/management/MemoryUsage;[Ljava/lang/Object;)V"`
	Builder *vm.Method `java:"com/sun/management/internal/GarbageCollectorExtImpl.getGcInfoBuilder()Lcom/sun/management/internal/GcInfoBuilder;"`
	ValueOf *vm.Method `java:"java/lang/Integer.valueOf(I)Ljava/lang/Integer;"`
}

// lastInfo tells of the last collection that the bean counts, null when there
// was none. Arguments: builder, bean, count and two arrays for further
// attributes, arrays of MemoryUsage before and after.
func lastInfo(t *vm.Thread, a vm.Args) (vm.Value, error) {
	m := memoryOf(t.VM).manager(a.Ref(1))
	if m == nil {
		return 0, nil
	}
	e := t.VM.LastCollection(m.full)
	if e == nil {
		return 0, nil
	}
	return newInfo(t, e, a.Handle(t, 0))
}

// newInfo makes the GcInfo for a collection.
func newInfo(t *vm.Thread, e *gc.Event, builder vm.Handle) (vm.Value, error) {
	k, err := vm.Bound[infoMembers](t)
	if err != nil {
		return 0, err
	}
	before, err := usageArray(t, &e.PoolsBefore)
	if err != nil {
		return 0, err
	}
	after, err := usageArray(t, &e.PoolsAfter)
	if err != nil {
		return 0, err
	}
	r, err := t.NewRefArray(t.VM.Known.Object, 1)
	if err != nil {
		return 0, err
	}
	further := t.NewHandle(r)
	n, err := t.Invoke(k.ValueOf, vm.IntValue(int32(runtime.GOMAXPROCS(0))))
	if err != nil {
		return 0, err
	}
	t.VM.SetRefElem(further.Ref(), 0, n.Ref())
	if r, err = t.NewObject(k.GcInfo); err != nil {
		return 0, err
	}
	h := t.NewHandle(r)
	_, err = t.Invoke(k.Init, vm.RefValue(r), vm.RefValue(builder.Ref()), vm.LongValue(int64(e.ID+1)),
		vm.LongValue(e.Start.Milliseconds()), vm.LongValue((e.Start + e.Pause).Milliseconds()),
		vm.RefValue(before.Ref()), vm.RefValue(after.Ref()), vm.RefValue(further.Ref()))
	return vm.RefValue(h.Ref()), err
}

// usageArray makes the MemoryUsage[] of all pools.
func usageArray(t *vm.Thread, p *gc.Pools) (vm.Handle, error) {
	k, err := vm.Bound[memoryMembers](t)
	if err != nil {
		return vm.Handle{}, err
	}
	list := memoryOf(t.VM).pools
	r, err := t.NewRefArray(k.Usage, len(list))
	if err != nil {
		return vm.Handle{}, err
	}
	arr := t.NewHandle(r)
	for i, pool := range list {
		u := metadataUsage(t.VM)
		if pool.of != nil {
			u = *pool.of(p)
		}
		v, err := newUsage(t, u)
		if err != nil {
			return vm.Handle{}, err
		}
		t.VM.SetRefElem(arr.Ref(), i, v.Ref())
	}
	return arr, nil
}
