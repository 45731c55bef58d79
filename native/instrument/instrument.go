// Package instrument has the native part of java.lang.instrument: agents written in
// Java (JSR 163, package java.lang.instrument; what JVMTI has for them).
//
//	manifest.go   what the manifest of an agent's jar says
//	start.go      premain, and agentmain of an agent in an executable jar
//	hook.go       class files pass the transformers of the agents
//	redefine.go   redefineClasses and retransformClasses
//	classes.go    what is loaded, and how large objects are
//	search.go     jars that are added to the search of class loaders
//	prefix.go     names of native methods with prefixes
//
// An [Agent] has two environments, as in HotSpot: one for transformers that are
// asked once, when a class is loaded or redefined, and one for those that are asked
// again at each retransformation.
package instrument

import (
	"sync"
	"sync/atomic"

	"gojvm/vm"
)

// Natives returns the table of the package.
func Natives() vm.NativeTable {
	const c = "sun/instrument/InstrumentationImpl."
	return vm.NativeTable{
		c + "isModifiableClass0(JLjava/lang/Class;)Z":                          isModifiableClass,
		c + "isRetransformClassesSupported0(J)Z":                               isRetransformSupported,
		c + "setHasTransformers(JZ)V":                                          setHasTransformers,
		c + "setHasRetransformableTransformers(JZ)V":                           setHasRetransformableTransformers,
		c + "retransformClasses0(J[Ljava/lang/Class;)V":                        retransformClasses,
		c + "redefineClasses0(J[Ljava/lang/instrument/ClassDefinition;)V":      redefineClasses,
		c + "getAllLoadedClasses0(J)[Ljava/lang/Class;":                        allLoadedClasses,
		c + "getInitiatedClasses0(JLjava/lang/ClassLoader;)[Ljava/lang/Class;": initiatedClasses,
		c + "getObjectSize0(JLjava/lang/Object;)J":                             objectSize,
		c + "appendToClassLoaderSearch0(JLjava/lang/String;Z)V":                appendToSearch,
		c + "setNativeMethodPrefixes(J[Ljava/lang/String;Z)V":                  setNativeMethodPrefixes,
		c + "loadAgent0(Ljava/lang/String;)V":                                  loadAgent,
	}
}

// members are what the package calls of the library.
type members struct {
	Impl      *vm.Class  `java:"sun/instrument/InstrumentationImpl"`
	Init      *vm.Method `java:"sun/instrument/InstrumentationImpl.<init>(JZZ)V"`
	Premain   *vm.Method `java:"sun/instrument/InstrumentationImpl.loadClassAndCallPremain(Ljava/lang/String;Ljava/lang/String;)V"`
	Agentmain *vm.Method `java:"sun/instrument/InstrumentationImpl.loadClassAndCallAgentmain(Ljava/lang/String;Ljava/lang/String;)V"`
	Transform *vm.Method `java:"sun/instrument/InstrumentationImpl.transform(Ljava/lang/Module;Ljava/lang/ClassLoader;Ljava/lang/String;Ljava/lang/Class;Ljava/security/ProtectionDomain;[BZ)[B"`

	DefinitionClass *vm.Method `java:"java/lang/instrument/ClassDefinition.getDefinitionClass()Ljava/lang/Class;"`
	DefinitionFile  *vm.Method `java:"java/lang/instrument/ClassDefinition.getDefinitionClassFile()[B"`
}

// agents are those of one VM, in the order in which they were started.
type agents struct {
	mu   sync.Mutex
	list []*running
	envs atomic.Pointer[[]*environment] // in the order of their making
}

// running is an agent that has been started. Its number, one more than its index in
// agents.list, is InstrumentationImpl.mNativeAgent.
type running struct {
	manifest    *Manifest
	impl        vm.Handle // the InstrumentationImpl
	once, again *environment
}

// environment is one place in the order in which transformers are asked.
type environment struct {
	agent       *running
	retransform bool
	enabled     atomic.Bool // it has transformers
	busy        sync.Map    // *vm.Thread: those in which it transforms a class
	prefixes    atomic.Pointer[[]string]
}

type agentsKey struct{}

func agentsOf(v *vm.VM) *agents {
	return v.Ext(agentsKey{}, func() any { return &agents{} }).(*agents)
}

// add makes the environment of an agent, the last one in the order. s.mu is held.
func (s *agents) add(a *running, retransform bool) *environment {
	e := &environment{agent: a, retransform: retransform}
	envs := append(append([]*environment(nil), s.environments()...), e)
	s.envs.Store(&envs)
	return e
}

func (s *agents) environments() []*environment {
	if p := s.envs.Load(); p != nil {
		return *p
	}
	return nil
}

// agentOf returns the agent whose number is the first argument of a native of
// InstrumentationImpl.
func agentOf(t *vm.Thread, a vm.Args) *running {
	s := agentsOf(t.VM)
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.list[a.Long(1)-1]
}

// isRetransformSupported tells what the agent's manifest asks for.
func isRetransformSupported(t *vm.Thread, a vm.Args) (vm.Value, error) {
	return vm.BoolValue(agentOf(t, a).retransforms(t.VM) != nil), nil
}

// retransforms returns the second environment, made at the first question; nil when
// the manifest does not ask for it.
func (a *running) retransforms(v *vm.VM) *environment {
	if !a.manifest.Retransform {
		return nil
	}
	s := agentsOf(v)
	s.mu.Lock()
	defer s.mu.Unlock()
	if a.again == nil {
		a.again = s.add(a, true)
	}
	return a.again
}

func setHasTransformers(t *vm.Thread, a vm.Args) (vm.Value, error) {
	agentOf(t, a).once.enabled.Store(a.Int(2) != 0)
	return 0, nil
}

func setHasRetransformableTransformers(t *vm.Thread, a vm.Args) (vm.Value, error) {
	agentOf(t, a).retransforms(t.VM).enabled.Store(a.Int(2) != 0)
	return 0, nil
}
