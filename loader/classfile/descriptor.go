package classfile

import (
	"iter"
	"strings"
)

// TypeLen returns the length of the field type at the start of desc (JVMS 4.3.2), 0
// if there is none. Names of classes are not looked at.
func TypeLen(desc string) int {
	i := 0
	for i < len(desc) && desc[i] == '[' {
		i++
	}
	if i == len(desc) {
		return 0
	}
	switch desc[i] {
	case 'B', 'C', 'D', 'F', 'I', 'J', 'S', 'Z':
		return i + 1
	case 'L':
		if n := strings.IndexByte(desc[i:], ';'); n > 1 {
			return i + n + 1
		}
	}
	return 0
}

// ValidFieldDescriptor reports whether desc is a field descriptor of at most 255 dimensions.
func ValidFieldDescriptor(desc string) bool {
	n := TypeLen(desc)
	if n == 0 || n != len(desc) || len(desc) > 255 && desc[255] == '[' && strings.Count(desc[:256], "[") == 256 {
		return false
	}
	if i := strings.IndexByte(desc, 'L'); i >= 0 {
		return unqualified(desc[i+1:n-1], classNames)
	}
	return true
}

// ValidMethodDescriptor reports whether desc is a method descriptor (JVMS 4.3.3).
func ValidMethodDescriptor(desc string) bool {
	if desc == "" || desc[0] != '(' {
		return false
	}
	rest := desc[1:]
	for rest != "" && rest[0] != ')' {
		n := TypeLen(rest)
		if n == 0 || !ValidFieldDescriptor(rest[:n]) {
			return false
		}
		rest = rest[n:]
	}
	return rest != "" && (rest[1:] == "V" || ValidFieldDescriptor(rest[1:]))
}

// ReturnType returns the part of a method descriptor behind the parameters.
func ReturnType(desc string) string { return desc[strings.LastIndexByte(desc, ')')+1:] }

// Params yields the parameter types of a method descriptor, up to the first that
// is malformed.
func Params(desc string) iter.Seq[string] {
	return func(yield func(string) bool) {
		if desc == "" || desc[0] != '(' {
			return
		}
		for rest := desc[1:]; ; {
			n := TypeLen(rest)
			if n == 0 || !yield(rest[:n]) {
				return
			}
			rest = rest[n:]
		}
	}
}

// NumParams returns the number of parameters and of the words that they take on the
// operand stack, the receiver not counted.
func NumParams(desc string) (params, words int) {
	if desc == "" || desc[0] != '(' {
		return 0, 0
	}
	for rest := desc[1:]; ; {
		n := TypeLen(rest)
		if n == 0 {
			return params, words
		}
		params++
		words += TypeWords(rest)
		rest = rest[n:]
	}
}

// TypeWords returns how many words a value of the type at the start of desc takes on
// the operand stack: 2 for J and D, 0 for V, else 1.
func TypeWords(desc string) int {
	switch desc[0] {
	case 'J', 'D':
		return 2
	case 'V':
		return 0
	}
	return 1
}

// StackType returns the type letter in the sense of package bytecode, I J F D or A,
// of the type that desc starts with, V for void.
func StackType(desc string) byte {
	switch c := desc[0]; c {
	case 'J', 'F', 'D', 'V':
		return c
	case 'L', '[':
		return 'A'
	}
	return 'I'
}
