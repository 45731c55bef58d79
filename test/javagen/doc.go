// Package javagen makes random Java programs that always end and never depend on
// time, hashes or threads, so that every virtual machine must print the same for them.
//
// A program is a class with fields, static and instance methods, and a small
// hierarchy of node classes (gen.go). Its statements (stmt.go) and expressions
// (expr.go) are random but well typed; many of them throw. Everything that happens
// is mixed into a checksum by support/Rt.java: values, exceptions with their
// messages, and where they came from.
//
// A failing program is known by its seed. [Shrink] removes statements as long as the
// failure stays.
package javagen
