package zlib

// Inflater decodes one stream after the other.
type Inflater struct {
	raw    bool
	mode   inflateMode
	last   bool   // this block is the last
	hold   uint64 // input bits not yet used, the next one lowest
	nbits  uint
	adler  uint32
	dict   bool   // the dictionary that the header asks for is set
	msg    string // of DataError
	length int    // bytes to copy: of a stored block, of a match
	dist   int
	extra  uint

	// The lengths of a dynamic block's codes while they come in.
	nlit, ndist, ncode, have int
	lens                     [litCodes + 2 + distCodes + 2]uint8
	codeLens                 table
	litTable, distTable      table
	lit, distances           *table // those of this block
	fixedLit, fixedDist      table

	window [windowSize]byte // the last output, round
	wnext  int              // where the next byte goes
	whave  int              // how much of it is valid
}

type inflateMode uint8

// Where in the stream an Inflater is.
const (
	modeHead      inflateMode = iota // zlib header
	modeDictID                       // identifier of the dictionary
	modeDict                         // waits for SetDictionary
	modeType                         // block header
	modeStored                       // lengths of a stored block
	modeCopy                         // contents of a stored block
	modeTable                        // numbers of codes of a dynamic block
	modeLenLens                      // lengths of the bit length codes
	modeCodeLens                     // lengths of the other codes
	modeLen                          // a literal, length or end of block
	modeLenExtra                     // extra bits of a length
	modeDist                         // a distance
	modeDistExtra                    // extra bits of a distance
	modeMatch                        // copies a match
	modeLit                          // puts out a literal
	modeCheck                        // the checksum
	modeDone
	modeBad
)

const (
	rootLit  = 10
	rootDist = 9
)

// NewInflater returns an Inflater for zlib streams, or for raw ones.
func NewInflater(raw bool) *Inflater {
	z := &Inflater{raw: raw}
	z.Reset()
	return z
}

// buildFixed makes the tables of the fixed codes (RFC 1951, 3.2.6).
func (z *Inflater) buildFixed() {
	var lens [litCodes + 2]uint8
	for i := range lens {
		lens[i] = fixedLitLen(i)
	}
	z.fixedLit.build(lens[:], rootLit, false, litLenSymbol)
	var dists [32]uint8
	for i := range dists {
		dists[i] = 5
	}
	z.fixedDist.build(dists[:], rootDist, false, distSymbol)
}

// Reset makes z ready for another stream.
func (z *Inflater) Reset() {
	z.mode, z.adler = modeHead, 1
	if z.raw {
		z.mode, z.adler = modeType, 0
	}
	z.last, z.dict, z.msg = false, false, ""
	z.hold, z.nbits = 0, 0
	z.wnext, z.whave = 0, 0
}

// Adler returns the checksum of the output up to now, or the identifier of the
// dictionary that is needed.
func (z *Inflater) Adler() uint32 { return z.adler }

// Msg says in zlib's words why the status was DataError.
func (z *Inflater) Msg() string { return z.msg }

// SetDictionary gives the dictionary: when the status is NeedDict, or at any
// time for raw streams. DataError tells that it is another dictionary.
func (z *Inflater) SetDictionary(dict []byte) Status {
	if !z.raw && z.mode != modeDict {
		return Misuse
	}
	if z.mode == modeDict && Adler32(1, dict) != z.adler {
		return DataError
	}
	z.remember(dict)
	z.dict = true
	return OK
}

// remember puts output into the window.
func (z *Inflater) remember(p []byte) {
	if len(p) >= windowSize {
		copy(z.window[:], p[len(p)-windowSize:])
		z.wnext, z.whave = 0, windowSize
		return
	}
	n := copy(z.window[z.wnext:], p)
	copy(z.window[:], p[n:])
	z.wnext = (z.wnext + len(p)) & windowMask
	z.whave = min(windowSize, z.whave+len(p))
}

// fail ends the stream with a DataError.
func (z *Inflater) fail(msg string) {
	z.mode, z.msg = modeBad, msg
}

// Inflate decodes from src to dst, as far as both reach. It takes no byte of
// src behind the end of the stream.
func (z *Inflater) Inflate(dst, src []byte) (nin, nout int, st Status) {
	s := inflateStep{Inflater: z, dst: dst, src: src}
	st = s.run()
	s.settle()
	if st == OK && s.ip == 0 && s.op == 0 {
		st = BufError
	}
	return s.ip, s.op, st
}

// inflateStep is one call of Inflate.
type inflateStep struct {
	*Inflater
	dst, src []byte
	ip, op   int
	summed   int // output that is in the checksum already
}

// settle brings checksum and window up to date with the output.
func (s *inflateStep) settle() {
	s.sum()
	if s.op > 0 && s.mode < modeCheck {
		s.remember(s.dst[:s.op])
	}
}

func (s *inflateStep) sum() {
	if !s.raw && s.op > s.summed {
		s.adler = Adler32(s.adler, s.dst[s.summed:s.op])
		s.summed = s.op
	}
}

// need makes n bits ready; it is false when the input does not have them.
func (s *inflateStep) need(n uint) bool {
	for s.nbits < n {
		if s.ip == len(s.src) {
			return false
		}
		s.hold |= uint64(s.src[s.ip]) << s.nbits
		s.ip++
		s.nbits += 8
	}
	return true
}

// take removes n bits that are ready.
func (s *inflateStep) take(n uint) uint32 {
	v := uint32(s.hold & (1<<n - 1))
	s.hold >>= n
	s.nbits -= n
	return v
}

// decode makes one code ready and removes it. It takes no more input than the
// code needs. When ok is false the input ended.
func (s *inflateStep) decode(t *table) (e entry, ok bool) {
	for {
		e, n := t.lookup(s.hold)
		if n <= s.nbits && (e != 0 || s.nbits >= maxBits) {
			s.take(n)
			return e, true
		}
		if e == 0 && s.nbits >= t.rootBits && n == 0 {
			return e, true // no code begins so
		}
		if !s.need(s.nbits + 1) {
			return 0, false
		}
	}
}

// run goes on until the input, the room or the stream ends.
func (s *inflateStep) run() Status {
	for {
		switch s.mode {
		case modeHead:
			if !s.need(16) {
				return OK
			}
			s.header(s.take(16))
		case modeDictID:
			if !s.need(32) {
				return OK
			}
			s.adler = swap32(s.take(32))
			s.mode = modeDict
		case modeDict:
			if !s.dict {
				return NeedDict
			}
			s.adler = 1
			s.mode = modeType
		case modeType:
			if s.last {
				s.take(s.nbits & 7)
				s.mode = modeCheck
				continue
			}
			if !s.need(3) {
				return OK
			}
			s.blockHeader(s.take(3))
		case modeStored:
			s.take(s.nbits & 7)
			if !s.need(32) {
				return OK
			}
			v := s.take(32)
			if v&0xffff != v>>16^0xffff {
				s.fail("invalid stored block lengths")
				continue
			}
			s.length = int(v & 0xffff)
			s.mode = modeCopy
		case modeCopy:
			if s.length == 0 {
				s.mode = modeType
				continue
			}
			n := min(s.length, len(s.src)-s.ip, len(s.dst)-s.op)
			if n == 0 {
				return OK
			}
			copy(s.dst[s.op:], s.src[s.ip:s.ip+n])
			s.ip, s.op, s.length = s.ip+n, s.op+n, s.length-n
		case modeTable, modeLenLens, modeCodeLens:
			if !s.readTables() {
				return OK
			}
		case modeCheck:
			if !s.raw {
				if !s.need(32) {
					return OK
				}
				s.sum()
				if swap32(s.take(32)) != s.adler {
					s.fail("incorrect data check")
					continue
				}
			}
			s.mode = modeDone
		case modeDone:
			return StreamEnd
		case modeBad:
			return DataError
		default:
			if !s.codes() {
				return OK
			}
		}
	}
}

// header checks the two bytes of the zlib header (RFC 1950, 2.2).
func (s *inflateStep) header(v uint32) {
	switch cmf, flg := v&0xff, v>>8; {
	case (cmf<<8|flg)%31 != 0:
		s.fail("incorrect header check")
	case cmf&15 != 8:
		s.fail("unknown compression method")
	case cmf>>4 > 7:
		s.fail("invalid window size")
	case flg&0x20 != 0:
		s.mode = modeDictID
	default:
		s.adler = 1
		s.mode = modeType
	}
}

// blockHeader begins a block (RFC 1951, 3.2.3).
func (s *inflateStep) blockHeader(v uint32) {
	s.last = v&1 != 0
	switch v >> 1 {
	case 0:
		s.mode = modeStored
	case 1:
		if s.fixedLit.entries == nil {
			s.buildFixed()
		}
		s.lit, s.distances = &s.fixedLit, &s.fixedDist
		s.mode = modeLen
	case 2:
		s.mode = modeTable
	default:
		s.fail("invalid block type")
	}
}

// readTables reads the codes of a dynamic block (RFC 1951, 3.2.7). It is false
// when the input ended.
func (s *inflateStep) readTables() bool {
	if s.mode == modeTable {
		if !s.need(14) {
			return false
		}
		s.nlit = int(s.take(5)) + 257
		s.ndist = int(s.take(5)) + 1
		s.ncode = int(s.take(4)) + 4
		if s.nlit > litCodes || s.ndist > distCodes {
			s.fail("too many length or distance symbols")
			return true
		}
		s.have, s.mode = 0, modeLenLens
	}
	if s.mode == modeLenLens {
		for ; s.have < s.ncode; s.have++ {
			if !s.need(3) {
				return false
			}
			s.lens[bitLenOrder[s.have]] = uint8(s.take(3))
		}
		for ; s.have < bitLenCodes; s.have++ {
			s.lens[bitLenOrder[s.have]] = 0
		}
		if !s.codeLens.build(s.lens[:bitLenCodes], 7, false, plainSymbol) {
			s.fail("invalid code lengths set")
			return true
		}
		s.have, s.mode = 0, modeCodeLens
	}
	for s.have < s.nlit+s.ndist {
		if !s.codeLength() {
			return s.mode == modeBad
		}
	}
	if s.lens[endOfBlock] == 0 {
		s.fail("invalid code -- missing end-of-block")
		return true
	}
	if !s.litTable.build(s.lens[:s.nlit], rootLit, true, litLenSymbol) {
		s.fail("invalid literal/lengths set")
		return true
	}
	if !s.distTable.build(s.lens[s.nlit:s.nlit+s.ndist], rootDist, true, distSymbol) {
		s.fail("invalid distances set")
		return true
	}
	s.lit, s.distances = &s.litTable, &s.distTable
	s.mode = modeLen
	return true
}

// codeLength reads one symbol of the code length alphabet; repeats count as
// one with their extra bits. It is false when the input ended or is bad.
func (s *inflateStep) codeLength() bool {
	var e entry
	var n uint
	for {
		e, n = s.codeLens.lookup(s.hold)
		if e == 0 {
			// Only an empty code has such entries; zlib reads zeros from it and
			// fails later.
			e, n = makeEntry(1, kindLiteral, 0, 0), 1
		}
		if n <= s.nbits {
			break
		}
		if !s.need(s.nbits + 1) {
			return false
		}
	}
	sym := e.value()
	if sym < 16 {
		s.take(n)
		s.lens[s.have] = uint8(sym)
		s.have++
		return true
	}
	extra, base := [3]uint{2, 3, 7}[sym-16], [3]int{3, 3, 11}[sym-16]
	if !s.need(n + extra) {
		return false
	}
	s.take(n)
	var l uint8
	if sym == 16 {
		if s.have == 0 {
			s.fail("invalid bit length repeat")
			return false
		}
		l = s.lens[s.have-1]
	}
	count := base + int(s.take(extra))
	if s.have+count > s.nlit+s.ndist {
		s.fail("invalid bit length repeat")
		return false
	}
	for range count {
		s.lens[s.have] = l
		s.have++
	}
	return true
}

func swap32(v uint32) uint32 {
	return v>>24 | v>>8&0xff00 | v<<8&0xff0000 | v<<24
}
