package zlib

import (
	"encoding/binary"
	"math/bits"
)

// longestMatch follows the hash chain from position at and returns the length of
// the best match, at most the lookahead; matchStart is where it begins. A match
// must be longer than prevLength.
func (z *Deflater) longestMatch(at int) int {
	tune := &levels[z.level]
	chain, nice := tune.chain, min(tune.nice, z.lookahead)
	if z.prevLength >= tune.good {
		chain >>= 2
	}
	scan, best := z.strstart, z.prevLength
	limit := max(0, scan-maxDist)
	w := &z.window
	end := scan + maxMatch
	for {
		if w[at+best] == w[scan+best] && w[at+best-1] == w[scan+best-1] && w[at] == w[scan] && w[at+1] == w[scan+1] {
			n := matchLen(w, at, scan, end)
			if n > best {
				z.matchStart = at
				best = n
				if n >= nice {
					break
				}
			}
		}
		at = int(z.prev[at&windowMask])
		if at <= limit {
			break
		}
		if chain--; chain == 0 {
			break
		}
	}
	return min(best, z.lookahead)
}

// matchLen returns how far the strings at a and b agree, b not beyond end.
func matchLen(w *[2 * windowSize]byte, a, b, end int) int {
	start := b
	end = min(end, len(w))
	for b+8 <= end {
		if x := binary.LittleEndian.Uint64(w[a:]) ^ binary.LittleEndian.Uint64(w[b:]); x != 0 {
			return b - start + bits.TrailingZeros64(x)>>3
		}
		a, b = a+8, b+8
	}
	for b < end && w[a] == w[b] {
		a, b = a+1, b+1
	}
	return b - start
}

// deflateFast takes each match as it comes (levels 1 to 3).
func (z *Deflater) deflateFast(flush Flush) progress {
	for {
		if z.lookahead < minLookahead {
			z.fillWindow()
			if z.lookahead < minLookahead && flush == NoFlush {
				return needMore
			}
			if z.lookahead == 0 {
				break
			}
		}
		at := 0
		if z.lookahead >= minMatch {
			at = z.insertString()
		}
		if at != 0 && z.strstart-at <= maxDist {
			z.matchLength = z.longestMatch(at)
		}
		full := false
		if z.matchLength >= minMatch {
			full = z.match(z.codes, z.strstart-z.matchStart, z.matchLength)
			z.lookahead -= z.matchLength
			if z.matchLength <= levels[z.level].lazy && z.lookahead >= minMatch {
				for z.matchLength--; z.matchLength != 0; z.matchLength-- {
					z.strstart++
					z.insertString()
				}
				z.strstart++
			} else {
				z.strstart += z.matchLength
				z.matchLength = 0
				z.hash = uint32(z.window[z.strstart])
				z.updateHash(z.window[z.strstart+1])
			}
		} else {
			full = z.literal(z.window[z.strstart])
			z.lookahead--
			z.strstart++
		}
		if full && !z.flushBlock(false) {
			return needMore
		}
	}
	z.insert = min(z.strstart, minMatch-1)
	return z.endOfInput(flush)
}

// deflateSlow takes a match only when the next byte does not begin a longer one
// (levels 4 to 9).
func (z *Deflater) deflateSlow(flush Flush) progress {
	for {
		if z.lookahead < minLookahead {
			z.fillWindow()
			if z.lookahead < minLookahead && flush == NoFlush {
				return needMore
			}
			if z.lookahead == 0 {
				break
			}
		}
		at := 0
		if z.lookahead >= minMatch {
			at = z.insertString()
		}
		z.prevLength, z.prevMatch = z.matchLength, z.matchStart
		z.matchLength = minMatch - 1
		if at != 0 && z.prevLength < levels[z.level].lazy && z.strstart-at <= maxDist {
			z.matchLength = z.longestMatch(at)
			if z.matchLength <= 5 && (z.strategy == Filtered ||
				z.matchLength == minMatch && z.strstart-z.matchStart > tooFar) {
				z.matchLength = minMatch - 1
			}
		}
		switch {
		case z.prevLength >= minMatch && z.matchLength <= z.prevLength:
			// The match at the byte before is the better one.
			last := z.strstart + z.lookahead - minMatch // that can be hashed
			full := z.match(z.codes, z.strstart-1-z.prevMatch, z.prevLength)
			z.lookahead -= z.prevLength - 1
			for z.prevLength -= 2; z.prevLength != 0; z.prevLength-- {
				if z.strstart++; z.strstart <= last {
					z.insertString()
				}
			}
			z.matchAvailable, z.matchLength = false, minMatch-1
			z.strstart++
			if full && !z.flushBlock(false) {
				return needMore
			}
		case z.matchAvailable:
			// No match there: it was a literal, and the one here may be better
			// or not.
			if z.literal(z.window[z.strstart-1]) {
				z.flushBlock(false)
			}
			z.strstart++
			z.lookahead--
			if len(z.dst) == 0 {
				return needMore
			}
		default:
			z.matchAvailable = true
			z.strstart++
			z.lookahead--
		}
	}
	if z.matchAvailable {
		z.literal(z.window[z.strstart-1])
		z.matchAvailable = false
	}
	z.insert = min(z.strstart, minMatch-1)
	return z.endOfInput(flush)
}

// deflateHuffman looks for no matches.
func (z *Deflater) deflateHuffman(flush Flush) progress {
	for {
		if z.lookahead == 0 {
			z.fillWindow()
			if z.lookahead == 0 {
				if flush == NoFlush {
					return needMore
				}
				break
			}
		}
		z.matchLength = 0
		full := z.literal(z.window[z.strstart])
		z.lookahead--
		z.strstart++
		if full && !z.flushBlock(false) {
			return needMore
		}
	}
	z.insert = 0
	return z.endOfInput(flush)
}

// endOfInput ends the block when all input is encoded.
func (z *Deflater) endOfInput(flush Flush) progress {
	if flush == Finish {
		if !z.flushBlock(true) {
			return finishStarted
		}
		return finishDone
	}
	if len(z.syms) != 0 && !z.flushBlock(false) {
		return needMore
	}
	return blockDone
}
