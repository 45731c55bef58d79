package gojvm

import (
	_ "embed"
	"strings"
)

// hotspotFlags lists the -XX flags of HotSpot 17, one "type name" a line: flags
// that exist are accepted, and ignored where they tune what we do not have.
//
//go:embed options_hotspot.txt
var hotspotFlags string

// collectors are the flags that choose a collector: there is one here, but
// choosing two is an error as it is in HotSpot.
var collectors = map[string]bool{
	"UseSerialGC": true, "UseParallelGC": true, "UseG1GC": true, "UseZGC": true,
	"UseShenandoahGC": true, "UseEpsilonGC": true,
}

// xxOption handles one -XX option, flag being the text after "-XX:".
func (o *Options) xxOption(flag string) error {
	switch {
	case strings.HasPrefix(flag, "+"), strings.HasPrefix(flag, "-"):
		on, name := flag[0] == '+', flag[1:]
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
		case "StackTraceInThrowable":
			o.VM.NoStackTraces = !on
		default:
			if collectors[name] {
				if on && o.gc != "" && o.gc != name {
					return &OptionError{Stdout: true, Text: "Error occurred during initialization of VM\nMultiple garbage collectors selected"}
				}
				if on {
					o.gc = name
				}
				return nil
			}
			kind, ok := flagType(name)
			if !ok {
				return unknownFlag(name, o)
			}
			if kind != "bool" {
				return vmError("Unexpected +/- setting in VM option '%s'", flag)
			}
		}
		return nil
	}
	name, value, hasValue := strings.Cut(flag, "=")
	kind, known := flagType(name)
	if !known {
		return unknownFlag(flag, o)
	}
	if kind == "bool" {
		return vmError("Missing +/- setting for VM option '%s'", name)
	}
	if !hasValue {
		return vmError("Missing value for VM option '%s'", name)
	}
	sizes := []struct {
		name, what, option string
		to                 *uint64
	}{
		{"MaxHeapSize", "maximum heap size", "-Xmx", &o.VM.MaxHeap},
		{"InitialHeapSize", "initial heap size", "-Xms", &o.VM.InitialHeap},
		{"NewSize", "initial young generation size", "-Xmn", &o.VM.NurserySize},
		{"MaxNewSize", "maximum young generation size", "-Xmn", &o.VM.NurserySize},
		{"MaxDirectMemorySize", "maximum direct memory size", "", &o.VM.MaxDirect},
	}
	for _, s := range sizes {
		if s.name == name {
			n, ok := parseSize(value)
			if !ok {
				return vmError("Invalid %s: -XX:%s", s.what, flag)
			}
			*s.to = n
			return o.checkSize(s.option, n)
		}
	}
	switch name {
	case "HeapDumpPath":
		o.VM.HeapDumpPath = value
	case "ErrorFile":
		o.VM.ErrorFile = value
	case "ThreadStackSize":
		n, ok := parseSize(value)
		if !ok {
			return vmError("Improperly specified VM option '%s'", flag)
		}
		o.VM.StackSize = n << 10 // given in KiB
	case "ActiveProcessorCount":
		n, ok := parseSize(value)
		if !ok {
			return vmError("Improperly specified VM option '%s'", flag)
		}
		o.VM.Processors = int(n)
	case "TieredStopAtLevel":
		n, ok := parseSize(value)
		if !ok || n > 4 {
			return vmError("Improperly specified VM option '%s'", flag)
		}
		o.VM.TieredStop = int(n)
		if n == 0 {
			o.VM.Interpreted, o.VM.CompileAll = true, false
		}
	case "MaxJavaStackTraceDepth":
		n, ok := parseSize(value)
		if !ok {
			return vmError("Improperly specified VM option '%s'", flag)
		}
		o.VM.MaxTraceDepth = int(n)
	case "OnOutOfMemoryError":
		o.VM.OnOutOfMemory = appendCommand(o.VM.OnOutOfMemory, value)
	case "OnError":
		o.VM.OnError = appendCommand(o.VM.OnError, value)
	default:
		if strings.Contains("int uint intx uintx size_t uint64_t", kind) {
			if _, ok := parseSize(strings.TrimPrefix(value, "-")); !ok {
				return vmError("Improperly specified VM option '%s'", flag)
			}
		}
	}
	return nil
}

// unknownFlag is the error for a flag that HotSpot does not have either.
func unknownFlag(flag string, o *Options) error {
	if o.ignoreUnknown {
		return nil
	}
	return vmError("Unrecognized VM option '%s'", flag)
}

// flagType returns the type of HotSpot's flag of that name.
func flagType(name string) (string, bool) {
	i := strings.Index(hotspotFlags, " "+name+"\n")
	if i < 0 {
		return "", false
	}
	return hotspotFlags[strings.LastIndexByte(hotspotFlags[:i], '\n')+1 : i], true
}

// appendCommand adds to a flag that may be given several times.
func appendCommand(commands, more string) string {
	if commands == "" {
		return more
	}
	return commands + "\n" + more
}
