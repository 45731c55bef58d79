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
	Stress     CompilerStress
}

// CompilerStress has the compiler do on purpose what it hardly ever does: -Xjitstress.
// Zero fields change nothing. What depends on a seed depends on nothing else that
// differs from run to run, so that a failure comes again.
type CompilerStress struct {
	// Deopt makes each n-th guard that is compiled fail always.
	Deopt int
	// OSR is the number of turns of a loop, a power of two, after which the interpreter waits for the
	// loop to be compiled and enters it; methods with loops are compiled at loops only.
	OSR uint32
	// Inline seeds the choice of the calls that are inlined, whatever their profile and size.
	Inline uint64
	// Registers seeds an order and a number of the registers that values may live in.
	Registers uint64
}
