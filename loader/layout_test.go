package loader

import (
	"fmt"
	"slices"
	"testing"

	"gojvm/gc"
	"gojvm/loader/classfile"
	"gojvm/vm"
)

// fieldsOf makes fields of the given descriptors; a leading '!' is static.
func fieldsOf(descs ...string) []*vm.Field {
	var out []*vm.Field
	for i, d := range descs {
		f := &vm.Field{Name: fmt.Sprint("f", i)}
		if d[0] == '!' {
			f.Flags, d = classfile.AccStatic, d[1:]
		}
		f.Desc, f.Kind = d, vm.KindOf(d)
		out = append(out, f)
	}
	return out
}

func TestLayoutFields(t *testing.T) {
	const ref = "Ljava/lang/Object;"
	for _, c := range []struct {
		name    string
		fields  []string
		start   uint32
		offsets []uint32
		end     uint32
	}{
		{"none", nil, 8, nil, 8},
		{"large first", []string{"B", "J", "I", "S"}, 8, []uint32{22, 8, 16, 20}, 23},
		{"references last", []string{ref, "I", ref, "J"}, 8, []uint32{20, 16, 24, 8}, 28},
		{"hole before a long is filled", []string{"J", "I"}, 12, []uint32{16, 12}, 24},
		{"hole filled from its first aligned byte", []string{"D", "B", "S", "B"}, 12, []uint32{16, 14, 12, 15}, 24},
		{"behind a byte", []string{"Z", "Z"}, 9, []uint32{9, 10}, 11},
		{"statics apart", []string{"!J", "I", "!I"}, 8, []uint32{0, 8, 0}, 12},
	} {
		fs := fieldsOf(c.fields...)
		end := layoutFields(fs, false, c.start)
		var got []uint32
		for _, f := range fs {
			got = append(got, f.Offset)
		}
		if !slices.Equal(got, c.offsets) || end != c.end {
			t.Errorf("%s: %v to %d, want %v to %d", c.name, got, end, c.offsets, c.end)
		}
	}
}

func TestAddToRuns(t *testing.T) {
	var runs []gc.Run
	for _, o := range []uint32{8, 12, 20, 24, 40} {
		runs = addToRuns(runs, o)
	}
	if want := []gc.Run{{Offset: 8, Count: 2}, {Offset: 20, Count: 2}, {Offset: 40, Count: 1}}; !slices.Equal(runs, want) {
		t.Errorf("%v, want %v", runs, want)
	}
}
