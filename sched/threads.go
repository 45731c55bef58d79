package sched

import (
	"errors"
	"iter"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

// ErrTooManyThreads says that no thread can be created: all ids are in use or
// the address space reserved for stacks is.
var ErrTooManyThreads = errors.New("unable to create native thread")

// Config sets up the threads of one virtual machine. The zero value serves.
type Config struct {
	// StackSize is the size of a stack when the thread does not ask for
	// another; 0 means DefaultStackSize.
	StackSize uintptr
	// StackReserve is how much address space is reserved for all stacks; 0
	// means as much as suits the machine. Less is taken where the system
	// refuses so much.
	StackReserve uintptr
	// OnStatus, where given, is told of each change of a thread's status, in
	// managed mode: on that thread before it blocks and after it goes on, and on
	// the thread that notifies it, when it goes from waiting to blocked. It must
	// neither block nor collect.
	OnStatus func(t *Thread, s Status)
	// OnLateStop, where given, is told of the threads that keep others waiting
	// for seconds since they are managed and do not poll: a deadlock, most
	// likely. It must not touch the heap.
	OnLateStop func(late []*Thread)
}

// Threads manages the threads of one virtual machine: the registry, the
// safepoints, the monitors and the stacks.
type Threads struct {
	monitors Monitors
	stacks   *Stacks
	table    threadTable

	onStatus   func(*Thread, Status)
	onLateStop func([]*Thread)

	world world // safepoint.go

	epoch  time.Time
	timing atomic.Bool // clock.go

	multi bool // more than one goroutine can run at a time

	endMu  sync.Mutex    // held during End
	ending atomic.Bool   // end.go
	done   chan struct{} // closed by End

	// mu guards the registry. Its holder does not block, so that managed
	// threads may take it.
	mu        sync.Mutex
	ids       idPool
	live      int
	daemons   int
	peak      int
	started   int64
	lessUsers *sync.Cond // a thread ended
}

// NewThreads returns a manager without threads.
func NewThreads(cfg Config) (*Threads, error) {
	stacks, err := NewStacks(cfg.StackSize, cfg.StackReserve)
	if err != nil {
		return nil, err
	}
	m := &Threads{stacks: stacks, onStatus: cfg.OnStatus, onLateStop: cfg.OnLateStop, epoch: time.Now(), multi: runtime.GOMAXPROCS(0) > 1, done: make(chan struct{})}
	m.lessUsers = sync.NewCond(&m.mu)
	m.world.init()
	return m, nil
}

// Close gives back the stacks' address space. No thread may be left.
func (m *Threads) Close() error {
	m.mu.Lock()
	live := m.live
	m.mu.Unlock()
	if live != 0 {
		return errors.New("sched: Close with live threads")
	}
	return m.stacks.Close()
}

// Monitors returns the monitors of the objects.
func (m *Threads) Monitors() *Monitors { return &m.monitors }

// Stacks returns the stacks' allocator.
func (m *Threads) Stacks() *Stacks { return m.stacks }

// Options describe a thread to be created.
type Options struct {
	// Client is kept in Thread.Client.
	Client any
	// Prepare, where given, is called with the thread's id and stack in place
	// and before anybody else can see the thread.
	Prepare func(*Thread)
	// Daemon threads do not keep the machine from shutting down.
	Daemon bool
	// NoStack creates a thread without a stack (one that never runs the
	// machine's code).
	NoStack bool
	// StackSize asks for a stack of another size than the usual one.
	StackSize uintptr
}

// NewThread creates a thread in blocked mode and registers it. It runs when
// Start or Attach says so; Discard undoes NewThread.
func (m *Threads) NewThread(o Options) (*Thread, error) {
	t := &Thread{threads: m, Client: o.Client, daemon: o.Daemon, wake: make(chan struct{}, 1)}
	t.poll = &t.ownPoll
	t.clock.start = m.now()
	t.clock.since.Store(t.clock.start)
	if !o.NoStack {
		s, err := m.stacks.Alloc(o.StackSize)
		if err != nil {
			return nil, err
		}
		t.stack = s
	}
	m.mu.Lock()
	id, ok := m.ids.take()
	if ok {
		m.table.chunk(id)
	}
	m.mu.Unlock()
	if !ok {
		m.stacks.Free(t.stack)
		return nil, ErrTooManyThreads
	}
	t.id = id
	t.thin = id<<OwnerShift | TagThin
	if o.Prepare != nil {
		o.Prepare(t)
	}
	m.mu.Lock()
	if m.world.stopping {
		t.state.Store(stopRequested)
	}
	m.table.set(id, t)
	m.live++
	m.started++
	t.seed = uint64(m.started) * 0x9e3779b97f4a7c15
	m.peak = max(m.peak, m.live)
	if o.Daemon {
		m.daemons++
	}
	m.mu.Unlock()
	return t, nil
}

// Attach creates a thread and binds it to the calling goroutine, in managed
// mode. Detach ends it.
func (m *Threads) Attach(o Options) (*Thread, error) {
	t, err := m.NewThread(o)
	if err != nil {
		return nil, err
	}
	t.Attach()
	return t, nil
}

// remove takes a thread out of the registry and gives back what it has. It is
// managed, so that the world is not stopped, or it never ran.
func (m *Threads) remove(t *Thread) {
	m.mu.Lock()
	m.table.set(t.id, nil)
	for {
		s := t.state.Load()
		if t.state.CompareAndSwap(s, dead) {
			if s == managed|stopRequested {
				m.world.arrived()
			}
			break
		}
	}
	// From here on nobody writes the poll word, which may lie in the stack.
	t.poll = &t.ownPoll
	m.mu.Unlock()

	m.stacks.Free(t.stack)

	// Only now does the thread not count any more: then Close may unmap the
	// stacks.
	m.mu.Lock()
	m.live--
	if t.daemon {
		m.daemons--
	}
	m.lessUsers.Broadcast()
	m.ids.give(t.id)
	m.mu.Unlock()
}

// Lookup returns the live thread of that id, or nil. It takes no lock.
func (m *Threads) Lookup(id uint32) *Thread { return m.table.get(id) }

// All iterates over the live threads in the order of their ids, without a
// lock: threads that come or go meanwhile may or may not be seen. While the
// world is stopped no thread that touched the heap comes or goes.
func (m *Threads) All() iter.Seq[*Thread] { return m.table.all }

// Counts are the numbers of threads of one moment.
type Counts struct {
	Live    int   // registered now
	Daemon  int   // of these, daemons
	Peak    int   // highest Live since the start or ResetPeak
	Started int64 // created since the start
}

// Counts returns the numbers of threads.
func (m *Threads) Counts() Counts {
	m.mu.Lock()
	defer m.mu.Unlock()
	return Counts{m.live, m.daemons, m.peak, m.started}
}

// ResetPeak sets the peak to the number of live threads.
func (m *Threads) ResetPeak() {
	m.mu.Lock()
	m.peak = m.live
	m.mu.Unlock()
}

// AwaitNonDaemons waits until no thread but daemons and t, which may be nil, is
// left. It counts as blocked.
func (m *Threads) AwaitNonDaemons(t *Thread) {
	own := 0
	if t != nil {
		if !t.daemon {
			own = 1
		}
		if t.Managed() {
			t.EnterBlocked()
			defer t.LeaveBlocked()
		}
	}
	m.mu.Lock()
	for m.live-m.daemons > own && !m.Ending() {
		m.lessUsers.Wait()
	}
	m.mu.Unlock()
}

const tableChunk = 512

// threadTable maps ids to threads. Readers take no lock; writers hold
// Threads.mu.
type threadTable struct {
	chunks [(MaxThreads + tableChunk) / tableChunk]atomic.Pointer[[tableChunk]atomic.Pointer[Thread]]
}

func (b *threadTable) get(id uint32) *Thread {
	if id > MaxThreads {
		return nil
	}
	c := b.chunks[id/tableChunk].Load()
	if c == nil {
		return nil
	}
	return c[id%tableChunk].Load()
}

// chunk returns the part of the table that has a place for id.
func (b *threadTable) chunk(id uint32) *[tableChunk]atomic.Pointer[Thread] {
	c := b.chunks[id/tableChunk].Load()
	if c == nil {
		c = new([tableChunk]atomic.Pointer[Thread])
		b.chunks[id/tableChunk].Store(c)
	}
	return c
}

func (b *threadTable) set(id uint32, t *Thread) { b.chunk(id)[id%tableChunk].Store(t) }

// all calls yield for each thread. Chunks are made in ascending order, as ids
// are handed out, so that the first missing one is the end.
func (b *threadTable) all(yield func(*Thread) bool) {
	for i := range b.chunks {
		c := b.chunks[i].Load()
		if c == nil {
			return
		}
		for j := range c {
			if t := c[j].Load(); t != nil && !yield(t) {
				return
			}
		}
	}
}

// idQuarantine is how many ids must have been given back before the first of
// them is used again, so that a stale id in a dump or a log does not name
// another thread at once.
const idQuarantine = 1024

// idPool hands out the ids 1 to MaxThreads.
type idPool struct {
	next uint32 // the last fresh id
	free []uint32
	head int // first used entry of free
}

func (p *idPool) take() (uint32, bool) {
	n := len(p.free) - p.head
	if n <= idQuarantine && p.next < MaxThreads {
		p.next++
		return p.next, true
	}
	if n == 0 {
		return 0, false
	}
	id := p.free[p.head]
	p.head++
	if p.head > len(p.free)/2 && p.head > idQuarantine {
		p.free = p.free[:copy(p.free, p.free[p.head:])]
		p.head = 0
	}
	return id, true
}

func (p *idPool) give(id uint32) { p.free = append(p.free, id) }
