package codegen

import "gojvm/codegen/ssa"

// EntryStub returns a function through which a host enters functions of one signature: it
// takes the arguments from Args of the context and the function's address from Result,
// calls, and leaves the result in Result. The host starts it at its first instruction with
// a stack pointer as after a call.
func EntryStub(ops *ssa.OpTable, ptrSize int, params []ssa.Type, result ssa.Type) *ssa.Func {
	f := ssa.NewFunc("entry", ops, ptrSize)
	b := ssa.NewBuilder(f).At(f.NewBlock())
	ctx := b.Value(ssa.OpCtx, ssa.Ptr)
	fn := b.Load(ssa.Ptr, ctx, CtxResult, 0)
	args := make([]*ssa.Value, len(params))
	for i, t := range params {
		args[i] = b.Load(t, ctx, int32(CtxArgs+8*i), 0)
	}
	r := b.CallPtr(result, fn, ssa.ConvOwn, nil, args...)
	if result != ssa.Void {
		b.Store(r, b.Value(ssa.OpCtx, ssa.Ptr), CtxResult, 0)
	}
	b.Exit(ssa.Void, ExitReturn, nil)
	b.Stop()
	return f
}
