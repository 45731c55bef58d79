package verify

import (
	"strconv"

	"gojvm/loader/classfile"
)

// typ is a verification type (JVMS 4.10.1.2). Equal types are equal numbers.
//
//	bits 0-2  kind      bits 3-  primitive code, id of a name, or pc of a new instruction
type typ uint32

const (
	kindTop = iota
	kindPrim
	kindObject // name is that of a class or interface
	kindArray  // name is a descriptor
	kindNull
	kindUninit
	kindQuery // no type of a value, but a question about one

	kindBits = 3
	kindMask = 1<<kindBits - 1
)

const (
	top typ = 0

	boolean typ = kindPrim | iota<<kindBits
	byteT
	short
	char
	integer
	float
	long
	double
	long2 // second word
	double2

	null       typ = kindNull
	uninitThis typ = kindUninit | 0xffff<<kindBits

	anyRef      typ = kindQuery | 1<<kindBits
	category1   typ = kindQuery | 2<<kindBits
	category2   typ = kindQuery | 3<<kindBits // first word
	category2nd typ = kindQuery | 4<<kindBits // second word
)

var primNames = [...]string{"", "boolean", "byte", "short", "char", "integer", "float", "long", "double", "long_2nd", "double_2nd"}

func uninit(pc int) typ { return kindUninit | typ(pc)<<kindBits }

func (t typ) kind() typ      { return t & kindMask }
func (t typ) value() int     { return int(t >> kindBits) }
func (t typ) isRef() bool    { k := t & kindMask; return k >= kindObject && k <= kindNull }
func (t typ) isUninit() bool { return t&kindMask == kindUninit }

// isCategory1 reports whether t is a type of one word, top not among them.
func (t typ) isCategory1() bool {
	return t.kind() == kindPrim && t <= float || t.kind() >= kindObject
}

func (t typ) isCategory2() bool { return t == long || t == double }
func (t typ) isSecond() bool    { return t == long2 || t == double2 }

// second returns the second word of long or double.
func (t typ) second() typ { return t + (long2 - long) }

// names gives types of class names ids, so that types compare as numbers.
type names struct {
	ids       map[string]typ
	text      []string
	component []typ // by id, of array types; top where not asked for yet
}

func newNames(n int) names {
	return names{ids: make(map[string]typ, n), text: make([]string, 0, n), component: make([]typ, 0, n)}
}

// ref returns the type of a class name or array descriptor.
func (n *names) ref(name string) typ {
	if t, ok := n.ids[name]; ok {
		return t
	}
	kind := typ(kindObject)
	if name != "" && name[0] == '[' {
		kind = kindArray
	}
	t := kind | typ(len(n.text))<<kindBits
	n.ids[name] = t
	n.text = append(n.text, name)
	n.component = append(n.component, top)
	return t
}

// name returns the name of a class or array type.
func (n *names) name(t typ) string { return n.text[t.value()] }

// isArrayOf reports whether t is null or an array whose components have a type starting with letter.
func (n *names) isArrayOf(t typ, letter byte) bool {
	return t == null || t.kind() == kindArray && n.name(t)[1] == letter
}

// componentOf returns the component type of an array type.
func (n *names) componentOf(t typ) typ {
	id := t.value()
	if c := n.component[id]; c != top {
		return c
	}
	var c typ
	switch name := n.text[id]; name[1] {
	case 'Z':
		c = boolean
	case 'B':
		c = byteT
	case 'C':
		c = char
	case 'S':
		c = short
	case 'I':
		c = integer
	case 'J':
		c = long
	case 'F':
		c = float
	case 'D':
		c = double
	case '[':
		c = n.ref(name[1:])
	case 'L':
		c = n.ref(name[2 : len(name)-1])
	}
	n.component[id] = c
	return c
}

// fromDescriptor returns the type of the field type desc as it is on the stack; of long and
// double the first word.
func (n *names) fromDescriptor(desc string) typ {
	switch desc[0] {
	case 'J':
		return long
	case 'D':
		return double
	case 'F':
		return float
	case 'L':
		return n.ref(desc[1 : len(desc)-1])
	case '[':
		return n.ref(desc)
	}
	return integer
}

// print returns t as error messages have it.
func (n *names) print(t typ) string {
	switch t.kind() {
	case kindTop:
		return "top"
	case kindPrim:
		return primNames[t.value()]
	case kindObject, kindArray:
		return "'" + n.name(t) + "'"
	case kindNull:
		return "null"
	case kindUninit:
		if t == uninitThis {
			return "uninitializedThis"
		}
		return "uninitialized " + strconv.Itoa(t.value())
	}
	switch t {
	case anyRef:
		return "reference type"
	case category1:
		return "category1 type"
	case category2:
		return "category2 type"
	}
	return "category2_2nd type"
}

// externalMethod returns "void pkg.Class.name(int, java.lang.String)".
func externalMethod(f *classfile.File, m *classfile.Member) string {
	s := externalType(classfile.ReturnType(m.Desc)) + " " + dots(f.Name) + "." + m.Name + "("
	sep := ""
	for p := range classfile.Params(m.Desc) {
		s += sep + externalType(p)
		sep = ", "
	}
	return s + ")"
}

func dots(name string) string {
	b := []byte(name)
	for i, c := range b {
		if c == '/' {
			b[i] = '.'
		}
	}
	return string(b)
}

func externalType(desc string) string {
	switch desc[0] {
	case 'Z':
		return "boolean"
	case 'B':
		return "byte"
	case 'C':
		return "char"
	case 'S':
		return "short"
	case 'I':
		return "int"
	case 'J':
		return "long"
	case 'F':
		return "float"
	case 'D':
		return "double"
	case 'V':
		return "void"
	case '[':
		return externalType(desc[1:]) + "[]"
	}
	return dots(desc[1 : len(desc)-1])
}
