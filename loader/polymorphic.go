package loader

import (
	"strings"
	"sync"

	"gojvm/loader/classfile"
	"gojvm/vm"
)

// Signature polymorphic methods (JVMS 2.9.3). Calls of MethodHandle.invoke,
// invokeExact and of the access modes of VarHandle are linked per constant-pool
// entry by MethodHandleNatives.linkMethod. invokeBasic and linkTo... are carried out
// by the interpreter itself.

// polymorphicCache holds method types by descriptor and intrinsic methods by
// name and basic descriptor.
type polymorphicCache struct {
	mu         sync.Mutex
	types      map[methodTypeKey]vm.Handle
	intrinsics map[string]*vm.Method
}

// ResolvePolymorphic implements vm.Linker.
func (l *Linker) ResolvePolymorphic(t *vm.Thread, from *vm.Method, idx int) (*vm.Linkage, error) {
	cp, c := from.CP, from.Holder
	return l.linkSite(t, siteKey{cp: cp, at: idx}, func() (*vm.Linkage, error) {
		s := symbolAt(cp, idx)
		holder, err := l.ResolveClass(t, cp, s.ClassIndex)
		if err != nil {
			return nil, err
		}
		mt, err := l.MethodTypeOf(t, c, s.Desc)
		if err != nil {
			return nil, err
		}
		typ := t.NewHandle(mt)
		n, err := t.InternRaw(s.Name)
		if err != nil {
			return nil, err
		}
		name := t.NewHandle(n)
		box, err := t.NewRefArray(l.vm.Known.Object, 1)
		if err != nil {
			return nil, err
		}
		appendix := t.NewHandle(box)
		r, err := l.upcall(t, l.vm.Known.LinkMethod, vm.RefValue(c.Mirror), vm.IntValue(classfile.RefInvokeVirtual),
			vm.RefValue(holder.Mirror), vm.RefValue(name.Ref()), vm.RefValue(typ.Ref()), vm.RefValue(appendix.Ref()))
		if err != nil {
			return nil, err
		}
		return l.linkage(t, c, r.Ref(), appendix)
	})
}

// intrinsic returns the method that stands for invokeBasic or linkTo... with
// the given descriptor, for MemberNames that refer to it: one per basic
// descriptor, in which each reference type is Object and each sub-int type int.
func (l *Linker) intrinsic(t *vm.Thread, m *vm.Method, desc string) (*vm.Method, error) {
	switch m.Name {
	case "invokeBasic", "linkToStatic", "linkToVirtual", "linkToSpecial", "linkToInterface", "linkToNative":
	default:
		return m, nil // linked per call site
	}
	basic := basicDescriptor(desc)
	key := m.Name + basic
	p := &l.poly
	p.mu.Lock()
	i := p.intrinsics[key]
	p.mu.Unlock()
	if i != nil {
		return i, nil
	}
	i = &vm.Method{
		Holder: m.Holder, Name: m.Name, Desc: basic, Flags: m.Flags, Slot: -1,
		Ret: vm.KindOf(classfile.ReturnType(basic)), File: m.File, CP: m.CP, VtableIndex: -1, ItableIndex: -1,
	}
	if !m.IsStatic() {
		i.Args = append(i.Args, vm.KindRef)
	}
	i.Args = appendKinds(i.Args, basic)
	block, err := l.vm.Meta.Alloc(vm.MethodBlockSize)
	if err != nil {
		return nil, t.ThrowOutOfMemory("Metaspace")
	}
	l.registerMethod(i, block)
	p.mu.Lock()
	defer p.mu.Unlock()
	if old := p.intrinsics[key]; old != nil {
		return old, nil
	}
	if p.intrinsics == nil {
		p.intrinsics = map[string]*vm.Method{}
	}
	p.intrinsics[key] = i
	return i, nil
}

// basicDescriptor erases a method descriptor to the five basic types.
func basicDescriptor(desc string) string {
	var b strings.Builder
	erase := func(d string) {
		switch k := vm.KindOf(d); k {
		case vm.KindRef:
			b.WriteString("Ljava/lang/Object;")
		case vm.KindBoolean, vm.KindByte, vm.KindChar, vm.KindShort:
			b.WriteByte('I')
		default:
			b.WriteByte(k.Letter())
		}
	}
	b.WriteByte('(')
	for p := range classfile.Params(desc) {
		erase(p)
	}
	b.WriteByte(')')
	erase(classfile.ReturnType(desc))
	return b.String()
}
