//go:build linux && (amd64 || 386)

package kernels

import (
	"fmt"
	"testing"

	"gojvm/codegen"
)

// TestNative runs the kernels as machine code: both pipelines, and with few registers.
func TestNative(t *testing.T) {
	h, err := NewHost()
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	target := NativeTarget()
	for _, k := range All() {
		for _, o := range []codegen.Options{{Level: codegen.Quick}, {Level: codegen.Full}, {Level: codegen.Full, Few: 6}} {
			o.Check = true
			t.Run(fmt.Sprintf("%s/%d/%d", k.Name, o.Level, o.Few), func(t *testing.T) {
				codes, err := k.Compile(target, o)
				if err != nil {
					t.Fatal(err)
				}
				run, err := h.Install(codes)
				if err != nil {
					t.Fatal(err)
				}
				clear(h.mem[:MemSize])
				if got, err := run(k.Small); err != nil || got != k.Check {
					t.Errorf("%s(%d) = %d, %v; want %d", k.Name, k.Small, got, err, k.Check)
				}
			})
		}
	}
}
