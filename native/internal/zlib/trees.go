package zlib

import (
	"math/bits"
	"sync"
)

// blockWriter collects the literals and matches of one block and writes it in
// the cheapest of the three forms (RFC 1951, 3.2.3). Output goes to pending,
// which the Deflater drains.
type blockWriter struct {
	pending []byte
	bits    uint64 // not yet whole bytes
	nbits   uint

	syms []symbol
	lit  huffman // literals and lengths
	dist huffman
	bl   huffman // bit lengths of the other two

	optLen, staticLen int // bits of the block in the two Huffman forms

	heap  [2*(litCodes+2) + 1]int16
	depth [2*(litCodes+2) + 1]uint8
}

// symbol is a literal when dist is 0.
type symbol struct {
	dist uint16
	lit  uint8 // literal, or length - minMatch
}

// maxSymbols ends a block; zlib's memory level 8.
const maxSymbols = 1<<14 - 1

// huffman is one of the three codes of a block while it is made.
type huffman struct {
	n       int // symbols
	maxLen  uint8
	extra   func(sym int) int
	static  []uint8 // lengths in the fixed code, nil if there is none
	freq    [2*(litCodes+2) + 1]uint16
	dad     [2*(litCodes+2) + 1]uint16
	len     [2*(litCodes+2) + 1]uint8
	code    [litCodes + 2]uint16
	maxCode int // largest symbol in use
}

// Symbols of the code length alphabet.
const (
	rep3to6     = 16 // repeat the last length
	repZ3to10   = 17 // repeat zero
	repZ11to138 = 18
)

// fixedCodes are the codes of RFC 1951, 3.2.6, and inverse tables.
type fixedCodes struct {
	litLen, distLen   [litCodes + 2]uint8
	litCode, distCode [litCodes + 2]uint16
	lengthCode        [maxMatch - minMatch + 1]uint8
	distCodeLow       [256]uint8 // of distances 1 to 256
	distCodeHigh      [256]uint8 // of the others, by (distance-1)>>7
}

// fixed returns the one instance.
var fixed = sync.OnceValue(makeFixedCodes)

func makeFixedCodes() *fixedCodes {
	f := new(fixedCodes)
	for i := range f.litLen {
		f.litLen[i] = fixedLitLen(i)
	}
	for i := range distCodes {
		f.distLen[i] = 5
	}
	assignCodes(f.litLen[:], f.litCode[:])
	assignCodes(f.distLen[:distCodes], f.distCode[:])
	for i, base := range lengthBase {
		for n := int(base) - minMatch; n < len(f.lengthCode); n++ {
			f.lengthCode[n] = uint8(i)
		}
	}
	for i, base := range distBase {
		for d := int(base) - 1; d < 256; d++ {
			f.distCodeLow[d] = uint8(i)
		}
		for d := (int(base) - 1) >> 7; d < 256; d++ {
			f.distCodeHigh[d] = uint8(i)
		}
	}
	return f
}

func (f *fixedCodes) distanceCode(dist int) int {
	if dist--; dist < 256 {
		return int(f.distCodeLow[dist])
	}
	return int(f.distCodeHigh[dist>>7])
}

// assignCodes gives the canonical codes for code lengths, bits reversed for
// sending (RFC 1951, 3.2.2).
func assignCodes(lens []uint8, codes []uint16) {
	var count, next [maxBits + 1]uint16
	for _, n := range lens {
		count[n]++
	}
	count[0] = 0
	for n := 1; n <= maxBits; n++ {
		next[n] = (next[n-1] + count[n-1]) << 1
	}
	for i, n := range lens {
		if n != 0 {
			codes[i] = bits.Reverse16(next[n]) >> (16 - n)
			next[n]++
		}
	}
}

func (w *blockWriter) init(f *fixedCodes) {
	w.syms = make([]symbol, 0, maxSymbols)
	w.lit = huffman{n: litCodes, maxLen: maxBits, static: f.litLen[:], extra: func(s int) int {
		if s <= endOfBlock {
			return 0
		}
		return int(lengthBits[s-endOfBlock-1])
	}}
	w.dist = huffman{n: distCodes, maxLen: maxBits, static: f.distLen[:], extra: func(s int) int { return int(distBits[s]) }}
	w.bl = huffman{n: bitLenCodes, maxLen: 7, extra: func(s int) int {
		if s < rep3to6 {
			return 0
		}
		return [...]int{2, 3, 7}[s-rep3to6]
	}}
}

func (w *blockWriter) reset() {
	w.pending, w.bits, w.nbits = w.pending[:0], 0, 0
	w.startBlock()
}

// startBlock forgets the symbols.
func (w *blockWriter) startBlock() {
	clear(w.lit.freq[:w.lit.n])
	clear(w.dist.freq[:w.dist.n])
	clear(w.bl.freq[:w.bl.n])
	w.lit.freq[endOfBlock] = 1
	w.optLen, w.staticLen = 0, 0
	w.syms = w.syms[:0]
}

// literal adds a literal; it is true when the block must end.
func (w *blockWriter) literal(c byte) bool {
	w.syms = append(w.syms, symbol{0, c})
	w.lit.freq[c]++
	return len(w.syms) == maxSymbols
}

// match adds a match; it is true when the block must end.
func (w *blockWriter) match(f *fixedCodes, dist, length int) bool {
	w.syms = append(w.syms, symbol{uint16(dist), uint8(length - minMatch)})
	w.lit.freq[literals+1+int(f.lengthCode[length-minMatch])]++
	w.dist.freq[f.distanceCode(dist)]++
	return len(w.syms) == maxSymbols
}

// send writes the n low bits of v.
func (w *blockWriter) send(v uint32, n uint) {
	w.bits |= uint64(v) << w.nbits
	w.nbits += n
	if w.nbits >= 32 {
		w.pending = append(w.pending, byte(w.bits), byte(w.bits>>8), byte(w.bits>>16), byte(w.bits>>24))
		w.bits >>= 32
		w.nbits -= 32
	}
}

// flushBits writes the bits that make whole bytes.
func (w *blockWriter) flushBits() {
	for w.nbits >= 8 {
		w.pending = append(w.pending, byte(w.bits))
		w.bits >>= 8
		w.nbits -= 8
	}
}

// align fills up to a byte boundary.
func (w *blockWriter) align() {
	w.nbits = (w.nbits + 7) &^ 7
	w.flushBits()
}

// stored writes a stored block of at most 65535 bytes.
func (w *blockWriter) stored(p []byte, last bool) {
	w.storedHeader(len(p), last)
	w.pending = append(w.pending, p...)
}

func (w *blockWriter) storedHeader(n int, last bool) {
	w.send(b2u(last), 3)
	w.align()
	w.pending = append(w.pending, byte(n), byte(n>>8), byte(^n), byte(^n>>8))
}

// endBlock writes the block, whose input was p when that is still known (not
// nil), and begins a new one.
func (w *blockWriter) endBlock(f *fixedCodes, p []byte, size int, last bool) {
	w.lit.build(w)
	w.dist.build(w)
	w.scan(&w.lit)
	w.scan(&w.dist)
	w.bl.build(w)
	nbl := bitLenCodes
	for nbl > 4 && w.bl.len[bitLenOrder[nbl-1]] == 0 {
		nbl--
	}
	w.optLen += 3*nbl + 5 + 5 + 4
	opt, static := (w.optLen+3+7)>>3, (w.staticLen+3+7)>>3
	if static <= opt {
		opt = static
	}
	switch {
	case size+4 <= opt && p != nil:
		w.stored(p, last)
	case static == opt:
		w.send(1<<1|b2u(last), 3)
		w.sendSymbols(f, f.litCode[:], f.litLen[:], f.distCode[:], f.distLen[:])
	default:
		w.send(2<<1|b2u(last), 3)
		w.send(uint32(w.lit.maxCode+1-257), 5)
		w.send(uint32(w.dist.maxCode+1-1), 5)
		w.send(uint32(nbl-4), 4)
		for _, sym := range bitLenOrder[:nbl] {
			w.send(uint32(w.bl.len[sym]), 3)
		}
		w.sendLengths(&w.lit)
		w.sendLengths(&w.dist)
		w.sendSymbols(f, w.lit.code[:], w.lit.len[:], w.dist.code[:], w.dist.len[:])
	}
	w.startBlock()
	if last {
		w.align()
	}
}

func (w *blockWriter) sendSymbols(f *fixedCodes, litCode []uint16, litLen []uint8, distCode []uint16, distLen []uint8) {
	for _, s := range w.syms {
		if s.dist == 0 {
			w.send(uint32(litCode[s.lit]), uint(litLen[s.lit]))
			continue
		}
		c := int(f.lengthCode[s.lit])
		w.send(uint32(litCode[literals+1+c]), uint(litLen[literals+1+c]))
		w.send(uint32(s.lit)+minMatch-uint32(lengthBase[c]), uint(lengthBits[c]))
		c = f.distanceCode(int(s.dist))
		w.send(uint32(distCode[c]), uint(distLen[c]))
		w.send(uint32(s.dist)-uint32(distBase[c]), uint(distBits[c]))
	}
	w.send(uint32(litCode[endOfBlock]), uint(litLen[endOfBlock]))
}

// lengthRuns calls emit for the code length symbols that describe h's lengths:
// count is the times a plain length is sent, or the repeat count of a repeat symbol.
func (h *huffman) lengthRuns(emit func(sym uint8, count int)) {
	prev, count := -1, 0
	for i := 0; i <= h.maxCode; i++ {
		cur, next := int(h.len[i]), -1
		if i < h.maxCode {
			next = int(h.len[i+1])
		}
		most, least := 7, 4
		switch {
		case cur == 0:
			most, least = 138, 3
		case cur == prev:
			most, least = 6, 3
		}
		if count++; count < most && cur == next {
			continue
		}
		switch {
		case count < least:
			emit(uint8(cur), count)
		case cur != 0:
			if cur != prev {
				emit(uint8(cur), 1)
				count--
			}
			emit(rep3to6, count)
		case count <= 10:
			emit(repZ3to10, count)
		default:
			emit(repZ11to138, count)
		}
		count, prev = 0, cur
	}
}

// scan counts the symbols that sendLengths will send.
func (w *blockWriter) scan(h *huffman) {
	h.lengthRuns(func(sym uint8, count int) {
		if sym >= rep3to6 {
			count = 1
		}
		w.bl.freq[sym] += uint16(count)
	})
}

func (w *blockWriter) sendLengths(h *huffman) {
	h.lengthRuns(func(sym uint8, count int) {
		code, n := uint32(w.bl.code[sym]), uint(w.bl.len[sym])
		switch sym {
		case rep3to6:
			w.send(code, n)
			w.send(uint32(count-3), 2)
		case repZ3to10:
			w.send(code, n)
			w.send(uint32(count-3), 3)
		case repZ11to138:
			w.send(code, n)
			w.send(uint32(count-11), 7)
		default:
			for range count {
				w.send(code, n)
			}
		}
	})
}
