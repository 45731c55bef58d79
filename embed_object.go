package gojvm

import (
	"errors"
	"fmt"
	"strings"

	"gojvm/vm"
)

// Object is a reference to a Java object, which it keeps alive until Release or
// the end of the VM.
//
// Values cross between Go and Java like this:
//
//	Java                      Go argument                    Go result
//	boolean                   bool                           bool
//	byte short char int       any Go integer that fits       int8 int16 uint16 int32
//	long                      any Go integer                 int64
//	float double              float32 float64 (as double)    float32 float64
//	String                    string, *Object, nil           string, nil
//	Boolean Integer ...       as the primitive type, nil     as the primitive type, nil
//	byte[] int[] long[] ...   []byte []int32 []int64 ...     the same, copied
//	String[]                  []string                       []string, null elements ""
//	other arrays              []any, []*Object, *Object      *Object
//	Object, CharSequence ...  what the actual object takes   what the actual object gives
//	Class                     *Class, *Object                *Object
//	everything else           *Object, nil                   *Object, nil
//
// Arrays are copied both ways: to see what Java code writes into an array, make
// it by Class.NewArray and pass the *Object.
type Object struct {
	vm   *VM
	h    vm.Handle
	kept bool // see Keep
}

// errReleased is the error of a use after Release.
var errReleased = errors.New("gojvm: the object was released")

// object makes an Object of the non-null reference r.
func (v *VM) object(r vm.Ref) *Object { return &Object{vm: v, h: v.vm.NewGlobal(r)} }

// handle returns a local handle for o, which must be of v.
func (o *Object) handle(t *vm.Thread, v *VM) (vm.Handle, error) {
	switch {
	case o.vm.machine != v.machine:
		return vm.Handle{}, errors.New("gojvm: the object is of another VM")
	case o.h.IsNull():
		return vm.Handle{}, errReleased
	}
	return t.NewHandle(o.h.Ref()), nil
}

// Release lets the collector reclaim the object when Java code does not use it.
// The Object must not be used any more, also not by another goroutine.
func (o *Object) Release() {
	o.vm.vm.DeleteGlobal(o.h)
	o.h = vm.Handle{}
}

// with runs f on a Java thread with a handle of o.
func (o *Object) with(f func(t *vm.Thread, h vm.Handle) error) error {
	return o.vm.do(func(t *vm.Thread) error {
		h, err := o.handle(t, o.vm)
		if err != nil {
			return err
		}
		return f(t, h)
	})
}

// Class returns the class of the object.
func (o *Object) Class() (c *Class, err error) {
	err = o.with(func(t *vm.Thread, h vm.Handle) error {
		c = o.vm.class(o.vm.vm.ClassOf(h.Ref()))
		return nil
	})
	return c, err
}

// String returns what the object's toString returns, or the error in brackets.
func (o *Object) String() string {
	s, err := o.Call("toString()Ljava/lang/String;")
	if err != nil {
		return "<" + err.Error() + ">"
	}
	return fmt.Sprint(s)
}

// InstanceOf reports whether the object is an instance of c.
func (o *Object) InstanceOf(c *Class) (is bool, err error) {
	err = o.with(func(t *vm.Thread, h vm.Handle) error {
		is = o.vm.vm.ClassOf(h.Ref()).IsAssignableTo(c.c)
		return nil
	})
	return is, err
}

// Get returns the value of an instance field of the object's class or its
// superclasses, private ones too.
func (o *Object) Get(field string) (val any, err error) {
	err = o.with(func(t *vm.Thread, h vm.Handle) error {
		f, err := findField(o.vm.vm.ClassOf(h.Ref()), field, false)
		if err != nil {
			return err
		}
		val, err = o.vm.toGo(t, f.Kind, loadField(h.Object(), f))
		return err
	})
	return val, err
}

// Set changes an instance field. Final fields are refused.
func (o *Object) Set(field string, val any) error {
	return o.with(func(t *vm.Thread, h vm.Handle) error {
		f, err := findField(o.vm.vm.ClassOf(h.Ref()), field, false)
		if err != nil {
			return err
		}
		return o.vm.setField(t, f, val, h.Object)
	})
}

// Get returns the value of a static field of the class or its supertypes.
func (c *Class) Get(field string) (val any, err error) {
	err = c.vm.do(func(t *vm.Thread) error {
		f, err := c.staticField(t, field)
		if err != nil {
			return err
		}
		val, err = c.vm.toGo(t, f.Kind, loadField(f.StaticBase(), f))
		return err
	})
	return val, err
}

// Set changes a static field. Final fields are refused.
func (c *Class) Set(field string, val any) error {
	return c.vm.do(func(t *vm.Thread) error {
		f, err := c.staticField(t, field)
		if err != nil {
			return err
		}
		return c.vm.setField(t, f, val, f.StaticBase)
	})
}

func (c *Class) staticField(t *vm.Thread, name string) (*vm.Field, error) {
	f, err := findField(c.c, name, true)
	if err == nil && !f.Holder.Initialized() && c.vm.vm.Linker.Initialize(t, f.Holder) != nil {
		err = c.vm.goError(t)
	}
	return f, err
}

func findField(c *vm.Class, name string, static bool) (*vm.Field, error) {
	for k := c; k != nil; k = k.Super {
		if f := k.FindField(name, ""); f != nil && f.IsStatic() == static {
			return f, nil
		}
	}
	return nil, fmt.Errorf("gojvm: %s has no such field %s", c.JavaName(), name)
}

// setField stores val in the field of base, which is asked when val is a Java
// value: to make one may collect.
func (v *VM) setField(t *vm.Thread, f *vm.Field, val any, base func() vm.Object) error {
	if f.IsFinal() {
		return fmt.Errorf("gojvm: field %s of %s is final", f.Name, f.Holder.JavaName())
	}
	w, h, err := v.toJava(t, f.Desc, val)
	if err != nil {
		return err
	}
	if f.Kind == vm.KindRef {
		w = vm.RefValue(h.Ref())
	}
	v.storeField(base(), f, w)
	return nil
}

// NewArray makes an array of n zero elements with this class as component type.
func (c *Class) NewArray(n int) (o *Object, err error) {
	err = c.vm.do(func(t *vm.Thread) error {
		r, err := t.NewRefArray(c.c, n)
		if err != nil {
			return c.vm.goError(t)
		}
		o = c.vm.object(r)
		return nil
	})
	return o, err
}

// NewArray makes an array of n zero elements of the primitive type of that Java
// name ("int").
func (v *VM) NewArray(primitive string, n int) (o *Object, err error) {
	k := vm.KindBoolean
	for k < vm.KindRef && k.String() != primitive {
		k++
	}
	if k == vm.KindRef {
		return nil, fmt.Errorf("gojvm: %q is no primitive type with arrays", primitive)
	}
	err = v.do(func(t *vm.Thread) error {
		r, err := t.NewPrimArray(k, n)
		if err != nil {
			return v.goError(t)
		}
		o = v.object(r)
		return nil
	})
	return o, err
}

// Len returns the length of an array, -1 when the object is none.
func (o *Object) Len() (n int, err error) {
	err = o.with(func(t *vm.Thread, h vm.Handle) error {
		n = -1
		if o.vm.vm.ClassOf(h.Ref()).IsArray() {
			n = vm.ArrayLen(h.Ref())
		}
		return nil
	})
	return n, err
}

// Index returns element i of an array.
func (o *Object) Index(i int) (val any, err error) {
	err = o.with(func(t *vm.Thread, h vm.Handle) error {
		k, err := o.element(h, i)
		if err == nil {
			val, err = o.vm.toGo(t, k, loadElem(h.Ref(), k, i))
		}
		return err
	})
	return val, err
}

// SetIndex changes element i of an array.
func (o *Object) SetIndex(i int, val any) error {
	return o.with(func(t *vm.Thread, h vm.Handle) error {
		k, err := o.element(h, i)
		if err != nil {
			return err
		}
		elem := o.vm.vm.ClassOf(h.Ref()).Elem
		w, hv, err := o.vm.toJava(t, elem.Descriptor(), val)
		if err != nil {
			return err
		}
		if k == vm.KindRef {
			o.vm.vm.SetRefElem(h.Ref(), i, hv.Ref())
		} else {
			storeElem(h.Ref(), k, i, w)
		}
		return nil
	})
}

// element checks that h is an array that has an element i, and gives its kind.
func (o *Object) element(h vm.Handle, i int) (vm.Kind, error) {
	c := o.vm.vm.ClassOf(h.Ref())
	if !c.IsArray() {
		return 0, fmt.Errorf("gojvm: %s is no array", c.JavaName())
	}
	if n := vm.ArrayLen(h.Ref()); i < 0 || i >= n {
		return 0, fmt.Errorf("gojvm: index %d out of bounds for length %d", i, n)
	}
	return c.Elem.Kind, nil
}

// Value returns the object as the table above has it for results: the array's
// elements, the boxed number, the string; else the *Object itself.
func (o *Object) Value() (val any, err error) {
	err = o.with(func(t *vm.Thread, h vm.Handle) error {
		val, err = o.vm.toGo(t, vm.KindRef, vm.RefValue(h.Ref()))
		if p, ok := val.(*Object); ok {
			p.Release()
			val = o
		}
		return err
	})
	return val, err
}

// isNamed reports whether c or one of its supertypes has that internal name.
func isNamed(c *vm.Class, name string) bool {
	if strings.HasPrefix(name, "[") && c.IsArray() && c.Elem.Kind == vm.KindRef && (name[1] == 'L' || name[1] == '[') {
		elem := name[1:]
		if elem[0] == 'L' {
			elem = elem[1 : len(elem)-1]
		}
		return isNamed(c.Elem, elem)
	}
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
