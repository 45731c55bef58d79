package jit

import (
	"gojvm/codegen/ssa"
	"gojvm/mem"
	"gojvm/vm"
)

// Objects that compiled code has in values only (ssa.ReplaceObjects) are made when their
// frame goes on in the interpreter.

// makeObjects allocates the objects. It may collect, so the frame must still stand and its
// values must not have been read. The error is OutOfMemoryError.
func makeObjects(t *vm.Thread, objects []ssa.VirtualObject) ([]vm.Handle, error) {
	made := make([]vm.Handle, len(objects))
	for i := range objects {
		o := objects[i].Client.(freshObject)
		var r vm.Ref
		var err error
		if o.class.IsArray() {
			r, err = t.NewArray(o.class, int(o.length))
		} else {
			r, err = t.NewObject(o.class)
		}
		if err != nil {
			return nil, err
		}
		made[i] = t.NewHandle(r)
	}
	return made, nil
}

// fillObjects puts the objects where they belong among the values, which are those of their
// fields too, sets the fields, and locks those that are locked. The cards are marked: not every object is a young one.
func fillObjects(t *vm.Thread, objects []ssa.VirtualObject, made []vm.Handle, values []uint64) {
	for i := range objects {
		for _, at := range objects[i].At {
			values[at] = uint64(made[i].Ref())
		}
	}
	for i := range objects {
		base := uintptr(made[i].Ref())
		for k, x := range objects[i].Fields {
			p, v := base+uintptr(x.Off), values[objects[i].First+k]
			if x.Off == vm.OffHeaderWord {
				for range v {
					t.MonitorEnter(made[i].Ref()) // nobody else knows it: it does not wait
				}
				continue
			}
			switch x.Width {
			case ssa.I8:
				mem.Store8(p, uint8(v))
			case ssa.I16:
				mem.Store16(p, uint16(v))
			case ssa.I64, ssa.F64:
				mem.Store64(p, v)
			case ssa.Ref:
				t.VM.SetRef(made[i].Ref(), uint32(x.Off), vm.Ref(uint32(v)))
			default:
				mem.Store32(p, uint32(v))
			}
		}
	}
}
