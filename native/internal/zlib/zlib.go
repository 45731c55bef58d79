// Package zlib is a zlib (RFC 1950) and raw DEFLATE (RFC 1951) codec of the push
// kind: a call gets what input there is and what room there is, does what it
// can, and the next call goes on at that very bit. The readers and writers of
// package compress pull instead, read ahead and cannot stop; java.util.zip is
// defined in terms of the push interface, counts every byte and shows zlib's
// texts to programs.
//
// The Deflater makes the decisions of zlib 1.2.13 (hash chains, lazy matching,
// block ends, tree shapes), so that its output is the same byte by byte.
//
// It knows nothing of Java.
package zlib

import "errors"

// Status is what a call has come to.
type Status int

// The statuses; their zlib names are Z_OK and so on.
const (
	OK        Status = iota
	StreamEnd        // all of the stream is done
	NeedDict         // SetDictionary must come first
	BufError         // no progress without more input or room; not an error
	DataError        // the input is not a stream; Msg says why
	Misuse           // the call is not allowed in this state (Z_STREAM_ERROR)
)

// Flush says what a Deflater must have put out when a call returns.
type Flush int

// The flush modes, with zlib's numbers.
const (
	NoFlush   Flush = 0
	SyncFlush Flush = 2 // all of the input, up to a byte boundary
	FullFlush Flush = 3 // and decoding can start anew after it
	Finish    Flush = 4 // the stream ends
	block     Flush = 5 // a block ends; only for SetParams
)

// Strategy tunes a Deflater.
type Strategy int

// The strategies, with zlib's numbers.
const (
	Default     Strategy = 0
	Filtered    Strategy = 1 // data of a filter: short matches are no use
	HuffmanOnly Strategy = 2 // no matches
)

// ErrParams is the error of NewDeflater for a level or strategy that is none.
var ErrParams = errors.New("zlib: invalid level or strategy")

const (
	windowSize = 1 << 15
	windowMask = windowSize - 1

	minMatch = 3
	maxMatch = 258

	literals    = 256
	lengthCodes = 29
	endOfBlock  = 256
	litCodes    = literals + 1 + lengthCodes // 286, two more are reserved
	distCodes   = 30
	bitLenCodes = 19
	maxBits     = 15
)

// Tables of RFC 1951, 3.2.5.
var (
	lengthBase = [lengthCodes]uint16{3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258}
	lengthBits = [lengthCodes]uint8{0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0}
	distBase   = [distCodes]uint16{1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577}
	distBits   = [distCodes]uint8{0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13}
)

// bitLenOrder is the order in which the lengths of the bit length codes are
// sent (RFC 1951, 3.2.7).
var bitLenOrder = [bitLenCodes]uint8{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15}

// fixedLitLen returns the code length of symbol sym in the fixed literal and
// length code (RFC 1951, 3.2.6).
func fixedLitLen(sym int) uint8 {
	switch {
	case sym < 144:
		return 8
	case sym < 256:
		return 9
	case sym < 280:
		return 7
	}
	return 8
}
