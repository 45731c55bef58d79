package zlib

const (
	adlerMod = 65521
	// adlerRun is how many bytes can be summed before the sums must be reduced.
	adlerRun = 5552
)

// Adler32 continues the Adler-32 checksum adler (RFC 1950, 8.2; 1 to start with)
// with p. Package hash/adler32 cannot continue from a value.
func Adler32(adler uint32, p []byte) uint32 {
	a, b := adler&0xffff, adler>>16
	for len(p) > 0 {
		q := p[:min(len(p), adlerRun)]
		p = p[len(q):]
		for len(q) >= 4 {
			a += uint32(q[0])
			b += a
			a += uint32(q[1])
			b += a
			a += uint32(q[2])
			b += a
			a += uint32(q[3])
			b += a
			q = q[4:]
		}
		for _, c := range q {
			a += uint32(c)
			b += a
		}
		a %= adlerMod
		b %= adlerMod
	}
	return b<<16 | a
}
