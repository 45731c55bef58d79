//go:build linux && (amd64 || 386)

package host

import (
	"runtime"
	"sync/atomic"
	"testing"
	"time"
	"unsafe"

	"gojvm/codegen"
	"gojvm/codegen/ssa"
	"gojvm/mem"
)

// TestPreempt runs a loop that only a store of another goroutine ends, while the world is
// stopped many times: it must not keep Go's collector waiting, whichever way it is entered.
func TestPreempt(t *testing.T) {
	const text = `func @spin(ptr) i32 {
b0:
  p = arg ptr [0]
  zero = const i32 [0]
  jmp -> loop
loop:
  x = load i32 p
  poll
  c = eq i32 x, zero
  if c -> loop, done
done:
  ret x
}
`
	for name, enter := range map[string]func(uintptr){"plain": Enter, "system call": EnterSys} {
		t.Run(name, func(t *testing.T) {
			h := newHost(t)
			h.enter = enter
			m := h.compile(text, codegen.Options{Check: true})
			code := h.cache.Bounds()
			ctx := mem.Region{Base: uintptr(unsafe.Pointer(&h.ctx[0])), Size: uintptr(len(h.ctx))}
			if err := Watch(code, ctx); err != nil {
				t.Fatal(err)
			}
			defer Unwatch(code)
			cell := (*uint32)(unsafe.Pointer(&h.stack[0]))
			done := make(chan uint64)
			go func() {
				done <- h.call(m["spin"], []ssa.Type{ssa.Ptr}, ssa.I32, uint64(uintptr(unsafe.Pointer(cell))))
			}()
			time.Sleep(10 * time.Millisecond)
			finished := make(chan bool)
			go func() {
				for range 20 {
					runtime.GC()
				}
				finished <- true
			}()
			select {
			case <-finished:
			case <-time.After(20 * time.Second):
				t.Error("the collector waits for compiled code")
			}
			atomic.StoreUint32(cell, 7)
			if got := <-done; got != 7 {
				t.Errorf("spin() = %d", got)
			}
		})
	}
}
