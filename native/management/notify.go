package management

import (
	"sync"
	"time"

	"gojvm/gc"
	"gojvm/vm"
)

// sensor watches the usage of a pool against a threshold.
type sensor struct {
	bean      vm.Handle // sun.management.Sensor, null until somebody sets a threshold
	threshold uint64    // 0: off
	on        bool
}

// notices are what the Notification Thread has to tell, in order.
type notices struct {
	beans *memoryBeans

	mu      sync.Mutex
	queue   []notice
	wake    chan struct{} // a token: look at the queue
	wanted  map[*memoryManager]bool
	serving bool // collections are listened to
}

// notice is one thing to tell: a collection, or a sensor that went on or off.
type notice struct {
	manager *memoryManager
	event   *gc.Event
	at      time.Time

	sensor vm.Handle
	on     bool
	usage  gc.Usage
}

type noticesKey struct{}

func noticesOf(v *vm.VM) *notices {
	return v.Ext(noticesKey{}, func() any {
		return &notices{beans: memoryOf(v), wake: make(chan struct{}, 1), wanted: map[*memoryManager]bool{}}
	}).(*notices)
}

// Notify is the body of the Notification Thread: it tells the beans of
// collections and of thresholds that were crossed, which calls the listeners
// that programs have added. It returns when the threads end.
func Notify(t *vm.Thread) {
	n := noticesOf(t.VM)
	for {
		mark := t.HandleMark()
		for _, x := range n.take() {
			if err := x.tell(t); err != nil {
				t.DispatchUncaught()
			}
			t.ReleaseHandles(mark)
		}
		ended := false
		t.Blocking(func() {
			select {
			case <-n.wake:
			case <-t.Sched.Threads().Done():
				ended = true
			}
		})
		if ended {
			return
		}
	}
}

func (n *notices) take() []notice {
	n.mu.Lock()
	defer n.mu.Unlock()
	q := n.queue
	n.queue = nil
	return q
}

// listen has collections looked at from now on. n.mu is held.
func (n *notices) listen(v *vm.VM) {
	if !n.serving {
		n.serving = true
		v.ListenToCollections(func(e *gc.Event) { n.collected(v, e) })
	}
}

// collected looks at the end of a collection what there is to tell. The world
// is stopped.
func (n *notices) collected(v *vm.VM, e *gc.Event) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, m := range n.beans.managers {
		if !m.collects || m.full != e.Full {
			continue
		}
		if n.wanted[m] {
			n.queue = append(n.queue, notice{manager: m, event: e, at: time.Now()})
		}
		for _, p := range m.pools {
			n.look(&p.onCollection, *p.of(&e.PoolsAfter), true)
		}
	}
	for _, p := range n.beans.pools {
		u := metadataUsage(v)
		if p.of != nil {
			u = *p.of(&e.PoolsAfter)
		}
		n.look(&p.onUsage, u, false)
	}
	if len(n.queue) > 0 {
		select {
		case n.wake <- struct{}{}:
		default:
		}
	}
}

// look compares a usage with the threshold of s: a crossing is told, and each
// excess where each is asked for.
func (n *notices) look(s *sensor, u gc.Usage, each bool) {
	if s.threshold == 0 || s.bean.IsNull() {
		return
	}
	over := u.Used >= s.threshold
	if over && (each || !s.on) || !over && s.on {
		n.queue = append(n.queue, notice{sensor: s.bean, on: over, usage: u})
	}
	s.on = over
}

// noticeMembers is how beans are told.
type noticeMembers struct {
	Trigger *vm.Method `java:"sun/management/Sensor.trigger(ILjava/lang/management/MemoryUsage;)V"`
	Clear   *vm.Method `java:"sun/management/Sensor.clear(I)V"`
}

// collectionMembers is how the bean of a collector is told.
type collectionMembers struct {
	Create *vm.Method `java:"com/sun/management/internal/GarbageCollectorExtImpl.createGCNotification(JLjava/lang/String;Ljava/lang/String;Ljava/lang/String;Lcom/sun/management/GcInfo;)V"`
}

func (x *notice) tell(t *vm.Thread) error {
	if x.event != nil {
		return x.tellCollection(t)
	}
	k, err := vm.Bound[noticeMembers](t)
	if err != nil {
		return err
	}
	if !x.on {
		_, err := t.Invoke(k.Clear, vm.RefValue(x.sensor.Ref()), vm.IntValue(0))
		return err
	}
	u, err := newUsage(t, x.usage)
	if err != nil {
		return err
	}
	_, err = t.Invoke(k.Trigger, vm.RefValue(x.sensor.Ref()), vm.IntValue(1), u)
	return err
}

func (x *notice) tellCollection(t *vm.Thread) error {
	k, err := vm.Bound[collectionMembers](t)
	if err != nil {
		return err
	}
	i, err := vm.Bound[infoMembers](t)
	if err != nil {
		return err
	}
	builder, err := t.Invoke(i.Builder, vm.RefValue(x.manager.bean.Ref()))
	if err != nil {
		return err
	}
	info, err := newInfo(t, x.event, t.NewHandle(builder.Ref()))
	if err != nil {
		return err
	}
	hi := t.NewHandle(info.Ref())
	action := "end of minor GC"
	if x.event.Full {
		action = "end of major GC"
	}
	var texts [3]vm.Handle
	for i, s := range [...]string{x.manager.name, action, string(x.event.Cause)} {
		r, err := t.NewString(s)
		if err != nil {
			return err
		}
		texts[i] = t.NewHandle(r)
	}
	_, err = t.Invoke(k.Create, vm.RefValue(x.manager.bean.Ref()), vm.LongValue(x.at.UnixMilli()),
		vm.RefValue(texts[0].Ref()), vm.RefValue(texts[1].Ref()), vm.RefValue(texts[2].Ref()), vm.RefValue(hi.Ref()))
	return err
}

// setCollectionNotices says whether the listeners of a collector's bean want to
// be told. Arguments: bean, the same bean, on.
func setCollectionNotices(t *vm.Thread, a vm.Args) (vm.Value, error) {
	m := memoryOf(t.VM).manager(a.Ref(1))
	n := noticesOf(t.VM)
	n.mu.Lock()
	defer n.mu.Unlock()
	n.listen(t.VM)
	n.wanted[m] = a.Bool(2)
	return 0, nil
}

// Thresholds and their sensors; arguments: pool, old value, new value, or: pool,
// sensor.
func setUsageThreshold(t *vm.Thread, a vm.Args) (vm.Value, error) {
	return setSensor(t, a, (*memoryPool).usageSensor, func(s *sensor) { s.threshold = uint64(a.Long(2)) })
}

func setCollectionThreshold(t *vm.Thread, a vm.Args) (vm.Value, error) {
	return setSensor(t, a, (*memoryPool).collectionSensor, func(s *sensor) { s.threshold = uint64(a.Long(2)) })
}

func setUsageSensor(t *vm.Thread, a vm.Args) (vm.Value, error) {
	return setSensor(t, a, (*memoryPool).usageSensor, func(s *sensor) { s.bean = t.VM.NewGlobal(a.Ref(1)) })
}

func setCollectionSensor(t *vm.Thread, a vm.Args) (vm.Value, error) {
	return setSensor(t, a, (*memoryPool).collectionSensor, func(s *sensor) { s.bean = t.VM.NewGlobal(a.Ref(1)) })
}

func (p *memoryPool) usageSensor() *sensor      { return &p.onUsage }
func (p *memoryPool) collectionSensor() *sensor { return &p.onCollection }

func setSensor(t *vm.Thread, a vm.Args, which func(*memoryPool) *sensor, change func(*sensor)) (vm.Value, error) {
	p := memoryOf(t.VM).pool(a.Ref(0))
	if p == nil {
		return 0, nil
	}
	n := noticesOf(t.VM)
	n.mu.Lock()
	defer n.mu.Unlock()
	n.listen(t.VM)
	change(which(p))
	return 0, nil
}
