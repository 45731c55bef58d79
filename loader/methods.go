package loader

import (
	"bytes"
	"encoding/binary"

	"gojvm/loader/classfile"
	"gojvm/vm"
)

// makeMethods makes the methods of c from its class file, in one block each for
// the Go objects, the argument kinds and the method blocks. Names and code
// are views of the class file.
func makeMethods(c *vm.Class, annots bool) {
	members := c.File.Methods
	all := make([]vm.Method, len(members))
	c.Methods = make([]*vm.Method, len(members))
	nargs := 0
	for i := range members {
		nargs += 1 + int(members[i].ArgSlots)
	}
	kinds := make([]vm.Kind, 0, nargs)
	for i := range members {
		f := &members[i]
		m := &all[i]
		c.Methods[i] = m
		*m = vm.Method{
			Holder: c, Name: f.Name, Desc: f.Desc, Flags: uint32(f.Flags), Slot: i,
			File: f, Body: f.Code, CP: c.CP, VtableIndex: -1, ItableIndex: -1,
		}
		start := len(kinds)
		if !m.IsStatic() {
			kinds = append(kinds, vm.KindRef)
		}
		kinds = appendKinds(kinds, f.Desc)
		m.Args = kinds[start:len(kinds):len(kinds)]
		m.Ret = vm.KindOf(classfile.ReturnType(f.Desc))
		m.Flags |= methodFacts(c, f, annots)
	}
}

// appendKinds appends the kinds of the parameters of a method descriptor.
func appendKinds(kinds []vm.Kind, desc string) []vm.Kind {
	for i := 1; desc[i] != ')'; i++ {
		kinds = append(kinds, vm.KindOf(desc[i:]))
		for desc[i] == '[' {
			i++
		}
		if desc[i] == 'L' {
			for desc[i] != ';' {
				i++
			}
		}
	}
	return kinds
}

// methodFacts finds what vm.Method... flags tell beyond the access flags.
func methodFacts(c *vm.Class, f *classfile.Member, annots bool) uint32 {
	var facts uint32
	if f.Code != nil {
		const opReturn = 0xb1
		if f.Code.Handlers.Len() > 0 {
			facts |= vm.MethodHasHandlers
		}
		if b := f.Code.Bytes; len(b) == 1 && b[0] == opReturn {
			facts |= vm.MethodEmpty
		}
	}
	if c.Hidden {
		facts |= vm.MethodHidden
	}
	if annots && f.VisibleAnnotations {
		facts |= vmAnnotations(&c.File.CP, f.Annotations())
	}
	// JVMS 2.9.3; the class is of the boot loader.
	const native = classfile.AccNative | classfile.AccVarargs
	if c.Loader.Boot && f.Flags&native == native &&
		(c.Name == "java/lang/invoke/MethodHandle" || c.Name == "java/lang/invoke/VarHandle") &&
		len(f.Desc) > 21 && f.Desc[:21] == "([Ljava/lang/Object;)" {
		facts |= vm.MethodSigPoly
	}
	return facts
}

// vmAnnotationFlags are the annotations by which the class library tells the VM
// something about a method.
var vmAnnotationFlags = map[string]uint32{
	"Ljdk/internal/reflect/CallerSensitive;":   vm.MethodCallerSensitive,
	"Ljdk/internal/vm/annotation/Hidden;":      vm.MethodHidden,
	"Ljava/lang/invoke/LambdaForm$Compiled;":   vm.MethodLambdaForm,
	"Ljdk/internal/vm/annotation/ForceInline;": vm.MethodForceInline,
}

// vmAnnotations goes through the contents of a RuntimeVisibleAnnotations
// attribute (JVMS 4.7.16). A malformed rest is left to those who read it for Java.
func vmAnnotations(pool *classfile.ConstPool, b []byte) (facts uint32) {
	if len(b) < 2 {
		return 0
	}
	n := int(binary.BigEndian.Uint16(b))
	b = b[2:]
	for range n {
		if len(b) < 4 {
			return facts
		}
		facts |= vmAnnotationFlags[pool.Utf8(int(binary.BigEndian.Uint16(b)))]
		pairs := int(binary.BigEndian.Uint16(b[2:]))
		b = b[4:]
		for range pairs {
			if len(b) < 2 {
				return facts
			}
			if b = skipElement(b[2:], 0); b == nil {
				return facts
			}
		}
	}
	return facts
}

// skipElement returns what follows the element_value at the start of b (JVMS
// 4.7.16.1), nil when it is malformed.
func skipElement(b []byte, depth int) []byte {
	const maxDepth = 64
	if len(b) < 3 || depth > maxDepth {
		return nil
	}
	tag, n := b[0], int(binary.BigEndian.Uint16(b[1:]))
	b = b[3:]
	switch {
	case bytes.IndexByte([]byte("BCDFIJSZsc"), tag) >= 0:
		return b
	case tag == 'e':
		if len(b) < 2 {
			return nil
		}
		return b[2:]
	case tag == '[':
		for range n {
			if b = skipElement(b, depth+1); b == nil {
				return nil
			}
		}
		return b
	case tag == '@':
		if len(b) < 2 {
			return nil
		}
		pairs := int(binary.BigEndian.Uint16(b))
		b = b[2:]
		for range pairs {
			if len(b) < 2 {
				return nil
			}
			if b = skipElement(b[2:], depth+1); b == nil {
				return nil
			}
		}
		return b
	}
	return nil
}

// makeFields makes the fields of c from its class file, and behind them those
// that the VM injects.
func makeFields(c *vm.Class) {
	members := c.File.Fields
	var injected []vm.InjectedField
	if c.Loader.Boot {
		injected = vm.InjectedFields(c.Name)
	}
	if len(members)+len(injected) == 0 {
		return
	}
	all := make([]vm.Field, len(members)+len(injected))
	c.Fields = make([]*vm.Field, 0, len(all))
	for i := range members {
		f := &members[i]
		all[i] = vm.Field{Holder: c, Name: f.Name, Desc: f.Desc, Flags: f.Flags, Kind: vm.KindOf(f.Desc), Slot: i, File: f}
		c.Fields = append(c.Fields, &all[i])
	}
	for i, f := range injected {
		if c.DeclaredField(f.Name, f.Desc) != nil {
			continue // declared by a later library
		}
		k := len(members) + i
		all[k] = vm.Field{Holder: c, Name: f.Name, Desc: f.Desc, Kind: vm.KindOf(f.Desc), Slot: -1}
		c.Fields = append(c.Fields, &all[k])
	}
}
