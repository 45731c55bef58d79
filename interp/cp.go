package interp

import (
	"gojvm/loader/classfile"
	"gojvm/vm"
)

// What the translator reads of class files.

func pool(m *vm.Method) *classfile.ConstPool { return m.CP.Symbols() }

func bodyBytes(m *vm.Method) []byte { return m.Body.Bytes }

type tableEntry struct{ start, end, handler, catch int }

func exceptionTable(m *vm.Method) []tableEntry {
	t := m.Body.Handlers
	list := make([]tableEntry, t.Len())
	for i := range list {
		h := t.At(i)
		list[i] = tableEntry{h.Start, h.End, h.Handler, h.Catch}
	}
	return list
}

// memberRef returns class, name and descriptor of a field, method or dynamic
// call site reference; the class of the latter is empty.
func memberRef(m *vm.Method, idx int) (class, name, desc string) {
	p := pool(m)
	if p.Tag(idx) == classfile.TagInvokeDynamic {
		_, name, desc = p.Dynamic(idx)
		return "", name, desc
	}
	r := p.Ref(idx)
	return r.Class, r.Name, r.Desc
}

// constant returns the kind of loadable entry idx, 0 if it is not loadable, and
// its value if that is known without resolution.
func constant(m *vm.Method, idx int) (k kind, value uint64, known bool) {
	p := pool(m)
	switch p.Tag(idx) {
	case classfile.TagInteger:
		return 'I', uint64(uint32(p.Int(idx))), true
	case classfile.TagFloat:
		return 'F', uint64(vm.FloatValue(p.Float(idx))), true
	case classfile.TagLong:
		return 'J', uint64(p.Long(idx)), true
	case classfile.TagDouble:
		return 'D', uint64(vm.DoubleValue(p.Double(idx))), true
	case classfile.TagClass, classfile.TagString, classfile.TagMethodHandle, classfile.TagMethodType:
		return 'A', 0, false
	case classfile.TagDynamic:
		_, _, desc := p.Dynamic(idx)
		return vm.KindOf(desc).StackLetter(), 0, false
	}
	return 0, 0, false
}

// signature returns the kinds of the parameters of a method descriptor, and
// that of its result, 'V' for none.
func signature(desc string) (params []kind, ret kind) {
	for p := range classfile.Params(desc) {
		params = append(params, vm.KindOf(p).StackLetter())
	}
	if r := classfile.ReturnType(desc); r == "V" {
		ret = 'V'
	} else {
		ret = vm.KindOf(r).StackLetter()
	}
	return params, ret
}
