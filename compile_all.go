package gojvm

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"gojvm/jit"
	"gojvm/vm"
)

// CompileTrial tells of a method that was compiled only to see whether it compiles.
type CompileTrial struct {
	Class, Method string
	Level         int // 1: the quick pipeline; 2: the full one
	Bytecode      int // bytes
	Values        int // of the intermediate form, before optimization
	Code          int // bytes of machine code
	Time          time.Duration
	Bailout       string // why the method does not compile; "" if it does
}

// ModuleClasses returns the binary names ("java/lang/String") of the classes of a module of
// the class library.
func (v *VM) ModuleClasses(module string) ([]string, error) {
	var names []string
	prefix := "/" + module + "/"
	for i := range v.image.Len() {
		r, err := v.image.At(i)
		if err != nil {
			return nil, err
		}
		name, in := strings.CutPrefix(r.Name(), prefix)
		name, class := strings.CutSuffix(name, ".class")
		if in && class && name != "module-info" {
			names = append(names, name)
		}
	}
	if names == nil {
		return nil, fmt.Errorf("no module %s in the class library", module)
	}
	slices.Sort(names)
	return names, nil
}

// TryCompile loads and links a class, which it does not initialize, compiles each of its
// methods that has bytecode to run at each of the levels, throws the code away, and calls f with the outcome. It may
// be called by several goroutines at once. The error is an *Exception of loading or
// linking, or a bug of the compiler.
func (v *VM) TryCompile(class string, levels []int, f func(CompileTrial)) error {
	j, ok := v.code.(*jit.JIT)
	if !ok {
		return errors.New("this VM does not compile")
	}
	var c *vm.Class
	err := v.do(func(t *vm.Thread) error {
		m, err := vm.Bound[bootMembers](t)
		if err != nil {
			return v.goError(t)
		}
		r, err := t.Invoke(m.SystemLoader)
		if err != nil {
			return v.goError(t)
		}
		c, err = v.vm.Linker.LoadClass(t, v.vm.Linker.LoaderOf(t, r.Ref()), class)
		if err == nil {
			err = v.vm.Linker.Link(t, c)
		}
		if err != nil {
			return v.goError(t)
		}
		for _, m := range c.Methods {
			if m.Body != nil && m.Code() == nil {
				if err := v.vm.Executor.Prepare(t, m); err != nil {
					return v.goError(t)
				}
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, m := range c.Methods {
		if m.Body == nil || m.Native() != nil {
			continue // what a Go function stands for is never compiled
		}
		for _, level := range levels {
			r, err := j.Try(m, level)
			if err != nil {
				return err
			}
			f(CompileTrial{c.JavaName(), m.Name + m.Desc, level, len(m.Body.Bytes), r.Values, r.Code, r.Time, r.Bailout})
		}
	}
	return nil
}
