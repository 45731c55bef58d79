package lang

import (
	"gojvm/mem"
	"gojvm/native/internal/nat"
	"gojvm/vm"
)

func classLoaderNatives() vm.NativeTable {
	const c = "java/lang/ClassLoader."
	return vm.NativeTable{
		c + "defineClass0(Ljava/lang/ClassLoader;Ljava/lang/Class;Ljava/lang/String;[BIILjava/security/ProtectionDomain;ZILjava/lang/Object;)Ljava/lang/Class;": defineClass0,
		c + "defineClass1(Ljava/lang/ClassLoader;Ljava/lang/String;[BIILjava/security/ProtectionDomain;Ljava/lang/String;)Ljava/lang/Class;":                    defineClass1,
		c + "defineClass2(Ljava/lang/ClassLoader;Ljava/lang/String;Ljava/nio/ByteBuffer;IILjava/security/ProtectionDomain;Ljava/lang/String;)Ljava/lang/Class;": defineClass2,
		c + "findBootstrapClass(Ljava/lang/String;)Ljava/lang/Class;":                                                                                           findBootstrapClass,
		c + "findLoadedClass0(Ljava/lang/String;)Ljava/lang/Class;":                                                                                             findLoadedClass,
		c + "retrieveDirectives()Ljava/lang/AssertionStatusDirectives;":                                                                                         retrieveDirectives,
	}
}

// definedName returns the class name in argument i in internal form, "" for null.
func definedName(t *vm.Thread, a vm.Args, i int) string {
	name, _ := nat.RawString(t, a, i)
	return nat.Internal(name)
}

// copyRange copies elements [off, off+n) of the byte array in argument i.
func copyRange(t *vm.Thread, a vm.Args, i, off, n int) ([]byte, error) {
	if a.Ref(i) == 0 {
		return nil, t.ThrowNullPointer()
	}
	b := vm.ByteElems(a.Ref(i))
	if n < 0 || off < 0 || off > len(b)-n {
		return nil, t.Throw("java/lang/ArrayIndexOutOfBoundsException", "")
	}
	return append([]byte(nil), b[off:off+n]...), nil
}

// defineClass1 defines a class from bytes; arguments: loader, name, bytes,
// offset, length, protection domain, source.
func defineClass1(t *vm.Thread, a vm.Args) (vm.Value, error) {
	data, err := copyRange(t, a, 2, int(a.Int(3)), int(a.Int(4)))
	if err != nil {
		return 0, err
	}
	return define(t, a, data, 6)
}

// defineClass2 is defineClass1 for a direct ByteBuffer.
func defineClass2(t *vm.Thread, a vm.Args) (vm.Value, error) {
	addr, err := vm.Bound[bufferAddress](t)
	if err != nil {
		return 0, err
	}
	base := a.Object(2).Long(addr.Address.Offset)
	data := append([]byte(nil), mem.Bytes(uintptr(base)+uintptr(a.Int(3)), uintptr(a.Int(4)))...)
	return define(t, a, data, 6)
}

type bufferAddress struct {
	Address *vm.Field `java:"java/nio/Buffer.address:J"`
}

func define(t *vm.Thread, a vm.Args, data []byte, source int) (vm.Value, error) {
	src, _ := nat.String(t, a, source)
	d := &vm.Define{
		Name:             definedName(t, a, 1),
		Bytes:            data,
		Loader:           t.VM.Linker.LoaderOf(t, a.Ref(0)),
		ProtectionDomain: a.Handle(t, 5),
		Source:           src,
	}
	c, err := t.VM.Linker.DefineClass(t, d)
	if err != nil {
		return 0, err
	}
	return nat.Mirror(c)
}

// Flags of ClassLoader.defineClass0 (java.lang.invoke.MethodHandleNatives.Constants).
const (
	defineNestmate  = 1
	defineHidden    = 2
	defineStrong    = 4
	defineVMAnnotes = 8
)

// defineClass0 defines a hidden class, or a class in the nest of another;
// arguments: loader, lookup, name, bytes, offset, length, protection domain,
// initialize, flags, class data.
func defineClass0(t *vm.Thread, a vm.Args) (vm.Value, error) {
	lookup := nat.Class(t, a, 1)
	if lookup == nil {
		return nat.Err(t.Throw("java/lang/IllegalArgumentException", "Lookup class is null"))
	}
	data, err := copyRange(t, a, 3, int(a.Int(4)), int(a.Int(5)))
	if err != nil {
		return 0, err
	}
	flags := a.Int(8)
	if flags&defineHidden == 0 {
		switch {
		case flags&defineNestmate != 0:
			return nat.Err(t.Throw("java/lang/IllegalArgumentException", "dynamic nestmate is only applicable to hidden classes"))
		case flags&defineStrong == 0:
			return nat.Err(t.Throw("java/lang/IllegalArgumentException", "an ordinary class must be strongly referenced by its defining loader"))
		case flags&defineVMAnnotes != 0:
			return nat.Err(t.Throw("java/lang/IllegalArgumentException", "vm annotations only allowed for hidden classes"))
		case flags != defineStrong:
			return nat.Err(t.Throwf("java/lang/IllegalArgumentException", "invalid flag 0x%x", flags))
		case a.Ref(9) != 0:
			return nat.Err(t.Throw("java/lang/IllegalArgumentException", "classData is only applicable for hidden classes"))
		}
	}
	d := &vm.Define{
		Name:             definedName(t, a, 2),
		Bytes:            data,
		Loader:           t.VM.Linker.LoaderOf(t, a.Ref(0)),
		ProtectionDomain: a.Handle(t, 6),
		Source:           "__Lookup_defineClass__",
		Hidden:           flags&defineHidden != 0,
		Lookup:           lookup,
		NestMate:         flags&defineNestmate != 0,
		Strong:           flags&defineStrong != 0,
		VMAnnots:         flags&defineVMAnnotes != 0,
		ClassData:        a.Handle(t, 9),
	}
	c, err := t.VM.Linker.DefineClass(t, d)
	if err != nil {
		return 0, err
	}
	t.NewHandle(c.Mirror) // nothing else keeps a hidden class yet
	if a.Bool(7) {
		err = t.VM.Linker.Initialize(t, c)
	} else {
		err = t.VM.Linker.Link(t, c)
	}
	if err != nil {
		return 0, err
	}
	return nat.Mirror(c)
}

// findBootstrapClass asks the bootstrap loader; null when it has no such class.
func findBootstrapClass(t *vm.Thread, a vm.Args) (vm.Value, error) {
	name, ok := nat.RawString(t, a, 0)
	if !ok {
		return 0, nil
	}
	c, err := t.VM.Linker.FindBootClass(t, nat.Internal(name))
	if err != nil {
		return 0, err
	}
	return nat.Mirror(c)
}

// findLoadedClass returns the class of that name of which the loader has been
// recorded as an initiating loader (JVMS 5.3).
func findLoadedClass(t *vm.Thread, a vm.Args) (vm.Value, error) {
	name, ok := nat.RawString(t, a, 1)
	if !ok {
		return 0, nil
	}
	return nat.Mirror(t.VM.Linker.LoaderOf(t, a.Ref(0)).Lookup(nat.Internal(name)))
}
