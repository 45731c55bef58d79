package classfile

import (
	"strings"
	"unicode"
)

// nameKind is what a name names: the characters that are forbidden depend on it.
type nameKind uint8

const (
	classNames nameKind = iota
	fieldNames
	methodNames
)

// unqualified checks names of class files from version 49 on (JVMS 4.2.1, 4.2.2).
// A class name consists of unqualified names with slashes between them.
func unqualified(name string, kind nameKind) bool {
	if name == "" {
		return false
	}
	for i := 0; i < len(name); i++ {
		c := name[i]
		if c > '[' {
			continue // most are small letters
		}
		switch c {
		case '.', ';', '[':
			return false
		case '/':
			if kind != classNames || i == 0 || i+1 == len(name) || name[i+1] == '/' {
				return false
			}
		case '<', '>':
			if kind == methodNames {
				return false
			}
		}
	}
	return true
}

// identifierLen returns the length of the longest Java identifier at the start of s,
// 0 if there is none; with slashes, of identifiers with slashes between them, and 0 if two
// slashes follow one another. Names before version 49 had to be identifiers.
func identifierLen(s string, slashes bool) int {
	i := 0
	for slash := false; i < len(s); {
		c, n := decodeUnit(s, i)
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c == '_', c == '$':
			slash = false
		case c >= '0' && c <= '9':
			if i == 0 {
				return 0
			}
			slash = false
		case c == '/' && slashes:
			if slash {
				return 0
			}
			slash = true
		case c >= 0x80 && (identifierStart(rune(c)) || i > 0 && identifierPart(rune(c))):
			slash = false
		default:
			return i
		}
		i += n
	}
	return i
}

// identifierStart is Character.isJavaIdentifierStart for c >= 0x80.
func identifierStart(c rune) bool {
	return unicode.IsLetter(c) || unicode.In(c, unicode.Nl, unicode.Sc, unicode.Pc)
}

// identifierPart is what Character.isJavaIdentifierPart accepts besides identifierStart.
func identifierPart(c rune) bool {
	return unicode.In(c, unicode.Nd, unicode.Mn, unicode.Mc, unicode.Cf) || c <= 0x9f
}

// typeLen returns the length of the legal field type at the start of desc, 0 if there is none.
func (p *parser) typeLen(desc string, void bool) (int, error) {
	dims := 0
	for dims < len(desc) && desc[dims] == '[' {
		if dims++; dims > 255 {
			return 0, p.fail("Array type descriptor has more than 255 dimensions in class file %s")
		}
	}
	if dims == len(desc) {
		return 0, nil
	}
	switch desc[dims] {
	case 'V':
		if !void || dims > 0 {
			return 0, nil
		}
		return 1, nil
	case 'B', 'C', 'D', 'F', 'I', 'J', 'S', 'Z':
		return dims + 1, nil
	case 'L':
		name := desc[dims+1:]
		if p.major < version5 {
			n := identifierLen(name, true)
			if n > 0 && n < len(name) && name[n] == ';' {
				return dims + 1 + n + 1, nil
			}
			return 0, nil
		}
		n := strings.IndexByte(name, ';')
		if n < 0 {
			return 0, nil
		}
		if !unqualified(name[:n], classNames) {
			return 0, p.fail("Class name is empty or contains illegal character in descriptor in class file %s")
		}
		return dims + 1 + n + 1, nil
	}
	return 0, nil
}

func (p *parser) checkClassName(name string) error {
	if p.relaxed {
		return nil
	}
	var legal bool
	switch {
	case name == "":
	case name[0] == '[':
		n, err := p.typeLen(name, false)
		if err != nil {
			return err
		}
		legal = n == len(name)
	case p.major < version5:
		legal = identifierLen(name, true) == len(name)
	default:
		legal = unqualified(name, classNames)
	}
	if !legal {
		return formatError("Illegal class name \"%s\" in class file %s", name, p.name)
	}
	return nil
}

func (p *parser) checkFieldName(name string) error {
	if p.relaxed {
		return nil
	}
	legal := false
	if p.major < version5 {
		legal = name != "" && identifierLen(name, false) == len(name)
	} else {
		legal = unqualified(name, fieldNames)
	}
	if !legal {
		return formatError("Illegal field name \"%s\" in class %s", name, p.name)
	}
	return nil
}

func (p *parser) checkMethodName(name string) error {
	if p.relaxed {
		return nil
	}
	legal := false
	switch {
	case name == "":
	case name[0] == '<':
		legal = name == "<init>" || name == "<clinit>"
	case p.major < version5:
		legal = identifierLen(name, false) == len(name)
	default:
		legal = unqualified(name, methodNames)
	}
	if !legal {
		return formatError("Illegal method name \"%s\" in class %s", name, p.name)
	}
	return nil
}

func (p *parser) illegalSignature(what, name, desc string) error {
	return formatError("%s \"%s\" in class %s has illegal signature \"%s\"", what, name, p.name, desc)
}

func (p *parser) checkFieldDesc(name, desc string) error {
	n, err := p.typeLen(desc, false)
	if err != nil {
		return err
	}
	if n == 0 || n != len(desc) {
		return p.illegalSignature("Field", name, desc)
	}
	return nil
}

// checkMethodDesc returns the number of words of the parameters.
func (p *parser) checkMethodDesc(name, desc string) (words int, err error) {
	if name == "<clinit>" && desc != "()V" && p.major >= version7 || desc == "" || desc[0] != '(' {
		return 0, p.illegalSignature("Method", name, desc)
	}
	rest := desc[1:]
	for {
		n, err := p.typeLen(rest, false)
		if err != nil {
			return 0, err
		}
		if n == 0 {
			break
		}
		words += TypeWords(rest)
		rest = rest[n:]
	}
	if rest != "" && rest[0] == ')' {
		rest = rest[1:]
		if name != "" && name[0] == '<' {
			if rest == "V" {
				return words, nil
			}
		} else {
			n, err := p.typeLen(rest, true)
			if err != nil {
				return 0, err
			}
			if n > 0 && n == len(rest) {
				return words, nil
			}
		}
	}
	return 0, p.illegalSignature("Method", name, desc)
}
