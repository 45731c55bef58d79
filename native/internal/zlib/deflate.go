package zlib

import "encoding/binary"

// Deflater encodes one stream after the other.
//
// The window is two windowSizes long. Input is read behind what is there; when
// it is full, the upper half moves down:
//
//	0          blockStart      strstart          strstart+lookahead   2*windowSize
//	| history  | in this block | not yet encoded |         free       |
type Deflater struct {
	blockWriter
	codes *fixedCodes

	level    int
	strategy Strategy
	raw      bool // as made
	wrap     int  // 1 zlib, 0 raw, -1 trailer written
	state    deflateState
	adler    uint32
	lastFlsh Flush // of the last call; noCall, or again when it ran out of room

	dst, src []byte // of the present call, the rest of both

	window     [2 * windowSize]byte
	strstart   int // next byte to encode
	lookahead  int // bytes read and not encoded
	blockStart int // may be negative: the start has left the window
	insert     int // bytes before strstart that are not yet hashed

	head [hashSize]uint16   // latest position by hash, 0 none
	prev [windowSize]uint16 // the position before with the same hash
	hash uint32

	matchStart, matchLength int
	prevMatch, prevLength   int
	matchAvailable          bool // the byte before strstart is not yet encoded

	matches int // level 0: 1, 2 tell how stale the hash chains are
}

type deflateState uint8

const (
	stateInit   deflateState = iota // zlib header to be written
	stateBusy                       //
	stateFinish                     // the last block has been written
)

// Values of lastFlsh beside the flush modes.
const (
	noCall Flush = -2 // nothing was deflated yet
	again  Flush = -1 // the last call wants to go on
)

const (
	hashBits = 15
	hashSize = 1 << hashBits
	hashMask = hashSize - 1
	// hashShift makes a byte leave the hash after minMatch steps.
	hashShift = (hashBits + minMatch - 1) / minMatch

	minLookahead = maxMatch + minMatch + 1
	maxDist      = windowSize - minLookahead
	// tooFar is the distance from which a match of minMatch bytes costs more
	// than literals.
	tooFar = 4096
)

// progress is what a strategy returns.
type progress int

const (
	needMore progress = iota
	blockDone
	finishStarted // the last block is in pending, which has not all gone out
	finishDone
)

// tuning of a level: how hard to look for matches.
type tuning struct {
	good  int // shorten the search when the match before is as long
	lazy  int // do not look for a better one; for fast: insert shorter ones only
	nice  int // stop when as long
	chain int // positions to look at
	kind  matcher
}

type matcher uint8

const (
	matchNone matcher = iota // stored blocks
	matchFast
	matchSlow
)

var levels = [10]tuning{
	{0, 0, 0, 0, matchNone},
	{4, 4, 8, 4, matchFast},
	{4, 5, 16, 8, matchFast},
	{4, 6, 32, 32, matchFast},
	{4, 4, 16, 16, matchSlow},
	{8, 16, 32, 32, matchSlow},
	{8, 16, 128, 128, matchSlow},
	{8, 32, 128, 256, matchSlow},
	{32, 128, 258, 1024, matchSlow},
	{32, 258, 258, 4096, matchSlow},
}

const defaultLevel = 6

// NewDeflater returns a Deflater for zlib streams, or for raw ones. Levels are 0
// (stored) to 9, and -1 for the default.
func NewDeflater(level int, strategy Strategy, raw bool) (*Deflater, error) {
	if level == -1 {
		level = defaultLevel
	}
	if level < 0 || level > 9 || strategy < Default || strategy > HuffmanOnly {
		return nil, ErrParams
	}
	z := &Deflater{level: level, strategy: strategy, raw: raw, codes: fixed()}
	z.init(z.codes)
	z.Reset()
	return z, nil
}

// Reset makes z ready for another stream with the same parameters.
func (z *Deflater) Reset() {
	z.reset()
	z.wrap, z.state = 1, stateInit
	if z.raw {
		z.wrap = 0
	}
	z.adler = 1
	z.lastFlsh = noCall
	clear(z.head[:])
	z.strstart, z.lookahead, z.blockStart, z.insert = 0, 0, 0, 0
	z.matchLength, z.prevLength, z.matchAvailable = minMatch-1, minMatch-1, false
	z.hash, z.matches, z.matchStart = 0, 0, 0
}

// Adler returns the checksum of the input up to now (zlib streams only).
func (z *Deflater) Adler() uint32 { return z.adler }

// Deflate encodes from src to dst.
func (z *Deflater) Deflate(dst, src []byte, flush Flush) (nin, nout int, st Status) {
	z.dst, z.src = dst, src
	st = z.deflate(flush)
	nin, nout = len(src)-len(z.src), len(dst)-len(z.dst)
	z.dst, z.src = nil, nil
	return nin, nout, st
}

// SetParams changes level and strategy. Input that was given before is encoded
// with the old ones, for which it may need input and output buffers as
// Deflate does; BufError says that it must be called again.
func (z *Deflater) SetParams(level int, strategy Strategy, dst, src []byte) (nin, nout int, st Status) {
	if level == -1 {
		level = defaultLevel
	}
	if level < 0 || level > 9 || strategy < Default || strategy > HuffmanOnly {
		return 0, 0, Misuse
	}
	if (strategy != z.strategy || levels[level].kind != levels[z.level].kind) && z.lastFlsh != noCall {
		if nin, nout, st = z.Deflate(dst, src, block); st == Misuse {
			return nin, nout, st
		}
		if nin < len(src) || z.strstart-z.blockStart+z.lookahead != 0 {
			return nin, nout, BufError
		}
	}
	if z.level != level {
		if z.level == 0 && z.matches != 0 {
			if z.matches == 1 {
				z.slideHash()
			} else {
				clear(z.head[:])
			}
			z.matches = 0
		}
		z.level = level
	}
	z.strategy = strategy
	return nin, nout, OK
}

// SetDictionary gives bytes that matches may refer to: for zlib streams before
// the first call of Deflate, for raw ones between blocks.
func (z *Deflater) SetDictionary(dict []byte) Status {
	if z.wrap == 1 && z.state != stateInit || z.wrap < 0 || z.lookahead != 0 {
		return Misuse
	}
	wrap := z.wrap
	if wrap == 1 {
		z.adler = Adler32(z.adler, dict)
	}
	z.wrap = 0 // no checksum while the dictionary is read
	if len(dict) >= windowSize {
		if wrap == 0 {
			clear(z.head[:])
			z.strstart, z.blockStart, z.insert = 0, 0, 0
		}
		dict = dict[len(dict)-windowSize:]
	}
	z.src = dict
	z.fillWindow()
	for z.lookahead >= minMatch {
		for n := z.lookahead - (minMatch - 1); n > 0; n-- {
			z.insertString()
			z.strstart++
		}
		z.lookahead = minMatch - 1
		z.fillWindow()
	}
	z.strstart += z.lookahead
	z.blockStart = z.strstart
	z.insert, z.lookahead = z.lookahead, 0
	z.matchLength, z.prevLength, z.matchAvailable = minMatch-1, minMatch-1, false
	z.src = nil
	z.wrap = wrap
	return OK
}

// rank orders flush modes by how much they flush.
func rank(f Flush) int {
	if f > Finish {
		return int(f)*2 - 9
	}
	return int(f) * 2
}

func (z *Deflater) deflate(flush Flush) Status {
	if z.state == stateFinish && flush != Finish {
		return Misuse
	}
	if len(z.dst) == 0 {
		return BufError
	}
	old := z.lastFlsh
	z.lastFlsh = flush
	if len(z.pending) != 0 {
		if z.flushPending(); len(z.dst) == 0 {
			z.lastFlsh = again
			return OK
		}
	} else if len(z.src) == 0 && rank(flush) <= rank(old) && flush != Finish {
		return BufError
	}
	if z.state == stateFinish && len(z.src) != 0 {
		return BufError
	}
	if z.state == stateInit {
		if z.wrap != 0 {
			z.writeHeader()
		}
		z.state = stateBusy
		if z.flushPending(); len(z.pending) != 0 {
			z.lastFlsh = again
			return OK
		}
	}
	if len(z.src) != 0 || z.lookahead != 0 || flush != NoFlush && z.state != stateFinish {
		if !z.encode(flush) {
			return OK
		}
	}
	if flush != Finish {
		return OK
	}
	if z.wrap <= 0 {
		return StreamEnd
	}
	z.pending = binary.BigEndian.AppendUint32(z.pending, z.adler)
	z.wrap = -1
	if z.flushPending(); len(z.pending) != 0 {
		return OK
	}
	return StreamEnd
}

// encode runs the strategy. It is false when the call ends here.
func (z *Deflater) encode(flush Flush) bool {
	var p progress
	switch kind := levels[z.level].kind; {
	case kind == matchNone:
		p = z.deflateStored(flush)
	case z.strategy == HuffmanOnly:
		p = z.deflateHuffman(flush)
	case kind == matchFast:
		p = z.deflateFast(flush)
	default:
		p = z.deflateSlow(flush)
	}
	if p == finishStarted || p == finishDone {
		z.state = stateFinish
	}
	if p == needMore || p == finishStarted {
		if len(z.dst) == 0 {
			z.lastFlsh = again
		}
		return false
	}
	if p == blockDone {
		if flush != block {
			z.stored(nil, false) // the mark of a flush
			if flush == FullFlush {
				clear(z.head[:])
				if z.lookahead == 0 {
					z.strstart, z.blockStart, z.insert = 0, 0, 0
				}
			}
		}
		if z.flushPending(); len(z.dst) == 0 {
			z.lastFlsh = again
			return false
		}
	}
	return true
}

// writeHeader writes the zlib header (RFC 1950, 2.2).
func (z *Deflater) writeHeader() {
	h := uint32(8+(15-8)<<4) << 8
	switch {
	case z.strategy >= HuffmanOnly || z.level < 2:
	case z.level < 6:
		h |= 1 << 6
	case z.level == 6:
		h |= 2 << 6
	default:
		h |= 3 << 6
	}
	if z.strstart != 0 {
		h |= 0x20
	}
	h += 31 - h%31
	z.pending = append(z.pending, byte(h>>8), byte(h))
	if z.strstart != 0 {
		z.pending = binary.BigEndian.AppendUint32(z.pending, z.adler)
	}
	z.adler = 1
}

// flushPending moves what there is room for to the output.
func (z *Deflater) flushPending() {
	z.flushBits()
	n := copy(z.dst, z.pending)
	z.dst = z.dst[n:]
	z.pending = z.pending[:copy(z.pending, z.pending[n:])]
}

// flushBlock ends the block at strstart; it is false when the room for output ended.
func (z *Deflater) flushBlock(last bool) bool {
	var p []byte
	if z.blockStart >= 0 {
		p = z.window[z.blockStart:z.strstart:z.strstart]
	}
	z.endBlock(z.codes, p, z.strstart-z.blockStart, last)
	z.blockStart = z.strstart
	z.flushPending()
	return len(z.dst) != 0
}

// read takes input into p.
func (z *Deflater) read(p []byte) int {
	n := copy(p, z.src)
	if z.wrap == 1 {
		z.adler = Adler32(z.adler, z.src[:n])
	}
	z.src = z.src[n:]
	return n
}

// fillWindow reads input until the lookahead allows the longest match.
func (z *Deflater) fillWindow() {
	for {
		if z.strstart >= windowSize+maxDist {
			z.slide()
			z.matchStart -= windowSize
			z.slideHash()
		}
		if len(z.src) == 0 {
			return
		}
		z.lookahead += z.read(z.window[z.strstart+z.lookahead:])
		if z.lookahead+z.insert >= minMatch {
			// Hash what could not be before: the hash takes minMatch bytes.
			at := z.strstart - z.insert
			z.hash = uint32(z.window[at])
			z.updateHash(z.window[at+1])
			for z.insert != 0 {
				z.updateHash(z.window[at+2])
				z.prev[at&windowMask] = z.head[z.hash]
				z.head[z.hash] = uint16(at)
				at++
				z.insert--
				if z.lookahead+z.insert < minMatch {
					break
				}
			}
		}
		if z.lookahead >= minLookahead || len(z.src) == 0 {
			return
		}
	}
}

// slide moves the upper half of the window down.
func (z *Deflater) slide() {
	copy(z.window[:windowSize], z.window[windowSize:])
	z.strstart -= windowSize
	z.blockStart -= windowSize
	z.insert = min(z.insert, z.strstart)
}

// slideHash moves the positions in the chains with the window.
func (z *Deflater) slideHash() {
	for i, p := range z.head {
		z.head[i] = p - min(p, windowSize)
	}
	for i, p := range z.prev {
		z.prev[i] = p - min(p, windowSize)
	}
}

func (z *Deflater) updateHash(c byte) { z.hash = (z.hash<<hashShift ^ uint32(c)) & hashMask }

// insertString enters the string at strstart and returns the latest position
// with the same hash, 0 for none.
func (z *Deflater) insertString() int {
	z.updateHash(z.window[z.strstart+minMatch-1])
	p := z.head[z.hash]
	z.prev[z.strstart&windowMask] = p
	z.head[z.hash] = uint16(z.strstart)
	return int(p)
}
