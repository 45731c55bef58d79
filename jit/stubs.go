package jit

import (
	"gojvm/codegen"
	"gojvm/codegen/codecache"
	"gojvm/codegen/ssa"
	"gojvm/vm"
)

// stub is the client data of an entry stub's code.
type stub struct{}

// makeStubs installs the code that is the same for all methods.
func (j *JIT) makeStubs() error {
	b, err := j.mach.Bridge(int32(exitBridge))
	if err != nil {
		return err
	}
	e, err := j.cache.Install([]*codegen.Code{b}, nil)
	if err != nil {
		return err
	}
	j.bridge = e[0].Addr
	c, err := j.mach.Bridge(int32(exitReturned))
	if err != nil {
		return err
	}
	ce, err := j.cache.Install([]*codegen.Code{c}, nil)
	if err != nil {
		return err
	}
	j.catch = ce[0].Addr
	j.resume = uint64(e[0].Addr) + uint64(b.Sites[0].PC)
	if j.mach.Target.Split64 {
		helpers, err := codegen.Helpers64(j.mach.Target)
		if err != nil {
			return err
		}
		if _, err := j.installStubs(helpers...); err != nil {
			return err
		}
	}
	it, err := j.installStub(itableSearch(j.mach.Target))
	if err != nil {
		return err
	}
	j.itable = it.Addr
	return nil
}

func (j *JIT) installStub(f *ssa.Func) (*codecache.Entry, error) {
	e, err := j.installStubs(f)
	if err != nil {
		return nil, err
	}
	return e[0], nil
}

// installStubs compiles and installs functions that may call one another.
func (j *JIT) installStubs(fs ...*ssa.Func) ([]*codecache.Entry, error) {
	codes := make([]*codegen.Code, len(fs))
	for i, f := range fs {
		code, err := codegen.Compile(f, j.mach.Target, codegen.Options{Level: codegen.Full, Features: j.mach.Features, Check: j.check})
		if err != nil {
			return nil, err
		}
		code.Client = stub{}
		codes[i] = code
	}
	return j.cache.Install(codes, nil)
}

// entryStub returns the code through which a method of m's signature is entered; for
// osr, code that was made for a loop. Callers hold j.compiling.
//
// Args[0] is the carrier, which is also the address of the arguments, and Args[1]
// the method block, or for osr the address of the code. The carrier comes back as the
// argument of the last exit, with the result in Result.
func (j *JIT) entryStub(m *vm.Method, osr bool) (*codecache.Entry, error) {
	key := []byte{'-', kindKey(m.Ret)}
	if osr {
		key[0] = 'O'
	} else {
		for _, k := range m.Args {
			key = append(key, kindKey(k))
		}
	}
	if e := j.stubs[string(key)]; e != nil {
		return e, nil
	}
	f := ssa.NewFunc("enter "+string(key), j.mach.Target.Ops, j.mach.Target.PtrSize)
	u := ssa.NewBuilder(f).At(f.NewBlock())
	ctx := u.Value(ssa.OpCtx, ssa.Ptr)
	carrier := u.Load(ssa.Ptr, ctx, codegen.CtxArgs, 0)
	to := u.Load(ssa.Ptr, ctx, codegen.CtxArgs+8, 0)
	fn, args := to, []*ssa.Value{carrier}
	if !osr {
		fn = u.Load(ssa.Ptr, to, vm.MethodEntry, 0)
		args[0] = to
		for i, k := range m.Args {
			args = append(args, u.Load(typeOfKind(k), carrier, int32(8*i), 0))
		}
	}
	t := typeOfKind(m.Ret)
	r := u.CallPtr(t, fn, ssa.ConvOwn, nil, args...)
	if t != ssa.Void {
		// A frame holds it zero-extended. It is one store, since the host loads both halves at once.
		switch t {
		case ssa.F32:
			r = u.Value(ssa.OpZext32, ssa.I64, u.Value(ssa.OpBits, ssa.I32, r))
		case ssa.I32:
			r = u.Value(ssa.OpZext32, ssa.I64, r)
		case ssa.Ref:
			r = u.Value(ssa.OpFromptr, ssa.I64, u.Value(ssa.OpToptr, ssa.Ptr, r))
		}
		u.Store(r, u.Value(ssa.OpCtx, ssa.Ptr), codegen.CtxResult, 0)
	}
	u.Exit(ssa.Void, codegen.ExitReturn, nil, carrier)
	u.Stop()
	e, err := j.installStub(f)
	if err == nil {
		j.stubs[string(key)] = e
	}
	return e, err
}

// kindKey names the register kind of k.
func kindKey(k vm.Kind) byte {
	if k == vm.KindVoid {
		return 'V'
	}
	return k.StackLetter()
}

// itableSearch makes the function (klass, interface, byte offset in its part of the
// itable) -> method block, or 0. For the layout see vm/klass.go.
func itableSearch(t *codegen.Target) *ssa.Func {
	f := ssa.NewFunc("itable search", t.Ops, t.PtrSize)
	f.Params, f.Results = []ssa.Type{ssa.Ptr, ssa.Ptr, ssa.I32}, []ssa.Type{ssa.Ptr}
	entry, some, loop, look, next, found, none := f.NewBlock(), f.NewBlock(), f.NewBlock(), f.NewBlock(), f.NewBlock(), f.NewBlock(), f.NewBlock()
	u := ssa.NewBuilder(f).At(entry)
	args := u.Params()
	klass, iface, off := args[0], args[1], args[2]
	ptr := func(base *ssa.Value, off int32) *ssa.Value {
		return u.Value(ssa.OpToptr, ssa.Ptr, u.Load(ssa.I32, base, off, 0))
	}
	zero := u.Const(ssa.I32, 0)
	table := ptr(klass, vm.KlassItable)
	u.If(u.Value(ssa.OpEq, ssa.I32, table, u.Const(ssa.Ptr, 0)), none, some)
	u.At(some)
	n := u.Load(ssa.I32, table, 0, 0)
	u.Jmp(loop)
	u.At(loop)
	p, left := u.Phi(ssa.Ptr), u.Phi(ssa.I32)
	p.AddArg(table)
	left.AddArg(n)
	u.If(u.Value(ssa.OpEq, ssa.I32, left, zero), none, look)
	u.At(look)
	u.If(u.Value(ssa.OpEq, ssa.I32, ptr(p, 4), iface), found, next)
	u.At(next)
	p.AddArg(u.Value(ssa.OpAdd, ssa.Ptr, p, u.Const(ssa.Ptr, 8)))
	left.AddArg(u.Value(ssa.OpAdd, ssa.I32, left, u.Const(ssa.I32, -1)))
	u.Jmp(loop)
	u.At(found)
	u.Ret(u.Value(ssa.OpToptr, ssa.Ptr, u.LoadX(ssa.OpLoad, ssa.I32, ptr(p, 8), off, 0, 0, 0)))
	u.At(none)
	u.Ret(u.Const(ssa.Ptr, 0))
	return f
}
