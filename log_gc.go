package gojvm

import "gojvm/gc"

// logCollection writes the line of -Xlog:gc for one collection, in the form of
// HotSpot's serial collector.
func (v *VM) logCollection(e *gc.Event) {
	if !v.vm.Logs("gc") {
		return
	}
	kind := "Young"
	if e.Full {
		kind = "Full"
	}
	const mega = 1 << 20
	v.vm.Logf("gc", "GC(%d) Pause %s (%v) %dM->%dM(%dM) %.3fms", e.ID, kind, e.Cause,
		e.Before/mega, e.After/mega, e.Total/mega, float64(e.Pause.Microseconds())/1000)
}
