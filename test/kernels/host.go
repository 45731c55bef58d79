//go:build linux && (amd64 || 386)

package kernels

import (
	"fmt"
	"syscall"
	"unsafe"

	"gojvm/codegen"
	"gojvm/codegen/codecache"
)

const stackSize = 1 << 20

// Host runs kernels on this machine.
type Host struct {
	cache *codecache.Cache
	mem   []byte // scratch, then the stack, then the context
	stub  uintptr
}

// NewHost returns a host with a code cache of its own.
func NewHost() (*Host, error) {
	cache, err := codecache.New(4 << 20)
	if err != nil {
		return nil, err
	}
	mem, err := syscall.Mmap(-1, 0, MemSize+stackSize+4096, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
	if err != nil {
		return nil, err
	}
	h := &Host{cache: cache, mem: mem}
	t := NativeTarget()
	code, err := codegen.Compile(codegen.EntryStub(t.Ops, t.PtrSize, Params, Result), t, codegen.Options{})
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
			code, err := codegen.Compile(f, t, codegen.Options{Level: codegen.Full, Features: NativeFeatures()})
			if err != nil {
				return nil, err
			}
			codes = append(codes, code)
		}
	}
	es, err := cache.Install(codes, nil)
	if err != nil {
		return nil, err
	}
	h.stub = es[0].Addr
	return h, nil
}

// Close frees the memory; no kernel of the host can run after it.
func (h *Host) Close() error {
	syscall.Munmap(h.mem)
	return h.cache.Close()
}

// Install makes the last of the functions ready to run.
func (h *Host) Install(codes []*codegen.Code) (func(n int32) (int32, error), error) {
	es, err := h.cache.Install(codes, nil)
	if err != nil {
		return nil, err
	}
	entry := es[len(es)-1].Addr
	ctx := h.mem[MemSize+stackSize:]
	word := func(off int) *uint64 { return (*uint64)(unsafe.Pointer(&ctx[off])) }
	return func(n int32) (int32, error) {
		leave, all := leaveAddrs()
		*word(codegen.CtxLeave), *word(codegen.CtxLeaveAll) = uint64(leave), uint64(all)
		*word(codegen.CtxPC) = uint64(h.stub)
		*word(codegen.CtxSP) = uint64(uintptr(unsafe.Pointer(&ctx[0])) - unsafe.Sizeof(uintptr(0)))
		*word(codegen.CtxReason) = 0
		*word(codegen.CtxResult) = uint64(entry)
		*word(codegen.CtxArgs) = uint64(uintptr(unsafe.Pointer(&h.mem[0])))
		*word(codegen.CtxArgs + 8) = uint64(uint32(n))
		enter(uintptr(unsafe.Pointer(&ctx[0])))
		if r := codegen.Reason(*(*uint32)(unsafe.Pointer(&ctx[codegen.CtxReason]))); r != codegen.ReasonReturn {
			return 0, fmt.Errorf("compiled code left: %v", r)
		}
		return int32(*word(codegen.CtxResult)), nil
	}, nil
}
