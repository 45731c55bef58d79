package inst

import (
	"os/exec"
	"testing"
)

// TestDisassemble compares what is printed for forms with a VEX prefix with the disassembler
// of the binutils, and the sizes of all forms with those encoded.
func TestDisassemble(t *testing.T) {
	if _, err := exec.LookPath("objdump"); err != nil {
		t.Skip("objdump is not installed")
	}
	bothModes(t, func(t *testing.T, mode64 bool) {
		ss := all(t, mode64)
		code, at := sequence(ss)
		texts, bad, compared := objdump(t, code, mode64, "att"), 0, 0
		for i := range ss {
			got, n := Disassemble(mode64, code[at[i]:], uint64(at[i]))
			if ss[i].op == Lock {
				continue
			}
			if n != len(ss[i].bytes) {
				t.Errorf("% x: %q of %d bytes", ss[i].bytes, got, n)
				bad++
			}
			if forms[ss[i].op].vex {
				compared++
				if got != texts[at[i]] {
					t.Errorf("% x: %q, objdump says %q", ss[i].bytes, got, texts[at[i]])
					bad++
				}
			}
			if bad > 20 {
				t.FailNow()
			}
		}
		if compared < 1000 {
			t.Errorf("only %d instructions compared", compared)
		}
	})
}

// TestDisassembleShort: code that ends inside of an instruction is shown as data.
func TestDisassembleShort(t *testing.T) {
	bothModes(t, func(t *testing.T, mode64 bool) {
		for _, s := range all(t, mode64) {
			if !forms[s.op].vex || s.mem == nil {
				continue
			}
			for n := 1; n < len(s.bytes); n++ {
				if _, size := Disassemble(mode64, s.bytes[:n], 0); size > n {
					t.Fatalf("% x: %d bytes", s.bytes[:n], size)
				}
			}
		}
	})
}
