package classfile

import "encoding/binary"

const maxCode = 65535 // JVMS 4.7.3

// codeHeader is the size of max_stack, max_locals and code_length.
const codeHeader = 8

// parseCode reads a Code attribute (JVMS 4.7.3).
func (p *parser) parseCode(m *Member, r *attrReader) error {
	b := r.body
	end := r.end()
	p.at -= len(b)
	if len(b) < codeHeader {
		return errTruncated
	}
	c := p.newCode()
	c.MaxStack = binary.BigEndian.Uint16(b)
	c.MaxLocals = binary.BigEndian.Uint16(b[2:])
	n := binary.BigEndian.Uint32(b[4:])
	if m.ArgSlots > c.MaxLocals {
		return p.fail("Arguments can't fit into locals in class file %s")
	}
	if n == 0 || n > maxCode {
		return formatError("Invalid method Code length %d in class file %s", n, p.name)
	}
	p.at += codeHeader
	var err error
	if c.Bytes, err = p.take(int(n)); err != nil {
		return err
	}
	handlers, err := p.u2()
	if err != nil {
		return err
	}
	t, err := p.take(8 * int(handlers))
	if err != nil {
		return err
	}
	c.Handlers = ExceptionTable(t)
	if err := p.checkHandlers(c); err != nil {
		return err
	}
	if err := p.codeAttrs(c); err != nil {
		return err
	}
	if uint64(p.at) != end {
		return p.fail("Code segment has wrong length in class file %s")
	}
	m.Code = c
	return nil
}

// newCode hands out the Codes of a class from few allocations.
func (p *parser) newCode() *Code {
	if len(p.codes) == cap(p.codes) {
		n := 16
		if p.codes == nil {
			n = len(p.file.Methods)
		}
		p.codes = make([]Code, 0, max(n, 1))
	}
	p.codes = p.codes[:len(p.codes)+1]
	return &p.codes[len(p.codes)-1]
}

func (p *parser) checkHandlers(c *Code) error {
	for i := range c.Handlers.Len() {
		h := c.Handlers.At(i)
		if h.Start >= h.End || h.End > len(c.Bytes) {
			return p.fail("Illegal exception table range in class file %s")
		}
		if h.Handler >= len(c.Bytes) {
			return p.fail("Illegal exception table handler in class file %s")
		}
		if h.Catch != 0 && p.pool.Tag(h.Catch) != TagClass {
			return p.fail("Catch type in exception table has bad constant type in class file %s")
		}
	}
	return nil
}

func (p *parser) codeAttrs(c *Code) error {
	r, attrs, err := p.attrs("Invalid code attribute name index %d in class file %s")
	if err != nil {
		return err
	}
	c.Attrs = attrs
	hasVars, hasTypes := false, false
	for r.next() {
		switch r.name {
		case "LineNumberTable":
			if err := p.checkLines(c, &r); err != nil {
				return err
			}
		case "StackMapTable":
			if p.major < version6 {
				continue
			}
			if c.StackMap != nil {
				return p.fail("Multiple StackMapTable attributes in class file %s")
			}
			c.StackMap = r.body
		case "LocalVariableTable":
			hasVars = true
			if err := p.checkVars(c, &r); err != nil {
				return err
			}
		case "LocalVariableTypeTable":
			if p.major < version5 {
				continue
			}
			hasTypes = true
			if err := p.checkVars(c, &r); err != nil {
				return err
			}
		}
	}
	if r.err != nil {
		return r.err
	}
	if hasVars && !p.trusted {
		return p.checkVarDuplicates(c, hasTypes)
	}
	return nil
}

// checkLines checks a LineNumberTable (JVMS 4.7.12).
func (p *parser) checkLines(c *Code, r *attrReader) error {
	b := r.body
	if len(b) < 2 {
		return errTruncated
	}
	n := int(binary.BigEndian.Uint16(b))
	if uint64(r.length) != uint64(2+4*n) {
		return p.fail("LineNumberTable attribute has wrong length in class file %s")
	}
	if r.short {
		return errTruncated
	}
	if p.trusted {
		return nil
	}
	for i := range n {
		if pc := int(binary.BigEndian.Uint16(b[2+4*i:])); pc >= len(c.Bytes) {
			return p.fail("Invalid pc in LineNumberTable in class file %s")
		}
	}
	return nil
}

// checkVars checks a LocalVariableTable or LocalVariableTypeTable (JVMS 4.7.13, 4.7.14).
func (p *parser) checkVars(c *Code, r *attrReader) error {
	table, b := r.name, r.body
	if p.trusted {
		return nil
	}
	if len(b) < 2 {
		return errTruncated
	}
	n := int(binary.BigEndian.Uint16(b))
	if uint64(r.length) != uint64(2+10*n) {
		return formatError("%s has wrong length in class file %s", table, p.name)
	}
	if r.short {
		return errTruncated
	}
	t := U2s(b[2:])
	for i := 0; i < t.Len(); i += 5 {
		start, length, ni, di, index := t.At(i), t.At(i+1), t.At(i+2), t.At(i+3), t.At(i+4)
		if start >= len(c.Bytes) {
			return formatError("Invalid start_pc %d in %s in class file %s", start, table, p.name)
		}
		if start+length > len(c.Bytes) {
			return formatError("Invalid length %d in %s in class file %s", length, table, p.name)
		}
		if p.pool.Tag(ni) != TagUtf8 {
			return formatError("Name index %d in %s has bad constant type in class file %s", ni, table, p.name)
		}
		if p.pool.Tag(di) != TagUtf8 {
			return formatError("Signature index %d in %s has bad constant type in class file %s", di, table, p.name)
		}
		name, desc := p.pool.Utf8(ni), p.pool.Utf8(di)
		if err := p.checkFieldName(name); err != nil {
			return err
		}
		last := index
		if table == "LocalVariableTable" {
			if err := p.checkFieldDesc(name, desc); err != nil {
				return err
			}
			if desc == "J" || desc == "D" {
				last++
			}
		}
		if last >= int(c.MaxLocals) {
			return formatError("Invalid index %d in %s in class file %s", index, table, p.name)
		}
	}
	return nil
}

// varKey is what identifies a local variable.
type varKey struct{ start, length, name, index int }

func keyOf(v *LocalVar) varKey { return varKey{v.Start, v.Length, v.Name, v.Index} }

// checkVarDuplicates checks that no variable is described twice, and that each generic
// type belongs to a variable.
func (p *parser) checkVarDuplicates(c *Code, hasTypes bool) error {
	vars := c.appendVars(p.vars[:0], "LocalVariableTable")
	p.vars = vars // serves the next method too
	if p.major >= version5 {
		if i := firstDuplicate(len(vars), func(i int) varKey { return keyOf(&vars[i]) }); i >= 0 {
			return formatError("Duplicated LocalVariableTable attribute entry for '%s' in class file %s",
				p.pool.Utf8(vars[i].Name), p.name)
		}
	}
	if p.major < version5 || len(vars) == 0 {
		return nil
	}
	if !hasTypes {
		return nil
	}
	types := c.LocalVarTypes()
	known := make(map[varKey]bool, len(vars))
	for i := range vars {
		known[keyOf(&vars[i])] = false
	}
	for i := range types {
		k := keyOf(&types[i])
		switch taken, ok := known[k]; {
		case !ok:
			return formatError("LVTT entry for '%s' in class file %s does not match any LVT entry",
				p.pool.Utf8(k.name), p.name)
		case taken:
			return formatError("Duplicated LocalVariableTypeTable attribute entry for '%s' in class file %s",
				p.pool.Utf8(k.name), p.name)
		}
		known[k] = true
	}
	return nil
}
