package management

import (
	"strconv"
	"strings"

	"gojvm/native/internal/nat"
	"gojvm/vm"
)

func flagNatives() vm.NativeTable {
	const c = "com/sun/management/internal/Flag."
	return vm.NativeTable{
		c + "initialize()V":                        nat.Nothing,
		c + "getAllFlagNames()[Ljava/lang/String;": flagNames,
		c + "getInternalFlagCount()I":              flagCount,
		c + "getFlags([Ljava/lang/String;[Lcom/sun/management/internal/Flag;I)I": getFlags,
		c + "setBooleanValue(Ljava/lang/String;Z)V":                              setFlag(func(t *vm.Thread, a vm.Args) any { return a.Bool(1) }),
		c + "setLongValue(Ljava/lang/String;J)V":                                 setFlag(func(t *vm.Thread, a vm.Args) any { return a.Long(1) }),
		c + "setDoubleValue(Ljava/lang/String;D)V":                               setFlag(func(t *vm.Thread, a vm.Args) any { return a.Double(1) }),
		c + "setStringValue(Ljava/lang/String;Ljava/lang/String;)V":              setFlag(stringArgument),
	}
}

// flag is an option of HotSpot that means something here. The hundreds that tune
// what is not here are not told of: a program that asks for one gets what HotSpot
// says of an option that it does not have.
type flag struct {
	name string
	// get returns a bool, an int64 or a string.
	get func(v *vm.VM) any
	// set changes it while the VM runs; nil when it cannot be.
	set func(v *vm.VM, x any)
}

func constant(x any) func(*vm.VM) any { return func(*vm.VM) any { return x } }

// flags returns the table, in order of names.
func flags() []flag {
	type machine = *vm.VM
	size := func(n uint64) any { return int64(n) }
	return []flag{
		{name: "ActiveProcessorCount", get: func(v machine) any { return int64(v.Config.Processors) }},
		{name: "BytecodeVerificationLocal", get: func(v machine) any { return v.Config.VerifyLocal }},
		{name: "BytecodeVerificationRemote", get: func(v machine) any { return !v.Config.NoVerify }},
		{name: "CrashOnOutOfMemoryError", get: func(v machine) any { return v.Config.CrashOnOutOfMemory }},
		{name: "DisableExplicitGC", get: func(v machine) any { return v.Config.DisableExplicitGC }},
		{name: "ErrorFile", get: func(v machine) any { return v.Config.ErrorFile }},
		{name: "ExitOnOutOfMemoryError", get: func(v machine) any { return v.Config.ExitOnOutOfMemory }},
		{name: "HeapDumpOnOutOfMemoryError", get: func(v machine) any { return v.Config.HeapDumpOnOutOfMemory },
			set: func(v machine, x any) { v.Config.HeapDumpOnOutOfMemory = x.(bool) }},
		{name: "HeapDumpPath", get: func(v machine) any { return v.Config.HeapDumpPath },
			set: func(v machine, x any) { v.Config.HeapDumpPath = x.(string) }},
		{name: "InitialHeapSize", get: func(v machine) any { return size(v.Heap.Stats().Heap.Init) }},
		{name: "MaxDirectMemorySize", get: func(v machine) any { return size(v.Config.MaxDirect) }},
		{name: "MaxHeapSize", get: func(v machine) any { return size(v.Heap.Max()) }},
		{name: "MaxJavaStackTraceDepth", get: func(v machine) any {
			if n := v.Config.MaxTraceDepth; n != 0 {
				return int64(n)
			}
			return int64(vm.MaxTraceDepth)
		}},
		{name: "NewSize", get: func(v machine) any { return size(v.Config.NurserySize) }},
		{name: "ObjectAlignmentInBytes", get: constant(int64(8))},
		{name: "ReduceSignalUsage", get: func(v machine) any { return v.Config.ReduceSignals }},
		{name: "ShowCodeDetailsInExceptionMessages", get: func(v machine) any { return !v.Config.TerseNullPointers },
			set: func(v machine, x any) { v.Config.TerseNullPointers = !x.(bool) }},
		{name: "StackTraceInThrowable", get: func(v machine) any { return !v.Config.NoStackTraces }},
		{name: "ThreadStackSize", get: func(v machine) any { return size(v.Config.StackSize >> 10) }},
		{name: "UseCompressedClassPointers", get: constant(true)},
		{name: "UseCompressedOops", get: constant(true)}, // references have 32 bits
		{name: "UseSerialGC", get: constant(true)},       // the names of pools and collectors are its
	}
}

func findFlag(name string) *flag {
	list := flags()
	for i := range list {
		if list[i].name == name {
			return &list[i]
		}
	}
	return nil
}

func flagCount(t *vm.Thread, a vm.Args) (vm.Value, error) { return nat.Int(int32(len(flags()))) }

func flagNames(t *vm.Thread, a vm.Args) (vm.Value, error) {
	var names []string
	for _, f := range flags() {
		names = append(names, f.name)
	}
	return nat.Ref(nat.StringArray(t, names))
}

// flagMembers is how a Flag is made.
type flagMembers struct {
	Flag         *vm.Class  `java:"com/sun/management/internal/Flag"`
	Init         *vm.Method `java:"com/sun/management/internal/Flag.<init>(Ljava/lang/String;Ljava/lang/Object;ZZLcom/sun/management/VMOption$Origin;)V"`
	Origin       *vm.Class  `java:"com/sun/management/VMOption$Origin"`
	ByDefault    *vm.Field  `java:"com/sun/management/VMOption$Origin.DEFAULT:Lcom/sun/management/VMOption$Origin;"`
	AtCreation   *vm.Field  `java:"com/sun/management/VMOption$Origin.VM_CREATION:Lcom/sun/management/VMOption$Origin;"`
	BooleanValue *vm.Method `java:"java/lang/Boolean.valueOf(Z)Ljava/lang/Boolean;"`
	LongValue    *vm.Method `java:"java/lang/Long.valueOf(J)Ljava/lang/Long;"`
}

// getFlags fills array 1 with the flags whose names are in array 0, all of them
// for null, and returns how many there are.
func getFlags(t *vm.Thread, a vm.Args) (vm.Value, error) {
	if a.Ref(1) == 0 {
		return nat.NullPointer(t)
	}
	var list []*flag
	if a.Ref(0) == 0 {
		all := flags()
		for i := range all {
			list = append(list, &all[i])
		}
	} else {
		for i := range vm.ArrayLen(a.Ref(0)) {
			r := vm.RefElem(a.Ref(0), i)
			if r == 0 {
				return nat.NullPointer(t)
			}
			list = append(list, findFlag(t.VM.GoString(r)))
		}
	}
	k, err := vm.Bound[flagMembers](t)
	if err != nil {
		return 0, err
	}
	if err := t.VM.Linker.Initialize(t, k.Origin); err != nil {
		return 0, err
	}
	n := 0
	for i, f := range list {
		if f == nil || i >= vm.ArrayLen(a.Ref(1)) {
			continue
		}
		r, err := f.object(t, k)
		if err != nil {
			return 0, err
		}
		t.VM.SetRefElem(a.Ref(1), i, r)
		n++
	}
	return nat.Int(int32(n))
}

// object makes the Flag of f.
func (f *flag) object(t *vm.Thread, k *flagMembers) (vm.Ref, error) {
	mark := t.HandleMark()
	defer t.ReleaseHandles(mark)
	s, err := t.NewString(f.name)
	if err != nil {
		return 0, err
	}
	name := t.NewHandle(s)
	var value vm.Value
	switch x := f.get(t.VM).(type) {
	case bool:
		value, err = t.Invoke(k.BooleanValue, vm.BoolValue(x))
	case int64:
		value, err = t.Invoke(k.LongValue, vm.LongValue(x))
	case string:
		value, err = nat.Ref(t.NewString(x))
	}
	if err != nil {
		return 0, err
	}
	hv := t.NewHandle(value.Ref())
	r, err := t.NewObject(k.Flag)
	if err != nil {
		return 0, err
	}
	h := t.NewHandle(r)
	origin := k.ByDefault
	if f.given(t.VM) {
		origin = k.AtCreation
	}
	_, err = t.Invoke(k.Init, vm.RefValue(h.Ref()), vm.RefValue(name.Ref()), vm.RefValue(hv.Ref()),
		vm.BoolValue(f.set != nil), vm.BoolValue(true), vm.RefValue(origin.StaticBase().Ref(origin.Offset)))
	return h.Ref(), err
}

// given reports whether the command line has set f.
func (f *flag) given(v *vm.VM) bool {
	short := map[string]string{"MaxHeapSize": "-Xmx", "InitialHeapSize": "-Xms", "NewSize": "-Xmn", "ThreadStackSize": "-Xss"}[f.name]
	for _, arg := range v.Config.RuntimeArgs {
		if short != "" && strings.HasPrefix(arg, short) || strings.HasPrefix(arg, "-XX:"+f.name+"=") || arg == "-XX:+"+f.name || arg == "-XX:-"+f.name {
			return true
		}
	}
	return false
}

func stringArgument(t *vm.Thread, a vm.Args) any {
	s, _ := nat.String(t, a, 1)
	return s
}

// setFlag changes the flag named by argument 0. The library has asked for its
// type, and whether it can be changed.
func setFlag(value func(*vm.Thread, vm.Args) any) vm.NativeFunc {
	return func(t *vm.Thread, a vm.Args) (vm.Value, error) {
		name, ok := nat.String(t, a, 0)
		if !ok {
			return nat.NullPointer(t)
		}
		f := findFlag(name)
		if f == nil || f.set == nil {
			return nat.Err(t.Throw("java/lang/IllegalArgumentException", "This flag is not writeable."))
		}
		x := value(t, a)
		t.AtSafepoint(func() { f.set(t.VM, x) })
		return 0, nil
	}
}

// text returns the value of f as -XX options have it.
func (f *flag) text(v *vm.VM) string {
	switch x := f.get(v).(type) {
	case bool:
		if x {
			return "-XX:+" + f.name
		}
		return "-XX:-" + f.name
	case int64:
		return "-XX:" + f.name + "=" + strconv.FormatInt(x, 10)
	case string:
		return "-XX:" + f.name + "=" + x
	}
	panic("BUG: a flag of another type")
}
