package gojvm

import (
	"fmt"
	"runtime"
	"time"

	"gojvm/gc"
	"gojvm/internal/system"
	"gojvm/internal/unifiedlog"
)

const kilo, mega = 1 << 10, 1 << 20

// logHeap writes what -Xlog:gc and gc+init tell of the heap when it is made: in
// the form of HotSpot's serial collector, which ours resembles, for the tools
// that read such logs.
func (v *VM) logHeap() {
	v.vm.Logf("gc", "Using Serial")
	if !v.vm.Logs("gc+init") {
		return
	}
	h := v.vm.Heap.Stats().Heap
	lines := []string{
		fmt.Sprintf("Version: %s (release)", vmVersion),
		fmt.Sprintf("CPUs: %d total, %d available", runtime.NumCPU(), runtime.GOMAXPROCS(0)),
		fmt.Sprintf("Memory: %dM", system.PhysicalMemory()/mega),
		fmt.Sprintf("Heap Initial Capacity: %dM", h.Init/mega),
		fmt.Sprintf("Heap Max Capacity: %dM", h.Max/mega),
		"Pre-touch: Disabled",
	}
	for _, l := range lines {
		v.vm.Logf("gc+init", "%s", l)
	}
}

// logCollection writes the lines for one collection, after it.
func (v *VM) logCollection(e *gc.Event) {
	log, ok := v.vm.Config.Log.(*unifiedlog.Log)
	if !ok {
		return
	}
	end := time.Now()
	begin := end.Add(-e.Pause)
	line := func(when time.Time, tags, format string, args ...any) {
		if log.Enabled(tags) {
			log.LogAt(when, tags, fmt.Sprintf("GC(%d) ", e.ID)+format, args...)
		}
	}
	kind := "Young"
	if e.Full {
		kind = "Full"
	}
	line(begin, "gc+start", "Pause %s (%v)", kind, e.Cause)
	before, after := &e.PoolsBefore, &e.PoolsAfter
	line(begin, "gc+heap=debug", "Heap before GC: eden %dK, survivors %dK, tenured %dK",
		before.Eden.Used/kilo, before.Survivor.Used/kilo, before.Old.Used/kilo)
	change := func(b, a gc.Usage) string {
		return fmt.Sprintf("%dK(%dK)->%dK(%dK)", b.Used/kilo, b.Committed/kilo, a.Used/kilo, a.Committed/kilo)
	}
	line(end, "gc+heap", "DefNew: %s Eden: %s From: %s", change(sum(before.Eden, before.Survivor), sum(after.Eden, after.Survivor)),
		change(before.Eden, after.Eden), change(before.Survivor, after.Survivor))
	line(end, "gc+heap", "Tenured: %s", change(before.Old, after.Old))
	if log.Enabled("gc+metaspace") {
		m := v.vm.Meta.Stats()
		line(end, "gc+metaspace", "Metaspace: %dK(%dK)->%[1]dK(%[2]dK)", m.Used/kilo, m.Reserved/kilo)
	}
	line(end, "gc+heap=debug", "Evacuated %dK, of these %dK to survivors, %d regions not wholly", e.Copied/kilo, e.Young/kilo, e.Failed)
	line(end, "gc", "Pause %s (%v) %dM->%dM(%dM) %.3fms", kind, e.Cause, e.Before/mega, e.After/mega, e.Total/mega, millis(e.Pause))
	if log.Enabled("safepoint") {
		operation := "GenCollectForAllocation"
		if e.Full {
			operation = "GenCollectFull"
		}
		start := e.Start.Nanoseconds()
		log.LogAt(end, "safepoint", "Safepoint %q, Time since last: %d ns, Reaching safepoint: %d ns, Cleanup: 0 ns, At safepoint: %d ns, Total: %d ns",
			operation, max(start-v.lastSafepoint, 0), e.Stop.Nanoseconds(), e.Pause.Nanoseconds(), (e.Stop + e.Pause).Nanoseconds())
		v.lastSafepoint = start + (e.Stop + e.Pause).Nanoseconds()
	}
}

func sum(a, b gc.Usage) gc.Usage {
	return gc.Usage{Used: a.Used + b.Used, Committed: a.Committed + b.Committed}
}

func millis(d time.Duration) float64 { return float64(d.Nanoseconds()) / 1e6 }

// logExit writes what -Xlog:gc+heap+exit tells of the heap at the end.
func (v *VM) logExit() {
	v.logMemory()
	if !v.vm.Logs("gc+heap+exit") {
		return
	}
	s := v.vm.Heap.Stats()
	m := v.vm.Meta.Stats()
	young := sum(s.Eden, s.Survivor)
	for _, l := range []string{
		"Heap",
		fmt.Sprintf(" def new generation   total %dK, used %dK", young.Committed/kilo, young.Used/kilo),
		fmt.Sprintf("  eden space %dK, used %dK", s.Eden.Committed/kilo, s.Eden.Used/kilo),
		fmt.Sprintf("  from space %dK, used %dK", s.Survivor.Committed/kilo, s.Survivor.Used/kilo),
		fmt.Sprintf(" tenured generation   total %dK, used %dK", s.Old.Committed/kilo, s.Old.Used/kilo),
		fmt.Sprintf(" Metaspace       used %dK, reserved %dK", m.Used/kilo, m.Reserved/kilo),
	} {
		v.vm.Logf("gc+heap+exit", "%s", l)
	}
}

// logMemory tells of the VM's memory at the end, in bytes, for gojvm-bench: code; what classes and
// methods take, with register code and profiles; what is in use in Go's heap, and what Go has
// obtained of the system; what is committed for Java's heap.
func (v *VM) logMemory() {
	if !v.vm.Logs("jit+exit") {
		return
	}
	code := 0
	if c := v.vm.Compiler; c != nil {
		code = c.CodeSize()
	}
	s := v.vm.Heap.Stats()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	total := m.Sys - m.HeapReleased
	runtime.GC() // what is in use, and not what has not been collected yet
	runtime.ReadMemStats(&m)
	v.vm.Logf("jit+exit", "Memory: code %d, metadata %d, go %d of %d, heap %d", code, v.vm.Meta.Stats().Used, m.HeapAlloc, total, s.Heap.Committed)
}
