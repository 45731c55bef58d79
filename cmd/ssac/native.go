package main

import "runtime"

// native reports whether this machine runs programs for a target: they are Linux
// executables, and an amd64 machine runs those of 386 as well.
func native(target string) bool {
	return runtime.GOOS == "linux" && (runtime.GOARCH == target || runtime.GOARCH == "amd64" && target == "386")
}
