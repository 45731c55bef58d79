package intrinsic

import (
	"encoding/binary"
	"math/bits"

	"gojvm/native/internal/nat"
	"gojvm/vm"
)

// ghashMethods are those of com.sun.crypto.provider.GHASH (NIST SP 800-38D): processBlocks(data, offset,
// blocks, state, powers of the key), of which the first two words of the last argument are the key.
func ghashMethods() vm.NativeTable {
	return vm.NativeTable{
		"processBlocks([BII[J[J)V": func(t *vm.Thread, a vm.Args) (vm.Value, error) {
			if a.Ref(0) == 0 || a.Ref(3) == 0 || a.Ref(4) == 0 {
				return nat.NullPointer(t)
			}
			from, n, length := int(a.Int(1)), int(a.Int(2))*aesBlock, vm.ArrayLen(a.Ref(0))
			if n <= 0 {
				return 0, nil
			}
			if from < 0 || from+n > length || vm.ArrayLen(a.Ref(3)) < 2 || vm.ArrayLen(a.Ref(4)) < 2 { // its callers have checked that
				return nat.Err(outOfBounds(t, from, length))
			}
			for end := from + n; from < end; {
				k := min(end-from, maxCrypt)
				ghash(vm.LongElems(a.Ref(3)), vm.LongElems(a.Ref(4)), vm.ByteElems(a.Ref(0))[from:from+k])
				from += k
				t.Poll()
			}
			return 0, nil
		},
	}
}

// ghash multiplies the state, with each block added, by the key: as polynomials over GF(2) of
// degree 127 modulo x^128 + x^7 + x^2 + x + 1, whose coefficients begin at the highest bit of
// the first word. The product without reduction is of three products of words (Karatsuba), each
// of them once for its low half and once, with reversed factors, for the high half
// (Pornin: BearSSL, constant-time GHASH).
func ghash(state, key []int64, data []byte) {
	y1, y0 := uint64(state[0]), uint64(state[1])
	h1, h0 := uint64(key[0]), uint64(key[1])
	h0r, h1r := bits.Reverse64(h0), bits.Reverse64(h1)
	h2, h2r := h0^h1, h0r^h1r
	for len(data) >= aesBlock {
		y1 ^= binary.BigEndian.Uint64(data)
		y0 ^= binary.BigEndian.Uint64(data[8:])
		data = data[aesBlock:]
		y0r, y1r := bits.Reverse64(y0), bits.Reverse64(y1)
		z0, z1, z2 := clmulLow(y0, h0), clmulLow(y1, h1), clmulLow(y0^y1, h2)
		z0h, z1h, z2h := clmulLow(y0r, h0r), clmulLow(y1r, h1r), clmulLow(y0r^y1r, h2r)
		z2 ^= z0 ^ z1
		z2h ^= z0h ^ z1h
		z0h, z1h, z2h = bits.Reverse64(z0h)>>1, bits.Reverse64(z1h)>>1, bits.Reverse64(z2h)>>1
		v0, v1, v2, v3 := z0, z0h^z2, z1^z2h, z1h
		v3, v2, v1, v0 = v3<<1|v2>>63, v2<<1|v1>>63, v1<<1|v0>>63, v0<<1
		v2 ^= v0 ^ v0>>1 ^ v0>>2 ^ v0>>7
		v1 ^= v0<<63 ^ v0<<62 ^ v0<<57
		v3 ^= v1 ^ v1>>1 ^ v1>>2 ^ v1>>7
		v2 ^= v1<<63 ^ v1<<62 ^ v1<<57
		y0, y1 = v2, v3
	}
	state[0], state[1] = int64(y1), int64(y0)
}

// clmulLow returns the low half of a product without carries: of integers whose bits are three
// places apart, so that the carries of a product fall between the places that count.
func clmulLow(x, y uint64) uint64 {
	const m0, m1, m2, m3 = 0x1111111111111111, 0x2222222222222222, 0x4444444444444444, 0x8888888888888888
	x0, x1, x2, x3 := x&m0, x&m1, x&m2, x&m3
	y0, y1, y2, y3 := y&m0, y&m1, y&m2, y&m3
	return (x0*y0^x1*y3^x2*y2^x3*y1)&m0 | (x0*y1^x1*y0^x2*y3^x3*y2)&m1 |
		(x0*y2^x1*y1^x2*y0^x3*y3)&m2 | (x0*y3^x1*y2^x2*y1^x3*y0)&m3
}
