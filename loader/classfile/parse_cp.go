package classfile

import "encoding/binary"

// parseConstPool reads the entries (JVMS 4.4), then checks what they refer to, then
// their texts: this is the order in which HotSpot finds errors.
func (p *parser) parseConstPool() error {
	n, err := p.u2()
	if err != nil {
		return err
	}
	if n < 1 {
		return formatError("Illegal constant pool size %d in class file %s", n, p.name)
	}
	*p.pool = ConstPool{data: p.data, words: make([]uint32, n), tags: make([]Tag, n)}
	p.maxBootstrap = -1
	if err := p.readEntries(); err != nil || p.badConstant != 0 {
		return err
	}
	if err := p.checkReferences(); err != nil {
		return err
	}
	if p.trusted {
		return nil
	}
	return p.checkTexts()
}

func (p *parser) readEntries() error {
	data, at := p.data, p.at
	words, tags := p.pool.words, p.pool.tags
	words = words[:len(tags)]
	for i := 1; i < len(tags); i++ {
		if len(data)-at < 3 {
			return errTruncated
		}
		tag := Tag(data[at])
		first := uint32(data[at+1])<<8 | uint32(data[at+2])
		size := 5
		switch tag {
		case TagUtf8:
			size = 3 + int(first)
			if len(data)-at < size {
				return errTruncated
			}
			if !p.trusted && !legalMUTF8(data[at+3:at+size], p.major <= 47) {
				return p.fail("Illegal UTF8 string in constant pool in class file %s")
			}
			words[i] = uint32(at + 3)
		case TagClass, TagString:
			size = 3
			words[i] = first
		case TagModule, TagPackage:
			if p.major < version9 {
				return formatError("Unknown constant tag %d in class file %s", tag, p.name)
			}
			if p.badConstant == 0 {
				p.badConstant = tag
			}
			size = 3
			words[i] = first
		case TagMethodType:
			if err := p.need(tag, version7); err != nil {
				return err
			}
			size = 3
			words[i] = first
		case TagMethodHandle:
			if err := p.need(tag, version7); err != nil {
				return err
			}
			size = 4
			if len(data)-at < size {
				return errTruncated
			}
			words[i] = uint32(data[at+1])<<16 | uint32(data[at+2])<<8 | uint32(data[at+3])
		case TagLong, TagDouble:
			if i+1 >= len(tags) {
				return formatError("Invalid constant pool entry %d in class file %s", i, p.name)
			}
			size = 9
			if len(data)-at < size {
				return errTruncated
			}
			words[i] = uint32(at + 1)
			tags[i] = tag
			i++ // takes two entries
			at += size
			continue
		case TagDynamic, TagInvokeDynamic:
			v := uint16(version7)
			if tag == TagDynamic {
				v = version11
			}
			if err := p.need(tag, v); err != nil {
				return err
			}
			p.maxBootstrap = max(p.maxBootstrap, int(first))
			fallthrough
		case TagInteger, TagFloat, TagFieldref, TagMethodref, TagInterfaceMethodref, TagNameAndType:
			if len(data)-at < size {
				return errTruncated
			}
			words[i] = binary.BigEndian.Uint32(data[at+1:])
		default:
			return formatError("Unknown constant tag %d in class file %s", tag, p.name)
		}
		tags[i] = tag
		at += size
	}
	p.at = at
	return nil
}

func (p *parser) need(tag Tag, version uint16) error {
	if p.major < version {
		return formatError("Class file version does not support constant tag %d in class file %s", tag, p.name)
	}
	return nil
}

func (p *parser) badIndex(i uint32) error {
	return formatError("Invalid constant pool index %d in class file %s", i, p.name)
}

// checkReferences checks that entries refer to entries of the right kind.
func (p *parser) checkReferences() error {
	words, tags := p.pool.words, p.pool.tags
	words = words[:len(tags)]
	is := func(i uint32, t Tag) bool { return i < uint32(len(tags)) && tags[i] == t }
	for i, tag := range tags {
		w := words[i]
		switch tag {
		case TagFieldref, TagMethodref, TagInterfaceMethodref:
			if !is(w>>16, TagClass) {
				return p.badIndex(w >> 16)
			}
			if !is(w&0xffff, TagNameAndType) {
				return p.badIndex(w & 0xffff)
			}
		case TagNameAndType:
			if !is(w>>16, TagUtf8) {
				return p.badIndex(w >> 16)
			}
			if !is(w&0xffff, TagUtf8) {
				return p.badIndex(w & 0xffff)
			}
		case TagClass, TagString, TagMethodType, TagModule, TagPackage:
			if !is(w, TagUtf8) {
				return p.badIndex(w)
			}
		case TagDynamic, TagInvokeDynamic:
			if !is(w&0xffff, TagNameAndType) {
				return p.badIndex(w & 0xffff)
			}
		case TagMethodHandle:
			if err := p.checkHandleKind(i, w); err != nil {
				return err
			}
		}
	}
	return nil
}

// checkHandleKind checks that the kind of MethodHandle i suits what it refers to (JVMS 4.4.8).
func (p *parser) checkHandleKind(i int, w uint32) error {
	ref := w & 0xffff
	if ref == 0 || ref >= uint32(p.pool.Len()) {
		return p.badIndex(ref)
	}
	tag := p.pool.tags[ref]
	wrong := ""
	switch kind := w >> 16; kind {
	case RefGetField, RefGetStatic, RefPutField, RefPutStatic:
		if tag != TagFieldref {
			wrong = "not a field"
		}
	case RefInvokeVirtual, RefNewInvokeSpecial:
		if tag != TagMethodref {
			wrong = "not a method"
		}
	case RefInvokeStatic, RefInvokeSpecial:
		if tag != TagMethodref && (tag != TagInterfaceMethodref || p.major < version8) {
			wrong = "not a method"
		}
	case RefInvokeInterface:
		if tag != TagInterfaceMethodref {
			wrong = "not an interface method"
		}
	default:
		return formatError("Bad method handle kind at constant pool index %d in class file %s", i, p.name)
	}
	if wrong != "" {
		return formatError("Invalid constant pool index %d in class file %s (%s)", ref, p.name, wrong)
	}
	return nil
}

// checkTexts checks names and descriptors. The references have been checked.
func (p *parser) checkTexts() error {
	pool := p.pool
	for i, tag := range pool.tags {
		var err error
		switch tag {
		case TagClass:
			err = p.checkClassName(pool.Class(i))
		case TagNameAndType:
			err = p.checkNameAndType(i)
		case TagMethodType:
			_, err = p.checkMethodDesc("type", pool.MethodType(i))
		case TagDynamic, TagInvokeDynamic, TagFieldref, TagMethodref, TagInterfaceMethodref:
			err = p.checkRefTexts(i, tag)
		case TagMethodHandle:
			err = p.checkHandleName(i)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func isMethodDesc(desc string) bool { return desc != "" && desc[0] == '(' }

func (p *parser) checkNameAndType(i int) error {
	ni, di := p.pool.NameAndTypeIndexes(i)
	name, desc := p.pool.Utf8(ni), p.pool.Utf8(di)
	if desc == "" {
		return formatError("Illegal zero length constant pool entry at %d in class %s", di, p.name)
	}
	if name == "" {
		return formatError("Illegal zero length constant pool entry at %d in class %s", ni, p.name)
	}
	if isMethodDesc(desc) {
		if err := p.checkMethodName(name); err != nil {
			return err
		}
		_, err := p.checkMethodDesc(name, desc)
		return err
	}
	if err := p.checkFieldName(name); err != nil {
		return err
	}
	return p.checkFieldDesc(name, desc)
}

func (p *parser) checkRefTexts(i int, tag Tag) error {
	nat := int(p.pool.words[i] & 0xffff)
	name, desc := p.pool.NameAndType(nat)
	switch {
	case tag == TagDynamic:
		if isMethodDesc(desc) {
			return p.illegalSignature("CONSTANT_Dynamic", name, desc)
		}
	case tag == TagFieldref:
		if isMethodDesc(desc) {
			return p.illegalSignature("Field", name, desc)
		}
	case !isMethodDesc(desc):
		return p.illegalSignature("Method", name, desc)
	}
	if tag == TagMethodref && name != "" && name[0] == '<' && name != "<init>" {
		ni, _ := p.pool.NameAndTypeIndexes(nat)
		return formatError("Bad method name at constant pool index %d in class file %s", ni, p.name)
	}
	return nil
}

// checkHandleName checks which kinds may name <init> (JVMS 4.4.8).
func (p *parser) checkHandleName(i int) error {
	kind, ref := p.pool.MethodHandle(i)
	if kind < RefInvokeVirtual || kind > RefNewInvokeSpecial {
		return nil
	}
	_, nat := p.pool.RefIndexes(ref)
	ni, _ := p.pool.NameAndTypeIndexes(nat)
	if init := p.pool.Utf8(ni) == "<init>"; init != (kind == RefNewInvokeSpecial) {
		what := "method"
		if !init {
			what = "constructor"
		}
		return formatError("Bad %s name at constant pool index %d in class file %s", what, ni, p.name)
	}
	return nil
}
