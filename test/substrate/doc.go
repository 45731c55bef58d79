// Package substrate is a small dynamic language, Nib, in front of the code generator, the
// collector and the thread manager. It is here to prove that these know nothing of Java,
// and to show what a language has to bring along to use them:
//
//	lex.go, parse.go, ast.go   text to syntax tree
//	scope.go                   which variables closures capture
//	ssabuild.go                variables to SSA (Braun et al. 2013)
//	compile.go, expr.go        syntax tree to SSA
//	object.go                  layout of objects, the collector's descriptors
//	machine.go                 a machine: heap, threads, code
//	thread.go                  running compiled code, serving its exits
//	frames.go                  walking frames: roots, exceptions
//	builtins.go                what programs can call that is not written in Nib
//
// Nib has numbers (doubles), strings, booleans, nil, lists, closures, exceptions, threads and
// locks. All of it is native code; there is no interpreter.
//
//	fn counter() { let n = 0; return fn() { n = n + 1; return n; }; }
//	let c = counter();
//	try { print(c() + c()); throw "done"; } catch e { print(e); }
//	let t = spawn(fn() { lock c { return c(); } });
//	print(join(t));
package substrate
