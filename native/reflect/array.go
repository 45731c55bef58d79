package reflect

import (
	"gojvm/native/internal/box"
	"gojvm/native/internal/nat"
	"gojvm/vm"
)

// arrayNatives are those of java.lang.reflect.Array.
func arrayNatives() vm.NativeTable {
	const c = "java/lang/reflect/Array."
	t := vm.NativeTable{
		c + "newArray(Ljava/lang/Class;I)Ljava/lang/Object;":       newArray,
		c + "multiNewArray(Ljava/lang/Class;[I)Ljava/lang/Object;": multiNewArray,
		c + "getLength(Ljava/lang/Object;)I":                       getLength,
		c + "get(Ljava/lang/Object;I)Ljava/lang/Object;":           get,
		c + "set(Ljava/lang/Object;ILjava/lang/Object;)V":          set,
	}
	for name, k := range map[string]vm.Kind{
		"Boolean": vm.KindBoolean, "Byte": vm.KindByte, "Char": vm.KindChar, "Short": vm.KindShort,
		"Int": vm.KindInt, "Long": vm.KindLong, "Float": vm.KindFloat, "Double": vm.KindDouble,
	} {
		d := string(k.Letter())
		t[c+"get"+name+"(Ljava/lang/Object;I)"+d] = getPrimitive(k)
		t[c+"set"+name+"(Ljava/lang/Object;I"+d+")V"] = setPrimitive(k)
	}
	return t
}

const illegalArgument = "java/lang/IllegalArgumentException"

func newArray(t *vm.Thread, a vm.Args) (vm.Value, error) {
	c := nat.Class(t, a, 0)
	if c == nil {
		return nat.NullPointer(t)
	}
	n := a.Int(1)
	if n < 0 {
		return nat.Err(t.Throwf("java/lang/NegativeArraySizeException", "%d", n))
	}
	if c.Kind == vm.KindVoid || dimensions(c) >= 255 {
		return nat.Err(t.Throw(illegalArgument, ""))
	}
	return nat.Ref(t.NewRefArray(c, int(n)))
}

func dimensions(c *vm.Class) int {
	n := 0
	for ; c.Elem != nil; c = c.Elem {
		n++
	}
	return n
}

func multiNewArray(t *vm.Thread, a vm.Args) (vm.Value, error) {
	c := nat.Class(t, a, 0)
	if c == nil || a.Ref(1) == 0 {
		return nat.NullPointer(t)
	}
	lengths := append([]int32(nil), vm.IntElems(a.Ref(1))...)
	if len(lengths) == 0 {
		return nat.Err(t.Throw(illegalArgument, ""))
	}
	if c.Kind == vm.KindVoid || dimensions(c)+len(lengths) > 255 {
		return nat.Err(t.Throw(illegalArgument, ""))
	}
	for _, n := range lengths {
		if n < 0 {
			return nat.Err(t.Throwf("java/lang/NegativeArraySizeException", "%d", n))
		}
	}
	for range lengths {
		var err error
		if c, err = t.VM.Linker.ArrayClass(t, c); err != nil {
			return 0, err
		}
	}
	return nat.Ref(nested(t, c, lengths))
}

// nested makes an array of class c and in it those of the further dimensions.
func nested(t *vm.Thread, c *vm.Class, lengths []int32) (vm.Ref, error) {
	r, err := t.NewArray(c, int(lengths[0]))
	if err != nil || len(lengths) == 1 {
		return r, err
	}
	mark := t.HandleMark()
	defer t.ReleaseHandles(mark)
	arr := t.NewHandle(r)
	for i := range int(lengths[0]) {
		e, err := nested(t, c.Elem, lengths[1:])
		if err != nil {
			return 0, err
		}
		t.VM.SetRefElem(arr.Ref(), i, e)
	}
	return arr.Ref(), nil
}

// array checks that argument 0 is an array and returns its class.
func array(t *vm.Thread, a vm.Args) (*vm.Class, error) {
	if a.Ref(0) == 0 {
		return nil, t.ThrowNullPointer()
	}
	c := t.VM.ClassOf(a.Ref(0))
	if !c.IsArray() {
		return nil, t.Throw(illegalArgument, "Argument is not an array")
	}
	return c, nil
}

// element checks array and index, arguments 0 and 1, and returns the element's
// kind and byte offset.
func element(t *vm.Thread, a vm.Args) (k vm.Kind, off uint32, err error) {
	if err := box.Prepare(t); err != nil {
		return 0, 0, err
	}
	c, err := array(t, a)
	if err != nil {
		return 0, 0, err
	}
	i, n := a.Int(1), vm.ArrayLen(a.Ref(0))
	if i < 0 || int(i) >= n {
		return 0, 0, t.Throw("java/lang/ArrayIndexOutOfBoundsException", "")
	}
	k = c.Elem.Kind
	return k, uint32(vm.ElemsAddr(0, k.Shift())) + uint32(i)<<k.Shift(), nil
}

func getLength(t *vm.Thread, a vm.Args) (vm.Value, error) {
	if _, err := array(t, a); err != nil {
		return 0, err
	}
	return nat.Int(int32(vm.ArrayLen(a.Ref(0))))
}

func get(t *vm.Thread, a vm.Args) (vm.Value, error) {
	k, off, err := element(t, a)
	if err != nil {
		return 0, err
	}
	return nat.Ref(box.Box(t, k, box.Load(a.Object(0), off, k)))
}

func typeMismatch(t *vm.Thread) error { return t.Throw(illegalArgument, "argument type mismatch") }

func set(t *vm.Thread, a vm.Args) (vm.Value, error) {
	k, off, err := element(t, a)
	if err != nil {
		return 0, err
	}
	v := a.Ref(2)
	if k == vm.KindRef {
		if v != 0 && !vm.InstanceOf(vm.KlassOf(v), t.VM.ClassOf(a.Ref(0)).Elem.Block) {
			return nat.Err(t.Throw(illegalArgument, "array element type mismatch"))
		}
		t.VM.SetRef(a.Ref(0), off, v)
		return 0, nil
	}
	from, value := box.Unbox(t, v)
	if from == vm.KindVoid && v == 0 {
		return nat.Err(t.Throw(illegalArgument, ""))
	}
	w, ok := box.Widen(from, k, value)
	if !ok {
		return nat.Err(typeMismatch(t))
	}
	box.Store(a.Object(0), off, k, w)
	return 0, nil
}

func getPrimitive(want vm.Kind) vm.NativeFunc {
	return func(t *vm.Thread, a vm.Args) (vm.Value, error) {
		k, off, err := primitiveElement(t, a)
		if err != nil {
			return 0, err
		}
		v, ok := box.Widen(k, want, box.Load(a.Object(0), off, k))
		if !ok {
			return nat.Err(typeMismatch(t))
		}
		return v, nil
	}
}

func setPrimitive(from vm.Kind) vm.NativeFunc {
	return func(t *vm.Thread, a vm.Args) (vm.Value, error) {
		k, off, err := primitiveElement(t, a)
		if err != nil {
			return 0, err
		}
		v, ok := box.Widen(from, k, a.Value(2))
		if !ok {
			return nat.Err(typeMismatch(t))
		}
		box.Store(a.Object(0), off, k, v)
		return 0, nil
	}
}

// primitiveElement is element for the typed accessors, which refuse arrays of references.
func primitiveElement(t *vm.Thread, a vm.Args) (vm.Kind, uint32, error) {
	c, err := array(t, a)
	if err != nil {
		return 0, 0, err
	}
	if c.Elem.Kind == vm.KindRef {
		return 0, 0, t.Throw(illegalArgument, "Argument is not an array of primitive type")
	}
	return element(t, a)
}
