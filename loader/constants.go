package loader

import (
	"gojvm/loader/classfile"
	"gojvm/vm"
)

// Loadable constants (JVMS 5.1, 5.4.3.5, 5.4.3.6). MethodType, MethodHandle and
// Dynamic constants are made by the library: java.lang.invoke.MethodHandleNatives.

// ResolveConstant implements vm.Linker.
func (l *Linker) ResolveConstant(t *vm.Thread, cp *vm.ConstPool, idx int) (*vm.Resolution, error) {
	p := cp.Symbols()
	if p.Tag(idx) == classfile.TagClass {
		k, err := l.ResolveClass(t, cp, idx)
		if err != nil {
			return nil, err
		}
		return &vm.Resolution{Class: k, Kind: vm.KindRef, Const: k.MirrorHandle()}, nil
	}
	if r, err := l.resolved(t, cp, idx); r != nil || err != nil {
		return r, err
	}
	mark := t.HandleMark()
	defer t.ReleaseHandles(mark)
	r := &vm.Resolution{Kind: vm.KindRef}
	var ref vm.Ref
	var err error
	switch p.Tag(idx) {
	case classfile.TagInteger:
		return &vm.Resolution{Kind: vm.KindInt, Value: vm.IntValue(p.Int(idx))}, nil
	case classfile.TagFloat:
		return &vm.Resolution{Kind: vm.KindFloat, Value: vm.FloatValue(p.Float(idx))}, nil
	case classfile.TagLong:
		return &vm.Resolution{Kind: vm.KindLong, Value: vm.LongValue(p.Long(idx))}, nil
	case classfile.TagDouble:
		return &vm.Resolution{Kind: vm.KindDouble, Value: vm.DoubleValue(p.Double(idx))}, nil
	case classfile.TagString:
		ref, err = t.InternRaw(p.String(idx))
	case classfile.TagMethodType:
		ref, err = l.MethodTypeOf(t, cp.Class, p.MethodType(idx))
	case classfile.TagMethodHandle:
		ref, err = l.methodHandle(t, cp, idx)
	case classfile.TagDynamic:
		err = l.dynamicConstant(t, cp, idx, r)
	default:
		return nil, t.Throwf("java/lang/ClassFormatError", "Constant %d of class %s cannot be loaded", idx, cp.Class.JavaName())
	}
	if err == nil && ref != 0 {
		r.Const = cp.Class.Domain.NewHandle(ref)
	}
	return l.record(t, cp, idx, r, err)
}

// classOfDescriptor resolves a field descriptor (or V) as if from class c.
func (l *Linker) classOfDescriptor(t *vm.Thread, c *vm.Class, desc string) (*vm.Class, error) {
	k := vm.KindOf(desc)
	if k != vm.KindRef {
		return l.vm.Primitives[k], nil
	}
	name := desc
	if desc[0] == 'L' {
		name = desc[1 : len(desc)-1]
	}
	return l.resolveClassName(t, c, name)
}

// methodTypeKey names a MethodType as seen by a loader.
type methodTypeKey struct {
	loader *vm.Loader
	desc   string
}

// MethodTypeOf implements vm.Linker (JVMS 5.4.3.5, method types).
func (l *Linker) MethodTypeOf(t *vm.Thread, c *vm.Class, desc string) (vm.Ref, error) {
	key := methodTypeKey{c.Loader, desc}
	if !c.Hidden {
		l.poly.mu.Lock()
		h, ok := l.poly.types[key]
		l.poly.mu.Unlock()
		if ok {
			return h.Ref(), nil
		}
	}
	mark := t.HandleMark()
	defer t.ReleaseHandles(mark)
	rtype, err := l.classOfDescriptor(t, c, classfile.ReturnType(desc))
	if err != nil {
		return 0, err
	}
	n, _ := classfile.NumParams(desc)
	array, err := t.NewRefArray(l.vm.Known.Class, n)
	if err != nil {
		return 0, err
	}
	ptypes := t.NewHandle(array)
	i := 0
	for p := range classfile.Params(desc) {
		k, err := l.classOfDescriptor(t, c, p)
		if err != nil {
			return 0, err
		}
		l.vm.SetRefElem(ptypes.Ref(), i, k.Mirror)
		i++
	}
	r, err := l.upcall(t, l.vm.Known.FindMethodType, vm.RefValue(rtype.Mirror), vm.RefValue(ptypes.Ref()))
	if err != nil {
		return 0, err
	}
	if !c.Hidden {
		l.poly.mu.Lock()
		if _, ok := l.poly.types[key]; !ok {
			if l.poly.types == nil {
				l.poly.types = map[methodTypeKey]vm.Handle{}
			}
			l.poly.types[key] = c.Loader.Domain.NewHandle(r.Ref())
		}
		l.poly.mu.Unlock()
	}
	return r.Ref(), nil
}

// upcall initializes the holder of static method m and calls it.
func (l *Linker) upcall(t *vm.Thread, m *vm.Method, args ...vm.Value) (vm.Value, error) {
	if !m.Holder.Initialized() {
		// The arguments must survive the initializer.
		mark := t.HandleMark()
		defer t.ReleaseHandles(mark)
		held := make([]vm.Handle, len(args))
		for i, k := range m.Args {
			if k == vm.KindRef {
				held[i] = t.NewHandle(args[i].Ref())
			}
		}
		if err := l.Initialize(t, m.Holder); err != nil {
			return 0, err
		}
		for i, k := range m.Args {
			if k == vm.KindRef {
				args[i] = vm.RefValue(held[i].Ref())
			}
		}
	}
	return t.Invoke(m, args...)
}

// methodHandle makes the MethodHandle of a CONSTANT_MethodHandle entry (JVMS 5.4.3.5).
func (l *Linker) methodHandle(t *vm.Thread, cp *vm.ConstPool, idx int) (vm.Ref, error) {
	c := cp.Class
	kind, ref := cp.Symbols().MethodHandle(idx)
	s := symbolAt(cp, ref)
	callee, err := l.ResolveClass(t, cp, s.ClassIndex)
	if err != nil {
		return 0, err
	}
	field := kind <= classfile.RefPutStatic
	if !field && callee.IsInterface() != s.Interface {
		is, should := "CONSTANT_MethodRef", "CONSTANT_InterfaceMethodRef"
		if s.Interface {
			is, should = should, is
		}
		return 0, t.Throwf(incompatibleChange,
			"Inconsistent constant pool data in classfile for class %s. Method '%s' at index %d is %s and should be %s",
			callee.Name, vm.ExternalSignature(callee.Name, s.Name, s.Desc), ref, is, should)
	}
	if !field && sigPolyIn(callee, s.Name) == nil {
		// A method that is not there is told of before a class in its descriptor is.
		if _, err := l.lookupMethod(t, c, callee, s.Name, s.Desc); err != nil {
			return 0, err
		}
	}
	name, err := t.InternRaw(s.Name)
	if err != nil {
		return 0, err
	}
	hname := t.NewHandle(name)
	var typ vm.Ref
	if field {
		k, err := l.classOfDescriptor(t, c, s.Desc)
		if err != nil {
			return 0, err
		}
		typ = k.Mirror
	} else if typ, err = l.MethodTypeOf(t, c, s.Desc); err != nil {
		return 0, err
	}
	r, err := l.upcall(t, l.vm.Known.LinkMethodHandle, vm.RefValue(c.Mirror), vm.IntValue(int32(kind)),
		vm.RefValue(callee.Mirror), vm.RefValue(hname.Ref()), vm.RefValue(typ))
	return r.Ref(), err
}

// dynamicConstant resolves a CONSTANT_Dynamic entry (JVMS 5.4.3.6) into r.
func (l *Linker) dynamicConstant(t *vm.Thread, cp *vm.ConstPool, idx int, r *vm.Resolution) error {
	c := cp.Class
	bootstrap, name, desc := cp.Symbols().Dynamic(idx)
	b, err := l.resolveBootstrap(t, cp, bootstrap, name)
	if err != nil {
		return err
	}
	k, err := l.classOfDescriptor(t, c, desc)
	if err != nil {
		return err
	}
	v, err := l.upcall(t, l.vm.Known.LinkDynamicConstant, vm.RefValue(c.Mirror), vm.IntValue(int32(idx)),
		vm.RefValue(b.method.Ref()), vm.RefValue(b.name.Ref()), vm.RefValue(k.Mirror), vm.RefValue(b.args.Ref()))
	if err != nil {
		return l.wrapBootstrapError(t)
	}
	if k.IsPrimitive() {
		r.Kind = k.Kind
		r.Value, err = l.unbox(t, v.Ref(), k.Kind)
		return err
	}
	if v.Ref() != 0 {
		r.Const = c.Domain.NewHandle(v.Ref())
	}
	return nil
}
