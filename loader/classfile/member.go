package classfile

import "encoding/binary"

// Member is a field or a method (JVMS 4.5, 4.6).
type Member struct {
	Name, Desc          string
	NameIndex           uint16
	DescIndex           uint16
	Flags               uint16 // with AccSynthetic if there is a Synthetic attribute
	ConstantValue       uint16 // index of the initial value of a static field, or 0
	Signature           uint16 // index of the generic signature, or 0
	ArgSlots            uint16 // of a method: words of the arguments, the receiver among them
	Code                *Code  // nil for fields and for native and abstract methods
	Attrs               Attributes
	VisibleAnnotations  bool // has RuntimeVisibleAnnotations
	Deprecated          bool
	hasMethodParameters bool
}

// Annotations returns the contents of RuntimeVisibleAnnotations, nil if there are none.
func (m *Member) Annotations() []byte {
	if !m.VisibleAnnotations {
		return nil
	}
	return m.Attrs.Find("RuntimeVisibleAnnotations")
}

// Exceptions returns the indices of the Class entries of the Exceptions attribute.
func (m *Member) Exceptions() U2s { return countedU2s(m.Attrs.Find("Exceptions")) }

// MethodParameter is an entry of a MethodParameters attribute.
type MethodParameter struct {
	Name  uint16 // index, or 0
	Flags uint16
}

// MethodParameters returns the contents of the MethodParameters attribute; ok tells whether
// there is one.
func (m *Member) MethodParameters() (params []MethodParameter, ok bool) {
	if !m.hasMethodParameters {
		return nil, false
	}
	b := m.Attrs.Find("MethodParameters")
	params = make([]MethodParameter, b[0])
	for i := range params {
		e := b[1+4*i:]
		params[i] = MethodParameter{binary.BigEndian.Uint16(e), binary.BigEndian.Uint16(e[2:])}
	}
	return params, true
}

// Code is a Code attribute (JVMS 4.7.3).
type Code struct {
	Bytes     []byte
	Handlers  ExceptionTable
	StackMap  []byte // contents of the StackMapTable, nil if there is none
	MaxStack  uint16
	MaxLocals uint16
	Attrs     Attributes
}

// Handler is an entry of an exception table: what is thrown in [Start, End) and
// is an instance of Catch goes to Handler.
type Handler struct {
	Start, End, Handler int
	Catch               int // index of a Class entry, 0 for anything
}

// ExceptionTable is the exception table of a Code attribute, in order of precedence.
type ExceptionTable []byte

// Len returns the number of handlers.
func (t ExceptionTable) Len() int { return len(t) / 8 }

// At returns handler i.
func (t ExceptionTable) At(i int) Handler {
	e := t[8*i : 8*i+8]
	return Handler{
		Start:   int(binary.BigEndian.Uint16(e)),
		End:     int(binary.BigEndian.Uint16(e[2:])),
		Handler: int(binary.BigEndian.Uint16(e[4:])),
		Catch:   int(binary.BigEndian.Uint16(e[6:])),
	}
}

// Line returns the source line of the instruction at pc, -1 if it is not known:
// that of the entry of LineNumberTable with the greatest start not behind pc.
func (c *Code) Line(pc int) int {
	line, best := -1, -1
	for name, b := range c.Attrs.All {
		if name != "LineNumberTable" {
			continue
		}
		t := U2s(b[2:]) // pairs: start, line
		for i := 0; i+1 < t.Len(); i += 2 {
			start := t.At(i)
			if start == pc {
				return t.At(i + 1)
			}
			if start < pc && start >= best {
				best, line = start, t.At(i+1)
			}
		}
	}
	return line
}

// HasLines reports whether there is a LineNumberTable.
func (c *Code) HasLines() bool { return c.Attrs.Has("LineNumberTable") }

// LocalVar is an entry of a LocalVariableTable or LocalVariableTypeTable.
type LocalVar struct {
	Start, Length int
	Name, Desc    int // indices; Desc of a generic signature in a LocalVariableTypeTable
	Index         int // local variable
}

// LocalVars returns the entries of all LocalVariableTables.
func (c *Code) LocalVars() []LocalVar { return c.appendVars(nil, "LocalVariableTable") }

// LocalVarTypes returns the entries of all LocalVariableTypeTables.
func (c *Code) LocalVarTypes() []LocalVar { return c.appendVars(nil, "LocalVariableTypeTable") }

func (c *Code) appendVars(vars []LocalVar, table string) []LocalVar {
	for name, b := range c.Attrs.All {
		if name != table || len(b) < 2 {
			continue
		}
		t := U2s(b[2:])
		for i := 0; i < 5*int(binary.BigEndian.Uint16(b)) && i+4 < t.Len(); i += 5 {
			vars = append(vars, LocalVar{t.At(i), t.At(i + 1), t.At(i + 2), t.At(i + 3), t.At(i + 4)})
		}
	}
	return vars
}
