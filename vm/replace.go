package vm

import "gojvm/mem"

// Methods are replaced in place (Instrumentation.redefineClasses): a [Method] keeps its
// identity and its block, so that vtables, itables, call sites, method handles and
// reflection see the new body without being told. What it was becomes a method of its own,
// in which the frames go on that stood in it:
//
//	                 before                after
//	call sites  -->  m: body A             m: body B
//	frames      -->  m                     old: body A, its code and constant pool

// Replacement is a method that gets a new body, and what it was.
type Replacement struct {
	Method *Method
	// Old takes what Method had; nil if Method has no code, so that no frame can stand in it.
	Old *Method
}

// newReplacement prepares the replacement of m. The error is that there is no memory for
// metadata.
func (vm *VM) newReplacement(m *Method) (Replacement, error) {
	r := Replacement{Method: m}
	if m.Code() == nil {
		return r, nil
	}
	block, err := m.Holder.Domain.Alloc(MethodBlockSize)
	if err != nil {
		return r, err
	}
	r.Old = &Method{Block: block, Holder: m.Holder}
	vm.RegisterMethod(r.Old)
	return r, nil
}

// Replace stops the world, makes old methods of those of the list that have code, has change
// give the methods their new bodies, and leads frames and compiled code to what they belong to.
// With an error, that there is no memory for metadata, nothing has changed.
func (vm *VM) Replace(t *Thread, methods []*Method, change func()) (err error) {
	if vm.Compiler != nil {
		defer vm.Compiler.Hold(t)()
	}
	t.AtSafepoint(func() {
		list := make([]Replacement, len(methods))
		for i, m := range methods {
			if list[i], err = vm.newReplacement(m); err != nil {
				return
			}
		}
		for _, r := range list {
			if r.Old != nil {
				r.Old.become(r.Method)
			}
		}
		if vm.Compiler != nil {
			vm.Compiler.Replace(list)
		}
		blocks := map[uint32]uint32{}
		for _, r := range list {
			r.part(vm)
			if r.Old != nil {
				blocks[uint32(r.Method.Block)] = uint32(r.Old.Block)
			}
		}
		change()
		for _, t := range vm.AllThreads() {
			vm.leadFrames(t, blocks)
		}
	})
	return err
}

// become makes o a method with all that m has, but for its place in tables.
func (o *Method) become(m *Method) {
	o.Holder, o.Name, o.Desc, o.Flags, o.Slot = m.Holder, m.Name, m.Desc, m.Flags, m.Slot
	o.Args, o.Ret, o.File, o.Body, o.CP = m.Args, m.Ret, m.File, m.Body, m.CP
	o.VtableIndex, o.ItableIndex = m.VtableIndex, m.ItableIndex
	o.Version, o.Obsolete = m.Version, true
	o.native.Store(m.native.Load())
}

// part separates the code and the blocks of the two methods. The new body is what runs, even
// if a Go function ran in place of the old one.
func (r *Replacement) part(vm *VM) {
	m := r.Method
	if o := r.Old; o != nil {
		mem.Copy(o.Block, m.Block, MethodBlockSize)
		mem.Store32(o.Block+MethodID, o.ID)
		if vm.Compiler != nil {
			o.SetEntry(vm.Compiler.Bridge())
		}
		code := m.code.Swap(nil)
		o.code.Store(code)
		(*code).SetMethod(o)
		mem.Store32(m.Block+MethodCalls, 0)
		mem.Store32(m.Block+MethodLoops, 0)
	}
	mem.Store32(m.Block+MethodCode, 0)
	m.native.Store(nil)
	m.caught.Store(nil)
	m.Version++
}

// leadFrames has the interpreter frames of t that stand in a replaced method belong to the
// old one. blocks leads from block to block.
func (vm *VM) leadFrames(t *Thread, blocks map[uint32]uint32) {
	none := func(*Ref) {}
	for fp := uintptr(t.Ctx.FP); fp != 0; {
		if fp&1 != 0 {
			fp = vm.Compiler.VisitRefs(t, fp&^1, none) // among them the carriers
			continue
		}
		flags := mem.Load32(at(fp, FrameFlags))
		stands := flags&FrameCarrier != 0 || mem.Load64(at(fp, FramePC)) != 0 // else it begins with the new body
		if old, ok := blocks[mem.Load32(at(fp, FrameMethod))]; ok && flags&FrameNative == 0 && stands {
			mem.Store32(at(fp, FrameMethod), old)
		}
		fp = uintptr(mem.Load64(at(fp, FrameCaller)))
	}
}
