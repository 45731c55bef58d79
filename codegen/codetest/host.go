//go:build linux

package codetest

import (
	"fmt"
	"syscall"
	"unsafe"

	"gojvm/codegen"
	"gojvm/codegen/codecache"
	"gojvm/codegen/ssa"
	"gojvm/codegen/ssa/irgen"
)

// Machine is a back end that can run code in this process.
type Machine struct {
	Target *codegen.Target
	// Features are those that the processor has; tests also do without.
	Features codegen.Features
	// Enter enters compiled code, and Leave gives the ways out.
	Enter func(ctx uintptr)
	Leave func() (leave, leaveAll uintptr)
	// ExceptionReg is the register in which OpException finds the exception.
	ExceptionReg int
}

const (
	stackSize = 1 << 20
	// moveBy is how objects move: each safepoint flips these bits.
	moveBy = 0x00540000
)

// host runs compiled functions on a stack of its own.
type host struct {
	m     *Machine
	cache *codecache.Cache
	mem   []byte // memory of the functions, stack, context
	heap  *heap
	moved bool
	stub  uintptr
}

func newHost(m *Machine) (*host, error) {
	c, err := codecache.New(8 << 20)
	if err != nil {
		return nil, err
	}
	mem, err := syscall.Mmap(-1, 0, 4096+stackSize+4096, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
	if err != nil {
		return nil, err
	}
	h := &host{m: m, cache: c, mem: mem}
	if h.heap, err = newHeap(); err != nil {
		return nil, err
	}
	t := m.Target
	code, err := codegen.Compile(codegen.EntryStub(t.Ops, t.PtrSize, irgen.Params, ssa.I64), t, codegen.Options{Check: true})
	if err != nil {
		return nil, err
	}
	codes := []*codegen.Code{code}
	if t.Split64 {
		helpers, err := codegen.Helpers64(t)
		if err != nil {
			return nil, err
		}
		for _, f := range helpers {
			code, err := codegen.Compile(f, t, codegen.Options{Level: codegen.Full, Check: true})
			if err != nil {
				return nil, err
			}
			codes = append(codes, code)
		}
	}
	es, err := c.Install(codes, nil)
	if err != nil {
		return nil, err
	}
	h.stub = es[0].Addr
	return h, nil
}

func (h *host) close() {
	syscall.Munmap(h.mem)
	h.heap.close()
	h.cache.Close()
}

// base returns the address of the functions' memory.
func (h *host) base() uint64 { return uint64(uintptr(unsafe.Pointer(&h.mem[0]))) }

func (h *host) ctx() []byte { return h.mem[4096+stackSize:] }

func (h *host) word(off int) *uint64 { return (*uint64)(unsafe.Pointer(&h.ctx()[off])) }
func (h *host) half(off int) *uint32 { return (*uint32)(unsafe.Pointer(&h.ctx()[off])) }
func (h *host) ptr(off int) *uintptr { return (*uintptr)(unsafe.Pointer(&h.ctx()[off])) }
func (h *host) stack(addr uintptr) []byte {
	return h.mem[addr-uintptr(unsafe.Pointer(&h.mem[0])):]
}

// frame is a frame of compiled code at a safepoint.
type frame struct {
	entry *codecache.Entry
	site  *codegen.Site
	sp    uintptr
}

func (h *host) frameAt(pc, sp uintptr) (frame, error) {
	e := h.cache.Lookup(pc)
	if e == nil {
		return frame{}, fmt.Errorf("no function at %#x", pc)
	}
	s := e.SiteAt(pc)
	if s == nil {
		return frame{}, fmt.Errorf("no site at %s+%#x", e.Code.Name, pc-e.Addr)
	}
	return frame{e, s, sp}, nil
}

// caller returns the frame that called fr; fr must not be the stub's.
func (h *host) caller(fr frame) (frame, error) {
	sp := fr.sp + uintptr(fr.entry.Code.FrameSize)
	pc := *(*uintptr)(unsafe.Pointer(&h.stack(sp)[0]))
	return h.frameAt(pc, sp+unsafe.Sizeof(pc))
}

// read returns the value in a place of a frame, as it would be if nothing had moved.
func (h *host) read(fr frame, p codegen.Place) uint64 {
	switch p.Kind {
	case codegen.PlaceConst, codegen.PlaceLong:
		return fr.entry.Code.Constant(p)
	case codegen.PlaceInt:
		return *h.word(codegen.CtxIntRegs + 8*int(p.N))
	case codegen.PlaceFloat:
		return *h.word(codegen.CtxFloatRegs + 8*int(p.N))
	}
	return *(*uint64)(unsafe.Pointer(&h.stack(fr.sp + uintptr(p.N))[0]))
}

// unmove undoes the move of a reference.
func (h *host) unmove(x uint64) uint64 {
	if h.moved && uint32(x) >= irgen.Movable {
		return uint64(uint32(x) ^ moveBy)
	}
	return uint64(uint32(x))
}

// move moves all objects: every reference on the stack and in objects changes.
func (h *host) move(fr frame) error {
	h.takeAllocated()
	if err := h.heap.flip(); err != nil {
		return err
	}
	h.roomForObjects(3)
	for {
		done := map[codegen.Place]bool{}
		for _, p := range fr.site.Refs {
			if done[p] {
				continue
			}
			done[p] = true
			var x *uint32
			switch p.Kind {
			case codegen.PlaceInt:
				x = h.half(codegen.CtxIntRegs + 8*int(p.N))
			case codegen.PlaceStack:
				x = (*uint32)(unsafe.Pointer(&h.stack(fr.sp + uintptr(p.N))[0]))
			default:
				return fmt.Errorf("a reference in place %+v", p)
			}
			if *x >= irgen.Movable {
				*x ^= moveBy
			}
		}
		if fr.entry.Addr == h.stub {
			h.moved = !h.moved
			return nil
		}
		var err error
		if fr, err = h.caller(fr); err != nil {
			return err
		}
	}
}

// call runs a function and plays its host.
func (h *host) call(fn *codecache.Entry, polls bool, args ...uint64) (*Outcome, error) {
	out := &Outcome{}
	leave, all := h.m.Leave()
	*h.ptr(codegen.CtxLeave), *h.ptr(codegen.CtxLeaveAll) = leave, all
	*h.ptr(codegen.CtxPC) = h.stub
	*h.ptr(codegen.CtxSP) = uintptr(unsafe.Pointer(&h.ctx()[0])) - uintptr(h.m.Target.PtrSize)
	*h.half(codegen.CtxReason) = 0
	*h.half(codegen.CtxPoll) = 0
	if polls {
		*h.half(codegen.CtxPoll) = 1
	}
	*h.ptr(codegen.CtxResult) = fn.Addr
	for i, a := range args {
		*h.word(codegen.CtxArgs + 8*i) = a
	}
	h.moved = false
	if *h.half(ClientCtx + irgen.CtxTop) != 0 { // there was a call before
		h.takeAllocated()
	}
	h.heap.reset()
	h.roomForObjects(2)
	for {
		h.m.Enter(uintptr(unsafe.Pointer(&h.ctx()[0])))
		reason := codegen.Reason(*h.half(codegen.CtxReason))
		number := int64(int32(*h.half(codegen.CtxNumber)))
		if reason == codegen.ReasonReturn {
			out.Result = *h.word(codegen.CtxResult)
			return out, nil
		}
		fr, err := h.frameAt(*h.ptr(codegen.CtxPC), *h.ptr(codegen.CtxSP))
		if err != nil {
			return nil, fmt.Errorf("left (%v %d): %w", reason, number, err)
		}
		if reason == codegen.ReasonExit && number == irgen.NewExit {
			if err := h.newObject(fr); err != nil {
				return nil, err
			}
			continue
		}
		event, err := h.event(fr, number)
		if err != nil {
			return nil, err
		}
		switch reason {
		case codegen.ReasonPoll:
			if err := h.move(fr); err != nil {
				return nil, err
			}
		case codegen.ReasonGuard:
			out.Events = append(out.Events, event)
			out.Deopt = true
			return out, nil
		case codegen.ReasonExit:
			event.Args = []uint64{uint64(*h.half(codegen.CtxArgs)), *h.word(codegen.CtxArgs + 8)}
			out.Events = append(out.Events, event)
			x, raises := answer(number, event.Args)
			if err := h.move(fr); err != nil {
				return nil, err
			}
			if !raises {
				*h.word(codegen.CtxResult) = x
				continue
			}
			for fr.site.Handler < 0 {
				if fr, err = h.caller(fr); err != nil {
					return nil, err
				}
				if fr.entry.Addr == h.stub {
					out.Exception, out.Result = true, x
					return out, nil
				}
			}
			*h.ptr(codegen.CtxPC), *h.ptr(codegen.CtxSP) = fr.entry.Addr+uintptr(fr.site.Handler), fr.sp
			if h.moved && uint32(x) >= irgen.Movable {
				x ^= moveBy
			}
			*h.word(codegen.CtxIntRegs + 8*h.m.ExceptionReg) = x
			*h.half(codegen.CtxReason) = uint32(codegen.ReasonPoll) // registers are loaded
		default:
			return nil, fmt.Errorf("compiled code left: %v %d", reason, number)
		}
	}
}

// event describes a site that execution has come to.
func (h *host) event(fr frame, number int64) (Event, error) {
	event := Event{Number: number, Data: fr.site.Data}
	isRef := map[codegen.Place]bool{}
	for _, p := range fr.site.Refs {
		isRef[p] = true
	}
	values := make([]uint64, len(fr.site.State))
	refs := make([]bool, len(values))
	for i, p := range fr.site.State {
		values[i] = h.read(fr, p)
		if refs[i] = isRef[p]; refs[i] {
			values[i] = uint64(uint32(values[i]))
		}
	}
	h.takeAllocated()
	objects := fr.site.Objects
	state, err := h.materialize(objects, values)
	if err != nil {
		return event, err
	}
	for _, o := range objects {
		for _, k := range o.At {
			refs[k] = true
		}
	}
	h.roomForObjects(1)
	mem := h.heap.memory()
	for i, x := range state {
		if i < len(refs) && refs[i] {
			if x-h.heap.base() < uint64(h.heap.used) {
				event.object(i, mem, x)
			}
			x = h.unmove(x)
		}
		event.State = append(event.State, x)
	}
	return event, nil
}
