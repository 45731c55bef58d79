// Package classfile parses class files (JVMS chapter 4) and checks their format
// (JVMS 4.8) with the strictness and the messages of HotSpot 17.
//
//	+0   magic  minor  major
//	+8   constant pool            constpool.go
//	     flags  this  super  interfaces
//	     fields, methods          member.go: each a Member with its Attributes
//	     attributes               attr.go, class_attrs.go
//
//	parse.go      the order of the whole      check_names.go  legal names and descriptors
//	parse_cp.go   the constant pool           check_flags.go  legal access flags
//	parse_code.go the Code attribute          descriptor.go   taking descriptors apart
//	errors.go     what is thrown              mutf8.go        modified UTF-8
//
// Parsing copies nothing: a File keeps the bytes it was parsed from, its
// strings and attribute contents are slices of them, and what is rarely asked
// for is decoded when it is. The bytes must therefore not change and must stay
// mapped as long as the File or any string from it lives.
//
// Text is kept as it is in the file: a Go string holding the bytes of modified UTF-8.
// Names and descriptors are compared in this form. DecodeMUTF8 gives the UTF-16
// of a Java string, UTF8 the form to print.
//
// Invariants
//   - Every index in a File that its accessors follow has been checked by Parse, also
//     for trusted classes: no class file makes this package panic.
//   - A trusted file (boot loader) is spared the checks on names, descriptors,
//     flags and duplicates, not those that memory safety needs.
//
// The package must not know of loaded classes; bytecode inside of Code is checked
// by package verify.
package classfile
