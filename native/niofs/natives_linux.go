package niofs

import (
	"maps"

	"gojvm/native/internal/posix"
	"gojvm/vm"
)

// Natives returns the natives of sun.nio.fs.
func Natives() vm.NativeTable {
	all := unixNatives()
	maps.Copy(all, attributeNatives())
	maps.Copy(all, directoryNatives())
	maps.Copy(all, accountNatives())
	maps.Copy(all, mountNatives())
	maps.Copy(all, xattrNatives())
	maps.Copy(all, watchNatives())
	maps.Copy(all, copyNatives())
	return all
}

type exceptionMembers struct {
	Class *vm.Class  `java:"sun/nio/fs/UnixException"`
	Init  *vm.Method `java:"sun/nio/fs/UnixException.<init>(I)V"`
}

// throw throws UnixException for err.
func throw(t *vm.Thread, err error) error {
	m, bad := vm.Bound[exceptionMembers](t)
	if bad != nil {
		return bad
	}
	if bad := t.VM.Linker.Initialize(t, m.Class); bad != nil {
		return bad
	}
	ex, bad := t.NewObject(m.Class)
	if bad != nil {
		return bad
	}
	h := t.NewHandle(ex)
	if _, bad := t.Invoke(m.Init, vm.RefValue(ex), vm.IntValue(int32(posix.Errno(err)))); bad != nil {
		return bad
	}
	return t.SetException(h.Ref())
}

// path returns the path at the address in argument i.
func path(a vm.Args, i int) string { return posix.CString(uintptr(a.Long(i))) }

// call runs f in the blocked state until EINTR does not break it, and throws
// for its error.
func call(t *vm.Thread, f func() error) (vm.Value, error) {
	if err := posix.Retry(t, f); err != nil {
		return 0, throw(t, err)
	}
	return 0, nil
}

// callInt is call with a result.
func callInt(t *vm.Thread, f func() (int, error)) (vm.Value, error) {
	n, err := posix.RetryInt(t, f)
	if err != nil {
		return 0, throw(t, err)
	}
	return vm.IntValue(int32(n)), nil
}
