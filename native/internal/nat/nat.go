// Package nat has what the natives of several Java packages need: constant
// functions, arguments that are classes or strings, small arrays, and classes
// by descriptor. It knows no class of the library beyond what vm.Known has.
//
// Functions that take a Ref across an allocation take a Handle instead.
package nat

import (
	"os"
	"strings"

	"gojvm/vm"
)

// Nothing is the native of a void method that has nothing to do in this VM.
func Nothing(*vm.Thread, vm.Args) (vm.Value, error) { return 0, nil }

// Const returns a native that always answers v.
func Const(v vm.Value) vm.NativeFunc {
	return func(*vm.Thread, vm.Args) (vm.Value, error) { return v, nil }
}

// False and True are natives that always answer so.
func False(*vm.Thread, vm.Args) (vm.Value, error) { return vm.BoolValue(false), nil }
func True(*vm.Thread, vm.Args) (vm.Value, error)  { return vm.BoolValue(true), nil }

// Bool returns a boolean result.
func Bool(b bool) (vm.Value, error) { return vm.BoolValue(b), nil }

// Int returns an int result.
func Int(i int32) (vm.Value, error) { return vm.IntValue(i), nil }

// Long returns a long result.
func Long(i int64) (vm.Value, error) { return vm.LongValue(i), nil }

// Double returns a double result.
func Double(d float64) (vm.Value, error) { return vm.DoubleValue(d), nil }

// Ref turns the result of an allocation into that of a native.
func Ref(r vm.Ref, err error) (vm.Value, error) { return vm.RefValue(r), err }

// Mirror returns the java.lang.Class of c, null for nil.
func Mirror(c *vm.Class) (vm.Value, error) { return vm.RefValue(vm.MirrorOf(c)), nil }

// Err returns the result of a native that threw.
func Err(err error) (vm.Value, error) { return 0, err }

// NullPointer throws NullPointerException without a message.
func NullPointer(t *vm.Thread) (vm.Value, error) { return 0, t.ThrowNullPointer() }

// Class returns the class for which argument i, a java.lang.Class, stands; nil for null.
func Class(t *vm.Thread, a vm.Args, i int) *vm.Class {
	r := a.Ref(i)
	if r == 0 {
		return nil
	}
	return t.VM.ClassOfMirror(r)
}

// String returns argument i, a String or null, as UTF-8.
func String(t *vm.Thread, a vm.Args, i int) (s string, ok bool) {
	r := a.Ref(i)
	if r == 0 {
		return "", false
	}
	return t.VM.GoString(r), true
}

// RawString is String in modified UTF-8, the form of names in the VM.
func RawString(t *vm.Thread, a vm.Args, i int) (s string, ok bool) {
	r := a.Ref(i)
	if r == 0 {
		return "", false
	}
	return t.VM.RawString(r), true
}

// Internal converts a class or package name with dots to the internal form.
func Internal(name string) string { return strings.ReplaceAll(name, ".", "/") }

// StringArray makes a String[] of UTF-8 texts.
func StringArray(t *vm.Thread, list []string) (vm.Ref, error) {
	arr, err := t.NewRefArray(t.VM.Known.String, len(list))
	if err != nil {
		return 0, err
	}
	mark := t.HandleMark()
	defer t.ReleaseHandles(mark)
	h := t.NewHandle(arr)
	for i, s := range list {
		r, err := t.NewString(s)
		if err != nil {
			return 0, err
		}
		t.VM.SetRefElem(h.Ref(), i, r)
	}
	return h.Ref(), nil
}

// ClassArray makes a Class[].
func ClassArray(t *vm.Thread, list []*vm.Class) (vm.Ref, error) {
	mark := t.HandleMark()
	defer t.ReleaseHandles(mark)
	for _, c := range list {
		if !c.Domain.Permanent {
			t.NewHandle(c.Mirror) // nothing else may keep it
		}
	}
	arr, err := t.NewRefArray(t.VM.Known.Class, len(list))
	if err != nil {
		return 0, err
	}
	for i, c := range list {
		t.VM.SetRefElem(arr, i, c.Mirror)
	}
	return arr, nil
}

// BytesOrNull makes a byte[] of b, null when b is nil.
func BytesOrNull(t *vm.Thread, b []byte) (vm.Ref, error) {
	if b == nil {
		return 0, nil
	}
	return t.NewByteArray(b)
}

// ClassByDescriptor finds the class that a field descriptor names, as a
// resolution in a class of loader l would (V is allowed).
func ClassByDescriptor(t *vm.Thread, l *vm.Loader, desc string) (*vm.Class, error) {
	switch k := vm.KindOf(desc); {
	case k != vm.KindRef:
		return t.VM.Primitives[k], nil
	case desc[0] == '[':
		return t.VM.Linker.FindClass(t, l, desc)
	}
	return t.VM.Linker.FindClass(t, l, desc[1:len(desc)-1])
}

// ClassesOfDescriptor finds the classes of the parameters and of the result
// that a method descriptor names.
func ClassesOfDescriptor(t *vm.Thread, l *vm.Loader, desc string) (params []*vm.Class, ret *vm.Class, err error) {
	list, last := SplitDescriptor(desc)
	for _, d := range list {
		c, err := ClassByDescriptor(t, l, d)
		if err != nil {
			return nil, nil, err
		}
		params = append(params, c)
	}
	ret, err = ClassByDescriptor(t, l, last)
	return params, ret, err
}

// SplitDescriptor cuts a well-formed method descriptor (JVMS 4.3.3) into the
// descriptors of its parameters and of its result.
func SplitDescriptor(desc string) (params []string, ret string) {
	i := 1
	for desc[i] != ')' {
		j := i
		for desc[j] == '[' {
			j++
		}
		if desc[j] == 'L' {
			j += strings.IndexByte(desc[j:], ';')
		}
		params = append(params, desc[i:j+1])
		i = j + 1
	}
	return params, desc[i+1:]
}

// ClassName returns the String that Class.getName gives, cached in the mirror.
// It may collect.
func ClassName(t *vm.Thread, c *vm.Class) (vm.Ref, error) {
	off := t.VM.Known.ClassName.Offset
	if s := vm.Object(c.Mirror).Ref(off); s != 0 {
		return s, nil
	}
	s, err := t.InternRaw(c.JavaName())
	if err != nil {
		return 0, err
	}
	t.VM.SetRef(c.Mirror, off, s) // the mirror does not move
	return s, nil
}

// Env returns the value of an environment variable as Java programs of v see it.
func Env(v *vm.VM, key string) (string, bool) {
	if v.Config.Env == nil {
		return os.LookupEnv(key)
	}
	value, ok := "", false
	for _, kv := range v.Config.Env {
		if k, val, found := strings.Cut(kv, "="); found && k == key {
			value, ok = val, true
		}
	}
	return value, ok
}
