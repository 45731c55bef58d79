package verify

// assignable reports whether a value of type from may be used as a value of type to
// (JVMS 4.10.1.2). Interfaces count as java/lang/Object.
func (c *checker) assignable(from, to typ) bool {
	if from == to || to == top {
		return true
	}
	return c.assignableSlow(from, to, false)
}

func (c *checker) assignableSlow(from, to typ, protected bool) bool {
	if from == to || to == top {
		return true
	}
	switch to.kind() {
	case kindQuery:
		switch to {
		case anyRef:
			return from.isRef() || from.isUninit()
		case category1:
			return from.isCategory1()
		case category2:
			return from.isCategory2()
		}
		return from.isSecond()
	case kindPrim:
		return to <= char && from == integer
	case kindObject, kindArray, kindNull:
		return from.isRef() && c.refAssignable(from, to, protected)
	}
	return false
}

// pair is an answer of the hierarchy.
type pair struct {
	from, to typ
	result   bool
}

// refAssignable decides between different reference types. protected is set when a member
// of from is accessed as protected by to.
func (c *checker) refAssignable(from, to typ, protected bool) bool {
	switch {
	case from == null:
		return true
	case to == null:
		return false
	case to.kind() == kindObject:
		if to == c.object {
			return true
		}
		if c.err != nil {
			return true // an error has been found already: load nothing more
		}
		p := &c.pairs[(uint32(from)*31+uint32(to)>>kindBits)%uint32(len(c.pairs))]
		if !protected && p.from == from && p.to == to {
			return p.result
		}
		result := c.askHierarchy(from, to, protected)
		if !protected && c.err == nil {
			*p = pair{from, to, result}
		}
		return result
	case from.kind() == kindArray:
		a, b := c.names.componentOf(from), c.names.componentOf(to)
		if a == top || b == top {
			return false
		}
		if a == b {
			return true
		}
		return b.isRef() && c.assignableSlow(a, b, protected)
	}
	return false
}

// askHierarchy decides whether from is assignable to the class or interface to,
// which gets loaded.
func (c *checker) askHierarchy(from, to typ, protected bool) bool {
	name := c.names.name(to)
	iface, err := c.h.IsInterface(name)
	if err != nil {
		c.abort(err)
		return true
	}
	if iface && (!protected || from != c.object) {
		// Arrays implement these two interfaces only.
		return from.kind() != kindArray || name == "java/lang/Cloneable" || name == "java/io/Serializable"
	}
	if from.kind() != kindObject {
		return false
	}
	sub, err := c.h.IsSubclass(c.names.name(from), name)
	if err != nil {
		c.abort(err)
		return true
	}
	return sub
}
