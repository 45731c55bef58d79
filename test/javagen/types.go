package javagen

// typ is a Java type that random programs use.
type typ int

const (
	tInt typ = iota
	tLong
	tFloat
	tDouble
	tBool
	tByte
	tShort
	tChar
	tString
	tObject
	tInts
	tLongs
	tDoubles
	tBytes
	tObjects
	tNode
	tShape
	tIntFn
	tLongFn
	tGrid
	tRec
	tEnum
	numTypes
)

var typeNames = [numTypes]string{
	"int", "long", "float", "double", "boolean", "byte", "short", "char", "String", "Object",
	"int[]", "long[]", "double[]", "byte[]", "Object[]", "N", "Rt.Shape", "Rt.IntFn", "Rt.LongFn", "int[][]", "R", "E",
}

func (t typ) String() string { return typeNames[t] }

// isRef reports whether null is a value of t.
func (t typ) isRef() bool { return t >= tString }

// isArray reports whether t is an array type.
func (t typ) isArray() bool { return t >= tInts && t <= tObjects }

// isIntegral reports whether arithmetic on t is that of int or long.
func (t typ) isIntegral() bool { return t == tInt || t == tLong || t >= tByte && t <= tChar }

// element returns the element type of an array type.
func (t typ) element() typ {
	return map[typ]typ{tInts: tInt, tLongs: tLong, tDoubles: tDouble, tBytes: tByte, tObjects: tObject}[t]
}

// weights says how often a variable of each type is made.
var weights = [numTypes]int{
	tInt: 12, tLong: 7, tFloat: 3, tDouble: 5, tBool: 4, tByte: 2, tShort: 2, tChar: 2, tString: 3, tObject: 3,
	tInts: 5, tLongs: 3, tDoubles: 2, tBytes: 2, tObjects: 2, tNode: 6, tShape: 2, tIntFn: 2, tLongFn: 1, tGrid: 2, tRec: 2, tEnum: 2,
}
