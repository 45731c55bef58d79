package fdlibm

import "math"

// twoOverPi has the binary digits of 2/pi, 24 in each entry.
var twoOverPi = [...]int32{
	0xA2F983, 0x6E4E44, 0x1529FC, 0x2757D1, 0xF534DD, 0xC0DB62,
	0x95993C, 0x439041, 0xFE5163, 0xABDEBB, 0xC561B7, 0x246E3A,
	0x424DD2, 0xE00649, 0x2EEA09, 0xD1921C, 0xFE1DEB, 0x1CB129,
	0xA73EE8, 0x8235F5, 0x2EBB44, 0x84E99C, 0x7026B4, 0x5F7E41,
	0x3991D6, 0x398353, 0x39F49C, 0x845F8B, 0xBDF928, 0x3B1FF8,
	0x97FFDE, 0x05980F, 0xEF2F11, 0x8B5A0A, 0x6D1F6D, 0x367ECF,
	0x27CB09, 0xB74F46, 0x3F669E, 0x5FEA2D, 0x7527BA, 0xC7EBE5,
	0xF17B3D, 0x0739F7, 0x8A5292, 0xEA6BFB, 0x5FB11F, 0x8D5D08,
	0x560330, 0x46FC7B, 0x6BABF0, 0xCFBC20, 0x9AF436, 0x1DA9E3,
	0x91615E, 0xE61B08, 0x659985, 0x5F14A0, 0x68408D, 0xFFD880,
	0x4D7327, 0x310606, 0x1556CA, 0x73A8C9, 0x60E27B, 0xC08C6B,
}

// pio2Parts add up to pi/2, 24 bits in each.
var pio2Parts = [...]float64{
	1.57079625129699707031e+00, 7.54978941586159635335e-08, 5.39030252995776476554e-15, 3.28200341580791294123e-22,
	1.27065575308067607349e-29, 1.22933308981111328932e-36, 2.73370053816464559624e-44, 2.16741683877804819444e-51,
}

// reduce returns n and y0+y1 with x = n*pi/2 + y0+y1, |y0+y1| <= pi/4; of n only
// the last bits matter.
func reduce(x float64) (n int, y0, y1 float64) {
	const (
		invPio2 = 6.36619772367581382433e-01
		// pi/2 in parts of 33 bits, each with what is left behind it
		part1, rest1 = 1.57079632673412561417e+00, 6.07710050650619224932e-11
		part2, rest2 = 6.07710050630396597660e-11, 2.02226624879595063154e-21
		part3, rest3 = 2.02226624871116645580e-21, 8.47842766036889956997e-32
	)
	hx := high(x)
	ix := hx & 0x7fffffff
	switch {
	case ix <= 0x3fe921fb: // |x| <= pi/4
		return 0, x, 0
	case ix >= 0x7ff00000:
		return 0, math.NaN(), math.NaN()
	case ix < 0x4002d97c: // |x| < 3pi/4
		z := math.Abs(x) - part1
		rest := rest1
		if ix == 0x3ff921fb { // near pi/2
			z -= part2
			rest = rest2
		}
		n, y0 = 1, z-rest
		y1 = (z - y0) - rest
	case ix <= 0x413921fb: // |x| <= 2^19 pi/2
		t := math.Abs(x)
		n = int(t*invPio2 + 0.5)
		fn := float64(n)
		r := t - fn*part1
		w := fn * rest1
		y0 = r - w
		if n >= 32 || ix == high(fn*pio2Hi) { // perhaps bits were cancelled
			lost := func() int32 { return ix>>20 - high(y0)>>20&0x7ff }
			if lost() > 16 {
				t = r
				w = fn * part2
				r = t - w
				w = fn*rest2 - ((t - r) - w)
				y0 = r - w
				if lost() > 49 {
					t = r
					w = fn * part3
					r = t - w
					w = fn*rest3 - ((t - r) - w)
					y0 = r - w
				}
			}
		}
		y1 = (r - y0) - w
	default:
		e0 := ix>>20 - 1046
		z := math.Float64frombits(uint64(uint32(ix-e0<<20))<<32 | uint64(low(x)))
		var tx [3]float64
		for i := range 2 {
			tx[i] = float64(int32(z))
			z = (z - tx[i]) * (1 << 24)
		}
		tx[2] = z
		nx := 3
		for tx[nx-1] == 0 {
			nx--
		}
		n, y0, y1 = reduceLarge(tx[:nx], int(e0))
	}
	if hx < 0 {
		return -n, -y0, -y1
	}
	return n, y0, y1
}

// reduceLarge is reduce for x = sum of x[i] * 2^(e0-24*i), by multiplication with as
// many digits of 2/pi as matter (Payne and Hanek).
func reduceLarge(x []float64, e0 int) (n int, y0, y1 float64) {
	const (
		jk     = 4 // terms of 2/pi to begin with
		two24  = 1 << 24
		twon24 = 1.0 / (1 << 24)
	)
	var iq [20]int32
	var f, q, fq [20]float64
	jx := len(x) - 1
	jv := max(0, (e0-3)/24)
	q0 := e0 - 24*(jv+1)
	for i, j := 0, jv-jx; i <= jx+jk; i, j = i+1, j+1 {
		if j >= 0 {
			f[i] = float64(twoOverPi[j])
		}
	}
	product := func(i int) float64 {
		fw := 0.0
		for j := 0; j <= jx; j++ {
			fw += x[j] * f[jx+i-j]
		}
		return fw
	}
	for i := 0; i <= jk; i++ {
		q[i] = product(i)
	}
	jz := jk
	var z float64
	var ih int32
	for {
		// Distill q into 24-bit digits, least first, and the integer part z.
		z = q[jz]
		for i, j := 0, jz; j > 0; i, j = i+1, j-1 {
			fw := float64(int32(twon24 * z))
			iq[i] = int32(z - two24*fw)
			z = q[j-1] + fw
		}
		z = math.Ldexp(z, q0)
		z -= 8 * math.Floor(z*0.125)
		n = int(int32(z))
		z -= float64(n)
		ih = 0
		switch {
		case q0 > 0:
			i := iq[jz-1] >> (24 - q0)
			n += int(i)
			iq[jz-1] -= i << (24 - q0)
			ih = iq[jz-1] >> (23 - q0)
		case q0 == 0:
			ih = iq[jz-1] >> 23
		case z >= 0.5:
			ih = 2
		}
		if ih > 0 { // q > 0.5: take 1-q
			n++
			carry := false
			for i := range iq[:jz] {
				switch j := iq[i]; {
				case carry:
					iq[i] = 0xffffff - j
				case j != 0:
					carry = true
					iq[i] = 0x1000000 - j
				}
			}
			switch q0 {
			case 1:
				iq[jz-1] &= 0x7fffff
			case 2:
				iq[jz-1] &= 0x3fffff
			}
			if ih == 2 {
				z = 1 - z
				if carry {
					z -= math.Ldexp(1, q0)
				}
			}
		}
		if z != 0 {
			break
		}
		var j int32
		for i := jz - 1; i >= jk; i-- {
			j |= iq[i]
		}
		if j != 0 {
			break
		}
		k := 1 // more terms are needed
		for iq[jk-k] == 0 {
			k++
		}
		for i := jz + 1; i <= jz+k; i++ {
			f[jx+i] = float64(twoOverPi[jv+i])
			q[i] = product(i)
		}
		jz += k
	}
	if z == 0 {
		jz--
		q0 -= 24
		for iq[jz] == 0 {
			jz--
			q0 -= 24
		}
	} else {
		z = math.Ldexp(z, -q0)
		if z >= two24 {
			fw := float64(int32(twon24 * z))
			iq[jz] = int32(z - two24*fw)
			jz++
			q0 += 24
			iq[jz] = int32(fw)
		} else {
			iq[jz] = int32(z)
		}
	}
	fw := math.Ldexp(1, q0)
	for i := jz; i >= 0; i-- {
		q[i] = fw * float64(iq[i])
		fw *= twon24
	}
	for i := jz; i >= 0; i-- { // pi/2 times q
		fw := 0.0
		for k := 0; k <= jk && k <= jz-i; k++ {
			fw += pio2Parts[k] * q[i+k]
		}
		fq[jz-i] = fw
	}
	fw = 0
	for i := jz; i >= 0; i-- {
		fw += fq[i]
	}
	y0 = fw
	fw = fq[0] - fw
	for i := 1; i <= jz; i++ {
		fw += fq[i]
	}
	y1 = fw
	if ih != 0 {
		y0, y1 = -y0, -y1
	}
	return n & 7, y0, y1
}

// Reduce returns n and y0+y1 with x = n*pi/2 + y0+y1 and |y0+y1| <= pi/4, to more
// than the precision of two doubles' worth of leading bits; of n only the last two
// bits matter.
func Reduce(x float64) (n int, y0, y1 float64) { return reduce(x) }
