package vm

import "strings"

// Texts that name types, methods and classes in messages, in the form that
// programs (and their tests) know from HotSpot.

// ExternalType returns the source form of a field descriptor: "[Ljava/lang/String;"
// is "java.lang.String[]".
func ExternalType(desc string) string {
	dims := 0
	for dims < len(desc) && desc[dims] == '[' {
		dims++
	}
	base := desc[dims:]
	switch {
	case base == "":
	case base[0] == 'L' && base[len(base)-1] == ';':
		base = JavaName(base[1 : len(base)-1])
	case len(base) == 1:
		base = KindOf(base).String()
	}
	return base + strings.Repeat("[]", dims)
}

// ExternalSignature returns the form "void pkg.Holder.name(int, java.lang.String)"
// of a method; holder is an internal name, left out when empty.
func ExternalSignature(holder, name, desc string) string {
	var b strings.Builder
	end := strings.IndexByte(desc, ')')
	if end < 0 {
		return JavaName(holder) + "." + name + desc
	}
	b.WriteString(ExternalType(desc[end+1:]))
	b.WriteByte(' ')
	if strings.HasPrefix(holder, "[") {
		b.WriteString(ExternalType(holder))
	} else {
		b.WriteString(JavaName(holder))
	}
	if holder != "" {
		b.WriteByte('.')
	}
	b.WriteString(name)
	b.WriteByte('(')
	for i, p := 0, desc[1:end]; p != ""; i++ {
		n := 0
		for n < len(p)-1 && p[n] == '[' {
			n++
		}
		if p[n] == 'L' {
			j := strings.IndexByte(p, ';')
			if j < 0 {
				break
			}
			n = j
		}
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(ExternalType(p[:n+1]))
		p = p[n+1:]
	}
	b.WriteByte(')')
	return b.String()
}

// ExternalMethod is ExternalSignature of m.
func ExternalMethod(m *Method) string { return ExternalSignature(m.Holder.Name, m.Name, m.Desc) }

// ExternalName returns the name of c in source form, arrays as "int[]".
func (c *Class) ExternalName() string {
	if c.IsArray() {
		return ExternalType(c.Name)
	}
	return c.JavaName()
}

// ExternalKind returns "interface", "abstract class" or "class".
func (c *Class) ExternalKind() string {
	switch {
	case c.IsInterface():
		return "interface"
	case c.IsAbstract() && !c.IsArray():
		return "abstract class"
	}
	return "class"
}

// Description returns the loader as messages name it: 'app', 'bootstrap', or
// "pkg.MyLoader @1b2c3d" for one without a name.
func (l *Loader) Description() string {
	if l.Object.IsNull() {
		return "'bootstrap'"
	}
	if f := l.VM.Known.ClassLoaderNameID; f != nil {
		if s := l.Object.Object().Ref(f.Offset); s != 0 {
			return l.VM.GoString(s)
		}
	}
	return l.VM.ClassOf(l.Object.Ref()).JavaName()
}

// parentDescription is ", parent loader 'app'" for a loader made by a program.
func (l *Loader) parentDescription() string {
	f := l.VM.Known.ClassLoaderParent
	if l.Boot || l.Builtin || l.Object.IsNull() || f == nil {
		return ""
	}
	parent := l.Object.Object().Ref(f.Offset)
	if parent == 0 {
		return ", parent loader 'bootstrap'"
	}
	name := l.VM.ClassOf(parent).JavaName()
	if s := Object(parent).Ref(l.VM.Known.ClassLoaderNameID.Offset); s != 0 {
		name = l.VM.GoString(s)
	}
	return ", parent loader " + name
}

// showsVersion reports whether messages give m's version: not for the
// platform's own modules.
func (m *Module) showsVersion() bool {
	if m.Version == "" {
		return false
	}
	if (m.Loader.Boot || m.Loader.Builtin) &&
		(strings.HasPrefix(m.Location, "jrt:/java.") || strings.HasPrefix(m.Location, "jrt:/jdk.")) {
		return false
	}
	return true
}

// InModuleOfLoader returns "pkg.C is in module m@1 of loader 'app'"; joint has "are" for
// "is"; parent adds the parent of a loader that a program has made.
func (c *Class) InModuleOfLoader(joint, parent bool) string {
	bottom := c
	for bottom.Elem != nil {
		bottom = bottom.Elem
	}
	var b strings.Builder
	b.WriteString(c.JavaName())
	if joint {
		b.WriteString(" are in ")
	} else {
		b.WriteString(" is in ")
	}
	l, m := bottom.Loader, bottom.Module
	switch {
	case bottom.IsPrimitive() || m == nil:
		b.WriteString("module java.base")
	case m.Named():
		b.WriteString("module " + m.Name)
		if m.showsVersion() {
			b.WriteString("@" + m.Version)
		}
	default:
		b.WriteString("unnamed module")
	}
	b.WriteString(" of loader ")
	if l == nil {
		b.WriteString("'bootstrap'")
		return b.String()
	}
	b.WriteString(l.Description())
	if parent {
		b.WriteString(l.parentDescription())
	}
	return b.String()
}

// InModulesOfLoaders describes two classes of one message: jointly when they
// are in the same module, else one after the other.
func InModulesOfLoaders(a, b *Class) string {
	if a.bottom().Module == b.bottom().Module && a.bottom().Loader == b.bottom().Loader {
		return a.JavaName() + " and " + b.InModuleOfLoader(true, false)
	}
	return a.InModuleOfLoader(false, false) + "; " + b.InModuleOfLoader(false, false)
}

func (c *Class) bottom() *Class {
	for c.Elem != nil {
		c = c.Elem
	}
	return c
}
