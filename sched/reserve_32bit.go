//go:build 386 || arm

package sched

// defaultReserve leaves most of the address space to the heap: room for 512
// stacks of 1 MiB, or for more that are smaller.
const defaultReserve uintptr = 512 << 20
