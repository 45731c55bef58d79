package zlib

import "encoding/binary"

// codes decodes the contents of a block with Huffman codes. It is false when
// the input or the room ended.
func (s *inflateStep) codes() bool {
	for {
		switch s.mode {
		case modeLen:
			if len(s.src)-s.ip >= fastInput && len(s.dst)-s.op >= fastRoom {
				s.fast()
				if s.mode != modeLen {
					return true
				}
			}
			e, ok := s.decode(s.lit)
			if !ok {
				return false
			}
			switch e.kind() {
			case kindLiteral:
				s.length = int(e.value())
				s.mode = modeLit
			case kindEnd:
				s.mode = modeType
				return true
			case kindBase:
				s.length, s.extra = int(e.value()), e.extra()
				s.mode = modeLenExtra
			default:
				s.fail("invalid literal/length code")
				return true
			}
		case modeLit:
			if s.op == len(s.dst) {
				return false
			}
			s.dst[s.op] = byte(s.length)
			s.op++
			s.mode = modeLen
		case modeLenExtra:
			if !s.need(s.extra) {
				return false
			}
			s.length += int(s.take(s.extra))
			s.mode = modeDist
		case modeDist:
			e, ok := s.decode(s.distances)
			if !ok {
				return false
			}
			if e.kind() != kindBase {
				s.fail("invalid distance code")
				return true
			}
			s.dist, s.extra = int(e.value()), e.extra()
			s.mode = modeDistExtra
		case modeDistExtra:
			if !s.need(s.extra) {
				return false
			}
			s.dist += int(s.take(s.extra))
			if s.dist > s.op+s.whave {
				s.fail("invalid distance too far back")
				return true
			}
			s.mode = modeMatch
		case modeMatch:
			n := min(s.length, len(s.dst)-s.op)
			if n == 0 {
				return false
			}
			s.copyMatch(n)
			if s.length -= n; s.length == 0 {
				s.mode = modeLen
			}
		default:
			return true
		}
	}
}

// copyMatch puts out n bytes from dist bytes back, in this call's output or in
// the window before it. There is room.
func (s *inflateStep) copyMatch(n int) {
	if back := s.dist - s.op; back > 0 {
		// Begins in the window; what is behind its end is in dst.
		k := min(n, back)
		at := (s.wnext - back) & windowMask
		m := copy(s.dst[s.op:s.op+k], s.window[at:])
		copy(s.dst[s.op+m:s.op+k], s.window[:])
		s.op += k
		n -= k
	}
	for n > 0 {
		// Overlapping matches repeat what is there: each turn doubles it.
		k := copy(s.dst[s.op:s.op+n], s.dst[s.op-s.dist:s.op])
		s.op += k
		n -= k
	}
}

const (
	fastInput = 16           // bytes that one turn of fast may read ahead
	fastRoom  = maxMatch + 1 // bytes that one turn may put out
)

// fast is the inner loop while input and room are plenty. On return all whole
// bytes not used are given back to the input.
func (s *inflateStep) fast() {
	src, dst := s.src, s.dst
	ip, op, hold, nbits := s.ip, s.op, s.hold, s.nbits
	lit, dist := s.lit.entries, s.distances.entries
	litBits, distBits := s.lit.rootBits, s.distances.rootBits
	msg := ""
loop:
	for len(src)-ip >= fastInput && len(dst)-op >= fastRoom {
		// Fill up to at least 56 bits: enough for a length with its distance
		// (15 + 5 + 15 + 13).
		hold |= binary.LittleEndian.Uint64(src[ip:]) << nbits
		ip += int((63 - nbits) >> 3)
		nbits |= 56

		e := lit[hold&(1<<litBits-1)]
		if e.kind() == kindLink {
			hold >>= litBits
			nbits -= litBits
			e = lit[uint64(e.value())+hold&(1<<e.extra()-1)]
		}
		hold >>= e.len()
		nbits -= e.len()
		switch e.kind() {
		case kindLiteral:
			dst[op] = byte(e.value())
			op++
			continue
		case kindEnd:
			s.mode = modeType
			break loop
		case kindInvalid:
			msg = "invalid literal/length code"
			break loop
		}
		length := int(e.value()) + int(hold&(1<<e.extra()-1))
		hold >>= e.extra()
		nbits -= e.extra()

		e = dist[hold&(1<<distBits-1)]
		if e.kind() == kindLink {
			hold >>= distBits
			nbits -= distBits
			e = dist[uint64(e.value())+hold&(1<<e.extra()-1)]
		}
		hold >>= e.len()
		nbits -= e.len()
		if e.kind() != kindBase {
			msg = "invalid distance code"
			break
		}
		d := int(e.value()) + int(hold&(1<<e.extra()-1))
		hold >>= e.extra()
		nbits -= e.extra()
		if d <= op && d >= length {
			copy(dst[op:op+length], dst[op-d:])
			op += length
			continue
		}
		if d > op+s.whave {
			msg = "invalid distance too far back"
			break
		}
		s.op, s.dist = op, d
		s.copyMatch(length)
		op = s.op
	}
	back := min(int(nbits>>3), ip-s.ip)
	ip -= back
	nbits -= uint(back) * 8
	s.ip, s.op, s.hold, s.nbits = ip, op, hold&(1<<nbits-1), nbits
	if msg != "" {
		s.fail(msg)
	}
}
