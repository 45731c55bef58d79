// Package kernels holds small programs in the text form of codegen/ssa, each with the same
// in C and a result to check: the yardstick for the code that the back ends make.
//
// A kernel is a function (ptr, i32) i32: it takes scratch memory of [MemSize] bytes aligned
// to 16, and a size, and returns a check sum. It is the last function of its file.
package kernels

import (
	"embed"
	"fmt"
	"os"
	"path/filepath"

	"gojvm/codegen"
	"gojvm/codegen/ssa"
)

// MemSize is the size of the scratch memory in bytes.
const MemSize = 1 << 20

// Kernel is one of the programs.
type Kernel struct {
	Name string
	// Small is a size that runs at once and Check the result for it, as gcc computes it.
	Small, Check int32
	// Large is a size that takes some milliseconds and LargeCheck the result for it.
	Large, LargeCheck int32
}

// All returns the kernels.
func All() []Kernel {
	return []Kernel{
		{"intloop", 1000, 790752, 10000000, 981937664},
		{"sieve", 1000, 168, 1000000, 78498},
		{"matmul", 9, -1400, 200, -26108800},
		{"mandelbrot", 20, 9030, 300, 1893327},
		{"nbody", 10, 26637609, 50000, 258998315},
		{"crc32", 1000, 525532444, 1000000, 1375291028},
		{"sha256", 1, -1166534977, 10000, -1431216560}, // ba7816bf, FIPS 180 example
		{"quicksort", 1000, 137420352, 100000, 125163404},
		{"hashprobe", 1000, 1000, 40000, 40587},
		{"strscan", 1000, 12845065, 1000000, -604355332},
		{"longarith", 1000, 290366855, 1000000, -1234815859},
	}
}

//go:embed *.ssa c/*.c
var files embed.FS

// Source returns the text of the kernel.
func (k Kernel) Source() string {
	text, err := files.ReadFile(k.Name + ".ssa")
	if err != nil {
		panic("BUG: " + err.Error())
	}
	return string(text)
}

// WriteC writes the C text of all kernels, and a main program that runs one, to a folder.
func WriteC(dir string) error {
	for _, name := range []string{"kernels.c", "main.c"} {
		text, err := files.ReadFile("c/" + name)
		if err != nil {
			panic("BUG: " + err.Error())
		}
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// Params and Result are the signature of every kernel.
var Params = []ssa.Type{ssa.Ptr, ssa.I32}

// Result is the type of the check sum.
const Result = ssa.I32

// Compile compiles the functions of the kernel for target t; the kernel itself is the last.
func (k Kernel) Compile(t *codegen.Target, o codegen.Options) ([]*codegen.Code, error) {
	fs, err := ssa.Parse(k.Name+".ssa", k.Source(), t.Ops, t.PtrSize)
	if err != nil {
		return nil, err
	}
	var codes []*codegen.Code
	for _, f := range fs {
		c, err := codegen.Compile(f, t, o)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", k.Name, err)
		}
		codes = append(codes, c)
	}
	return codes, nil
}
