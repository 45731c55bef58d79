package loader

import (
	"fmt"

	"gojvm/loader/classfile"
	"gojvm/vm"
)

// Access control (JVMS 5.4.4).

// accessResult tells why class access is denied.
type accessResult int

const (
	accessOK accessResult = iota
	notReadable
	notExported
	notAccessible
)

// classAccess checks whether class from may refer to class to.
func (l *Linker) classAccess(from, to *vm.Class) accessResult {
	for to.Elem != nil {
		to = to.Elem
	}
	if from == to || to.IsPrimitive() || from.Loader == to.Loader && from.PackageName() == to.PackageName() {
		return accessOK
	}
	if to.Flags&classfile.AccPublic != 0 {
		a, b := from.Module, to.Module
		if a == b || a == nil || b == nil {
			return accessOK
		}
		if l.isMagic(from) {
			return accessOK
		}
		if !a.Reads(b) {
			return notReadable
		}
		if !b.Exports(to.PackageName(), a) {
			return notExported
		}
		return accessOK
	}
	if l.isMagic(from) {
		return accessOK
	}
	return notAccessible
}

// isMagic reports whether c is one of the classes that core reflection spins,
// which may access everything and are not verified.
func (l *Linker) isMagic(c *vm.Class) bool {
	m := l.vm.Known.MagicAccessor
	return m != nil && c.IsSubclassOf(m)
}

// checkClassAccess throws IllegalAccessError unless from may refer to class to.
func (l *Linker) checkClassAccess(t *vm.Thread, from, to *vm.Class) error {
	r := l.classAccess(from, to)
	if r == accessOK {
		return nil
	}
	if msg := l.moduleAccessText(t, from, to, r); msg != "" {
		return t.Throw("java/lang/IllegalAccessError", msg)
	}
	for to.Elem != nil {
		to = to.Elem
	}
	return t.Throwf("java/lang/IllegalAccessError", "failed to access class %s from class %s (%s)",
		to.JavaName(), from.JavaName(), vm.InModulesOfLoaders(to, from))
}

// moduleAccessText explains a denial by the module system; "" for other denials.
func (l *Linker) moduleAccessText(t *vm.Thread, from, to *vm.Class, r accessResult) string {
	if r != notReadable && r != notExported {
		return ""
	}
	for to.Elem != nil {
		to = to.Elem
	}
	a, b := l.moduleText(t, from.Module), l.moduleText(t, to.Module)
	head := fmt.Sprintf("class %s (in %s) cannot access class %s (in %s) because ", from.JavaName(), a, to.JavaName(), b)
	if r == notReadable {
		return head + fmt.Sprintf("%s does not read %s", a, b)
	}
	return head + fmt.Sprintf("%s does not export %s to %s", b, vm.JavaName(to.PackageName()), a)
}

// moduleText names a module: "module java.base", "unnamed module @0x1b2c3d".
func (l *Linker) moduleText(t *vm.Thread, m *vm.Module) string {
	if m.Named() {
		return "module " + m.Name
	}
	if m.Object.IsNull() {
		return "unnamed module"
	}
	return fmt.Sprintf("unnamed module @0x%x", t.IdentityHash(m.Object.Ref()))
}

// memberAccess reports whether class from may access a member with those
// flags, declared in class declarer, that was resolved in class resolved (JVMS 5.4.4).
func (l *Linker) memberAccess(t *vm.Thread, from, resolved, declarer *vm.Class, flags uint16) (bool, error) {
	if from == declarer || flags&classfile.AccPublic != 0 {
		return true, nil
	}
	if flags&classfile.AccPrivate != 0 {
		if l.isMagic(from) {
			return true, nil
		}
		return l.sameNest(t, from, declarer)
	}
	if vm.SamePackage(from, declarer) {
		return true, nil
	}
	if flags&classfile.AccProtected != 0 && !from.IsInterface() && from.IsSubclassOf(declarer) {
		if flags&classfile.AccStatic != 0 || from == resolved ||
			resolved.IsSubclassOf(from) || from.IsSubclassOf(resolved) {
			return true, nil
		}
	}
	return l.isMagic(from), nil
}
