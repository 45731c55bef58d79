package gojvm

import (
	"errors"
	"fmt"
	"math"
	"reflect"
	"unsafe"

	"gojvm/mem"
	"gojvm/vm"
)

// toJava converts a Go value to Java type p; a reference is in the handle.
func (v *VM) toJava(t *vm.Thread, p string, a any) (vm.Value, vm.Handle, error) {
	none := vm.Handle{}
	if _, ok := v.misfitOne(p, a); !ok {
		return 0, none, fmt.Errorf("gojvm: a %T cannot be passed as %s", a, vm.ExternalType(p))
	}
	switch a := a.(type) {
	case nil:
		return 0, none, nil
	case *Object:
		h, err := a.handle(t, v)
		return 0, h, err
	case *Class:
		if a.vm.machine != v.machine {
			return 0, none, errors.New("gojvm: the class is of another VM")
		}
		return 0, t.NewHandle(a.c.Mirror), nil
	case []any:
		h, err := v.toJavaElems(t, p, len(a), func(i int) any { return a[i] })
		return 0, h, err
	case []*Object:
		h, err := v.toJavaElems(t, p, len(a), func(i int) any {
			if a[i] == nil {
				return nil
			}
			return a[i]
		})
		return 0, h, err
	}
	if letter := natural(a); letter != 0 {
		if len(p) == 1 {
			return primitive(p[0], a), none, nil
		}
		for l, box := range boxes {
			if p == "L"+box+";" {
				letter = l
			}
		}
		h, err := v.box(t, letter, primitive(letter, a))
		return 0, h, err
	}
	r, err := v.toJavaRef(t, a)
	if err != nil {
		return 0, none, v.goError(t)
	}
	return 0, t.NewHandle(r), nil
}

// primitive converts a bool or number to the primitive type of that letter.
func primitive(p byte, a any) vm.Value {
	r := reflect.ValueOf(a)
	switch {
	case r.Kind() == reflect.Bool:
		return vm.BoolValue(r.Bool())
	case r.CanFloat() && p == 'D':
		return vm.DoubleValue(r.Float())
	case r.CanFloat():
		return vm.FloatValue(float32(r.Float()))
	}
	n, _ := asInt64(r)
	switch p {
	case 'J':
		return vm.LongValue(n)
	case 'B':
		return vm.IntValue(int32(int8(n)))
	}
	return vm.IntValue(int32(n))
}

// box makes the object of the wrapper class for a primitive value.
func (v *VM) box(t *vm.Thread, letter byte, val vm.Value) (vm.Handle, error) {
	c, err := v.vm.Linker.FindClass(t, v.vm.BootLoader, boxes[letter])
	if err == nil {
		err = v.vm.Linker.Initialize(t, c)
	}
	var r vm.Value
	if err == nil {
		r, err = t.Invoke(c.DeclaredMethod("valueOf", "("+string(letter)+")L"+c.Name+";"), val)
	}
	if err != nil {
		return vm.Handle{}, v.goError(t)
	}
	return t.NewHandle(r.Ref()), nil
}

// toJavaElems makes an array of references of type p.
func (v *VM) toJavaElems(t *vm.Thread, p string, n int, elem func(int) any) (vm.Handle, error) {
	c, err := v.vm.Linker.FindClass(t, v.vm.BootLoader, p)
	if err != nil {
		t.TakeException()
		return vm.Handle{}, fmt.Errorf("gojvm: only arrays of classes that the bootstrap loader has can be made of slices, not %s", vm.ExternalType(p))
	}
	r, err := t.NewArray(c, n)
	if err != nil {
		return vm.Handle{}, v.goError(t)
	}
	h := t.NewHandle(r)
	for i := range n {
		mark := t.HandleMark()
		_, e, err := v.toJava(t, c.Elem.Descriptor(), elem(i))
		if err != nil {
			return vm.Handle{}, err
		}
		v.vm.SetRefElem(h.Ref(), i, e.Ref())
		t.ReleaseHandles(mark)
	}
	return h, nil
}

func (v *VM) toJavaRef(t *vm.Thread, a any) (vm.Ref, error) {
	switch a := a.(type) {
	case []string:
		h, err := v.mainArgs(t, a)
		return h.Ref(), err
	case []byte:
		return t.NewByteArray(a)
	case []int8:
		return newArray(t, vm.KindByte, a)
	case []int16:
		return newArray(t, vm.KindShort, a)
	case []uint16:
		return newArray(t, vm.KindChar, a)
	case []int32:
		return newArray(t, vm.KindInt, a)
	case []int64:
		return newArray(t, vm.KindLong, a)
	case []float32:
		return newArray(t, vm.KindFloat, a)
	case []float64:
		return newArray(t, vm.KindDouble, a)
	case []bool:
		return newArray(t, vm.KindBoolean, a)
	}
	if r := reflect.ValueOf(a); r.Kind() == reflect.String {
		return t.NewString(r.String())
	}
	panic(fmt.Sprintf("BUG: misfitOne lets a %T pass", a))
}

func newArray[E any](t *vm.Thread, k vm.Kind, a []E) (vm.Ref, error) {
	r, err := t.NewPrimArray(k, len(a))
	if err == nil {
		copy(arrayElems[E](r, k), a)
	}
	return r, err
}

// arrayElems returns the elements of primitive array r as a slice over the heap.
func arrayElems[E any](r vm.Ref, k vm.Kind) []E {
	return unsafe.Slice((*E)(mem.Ptr(vm.ElemsAddr(r, k.Shift()))), vm.ArrayLen(r))
}

func copyOut[E any](r vm.Ref, k vm.Kind) []E { return append([]E{}, arrayElems[E](r, k)...) }

// toGo converts a value of kind k.
func (v *VM) toGo(t *vm.Thread, k vm.Kind, r vm.Value) (any, error) {
	if k != vm.KindRef {
		return primitiveToGo(k, r), nil
	}
	ref := r.Ref()
	if ref == 0 {
		return nil, nil
	}
	c := v.vm.ClassOf(ref)
	if c == v.vm.Known.String {
		return v.vm.GoString(ref), nil
	}
	if c.Loader == v.vm.BootLoader {
		for _, box := range boxes {
			if c.Name == box {
				f := c.DeclaredField("value", "")
				return primitiveToGo(f.Kind, loadField(vm.Object(ref), f)), nil
			}
		}
	}
	if c.IsArray() {
		switch k := c.Elem.Kind; k {
		case vm.KindBoolean:
			return copyOut[bool](ref, k), nil
		case vm.KindByte:
			return copyOut[byte](ref, k), nil
		case vm.KindChar:
			return copyOut[uint16](ref, k), nil
		case vm.KindShort:
			return copyOut[int16](ref, k), nil
		case vm.KindInt:
			return copyOut[int32](ref, k), nil
		case vm.KindLong:
			return copyOut[int64](ref, k), nil
		case vm.KindFloat:
			return copyOut[float32](ref, k), nil
		case vm.KindDouble:
			return copyOut[float64](ref, k), nil
		}
		if c.Elem == v.vm.Known.String {
			out := make([]string, vm.ArrayLen(ref))
			for i := range out {
				if s := vm.RefElem(ref, i); s != 0 {
					out[i] = v.vm.GoString(s)
				}
			}
			return out, nil
		}
	}
	return v.object(ref), nil
}

func primitiveToGo(k vm.Kind, r vm.Value) any {
	switch k {
	case vm.KindBoolean:
		return r.Bool()
	case vm.KindByte:
		return int8(r.Int())
	case vm.KindShort:
		return int16(r.Int())
	case vm.KindChar:
		return uint16(r.Int())
	case vm.KindInt:
		return r.Int()
	case vm.KindLong:
		return r.Long()
	case vm.KindFloat:
		return math.Float32frombits(uint32(r))
	case vm.KindDouble:
		return r.Double()
	}
	return nil
}

func loadField(o vm.Object, f *vm.Field) vm.Value {
	return vm.LoadCell(uintptr(o)+uintptr(f.Offset), f.Kind)
}

func (v *VM) storeField(o vm.Object, f *vm.Field, w vm.Value) {
	if f.Kind == vm.KindRef {
		v.vm.SetRef(vm.Ref(o), f.Offset, w.Ref())
		return
	}
	vm.StoreCell(uintptr(o)+uintptr(f.Offset), f.Kind, w)
}

func elemAddr(r vm.Ref, k vm.Kind, i int) uintptr {
	return vm.ElemsAddr(r, k.Shift()) + uintptr(i)<<k.Shift()
}

func loadElem(r vm.Ref, k vm.Kind, i int) vm.Value { return vm.LoadCell(elemAddr(r, k, i), k) }

func storeElem(r vm.Ref, k vm.Kind, i int, v vm.Value) { vm.StoreCell(elemAddr(r, k, i), k, v) }
