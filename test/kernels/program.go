package kernels

import (
	"os"

	"gojvm/codegen"
	"gojvm/codegen/object"
	"gojvm/codegen/ssa"
	"gojvm/codegen/static"
)

// WriteProgram writes a static executable that runs the kernel for the size that is its
// argument, and prints the check sum.
func (k Kernel) WriteProgram(path string, target *codegen.Target, o codegen.Options) error {
	fs, err := ssa.Parse(k.Name+".ssa", k.Source(), target.Ops, target.PtrSize)
	if err != nil {
		return err
	}
	more, err := static.Functions(target, fs, fs[len(fs)-1])
	if err != nil {
		return err
	}
	var funcs []object.Func
	for _, f := range append(fs, more...) {
		c, err := codegen.Compile(f, target, o)
		if err != nil {
			return err
		}
		funcs = append(funcs, object.Func{Code: c})
	}
	file, err := static.Link(target, funcs)
	if err != nil {
		return err
	}
	w, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o755)
	if err != nil {
		return err
	}
	if err := file.WriteExecutable(w, static.Entry); err != nil {
		w.Close()
		return err
	}
	return w.Close()
}
