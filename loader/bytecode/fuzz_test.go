package bytecode

import (
	"io"
	"testing"
)

// FuzzDecode gives arbitrary code to everything that reads code.
func FuzzDecode(f *testing.F) {
	f.Add([]byte{byte(Iconst0), byte(Ifeq), 0, 4, byte(Nop), byte(Return)})
	f.Add([]byte{byte(Tableswitch), 0, 0, 0, 0, 0, 0, 20, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 20, byte(Return)})
	f.Add([]byte{byte(Lookupswitch), 0, 0, 0, 0, 0, 0, 20, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 20, byte(Return)})
	f.Add([]byte{byte(Wide), byte(Iinc), 1, 0, 255, 255, byte(Wide), byte(Ret), 0, 1})
	f.Add([]byte{byte(GotoW), 127, 255, 255, 255})
	f.Fuzz(func(t *testing.T, code []byte) {
		end := 0
		r := NewReader(code)
		for r.Next() {
			in := &r.Inst
			if in.PC != end || in.Len < 1 || in.Next() > len(code) {
				t.Fatalf("instruction at %d, length %d, after %d of %d", in.PC, in.Len, end, len(code))
			}
			end = in.Next()
			sorted := in.Switch.Sorted()
			for i := range in.Switch.Len() {
				if sorted && in.Switch.Find(in.Switch.Key(i)) != i {
					t.Fatalf("case %d not found", i)
				}
			}
		}
		if r.Err == nil && end != len(code) {
			t.Fatalf("stopped at %d of %d", end, len(code))
		}
		if len(code) > 1<<12 {
			return
		}
		err := Disassemble(io.Discard, code, nil)
		if (err == nil) != (r.Err == nil) {
			t.Fatalf("reader %v, disassembler %v", r.Err, err)
		}
		blocks, err := Blocks(code)
		if err != nil {
			return
		}
		at := 0
		for _, b := range blocks {
			if b.Start != at || b.Last < b.Start || b.End <= b.Last {
				t.Fatalf("block %+v after %d", b, at)
			}
			at = b.End
		}
		if at != len(code) {
			t.Fatalf("blocks end at %d of %d", at, len(code))
		}
	})
}
