package amd64

import (
	"gojvm/codegen"
	"gojvm/codegen/regalloc"
	"gojvm/codegen/ssa"
)

// emit encodes an allocated function. It is not built yet and says so.
func emit(f *ssa.Func, a *regalloc.Allocation, o *codegen.Options) (*codegen.Code, error) {
	return nil, codegen.Bailoutf(f, "amd64: emission is not built yet")
}
