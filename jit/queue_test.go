package jit

import (
	"testing"

	"gojvm/mem"
	"gojvm/vm"
)

// TestQueueOrder: methods that threads wait for come first, then the hottest, then the oldest.
func TestQueueOrder(t *testing.T) {
	blocks, err := mem.Reserve(4096)
	if err != nil {
		t.Fatal(err)
	}
	defer blocks.Release()
	var q queue
	for i, count := range []uint32{30, 70, 70, 10, 50} {
		m := &vm.Method{Block: blocks.Base + uintptr(i)*vm.MethodBlockSize, Name: string(rune('a' + i))}
		mem.Store32(m.Block+vm.MethodCalls, count-10)
		mem.Store32(m.Block+vm.MethodLoops, 10)
		o := order{unit: unit{m: m}}
		if count == 10 {
			o.done = make(chan struct{})
		}
		q.orders = append(q.orders, o)
	}
	got := ""
	for len(q.orders) > 0 {
		got += q.take().m.Name
	}
	if want := "dbcea"; got != want {
		t.Errorf("order %s, want %s", got, want)
	}
}
