package management

import (
	"os"
	"runtime"
	"time"

	"gojvm/native/internal/nat"
	"gojvm/sched"
	"gojvm/vm"
)

func vmManagementNatives() vm.NativeTable {
	const c = "sun/management/VMManagementImpl."
	return vm.NativeTable{
		c + "getVersion0()Ljava/lang/String;":                 version,
		c + "initOptionalSupportFields()V":                    initSupport,
		c + "isThreadContentionMonitoringEnabled()Z":          contentionEnabled,
		c + "isThreadCpuTimeEnabled()Z":                       nat.True,
		c + "isThreadAllocatedMemoryEnabled()Z":               nat.True,
		c + "getTotalClassCount()J":                           classCount,
		c + "getUnloadedClassCount()J":                        unloadedCount,
		c + "getUnloadedClassSize()J":                         nat.Const(vm.LongValue(0)),
		c + "getLoadedClassSize()J":                           metadataSize,
		c + "getInitializedClassCount()J":                     initializedCount,
		c + "getVerboseClass()Z":                              verbose("class+load"),
		c + "getVerboseGC()Z":                                 verbose("gc"),
		c + "getProcessId()I":                                 processID,
		c + "getVmArguments0()[Ljava/lang/String;":            vmArguments,
		c + "getStartupTime()J":                               startupTime,
		c + "getUptime0()J":                                   uptime,
		c + "getAvailableProcessors()I":                       processors,
		c + "getTotalCompileTime()J":                          nat.Const(vm.LongValue(0)),
		c + "getTotalThreadCount()J":                          threadCount(func(n counts) int64 { return n.Started }),
		c + "getLiveThreadCount()I":                           threadCount(func(n counts) int64 { return int64(n.Live) }),
		c + "getPeakThreadCount()I":                           threadCount(func(n counts) int64 { return int64(n.Peak) }),
		c + "getDaemonThreadCount()I":                         threadCount(func(n counts) int64 { return int64(n.Daemon) }),
		c + "getSafepointCount()J":                            unmeasured,
		c + "getTotalSafepointTime()J":                        unmeasured,
		c + "getSafepointSyncTime()J":                         unmeasured,
		c + "getTotalApplicationNonStoppedTime()J":            unmeasured,
		c + "getClassInitializationTime()J":                   unmeasured,
		c + "getClassLoadingTime()J":                          unmeasured,
		c + "getClassVerificationTime()J":                     unmeasured,
		c + "getMethodDataSize()J":                            unmeasured,
		"sun/management/ClassLoadingImpl.setVerboseClass(Z)V": setVerbose("class+load", 0),
		"sun/management/MemoryImpl.setVerboseGC(Z)V":          setVerbose("gc", 1),
	}
}

// version is that of the management interface of HotSpot 17.
func version(t *vm.Thread, a vm.Args) (vm.Value, error) { return nat.Ref(t.NewString("3.0")) }

// support are the fields that say what this machine can tell.
type support struct {
	CompTime           *vm.Field `java:"sun/management/VMManagementImpl.compTimeMonitoringSupport:Z"`
	Contention         *vm.Field `java:"sun/management/VMManagementImpl.threadContentionMonitoringSupport:Z"`
	CurrentThreadTime  *vm.Field `java:"sun/management/VMManagementImpl.currentThreadCpuTimeSupport:Z"`
	OtherThreadTime    *vm.Field `java:"sun/management/VMManagementImpl.otherThreadCpuTimeSupport:Z"`
	ObjectMonitors     *vm.Field `java:"sun/management/VMManagementImpl.objectMonitorUsageSupport:Z"`
	Synchronizers      *vm.Field `java:"sun/management/VMManagementImpl.synchronizerUsageSupport:Z"`
	AllocatedMemory    *vm.Field `java:"sun/management/VMManagementImpl.threadAllocatedMemorySupport:Z"`
	DiagnosticCommands *vm.Field `java:"sun/management/VMManagementImpl.remoteDiagnosticCommandsSupport:Z"`
}

func initSupport(t *vm.Thread, a vm.Args) (vm.Value, error) {
	k, err := vm.Bound[support](t)
	if err != nil {
		return 0, err
	}
	for _, f := range []*vm.Field{k.CompTime, k.Contention, k.CurrentThreadTime, k.OtherThreadTime,
		k.ObjectMonitors, k.Synchronizers, k.AllocatedMemory, k.DiagnosticCommands} {
		f.StaticBase().SetBool(f.Offset, true)
	}
	return 0, nil
}

// unmeasured answers -1, as HotSpot does for what it does not count.
func unmeasured(*vm.Thread, vm.Args) (vm.Value, error) { return nat.Long(-1) }

func contentionEnabled(t *vm.Thread, a vm.Args) (vm.Value, error) {
	return nat.Bool(t.VM.Threads.Timing())
}

func unloadedCount(t *vm.Thread, _ vm.Args) (vm.Value, error) {
	return nat.Long(int64(t.VM.Unloaded()))
}

func classCount(t *vm.Thread, a vm.Args) (vm.Value, error) {
	n := int64(t.VM.Unloaded())
	t.VM.ForEachClass(func(c *vm.Class) {
		if !c.IsArray() && !c.IsPrimitive() {
			n++
		}
	})
	return nat.Long(n)
}

func initializedCount(t *vm.Thread, a vm.Args) (vm.Value, error) {
	n := int64(0)
	t.VM.ForEachClass(func(c *vm.Class) {
		if !c.IsArray() && !c.IsPrimitive() && c.Initialized() {
			n++
		}
	})
	return nat.Long(n)
}

func metadataSize(t *vm.Thread, a vm.Args) (vm.Value, error) {
	return nat.Long(int64(t.VM.Meta.Stats().Used))
}

func verbose(tags string) vm.NativeFunc {
	return func(t *vm.Thread, a vm.Args) (vm.Value, error) { return nat.Bool(t.VM.Logs(tags)) }
}

// setVerbose turns a log on or off as argument arg says.
func setVerbose(tags string, arg int) vm.NativeFunc {
	return func(t *vm.Thread, a vm.Args) (vm.Value, error) {
		t.VM.SetVerbose(tags, a.Bool(arg))
		return 0, nil
	}
}

func processID(t *vm.Thread, a vm.Args) (vm.Value, error) { return nat.Int(int32(os.Getpid())) }

func vmArguments(t *vm.Thread, a vm.Args) (vm.Value, error) {
	return nat.Ref(nat.StringArray(t, t.VM.Config.RuntimeArgs))
}

func startupTime(t *vm.Thread, a vm.Args) (vm.Value, error) {
	return nat.Long(t.VM.Started.UnixMilli())
}

func uptime(t *vm.Thread, a vm.Args) (vm.Value, error) {
	return nat.Long(time.Since(t.VM.Started).Milliseconds())
}

func processors(t *vm.Thread, a vm.Args) (vm.Value, error) {
	if n := t.VM.Config.Processors; n > 0 {
		return nat.Int(int32(n))
	}
	return nat.Int(int32(runtime.NumCPU()))
}

type counts = sched.Counts

func threadCount(of func(counts) int64) vm.NativeFunc {
	return func(t *vm.Thread, a vm.Args) (vm.Value, error) {
		return nat.Long(of(t.VM.Threads.Counts())) // an int result is its low half
	}
}
