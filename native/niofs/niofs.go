// Package niofs has the natives of sun.nio.fs: the file system calls below
// java.nio.file. Paths come as addresses of NUL-terminated bytes, results are
// fields of Java objects or byte arrays, failure is sun.nio.fs.UnixException
// with the error number. EINTR is never seen by Java.
//
// They are built for Linux; elsewhere each is an UnsatisfiedLinkError.
package niofs
