package vm

// CompilerConfig is what the command line says of the compiled tiers.
type CompilerConfig struct {
	Commands    []string // -XX:CompileCommand, in order
	CommandFile string   // -XX:CompileCommandFile: one command a line
	Only        []string // -XX:CompileOnly: patterns of methods or classes

	PrintCompilation bool // -XX:+PrintCompilation
	PrintInlining    bool // -XX:+PrintInlining
	PrintAssembly    bool // -XX:+PrintAssembly

	// Threshold is the number of calls after which a method is compiled, rounded up to a
	// power of two; -XX:CompileThreshold. Loops have 8 times as many turns. 0: the default.
	Threshold uint32
	// Foreground makes the thread that finds a method hot wait for its code; -Xbatch.
	Foreground bool
	// StressDeopt makes each n-th guard that is compiled fail always; -Xjitstress=deopt:n.
	StressDeopt int
}
