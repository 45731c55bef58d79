//go:build !386 && !arm

package sched

// defaultReserve has room for 131,072 stacks of 1 MiB.
const defaultReserve uintptr = 128 << 30
