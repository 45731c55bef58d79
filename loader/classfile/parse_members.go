package classfile

import (
	"encoding/binary"
	"strings"
)

const maxArgWords = 255 // JVMS 4.3.3

// parseMembers reads fields and methods (JVMS 4.5, 4.6).
func (p *parser) parseMembers() error {
	f := p.file
	n, err := p.u2()
	if err != nil {
		return err
	}
	if 8*int(n) > len(p.data)-p.at {
		return p.truncatedMembers(int(n), p.parseField)
	}
	f.Fields = make([]Member, n)
	for i := range f.Fields {
		if err := p.parseField(&f.Fields[i]); err != nil {
			return err
		}
	}
	if err := p.checkDuplicates("field", f.Fields); err != nil {
		return err
	}
	if n, err = p.u2(); err != nil {
		return err
	}
	if 8*int(n) > len(p.data)-p.at {
		return p.truncatedMembers(int(n), p.parseMethod)
	}
	f.Methods = make([]Member, n)
	for i := range f.Methods {
		if err := p.parseMethod(&f.Methods[i]); err != nil {
			return err
		}
	}
	return p.checkDuplicates("method", f.Methods)
}

// truncatedMembers finds the first error in a table of more members than there is
// room for, without making the table.
func (p *parser) truncatedMembers(n int, parse func(*Member) error) error {
	for range n {
		if err := parse(&Member{}); err != nil {
			return err
		}
	}
	return errTruncated
}

func (p *parser) checkDuplicates(what string, ms []Member) error {
	if p.trusted || len(ms) < 2 {
		return nil
	}
	i := firstDuplicate(len(ms), func(i int) [2]string { return [2]string{ms[i].Name, ms[i].Desc} })
	if i < 0 {
		return nil
	}
	return formatError("Duplicate %s name \"%s\" with signature \"%s\" in class file %s",
		what, ms[i].Name, strings.ReplaceAll(ms[i].Desc, "/", "."), p.name)
}

// parseField reads a field. The names are checked in the order of the file.
func (p *parser) parseField(m *Member) error {
	b, err := p.take(8)
	if err != nil {
		return err
	}
	m.Flags = binary.BigEndian.Uint16(b) & fieldFlags
	if err := p.checkFieldFlags(m.Flags); err != nil {
		return err
	}
	m.NameIndex = binary.BigEndian.Uint16(b[2:])
	if p.pool.Tag(int(m.NameIndex)) != TagUtf8 {
		return formatError("Invalid constant pool index %d for field name in class file %s", m.NameIndex, p.name)
	}
	m.Name = p.pool.Utf8(int(m.NameIndex))
	if err := p.checkFieldName(m.Name); err != nil {
		return err
	}
	m.DescIndex = binary.BigEndian.Uint16(b[4:])
	if p.pool.Tag(int(m.DescIndex)) != TagUtf8 {
		return formatError("Invalid constant pool index %d for field signature in class file %s", m.DescIndex, p.name)
	}
	m.Desc = p.pool.Utf8(int(m.DescIndex))
	if !p.trusted {
		if err := p.checkFieldDesc(m.Name, m.Desc); err != nil {
			return err
		}
	} else if n := TypeLen(m.Desc); n == 0 || n != len(m.Desc) {
		return p.illegalSignature("Field", m.Name, m.Desc)
	}
	p.at -= 2
	return p.fieldAttrs(m)
}

// parseMethod reads a method.
func (p *parser) parseMethod(m *Member) error {
	b, err := p.take(8)
	if err != nil {
		return err
	}
	flags := binary.BigEndian.Uint16(b)
	m.NameIndex = binary.BigEndian.Uint16(b[2:])
	if p.pool.Tag(int(m.NameIndex)) != TagUtf8 {
		return formatError("Illegal constant pool index %d for method name in class file %s", m.NameIndex, p.name)
	}
	m.Name = p.pool.Utf8(int(m.NameIndex))
	if err := p.checkMethodName(m.Name); err != nil {
		return err
	}
	m.DescIndex = binary.BigEndian.Uint16(b[4:])
	if p.pool.Tag(int(m.DescIndex)) != TagUtf8 {
		return formatError("Illegal constant pool index %d for method signature in class file %s", m.DescIndex, p.name)
	}
	m.Desc = p.pool.Utf8(int(m.DescIndex))
	if m.Name == "<clinit>" {
		// Other flags of a class initializer have no meaning (JVMS 4.6).
		switch {
		case p.major < version7:
			flags = AccStatic
		case flags&AccStatic == 0:
			return p.fail("Method <clinit> is not static in class file %s")
		case p.major < version17:
			flags &= AccStatic | AccStrict
		default:
			flags &= AccStatic
		}
	} else if err := p.checkMethodFlags(flags, m.Name); err != nil {
		return err
	}
	if m.Name == "<init>" && p.file.Flags&AccInterface != 0 {
		return p.fail("Interface cannot have a method named <init>, class file %s")
	}
	words, err := p.methodWords(m)
	if err != nil {
		return err
	}
	if flags&AccStatic == 0 {
		words++
	}
	if words > maxArgWords {
		return p.fail("Too many arguments in method signature in class file %s")
	}
	m.ArgSlots = uint16(words)
	m.Flags = flags & methodFlags
	p.at -= 2
	return p.methodAttrs(m)
}

func (p *parser) methodWords(m *Member) (int, error) {
	if !p.trusted {
		return p.checkMethodDesc(m.Name, m.Desc)
	}
	d := m.Desc
	words := 0
	if d == "" || d[0] != '(' {
		return 0, p.illegalSignature("Method", m.Name, m.Desc)
	}
	for d = d[1:]; ; {
		n := TypeLen(d)
		if n == 0 {
			break
		}
		words += TypeWords(d)
		d = d[n:]
	}
	if d == "" || d[0] != ')' || d[1:] != "V" && (d[1:] == "" || TypeLen(d[1:]) != len(d)-1) {
		return 0, p.illegalSignature("Method", m.Name, m.Desc)
	}
	return words, nil
}

// attrReader walks over an attribute table that is being checked.
type attrReader struct {
	p      *parser
	left   int
	name   string
	index  uint16
	length uint32
	body   []byte
	short  bool   // the file ends within this attribute
	badFmt string // message for a bad name index
	err    error
}

// attrs starts to read an attribute table.
func (p *parser) attrs(badNameFormat string) (attrReader, Attributes, error) {
	a := Attributes{p.pool, uint32(p.at)}
	n, err := p.u2()
	return attrReader{p: p, left: int(n), badFmt: badNameFormat}, a, err
}

// next reads an attribute.
func (r *attrReader) next() bool {
	p := r.p
	if r.left == 0 && !r.short {
		return false
	}
	r.left--
	if r.short || len(p.data)-p.at < 6 {
		r.err = errTruncated
		return false
	}
	b := p.data[p.at:]
	r.index = uint16(b[0])<<8 | uint16(b[1])
	r.length = binary.BigEndian.Uint32(b[2:])
	if p.pool.Tag(int(r.index)) != TagUtf8 {
		r.err = formatError(r.badFmt, r.index, p.name)
		return false
	}
	r.name = p.pool.Utf8(int(r.index))
	if uint64(r.length) > uint64(len(b)-6) {
		if r.length <= maxFixed || !lengthFirst(r.name) {
			r.err = errTruncated
			return false
		}
		// Its length is found wrong before the end of the file is met, mostly.
		r.short, r.body = true, b[6:]
		p.at = len(p.data)
		return true
	}
	r.body = b[6 : 6+r.length : 6+r.length]
	p.at += 6 + int(r.length)
	return true
}

// maxFixed is the length of the longest attribute of fixed length, EnclosingMethod.
const maxFixed = 4

// lengthFirst reports whether the length of an attribute is compared with what is
// in it, or with what it must be, before the contents are taken.
func lengthFirst(name string) bool {
	switch name {
	case "SourceFile", "Signature", "EnclosingMethod", "NestHost", "Synthetic", "Deprecated", "ConstantValue", "Code",
		"Exceptions", "MethodParameters", "LineNumberTable", "LocalVariableTable", "LocalVariableTypeTable":
		return true
	}
	return false
}

// end returns the offset in the file at which the attribute should end.
func (r *attrReader) end() uint64 { return uint64(r.p.at-len(r.body)) + uint64(r.length) }

// seen is a set of the attributes that may occur only once.
type seen uint32

const (
	seenSignature seen = 1 << iota
	seenVisible
	seenInvisible
	seenVisibleType
	seenInvisibleType
	seenVisibleParam
	seenInvisibleParam
	seenDefault
	seenExceptions
	seenParameters
	seenCode
	seenStackMap
	seenSourceFile
	seenDebugExt
	seenInner
	seenEnclosing
	seenBootstrap
	seenNestMembers
	seenNestHost
	seenRecord
	seenPermitted
)

// once adds a to s and reports whether it was there before.
func (s *seen) once(a seen) (dup bool) {
	dup = *s&a != 0
	*s |= a
	return dup
}

// annotationAttr names the attributes of annotations; 0 for others. where is what may have it.
func annotationAttr(name string, method bool) seen {
	switch name {
	case "RuntimeVisibleAnnotations":
		return seenVisible
	case "RuntimeInvisibleAnnotations":
		return seenInvisible
	case "RuntimeVisibleTypeAnnotations":
		return seenVisibleType
	case "RuntimeInvisibleTypeAnnotations":
		return seenInvisibleType
	}
	if method {
		switch name {
		case "RuntimeVisibleParameterAnnotations":
			return seenVisibleParam
		case "RuntimeInvisibleParameterAnnotations":
			return seenInvisibleParam
		case "AnnotationDefault":
			return seenDefault
		}
	}
	return 0
}

// signature reads the contents of a Signature attribute whose length is 2.
func (r *attrReader) signature() (uint16, error) {
	i := binary.BigEndian.Uint16(r.body)
	if r.p.pool.Tag(int(i)) != TagUtf8 {
		return 0, formatError("Invalid Signature attribute at constant pool index %d in class file %s", i, r.p.name)
	}
	return i, nil
}

func (p *parser) fieldAttrs(m *Member) error {
	r, attrs, err := p.attrs("Invalid field attribute index %d in class file %s")
	if err != nil {
		return err
	}
	m.Attrs = attrs
	var s seen
	for r.next() {
		switch r.name {
		case "ConstantValue":
			if m.Flags&AccStatic == 0 {
				continue
			}
			if m.ConstantValue != 0 {
				return p.fail("Duplicate ConstantValue attribute in class file %s")
			}
			if r.length != 2 {
				return formatError("Invalid ConstantValue field attribute length %d in class file %s", r.length, p.name)
			}
			m.ConstantValue = binary.BigEndian.Uint16(r.body)
			if err := p.checkConstantValue(m); err != nil {
				return err
			}
		case "Synthetic":
			if r.length != 0 {
				return formatError("Invalid Synthetic field attribute length %d in class file %s", r.length, p.name)
			}
			m.Flags |= AccSynthetic
		case "Deprecated":
			if r.length != 0 {
				return formatError("Invalid Deprecated field attribute length %d in class file %s", r.length, p.name)
			}
			m.Deprecated = true
		case "Signature":
			if p.major < version5 {
				continue
			}
			if s.once(seenSignature) {
				return p.fail("Multiple Signature attributes for field in class file %s")
			}
			if r.length != 2 {
				return formatError("Wrong size %d for field's Signature attribute in class file %s", r.length, p.name)
			}
			if m.Signature, err = r.signature(); err != nil {
				return err
			}
		default:
			if err := p.annotations(&r, &s, m, "field"); err != nil {
				return err
			}
		}
	}
	return r.err
}

// annotations looks at an attribute of annotations: there may be one of each.
func (p *parser) annotations(r *attrReader, s *seen, m *Member, what string) error {
	if p.major < version5 {
		return nil
	}
	a := annotationAttr(r.name, what == "method")
	if a == 0 {
		return nil
	}
	if s.once(a) {
		return formatError("Multiple %s attributes for %s in class file %s", r.name, what, p.name)
	}
	if a == seenVisible {
		m.VisibleAnnotations = true
	}
	return nil
}

// checkConstantValue checks JVMS table 4.7.2-A.
func (p *parser) checkConstantValue(m *Member) error {
	i := int(m.ConstantValue)
	if i == 0 || i >= p.pool.Len() {
		return formatError("Bad initial value index %d in ConstantValue attribute in class file %s", i, p.name)
	}
	tag := p.pool.Tag(i)
	var want Tag
	switch m.Desc[0] {
	case 'J':
		want = TagLong
	case 'F':
		want = TagFloat
	case 'D':
		want = TagDouble
	case 'B', 'C', 'S', 'Z', 'I':
		want = TagInteger
	case 'L':
		if m.Desc != "Ljava/lang/String;" || tag != TagString {
			return p.fail("Bad string initial value in class file %s")
		}
		return nil
	default:
		return formatError("Unable to set initial value %d in class file %s", i, p.name)
	}
	if tag != want {
		return p.fail("Inconsistent constant value type in class file %s")
	}
	return nil
}

func (p *parser) methodAttrs(m *Member) error {
	r, attrs, err := p.attrs("Invalid method attribute name index %d in class file %s")
	if err != nil {
		return err
	}
	m.Attrs = attrs
	var s seen
	for r.next() {
		switch r.name {
		case "Code":
			if m.Flags&(AccNative|AccAbstract) != 0 {
				if !p.trusted {
					return p.fail("Code attribute in native or abstract methods in class file %s")
				}
				continue
			}
			if s.once(seenCode) {
				return p.fail("Multiple Code attributes in class file %s")
			}
			if err := p.parseCode(m, &r); err != nil {
				return err
			}
		case "Exceptions":
			if s.once(seenExceptions) {
				return p.fail("Multiple Exceptions attributes in class file %s")
			}
			if err := p.checkExceptions(&r); err != nil {
				return err
			}
		case "MethodParameters":
			if s.once(seenParameters) {
				return p.fail("Multiple MethodParameters attributes in class file %s")
			}
			if len(r.body) == 0 || r.length != 1+4*uint32(r.body[0]) {
				return formatError("Invalid MethodParameters method attribute length %d in class file", r.length)
			}
			m.hasMethodParameters = true
		case "Synthetic":
			if r.length != 0 {
				return formatError("Invalid Synthetic method attribute length %d in class file %s", r.length, p.name)
			}
			m.Flags |= AccSynthetic
		case "Deprecated":
			if r.length != 0 {
				return formatError("Invalid Deprecated method attribute length %d in class file %s", r.length, p.name)
			}
			m.Deprecated = true
		case "Signature":
			if p.major < version5 {
				continue
			}
			if s.once(seenSignature) {
				return p.fail("Multiple Signature attributes for method in class file %s")
			}
			if r.length != 2 {
				return formatError("Invalid Signature attribute length %d in class file %s", r.length, p.name)
			}
			if m.Signature, err = r.signature(); err != nil {
				return err
			}
		default:
			if err := p.annotations(&r, &s, m, "method"); err != nil {
				return err
			}
		}
	}
	if r.err != nil {
		return r.err
	}
	if m.Code == nil && m.Flags&(AccNative|AccAbstract) == 0 {
		return p.fail("Absent Code attribute in method that is not native or abstract in class file %s")
	}
	return nil
}

func (p *parser) checkExceptions(r *attrReader) error {
	if len(r.body) < 2 {
		return errTruncated
	}
	n := int(binary.BigEndian.Uint16(r.body))
	for i, t := 0, countedU2s(r.body); i < t.Len(); i++ {
		if p.pool.Tag(t.At(i)) != TagClass {
			return formatError("Exception name has bad type at constant pool %d in class file %s", t.At(i), p.name)
		}
	}
	if uint64(r.length) != uint64(2+2*n) {
		return p.fail("Exceptions attribute has wrong length in class file %s")
	}
	return nil
}
