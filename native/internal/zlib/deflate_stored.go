package zlib

const (
	maxStored   = 65535
	pendingSize = 1 << 16 // what zlib's buffer would hold
)

// deflateStored copies (level 0). Where it can it makes blocks of the largest
// size straight from the input to the output; the rest waits in the window,
// which also must have the history in case the level changes.
func (z *Deflater) deflateStored(flush Flush) progress {
	minBlock := min(pendingSize-5, windowSize)
	given := z.src
	last := false
	for !last {
		header := int(z.nbits+42) >> 3
		if len(z.dst) < header {
			break
		}
		room := len(z.dst) - header
		left := z.strstart - z.blockStart
		n := min(maxStored, left+len(z.src), room)
		if n < minBlock && (n == 0 && flush != Finish || flush == NoFlush || n != left+len(z.src)) {
			break
		}
		last = flush == Finish && n == left+len(z.src)
		z.storedHeader(n, last)
		z.flushPending()
		if left = min(left, n); left > 0 {
			copy(z.dst, z.window[z.blockStart:z.blockStart+left])
			z.dst = z.dst[left:]
			z.blockStart += left
			n -= left
		}
		if n > 0 {
			z.read(z.dst[:n])
			z.dst = z.dst[n:]
		}
	}
	z.keepHistory(given[:len(given)-len(z.src)])
	if last {
		return finishDone
	}
	if flush != NoFlush && flush != Finish && len(z.src) == 0 && z.strstart == z.blockStart {
		return blockDone
	}
	// Fill the window with what is left.
	room := len(z.window) - z.strstart
	if len(z.src) > room && z.blockStart >= windowSize {
		z.slideStored()
		room += windowSize
	}
	if n := min(room, len(z.src)); n > 0 {
		z.read(z.window[z.strstart : z.strstart+n])
		z.strstart += n
		z.insert += min(n, windowSize-z.insert)
	}
	// A block of what the window has, if it is large or must go out.
	room = min(pendingSize-int(z.nbits+42)>>3, maxStored)
	minBlock = min(room, windowSize)
	left := z.strstart - z.blockStart
	if left >= minBlock || (left != 0 || flush == Finish) && flush != NoFlush && len(z.src) == 0 && left <= room {
		n := min(left, room)
		last = flush == Finish && len(z.src) == 0 && n == left
		z.stored(z.window[z.blockStart:z.blockStart+n], last)
		z.blockStart += n
		z.flushPending()
	}
	if last {
		return finishStarted
	}
	return needMore
}

// keepHistory puts input that went straight to the output into the window.
func (z *Deflater) keepHistory(p []byte) {
	if len(p) == 0 {
		return
	}
	if len(p) >= windowSize {
		z.matches = 2 // no chain is good
		copy(z.window[:], p[len(p)-windowSize:])
		z.strstart = windowSize
		z.insert = z.strstart
	} else {
		if len(z.window)-z.strstart <= len(p) {
			z.slideStored()
		}
		copy(z.window[z.strstart:], p)
		z.strstart += len(p)
		z.insert += min(len(p), windowSize-z.insert)
	}
	z.blockStart = z.strstart
}

// slideStored is slide; the chains follow when they are needed again.
func (z *Deflater) slideStored() {
	z.slide()
	if z.matches < 2 {
		z.matches++
	}
}
