package members

import (
	"gojvm/loader/classfile"
	"gojvm/native/internal/nat"
	"gojvm/vm"
)

// text sets f to an interned String.
func (o *object) text(f *vm.Field, s string) {
	if o.err != nil {
		return
	}
	r, err := o.t.InternRaw(s)
	o.ref(f, r, err)
}

// bytes sets f to a byte[] with b, null when b is nil.
func (o *object) bytes(f *vm.Field, b []byte) {
	if o.err != nil {
		return
	}
	r, err := nat.BytesOrNull(o.t, b)
	o.ref(f, r, err)
}

// classes sets f to a Class[].
func (o *object) classes(f *vm.Field, list []*vm.Class) {
	if o.err != nil {
		return
	}
	r, err := nat.ClassArray(o.t, list)
	o.ref(f, r, err)
}

// signature sets f to the generic signature of member m, null when it has none.
func (o *object) signature(f *vm.Field, c *vm.Class, m *classfile.Member) {
	if o.err == nil && m.Signature != 0 {
		o.text(f, c.File.CP.Utf8(int(m.Signature)))
	}
}

// IsRecord reports whether c is a record class (JVMS 4.7.30).
func IsRecord(c *vm.Class) bool {
	return c.IsFinal() && c.Super == c.VM.Known.Record && c.File != nil && c.File.IsRecord()
}
