package vm

import (
	"fmt"
	"reflect"
	"strings"
)

// Known are the classes, fields and methods of the library that the VM itself
// refers to. They are found by name once the classes are loaded; nothing about
// their layout is assumed. A tag names the element:
//
//	`java:"java/lang/String"`                    *Class
//	`java:"java/lang/String.value:[B"`           *Field
//	`java:"java/lang/System.initPhase1()V"`      *Method
type Known struct {
	Object       *Class `java:"java/lang/Object"`
	String       *Class `java:"java/lang/String"`
	Class        *Class `java:"java/lang/Class"`
	Cloneable    *Class `java:"java/lang/Cloneable"`
	Serializable *Class `java:"java/io/Serializable"`
	ClassLoader  *Class `java:"java/lang/ClassLoader"`
	System       *Class `java:"java/lang/System"`
	Throwable    *Class `java:"java/lang/Throwable"`
	Error        *Class `java:"java/lang/Error"`
	Thread       *Class `java:"java/lang/Thread"`
	ThreadGroup  *Class `java:"java/lang/ThreadGroup"`
	Module       *Class `java:"java/lang/Module"`
	Record       *Class `java:"java/lang/Record"`

	Reference        *Class `java:"java/lang/ref/Reference"`
	SoftReference    *Class `java:"java/lang/ref/SoftReference"`
	WeakReference    *Class `java:"java/lang/ref/WeakReference"`
	FinalReference   *Class `java:"java/lang/ref/FinalReference"`
	PhantomReference *Class `java:"java/lang/ref/PhantomReference"`
	Finalizer        *Class `java:"java/lang/ref/Finalizer"`

	MagicAccessor *Class `java:"jdk/internal/reflect/MagicAccessorImpl"`
	MethodHandle  *Class `java:"java/lang/invoke/MethodHandle"`
	VarHandle     *Class `java:"java/lang/invoke/VarHandle"`
	MethodType    *Class `java:"java/lang/invoke/MethodType"`
	MemberName    *Class `java:"java/lang/invoke/MemberName"`
	ResolvedName  *Class `java:"java/lang/invoke/ResolvedMethodName"`
	MHNatives     *Class `java:"java/lang/invoke/MethodHandleNatives"`

	StringValue *Field `java:"java/lang/String.value:[B"`
	StringCoder *Field `java:"java/lang/String.coder:B"`
	StringHash  *Field `java:"java/lang/String.hash:I"`

	ClassClassLoader   *Field `java:"java/lang/Class.classLoader:Ljava/lang/ClassLoader;"`
	ClassComponentType *Field `java:"java/lang/Class.componentType:Ljava/lang/Class;"`
	ClassModule        *Field `java:"java/lang/Class.module:Ljava/lang/Module;"`
	ClassName          *Field `java:"java/lang/Class.name:Ljava/lang/String;"`
	ClassClassData     *Field `java:"java/lang/Class.classData:Ljava/lang/Object;"`

	ClassLoaderName     *Field `java:"java/lang/ClassLoader.name:Ljava/lang/String;"`
	ClassLoaderUnnamed  *Field `java:"java/lang/ClassLoader.unnamedModule:Ljava/lang/Module;"`
	ClassLoaderParent   *Field `java:"java/lang/ClassLoader.parent:Ljava/lang/ClassLoader;"`
	ClassLoaderParallel *Field `java:"java/lang/ClassLoader.parallelLockMap:Ljava/util/concurrent/ConcurrentHashMap;"`
	ClassLoaderNameID   *Field `java:"java/lang/ClassLoader.nameAndId:Ljava/lang/String;"`

	ThrowableBacktrace  *Field `java:"java/lang/Throwable.backtrace:Ljava/lang/Object;"`
	ThrowableDepth      *Field `java:"java/lang/Throwable.depth:I"`
	ThrowableMessage    *Field `java:"java/lang/Throwable.detailMessage:Ljava/lang/String;"`
	ThrowableCause      *Field `java:"java/lang/Throwable.cause:Ljava/lang/Throwable;"`
	ThrowableTrace      *Field `java:"java/lang/Throwable.stackTrace:[Ljava/lang/StackTraceElement;"`
	ThrowableUnassigned *Field `java:"java/lang/Throwable.UNASSIGNED_STACK:[Ljava/lang/StackTraceElement;"`

	ThreadName        *Field `java:"java/lang/Thread.name:Ljava/lang/String;"`
	ThreadGroupField  *Field `java:"java/lang/Thread.group:Ljava/lang/ThreadGroup;"`
	ThreadPriority    *Field `java:"java/lang/Thread.priority:I"`
	ThreadDaemon      *Field `java:"java/lang/Thread.daemon:Z"`
	ThreadEetop       *Field `java:"java/lang/Thread.eetop:J"`
	ThreadInterrupted *Field `java:"java/lang/Thread.interrupted:Z"`
	ThreadStackSize   *Field `java:"java/lang/Thread.stackSize:J"`
	ThreadTid         *Field `java:"java/lang/Thread.tid:J"`
	ThreadStatus      *Field `java:"java/lang/Thread.threadStatus:I"`
	ThreadParkBlocker *Field `java:"java/lang/Thread.parkBlocker:Ljava/lang/Object;"`

	ReferenceReferent   *Field `java:"java/lang/ref/Reference.referent:Ljava/lang/Object;"`
	ReferenceQueue      *Field `java:"java/lang/ref/Reference.queue:Ljava/lang/ref/ReferenceQueue;"`
	ReferenceNext       *Field `java:"java/lang/ref/Reference.next:Ljava/lang/ref/Reference;"`
	ReferenceDiscovered *Field `java:"java/lang/ref/Reference.discovered:Ljava/lang/ref/Reference;"`
	SoftTimestamp       *Field `java:"java/lang/ref/SoftReference.timestamp:J"`
	SoftClock           *Field `java:"java/lang/ref/SoftReference.clock:J"`

	MemberNameClazz  *Field `java:"java/lang/invoke/MemberName.clazz:Ljava/lang/Class;"`
	MemberNameName   *Field `java:"java/lang/invoke/MemberName.name:Ljava/lang/String;"`
	MemberNameType   *Field `java:"java/lang/invoke/MemberName.type:Ljava/lang/Object;"`
	MemberNameFlags  *Field `java:"java/lang/invoke/MemberName.flags:I"`
	MemberNameMethod *Field `java:"java/lang/invoke/MemberName.method:Ljava/lang/invoke/ResolvedMethodName;"`
	// Injected fields: see injected.go.
	MemberNameIndex    *Field `java:"java/lang/invoke/MemberName.vmindex:J"`
	ResolvedNameHolder *Field `java:"java/lang/invoke/ResolvedMethodName.vmholder:Ljava/lang/Class;"`
	ResolvedNameTarget *Field `java:"java/lang/invoke/ResolvedMethodName.vmtarget:J"`

	MethodHandleForm *Field `java:"java/lang/invoke/MethodHandle.form:Ljava/lang/invoke/LambdaForm;"`
	LambdaFormEntry  *Field `java:"java/lang/invoke/LambdaForm.vmentry:Ljava/lang/invoke/MemberName;"`
	MethodTypeRtype  *Field `java:"java/lang/invoke/MethodType.rtype:Ljava/lang/Class;"`
	MethodTypePtypes *Field `java:"java/lang/invoke/MethodType.ptypes:[Ljava/lang/Class;"`

	ThrowableInitCause        *Method `java:"java/lang/Throwable.initCause(Ljava/lang/Throwable;)Ljava/lang/Throwable;"`
	ThrowableFillInStackTrace *Method `java:"java/lang/Throwable.fillInStackTrace()Ljava/lang/Throwable;"`
	FinalizerRegister         *Method `java:"java/lang/ref/Finalizer.register(Ljava/lang/Object;)V"`
	LoadClass                 *Method `java:"java/lang/ClassLoader.loadClass(Ljava/lang/String;)Ljava/lang/Class;"`
	ThreadRun                 *Method `java:"java/lang/Thread.run()V"`
	ThreadExit                *Method `java:"java/lang/Thread.exit()V"`
	ThreadDispatchUncaught    *Method `java:"java/lang/Thread.dispatchUncaughtException(Ljava/lang/Throwable;)V"`
	ThreadGroupAdd            *Method `java:"java/lang/ThreadGroup.add(Ljava/lang/Thread;)V"`

	LinkCallSite        *Method `java:"java/lang/invoke/MethodHandleNatives.linkCallSite(Ljava/lang/Object;ILjava/lang/Object;Ljava/lang/Object;Ljava/lang/Object;Ljava/lang/Object;[Ljava/lang/Object;)Ljava/lang/invoke/MemberName;"`
	LinkMethod          *Method `java:"java/lang/invoke/MethodHandleNatives.linkMethod(Ljava/lang/Class;ILjava/lang/Class;Ljava/lang/String;Ljava/lang/Object;[Ljava/lang/Object;)Ljava/lang/invoke/MemberName;"`
	LinkMethodHandle    *Method `java:"java/lang/invoke/MethodHandleNatives.linkMethodHandleConstant(Ljava/lang/Class;ILjava/lang/Class;Ljava/lang/String;Ljava/lang/Object;)Ljava/lang/invoke/MethodHandle;"`
	LinkDynamicConstant *Method `java:"java/lang/invoke/MethodHandleNatives.linkDynamicConstant(Ljava/lang/Object;ILjava/lang/Object;Ljava/lang/Object;Ljava/lang/Object;Ljava/lang/Object;)Ljava/lang/Object;"`
	FindMethodType      *Method `java:"java/lang/invoke/MethodHandleNatives.findMethodHandleType(Ljava/lang/Class;[Ljava/lang/Class;)Ljava/lang/invoke/MethodType;"`
}

// Bind fills the fields of *into, a struct with tags as in Known. Classes are
// loaded by the boot loader where need be, never initialized. A class or member
// that the library does not have is an error that names it. Natives keep such
// structs of their own; see VM.Bound.
func (vm *VM) Bind(t *Thread, into any) error {
	v := reflect.ValueOf(into).Elem()
	for i := range v.NumField() {
		tag := v.Type().Field(i).Tag.Get("java")
		if tag == "" {
			continue
		}
		class, member := tag, ""
		if i := strings.IndexByte(tag, '.'); i >= 0 {
			class, member = tag[:i], tag[i+1:]
		}
		c, err := vm.Linker.FindClass(t, vm.BootLoader, class)
		if err != nil {
			return fmt.Errorf("class %s: %w", class, err)
		}
		var found any
		switch j := strings.IndexAny(member, ":("); {
		case member == "":
			found = c
		case j < 0:
			return fmt.Errorf("BUG: tag %q of %T", tag, into)
		case member[j] == ':':
			f := c.DeclaredField(member[:j], member[j+1:])
			if f == nil {
				return fmt.Errorf("the class library has no field %s", tag)
			}
			found = f
		default:
			m := c.DeclaredMethod(member[:j], member[j:])
			if m == nil {
				return fmt.Errorf("the class library has no method %s", tag)
			}
			found = m
		}
		v.Field(i).Set(reflect.ValueOf(found))
	}
	return nil
}

// Bound returns the struct of type T that Bind has filled for this VM, filling
// it at the first call. An error of Bind is a broken class library and is
// reported as InternalError.
func Bound[T any](t *Thread) (*T, error) {
	vm := t.VM
	key := reflect.TypeFor[T]()
	if p, ok := vm.bound.Load(key); ok {
		return p.(*T), nil
	}
	p := new(T)
	if err := vm.Bind(t, p); err != nil {
		if t.Exception() != 0 {
			return nil, ErrThrown
		}
		return nil, t.Throw("java/lang/InternalError", err.Error())
	}
	got, _ := vm.bound.LoadOrStore(key, p)
	return got.(*T), nil
}
