package zlib

import "math/bits"

// An entry of a decoding table:
//
//	bits 0-3    length of the code, or of its part in this table
//	bits 4-7    kind
//	bits 8-15   number of extra bits; for a link the index bits of the subtable
//	bits 16-31  literal or symbol, base of a length or distance; for a link the subtable's start
type entry uint32

const (
	kindInvalid = iota
	kindLiteral
	kindBase // a length or distance
	kindEnd
	kindLink
)

func makeEntry(length uint8, kind, extra uint8, value uint16) entry {
	return entry(length) | entry(kind)<<4 | entry(extra)<<8 | entry(value)<<16
}

func (e entry) len() uint     { return uint(e & 15) }
func (e entry) kind() uint    { return uint(e >> 4 & 15) }
func (e entry) extra() uint   { return uint(e >> 8 & 255) }
func (e entry) value() uint32 { return uint32(e >> 16) }

// table decodes one Huffman code: a root table indexed by rootBits bits of
// input, and after it subtables for longer codes.
type table struct {
	rootBits uint
	entries  []entry
}

// lookup decodes the code at the low end of hold. A result with kind
// kindInvalid and length 0 is for bits that no code begins with.
func (t *table) lookup(hold uint64) (e entry, length uint) {
	e = t.entries[hold&(1<<t.rootBits-1)]
	if e.kind() != kindLink {
		return e, e.len()
	}
	sub := hold >> t.rootBits & (1<<e.extra() - 1)
	e = t.entries[uint64(e.value())+sub]
	return e, e.len() + t.rootBits
}

// symbolKind tells how a table shows a symbol.
type symbolKind func(sym int) (kind, extra uint8, value uint16)

func plainSymbol(sym int) (kind, extra uint8, value uint16) {
	return kindLiteral, 0, uint16(sym)
}

func litLenSymbol(sym int) (kind, extra uint8, value uint16) {
	switch {
	case sym < endOfBlock:
		return kindLiteral, 0, uint16(sym)
	case sym == endOfBlock:
		return kindEnd, 0, 0
	case sym < litCodes:
		return kindBase, lengthBits[sym-endOfBlock-1], lengthBase[sym-endOfBlock-1]
	}
	return kindInvalid, 0, 0
}

func distSymbol(sym int) (kind, extra uint8, value uint16) {
	if sym < distCodes {
		return kindBase, distBits[sym], distBase[sym]
	}
	return kindInvalid, 0, 0
}

// build makes the table for the code with the given code lengths (RFC 1951,
// 3.2.2). It is false when the lengths are over-subscribed or leave codes
// unused; unused ones are allowed when partial and all codes have one bit or
// there is none.
func (t *table) build(lens []uint8, rootBits uint, partial bool, show symbolKind) bool {
	var count [maxBits + 1]int
	for _, n := range lens {
		count[n]++
	}
	longest := uint(maxBits)
	for longest > 0 && count[longest] == 0 {
		longest--
	}
	left := 1
	for n := 1; n <= maxBits; n++ {
		if left = left<<1 - count[n]; left < 0 {
			return false
		}
	}
	if longest > 0 && left > 0 && (!partial || longest != 1) {
		return false
	}
	rootBits = max(1, min(rootBits, longest))
	t.rootBits = rootBits
	size := 1 << rootBits
	if cap(t.entries) < size {
		t.entries = make([]entry, size, size+512)
	}
	t.entries = t.entries[:size]
	clear(t.entries)

	var next [maxBits + 2]uint32
	code := uint32(0)
	for n := 1; n <= maxBits; n++ {
		code = (code + uint32(count[n-1])*b2u(n > 1)) << 1
		next[n] = code
	}
	// Codes longer than rootBits share subtables; each is as large as its
	// longest code asks for.
	if longest > rootBits {
		t.makeLinks(lens, next, longest)
	}
	for sym, n := range lens {
		if n == 0 {
			continue
		}
		c := uint32(bits.Reverse32(next[n])) >> (32 - uint(n))
		next[n]++
		kind, extra, value := show(sym)
		if uint(n) <= rootBits {
			e := makeEntry(n, kind, extra, value)
			for i := c; i < uint32(size); i += 1 << n {
				t.entries[i] = e
			}
			continue
		}
		link := t.entries[c&(1<<rootBits-1)]
		e := makeEntry(n-uint8(rootBits), kind, extra, value)
		for i := c >> rootBits; i < 1<<link.extra(); i += 1 << (uint(n) - rootBits) {
			t.entries[link.value()+i] = e
		}
	}
	return true
}

// makeLinks makes room for the subtables and links them into the root table.
func (t *table) makeLinks(lens []uint8, next [maxBits + 2]uint32, longest uint) {
	var need [1 << 10]uint8 // by root index: bits of the subtable
	for _, n := range lens {
		if n == 0 {
			continue
		}
		c := uint32(bits.Reverse32(next[n])) >> (32 - uint(n))
		next[n]++
		if uint(n) > t.rootBits {
			i := c & (1<<t.rootBits - 1)
			need[i] = max(need[i], n-uint8(t.rootBits))
		}
	}
	for i, n := range need[:1<<t.rootBits] {
		if n != 0 {
			t.entries[i] = makeEntry(uint8(t.rootBits), kindLink, n, uint16(len(t.entries)))
			for range 1 << n {
				t.entries = append(t.entries, 0)
			}
		}
	}
}

func b2u(b bool) uint32 {
	if b {
		return 1
	}
	return 0
}
