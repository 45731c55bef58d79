// Package loader finds, derives, links and initializes classes and resolves
// the symbolic references of their constant pools (JVMS chapter 5). It
// provides vm.Linker.
//
//	find      boot.go (lib/modules, -Xbootclasspath/a), user.go (ClassLoader.loadClass)
//	   |
//	define    define.go: class file -> vm.Class (JVMS 5.3.5)
//	   |        layout.go   fields of objects and of mirrors
//	   |        methods.go  methods, their blocks and annotations
//	   |        vtable.go   selection by class (JVMS 5.4.5, 5.4.6)
//	   |        itable.go   selection by interface
//	   |        klass.go    the block that objects point to
//	   |        mirror.go   java.lang.Class objects
//	   |
//	link      link.go: verification and preparation (JVMS 5.4)
//	   |
//	resolve   resolve_*.go, access.go (JVMS 5.4.3, 5.4.4)
//	   |        constants.go, callsite.go, polymorphic.go: by up-calls into java.lang.invoke
//	   |
//	init      initialize.go (JVMS 5.5)
//
// It must not know how bytecode is run: what has to run does so through
// vm.Executor.
//
// Invariants
//   - No Go mutex is held while Java runs, memory of the heap is allocated, or
//     the thread waits: a thread that holds one could otherwise keep the world
//     from stopping. Mutexes guard a few instructions; who has to wait for
//     another thread does so in the blocked state.
//   - A class is visible to other threads (recorded in its loader) only when its
//     superclasses are loaded and its blocks and mirror are complete.
//   - Between calls that may collect, objects are held by handles only.
package loader
