package vm

import (
	"io"
	"time"
)

// Config is what the command line or the embedder decides, fixed before boot.
// Sizes are bytes, 0 meaning the default.
type Config struct {
	JavaHome      string
	MaxHeap       uint64 // -Xmx
	InitialHeap   uint64 // -Xms
	NurserySize   uint64 // -Xmn
	StackSize     uint64 // -Xss
	GCStress      int    // -Xgcstress=n: collect at every n-th allocation
	VerifyLocal   bool   // verify boot classes too (-Xverify:all)
	NoVerify      bool   // -XX:-BytecodeVerificationRemote
	Interpreted   bool   // -Xint
	CompileAll    bool   // -Xcomp: compile everything at its first call
	TieredStop    int    // -XX:TieredStopAtLevel, 0: the highest
	CheckJIT      bool   // -Xcheck:jit: verify each pass of the compiler; its bailouts are fatal
	Compiler      CompilerConfig
	Profile       ProfileConfig
	ShowHidden    bool   // -XX:+ShowHiddenFrames
	Preview       bool   // --enable-preview
	ReduceSignals bool   // -Xrs
	MaxDirect     uint64 // -XX:MaxDirectMemorySize, 0: as much as MaxHeap
	Processors    int    // -XX:ActiveProcessorCount
	MaxTraceDepth int    // -XX:MaxJavaStackTraceDepth, 0: MaxTraceDepth
	HeapDumpPath  string // -XX:HeapDumpPath
	ErrorFile     string // -XX:ErrorFile

	HeapDumpOnOutOfMemory bool   // -XX:+HeapDumpOnOutOfMemoryError
	ExitOnOutOfMemory     bool   // -XX:+ExitOnOutOfMemoryError
	CrashOnOutOfMemory    bool   // -XX:+CrashOnOutOfMemoryError
	OnOutOfMemory         string // -XX:OnOutOfMemoryError: shell commands, separated by semicolons
	OnError               string // -XX:OnError: the same for a crash
	TerseNullPointers     bool   // -XX:-ShowCodeDetailsInExceptionMessages
	DisableExplicitGC     bool   // -XX:+DisableExplicitGC
	KeepClasses           bool   // -Xnoclassgc: no class is unloaded
	NoStackTraces         bool   // -XX:-StackTraceInThrowable

	// Properties are system properties in command-line order, with the VM's own
	// (java.class.path, jdk.module.*, sun.java.command ...) among them.
	Properties []Property
	// PlatformText says that they are in the encoding of the system, as the
	// command line is, and not UTF-8.
	PlatformText bool
	// RuntimeArgs are the options given to the VM, as RuntimeMXBean shows them.
	RuntimeArgs []string
	// BootAppend is -Xbootclasspath/a: a path list.
	BootAppend string
	// PatchModules is --patch-module by module: path list.
	PatchModules map[string]string
	Assertions   Assertions
	// Instrumented tells that there are agents: methods may be replaced while they run.
	Instrumented bool

	Stdin  io.Reader
	Stdout io.Writer
	Stderr io.Writer
	// Env is the environment that Java sees, "K=V"; nil is the process's.
	Env []string
	// Exit ends the process (Runtime.halt), or in an embedded VM all threads (VM.End).
	Exit func(code int)
	// Log receives -Xlog lines by tag set ("class+load"); nil tags are off.
	Log Logger
}

// ProfileConfig is -Xprof: where profiles go at the end. A writer counts, else a file is made.
type ProfileConfig struct {
	CPU      io.Writer
	CPUFile  string
	Interval time.Duration // of processor time between samples

	Alloc     io.Writer
	AllocFile string
	Rate      uint64 // bytes between samples
}

// Property is one system property.
type Property struct{ Key, Value string }

// Assertions is what -ea, -da, -esa, -dsa ask for, in order.
type Assertions struct {
	System bool
	Rules  []AssertionRule
}

// AssertionRule enables or disables assertions for a class, a package tree or,
// with an empty name, everywhere outside the system classes.
type AssertionRule struct {
	Name    string // with dots
	Package bool   // Name... : the package and its subpackages
	Enable  bool
}

// Logger is the sink of unified logging (-Xlog).
type Logger interface {
	// Enabled reports whether lines of that tag set ("gc", "class+load") are wanted at info level.
	Enabled(tags string) bool
	// Logf writes one line.
	Logf(tags, format string, args ...any)
}

// Logs reports whether tags are wanted; then Logf may be called.
func (vm *VM) Logs(tags string) bool { return vm.Config.Log != nil && vm.Config.Log.Enabled(tags) }

// Logf writes a log line under tags.
func (vm *VM) Logf(tags, format string, args ...any) {
	if vm.Logs(tags) {
		vm.Config.Log.Logf(tags, format, args...)
	}
}
