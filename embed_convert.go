package gojvm

import (
	"fmt"
	"math"
	"unsafe"

	"gojvm/mem"
	"gojvm/vm"
)

// toJava converts a Go argument to parameter type p; a reference is in the handle.
func (v *VM) toJava(t *vm.Thread, p string, a any) (vm.Value, vm.Handle, error) {
	none := vm.Handle{}
	if !acceptsOne(p, a) {
		return 0, none, fmt.Errorf("a %T cannot be passed as %s", a, vm.ExternalType(p))
	}
	switch a := a.(type) {
	case nil:
		return 0, none, nil
	case bool:
		return vm.BoolValue(a), none, nil
	case float32:
		if p == "D" {
			return vm.DoubleValue(float64(a)), none, nil
		}
		return vm.FloatValue(a), none, nil
	case float64:
		return vm.DoubleValue(a), none, nil
	case *Object:
		return 0, t.NewHandle(a.h.Ref()), nil
	case *Class:
		return 0, t.NewHandle(a.c.Mirror), nil
	}
	if n, ok := asInt64(a); ok {
		if p == "J" {
			return vm.LongValue(n), none, nil
		}
		return vm.IntValue(int32(n)), none, nil
	}
	r, err := v.toJavaRef(t, a)
	if err != nil {
		return 0, none, v.goError(t)
	}
	return 0, t.NewHandle(r), nil
}

func (v *VM) toJavaRef(t *vm.Thread, a any) (vm.Ref, error) {
	switch a := a.(type) {
	case string:
		return t.NewString(a)
	case []string:
		h, err := v.mainArgs(t, a)
		return h.Ref(), err
	case []byte:
		return t.NewByteArray(a)
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
	panic(fmt.Sprintf("BUG: acceptsOne lets a %T pass", a))
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

// toGo converts a result of kind k.
func (v *VM) toGo(k vm.Kind, r vm.Value) any {
	switch k {
	case vm.KindVoid:
		return nil
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
	ref := r.Ref()
	if ref == 0 {
		return nil
	}
	c := v.vm.ClassOf(ref)
	if c == v.vm.Known.String {
		return v.vm.GoString(ref)
	}
	if c.IsArray() {
		switch k := c.Elem.Kind; k {
		case vm.KindBoolean:
			return copyOut[bool](ref, k)
		case vm.KindByte:
			return copyOut[byte](ref, k)
		case vm.KindChar:
			return copyOut[uint16](ref, k)
		case vm.KindShort:
			return copyOut[int16](ref, k)
		case vm.KindInt:
			return copyOut[int32](ref, k)
		case vm.KindLong:
			return copyOut[int64](ref, k)
		case vm.KindFloat:
			return copyOut[float32](ref, k)
		case vm.KindDouble:
			return copyOut[float64](ref, k)
		}
	}
	return v.object(ref)
}
