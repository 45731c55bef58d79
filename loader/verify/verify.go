package verify

import (
	"fmt"

	"gojvm/loader/classfile"
)

// Hierarchy tells what verification must know of other classes. Names are
// internal names; a name that starts with '[' never occurs. Methods that return an error
// load classes with the defining loader of the class that is being verified; an
// error ends verification and is returned as it is.
type Hierarchy interface {
	// IsInterface loads the class called name and reports whether it is an interface.
	IsInterface(name string) (bool, error)
	// IsSubclass loads both classes and reports whether sub is super or a subclass
	// of it; interfaces do not count.
	IsSubclass(sub, super string) (bool, error)
	// Superclass loads the class called name and returns the name of its direct superclass,
	// "" for java/lang/Object.
	Superclass(name string) (string, error)
	// InSupers reports whether a proper superclass of the class being verified is called name.
	InSupers(name string) bool
	// IsProtected looks in the superclass called name, and in its superclasses, for
	// the member and reports whether it is protected and declared in another
	// run-time package than the class being verified. No member: false.
	IsProtected(name, member, desc string, method bool) (bool, error)
}

// Error is a failed verification: java.lang.VerifyError with Msg as its message.
type Error struct{ Msg string }

func (e *Error) Error() string { return e.Msg }

// JavaClass returns java/lang/VerifyError.
func (e *Error) JavaClass() string { return "java/lang/VerifyError" }

// Versions that decide how a class is verified.
const (
	stackMapVersion = 50 // has StackMapTable
	strictVersion   = 51 // no falling back to inference; no padding in switches checked
)

// Class verifies the methods of f. The error is an *Error, a
// *classfile.FormatError, or what h returned.
func Class(f *classfile.File, h Hierarchy) error {
	if f.Major < stackMapVersion {
		return infer(f, h)
	}
	c := newChecker(f, h)
	err := c.class()
	if err == nil || f.Major >= strictVersion || c.loadFailed || c.truncatedMap {
		return err
	}
	// Exactly version 50: a class may have no StackMapTable, or a wrong one
	// (JVMS 4.10). The second attempt decides which exception is thrown; its message
	// is that of the first.
	switch e := infer(f, h).(type) {
	case *Error:
		return &Error{err.Error()}
	case *classfile.FormatError:
		return &classfile.FormatError{Msg: err.Error()}
	default:
		return e
	}
}

// formatError makes a ClassFormatError about method m.
func formatError(f *classfile.File, m *classfile.Member, format string, args ...any) error {
	return &classfile.FormatError{Msg: fmt.Sprintf(format, args...) + " in method '" + externalMethod(f, m) + "'"}
}
