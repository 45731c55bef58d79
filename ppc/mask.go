package ppc

import (
	"math/bits"

	"gojvm/codegen/ssa"
)

const ones = ^uint32(0)

// maskRange returns the first and last bit, counted from the most significant, of a mask of
// consecutive ones, which may wrap around. That is what rotate instructions can mask with.
func maskRange(m uint32) (mb, me int32, ok bool) {
	switch {
	case m == 0:
		return 0, 0, false
	case m == ones:
		return 0, 31, true
	case m>>31&m&1 == 0: // the ones do not wrap
		mb, me = int32(bits.LeadingZeros32(m)), 31-int32(bits.TrailingZeros32(m))
		return mb, me, bits.OnesCount32(m) == int(me-mb)+1
	}
	mb, me, ok = maskRange(^m)
	return me + 1, mb - 1, ok
}

// packMask is the immediate of opRlw and opRlwIns.
func packMask(sh, mb, me int32) int64 { return int64(sh<<10 | mb<<5 | me) }

func unpackMask(imm int64) (sh, mb, me int32) {
	return int32(imm >> 10), int32(imm >> 5 & 31), int32(imm & 31)
}

// rotated is a value seen as a register rotated left, under a mask.
type rotated struct {
	x    *ssa.Value
	sh   int32
	mask uint32
}

// rotatedOf sees through shifts and masks by constants. The mask may be one that no
// instruction has.
func rotatedOf(v *ssa.Value, depth int) rotated {
	self := rotated{v, 0, 1<<32 - 1}
	if v.Type.Size(4) != 4 || depth == 0 {
		return self
	}
	outer := func(sh int32, m uint32) rotated {
		r := rotatedOf(v.Args[0], depth-1)
		r.mask = bits.RotateLeft32(r.mask, int(sh)) & m
		r.sh = (r.sh + sh) & 31
		return r
	}
	switch v.Op {
	case ssa.OpZext8:
		return outer(0, 0xff)
	case ssa.OpZext16:
		return outer(0, 0xffff)
	case ssa.OpShl, ssa.OpUshr, ssa.OpRotl, ssa.OpAnd, ssa.OpShr:
		c, ok := v.Args[1].IsConst()
		if !ok {
			return self
		}
		n := int32(c) & 31
		switch v.Op {
		case ssa.OpShl:
			return outer(n, ones<<n)
		case ssa.OpUshr:
			return outer(32-n, ones>>n)
		case ssa.OpRotl:
			return outer(n, ones)
		case ssa.OpAnd:
			// An algebraic shift is a logical one if its copies of the sign are masked out.
			if s := v.Args[0]; s.Op == ssa.OpShr && s.Type.Size(4) == 4 {
				if k, ok := s.Args[1].IsConst(); ok && uint32(c)&^(ones>>(uint32(k)&31)) == 0 {
					r := rotatedOf(s.Args[0], depth-1)
					n := int32(k) & 31
					r.mask = bits.RotateLeft32(r.mask, int(32-n)) & uint32(c)
					r.sh = (r.sh + 32 - n) & 31
					return r
				}
			}
			return outer(0, uint32(c))
		}
	}
	return self
}

// zeroBits returns bits of v that are known to be 0.
func zeroBits(v *ssa.Value) uint32 {
	switch v.Op {
	case ssa.OpLoad8u:
		return 0xffffff00
	case ssa.OpLoad16u:
		return 0xffff0000
	case ssa.OpConst:
		return ^uint32(v.Imm)
	case ssa.OpOr, ssa.OpXor:
		return zeroBits1(v.Args[0]) & zeroBits1(v.Args[1])
	}
	return ^rotatedOf(v, 4).mask
}

// zeroBits1 is zeroBits without looking through further operations.
func zeroBits1(v *ssa.Value) uint32 {
	if v.Op == ssa.OpOr || v.Op == ssa.OpXor {
		return 0
	}
	return zeroBits(v)
}
