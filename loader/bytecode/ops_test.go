package bytecode

import "testing"

func TestTableIsComplete(t *testing.T) {
	if NumOps != 202 {
		t.Fatalf("%d opcodes", NumOps)
	}
	for o := Op(0); o < NumOps; o++ {
		info := o.Info()
		if info.Name == "" {
			t.Errorf("opcode %d has no row", o)
		}
		if (o.Len() == 0) != (info.Layout == "t" || info.Layout == "l" || info.Layout == "w") {
			t.Errorf("%s: length %d", o, o.Len())
		}
	}
	for _, c := range []struct {
		op   Op
		code int
		name string
	}{{Aload3, 45, "aload_3"}, {Saload, 53, "saload"}, {Sastore, 86, "sastore"}, {Swap, 95, "swap"}, {Iinc, 132, "iinc"},
		{I2s, 147, "i2s"}, {Dcmpg, 152, "dcmpg"}, {Jsr, 168, "jsr"}, {Lookupswitch, 171, "lookupswitch"}, {Return, 177, "return"},
		{Invokedynamic, 186, "invokedynamic"}, {Wide, 196, "wide"}, {JsrW, 201, "jsr_w"}} {
		if int(c.op) != c.code || c.op.String() != c.name {
			t.Errorf("%s is %d, want %s = %d", c.op, c.op, c.name, c.code)
		}
	}
	if Op(202).Info() != nil || Op(254).String() != "op_fe" || Op(202).Len() != 0 {
		t.Error("opcodes from 202 on")
	}
}
