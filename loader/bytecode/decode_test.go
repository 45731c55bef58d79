package bytecode

import (
	"slices"
	"strings"
	"testing"
)

func TestDecode(t *testing.T) {
	for _, c := range []struct {
		code []byte
		want Inst
	}{
		{[]byte{byte(IconstM1)}, Inst{Op: IconstM1, Len: 1, Const: -1}},
		{[]byte{byte(Dconst1)}, Inst{Op: Dconst1, Len: 1, Const: 1}},
		{[]byte{byte(Bipush), 0x80}, Inst{Op: Bipush, Len: 2, Const: -128}},
		{[]byte{byte(Sipush), 0x80, 0}, Inst{Op: Sipush, Len: 3, Const: -32768}},
		{[]byte{byte(Aload3)}, Inst{Op: Aload3, Len: 1, Index: 3}},
		{[]byte{byte(Lstore2)}, Inst{Op: Lstore2, Len: 1, Index: 2}},
		{[]byte{byte(Iload), 200}, Inst{Op: Iload, Len: 2, Index: 200}},
		{[]byte{byte(Iinc), 7, 0xff}, Inst{Op: Iinc, Len: 3, Index: 7, Const: -1}},
		{[]byte{byte(Wide), byte(Iinc), 1, 0, 0xff, 0}, Inst{Op: Iinc, Wide: true, Len: 6, Index: 256, Const: -256}},
		{[]byte{byte(Wide), byte(Ret), 1, 2}, Inst{Op: Ret, Wide: true, Len: 4, Index: 258}},
		{[]byte{byte(Ldc), 255}, Inst{Op: Ldc, Len: 2, Index: 255}},
		{[]byte{byte(Ldc2W), 1, 1}, Inst{Op: Ldc2W, Len: 3, Index: 257}},
		{[]byte{byte(Goto), 0xff, 0xfe}, Inst{Op: Goto, Len: 3, Target: -2}},
		{[]byte{byte(JsrW), 0, 1, 0, 0}, Inst{Op: JsrW, Len: 5, Target: 65536}},
		{[]byte{byte(Invokeinterface), 0, 5, 2, 0}, Inst{Op: Invokeinterface, Len: 5, Index: 5, Count: 2}},
		{[]byte{byte(Invokedynamic), 0, 5, 0, 0}, Inst{Op: Invokedynamic, Len: 5, Index: 5}},
		{[]byte{byte(Multianewarray), 0, 5, 3}, Inst{Op: Multianewarray, Len: 4, Index: 5, Count: 3}},
		{[]byte{byte(Newarray), TInt}, Inst{Op: Newarray, Len: 2, Const: TInt}},
	} {
		var in Inst
		if err := Decode(c.code, 0, &in); err != nil {
			t.Errorf("%s: %v", c.want.Op, err)
			continue
		}
		in.Switch = Switch{}
		if in.String() != c.want.String() || in.Len != c.want.Len || in.Wide != c.want.Wide || in.Index != c.want.Index ||
			in.Const != c.want.Const || in.Target != c.want.Target || in.Count != c.want.Count {
			t.Errorf("%s: got %+v", c.want.Op, in)
		}
		for n := range c.code {
			if n > 0 && Decode(c.code[:n], 0, &in) == nil {
				t.Errorf("%s: %d bytes accepted", c.want.Op, n)
			}
		}
	}
}

func TestSwitch(t *testing.T) {
	table := []byte{byte(Nop), byte(Tableswitch), 0, 0, 0, 0, 0, 50, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0, 0, 0, 10, 0, 0, 0, 20}
	lookup := []byte{byte(Nop), byte(Lookupswitch), 0, 0, 0, 0, 0, 50, 0, 0, 0, 2, 0x80, 0, 0, 0, 0, 0, 0, 10, 0, 0, 0, 5, 0, 0, 0, 20}
	for _, c := range []struct {
		code []byte
		keys []int32
	}{{table, []int32{-1, 0}}, {lookup, []int32{-1 << 31, 5}}} {
		var in Inst
		if err := Decode(c.code, 1, &in); err != nil {
			t.Fatal(err)
		}
		s := &in.Switch
		if in.Next() != len(c.code) || s.Len() != 2 || in.Target != 51 || !s.Sorted() {
			t.Fatalf("got %+v", in)
		}
		for i, k := range c.keys {
			if s.Key(i) != k || s.Target(i) != 11+10*i || s.Find(k) != i {
				t.Errorf("%s: case %d is %d -> %d, found as %d", in.Op, i, s.Key(i), s.Target(i), s.Find(k))
			}
		}
		for _, k := range []int32{7, -2, 1<<31 - 1} {
			if s.Find(k) != -1 {
				t.Errorf("%s: case for %d", in.Op, k)
			}
		}
		if got := Successors(&in, nil); !slices.Equal(got, []int{51, 11, 21}) {
			t.Errorf("%s: successors %v", in.Op, got)
		}
	}
	lookup[15], lookup[12] = 9, 0 // 9 before 5
	var in Inst
	if err := Decode(lookup, 1, &in); err != nil || in.Switch.Sorted() {
		t.Errorf("unsorted: %v", err)
	}
	// 2^31-1 - -2^31 + 1 cases do not fit into an int32.
	huge := []byte{byte(Tableswitch), 0, 0, 0, 0, 0, 0, 0, 0x80, 0, 0, 0, 0x7f, 0xff, 0xff, 0xff}
	if Decode(huge, 0, &in) == nil {
		t.Error("a table of 4294967296 cases in no bytes")
	}
}

func TestBlocks(t *testing.T) {
	//  0 iload_0   1 ifeq 8   4 iconst_1   5 goto 9   8 iconst_2   9 ireturn
	code := []byte{byte(Iload0), byte(Ifeq), 0, 7, byte(Iconst1), byte(Goto), 0, 4, byte(Iconst2), byte(Ireturn)}
	blocks, err := Blocks(code, 4)
	if err != nil {
		t.Fatal(err)
	}
	want := []Block{{0, 4, 1, []int{4, 8}}, {4, 8, 5, []int{9}}, {8, 9, 8, []int{9}}, {9, 10, 9, nil}}
	if len(blocks) != len(want) {
		t.Fatalf("got %+v", blocks)
	}
	for i, b := range blocks {
		if b.Start != want[i].Start || b.End != want[i].End || b.Last != want[i].Last || !slices.Equal(b.Succ, want[i].Succ) {
			t.Errorf("block %d: got %+v, want %+v", i, b, want[i])
		}
	}
	for name, bad := range map[string][]byte{
		"falls off":   {byte(Nop)},
		"jumps out":   {byte(Goto), 0, 9},
		"jumps in":    {byte(Goto), 0, 1},
		"branch last": {byte(Iconst0), byte(Ifeq), 0xff, 0xff},
	} {
		if _, err := Blocks(bad); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestDisassemble(t *testing.T) {
	code := []byte{byte(Sipush), 1, 44, byte(Wide), byte(Iinc), 1, 0, 0, 1, byte(Invokevirtual), 0, 7, byte(Return)}
	var b strings.Builder
	err := Disassemble(&b, code, func(in *Inst) string { return "Method x:()V" })
	want := `       0: sipush        300
       3: iinc_w        256, 1
       9: invokevirtual #7                  // Method x:()V
      12: return
`
	if err != nil || b.String() != want {
		t.Errorf("%v, got:\n%s", err, b.String())
	}
}
