package classfile

import "fmt"

// Error is an error that a class file gives rise to. JavaClass names the
// exception that loading the class throws, with Error as its message.
type Error interface {
	error
	JavaClass() string
}

// FormatError is a violation of JVMS 4.8: java.lang.ClassFormatError.
type FormatError struct{ Msg string }

func (e *FormatError) Error() string { return e.Msg }

// JavaClass returns java/lang/ClassFormatError.
func (e *FormatError) JavaClass() string { return "java/lang/ClassFormatError" }

// UnsupportedVersionError is a class file of a version that this JVM does not
// know: java.lang.UnsupportedClassVersionError.
type UnsupportedVersionError struct {
	Major, Minor uint16
	Msg          string
}

func (e *UnsupportedVersionError) Error() string { return e.Msg }

// JavaClass returns java/lang/UnsupportedClassVersionError.
func (e *UnsupportedVersionError) JavaClass() string {
	return "java/lang/UnsupportedClassVersionError"
}

// NoClassDefError is a class file that does not define the class that was asked for:
// java.lang.NoClassDefFoundError.
type NoClassDefError struct{ Msg string }

func (e *NoClassDefError) Error() string { return e.Msg }

// JavaClass returns java/lang/NoClassDefFoundError.
func (e *NoClassDefError) JavaClass() string { return "java/lang/NoClassDefFoundError" }

func formatError(format string, args ...any) error {
	return &FormatError{fmt.Sprintf(format, args...)}
}

var errTruncated = &FormatError{"Truncated class file"}
