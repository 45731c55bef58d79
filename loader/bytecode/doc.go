// Package bytecode knows the instruction set of the Java virtual machine (JVMS
// chapter 6): one row per opcode, a decoder, control flow, a disassembler, and
// Java's arithmetic.
//
//	ops.go     the opcodes and their table: layout, stack effect, behaviour
//	decode.go  Decode: bytes -> Inst
//	switch.go  the tables of tableswitch and lookupswitch
//	flow.go    basic blocks
//	disasm.go  instructions as text, in javap's form
//	arith.go   what idiv, drem, f2i, ... compute
//
// Interpreter, verifier, disassembler and compilers all read the same table. The
// package must not know of class files, classes or objects: constant-pool
// indices are numbers here.
//
// Invariant: no code array makes a function of this package panic. Malformed
// code is an *Error.
package bytecode
