package amd64

import (
	"errors"
	"testing"

	"gojvm/codegen"
	"gojvm/codegen/ssa"
	"gojvm/codegen/ssa/irgen"
)

// FuzzCompile looks for input that makes the compiler panic instead of refusing it.
func FuzzCompile(f *testing.F) {
	target := NewTarget()
	for seed := range uint64(4) {
		f.Add(irgen.Function("f", seed, target.Ops, 8, irgen.Options{Size: 8, Depth: 2, Exits: true, Polls: true, Guards: true, Catches: true}).String())
	}
	f.Add("func @f(i32) i32 {\nb0:\n x = arg i32 [0]\n switch x {0, 1, 2, 3, 4} -> b1, b1, b1, b1, b1, b1\nb1:\n ret x\n}")
	f.Add("func @f() {\nb0:\n jmp -> b1\nb1:\n jmp -> b1\n}")
	f.Add("func @f(ptr) f64 c {\nb0:\n x = arg ptr [0]\n y = load f64 x +8 !1\n z = frem f64 y, y\n ret z\n}")
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 4000 {
			return
		}
		for _, o := range []codegen.Options{{Level: codegen.Quick}, {Level: codegen.Full, Features: HostFeatures()}, {Level: codegen.Full, Few: 5}} {
			fs, err := ssa.Parse("fuzz", text, target.Ops, 8)
			if err != nil {
				return
			}
			for _, g := range fs {
				o.Check = true
				_, err := codegen.Compile(g, target, o)
				var crash *codegen.Crash
				if errors.As(err, &crash) {
					t.Fatalf("%v\n%s", err, crash.Stack)
				}
			}
		}
	})
}
