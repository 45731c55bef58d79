package vm

// IgnoredForCaller reports whether frames of m do not count when somebody asks
// for his caller: those of reflection and of the glue between method handles.
func (m *Method) IgnoredForCaller() bool {
	if m.Flags&(MethodSigPoly|MethodLambdaForm) != 0 {
		return true
	}
	if !m.Holder.Loader.Boot {
		// Accessors that reflection spins are in loaders of their own.
		return m.Holder.extendsBoot("jdk/internal/reflect/MethodAccessorImpl")
	}
	return m.Name == "invoke" && m.Holder.Name == "java/lang/reflect/Method" ||
		m.Holder.extendsBoot("jdk/internal/reflect/MethodAccessorImpl")
}

// extendsBoot reports whether c is a subclass of the class of that name of the bootstrap loader.
func (c *Class) extendsBoot(name string) bool {
	for ; c != nil; c = c.Super {
		if c.Name == name && c.Loader.Boot {
			return true
		}
	}
	return false
}
