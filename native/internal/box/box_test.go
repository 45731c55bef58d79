package box

import (
	"testing"

	"gojvm/vm"
)

// TestWiden checks the widening conversions of JLS 5.1.2 against its table.
func TestWiden(t *testing.T) {
	allowed := map[vm.Kind]string{
		vm.KindBoolean: "Z",
		vm.KindByte:    "BSIJFD",
		vm.KindShort:   "SIJFD",
		vm.KindChar:    "CIJFD",
		vm.KindInt:     "IJFD",
		vm.KindLong:    "JFD",
		vm.KindFloat:   "FD",
		vm.KindDouble:  "D",
	}
	for from, list := range allowed {
		for to := vm.KindBoolean; to <= vm.KindDouble; to++ {
			want := false
			for _, c := range []byte(list) {
				want = want || c == to.Letter()
			}
			if _, got := Widen(from, to, 1); got != want {
				t.Errorf("Widen(%v, %v) allowed = %v, want %v", from, to, got, want)
			}
		}
	}
}

func TestWidenValues(t *testing.T) {
	for _, c := range []struct {
		from, to vm.Kind
		in, want vm.Value
	}{
		{vm.KindByte, vm.KindLong, vm.IntValue(-5), vm.LongValue(-5)},
		{vm.KindInt, vm.KindDouble, vm.IntValue(-7), vm.DoubleValue(-7)},
		{vm.KindLong, vm.KindFloat, vm.LongValue(1<<40 + 1), vm.FloatValue(1 << 40)},
		{vm.KindFloat, vm.KindDouble, vm.FloatValue(0.5), vm.DoubleValue(0.5)},
		{vm.KindChar, vm.KindInt, vm.IntValue(0xffff), vm.IntValue(0xffff)},
	} {
		if got, ok := Widen(c.from, c.to, c.in); !ok || got != c.want {
			t.Errorf("Widen(%v, %v, %#x) = %#x, %v; want %#x", c.from, c.to, uint64(c.in), uint64(got), ok, uint64(c.want))
		}
	}
	if _, ok := Widen(vm.KindVoid, vm.KindVoid, 0); ok {
		t.Error("void is not a value")
	}
}
