package classfile

import "testing"

// TestLine has a LineNumberTable with three entries, the last of which is out
// of order.
func TestLine(t *testing.T) {
	const name = "LineNumberTable"
	data := []byte{0, byte(len(name))}
	data = append(data, name...)
	attrs := uint32(len(data))
	data = append(data, 0, 1, // one attribute
		0, 1, 0, 0, 0, 14, // its name is entry 1, its length 14
		0, 3, 0, 0, 0, 10, 0, 9, 0, 12, 0, 4, 0, 11)
	pool := &ConstPool{data: data, words: []uint32{0, 2}, tags: []Tag{TagNone, TagUtf8}}
	c := &Code{Attrs: Attributes{pool, attrs}}
	for pc, want := range map[int]int{0: 10, 3: 10, 4: 11, 8: 11, 9: 12, 100: 12} {
		if got := c.Line(pc); got != want {
			t.Errorf("Line(%d) = %d, want %d", pc, got, want)
		}
	}
}
