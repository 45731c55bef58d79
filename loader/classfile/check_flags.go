package classfile

import "fmt"

// checkClassFlags checks JVMS 4.1, table 4.1-B.
func (p *parser) checkClassFlags(flags uint16) error {
	if flags&AccModule != 0 {
		return &NoClassDefError{fmt.Sprintf("%s is not a class because access_flag ACC_MODULE is set", p.name)}
	}
	if p.trusted {
		return nil
	}
	v5 := p.major >= version5
	iface := flags&AccInterface != 0
	if flags&AccAbstract != 0 && flags&AccFinal != 0 ||
		iface && flags&AccAbstract == 0 ||
		iface && v5 && flags&(AccSuper|AccEnum) != 0 ||
		!iface && v5 && flags&AccAnnotation != 0 {
		return formatError("Illegal class modifiers in class %s: 0x%X", p.name, flags)
	}
	return nil
}

// atMostOne reports whether at most one of public, private and protected is set.
func atMostOne(flags uint16) bool {
	f := flags & (AccPublic | AccPrivate | AccProtected)
	return f&(f-1) == 0
}

// checkFieldFlags checks JVMS 4.5.
func (p *parser) checkFieldFlags(flags uint16) error {
	if p.trusted {
		return nil
	}
	var legal bool
	if p.file.Flags&AccInterface != 0 {
		const must = AccPublic | AccStatic | AccFinal
		legal = flags&must == must && flags&(AccPrivate|AccProtected|AccVolatile|AccTransient) == 0 &&
			(p.major < version5 || flags&AccEnum == 0)
	} else {
		legal = atMostOne(flags) && flags&(AccFinal|AccVolatile) != AccFinal|AccVolatile
	}
	if !legal {
		return formatError("Illegal field modifiers in class %s: 0x%X", p.name, flags)
	}
	return nil
}

// checkMethodFlags checks JVMS 4.6.
func (p *parser) checkMethodFlags(flags uint16, name string) error {
	if p.trusted || p.legalMethodFlags(flags, name) {
		return nil
	}
	return formatError("Method %s in class %s has illegal modifiers: 0x%X", name, p.name, flags)
}

func (p *parser) legalMethodFlags(flags uint16, name string) bool {
	has := func(f uint16) bool { return flags&f != 0 }
	v5 := p.major >= version5
	strict := p.major < version17 && has(AccStrict)
	if p.file.Flags&AccInterface != 0 {
		switch {
		case p.major >= version8:
			return has(AccPublic) != has(AccPrivate) &&
				!has(AccNative|AccProtected|AccFinal|AccSynchronized) &&
				!(has(AccAbstract) && (has(AccPrivate|AccStatic) || strict))
		case v5:
			return has(AccPublic) && has(AccAbstract) &&
				!has(AccPrivate|AccProtected|AccStatic|AccFinal|AccSynchronized|AccNative|AccStrict)
		}
		return has(AccPublic) && has(AccAbstract) && !has(AccStatic|AccFinal|AccNative)
	}
	if !atMostOne(flags) {
		return false
	}
	if name == "<init>" {
		return !has(AccStatic|AccFinal|AccSynchronized|AccNative|AccAbstract) && !(v5 && has(AccBridge))
	}
	if has(AccAbstract) {
		return !has(AccFinal|AccNative|AccPrivate|AccStatic) && !(v5 && (has(AccSynchronized) || strict))
	}
	return true
}
