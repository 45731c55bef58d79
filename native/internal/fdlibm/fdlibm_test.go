package fdlibm

import (
	"bufio"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"
)

// TestAgainstStrictMath compares with what java.lang.StrictMath of OpenJDK 17
// gave for special values and for random ones of all magnitudes. Each line
// has a function, the bits of its arguments and of the result. A larger file
// of that form can be named by STRICTMATH.
func TestAgainstStrictMath(t *testing.T) {
	one := map[string]func(float64) float64{
		"sin": Sin, "cos": Cos, "tan": Tan, "asin": Asin, "acos": Acos, "atan": Atan,
		"log": Log, "log10": Log10, "log1p": Log1p, "exp": Exp, "expm1": Expm1,
		"sinh": Sinh, "cosh": Cosh, "tanh": Tanh,
	}
	two := map[string]func(x, y float64) float64{"atan2": Atan2, "IEEEremainder": math.Remainder}
	name := os.Getenv("STRICTMATH")
	if name == "" {
		name = "testdata/strictmath.txt"
	}
	file, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	lines, wrong := 0, map[string]int{}
	for s := bufio.NewScanner(file); s.Scan(); lines++ {
		var f string
		var x, y, want uint64
		fields := strings.Fields(s.Text())
		var got float64
		if len(fields) == 3 {
			fmt.Sscanf(s.Text(), "%s %x %x", &f, &x, &want)
			got = one[f](math.Float64frombits(x))
		} else {
			fmt.Sscanf(s.Text(), "%s %x %x %x", &f, &x, &y, &want)
			got = two[f](math.Float64frombits(x), math.Float64frombits(y))
		}
		bits := math.Float64bits(got)
		if math.IsNaN(got) {
			bits = 0x7ff8000000000000
		}
		if bits != want {
			if wrong[f]++; wrong[f] <= 5 {
				t.Errorf("%s(%v, %v) = %x, want %x", f, math.Float64frombits(x), math.Float64frombits(y), bits, want)
			}
		}
	}
	if lines < 1000 {
		t.Errorf("only %d lines", lines)
	}
	for f, n := range wrong {
		t.Errorf("%s: %d wrong", f, n)
	}
}
