package vm

import (
	"runtime"
	"sync/atomic"
	"testing"
	"time"
	"unsafe"

	"gojvm/mem"
)

// translation is a Code that nothing is asked of.
type translation struct{ Code }

// TestSetCodePublishesSize publishes translations while another thread, in the place of a
// compiler that inlines the methods, waits for their code and reads the sizes of their frames.
func TestSetCodePublishesSize(t *testing.T) {
	if runtime.GOMAXPROCS(0) < 2 {
		t.Skip("one processor")
	}
	const n, size = 5000, 40
	blocks := make([][MethodBlockSize / 8]uint64, n)
	methods := make([]Method, n)
	for i := range methods {
		methods[i].Block = uintptr(unsafe.Pointer(&blocks[i]))
	}
	var waiting atomic.Int32 // for the code of the method of this number
	defer waiting.Store(n)
	go func() {
		for i := range methods {
			for int(waiting.Load()) < i {
				runtime.Gosched()
			}
			methods[i].SetCode(translation{}, 16, size)
		}
	}()
	wrong := 0
	end := time.Now().Add(2 * time.Second)
	for i := range methods {
		if time.Now().After(end) {
			break // a machine with other work to do
		}
		m := &methods[i]
		waiting.Store(int32(i))
		for m.Code() == nil {
			// What is read again and again is in this processor's cache, where a store arrives late.
			mem.AtomicLoad32(m.Block + MethodFrameSize)
		}
		if mem.AtomicLoad32(m.Block+MethodFrameSize) != size {
			wrong++
		}
	}
	if wrong > 0 {
		t.Errorf("%d methods with code had no frame size", wrong)
	}
	runtime.KeepAlive(blocks)
}
