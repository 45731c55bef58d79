package amd64

import (
	"fmt"
	"testing"

	"gojvm/codegen"
	"gojvm/codegen/ssa"
	"gojvm/codegen/ssa/irgen"
)

// BenchmarkCompile measures the speed of compilation by the size of the function.
func BenchmarkCompile(b *testing.B) {
	target := NewTarget()
	for _, level := range []codegen.Level{codegen.Quick, codegen.Full} {
		for _, size := range []int{100, 1000, 10000, 100000} {
			b.Run(fmt.Sprintf("%v/%d", level, size), func(b *testing.B) {
				text, values := "", 0
				for seed := uint64(1); values < size/2; seed++ {
					f := irgen.Function("f", seed, target.Ops, 8, irgen.Options{Size: size / 3, Depth: 4, Exits: true, Polls: true, Live: 4})
					text, values = f.String(), f.NumValues()
				}
				for b.Loop() {
					b.StopTimer()
					fs, err := ssa.Parse("speed", text, target.Ops, 8)
					if err != nil {
						b.Fatal(err)
					}
					b.StartTimer()
					if _, err := codegen.Compile(fs[0], target, codegen.Options{Level: level}); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(values)*float64(b.N)/b.Elapsed().Seconds()/1e6, "Mvalues/s")
			})
		}
	}
}
