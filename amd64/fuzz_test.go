package amd64

import (
	"errors"
	"sync/atomic"
	"testing"
	"time"

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
				compileInTime(t, g, target, o)
			}
		}
	})
}

// timeLimit is far more than a function of 4000 bytes takes on a loaded machine.
const timeLimit = time.Minute

// compileInTime compiles f. The fuzzer itself would wait for ever for a compilation that does
// not end, and not tell of what. It returns why f cannot be compiled.
func compileInTime(t *testing.T, f *ssa.Func, target *codegen.Target, o codegen.Options) error {
	t.Helper()
	var stage atomic.Value
	stage.Store("start")
	o.Dump = func(name string, _ *ssa.Func) { stage.Store(name) }
	done := make(chan error, 1)
	go func() {
		_, err := codegen.Compile(f, target, o)
		done <- err
	}()
	late := time.NewTimer(timeLimit)
	defer late.Stop()
	select {
	case err := <-done:
		var crash *codegen.Crash
		if errors.As(err, &crash) {
			t.Fatalf("%v\n%s", err, crash.Stack)
		}
		return err
	case <-late.C:
		t.Fatalf("level %d, few %d: not compiled in %v: what follows %s does not end", o.Level, o.Few, timeLimit, stage.Load())
	}
	return nil
}
