package internalreflect

import (
	"gojvm/native/internal/box"
	"gojvm/native/internal/members"
	"gojvm/native/internal/nat"
	"gojvm/vm"
)

// accessorNatives are those of NativeMethodAccessorImpl and
// NativeConstructorAccessorImpl: calls by reflection. Access was checked in Java.
func accessorNatives() vm.NativeTable {
	const c = "jdk/internal/reflect/Native"
	return vm.NativeTable{
		c + "MethodAccessorImpl.invoke0(Ljava/lang/reflect/Method;Ljava/lang/Object;[Ljava/lang/Object;)Ljava/lang/Object;": invoke,
		c + "ConstructorAccessorImpl.newInstance0(Ljava/lang/reflect/Constructor;[Ljava/lang/Object;)Ljava/lang/Object;":    newInstance,
	}
}

const illegalArgument = "java/lang/IllegalArgumentException"

// invoke calls a method; arguments: the Method, receiver, arguments.
func invoke(t *vm.Thread, a vm.Args) (vm.Value, error) {
	m, err := members.MethodOf(t, a.Ref(0))
	if err != nil {
		return 0, err
	}
	if m.IsStatic() {
		if err := t.VM.Linker.Initialize(t, m.Holder); err != nil {
			return 0, err
		}
	} else {
		if a.Ref(1) == 0 {
			return nat.NullPointer(t)
		}
		c := t.VM.ClassOf(a.Ref(1))
		if !c.IsAssignableTo(m.Holder) {
			return nat.Err(t.Throw(illegalArgument, "object is not an instance of declaring class"))
		}
		target := t.VM.Select(m, c)
		if target == nil || target.IsAbstract() {
			if target == nil {
				target = m
			}
			t.ThrowAbstract(vm.Frame{}, c, target)
			return nat.Err(wrap(t))
		}
		m = target
	}
	args, err := arguments(t, a, m, 1, 2)
	if err != nil {
		return 0, err
	}
	v, err := t.Invoke(m, args...)
	if err != nil {
		return nat.Err(wrap(t))
	}
	return nat.Ref(box.Box(t, m.Ret, v))
}

// newInstance calls a constructor; arguments: the Constructor, arguments.
func newInstance(t *vm.Thread, a vm.Args) (vm.Value, error) {
	m, err := members.MethodOf(t, a.Ref(0))
	if err != nil {
		return 0, err
	}
	c := m.Holder
	if c.IsAbstract() || c.IsInterface() || c == t.VM.Known.Class {
		return nat.Err(t.Throw("java/lang/InstantiationException", c.JavaName()))
	}
	if err := t.VM.Linker.Initialize(t, c); err != nil {
		return 0, err
	}
	r, err := t.NewObject(c)
	if err != nil {
		return 0, err
	}
	obj := t.NewHandle(r)
	args, err := arguments(t, a, m, -1, 1)
	if err != nil {
		return 0, err
	}
	args[0] = vm.RefValue(obj.Ref())
	if _, err := t.Invoke(m, args...); err != nil {
		return nat.Err(wrap(t))
	}
	return vm.RefValue(obj.Ref()), nil
}

// arguments converts the Object[] in native argument array to the parameters of
// m, with native argument receiver in front unless m is static. It does not
// collect after it has begun to read references.
func arguments(t *vm.Thread, a vm.Args, m *vm.Method, receiver, array int) ([]vm.Value, error) {
	params, _, err := nat.ClassesOfDescriptor(t, m.Holder.Loader, m.Desc)
	if err != nil {
		return nil, err
	}
	if err := box.Prepare(t); err != nil {
		return nil, err
	}
	list, n := a.Ref(array), 0
	if list != 0 {
		n = vm.ArrayLen(list)
	}
	if n != len(params) {
		return nil, t.Throw(illegalArgument, "wrong number of arguments")
	}
	args := make([]vm.Value, 0, n+1)
	switch {
	case m.IsStatic():
	case receiver < 0:
		args = append(args, 0)
	default:
		args = append(args, a.Value(receiver))
	}
	for i, p := range params {
		r := vm.RefElem(list, i)
		if p.IsPrimitive() {
			if r == 0 {
				return nil, t.Throw(illegalArgument, "")
			}
			k, v := box.Unbox(t, r)
			w, ok := box.Widen(k, p.Kind, v)
			if !ok {
				return nil, t.Throw(illegalArgument, "argument type mismatch")
			}
			args = append(args, w)
			continue
		}
		if r != 0 && !vm.InstanceOf(vm.KlassOf(r), p.Block) {
			return nil, t.Throw(illegalArgument, "argument type mismatch")
		}
		args = append(args, vm.RefValue(r))
	}
	return args, nil
}

// invocationTarget is the exception that wraps what an invoked method throws.
type invocationTarget struct {
	Class *vm.Class  `java:"java/lang/reflect/InvocationTargetException"`
	Init  *vm.Method `java:"java/lang/reflect/InvocationTargetException.<init>(Ljava/lang/Throwable;)V"`
}

// wrap replaces the pending exception by an InvocationTargetException for it.
func wrap(t *vm.Thread) error {
	ex := t.NewHandle(t.TakeException())
	k, err := vm.Bound[invocationTarget](t)
	if err != nil {
		return err
	}
	if err := t.VM.Linker.Initialize(t, k.Class); err != nil {
		return err
	}
	r, err := t.NewObject(k.Class)
	if err != nil {
		return err
	}
	h := t.NewHandle(r)
	if _, err := t.Invoke(k.Init, vm.RefValue(r), vm.RefValue(ex.Ref())); err != nil {
		return err
	}
	return t.SetException(h.Ref())
}
