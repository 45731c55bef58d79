package misc

import (
	"syscall"
	"time"

	"gojvm/native/internal/nat"
	"gojvm/vm"
)

// vmNatives are those of jdk.internal.misc.VM.
func vmNatives() vm.NativeTable {
	const c = "jdk/internal/misc/VM."
	return vm.NativeTable{
		c + "initialize()V":                                     nat.Nothing,
		c + "getNanoTimeAdjustment(J)J":                         nanoTimeAdjustment,
		c + "getRuntimeArguments()[Ljava/lang/String;":          runtimeArguments,
		c + "latestUserDefinedLoader0()Ljava/lang/ClassLoader;": latestUserDefinedLoader,
		c + "getuid()J":                                         id(syscall.Getuid),
		c + "geteuid()J":                                        id(syscall.Geteuid),
		c + "getgid()J":                                         id(syscall.Getgid),
		c + "getegid()J":                                        id(syscall.Getegid),
	}
}

func id(get func() int) vm.NativeFunc {
	return func(*vm.Thread, vm.Args) (vm.Value, error) { return nat.Long(int64(get())) }
}

// nanoTimeAdjustment returns the nanoseconds from a time, in seconds since the
// epoch, until now; -1 when they are too far apart (more than 2^32 seconds).
func nanoTimeAdjustment(t *vm.Thread, a vm.Args) (vm.Value, error) {
	const most = 1 << 32
	now, offset := time.Now(), a.Long(0)
	diff := now.Unix() - offset
	if diff >= most || diff <= -most {
		return nat.Long(-1)
	}
	return nat.Long(diff*1e9 + int64(now.Nanosecond()))
}

// runtimeArguments returns the options given to the VM.
func runtimeArguments(t *vm.Thread, a vm.Args) (vm.Value, error) {
	return nat.Ref(nat.StringArray(t, t.VM.Config.RuntimeArgs))
}

// latestUserDefinedLoader returns the first loader on the stack that is
// neither the bootstrap nor the platform loader.
func latestUserDefinedLoader(t *vm.Thread, a vm.Args) (vm.Value, error) {
	for f := t.TopFrame(); f.Valid(); f = f.Caller() {
		h := f.Method().Holder
		if h.IsSubclassOf(t.VM.Known.MagicAccessor) {
			continue // frames of reflection
		}
		if l := h.Loader; !l.Boot && !(l.Builtin && l.Name == "platform") {
			return vm.RefValue(l.Object.Ref()), nil
		}
	}
	return 0, nil
}
