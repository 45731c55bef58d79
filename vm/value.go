package vm

import "math"

// Conversions between Go values and frame slots.

func IntValue(v int32) Value      { return Value(uint32(v)) }
func LongValue(v int64) Value     { return Value(v) }
func FloatValue(v float32) Value  { return Value(math.Float32bits(v)) }
func DoubleValue(v float64) Value { return Value(math.Float64bits(v)) }
func RefValue(r Ref) Value        { return Value(r) }

// BoolValue returns Java's int form of a boolean.
func BoolValue(b bool) Value {
	if b {
		return 1
	}
	return 0
}

func (v Value) Int() int32      { return int32(uint32(v)) }
func (v Value) Long() int64     { return int64(v) }
func (v Value) Float() float32  { return math.Float32frombits(uint32(v)) }
func (v Value) Double() float64 { return math.Float64frombits(uint64(v)) }
func (v Value) Ref() Ref        { return Ref(uint32(v)) }
func (v Value) Bool() bool      { return uint32(v)&1 != 0 }

// Kind is the kind of a Java value, of a field or of an array's elements.
type Kind uint8

const (
	KindVoid Kind = iota
	KindBoolean
	KindByte
	KindChar
	KindShort
	KindInt
	KindLong
	KindFloat
	KindDouble
	KindRef
)

var kindInfo = [...]struct {
	letter byte
	size   uint8
	shift  uint8
	name   string
}{
	KindVoid:    {'V', 0, 0, "void"},
	KindBoolean: {'Z', 1, 0, "boolean"},
	KindByte:    {'B', 1, 0, "byte"},
	KindChar:    {'C', 2, 1, "char"},
	KindShort:   {'S', 2, 1, "short"},
	KindInt:     {'I', 4, 2, "int"},
	KindLong:    {'J', 8, 3, "long"},
	KindFloat:   {'F', 4, 2, "float"},
	KindDouble:  {'D', 8, 3, "double"},
	KindRef:     {'L', 4, 2, "reference"},
}

// Letter returns the descriptor letter of k ('L' for every reference).
func (k Kind) Letter() byte { return kindInfo[k].letter }

// StackLetter returns what a value of kind k is on an operand stack or in a local variable: I, J, F, D,
// or A for references (JVMS 2.11.1, the types by which instructions are named).
func (k Kind) StackLetter() byte {
	switch k {
	case KindLong, KindFloat, KindDouble:
		return kindInfo[k].letter
	case KindRef:
		return 'A'
	}
	return 'I'
}

// Size returns the bytes that a field or element of kind k takes.
func (k Kind) Size() uint32 { return uint32(kindInfo[k].size) }

// Shift returns log2 of Size.
func (k Kind) Shift() uint8 { return kindInfo[k].shift }

// String returns the Java keyword of a primitive kind.
func (k Kind) String() string { return kindInfo[k].name }

// Wide reports whether k takes two local variables in a class file (JVMS 2.6.1).
func (k Kind) Wide() bool { return k == KindLong || k == KindDouble }

// KindOf returns the kind of a descriptor by its first letter.
func KindOf(desc string) Kind {
	switch desc[0] {
	case 'V':
		return KindVoid
	case 'Z':
		return KindBoolean
	case 'B':
		return KindByte
	case 'C':
		return KindChar
	case 'S':
		return KindShort
	case 'I':
		return KindInt
	case 'J':
		return KindLong
	case 'F':
		return KindFloat
	case 'D':
		return KindDouble
	}
	return KindRef
}
