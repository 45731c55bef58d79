//go:build linux && (amd64 || 386)

package host

import (
	"sync/atomic"
	"unsafe"
)

// What runs in the handler of SIGPROF: on the signal stack, with the interrupted goroutine as
// the current one. Functions must not have their stack checked, so they are all nosplit, and
// call nothing else; they read only memory that is certainly there.

const wordSize = unsafe.Sizeof(uintptr(0))

// The states of a record.
const (
	recordFree = iota
	recordBusy
	recordFull
)

const (
	maxGo    = 62
	topWords = 40 // words of Go's stack that are looked at
)

// record is a sample as the handler writes it; the copy of the stack follows.
type record struct {
	state, weight uint32
	onStack, loop uint32
	ctx           uintptr
	pc, sp        uintptr
	goPCs, nWords uintptr
	goPC          [maxGo]uintptr
	words         [ucRegs + topWords]uintptr
	stackAddr     uintptr
	stackSize     uintptr
	context       [maxContext]byte
}

const recordSize = (unsafe.Sizeof(record{}) + 15) &^ 15

func recordAt(addr uintptr) *record { return (*record)(pointer(addr)) }

//go:nosplit
func pointer(addr uintptr) unsafe.Pointer { return unsafe.Add(unsafe.Pointer(nil), addr) }

//go:nosplit
func loadWord(addr uintptr) uintptr { return *(*uintptr)(pointer(addr)) }

//go:nosplit
func storeWord(addr, v uintptr) { atomic.StoreUintptr((*uintptr)(pointer(addr)), v) }

//go:nosplit
func load32(addr uintptr) uint32 { return *(*uint32)(pointer(addr)) }

// hashG returns where the entry of goroutine g may begin.
//
//go:nosplit
func hashG(g uintptr) uintptr { return (g >> 6) * 0x9e3779b1 % tableSize }

// onSampleAddr returns the address of the signal handler, currentG the goroutine's descriptor.
func onSampleAddr() uintptr
func currentG() uintptr

// sample is called by the handler with the siginfo, the ucontext and the goroutine's
// descriptor. It returns 0 if the signal is not of our timers.
//
//go:nosplit
//go:norace
func sample(info, uc, g uintptr) uint32 {
	const timer = 0xfffffffe // SI_TIMER
	p := &sampling
	if load32(info+8) != timer || loadWord(info+infoValue) != sampleToken || atomic.LoadUint32(&p.on) == 0 {
		return 0
	}
	weight := 1 + load32(info+infoOverrun)
	r := takeRecord(p)
	if r == nil {
		atomic.AddUint32(&p.lost, weight)
		return 1
	}
	r.weight = weight
	r.pc, r.sp = loadWord(uc+ucPC), loadWord(uc+ucSP)
	if r.pc == p.preempt && r.pc != 0 {
		r.pc, r.sp = loadWord(r.sp), r.sp+wordSize
	}
	r.onStack, r.loop, r.goPCs, r.nWords, r.stackSize = 0, 0, 0, 0, 0
	r.ctx = contextOf(p, g)
	if r.ctx != 0 && r.sp < r.ctx && r.sp >= lowest(r.ctx) {
		r.onStack = 1
		copyStack(p, r, r.sp)
	} else {
		walkGo(p, r, uc, g)
		if r.ctx != 0 {
			copyStack(p, r, innermost(p, r, uc, g))
		}
	}
	atomic.StoreUint32(&r.state, recordFull)
	return 1
}

// takeRecord returns a free record, now busy, nil if there is none.
//
//go:nosplit
//go:norace
func takeRecord(p *sampler) *record {
	for i := uintptr(0); i < slots; i++ {
		r := (*record)(pointer(p.records + i*slotSize))
		if atomic.CompareAndSwapUint32(&r.state, recordFree, recordBusy) {
			return r
		}
	}
	return nil
}

// contextOf returns the context that g is bound to, 0 if it is not.
//
//go:nosplit
//go:norace
func contextOf(p *sampler, g uintptr) uintptr {
	if g == 0 {
		return 0
	}
	for i := hashG(g); ; i = (i + 1) % tableSize {
		e := p.table + i*2*wordSize
		switch loadWord(e) {
		case g:
			return loadWord(e + wordSize)
		case 0:
			return 0
		}
	}
}

// lowest returns the lowest address that the stack of the context can have in use: somewhat
// below its limit, where compiled code checks it.
//
//go:nosplit
//go:norace
func lowest(ctx uintptr) uintptr { return loadWord(ctx+ctxStackLimit) - belowLimit }

const (
	ctxStackLimit = 48 // codegen.CtxStackLimit
	belowLimit    = 8 << 10
)

// walkGo records return addresses by Go's frame pointers. A frame pointer may be anything where
// a function uses the register otherwise: it is followed only within the goroutine's stack.
//
//go:nosplit
//go:norace
func walkGo(p *sampler, r *record, uc, g uintptr) {
	for i := range p.loops {
		if r.pc-p.loops[i].from < p.loops[i].to-p.loops[i].from {
			r.loop = 1
			return
		}
	}
	if wordSize == 4 || g == 0 {
		return
	}
	lo, hi := loadWord(g), loadWord(g+wordSize) // g.stack
	low, bp := r.sp, loadWord(uc+ucBP)
	if low < lo || low >= hi {
		return // it is just changing stacks
	}
	for r.goPCs < maxGo && bp >= low && bp < hi-2*wordSize && bp%wordSize == 0 {
		pc := loadWord(bp + wordSize)
		r.goPC[r.goPCs] = pc
		r.goPCs++
		for i := range p.ends {
			if pc-p.ends[i].from < p.ends[i].to-p.ends[i].from {
				return
			}
		}
		low, bp = bp+2*wordSize, loadWord(bp)
	}
}

// innermost returns the address from which the stack is to be copied where Go code was
// interrupted.
//
//go:nosplit
//go:norace
func innermost(p *sampler, r *record, uc, g uintptr) uintptr {
	from := loadWord(r.ctx+p.frame) &^ 1
	if r.loop == 0 {
		return from
	}
	low, found := lowest(r.ctx), uintptr(0)
	for i := uintptr(0); i < ucRegs; i++ {
		r.words[i] = loadWord(uc + ucFirst + i*wordSize)
	}
	n := uintptr(ucRegs)
	if g != 0 && r.sp >= loadWord(g) {
		for hi, a := loadWord(g+wordSize), r.sp; n < ucRegs+topWords && a < hi; a += wordSize {
			r.words[n] = loadWord(a)
			n++
		}
	}
	r.nWords = n
	for i := uintptr(0); i < n; i++ {
		if w := r.words[i]; w >= low && w < r.ctx && (found == 0 || w < found) {
			found = w
		}
	}
	if found != 0 {
		return found
	}
	return from
}

// copyStack copies the context, and the stack from somewhat below address from to the context.
//
//go:nosplit
//go:norace
func copyStack(p *sampler, r *record, from uintptr) {
	const header = 64 // bytes below a frame's address that belong to it, and to spare
	ctx := r.ctx
	for i := uintptr(0); i < p.context; i += wordSize {
		*(*uintptr)(pointer(uintptr(unsafe.Pointer(&r.context)) + i)) = loadWord(ctx + i)
	}
	if from == 0 || from > ctx || from < lowest(ctx) {
		return
	}
	from = (from - header) &^ (wordSize - 1)
	n := ctx - from
	if n > slotSize-recordSize {
		n = slotSize - recordSize
	}
	r.stackAddr, r.stackSize = from, n
	to := uintptr(unsafe.Pointer(r)) + recordSize
	for i := uintptr(0); i < n; i += wordSize {
		*(*uintptr)(pointer(to + i)) = loadWord(from + i)
	}
}
