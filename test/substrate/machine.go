package substrate

import (
	"fmt"
	"io"
	"sync"

	"gojvm/codegen"
	"gojvm/codegen/codecache"
	"gojvm/codegen/ssa"
	"gojvm/gc"
	"gojvm/mem"
	"gojvm/sched"
)

// Config describes a machine.
type Config struct {
	Out        io.Writer
	MaxHeap    uint64
	GCInterval int // collect at every n-th allocation, if not 0
	Level      codegen.Level
	Few        int // registers for the allocator, if not 0
}

// Machine runs programs: one heap, one code cache, any number of threads.
type Machine struct {
	gc.NoWeak
	config  Config
	target  *codegen.Target
	options codegen.Options

	arena    *mem.Arena
	heap     *gc.Heap
	threads  *sched.Threads
	cache    *codecache.Cache
	builtins []builtinFn
	stub     *codecache.Entry // how the host calls a closure without parameters
	desc     [numKinds]uint32

	nilRef, trueRef, falseRef gc.Ref
	noMemory                  gc.Ref // the exception of that name

	mu        sync.Mutex
	functions []*compiled
	literals  map[string]gc.Ref
	pinned    []gc.Ref // what code refers to by address; these do not move
	running   map[*Thread]bool
	spawned   map[uint32]*Thread
	codes     []*codegen.Code
	nextID    uint32
	compiling *Thread // allocates literals
}

// compiled is a compiled function.
type compiled struct {
	fn    *function
	entry uintptr
}

// New makes a machine.
func New(c Config) (*Machine, error) {
	if c.MaxHeap == 0 {
		c.MaxHeap = 64 << 20
	}
	m := &Machine{
		config:   c,
		target:   hostTarget(),
		options:  codegen.Options{Level: c.Level, Few: c.Few, Check: true, StackCheck: true},
		builtins: builtinTable(),
		arena:    mem.NewArena(0),
		literals: map[string]gc.Ref{},
		running:  map[*Thread]bool{},
		spawned:  map[uint32]*Thread{},
	}
	if m.target == nil {
		return nil, fmt.Errorf("no code generator for this machine")
	}
	var err error
	if m.threads, err = sched.NewThreads(sched.Config{}); err != nil {
		return nil, err
	}
	m.heap, err = gc.New(gc.Config{MaxHeap: c.MaxHeap, StressInterval: c.GCInterval, Binding: m, World: m.threads})
	if err != nil {
		return nil, err
	}
	if m.cache, err = codecache.New(8 << 20); err != nil {
		return nil, err
	}
	if err := watch(m.cache.Bounds(), m.threads.Stacks().Bounds()); err != nil {
		return nil, err
	}
	if err := m.makeDescriptors(); err != nil {
		return nil, err
	}
	stub, err := codegen.Compile(codegen.EntryStub(m.target.Ops, m.target.PtrSize, []ssa.Type{ssa.Ref}, ssa.Ref), m.target, m.options)
	if err != nil {
		return nil, err
	}
	entries, err := m.cache.Install([]*codegen.Code{stub}, nil)
	if err != nil {
		return nil, err
	}
	m.stub = entries[0]
	return m, nil
}

// Close gives everything back, once all threads have ended: one that has been joined may still
// be on its way out. No program may be running.
func (m *Machine) Close() error {
	m.threads.AwaitNonDaemons(nil)
	unwatch(m.cache.Bounds())
	m.heap.Close()
	m.arena.Release()
	if err := m.threads.Close(); err != nil {
		return err
	}
	return m.cache.Close()
}

// Run compiles and runs a program. The error is an *Error for a bad program and an
// *Uncaught for an exception.
func (m *Machine) Run(file, text string) error {
	main, err := parse(file, text, m.builtins)
	if err != nil {
		return err
	}
	t, err := m.newThread()
	if err != nil {
		return err
	}
	t.sched.Attach()
	defer m.endThread(t)
	if m.nilRef == 0 {
		m.nilRef, m.trueRef, m.falseRef = m.pin(t, kNil), m.pin(t, kBool), m.pin(t, kBool)
	}
	m.compiling = t
	m.noMemory = m.literal("out of memory")
	index, err := m.function(main)
	if err == nil {
		err = m.install()
	}
	m.compiling = nil
	if err != nil {
		return err
	}
	closure, err := t.newClosure(index)
	if err != nil {
		return err
	}
	_, err = t.call(closure)
	return err
}

// symbol names the code of f.
func (f *function) symbol() string { return fmt.Sprintf("%s@%d/%p", f.name, f.line, f) }

// function compiles f and returns its index.
func (m *Machine) function(f *function) (int, error) {
	index := len(m.functions)
	m.functions = append(m.functions, &compiled{fn: f})
	code, err := m.compile(f)
	if err != nil {
		return 0, err
	}
	m.codes = append(m.codes, code)
	return index, nil
}

// install puts what was compiled into the cache.
func (m *Machine) install() error {
	entries, err := m.cache.Install(m.codes, nil)
	m.codes = nil
	if err != nil {
		return err
	}
	byName := map[string]uintptr{}
	for _, e := range entries {
		byName[e.Code.Name] = e.Addr
	}
	for _, f := range m.functions {
		if addr, ok := byName[f.fn.symbol()]; ok {
			f.entry = addr
		}
	}
	return nil
}

// pin makes an object that never moves and is never collected.
func (m *Machine) pin(t *Thread, k kind) gc.Ref {
	r := m.heap.AllocPinned(t.mutator, 16)
	mem.Store32(uintptr(r), m.desc[k])
	m.pinned = append(m.pinned, r)
	return r
}

// literal returns the string object of a literal.
func (m *Machine) literal(s string) gc.Ref {
	if r, ok := m.literals[s]; ok {
		return r
	}
	r := m.heap.AllocPinned(m.compiling.mutator, uint32(offBytes+len(s)))
	if r == 0 {
		panic("BUG: no memory for literals")
	}
	m.fillString(r, s)
	m.literals[s] = r
	m.pinned = append(m.pinned, r)
	return r
}

func (m *Machine) fillString(r gc.Ref, s string) {
	mem.Store32(uintptr(r), m.desc[kString])
	mem.Store32(uintptr(r)+offLength, uint32(len(s)))
	copy(mem.Bytes(uintptr(r)+offBytes, uintptr(len(s))), s)
}

// RootUnits implements gc.Binding: a unit per thread, and the pinned objects.
func (m *Machine) RootUnits(full bool) []func(*gc.Tracer) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var units []func(*gc.Tracer)
	for t := range m.running {
		units = append(units, func(tr *gc.Tracer) { t.visitRoots(tr.Visit) })
	}
	return append(units, func(tr *gc.Tracer) {
		for i := range m.pinned {
			tr.Visit(&m.pinned[i])
		}
	})
}
