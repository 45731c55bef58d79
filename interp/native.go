package interp

import (
	"unsafe"

	"gojvm/vm"
)

// callNative runs the native method whose frame is at fp: the arguments are its
// registers. The result goes to the caller as with any other method.
func (x *Interp) callNative(t *vm.Thread, fp unsafe.Pointer) *ins {
	setFlags(fp, vm.FrameNative)
	savePC(fp, nil)
	m := x.method(fp)
	f := m.Native()
	if f == nil {
		if f = x.bind(m); f == nil {
			t.Throwf("java/lang/UnsatisfiedLinkError", "'%s'", vm.ExternalMethod(m))
			return x.unwind(t)
		}
	}
	if m.IsSynchronized() {
		x.lockFrame(t, fp)
	}
	mark := t.HandleMark()
	v, err := f(t, vm.ArgsAt(uintptr(fp)))
	t.ReleaseHandles(mark)
	if err != nil {
		return x.unwind(t)
	}
	return x.leave(t, fp, v)
}

// bind looks the Go function of m up and remembers it.
func (x *Interp) bind(m *vm.Method) vm.NativeFunc {
	if x.vm.Natives == nil {
		return nil
	}
	f := x.vm.Natives.Lookup(m.Holder.Name, m.Name, m.Desc)
	if name := x.vm.NativeName(m); f == nil && name != m.Name {
		f = x.vm.Natives.Lookup(m.Holder.Name, name, m.Desc)
	}
	if f != nil {
		x.vm.Logf("jni+resolve=debug", "[Registering JNI native method %s.%s]", m.Holder.JavaName(), m.Name)
		m.BindNative(f)
	}
	return f
}
