package gojvm

import (
	"fmt"
	"strings"

	"gojvm/vm"
)

// Values cross between Go and Java like this:
//
//	Java                      Go argument                 Go result
//	boolean                   bool                        bool
//	byte short char int       any Go integer that fits    int8 int16 uint16 int32
//	long                      any Go integer              int64
//	float double              float32 float64             float32 float64
//	String                    string, *Object, nil        string, nil
//	byte[] int[] long[] ...   []byte []int32 []int64 ...  the same
//	other references          *Object, *Class, nil        *Object, nil

// callOn selects the method, converts the arguments and calls.
func (v *VM) callOn(t *vm.Thread, c *vm.Class, self vm.Handle, method string, args []any) (any, error) {
	m, err := selectMethod(c, !self.IsNull(), method, args)
	if err != nil {
		return nil, err
	}
	if m.VtableIndex >= 0 && !self.IsNull() {
		m = c.Vtable[m.VtableIndex]
	}
	params, err := paramTypes(m.Desc)
	if err != nil {
		return nil, err
	}
	held := make([]vm.Handle, 0, len(args)+1)
	vals := make([]vm.Value, 0, len(args)+1)
	if !self.IsNull() {
		vals, held = append(vals, 0), append(held, self)
	}
	for i, a := range args {
		val, h, err := v.toJava(t, params[i], a)
		if err != nil {
			return nil, fmt.Errorf("gojvm: argument %d of %s: %w", i+1, m, err)
		}
		vals, held = append(vals, val), append(held, h)
	}
	for i, k := range m.Args {
		if k == vm.KindRef {
			vals[i] = vm.RefValue(held[i].Ref())
		}
	}
	r, err := t.Invoke(m, vals...)
	if err != nil {
		return nil, v.goError(t)
	}
	return v.toGo(m.Ret, r), nil
}

// selectMethod finds the method by name, optional descriptor and arguments, in c
// and its supertypes.
func selectMethod(c *vm.Class, instance bool, method string, args []any) (*vm.Method, error) {
	name, desc := method, ""
	if i := strings.IndexByte(method, '('); i >= 0 {
		name, desc = method[:i], method[i:]
	}
	var found *vm.Method
	consider := func(k *vm.Class) error {
		for _, m := range k.Methods {
			if m.Name != name || m.IsStatic() == instance || desc != "" && m.Desc != desc {
				continue
			}
			if found != nil && found.Desc == m.Desc {
				continue // overridden
			}
			params, err := paramTypes(m.Desc)
			if err != nil || len(params) != len(args) || desc == "" && !accepts(params, args) {
				continue
			}
			if found != nil {
				return fmt.Errorf("gojvm: %s.%s is ambiguous between %s and %s: give the descriptor", c.JavaName(), name, found.Desc, m.Desc)
			}
			found = m
		}
		return nil
	}
	for k := c; k != nil; k = k.Super {
		if err := consider(k); err != nil {
			return nil, err
		}
		if name == "<init>" {
			break
		}
	}
	if found == nil {
		for _, i := range c.AllSupers {
			if err := consider(i); err != nil {
				return nil, err
			}
		}
	}
	if found == nil {
		return nil, fmt.Errorf("gojvm: %s has no method %s for %d such arguments", c.JavaName(), method, len(args))
	}
	return found, nil
}

// paramTypes splits the parameter part of a method descriptor.
func paramTypes(desc string) ([]string, error) {
	var out []string
	for i := 1; i < len(desc) && desc[i] != ')'; {
		j := i
		for desc[j] == '[' {
			j++
		}
		if desc[j] == 'L' {
			k := strings.IndexByte(desc[j:], ';')
			if k < 0 {
				return nil, fmt.Errorf("gojvm: bad descriptor %q", desc)
			}
			j += k
		}
		out = append(out, desc[i:j+1])
		i = j + 1
	}
	return out, nil
}

func accepts(params []string, args []any) bool {
	for i, p := range params {
		if !acceptsOne(p, args[i]) {
			return false
		}
	}
	return true
}

func acceptsOne(p string, a any) bool {
	switch a := a.(type) {
	case nil:
		return p[0] == 'L' || p[0] == '['
	case bool:
		return p == "Z"
	case int, int8, int16, int32, int64, uint8, uint16, uint32:
		n, _ := asInt64(a)
		return fits(p, n)
	case float32:
		return p == "F" || p == "D"
	case float64:
		return p == "D"
	case string:
		return p == "Ljava/lang/String;" || p == "Ljava/lang/Object;" || p == "Ljava/lang/CharSequence;"
	case []byte:
		return p == "[B"
	case []int16:
		return p == "[S"
	case []uint16:
		return p == "[C"
	case []int32:
		return p == "[I"
	case []int64:
		return p == "[J"
	case []float32:
		return p == "[F"
	case []float64:
		return p == "[D"
	case []bool:
		return p == "[Z"
	case []string:
		return p == "[Ljava/lang/String;" || p == "[Ljava/lang/Object;"
	case *Class:
		return p == "Ljava/lang/Class;" || p == "Ljava/lang/Object;"
	case *Object:
		return p[0] == 'L' && (p == "Ljava/lang/Object;" || instanceOfName(a, p[1:len(p)-1])) || p[0] == '[' && instanceOfName(a, p)
	}
	return false
}

func instanceOfName(o *Object, name string) bool {
	c := o.vm.vm.ClassOf(o.h.Ref())
	for k := c; k != nil; k = k.Super {
		if k.Name == name {
			return true
		}
	}
	for _, i := range c.AllSupers {
		if i.Name == name {
			return true
		}
	}
	return false
}

func asInt64(a any) (int64, bool) {
	switch a := a.(type) {
	case int:
		return int64(a), true
	case int8:
		return int64(a), true
	case int16:
		return int64(a), true
	case int32:
		return int64(a), true
	case int64:
		return a, true
	case uint8:
		return int64(a), true
	case uint16:
		return int64(a), true
	case uint32:
		return int64(a), true
	}
	return 0, false
}

// fits reports whether integer n can be passed as a parameter of type p.
func fits(p string, n int64) bool {
	switch p {
	case "B":
		return n == int64(int8(n))
	case "S":
		return n == int64(int16(n))
	case "C":
		return n == int64(uint16(n))
	case "I":
		return n == int64(int32(n))
	case "J":
		return true
	}
	return false
}
