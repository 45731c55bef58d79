package ssa

// isLoad reports whether v only reads memory.
func isLoad(v *Value) bool {
	switch v.Op {
	case OpLoad, OpLoad8s, OpLoad8u, OpLoad16s, OpLoad16u:
		return true
	}
	return false
}

// isStore reports whether v only writes memory: its value is argument 0, its address follows.
func isStore(v *Value) bool { return v.Op == OpStore || v.Op == OpStore8 || v.Op == OpStore16 }

// accessSize returns the bytes that a load or store accesses.
func accessSize(v *Value) int64 {
	ps := v.Block.Func.PtrSize
	if w := v.Info().Width; w != Void {
		return int64(w.Size(ps))
	}
	if isStore(v) {
		return int64(v.Args[0].Type.Size(ps))
	}
	return int64(v.Type.Size(ps))
}

// address returns the operands that make up the address of a load or store.
func address(v *Value) []*Value {
	if isStore(v) {
		return v.Args[1:]
	}
	return v.Args
}

// sameAddress reports whether two accesses have the same operands and offset.
func sameAddress(v, w *Value) bool { return sameBase(v, w) && v.Off == w.Off }

// sameBase reports whether the addresses of two accesses differ in their offsets at most.
func sameBase(v, w *Value) bool {
	a, b := address(v), address(w)
	if len(a) != len(b) || len(a) > 1 && v.Scale != w.Scale {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// clobbers reports whether w may change what load or store v accesses.
func clobbers(w, v *Value) bool {
	info := w.Info()
	if info.Flags&Writes == 0 || v.Alias < 0 {
		return false
	}
	switch {
	case w.Op == OpBarrier:
		return false // of memory that nothing loads
	case w.Op == OpPoll || w.Op == OpNew:
		return v.Alias == 0 || address(v)[0].Op == OpCtx
	case isStore(w):
		return mayOverlap(w, v)
	}
	return true
}

// mayOverlap reports whether two accesses may touch the same memory.
func mayOverlap(v, w *Value) bool {
	if v.Alias != w.Alias && v.Alias != 0 && w.Alias != 0 {
		return false
	}
	if sameBase(v, w) {
		return int64(v.Off) < int64(w.Off)+accessSize(w) && int64(w.Off) < int64(v.Off)+accessSize(v)
	}
	return true
}

// mayLeave reports whether v may end the execution of the function, or show the state of
// memory to someone else: what follows need not run, and what was stored must be there.
func mayLeave(v *Value) bool {
	return v.Info().Flags&(Safepoint|Calls) != 0
}

// intoObject reports whether v is a pointer made from a reference. A collector does not see
// it, so neither it nor what is computed from it may live across a safepoint.
func intoObject(v *Value) bool {
	return (v.Op == OpAddr || v.Op == OpToptr) && v.Args[0].Type == Ref
}
