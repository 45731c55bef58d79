// Package verify is the bytecode verifier (JVMS 4.10).
//
//	verify.go     Class: which verifier, falling back from one to the other
//	type.go       verification types and the names in them
//	assign.go     assignability (JVMS 4.10.1.2)
//
//	by type checking, class files from version 50 on (JVMS 4.10.1)
//	frame.go      the current frame        stackmap.go   StackMapTable -> frames
//	method.go     one pass over the code   insn.go, insn_member.go, insn_invoke.go
//	handlers.go   exception handlers
//	details.go    the "Exception Details" of an error
//
//	by type inference, older class files (JVMS 4.10.2)
//	infer.go      data flow to a fixed point, subroutines included
//	infer_operands.go  infer_pop.go  infer_push.go  infer_merge.go
//
// The verifier decides what HotSpot 17 decides, with the same messages, and
// loads the classes that HotSpot loads, in the same order: programs can observe
// both. It depends on the format checks of package classfile, and must not know of
// loaded classes: it asks a Hierarchy.
//
// An error does not unwind: the first is kept in the checker (fail), what follows
// it in the same instruction works on any types and loads no class, and the loop over
// the instructions stops.
package verify
