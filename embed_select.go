package gojvm

import (
	"fmt"
	"reflect"
	"strings"

	"gojvm/vm"
)

// selectMethod finds the method by name, optional descriptor and arguments, in c
// and its supertypes: of those that take the arguments the one that fits best.
func (v *VM) selectMethod(c *vm.Class, instance bool, method string, args []any) (*vm.Method, error) {
	name, desc := method, ""
	if i := strings.IndexByte(method, '('); i >= 0 {
		name, desc = method[:i], method[i:]
	}
	var found, second *vm.Method
	best := 0
	consider := func(k *vm.Class) {
		for _, m := range k.Methods {
			if m.Name != name || m.IsStatic() == instance || desc != "" && !strings.HasPrefix(m.Desc, desc) {
				continue
			}
			if m.Flags&accSynthetic != 0 && desc == "" {
				continue // bridges
			}
			if found != nil && params(found.Desc) == params(m.Desc) {
				continue // overridden
			}
			misfit, ok := v.misfit(paramTypes(m.Desc), args)
			switch {
			case !ok:
			case found == nil || misfit < best:
				found, second, best = m, nil, misfit
			case misfit == best:
				second = m
			}
		}
	}
	for k := c; k != nil; k = k.Super {
		consider(k)
		if name == "<init>" {
			break
		}
	}
	if name != "<init>" && (instance || c.IsInterface()) {
		for _, i := range c.AllSupers {
			consider(i)
		}
	}
	switch {
	case found == nil:
		return nil, fmt.Errorf("gojvm: %s has no method %s that takes %s", c.JavaName(), method, describe(args))
	case second != nil:
		return nil, fmt.Errorf("gojvm: %s.%s is ambiguous between %s and %s: give the descriptor", c.JavaName(), name, found.Desc, second.Desc)
	}
	return found, nil
}

const accSynthetic = 0x1000

// params returns the parameter part of a method descriptor.
func params(desc string) string { return desc[:strings.IndexByte(desc, ')')] }

func describe(args []any) string {
	var types []string
	for _, a := range args {
		types = append(types, fmt.Sprintf("%T", a))
	}
	return "(" + strings.Join(types, ", ") + ")"
}

// paramTypes splits the parameter part of a method descriptor, which the class
// file parser has checked.
func paramTypes(desc string) []string {
	var out []string
	for i := 1; desc[i] != ')'; {
		j := i
		for desc[j] == '[' {
			j++
		}
		if desc[j] == 'L' {
			j += strings.IndexByte(desc[j:], ';')
		}
		out = append(out, desc[i:j+1])
		i = j + 1
	}
	return out
}

// misfit tells how far args are from the parameter types: 0 for a perfect fit.
func (v *VM) misfit(params []string, args []any) (sum int, ok bool) {
	if len(params) != len(args) {
		return 0, false
	}
	for i, p := range params {
		n, ok := v.misfitOne(p, args[i])
		if !ok {
			return 0, false
		}
		sum += n
	}
	return sum, true
}

// How well an argument fits a parameter.
const (
	fitExact = iota
	fitWider // the value fits into another primitive type
	fitNarrower
	fitBoxed
	fitObject // a supertype
)

// boxes are the classes that box primitives, by descriptor letter.
var boxes = map[byte]string{
	'Z': "java/lang/Boolean", 'B': "java/lang/Byte", 'C': "java/lang/Character", 'S': "java/lang/Short",
	'I': "java/lang/Integer", 'J': "java/lang/Long", 'F': "java/lang/Float", 'D': "java/lang/Double",
}

// natural is the primitive type that a Go value of that kind has in Java.
func natural(a any) (letter byte) {
	switch reflect.TypeOf(a).Kind() {
	case reflect.Bool:
		return 'Z'
	case reflect.Int8, reflect.Uint8:
		return 'B'
	case reflect.Int16:
		return 'S'
	case reflect.Uint16:
		return 'C'
	case reflect.Int, reflect.Int32, reflect.Uint32:
		return 'I'
	case reflect.Int64, reflect.Uint, reflect.Uint64, reflect.Uintptr:
		return 'J'
	case reflect.Float32:
		return 'F'
	case reflect.Float64:
		return 'D'
	}
	return 0
}

func (v *VM) misfitOne(p string, a any) (int, bool) {
	if a == nil {
		return fitExact, p[0] == 'L' || p[0] == '['
	}
	letter := natural(a)
	if letter == 0 {
		return v.misfitRef(p, a)
	}
	if len(p) > 1 {
		// Boxed, for the wrapper class and its supertypes.
		if p[0] != 'L' {
			return 0, false
		}
		name := p[1 : len(p)-1]
		for l, box := range boxes {
			if box == name && fits(l, a) {
				return fitBoxed + misfitNumber(l, letter), true
			}
		}
		switch name {
		case "java/lang/Number":
			return fitObject, letter != 'Z'
		case "java/lang/Object", "java/io/Serializable", "java/lang/Comparable":
			return fitObject + 10, true
		}
		return 0, false
	}
	return misfitNumber(p[0], letter), fits(p[0], a)
}

// misfitNumber compares a primitive type with the one natural to the value.
func misfitNumber(param, natural byte) int {
	const width = "ZBSCIJFD"
	switch p, n := strings.IndexByte(width, param), strings.IndexByte(width, natural); {
	case p == n:
		return fitExact
	case p > n:
		return fitWider + p - n
	default:
		return fitNarrower + 8 + n - p
	}
}

// fits reports whether a, a bool or number, can be passed as a primitive type
// without loss.
func fits(p byte, a any) bool {
	r := reflect.ValueOf(a)
	switch {
	case r.Kind() == reflect.Bool:
		return p == 'Z'
	case r.CanFloat():
		return p == 'D' || p == 'F' && r.Kind() == reflect.Float32
	}
	n, ok := asInt64(r)
	if !ok {
		return false
	}
	switch p {
	case 'B':
		return n == int64(int8(n)) || r.Kind() == reflect.Uint8
	case 'S':
		return n == int64(int16(n))
	case 'C':
		return n == int64(uint16(n))
	case 'I':
		return n == int64(int32(n)) || r.Kind() == reflect.Uint32
	case 'J':
		return true
	}
	return false
}

// asInt64 returns an integer as 64 bits; unsigned ones keep their bits.
func asInt64(r reflect.Value) (int64, bool) {
	switch {
	case r.CanInt():
		return r.Int(), true
	case r.CanUint():
		return int64(r.Uint()), true
	}
	return 0, false
}

// arrayTypes are the Java types of Go slices that are copied.
func arrayType(a any) string {
	switch a.(type) {
	case []bool:
		return "[Z"
	case []byte, []int8:
		return "[B"
	case []int16:
		return "[S"
	case []uint16:
		return "[C"
	case []int32:
		return "[I"
	case []int64:
		return "[J"
	case []float32:
		return "[F"
	case []float64:
		return "[D"
	case []string:
		return "[Ljava/lang/String;"
	}
	return ""
}

func (v *VM) misfitRef(p string, a any) (int, bool) {
	if p[0] != 'L' && p[0] != '[' {
		return 0, false
	}
	object := p == "Ljava/lang/Object;"
	switch a := a.(type) {
	case *Class:
		return misfitName(p, "java/lang/Class", object)
	case *Object:
		if a.vm.machine != v.machine || a.h.IsNull() {
			return fitObject, true // toJava says what is wrong
		}
		name := p
		if p[0] == 'L' {
			name = p[1 : len(p)-1]
		}
		c := v.vm.ClassOf(a.h.Ref())
		if !object && !isNamed(c, name) {
			return 0, false
		}
		return distance(c, name), true
	case []any, []*Object:
		return fitWider, p[0] == '[' && (p[1] == 'L' || p[1] == '[')
	}
	if reflect.TypeOf(a).Kind() == reflect.String {
		if p == "Ljava/lang/CharSequence;" {
			return fitWider, true
		}
		return misfitName(p, "java/lang/String", object)
	}
	switch t := arrayType(a); {
	case t == "":
		return 0, false
	case t == p:
		return fitExact, true
	}
	if arrayType(a) == "[Ljava/lang/String;" && isNamed(v.vm.Known.String, strings.Trim(p, "[L;")) {
		return fitObject, p[0] == '[' && p[1] == 'L' // arrays are covariant
	}
	return fitObject, object
}

func misfitName(p, name string, object bool) (int, bool) {
	if p == "L"+name+";" {
		return fitExact, true
	}
	return fitObject + 10, object
}

// distance is how many classes c is below the supertype of that name; interfaces
// count as farther, Object as farthest.
func distance(c *vm.Class, name string) int {
	n := 0
	for k := c; k != nil; k = k.Super {
		if k.Name == name && k.Super != nil {
			return n
		}
		n++
	}
	if name == "java/lang/Object" {
		return n + 20
	}
	return n + 10
}
