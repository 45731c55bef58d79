// Package box converts between primitive values and the objects of the wrapper
// classes (java.lang.Integer, ...), with the conversions that reflection allows.
package box

import (
	"gojvm/vm"
)

// wrappers are the wrapper classes with their value fields.
type wrappers struct {
	Boolean *vm.Field `java:"java/lang/Boolean.value:Z"`
	Byte    *vm.Field `java:"java/lang/Byte.value:B"`
	Char    *vm.Field `java:"java/lang/Character.value:C"`
	Short   *vm.Field `java:"java/lang/Short.value:S"`
	Int     *vm.Field `java:"java/lang/Integer.value:I"`
	Long    *vm.Field `java:"java/lang/Long.value:J"`
	Float   *vm.Field `java:"java/lang/Float.value:F"`
	Double  *vm.Field `java:"java/lang/Double.value:D"`
}

// factories are the methods that box: they keep small values unique.
type factories struct {
	Boolean *vm.Method `java:"java/lang/Boolean.valueOf(Z)Ljava/lang/Boolean;"`
	Byte    *vm.Method `java:"java/lang/Byte.valueOf(B)Ljava/lang/Byte;"`
	Char    *vm.Method `java:"java/lang/Character.valueOf(C)Ljava/lang/Character;"`
	Short   *vm.Method `java:"java/lang/Short.valueOf(S)Ljava/lang/Short;"`
	Int     *vm.Method `java:"java/lang/Integer.valueOf(I)Ljava/lang/Integer;"`
	Long    *vm.Method `java:"java/lang/Long.valueOf(J)Ljava/lang/Long;"`
}

func (w *wrappers) byKind() [vm.KindRef]*vm.Field {
	return [vm.KindRef]*vm.Field{
		vm.KindBoolean: w.Boolean, vm.KindByte: w.Byte, vm.KindChar: w.Char, vm.KindShort: w.Short,
		vm.KindInt: w.Int, vm.KindLong: w.Long, vm.KindFloat: w.Float, vm.KindDouble: w.Double,
	}
}

func (f *factories) byKind() [vm.KindRef]*vm.Method {
	return [vm.KindRef]*vm.Method{
		vm.KindBoolean: f.Boolean, vm.KindByte: f.Byte, vm.KindChar: f.Char, vm.KindShort: f.Short,
		vm.KindInt: f.Int, vm.KindLong: f.Long,
	}
}

// Box returns the object for value v of kind k; void gives null, a reference is
// returned as it is. It may collect.
func Box(t *vm.Thread, k vm.Kind, v vm.Value) (vm.Ref, error) {
	switch k {
	case vm.KindVoid:
		return 0, nil
	case vm.KindRef:
		return v.Ref(), nil
	}
	f, err := vm.Bound[factories](t)
	if err != nil {
		return 0, err
	}
	if m := f.byKind()[k]; m != nil {
		if !m.Holder.Initialized() {
			if err := t.VM.Linker.Initialize(t, m.Holder); err != nil {
				return 0, err
			}
		}
		r, err := t.Invoke(m, v)
		return r.Ref(), err
	}
	// Float and Double have no cache.
	w, err := vm.Bound[wrappers](t)
	if err != nil {
		return 0, err
	}
	field := w.byKind()[k]
	if err := t.VM.Linker.Initialize(t, field.Holder); err != nil {
		return 0, err
	}
	r, err := t.NewObject(field.Holder)
	if err != nil {
		return 0, err
	}
	if k == vm.KindDouble {
		vm.Object(r).SetLong(field.Offset, v.Long())
	} else {
		vm.Object(r).SetInt(field.Offset, v.Int())
	}
	return r, nil
}

// Unbox returns the value in wrapper object r and its kind; KindVoid when r is
// null or no wrapper. It may load classes the first time; call Prepare before
// holding Refs.
func Unbox(t *vm.Thread, r vm.Ref) (vm.Kind, vm.Value) {
	if r == 0 {
		return vm.KindVoid, 0
	}
	w, err := vm.Bound[wrappers](t)
	if err != nil {
		return vm.KindVoid, 0
	}
	c := t.VM.ClassOf(r)
	for k, f := range w.byKind() {
		if f != nil && f.Holder == c {
			return vm.Kind(k), Load(vm.Object(r), f.Offset, vm.Kind(k))
		}
	}
	return vm.KindVoid, 0
}

// Prepare binds what Unbox needs.
func Prepare(t *vm.Thread) error {
	_, err := vm.Bound[wrappers](t)
	return err
}

// Load reads a field (or array element) of kind k at byte offset off of o.
func Load(o vm.Object, off uint32, k vm.Kind) vm.Value {
	return vm.LoadCell(uintptr(o)+uintptr(off), k)
}

// Store writes v of primitive kind k at byte offset off of o.
func Store(o vm.Object, off uint32, k vm.Kind, v vm.Value) {
	vm.StoreCell(uintptr(o)+uintptr(off), k, v)
}

// Widen converts v from primitive kind from to to by identity or a widening
// primitive conversion (JLS 5.1.2); ok is false when there is none.
func Widen(from, to vm.Kind, v vm.Value) (w vm.Value, ok bool) {
	if from == to {
		return v, from != vm.KindVoid
	}
	switch from {
	case vm.KindByte, vm.KindShort, vm.KindChar, vm.KindInt:
		switch to {
		case vm.KindShort:
			return v, from == vm.KindByte
		case vm.KindInt:
			return v, true
		case vm.KindLong:
			return vm.LongValue(int64(v.Int())), true
		case vm.KindFloat:
			return vm.FloatValue(float32(v.Int())), true
		case vm.KindDouble:
			return vm.DoubleValue(float64(v.Int())), true
		}
	case vm.KindLong:
		switch to {
		case vm.KindFloat:
			return vm.FloatValue(vm.LongToFloat(v.Long())), true
		case vm.KindDouble:
			return vm.DoubleValue(float64(v.Long())), true
		}
	case vm.KindFloat:
		if to == vm.KindDouble {
			return vm.DoubleValue(float64(v.Float())), true
		}
	}
	return 0, false
}
