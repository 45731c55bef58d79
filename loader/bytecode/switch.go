package bytecode

// Switch is the table of a tableswitch or lookupswitch; it reads the code array in place.
//
//	tableswitch    pad  default  low  high  { offset }
//	lookupswitch   pad  default  npairs     { key offset }
type Switch struct {
	pc    int
	low   int32
	n     int
	pairs bool
	data  []byte // from the first case on
}

// Len returns the number of cases, the default not among them.
func (s *Switch) Len() int { return s.n }

// Key returns the value of case i; keys ascend if Sorted.
func (s *Switch) Key(i int) int32 {
	if s.pairs {
		return s4(s.data, 8*i)
	}
	return s.low + int32(i)
}

// Target returns the pc to which case i goes.
func (s *Switch) Target(i int) int {
	if s.pairs {
		return s.pc + int(s4(s.data, 8*i+4))
	}
	return s.pc + int(s4(s.data, 4*i))
}

// Sorted reports whether the keys ascend, as JVMS 4.9.1 demands of lookupswitch.
func (s *Switch) Sorted() bool {
	for i := 1; s.pairs && i < s.n; i++ {
		if s.Key(i) <= s.Key(i-1) {
			return false
		}
	}
	return true
}

// Find returns the case for key, -1 for the default.
func (s *Switch) Find(key int32) int {
	if !s.pairs {
		if i := int64(key) - int64(s.low); i >= 0 && i < int64(s.n) {
			return int(i)
		}
		return -1
	}
	lo, hi := 0, s.n
	for lo < hi {
		mid := int(uint(lo+hi) / 2)
		switch k := s.Key(mid); {
		case k == key:
			return mid
		case k < key:
			lo = mid + 1
		default:
			hi = mid
		}
	}
	return -1
}

// decodeSwitch decodes tableswitch and lookupswitch (JVMS 6.5). Padding bytes
// may have any value, as class files before version 51 had.
func (in *Inst) decodeSwitch(code []byte) error {
	at := (in.PC + 4) &^ 3
	s := &in.Switch
	*s = Switch{pc: in.PC}
	if len(code)-at < 8 {
		return &Error{in.PC, "truncated instruction"}
	}
	in.Target = in.PC + int(s4(code, at))
	first := s4(code, at+4)
	var need int64
	if in.Op == Tableswitch {
		if len(code)-at < 12 {
			return &Error{in.PC, "truncated instruction"}
		}
		high := s4(code, at+8)
		if high < first {
			return &Error{in.PC, "low exceeds high in tableswitch"}
		}
		s.low = first
		n := int64(high) - int64(first) + 1
		need, at = 4*n, at+12
		if need > int64(len(code)-at) {
			return &Error{in.PC, "truncated instruction"}
		}
		s.n = int(n)
	} else {
		if first < 0 {
			return &Error{in.PC, "negative number of pairs in lookupswitch"}
		}
		need, at = 8*int64(first), at+8
		if need > int64(len(code)-at) {
			return &Error{in.PC, "truncated instruction"}
		}
		s.pairs, s.n = true, int(first)
	}
	s.data = code[at : at+int(need)]
	in.Len = at + int(need) - in.PC
	return nil
}
