package vm

import (
	"fmt"
)

// ClassCastMessage is the message of a ClassCastException from class from to
// class to: both names, and where each class comes from.
func ClassCastMessage(from, to *Class) string {
	f, t := from.JavaName(), to.JavaName()
	if sameOrigin(from, to) {
		return fmt.Sprintf("class %s cannot be cast to class %s (%s and %s are in %s)", f, t, f, t, origin(from))
	}
	return fmt.Sprintf("class %s cannot be cast to class %s (%s is in %s; %s is in %s)", f, t, f, origin(from), t, origin(to))
}

// bottom returns the class to which module and loader of c belong: the element type of an array.
func bottom(c *Class) *Class {
	for c.Elem != nil {
		c = c.Elem
	}
	return c
}

func sameOrigin(a, b *Class) bool {
	a, b = bottom(a), bottom(b)
	return a.Module == b.Module && a.Loader == b.Loader
}

// origin describes module and loader of c: "module java.base of loader
// 'bootstrap'", "unnamed module of loader 'app'".
func origin(c *Class) string {
	c = bottom(c)
	loader := "loader " + c.Loader.Describe()
	if m := c.Module; m != nil && m.Named() {
		v := ""
		if m.Version != "" && !(c.Loader == nil || c.Loader.Boot || c.Loader.Builtin) {
			v = "@" + m.Version
		}
		return "module " + m.Name + v + " of " + loader
	}
	return "unnamed module of " + loader
}

// Describe names l as messages do: 'bootstrap', the quoted name, or the class of the
// loader with its identity hash.
func (l *Loader) Describe() string {
	switch {
	case l == nil || l.Boot:
		return "'bootstrap'"
	case l.Name != "":
		if l.Builtin {
			return "'" + l.Name + "'"
		}
		return "'" + l.Name + "' @" + l.hashText()
	}
	c := l.VM.ClassOf(l.Object.Ref())
	return c.JavaName() + " @" + l.hashText()
}
