package substrate

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"gojvm/codegen"
	"gojvm/gc"
	"gojvm/mem"
)

// builtinFn is a function that is part of the language. It finds its arguments in t.roots.
type builtinFn struct {
	name string
	args int
	run  func(t *Thread) (gc.Ref, error)
}

// builtinTable returns the built-in functions.
func builtinTable() []builtinFn {
	return []builtinFn{
		{"print", 1, doPrint},
		{"str", 1, func(t *Thread) (gc.Ref, error) { return t.newString(t.m.show(t.roots[0])) }},
		{"len", 1, doLen},
		{"push", 2, doPush},
		{"pop", 1, doPop},
		{"chr", 1, doChr},
		{"ord", 2, doOrd},
		{"floor", 1, func(t *Thread) (gc.Ref, error) { return doMath(t, math.Floor) }},
		{"sqrt", 1, func(t *Thread) (gc.Ref, error) { return doMath(t, math.Sqrt) }},
		{"spawn", 1, doSpawn},
		{"join", 1, doJoin},
		{"collect", 0, doCollect},
	}
}

func loadFloat(addr uintptr) float64     { return math.Float64frombits(mem.Load64(addr)) }
func storeFloat(addr uintptr, x float64) { mem.Store64(addr, math.Float64bits(x)) }

// floatArg returns argument i of an exit, a number.
func floatArg(t *Thread, i int) float64 { return loadFloat(t.ctx + codegen.CtxArgs + uintptr(8*i)) }

// want checks the type of argument i.
func (t *Thread) want(i int, k kind) error {
	if found := t.m.kindOf(t.roots[i]); found != k {
		return t.raise("%s expected, found %s", kindNames[k], kindNames[found])
	}
	return nil
}

// show returns the text of a value.
func (m *Machine) show(r gc.Ref) string {
	switch k := m.kindOf(r); k {
	case kNumber:
		return strconv.FormatFloat(loadFloat(uintptr(r)+offNumber), 'g', -1, 64)
	case kString:
		return text(r)
	case kNil:
		return "nil"
	case kBool:
		return fmt.Sprint(r == m.trueRef)
	case kList:
		var parts []string
		for i := range uintptr(mem.Load32(uintptr(r) + offLength)) {
			parts = append(parts, m.show(field(field(r, offElements), offRefs+4*i)))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	default:
		return kindNames[k]
	}
}

// equal compares numbers and strings by value, all else by identity.
func (m *Machine) equal(a, b gc.Ref) bool {
	if a == b && m.kindOf(a) != kNumber {
		return true
	}
	switch k := m.kindOf(a); {
	case k != m.kindOf(b):
		return false
	case k == kNumber:
		return loadFloat(uintptr(a)+offNumber) == loadFloat(uintptr(b)+offNumber)
	case k == kString:
		return text(a) == text(b)
	}
	return false
}

func doPrint(t *Thread) (gc.Ref, error) {
	s := t.m.show(t.roots[0]) + "\n"
	t.sched.Blocked(func() {
		t.m.mu.Lock()
		defer t.m.mu.Unlock()
		fmt.Fprint(t.m.config.Out, s)
	})
	return t.m.nilRef, nil
}

func doLen(t *Thread) (gc.Ref, error) {
	if k := t.m.kindOf(t.roots[0]); k != kList && k != kString {
		return 0, t.raise("%s has no length", kindNames[k])
	}
	return t.newNumber(float64(mem.Load32(uintptr(t.roots[0]) + offLength)))
}

// doPush appends to a list, whose elements grow by half when there is no room.
func doPush(t *Thread) (gc.Ref, error) {
	if err := t.want(0, kList); err != nil {
		return 0, err
	}
	n := mem.Load32(uintptr(t.roots[0]) + offLength)
	if room := mem.Load32(uintptr(field(t.roots[0], offElements)) + offLength); n == room {
		bigger, err := t.newElements(max(4, n+n/2))
		if err != nil {
			return 0, err
		}
		old := field(t.roots[0], offElements)
		for i := range uintptr(n) {
			t.m.setField(bigger, offRefs+4*i, field(old, offRefs+4*i))
		}
		t.m.setField(t.roots[0], offElements, bigger)
	}
	t.m.setField(field(t.roots[0], offElements), offRefs+4*uintptr(n), t.roots[1])
	mem.Store32(uintptr(t.roots[0])+offLength, n+1)
	return t.roots[0], nil
}

func doPop(t *Thread) (gc.Ref, error) {
	if err := t.want(0, kList); err != nil {
		return 0, err
	}
	n := mem.Load32(uintptr(t.roots[0]) + offLength)
	if n == 0 {
		return 0, t.raise("pop of an empty list")
	}
	mem.Store32(uintptr(t.roots[0])+offLength, n-1)
	return field(field(t.roots[0], offElements), offRefs+4*uintptr(n-1)), nil
}

func doMath(t *Thread, f func(float64) float64) (gc.Ref, error) {
	if err := t.want(0, kNumber); err != nil {
		return 0, err
	}
	return t.newNumber(f(loadFloat(uintptr(t.roots[0]) + offNumber)))
}

// doChr makes a string of one byte.
func doChr(t *Thread) (gc.Ref, error) {
	if err := t.want(0, kNumber); err != nil {
		return 0, err
	}
	return t.newString(string([]byte{byte(loadFloat(uintptr(t.roots[0]) + offNumber))}))
}

// doOrd gives a byte of a string.
func doOrd(t *Thread) (gc.Ref, error) {
	if err := t.want(0, kString); err != nil {
		return 0, err
	}
	if err := t.want(1, kNumber); err != nil {
		return 0, err
	}
	s, i := text(t.roots[0]), int(loadFloat(uintptr(t.roots[1])+offNumber))
	if uint(i) >= uint(len(s)) {
		return 0, t.raise("index %d out of range for length %d", i, len(s))
	}
	return t.newNumber(float64(s[i]))
}

// doSpawn starts a thread that calls a closure.
func doSpawn(t *Thread) (gc.Ref, error) {
	if err := t.want(0, kClosure); err != nil {
		return 0, err
	}
	if n := mem.Load32(uintptr(t.roots[0]) + offArity); n != 0 {
		return 0, t.raise("a thread's function takes no arguments, not %d", n)
	}
	n, err := t.m.newThread()
	if err != nil {
		return 0, t.raise("%v", err)
	}
	handle, err := t.alloc(kThread, sizeThread)
	if err != nil {
		return 0, err
	}
	mem.Store32(uintptr(handle)+offThreadID, n.id)
	n.result = t.roots[0] // a root of the new thread until it begins
	t.m.mu.Lock()
	t.m.spawned[n.id] = n
	t.m.mu.Unlock()
	n.sched.Start(func() {
		r, err := n.call(n.result)
		if n.failed = err != nil; n.failed {
			r = n.exception
		}
		n.result = r
		t.m.heap.Release(n.mutator)
		close(n.done)
	})
	return handle, nil
}

// doJoin waits for a thread and gives its result, or raises its exception. A thread is
// joined once.
func doJoin(t *Thread) (gc.Ref, error) {
	if err := t.want(0, kThread); err != nil {
		return 0, err
	}
	id := mem.Load32(uintptr(t.roots[0]) + offThreadID)
	t.m.mu.Lock()
	n := t.m.spawned[id]
	delete(t.m.spawned, id)
	t.m.mu.Unlock()
	if n == nil {
		return 0, t.raise("the thread has been joined")
	}
	t.sched.Blocked(func() { <-n.done })
	t.m.mu.Lock()
	delete(t.m.running, n) // until now the result was a root
	t.m.mu.Unlock()
	if n.failed {
		t.exception = n.result
		return 0, errRaised
	}
	return n.result, nil
}

func doCollect(t *Thread) (gc.Ref, error) {
	t.m.heap.Collect(t.mutator, "collect")
	return t.m.nilRef, nil
}
