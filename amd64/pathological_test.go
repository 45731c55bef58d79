package amd64

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"gojvm/codegen"
	"gojvm/codegen/ssa"
)

// shapes are functions that would take exponential time, or never end, if some pass looked at
// a value once for each way to it.
func shapes() map[string]string {
	out := map[string]string{}
	const head = "func @f(ptr, i32, i64, f64) i32 {\nentry:\n p = arg ptr [0]\n v0 = arg i32 [1]\n w0 = arg i64 [2]\n f0 = arg f64 [3]\n zero = const i32 [0]\n one = const i32 [1]\n"
	// Each value is used twice by the next.
	for _, op := range []string{"add", "sub", "mul", "and", "or", "xor", "shl", "shr", "ushr", "rotl", "div", "urem", "eq", "lt", "ule"} {
		var s strings.Builder
		s.WriteString(head)
		n := 150
		for i := range n {
			fmt.Fprintf(&s, " v%d = %s i32 v%d, v%d\n", i+1, op, i, i)
		}
		fmt.Fprintf(&s, " x = load i32 p, v%d\n c = ult i32 v%d, x\n guard c\n ret v%d\n}\n", n, n, n)
		out["chain of "+op] = s.String()
	}
	// Each select, or phi, is of the one before and of what is computed from it.
	var sel, phi, nest strings.Builder
	sel.WriteString(head)
	phi.WriteString(head + " jmp -> b0\nb0:\n")
	for i := range 80 {
		fmt.Fprintf(&sel, " a%d = add i32 v%d, one\n c%d = lt i32 v%d, a%d\n v%d = select i32 c%d, a%d, v%d\n", i, i, i, i, i, i+1, i, i, i)
		fmt.Fprintf(&phi, " a%d = add i32 v%d, one\n c%d = lt i32 v%d, a%d\n if c%d -> t%d, b%d\nt%d:\n jmp -> b%d\nb%d:\n v%d = phi i32 b%d:v%d, t%d:a%d\n", i, i, i, i, i, i, i, i+1, i, i+1, i+1, i+1, i, i, i, i)
	}
	sel.WriteString(" ret v80\n}\n")
	phi.WriteString(" x = load i32 p, v80\n ret x\n}\n")
	out["selects"], out["diamonds"] = sel.String(), phi.String()
	// Loops in loops, each with a check that the first turn would settle.
	depth := 25
	nest.WriteString(head + " jmp -> h0\n")
	for i := range depth {
		from := "entry"
		if i > 0 {
			from = fmt.Sprint("g", i-1)
		}
		fmt.Fprintf(&nest, "h%d:\n i%d = phi i32 %s:zero, l%d:n%d\n c%d = lt i32 i%d, v0\n if c%d -> g%d, e%d\ng%d:\n x%d = load i32 p +%d\n k%d = ult i32 i%d, x%d\n guard k%d\n", i, i, from, i, i, i, i, i, i, i, i, i, 8*i, i, i, i, i)
		if i+1 < depth {
			fmt.Fprintf(&nest, " jmp -> h%d\n", i+1)
		} else {
			fmt.Fprintf(&nest, " jmp -> l%d\n", i)
		}
	}
	for i := depth - 1; i >= 0; i-- {
		if i+1 < depth {
			fmt.Fprintf(&nest, "e%d:\n jmp -> l%d\n", i+1, i)
		}
		fmt.Fprintf(&nest, "l%d:\n n%d = add i32 i%d, one\n jmp -> h%d\n", i, i, i, i)
	}
	nest.WriteString("e0:\n ret i0\n}\n")
	out["nest"] = nest.String()
	return out
}

// TestPathological compiles them with both pipelines, in time.
func TestPathological(t *testing.T) {
	target := NewTarget()
	for name, text := range shapes() {
		t.Run(name, func(t *testing.T) {
			for _, o := range []codegen.Options{{Level: codegen.Quick}, {Level: codegen.Full, Features: HostFeatures()}, {Level: codegen.Full, Few: 5}} {
				fs, err := ssa.Parse("shape", text, target.Ops, 8)
				if err != nil {
					t.Fatal(err)
				}
				o.Check = true
				var bail *codegen.Bailout
				if err := compileInTime(t, fs[0], target, o); err != nil && !(errors.As(err, &bail) && o.Few > 0) {
					t.Error(err)
				}
			}
		})
	}
}
