package vm

import "sync/atomic"

// Of a method the interpreter counts the exceptions that its handlers have caught, and those that
// have left it while it held its lock: the compiled tiers translate the handlers that are in use.
// Counting is racy where counters are made; some may be lost.

// NoteCaught counts an exception that the handler at bytecode index handler has caught.
func (m *Method) NoteCaught(handler int) { m.note(m.handlerIndex(handler)) }

// NoteUnlocked counts an exception that had the lock of the method, which is synchronized, given back.
func (m *Method) NoteUnlocked() { m.note(m.Body.Handlers.Len()) }

// Caught returns how many exceptions the handler at that bytecode index has caught.
func (m *Method) Caught(handler int) uint32 { return m.noted(m.handlerIndex(handler)) }

// Unlocked returns what NoteUnlocked has counted.
func (m *Method) Unlocked() uint32 { return m.noted(m.Body.Handlers.Len()) }

// handlerIndex returns the first entry of the exception table for a handler.
func (m *Method) handlerIndex(handler int) int {
	for i := range m.Body.Handlers.Len() {
		if m.Body.Handlers.At(i).Handler == handler {
			return i
		}
	}
	return -1
}

func (m *Method) note(i int) {
	p := m.caught.Load()
	if p == nil {
		list := make([]atomic.Uint32, m.Body.Handlers.Len()+1)
		p = &list
		m.caught.Store(p)
	}
	if uint(i) < uint(len(*p)) {
		(*p)[i].Add(1)
	}
}

func (m *Method) noted(i int) uint32 {
	p := m.caught.Load()
	if p == nil || uint(i) >= uint(len(*p)) {
		return 0
	}
	return (*p)[i].Load()
}
