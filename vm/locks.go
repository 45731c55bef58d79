package vm

import (
	"gojvm/loader/bytecode"
	"gojvm/loader/classfile"
	"gojvm/mem"
)

// Locks returns the objects whose monitors the method in f has entered and the
// thread still owns, innermost first: the one of a synchronized method is last.
// The thread is the caller's own or is stopped.
//
// Nothing at run time tells which frame has entered a thin lock. Compilers leave
// it in the class file: the body of a synchronized statement is covered by a
// handler for anything (JVMS 3.14) that loads the lock from a local variable and
// exits its monitor.
func (f Frame) Locks() []Ref {
	var list []Ref
	if f.FP&1 != 0 {
		for _, l := range f.t.VM.Compiler.LocksAt(f.t, f.FP&^1, f.depth) {
			if f.t.ownsMonitor(l) {
				list = append(list, l)
			}
		}
		return list
	}
	m, code := f.Method(), f.Method().Code()
	if m.Body != nil && code != nil && mem.Load32(at(f.FP, FrameFlags))&(FrameNative|FrameCarrier) == 0 {
		for _, local := range LockLocals(m.Body, f.BCI()) {
			r := code.LocalRegister(local)
			if r < 0 {
				continue
			}
			// Until monitorenter, and after monitorexit, it is a variable like others.
			if l := Ref(mem.Load32(f.FP + uintptr(r)*8)); l != 0 && f.t.ownsMonitor(l) {
				list = append(list, l)
			}
		}
	}
	if l := f.Lock(); l != 0 && f.t.ownsMonitor(l) {
		list = append(list, l)
	}
	return list
}

// ownsMonitor is HoldsLock for a thread that is not the caller but stopped.
func (t *Thread) ownsMonitor(r Ref) bool {
	return t.VM.Threads.Monitors().OwnerID(HeaderWordPtr(r)) == t.Sched.ID()
}

// LockLocals returns the local variables that hold the locks of the synchronized
// statements around bci, innermost first.
func LockLocals(body *classfile.Code, bci int) []int {
	var list []int
	for i := range body.Handlers.Len() {
		h := body.Handlers.At(i)
		if h.Catch != 0 || bci < h.Start || bci >= h.End || h.Handler <= bci {
			continue // the range that covers the handler itself has an earlier twin
		}
		if local, ok := unlocks(body.Bytes[h.Handler:]); ok {
			list = append(list, local)
		}
	}
	return list
}

// unlocks reports whether code begins with the exit of the monitor that a local
// variable holds, after the exception has been put away.
func unlocks(code []byte) (local int, ok bool) {
	_, code, _ = accessesLocal(code, bytecode.Astore, bytecode.Astore0)
	local, code, ok = accessesLocal(code, bytecode.Aload, bytecode.Aload0)
	return local, ok && len(code) > 0 && bytecode.Op(code[0]) == bytecode.Monitorexit
}

// accessesLocal decodes an instruction of one of two forms at the head of code:
// with an index, or with the index in the opcode. Where it is another one, rest
// is code.
func accessesLocal(code []byte, indexed, first bytecode.Op) (local int, rest []byte, ok bool) {
	if len(code) < 2 {
		return 0, code, false
	}
	switch op := bytecode.Op(code[0]); {
	case op == indexed:
		return int(code[1]), code[2:], true
	case op >= first && op < first+4:
		return int(op - first), code[1:], true
	case op == bytecode.Wide && bytecode.Op(code[1]) == indexed && len(code) >= 4:
		return int(code[2])<<8 | int(code[3]), code[4:], true
	}
	return 0, code, false
}
