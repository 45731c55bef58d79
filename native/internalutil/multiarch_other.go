//go:build !amd64

package internalutil

var multiarch = []string{"/usr/lib/i386-linux-gnu/jni", "/lib/i386-linux-gnu", "/usr/lib/i386-linux-gnu"}
