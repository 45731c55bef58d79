//go:build linux && (amd64 || 386)

package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"time"

	"gojvm/codegen"
	"gojvm/codegen/ssa"
	"gojvm/codegen/ssa/irgen"
	"gojvm/test/kernels"
)

// compileSpeed prints how many IR values per second the pipelines compile on one core, for
// random functions of several sizes, and the memory allocated per compilation.
func compileSpeed() {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	// The collector's share depends on the size of the heap around; memory is reported apart.
	defer debug.SetGCPercent(debug.SetGCPercent(800))
	target := kernels.NativeTarget()
	workspace := new(codegen.Workspace)
	fmt.Printf("\nSpeed of compilation: millions of IR values per second of processor time, bytes per value\n")
	fmt.Printf("%10s %8s %8s %8s %8s\n", "values", "quick", "full", "quick", "full")
	for _, size := range []int{100, 1000, 10000, 100000} {
		row := fmt.Sprintf("%10d", size)
		var memory string
		for _, level := range []codegen.Level{codegen.Quick, codegen.Full} {
			var texts []string
			values := 0
			for seed := uint64(1); values < 100000; seed++ {
				f := irgen.Function("f", seed, target.Ops, target.PtrSize, irgen.Options{Size: size / 3, Depth: 4, Exits: true, Polls: true, Live: 4})
				if f.NumValues() < size/2 {
					continue
				}
				values += f.NumValues()
				texts = append(texts, f.String())
			}
			var used time.Duration
			var before, after runtime.MemStats
			bytes := uint64(0)
			for _, text := range texts {
				fs, err := ssa.Parse("speed", text, target.Ops, target.PtrSize)
				if err != nil {
					fmt.Println(err)
					return
				}
				runtime.ReadMemStats(&before)
				begin := cpuTime()
				if _, err := codegen.Compile(fs[0], target, codegen.Options{Level: level, Features: kernels.NativeFeatures(), Workspace: workspace, Trust: true}); err != nil {
					fmt.Println(err)
					return
				}
				used += cpuTime() - begin
				runtime.ReadMemStats(&after)
				bytes += after.TotalAlloc - before.TotalAlloc
			}
			row += fmt.Sprintf(" %8.2f", float64(values)/used.Seconds()/1e6)
			memory += fmt.Sprintf(" %8.0f", float64(bytes)/float64(values))
		}
		fmt.Println(row + memory)
	}
}
