package options

import (
	"slices"
	"strconv"
	"strings"
)

// xxOption handles one -XX option, flag being the text after "-XX:".
func (o *Options) xxOption(text, origin string) error {
	for _, p := range []string{"MaxHeapSize=", "ReservedCodeCacheSize=", "MaxTenuringThreshold="} {
		if v, ok := strings.CutPrefix(text, p); ok {
			return o.sizeFlag(p, v, "-XX:"+text, origin)
		}
	}
	if strings.HasPrefix(text, "Flags=") || strings.HasPrefix(text, "VMOptionsFile=") {
		return nil // read before
	}
	name, value, given, wrong := text, "", false, false
	sign := strings.HasPrefix(text, "+") || strings.HasPrefix(text, "-")
	if sign {
		name, value, given = text[1:], strconv.FormatBool(text[0] == '+'), true
		name, _, wrong = strings.Cut(name, "=")
	} else {
		name, value, given = strings.Cut(text, "=")
	}
	real := o.current(name)
	f, found := findFlag(real)
	if !found {
		if since := obsolete[name]; since != "" {
			o.warn("Ignoring option %s; support was removed in %s", name, since)
			return nil
		}
		return o.unrecognized(text, sign)
	}
	if locked := f.locked(&o.flags); locked != "" {
		if f.typ == "?" && o.flags.ignoreUnknown {
			return nil
		}
		return &Error{VM: true, Text: locked}
	}
	report, ok := "", false
	switch {
	case sign:
		ok = f.typ == "bool" && !wrong
	case given:
		value, report, ok = f.parse(value)
	}
	if !ok {
		text = strings.TrimLeft(text, "+-")
		switch {
		case f.typ == "bool" && !sign:
			return vmError("Missing +/- setting for VM option '%s'", text)
		case f.typ != "bool" && sign:
			return vmError("Unexpected +/- setting in VM option '%s'", text)
		}
		return vmError("%sImproperly specified VM option '%s'", report, text)
	}
	if f.typ == "ccstrlist" {
		if before := o.flags.value(real); before != "" && value != "" {
			value = before + "\n" + value
		}
	}
	o.flags.set[real] = setting{value, origin}
	return o.apply(real, value)
}

// Flags that HotSpot 17 has no more, or will not have for long.
var (
	obsolete = map[string]string{
		"AssertOnSuspendWaitFailure": "17.0", "SuspendRetryCount": "17.0", "SuspendRetryDelay": "17.0", "TraceSuspendWaitFailures": "17.0",
	}
	deprecated = map[string]string{
		"MaxGCMinorPauseMillis": "8.0", "MaxRAMFraction": "10.0", "MinRAMFraction": "10.0", "InitialRAMFraction": "10.0",
		"AllowRedefinitionToAddDeleteMethods": "13.0", "FlightRecorder": "13.0", "CriticalJNINatives": "16.0",
		"AlwaysLockClassLoader": "17.0", "UseBiasedLocking": "15.0", "BiasedLockingStartupDelay": "15.0",
		"PrintBiasedLockingStatistics": "15.0", "BiasedLockingBulkRebiasThreshold": "15.0", "BiasedLockingBulkRevokeThreshold": "15.0",
		"BiasedLockingDecayTime": "15.0", "UseOptoBiasInlining": "15.0", "PrintPreciseBiasedLockingStatistics": "15.0",
		"DefaultMaxRAMFraction": "8.0", "CreateMinidumpOnCrash": "9.0", "TLABStats": "12.0",
	}
	renamed = map[string]string{"DefaultMaxRAMFraction": "MaxRAMFraction", "CreateMinidumpOnCrash": "CreateCoredumpOnCrash"}
)

// current returns the present name of a flag, with a warning of names and flags that will go.
func (o *Options) current(name string) string {
	since, now := deprecated[name], renamed[name]
	switch {
	case now != "":
		o.warn("Option %s was deprecated in version %s and will likely be removed in a future release. Use option %s instead.", name, since, now)
		return now
	case since != "":
		o.warn("Option %s was deprecated in version %s and will likely be removed in a future release.", name, since)
	}
	return name
}

// unrecognized is the error for a flag that HotSpot does not have either.
func (o *Options) unrecognized(text string, sign bool) error {
	if o.flags.ignoreUnknown {
		return nil
	}
	if sign {
		text = text[1:]
	}
	e := &Error{VM: true, Text: "Unrecognized VM option '" + text + "'\n"}
	name, _, _ := strings.Cut(text, "=")
	if like, ok := similarFlag(name); ok {
		switch {
		case like.typ == "bool":
			e.Text += "Did you mean '(+/-)" + like.name + "'? "
		case like.typ == "?":
			e.Text += "Did you mean '" + like.name + "'? "
		default:
			e.Text += "Did you mean '" + like.name + "=<value>'? "
		}
	}
	if strings.HasPrefix(text, "#") {
		o.notice("%s", strings.TrimSuffix(e.Text, "\n"))
		return nil
	}
	return e
}

// collectors are the flags that choose a collector: there is one here, but
// choosing two is an error as it is in HotSpot.
var collectors = []string{"UseSerialGC", "UseParallelGC", "UseG1GC", "UseZGC", "UseShenandoahGC", "UseEpsilonGC"}

// apply has the VM do what a flag asks for, where it means something here.
func (o *Options) apply(name, value string) error {
	on := value == "true"
	number := func() int {
		n, _ := strconv.Atoi(value) // parsed before, within the flag's range
		return n
	}
	switch name {
	case "HeapDumpOnOutOfMemoryError":
		o.VM.HeapDumpOnOutOfMemory = on
	case "ExitOnOutOfMemoryError":
		o.VM.ExitOnOutOfMemory = on
	case "CrashOnOutOfMemoryError":
		o.VM.CrashOnOutOfMemory = on
	case "ShowHiddenFrames":
		o.VM.ShowHidden = on
	case "BytecodeVerificationRemote":
		o.VM.NoVerify = !on
	case "BytecodeVerificationLocal":
		o.VM.VerifyLocal = on
	case "ShowCodeDetailsInExceptionMessages":
		o.VM.TerseNullPointers = !on
	case "DisableExplicitGC":
		o.VM.DisableExplicitGC = on
	case "ClassUnloading":
		o.VM.KeepClasses = !on
	case "StackTraceInThrowable":
		o.VM.NoStackTraces = !on
	case "HeapDumpPath":
		o.VM.HeapDumpPath = value
	case "ErrorFile":
		o.VM.ErrorFile = value
	case "OnOutOfMemoryError":
		o.VM.OnOutOfMemory = value
	case "OnError":
		o.VM.OnError = value
	case "ThreadStackSize":
		o.VM.StackSize = uint64(number()) << 10 // given in KiB
	case "ActiveProcessorCount":
		o.VM.Processors = max(number(), 0)
	case "PrintCompilation":
		o.VM.Compiler.PrintCompilation = on
	case "PrintInlining":
		o.VM.Compiler.PrintInlining = on
	case "PrintAssembly":
		o.VM.Compiler.PrintAssembly = on
	case "BackgroundCompilation":
		o.VM.Compiler.Foreground = !on
	case "CompileThreshold":
		o.VM.Compiler.Threshold = uint32(max(number(), 1))
	case "CompileCommand":
		o.VM.Compiler.Commands = strings.Split(value, "\n")
	case "CompileCommandFile":
		o.VM.Compiler.CommandFile = value
	case "CompileOnly":
		o.VM.Compiler.Only = strings.FieldsFunc(value, func(r rune) bool { return r == ',' || r == '\n' })
	case "MaxJavaStackTraceDepth":
		o.VM.MaxTraceDepth = number()
	case "MaxDirectMemorySize":
		o.VM.MaxDirect, _ = strconv.ParseUint(value, 10, 64)
	case "InitialHeapSize":
		o.VM.InitialHeap, _ = strconv.ParseUint(value, 10, 64)
	case "NewSize", "MaxNewSize":
		o.VM.NurserySize, _ = strconv.ParseUint(value, 10, 64)
	case "TieredStopAtLevel":
		o.VM.TieredStop = number()
		if number() == 0 {
			o.VM.Interpreted, o.VM.CompileAll = true, false
		}
	case "PrintGC":
		if on {
			o.logDeprecated("gc", "-XX:+PrintGC")
		}
	case "PrintGCDetails":
		if on {
			o.logDeprecated("gc*", "-XX:+PrintGCDetails")
		}
	case "StartFlightRecording", "FlightRecorderOptions":
		return initError("-XX:%s: this virtual machine has no flight recorder", name)
	case "NativeMemoryTracking":
		if !slices.Contains([]string{"off", "summary", "detail"}, value) {
			return &Error{VM: true, Text: "Syntax error, expecting -XX:NativeMemoryTracking=[off|summary|detail]"}
		}
	}
	return nil
}
