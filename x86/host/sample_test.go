//go:build linux && (amd64 || 386)

package host

import (
	"errors"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"
	"unsafe"

	"gojvm/codegen"
	"gojvm/codegen/ssa"
)

//go:noinline
func burn(n int) (s int) {
	for i := range n {
		s += i * i
	}
	return s
}

// TestSampling samples compiled code, whose stack is to be copied, and Go code.
func TestSampling(t *testing.T) {
	const text = `func @spin(i32) i32 {
b0:
  n = arg i32 [0]
  zero = const i32 [0]
  one = const i32 [1]
  jmp -> loop
loop:
  x = phi i32 b0: n, loop: y
  poll
  y = sub i32 x, one
  c = eq i32 y, zero
  if c -> done, loop
done:
  ret y
}
`
	h := newHost(t)
	m := h.compile(text, codegen.Options{Check: true})
	code := h.cache.Bounds()
	ctx := uintptr(unsafe.Pointer(&h.ctx[0]))
	s, err := StartSampling(SampleConfig{Interval: time.Millisecond, Frame: codegen.CtxSP, Context: codegen.ContextSize,
		Loops: []uintptr{reflect.ValueOf(burn).Pointer()}})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Stop()
	if _, err := StartSampling(SampleConfig{Interval: time.Second}); !errors.Is(err, ErrSampling) {
		t.Errorf("sampled twice: %v", err)
	}
	inCode, inLoop, inGo := 0, 0, 0
	take := func() {
		s.Refresh()
		s.Read(func(x *Sample) {
			switch {
			case x.Context == 0:
				inGo++
			case x.Context != ctx:
				t.Errorf("context %#x, want %#x", x.Context, ctx)
			case x.Loop:
				if f := runtime.FuncForPC(x.PC); !strings.HasSuffix(f.Name(), ".burn") {
					t.Errorf("in the loop at %s", f.Name())
				}
				inLoop += x.Weight
			case x.OnStack && code.Contains(x.PC):
				inCode += x.Weight
				if len(x.Stack) == 0 || x.StackAddr > x.SP || x.StackAddr+uintptr(len(x.Stack)) != ctx {
					t.Errorf("%d bytes of the stack from %#x on, stack pointer %#x, context %#x", len(x.Stack), x.StackAddr, x.SP, ctx)
				}
			}
		})
	}
	*h.word(codegen.CtxStackLimit) = uint64(h.stackLow() + 16<<10)
	for end := time.Now().Add(20 * time.Second); (inCode < 20 || inLoop < 20 || inGo < 1) && time.Now().Before(end); {
		burn(1 << 22)
		s.Bind(ctx)
		h.call(m["spin"], []ssa.Type{ssa.I32}, ssa.I32, 1<<24)
		burn(1 << 22)
		s.Unbind()
		take()
	}
	if inCode < 20 || inLoop < 20 || inGo < 1 {
		t.Errorf("%d samples in compiled code, %d in the loop, %d outside", inCode, inLoop, inGo)
	}
}

// TestFunction compares the extent of a function with where its neighbours are.
func TestFunction(t *testing.T) {
	pc := reflect.ValueOf(burn).Pointer()
	f := function(pc + 5)
	if f.from != pc || f.to <= pc || runtime.FuncForPC(f.to-1).Entry() != pc || runtime.FuncForPC(f.to).Entry() == pc {
		t.Errorf("burn at %#x is from %#x to %#x", pc, f.from, f.to)
	}
}
