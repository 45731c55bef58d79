package classfile

import (
	"encoding/binary"
	"strings"
)

// parseClassAttrs reads the attributes of the class (JVMS 4.7).
func (p *parser) parseClassAttrs() error {
	f := p.file
	r, attrs, err := p.attrs("Attribute name has bad constant pool index %d in class file %s")
	if err != nil {
		return err
	}
	f.Attrs = attrs
	var s seen
	var inner, members, permitted []byte
	for r.next() {
		switch name := r.name; {
		case name == "SourceFile":
			if !p.trusted && r.length != 2 {
				return p.fail("Wrong SourceFile attribute length in class file %s")
			}
			if s.once(seenSourceFile) {
				return p.fail("Multiple SourceFile attributes in class file %s")
			}
			if len(r.body) < 2 {
				return errTruncated
			}
			f.SourceFile = binary.BigEndian.Uint16(r.body)
			if p.pool.Tag(int(f.SourceFile)) != TagUtf8 {
				return formatError("Invalid SourceFile attribute at constant pool index %d in class file %s", f.SourceFile, p.name)
			}
		case name == "SourceDebugExtension":
			if s.once(seenDebugExt) {
				return p.fail("Multiple SourceDebugExtension attributes in class file %s")
			}
		case name == "InnerClasses":
			if s.once(seenInner) {
				return p.fail("Multiple InnerClasses attributes in class file %s")
			}
			inner = r.body
		case name == "Synthetic":
			if r.length != 0 {
				return formatError("Invalid Synthetic classfile attribute length %d in class file %s", r.length, p.name)
			}
			f.Flags |= AccSynthetic
		case name == "Deprecated":
			if r.length != 0 {
				return formatError("Invalid Deprecated classfile attribute length %d in class file %s", r.length, p.name)
			}
		case p.major < version5:
		case name == "Signature":
			if s.once(seenSignature) {
				return p.fail("Multiple Signature attributes in class file %s")
			}
			if r.length != 2 {
				return formatError("Wrong Signature attribute length %d in class file %s", r.length, p.name)
			}
			f.Signature = binary.BigEndian.Uint16(r.body)
			if p.pool.Tag(int(f.Signature)) != TagUtf8 {
				return formatError("Invalid constant pool index %d in Signature attribute in class file %s", f.Signature, p.name)
			}
		case name == "EnclosingMethod":
			if s.once(seenEnclosing) {
				return p.fail("Multiple EnclosingMethod attributes in class file %s")
			}
			if err := p.enclosingMethod(&r); err != nil {
				return err
			}
		case name == "BootstrapMethods" && p.major >= version7:
			if s.once(seenBootstrap) {
				return p.fail("Multiple BootstrapMethods attributes in class file %s")
			}
			if err := p.bootstrapMethods(&r); err != nil {
				return err
			}
		case name == "NestMembers" && p.major >= version11:
			if s.once(seenNestMembers) {
				return p.fail("Multiple NestMembers attributes in class file %s")
			}
			if s&seenNestHost != 0 {
				return p.fail("Conflicting NestHost and NestMembers attributes in class file %s")
			}
			members = r.body
		case name == "NestHost" && p.major >= version11:
			if err := p.nestHost(&r, &s); err != nil {
				return err
			}
		case name == "Record" && p.major >= version16:
			if s.once(seenRecord) {
				return p.fail("Multiple Record attributes in class file %s")
			}
			f.record = p.data[p.at-len(r.body) : p.at]
		case name == "PermittedSubclasses" && p.major >= version17:
			if s.once(seenPermitted) {
				return p.fail("Multiple PermittedSubclasses attributes in class file %s")
			}
			if f.Flags&AccFinal != 0 {
				return p.fail("PermittedSubclasses attribute in final class file %s")
			}
			f.sealed, permitted = true, r.body
		default:
			a := annotationAttr(name, false)
			if a != 0 && s.once(a) {
				return formatError("Multiple %s attributes in class file %s", name, p.name)
			}
			f.VisibleAnnotations = f.VisibleAnnotations || a == seenVisible
		}
	}
	if r.err != nil {
		return r.err
	}
	if s&seenInner != 0 {
		if err := p.innerClasses(inner); err != nil {
			return err
		}
	}
	if s&seenNestMembers != 0 {
		if f.nestMembers, err = p.classTable(members, "NestMembers",
			"Nest member class_info_index %d has bad constant type in class file %s"); err != nil {
			return err
		}
	}
	if s&seenRecord != 0 {
		if err := p.checkRecord(); err != nil {
			return err
		}
	}
	if s&seenPermitted != 0 {
		if f.permitted, err = p.classTable(permitted, "PermittedSubclasses",
			"Permitted subclass class_info_index %d has bad constant type in class file %s"); err != nil {
			return err
		}
	}
	if p.maxBootstrap >= 0 && s&seenBootstrap == 0 {
		return p.fail("Missing BootstrapMethods attribute in class file %s")
	}
	return nil
}

func (p *parser) enclosingMethod(r *attrReader) error {
	f := p.file
	if r.length != 4 {
		return formatError("Wrong EnclosingMethod attribute length %d in class file %s", r.length, p.name)
	}
	f.enclosingClass = binary.BigEndian.Uint16(r.body)
	f.enclosingMethod = binary.BigEndian.Uint16(r.body[2:])
	if f.enclosingClass == 0 {
		return p.fail("Invalid class index in EnclosingMethod attribute in class file %s")
	}
	if p.pool.Tag(int(f.enclosingClass)) != TagClass {
		return p.fail("Invalid or out-of-bounds class index in EnclosingMethod attribute in class file %s")
	}
	if f.enclosingMethod != 0 && p.pool.Tag(int(f.enclosingMethod)) != TagNameAndType {
		return p.fail("Invalid or out-of-bounds method index in EnclosingMethod attribute in class file %s")
	}
	return nil
}

func (p *parser) nestHost(r *attrReader, s *seen) error {
	if s.once(seenNestHost) {
		return p.fail("Multiple NestHost attributes in class file %s")
	}
	if *s&seenNestMembers != 0 {
		return p.fail("Conflicting NestMembers and NestHost attributes in class file %s")
	}
	if !p.trusted && r.length != 2 {
		return p.fail("Wrong NestHost attribute length in class file %s")
	}
	if len(r.body) < 2 {
		return errTruncated
	}
	i := binary.BigEndian.Uint16(r.body)
	if p.pool.Tag(int(i)) != TagClass {
		return formatError("Nest-host class_info_index %d has bad constant type in class file %s", i, p.name)
	}
	p.file.NestHost = i
	return nil
}

// classTable reads a counted table of Class entries that makes up attribute name.
func (p *parser) classTable(b []byte, name, bad string) (U2s, error) {
	if len(b) < 2 {
		return nil, errTruncated
	}
	t := countedU2s(b)
	for i := range t.Len() {
		if p.pool.Tag(t.At(i)) != TagClass {
			return nil, formatError(bad, t.At(i), p.name)
		}
	}
	if len(b) != 2+2*int(binary.BigEndian.Uint16(b)) {
		return nil, formatError("Wrong %s attribute length in class file %s", name, p.name)
	}
	return t, nil
}

// innerClasses checks the InnerClasses attribute. A table with a cycle, or with a class
// twice, is ignored.
func (p *parser) innerClasses(b []byte) error {
	if len(b) < 2 {
		return errTruncated
	}
	n := int(binary.BigEndian.Uint16(b))
	if len(b) < 2+8*n {
		return errTruncated
	}
	f := p.file
	f.innerClasses = U2s(b[2 : 2+8*n])
	for c := range f.InnerClasses() {
		if p.pool.Tag(c.Inner) != TagClass {
			return formatError("inner_class_info_index %d has bad constant type in class file %s", c.Inner, p.name)
		}
		if c.Outer != 0 && p.pool.Tag(c.Outer) != TagClass {
			return formatError("outer_class_info_index %d has bad constant type in class file %s", c.Outer, p.name)
		}
		if c.Outer != 0 && strings.HasPrefix(p.pool.Class(c.Outer), "[") {
			return p.fail("Outer class is an array class in class file %s")
		}
		if c.Name != 0 && p.pool.Tag(c.Name) != TagUtf8 {
			return formatError("inner_name_index %d has bad constant type in class file %s", c.Name, p.name)
		}
		if !p.trusted && c.Inner == c.Outer {
			return p.fail("Class is both outer and inner class in class file %s")
		}
		if err := p.checkClassFlags(c.Flags); err != nil {
			return err
		}
	}
	if p.trusted {
		return nil
	}
	bad, err := p.badInnerClasses()
	if err != nil {
		return err
	}
	if bad {
		f.innerClasses = nil
	}
	if len(b) != 2+8*n && p.major >= version5 {
		return p.fail("Wrong InnerClasses attribute length in class file %s")
	}
	return nil
}

// badInnerClasses reports whether a class encloses itself or occurs twice.
func (p *parser) badInnerClasses() (bool, error) {
	f := p.file
	n := f.NumInnerClasses()
	if n == 0 {
		return false, nil
	}
	if p.major >= version5 {
		if firstDuplicate(n, f.InnerClass) >= 0 {
			return false, p.fail("Duplicate entry in InnerClasses attribute in class file %s")
		}
	}
	if firstDuplicate(n, func(i int) int { return f.InnerClass(i).Inner }) >= 0 {
		return true, nil
	}
	var outer map[string]string
	if n > 12 {
		outer = make(map[string]string, n)
		for c := range f.InnerClasses() {
			if name := p.pool.Class(c.Inner); c.Outer != 0 {
				if _, dup := outer[name]; !dup {
					outer[name] = p.pool.Class(c.Outer)
				}
			}
		}
	}
	outerOf := func(name string) string {
		if outer != nil {
			return outer[name]
		}
		for c := range f.InnerClasses() {
			if p.pool.Class(c.Inner) == name {
				return p.pool.Class(c.Outer)
			}
		}
		return ""
	}
	for c := range f.InnerClasses() {
		name := p.pool.Class(c.Inner)
		up := p.pool.Class(c.Outer)
		for steps := 0; up != ""; steps++ {
			if up == name || steps > n {
				return true, nil
			}
			up = outerOf(up)
		}
	}
	return false, nil
}

// bootstrapMethods checks the BootstrapMethods attribute (JVMS 4.7.23).
func (p *parser) bootstrapMethods(r *attrReader) error {
	b := r.body
	if len(b) < 2 {
		return formatError("Invalid BootstrapMethods attribute length %d in class file %s", r.length, p.name)
	}
	n := int(binary.BigEndian.Uint16(b))
	if p.maxBootstrap >= n {
		return p.fail("Short length on BootstrapMethods in class file %s")
	}
	tooMany := func() error {
		return p.fail("Invalid BootstrapMethods num_bootstrap_methods or num_bootstrap_arguments value in class file %s")
	}
	offs := make([]uint32, n)
	at := 2
	for i := range offs {
		offs[i] = uint32(at)
		if len(b)-at < 4 {
			return tooMany()
		}
		handle, argc := binary.BigEndian.Uint16(b[at:]), int(binary.BigEndian.Uint16(b[at+2:]))
		if p.pool.Tag(int(handle)) != TagMethodHandle {
			return formatError("bootstrap_method_index %d has bad constant type in class file %s", handle, p.name)
		}
		at += 4
		if 2*argc > len(b)-at {
			return tooMany()
		}
		for range argc {
			arg := binary.BigEndian.Uint16(b[at:])
			if !p.pool.Tag(int(arg)).Loadable() {
				return formatError("argument_index %d has bad constant type in class file %s", arg, p.name)
			}
			at += 2
		}
	}
	if at != len(b) {
		return p.fail("Bad length on BootstrapMethods in class file %s")
	}
	p.file.bootstraps, p.file.bootstrapOffs = b, offs
	return nil
}

// checkRecord checks the Record attribute (JVMS 4.7.30).
func (p *parser) checkRecord() error {
	f := p.file
	end := p.at
	defer func() { p.at = end }()
	p.at = len(p.data) - cap(f.record)
	last := p.at + len(f.record)
	n, err := p.u2()
	if err != nil {
		return err
	}
	for range n {
		b, err := p.take(6)
		if err != nil {
			return err
		}
		ni, di := int(binary.BigEndian.Uint16(b)), int(binary.BigEndian.Uint16(b[2:]))
		if p.pool.Tag(ni) != TagUtf8 {
			return formatError("Invalid constant pool index %d for name in Record attribute in class file %s", ni, p.name)
		}
		if err := p.checkFieldName(p.pool.Utf8(ni)); err != nil {
			return err
		}
		if p.pool.Tag(di) != TagUtf8 {
			return formatError("Invalid constant pool index %d for descriptor in Record attribute in class file %s", di, p.name)
		}
		if err := p.checkFieldDesc(p.pool.Utf8(ni), p.pool.Utf8(di)); err != nil {
			return err
		}
		p.at -= 2
		if err := p.componentAttrs(); err != nil {
			return err
		}
	}
	if p.at != last {
		return p.fail("Record attribute has wrong length in class file %s")
	}
	return nil
}

func (p *parser) componentAttrs() error {
	r, _, err := p.attrs("Invalid Record attribute name index %d in class file %s")
	if err != nil {
		return err
	}
	var s seen
	for r.next() {
		if r.name == "Signature" {
			if s.once(seenSignature) {
				return p.fail("Multiple Signature attributes for Record component in class file %s")
			}
			if r.length != 2 {
				return formatError("Invalid Signature attribute length %d in Record component in class file %s", r.length, p.name)
			}
			if _, err := r.signature(); err != nil {
				return err
			}
		} else if a := annotationAttr(r.name, false); a != 0 && s.once(a) {
			return formatError("Multiple %s attributes for Record component in class file %s", r.name, p.name)
		}
	}
	return r.err
}
