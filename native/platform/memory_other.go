//go:build !linux

package platform

// machine is not known on this system.
func machine() memory { return memory{} }
