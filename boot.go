package gojvm

import (
	"errors"
	"fmt"

	"gojvm/native/management"
	"gojvm/vm"
)

// boot brings the class library up to the point where main may run: the
// sequence that HotSpot 17 follows (Threads::create_vm, initialize_java_lang_classes).
//
//	load the classes that the VM refers to
//	String, System, Class, ThreadGroup, Thread: <clinit>, main thread and its groups
//	Module, UnsafeConstants, Method, Finalizer: <clinit>
//	System.initPhase1       properties, standard streams, signal handlers
//	System.initPhase2       module system
//	System.initPhase3       system class loader
func (v *VM) boot(t *vm.Thread) error {
	steps := []struct {
		name string
		run  func(*vm.Thread) error
	}{
		{"well-known classes", v.bindKnown},
		{"java.lang", v.initJavaLang},
		{"main thread", v.initMainThread},
		{"core classes", v.initCore},
		{"System.initPhase1", v.initPhase1},
		{"signals", v.startSignals},
		{"notifications", v.startNotifications},
		{"method handles", v.initMethodHandles},
		{"System.initPhase2", v.initPhase2},
		{"System.initPhase3", v.initPhase3},
	}
	for _, s := range steps {
		if err := s.run(t); err != nil {
			return v.bootError(t, s.name, err)
		}
		v.vm.Logf("startuptime", "%s", s.name)
	}
	return nil
}

// BootError tells that the VM could not be brought up.
type BootError struct {
	Step  string
	Trace string // the Java exception with its stack, when one was thrown
	Err   error
	// Layer is set when the module system found fault with the command line;
	// the library has printed why.
	Layer bool
}

func (e *BootError) Error() string {
	if e.Trace != "" {
		return e.Trace + "\n"
	}
	return fmt.Sprintf("%s: %v", e.Step, e.Err)
}

func (e *BootError) Unwrap() error { return e.Err }

var errBootLayer = errors.New("initialization of the boot layer failed")

func (v *VM) bootError(t *vm.Thread, step string, err error) error {
	b := &BootError{Step: step, Err: err, Layer: errors.Is(err, errBootLayer)}
	ex := t.TakeException()
	if damage := v.loader.ImageDamage(); damage != nil {
		b.Err = fmt.Errorf("%s: %w", modulesFile(v.vm.Config.JavaHome), damage)
	} else if ex != 0 {
		b.Trace = v.describeThrowable(t, ex)
	}
	return b
}

func (v *VM) bindKnown(t *vm.Thread) error {
	if err := v.loader.Bootstrap(t); err != nil {
		return err
	}
	k := &v.vm.Known
	if err := v.vm.Bind(t, k); err != nil {
		return err
	}
	v.vm.Heap.SetWeakLayout(k.ReferenceReferent.Offset, k.ReferenceDiscovered.Offset,
		k.ReferenceNext.Offset, k.SoftTimestamp.Offset)
	return v.preallocateOutOfMemory(t)
}

// preallocateOutOfMemory makes the errors that are thrown when even an error object cannot be made.
func (v *VM) preallocateOutOfMemory(t *vm.Thread) error {
	c, err := v.vm.Linker.FindClass(t, v.vm.BootLoader, "java/lang/OutOfMemoryError")
	if err != nil {
		return err
	}
	if err := v.vm.Linker.Link(t, c); err != nil {
		return err
	}
	return t.MakeSpareErrors(c)
}

// initialize runs the class initializers of the named classes in order.
func (v *VM) initialize(t *vm.Thread, names ...string) error {
	for _, n := range names {
		c, err := v.vm.Linker.FindClass(t, v.vm.BootLoader, n)
		if err != nil {
			return err
		}
		if err := v.vm.Linker.Initialize(t, c); err != nil {
			return fmt.Errorf("%s: %w", n, err)
		}
	}
	return nil
}

func (v *VM) initJavaLang(t *vm.Thread) error {
	return v.initialize(t, "java/lang/String", "java/lang/System", "java/lang/Class", "java/lang/ThreadGroup")
}

// bootMembers are library members that only booting needs.
type bootMembers struct {
	GroupSystemInit *vm.Method `java:"java/lang/ThreadGroup.<init>()V"`
	GroupInit       *vm.Method `java:"java/lang/ThreadGroup.<init>(Ljava/lang/ThreadGroup;Ljava/lang/String;)V"`
	ThreadInit      *vm.Method `java:"java/lang/Thread.<init>(Ljava/lang/ThreadGroup;Ljava/lang/String;)V"`
	InitPhase1      *vm.Method `java:"java/lang/System.initPhase1()V"`
	InitPhase2      *vm.Method `java:"java/lang/System.initPhase2(ZZ)I"`
	InitPhase3      *vm.Method `java:"java/lang/System.initPhase3()V"`
	SystemLoader    *vm.Method `java:"java/lang/ClassLoader.getSystemClassLoader()Ljava/lang/ClassLoader;"`
	PlatformLoader  *vm.Method `java:"java/lang/ClassLoader.getPlatformClassLoader()Ljava/lang/ClassLoader;"`
	Shutdown        *vm.Method `java:"java/lang/Shutdown.shutdown()V"`

	AddressSize *vm.Field `java:"jdk/internal/misc/UnsafeConstants.ADDRESS_SIZE0:I"`
	PageSize    *vm.Field `java:"jdk/internal/misc/UnsafeConstants.PAGE_SIZE:I"`
	BigEndian   *vm.Field `java:"jdk/internal/misc/UnsafeConstants.BIG_ENDIAN:Z"`
	Unaligned   *vm.Field `java:"jdk/internal/misc/UnsafeConstants.UNALIGNED_ACCESS:Z"`
	FlushSize   *vm.Field `java:"jdk/internal/misc/UnsafeConstants.DATA_CACHE_LINE_FLUSH_SIZE:I"`
}

// initMainThread makes the thread groups and the java.lang.Thread of t.
func (v *VM) initMainThread(t *vm.Thread) error {
	m, err := vm.Bound[bootMembers](t)
	if err != nil {
		return err
	}
	k := &v.vm.Known
	system, err := t.NewObject(k.ThreadGroup)
	if err != nil {
		return err
	}
	v.systemGroup = v.vm.NewGlobal(system)
	if _, err := t.Invoke(m.GroupSystemInit, vm.RefValue(system)); err != nil {
		return err
	}
	group, err := t.NewObject(k.ThreadGroup)
	if err != nil {
		return err
	}
	v.mainGroup = v.vm.NewGlobal(group)
	name, err := t.InternRaw("main")
	if err != nil {
		return err
	}
	h := t.NewHandle(name)
	if _, err := t.Invoke(m.GroupInit, vm.RefValue(v.mainGroup.Ref()), vm.RefValue(v.systemGroup.Ref()), vm.RefValue(name)); err != nil {
		return err
	}
	if err := v.initialize(t, "java/lang/Thread"); err != nil {
		return err
	}
	// The constructor asks for currentThread(), which must be this object, alive
	// and with a priority.
	thread, err := t.NewObject(k.Thread)
	if err != nil {
		return err
	}
	t.Ctx.ThreadObj = thread
	vm.Object(thread).SetLong(k.ThreadEetop.Offset, int64(t.Sched.ID()))
	vm.Object(thread).SetInt(k.ThreadPriority.Offset, normPriority)
	if _, err := t.Invoke(m.ThreadInit, vm.RefValue(thread), vm.RefValue(v.mainGroup.Ref()), vm.RefValue(h.Ref())); err != nil {
		return err
	}
	vm.Object(t.Ctx.ThreadObj).SetInt(k.ThreadStatus.Offset, statusRunnable)
	return nil
}

const (
	normPriority   = 5 // java.lang.Thread.NORM_PRIORITY
	statusRunnable = 5 // JVMTI: alive, runnable
)

func (v *VM) initCore(t *vm.Thread) error {
	if err := v.initialize(t, "java/lang/Module", "jdk/internal/misc/UnsafeConstants"); err != nil {
		return err
	}
	m, err := vm.Bound[bootMembers](t)
	if err != nil {
		return err
	}
	base := func(f *vm.Field) vm.Object { return f.StaticBase() }
	base(m.AddressSize).SetInt(m.AddressSize.Offset, addressSize)
	base(m.PageSize).SetInt(m.PageSize.Offset, int32(pageSize()))
	base(m.BigEndian).SetBool(m.BigEndian.Offset, false)
	base(m.Unaligned).SetBool(m.Unaligned.Offset, true)
	base(m.FlushSize).SetInt(m.FlushSize.Offset, 0) // cache lines cannot be written back
	return v.initialize(t, "java/lang/reflect/Method", "java/lang/ref/Finalizer")
}

func (v *VM) initPhase1(t *vm.Thread) error {
	m, err := vm.Bound[bootMembers](t)
	if err != nil {
		return err
	}
	if _, err := t.Invoke(m.InitPhase1); err != nil {
		return err
	}
	return v.initialize(t, "java/lang/OutOfMemoryError", "java/lang/NullPointerException",
		"java/lang/ClassCastException", "java/lang/ArrayStoreException", "java/lang/ArithmeticException",
		"java/lang/StackOverflowError", "java/lang/IllegalMonitorStateException", "java/lang/IllegalArgumentException")
}

// startNotifications starts the thread that tells management beans of collections.
func (v *VM) startNotifications(t *vm.Thread) error {
	return t.SpawnDaemon(v.systemGroup, "Notification Thread", management.Notify)
}

func (v *VM) initMethodHandles(t *vm.Thread) error {
	return v.initialize(t, "java/lang/invoke/MethodHandle", "java/lang/invoke/ResolvedMethodName",
		"java/lang/invoke/MemberName", "java/lang/invoke/MethodHandleNatives")
}

func (v *VM) initPhase2(t *vm.Thread) error {
	m, err := vm.Bound[bootMembers](t)
	if err != nil {
		return err
	}
	const printToStderr, printStackTrace = 0, 0
	r, err := t.Invoke(m.InitPhase2, printToStderr, printStackTrace)
	if err != nil {
		return err
	}
	if r.Int() != 0 {
		return errBootLayer
	}
	return nil
}

func (v *VM) initPhase3(t *vm.Thread) error {
	if err := v.initialize(t, "java/lang/invoke/StringConcatFactory"); err != nil {
		return err
	}
	m, err := vm.Bound[bootMembers](t)
	if err != nil {
		return err
	}
	if _, err := t.Invoke(m.InitPhase3); err != nil {
		return err
	}
	for _, get := range []*vm.Method{m.SystemLoader, m.PlatformLoader} {
		r, err := t.Invoke(get)
		if err != nil {
			return err
		}
		v.vm.Linker.LoaderOf(t, r.Ref()).Builtin = true
	}
	return nil
}

// How this machine names itself: java.vm.name, java.vm.version, java.vm.info.
const (
	vmName    = vm.Name
	vmVersion = vm.Version
)

// vmInfo is the property java.vm.info.
func vmInfo(m *vm.VM) string { return m.Info() }
