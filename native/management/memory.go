package management

import (
	"slices"
	"sync"

	"gojvm/gc"
	"gojvm/native/internal/nat"
	"gojvm/vm"
)

func memoryNatives() vm.NativeTable {
	const (
		memory  = "sun/management/MemoryImpl."
		pool    = "sun/management/MemoryPoolImpl."
		manager = "sun/management/MemoryManagerImpl."
		gc      = "sun/management/GarbageCollectorImpl."
		usage   = "()Ljava/lang/management/MemoryUsage;"
		pools   = "()[Ljava/lang/management/MemoryPoolMXBean;"
		mgrs    = "()[Ljava/lang/management/MemoryManagerMXBean;"
	)
	return vm.NativeTable{
		memory + "getMemoryPools0" + pools:                              allPools,
		memory + "getMemoryManagers0" + mgrs:                            allManagers,
		memory + "getMemoryUsage0(Z)Ljava/lang/management/MemoryUsage;": totalUsage,

		pool + "getUsage0" + usage:                                 ofPool((*memoryPool).usage),
		pool + "getPeakUsage0" + usage:                             ofPool((*memoryPool).peak),
		pool + "getCollectionUsage0" + usage:                       collectionUsage,
		pool + "resetPeakUsage0()V":                                resetPeak,
		pool + "getMemoryManagers0" + mgrs:                         managersOfPool,
		pool + "setUsageThreshold0(JJ)V":                           setUsageThreshold,
		pool + "setCollectionThreshold0(JJ)V":                      setCollectionThreshold,
		pool + "setPoolUsageSensor(Lsun/management/Sensor;)V":      setUsageSensor,
		pool + "setPoolCollectionSensor(Lsun/management/Sensor;)V": setCollectionSensor,

		manager + "getMemoryPools0" + pools: poolsOfManager,

		gc + "getCollectionCount()J": collectionCount,
		gc + "getCollectionTime()J":  collectionTime,
	}
}

// memoryBeans are the beans of memory of one VM.
type memoryBeans struct {
	pools    []*memoryPool
	managers []*memoryManager
	mu       sync.Mutex // guards the handles of the beans
}

// memoryPool is a part of the memory. Its bean is a MemoryPoolImpl.
type memoryPool struct {
	name string
	heap bool
	// Thresholds of the total usage, and of the usage after a collection, can be
	// set for some: what is allocated all the time, such as eden, has no use for one.
	usageThreshold, collectionThreshold bool
	// of picks the pool out of those of the heap; nil for metadata.
	of   func(*gc.Pools) *gc.Usage
	bean vm.Handle

	onUsage, onCollection sensor
}

// memoryManager is what frees memory in pools. Its bean is a
// GarbageCollectorExtImpl where it collects, else a MemoryManagerImpl.
type memoryManager struct {
	name     string
	collects bool
	full     bool // the collections that it counts
	pools    []*memoryPool
	bean     vm.Handle
}

type memoryKey struct{}

// memoryOf returns the beans of v; they are made as Java objects when they are asked for.
func memoryOf(v *vm.VM) *memoryBeans {
	return v.Ext(memoryKey{}, func() any {
		eden := &memoryPool{name: "Eden Space", heap: true, collectionThreshold: true,
			of: func(p *gc.Pools) *gc.Usage { return &p.Eden }}
		survivor := &memoryPool{name: "Survivor Space", heap: true, collectionThreshold: true,
			of: func(p *gc.Pools) *gc.Usage { return &p.Survivor }}
		old := &memoryPool{name: "Tenured Gen", heap: true, usageThreshold: true, collectionThreshold: true,
			of: func(p *gc.Pools) *gc.Usage { return &p.Old }}
		meta := &memoryPool{name: "Metaspace", usageThreshold: true}
		return &memoryBeans{
			pools: []*memoryPool{meta, old, eden, survivor},
			managers: []*memoryManager{
				{name: "Metaspace Manager", pools: []*memoryPool{meta}},
				{name: "Copy", collects: true, pools: []*memoryPool{eden, survivor}},
				{name: "MarkSweepCompact", collects: true, full: true, pools: []*memoryPool{eden, survivor, old}},
			},
		}
	}).(*memoryBeans)
}

// pool returns the pool whose bean is r, manager likewise.
func (b *memoryBeans) pool(r vm.Ref) *memoryPool {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, p := range b.pools {
		if p.bean.Ref() == r {
			return p
		}
	}
	return nil
}

func (b *memoryBeans) manager(r vm.Ref) *memoryManager {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, m := range b.managers {
		if m.bean.Ref() == r {
			return m
		}
	}
	return nil
}

// publish makes r the bean at h unless another thread was faster.
func (b *memoryBeans) publish(v *vm.VM, h *vm.Handle, r vm.Ref) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if h.IsNull() {
		*h = v.NewGlobal(r)
	}
}

func (b *memoryBeans) made(h *vm.Handle) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return !h.IsNull()
}

// memoryMembers is how beans and what they tell are made.
type memoryMembers struct {
	Pool          *vm.Class  `java:"java/lang/management/MemoryPoolMXBean"`
	Manager       *vm.Class  `java:"java/lang/management/MemoryManagerMXBean"`
	Usage         *vm.Class  `java:"java/lang/management/MemoryUsage"`
	UsageInit     *vm.Method `java:"java/lang/management/MemoryUsage.<init>(JJJJ)V"`
	CreatePool    *vm.Method `java:"sun/management/ManagementFactoryHelper.createMemoryPool(Ljava/lang/String;ZJJ)Ljava/lang/management/MemoryPoolMXBean;"`
	CreateManager *vm.Method `java:"sun/management/ManagementFactoryHelper.createMemoryManager(Ljava/lang/String;)Ljava/lang/management/MemoryManagerMXBean;"`
}

// collectorMembers makes beans of collectors, where module jdk.management is
// there (it has what collectors tell beyond java.management).
type collectorMembers struct {
	Create *vm.Method `java:"com/sun/management/internal/GarbageCollectorExtImpl.createGarbageCollector(Ljava/lang/String;Ljava/lang/String;)Ljava/lang/management/GarbageCollectorMXBean;"`
}

// usage returns the present usage.
func (p *memoryPool) usage(v *vm.VM) gc.Usage {
	if p.of == nil {
		return metadataUsage(v)
	}
	pools := v.Heap.Stats().Pools
	return *p.of(&pools)
}

// peak returns the highest usage since it was reset.
func (p *memoryPool) peak(v *vm.VM) gc.Usage {
	if p.of == nil {
		return metadataUsage(v) // it never shrinks
	}
	pools := v.PeakPools(nil)
	return *p.of(&pools)
}

func metadataUsage(v *vm.VM) gc.Usage {
	s := v.Meta.Stats()
	return gc.Usage{Used: uint64(s.Used), Committed: uint64(s.Reserved)}
}

// newUsage makes a java.lang.management.MemoryUsage; a Max of 0 is undefined.
func newUsage(t *vm.Thread, u gc.Usage) (vm.Value, error) {
	k, err := vm.Bound[memoryMembers](t)
	if err != nil {
		return 0, err
	}
	if err := t.VM.Linker.Initialize(t, k.Usage); err != nil {
		return 0, err
	}
	r, err := t.NewObject(k.Usage)
	if err != nil {
		return 0, err
	}
	// The parts are counted one after the other while programs run.
	committed := max(u.Committed, u.Used)
	most := int64(-1)
	if u.Max != 0 {
		most = int64(max(u.Max, committed))
	}
	h := t.NewHandle(r)
	_, err = t.Invoke(k.UsageInit, vm.RefValue(r), vm.LongValue(int64(u.Init)), vm.LongValue(int64(u.Used)),
		vm.LongValue(int64(committed)), vm.LongValue(most))
	return vm.RefValue(h.Ref()), err
}

// totalUsage returns that of the heap (argument 1), or of all else.
func totalUsage(t *vm.Thread, a vm.Args) (vm.Value, error) {
	if a.Bool(1) {
		return newUsage(t, t.VM.Heap.Stats().Heap)
	}
	return newUsage(t, metadataUsage(t.VM))
}

func ofPool(get func(*memoryPool, *vm.VM) gc.Usage) vm.NativeFunc {
	return func(t *vm.Thread, a vm.Args) (vm.Value, error) {
		p := memoryOf(t.VM).pool(a.Ref(0))
		if p == nil {
			return nat.Err(t.Throw("java/lang/InternalError", "Memory pool not found"))
		}
		return newUsage(t, get(p, t.VM))
	}
}

// collectionUsage returns the usage after the last collection, null where none
// frees memory.
func collectionUsage(t *vm.Thread, a vm.Args) (vm.Value, error) {
	p := memoryOf(t.VM).pool(a.Ref(0))
	if p == nil || !p.collectionThreshold {
		return 0, nil
	}
	return newUsage(t, p.afterCollection(t.VM))
}

// afterCollection returns the usage after the last collection that frees memory
// of p; what the heap began with before the first.
func (p *memoryPool) afterCollection(v *vm.VM) gc.Usage {
	last := v.LastCollection(true)
	for _, m := range memoryOf(v).managers {
		if m.collects && !m.full && m.has(p) {
			if e := v.LastCollection(false); e != nil && (last == nil || e.ID > last.ID) {
				last = e
			}
		}
	}
	if last == nil {
		return gc.Usage{Max: p.usage(v).Max}
	}
	return *p.of(&last.PoolsAfter)
}

func (m *memoryManager) has(p *memoryPool) bool { return slices.Contains(m.pools, p) }

func resetPeak(t *vm.Thread, a vm.Args) (vm.Value, error) {
	if p := memoryOf(t.VM).pool(a.Ref(0)); p != nil && p.of != nil {
		t.VM.PeakPools(func(peak *gc.Pools) { *p.of(peak) = gc.Usage{} })
	}
	return 0, nil
}

func allPools(t *vm.Thread, a vm.Args) (vm.Value, error) {
	return poolArray(t, memoryOf(t.VM).pools)
}

func poolsOfManager(t *vm.Thread, a vm.Args) (vm.Value, error) {
	m := memoryOf(t.VM).manager(a.Ref(0))
	if m == nil {
		return nat.Err(t.Throw("java/lang/InternalError", "Memory manager not found"))
	}
	return poolArray(t, m.pools)
}

func allManagers(t *vm.Thread, a vm.Args) (vm.Value, error) {
	return managerArray(t, memoryOf(t.VM).managers)
}

func managersOfPool(t *vm.Thread, a vm.Args) (vm.Value, error) {
	b := memoryOf(t.VM)
	p := b.pool(a.Ref(0))
	var list []*memoryManager
	for _, m := range b.managers {
		if m.has(p) {
			list = append(list, m)
		}
	}
	return managerArray(t, list)
}

// beanArray makes an array of the beans, and the beans where need be.
func beanArray(t *vm.Thread, c *vm.Class, n int, bean func(i int) (*vm.Handle, func() (vm.Value, error))) (vm.Value, error) {
	r, err := t.NewRefArray(c, n)
	if err != nil {
		return 0, err
	}
	arr := t.NewHandle(r)
	for i := range n {
		h, create := bean(i)
		if beans := memoryOf(t.VM); !beans.made(h) {
			v, err := create()
			if err != nil {
				return 0, err
			}
			beans.publish(t.VM, h, v.Ref())
		}
		t.VM.SetRefElem(arr.Ref(), i, h.Ref())
	}
	return vm.RefValue(arr.Ref()), nil
}

func poolArray(t *vm.Thread, list []*memoryPool) (vm.Value, error) {
	k, err := vm.Bound[memoryMembers](t)
	if err != nil {
		return 0, err
	}
	return beanArray(t, k.Pool, len(list), func(i int) (*vm.Handle, func() (vm.Value, error)) {
		p := list[i]
		return &p.bean, func() (vm.Value, error) {
			threshold := func(can bool) vm.Value {
				if can {
					return vm.LongValue(0)
				}
				return vm.LongValue(-1)
			}
			return create(t, k.CreatePool, p.name, vm.BoolValue(p.heap), threshold(p.usageThreshold), threshold(p.collectionThreshold))
		}
	})
}

func managerArray(t *vm.Thread, list []*memoryManager) (vm.Value, error) {
	k, err := vm.Bound[memoryMembers](t)
	if err != nil {
		return 0, err
	}
	return beanArray(t, k.Manager, len(list), func(i int) (*vm.Handle, func() (vm.Value, error)) {
		m := list[i]
		return &m.bean, func() (vm.Value, error) {
			if !m.collects {
				return create(t, k.CreateManager, m.name)
			}
			c, err := vm.Bound[collectorMembers](t)
			if err != nil {
				return 0, err
			}
			return create(t, c.Create, m.name, vm.RefValue(0))
		}
	})
}

// create calls a static method that makes a bean of that name.
func create(t *vm.Thread, m *vm.Method, name string, args ...vm.Value) (vm.Value, error) {
	if err := t.VM.Linker.Initialize(t, m.Holder); err != nil {
		return 0, err
	}
	s, err := t.NewString(name)
	if err != nil {
		return 0, err
	}
	return t.Invoke(m, append([]vm.Value{vm.RefValue(s)}, args...)...)
}

func collectionCount(t *vm.Thread, a vm.Args) (vm.Value, error) {
	s := t.VM.Heap.Stats()
	if m := memoryOf(t.VM).manager(a.Ref(0)); m != nil && m.full {
		return nat.Long(int64(s.FullCount))
	}
	return nat.Long(int64(s.MinorCount))
}

func collectionTime(t *vm.Thread, a vm.Args) (vm.Value, error) {
	s := t.VM.Heap.Stats()
	if m := memoryOf(t.VM).manager(a.Ref(0)); m != nil && m.full {
		return nat.Long(s.FullTime.Milliseconds())
	}
	return nat.Long(s.MinorTime.Milliseconds())
}
