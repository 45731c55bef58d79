package main

import (
	"fmt"
	"math"
	"strconv"
	"syscall"
	"unsafe"

	"gojvm/amd64"
	"gojvm/codegen"
	"gojvm/codegen/codecache"
	"gojvm/codegen/ssa"
)

// execute runs f, the last of the codes, and prints its result.
func execute(target *codegen.Target, codes []*codegen.Code, f *ssa.Func, args []string) error {
	if len(args) != len(f.Params) {
		return fmt.Errorf("@%s takes %d arguments, not %d", f.Name, len(f.Params), len(args))
	}
	result := ssa.Void
	if len(f.Results) > 0 {
		result = f.Results[0]
	}
	stub, err := codegen.Compile(codegen.EntryStub(target.Ops, target.PtrSize, f.Params, result), target, codegen.Options{})
	if err != nil {
		return err
	}
	cache, err := codecache.New(16 << 20)
	if err != nil {
		return err
	}
	defer cache.Close()
	entries, err := cache.Install(append(codes, stub), nil)
	if err != nil {
		return err
	}
	const stackSize = 1 << 20
	block, err := syscall.Mmap(-1, 0, stackSize+4096, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
	if err != nil {
		return err
	}
	defer syscall.Munmap(block)
	ctx := block[stackSize:]
	word := func(off int) *uint64 { return (*uint64)(unsafe.Pointer(&ctx[off])) }
	leave, all := amd64.LeaveAddrs()
	*word(codegen.CtxLeave), *word(codegen.CtxLeaveAll) = uint64(leave), uint64(all)
	*word(codegen.CtxPC) = uint64(entries[len(entries)-1].Addr)
	*word(codegen.CtxSP) = uint64(uintptr(unsafe.Pointer(&ctx[0])) - 8)
	*word(codegen.CtxResult) = uint64(entries[len(entries)-2].Addr)
	for i, a := range args {
		x, err := argument(a, f.Params[i])
		if err != nil {
			return err
		}
		*word(codegen.CtxArgs + 8*i) = x
	}
	amd64.Enter(uintptr(unsafe.Pointer(&ctx[0])))
	reason := codegen.Reason(*(*uint32)(unsafe.Pointer(&ctx[codegen.CtxReason])))
	if reason != codegen.ReasonReturn {
		return fmt.Errorf("@%s left: %v %d", f.Name, reason, *(*int32)(unsafe.Pointer(&ctx[codegen.CtxNumber])))
	}
	switch x := *word(codegen.CtxResult); result {
	case ssa.Void:
	case ssa.F64:
		fmt.Println(math.Float64frombits(x))
	case ssa.F32:
		fmt.Println(math.Float32frombits(uint32(x)))
	case ssa.I32:
		fmt.Println(int32(x))
	default:
		fmt.Println(int64(x))
	}
	return nil
}

func argument(s string, t ssa.Type) (uint64, error) {
	switch t {
	case ssa.F64:
		x, err := strconv.ParseFloat(s, 64)
		return math.Float64bits(x), err
	case ssa.F32:
		x, err := strconv.ParseFloat(s, 32)
		return uint64(math.Float32bits(float32(x))), err
	}
	x, err := strconv.ParseInt(s, 0, 64)
	if t.Size(8) == 4 {
		return uint64(uint32(x)), err
	}
	return uint64(x), err
}
