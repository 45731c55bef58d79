//go:build !linux

package codecache

func canSync() bool { return false }

func syncCores() {}
