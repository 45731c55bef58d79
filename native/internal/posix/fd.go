package posix

import "gojvm/vm"

// descriptorFields are the fields of java.io.FileDescriptor.
type descriptorFields struct {
	FD     *vm.Field `java:"java/io/FileDescriptor.fd:I"`
	Handle *vm.Field `java:"java/io/FileDescriptor.handle:J"`
	Append *vm.Field `java:"java/io/FileDescriptor.append:Z"`
}

// fields binds java.io.FileDescriptor, which was loaded before any native could
// ask, so that this neither collects nor throws.
func fields(t *vm.Thread) *descriptorFields {
	f, err := vm.Bound[descriptorFields](t)
	if err != nil {
		panic("BUG: java.io.FileDescriptor lacks a field: " + err.Error())
	}
	return f
}

// FD returns the descriptor number in a java.io.FileDescriptor, -1 when that is
// closed or null.
func FD(t *vm.Thread, descriptor vm.Ref) int {
	if descriptor == 0 {
		return -1
	}
	return int(vm.Object(descriptor).Int(fields(t).FD.Offset))
}

// ArgFD is FD of argument i.
func ArgFD(t *vm.Thread, a vm.Args, i int) int { return FD(t, a.Ref(i)) }

// SetFD sets the descriptor number.
func SetFD(t *vm.Thread, descriptor vm.Ref, fd int) {
	vm.Object(descriptor).SetInt(fields(t).FD.Offset, int32(fd))
}

// SetAppend sets FileDescriptor.append.
func SetAppend(t *vm.Thread, descriptor vm.Ref, on bool) {
	vm.Object(descriptor).SetBool(fields(t).Append.Offset, on)
}
