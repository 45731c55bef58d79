//go:build linux && (amd64 || 386)

package host

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"reflect"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
	"unsafe"

	"gojvm/mem"
)

// Sampling. Each thread of the process has a timer of its own that runs on the thread's
// processor time and sends it SIGPROF. Where the program then stands is recorded by the
// handler (sample_handler.go), whatever it executes: compiled code, the host's own loops, Go.
// Nothing is walked there but Go's frame pointers; the upper part of the stack of compiled
// code is copied, and whoever reads the sample walks the copy.
//
// Signals that are not of these timers go to Go's handler, so that Go's own profiler works too.
// The kernel rounds timers up to its tick, commonly 1 to 4 ms, and tells how many expiries
// one signal stands for: that is the weight of a sample.

// SampleConfig says what is to be recorded.
type SampleConfig struct {
	Interval time.Duration // of processor time
	// Frame is the offset in the context of the word with the address of the innermost frame;
	// bit 0 is ignored. From there on the stack is copied where Go code is interrupted.
	Frame uintptr
	// Context is the size of the context, of which a copy is made. The stack ends at the context.
	Context uintptr
	// Loops are Go functions, by an address in each, that keep the address of the innermost frame
	// in a register and not in the context: if one is interrupted, the stack is copied from the
	// lowest address in a register that may be a frame.
	Loops []uintptr
	// Ends are Go functions that call code on other stacks: walks end behind them.
	Ends []uintptr
}

// maxContext bounds SampleConfig.Context.
const maxContext = 1024

// Sample is one interruption. What it refers to is valid until the function that is shown it
// returns.
type Sample struct {
	Weight  int       // expiries of the timer
	Context uintptr   // bound to the interrupted goroutine; 0: none
	Copy    []byte    // of the context
	PC, SP  uintptr   // SP is in the stack of compiled code if OnStack
	OnStack bool      // the stack of compiled code was in use
	Loop    bool      // in one of the loops
	Words   []uintptr // registers and what lies on top of Go's stack, if in a loop
	// Go has the return addresses in Go functions, innermost first, behind PC. Without frame
	// pointers, on 386, there are none.
	Go []uintptr
	// Stack has the bytes from StackAddr on of the stack of compiled code.
	Stack     []byte
	StackAddr uintptr
}

const (
	slotSize  = 64 << 10
	slots     = 64
	tableSize = 1 << 17 // pairs of words: goroutine and context
)

// pcRange is a Go function.
type pcRange struct{ from, to uintptr }

// sampler is what the handler reads. There is one, for signals belong to the process.
type sampler struct {
	on      uint32
	frame   uintptr
	context uintptr
	loops   [2]pcRange
	ends    [4]pcRange
	preempt uintptr // the function of which Go's preemption plants a call
	records uintptr
	table   uintptr
	lost    uint32 // expiries without a free record
}

var (
	sampling      sampler
	sampleChain   uintptr    // Go's handler
	sampleMu      sync.Mutex // one Sampling at a time
	sampleInstall sync.Once
	sampleErr     error
)

// sampleToken marks the signals of our timers.
const sampleToken = 0x676a766d

// Sampling is sampling under way.
type Sampling struct {
	config  SampleConfig
	records mem.Region
	table   mem.Region

	mu     sync.Mutex
	timers map[int]int32 // by thread id
	used   int
}

// ErrSampling tells that the process is being sampled already.
var ErrSampling = errors.New("the process is being profiled already")

// StartSampling begins to sample the process. Nobody else does until Stop.
func StartSampling(c SampleConfig) (*Sampling, error) {
	if c.Context > maxContext || len(c.Loops) > len(sampling.loops) || len(c.Ends) > len(sampling.ends) {
		panic("BUG: sampling asked for more than there is room for")
	}
	if !sampleMu.TryLock() {
		return nil, ErrSampling
	}
	s, err := startSampling(c)
	if err != nil {
		sampleMu.Unlock()
	}
	return s, err
}

func startSampling(c SampleConfig) (*Sampling, error) {
	sampleInstall.Do(installSample)
	if sampleErr != nil {
		return nil, fmt.Errorf("SIGPROF: %w", sampleErr)
	}
	s := &Sampling{config: c, timers: map[int]int32{}}
	var err error
	if s.records, err = mem.Reserve(slots * slotSize); err != nil {
		return nil, err
	}
	if s.table, err = mem.Reserve(2 * tableSize * unsafe.Sizeof(uintptr(0))); err != nil {
		s.records.Release()
		return nil, err
	}
	p := &sampling
	p.frame, p.context, p.records, p.table, p.lost = c.Frame, c.Context, s.records.Base, s.table.Base, 0
	for i, pc := range c.Loops {
		p.loops[i] = function(pc)
	}
	for i, pc := range c.Ends {
		p.ends[i] = function(pc)
	}
	p.preempt = preemptFunction()
	atomic.StoreUint32(&p.on, 1)
	if err := s.Refresh(); err != nil {
		s.Stop()
		return nil, err
	}
	return s, nil
}

func installSample() {
	var sa sigaction
	if sampleErr = rtSigaction(syscall.SIGPROF, nil, &sa); sampleErr != nil {
		return
	}
	sampleChain = sa.handler
	sa.handler = onSampleAddr() // flags, mask and restorer stay those of Go
	sampleErr = rtSigaction(syscall.SIGPROF, &sa, nil)
}

// function returns the extent of the Go function with an instruction at pc.
func function(pc uintptr) pcRange {
	entry := func(pc uintptr) uintptr {
		if f := runtime.FuncForPC(pc); f != nil {
			return f.Entry()
		}
		return 0
	}
	from := entry(pc)
	inside, outside := pc, pc+1
	for entry(outside) == from {
		inside, outside = outside, outside+(outside-from)+1
	}
	for outside-inside > 1 {
		if mid := inside + (outside-inside)/2; entry(mid) == from {
			inside = mid
		} else {
			outside = mid
		}
	}
	return pcRange{from, outside}
}

// preemptFunction returns the entry of runtime.asyncPreempt. Go's handler of SIGURG makes the
// interrupted code call it, and where both signals were pending it is what SIGPROF interrupts. It
// has no name for other packages, so the functions of the runtime are gone through.
func preemptFunction() uintptr {
	for pc := reflect.ValueOf(runtime.Gosched).Pointer(); ; {
		f := runtime.FuncForPC(pc)
		if f == nil {
			return 0 // the samples concerned belong to asyncPreempt then
		}
		if f.Name() == "runtime.asyncPreempt" {
			return f.Entry()
		}
		pc = function(pc).to
	}
}

// Refresh gives timers to threads that have none yet. It is to be called every few
// milliseconds: Go starts threads when it likes.
func (s *Sampling) Refresh() error {
	dir, err := os.ReadDir("/proc/self/task")
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	alive := map[int]bool{}
	for _, d := range dir {
		tid, err := strconv.Atoi(d.Name())
		if err != nil {
			continue
		}
		alive[tid] = true
		if _, ok := s.timers[tid]; !ok {
			if err := s.startTimer(tid); err != nil && err != syscall.EINVAL { // EINVAL: it has ended
				return fmt.Errorf("timer of thread %d: %w", tid, err)
			}
		}
	}
	for tid, id := range s.timers {
		if !alive[tid] {
			deleteTimer(id)
			delete(s.timers, tid)
		}
	}
	return nil
}

// sigevent is the kernel's struct of that name.
type sigevent struct {
	value          uintptr
	signal, notify int32
	tid            int32
	_              [44]byte
}

// timespec is the kernel's struct of that name, of the machine's word size.
type timespec struct{ sec, nsec uintptr }

func spec(d time.Duration) timespec {
	return timespec{uintptr(d / time.Second), uintptr(d % time.Second)}
}

func (s *Sampling) startTimer(tid int) error {
	const threadID = 4                           // SIGEV_THREAD_ID
	clock := uintptr(uint32(^int32(tid)<<3 | 6)) // CPUCLOCK_SCHED of a thread
	ev := sigevent{value: sampleToken, signal: int32(syscall.SIGPROF), notify: threadID, tid: int32(tid)}
	var id int32
	if _, _, e := syscall.RawSyscall(syscall.SYS_TIMER_CREATE, clock, uintptr(unsafe.Pointer(&ev)), uintptr(unsafe.Pointer(&id))); e != 0 {
		return e
	}
	// Threads do not expire together.
	when := [2]timespec{spec(s.config.Interval), spec(1 + time.Duration(rand.Int64N(int64(s.config.Interval))))}
	if _, _, e := syscall.RawSyscall6(syscall.SYS_TIMER_SETTIME, uintptr(id), 0, uintptr(unsafe.Pointer(&when)), 0, 0, 0); e != 0 {
		deleteTimer(id)
		return e
	}
	s.timers[tid] = id
	return nil
}

func deleteTimer(id int32) { syscall.RawSyscall(syscall.SYS_TIMER_DELETE, uintptr(id), 0, 0) }

// Bind says that the calling goroutine runs compiled code with the context at ctx, until
// Unbind.
func (s *Sampling) Bind(ctx uintptr) { s.bind(currentG(), ctx) }

// Unbind ends what Bind began, on the same goroutine.
func (s *Sampling) Unbind() { s.bind(currentG(), 0) }

// bind sets the context of goroutine g. The handler reads the table without a lock: entries are
// never moved, and one of a goroutine that is not bound has context 0. Go uses its
// descriptors of goroutines again, so there are as many entries as there were at once.
func (s *Sampling) bind(g, ctx uintptr) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := hashG(g); ; i = (i + 1) % tableSize {
		e := s.table.Base + i*2*wordSize
		switch loadWord(e) {
		case g:
			storeWord(e+wordSize, ctx)
			return
		case 0:
			if ctx == 0 || s.used >= tableSize*3/4 {
				return // of further goroutines no contexts are known
			}
			s.used++
			storeWord(e+wordSize, ctx)
			storeWord(e, g)
			return
		}
	}
}

// Lost returns the number of expiries that were not recorded, for Read was late.
func (s *Sampling) Lost() int { return int(atomic.LoadUint32(&sampling.lost)) }

// Read shows the samples that were taken since the last call to see.
func (s *Sampling) Read(see func(*Sample)) {
	for i := range uintptr(slots) {
		r := recordAt(s.records.Base + i*slotSize)
		if atomic.LoadUint32(&r.state) != recordFull {
			continue
		}
		x := Sample{
			Weight: int(r.weight), Context: r.ctx, PC: r.pc, SP: r.sp, OnStack: r.onStack != 0, Loop: r.loop != 0,
			Go: r.goPC[:r.goPCs], StackAddr: r.stackAddr,
		}
		if x.Context != 0 {
			x.Copy = r.context[:s.config.Context]
			x.Stack = mem.Bytes(uintptr(unsafe.Pointer(r))+recordSize, r.stackSize)
		}
		if x.Loop {
			x.Words = r.words[:r.nWords]
		}
		see(&x)
		atomic.StoreUint32(&r.state, recordFree)
	}
}

// Stop ends the sampling. What has not been read is lost.
func (s *Sampling) Stop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, id := range s.timers {
		deleteTimer(id)
	}
	atomic.StoreUint32(&sampling.on, 0)
	// A handler may be under way: it is given the time to end before its memory goes.
	time.Sleep(20 * time.Millisecond)
	s.records.Release()
	s.table.Release()
	sampleMu.Unlock()
}

// SampleRegisters is how many of Sample.Words are registers: the first ones.
const SampleRegisters = ucRegs
