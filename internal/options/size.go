package options

import (
	"strconv"
	"strings"

	"gojvm/gc"
	"gojvm/internal/system"
	"gojvm/internal/words"
)

// Least and greatest sizes in bytes, as HotSpot has them on 64-bit Linux.
const (
	minHeap        = 2 << 20
	minInitialHeap = 1 << 20
	minStack       = 136 << 10
	maxStack       = 1 << 30
	minCodeCache   = 4096
	maxCodeCache   = 2 << 30
)

// size handles -Xmx, -Xms, -Xmn and -Xss.
func (o *Options) size(arg string) error {
	option := arg[:len("-Xmx")]
	n, ok := words.Size(arg[len(option):])
	bytes := strconv.FormatUint(n, 10)
	switch option {
	case "-Xmx":
		return o.maxHeap(n, ok, arg, "command line")
	case "-Xms":
		if !ok {
			return vmError("Invalid initial heap size: %s", arg)
		}
		o.VM.InitialHeap = n
		o.flags.set["InitialHeapSize"] = setting{bytes, "command line"}
		o.flags.set["MinHeapSize"] = setting{bytes, "command line"}
	case "-Xmn":
		if !ok || n == 0 {
			return vmError("Invalid initial young generation size: %s", arg)
		}
		o.VM.NurserySize = n
		o.flags.set["NewSize"] = setting{bytes, "command line"}
		o.flags.set["MaxNewSize"] = setting{bytes, "command line"}
	case "-Xss":
		if !ok {
			return vmError("Invalid thread stack size: %s", arg)
		}
		if n > maxStack {
			return vmError("Invalid thread stack size: %s\nThe specified size exceeds the maximum representable size.", arg)
		}
		o.VM.StackSize = n
		o.flags.set["ThreadStackSize"] = setting{strconv.FormatUint((n+1023)>>10, 10), "command line"}
	}
	return nil
}

// sizeFlag handles the flags whose errors are those of old options.
func (o *Options) sizeFlag(prefix, value, arg, origin string) error {
	switch prefix {
	case "MaxHeapSize=":
		n, ok := words.Size(value)
		return o.maxHeap(n, ok, arg, origin)
	case "ReservedCodeCacheSize=":
		return o.codeCache(value, arg, origin)
	}
	// MaxTenuringThreshold: out of range is found after parsing.
	name := strings.TrimSuffix(prefix, "=")
	f, _ := findFlag(name)
	v, report, ok := f.parse(value)
	if !ok {
		if report != "" {
			return &Error{VM: true, Text: report}
		}
		return vmError("Invalid MaxTenuringThreshold: %s", arg)
	}
	o.flags.set[name] = setting{v, origin}
	return nil
}

func (o *Options) maxHeap(n uint64, ok bool, arg, origin string) error {
	if !ok || n == 0 {
		return vmError("Invalid maximum heap size: %s", arg)
	}
	o.VM.MaxHeap = n
	o.flags.set["MaxHeapSize"] = setting{strconv.FormatUint(n, 10), origin}
	return nil
}

// codeCache is -XX:ReservedCodeCacheSize: checked, and ignored.
func (o *Options) codeCache(value, arg, origin string) error {
	n, ok := words.Size(value)
	switch {
	case !ok:
		return vmError("Invalid maximum code cache size: %s.", arg)
	case n < minCodeCache:
		return vmError("uintx ReservedCodeCacheSize=%d is outside the allowed range [ %d ... 18446744073709551615 ]", n, minCodeCache)
	case n > maxCodeCache:
		return vmError("Invalid ReservedCodeCacheSize=%dM. Must be at most %dM.", n>>20, maxCodeCache>>20)
	}
	o.flags.set["ReservedCodeCacheSize"] = setting{strconv.FormatUint(n, 10), origin}
	return nil
}

// finishVM checks what options say together, after all are read.
func (o *Options) finishVM() error {
	if o.flags.internalProperty {
		o.warn("Ignoring system property options whose names match the '-Djdk.module.*'. names that are reserved for internal use.")
	}
	if n, err := strconv.Atoi(o.flags.value("CompileThreshold")); err == nil && n < 0 {
		return vmError("OnStackReplacePercentage cannot be validated because CompileThreshold value is invalid\n"+
			"CompileThreshold (%d) must be between 0 and 1073741823", n)
	}
	if n, err := strconv.Atoi(o.flags.value("CICompilerCount")); err == nil && n < 2 && o.flags.value("TieredCompilation") != "false" {
		return vmError("CICompilerCount (%d) must be at least 2 ", n)
	}
	chosen := 0
	for _, c := range collectors {
		if o.flags.value(c) == "true" {
			chosen++
		}
	}
	switch stack := o.VM.StackSize; {
	case chosen > 1:
		return initError("Multiple garbage collectors selected")
	case o.VM.MaxHeap > 0 && o.VM.MaxHeap < minHeap:
		return initError("Too small maximum heap")
	case o.VM.InitialHeap > 0 && o.VM.InitialHeap < minInitialHeap && o.VM.MaxHeap == 0:
		return initError("Too small initial heap")
	case o.flags.value("NewRatio") == "0":
		return initError("Invalid young gen ratio specified")
	case stack > 0 && stack < minStack:
		return &Error{VM: true, Stdout: true, Text: "\nThe Java thread stack size specified is too small. Specify at least 136k\n"}
	}
	least, _ := strconv.ParseUint(o.flags.value("MinHeapSize"), 10, 64)
	if o.VM.MaxHeap != 0 && o.flags.value("MinHeapSize") != o.flags.value("InitialHeapSize") && least > o.VM.MaxHeap {
		return initError("Incompatible minimum and maximum heap sizes specified")
	}
	if most := MaxHeap(o.VM.MaxHeap); o.VM.InitialHeap > most {
		return initError("Initial heap size set to a larger value than the maximum heap size")
	}
	if chosen == 0 {
		o.flags.set["UseSerialGC"] = setting{"true", "ergonomic"} // which ours resembles
	}
	if o.VM.MaxHeap == 0 {
		o.flags.set["MaxHeapSize"] = setting{strconv.FormatUint(MaxHeap(0), 10), "ergonomic"}
	}
	return nil
}

// defaultHeapLimit bounds the heap when -Xmx does not say: the space below
// 4 GiB also holds metadata and code, and is not all free in one piece.
const defaultHeapLimit = 2 << 30

// MaxHeap is the size of the heap in bytes for what -Xmx asks for; by default, which is 0, a quarter of
// the machine's memory, as far as 32-bit references reach.
func MaxHeap(asked uint64) uint64 {
	if asked != 0 {
		return min(asked, gc.MaxHeapLimit)
	}
	size := system.PhysicalMemory() / 4
	if n, limited := system.SpareAddresses(); limited {
		size = min(size, n/2) // the rest is for stacks and metadata
	}
	return min(max(size, 64<<20), defaultHeapLimit)
}
