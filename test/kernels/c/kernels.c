/* The kernels in C, line for line what the .ssa files above say. Each takes scratch memory of
   1 MiB, aligned to 16 bytes, and a size, and returns a check sum. */
#include <math.h>
#include <stdint.h>

typedef uint8_t u8;
typedef uint32_t u32;
typedef uint64_t u64;

/* next is the generator that fills the arrays. */
#define NEXT(x) ((x) = (x) * 1103515245u + 12345u)

int32_t intloop(u8 *m, int32_t n) {
	(void)m;
	u32 s = 0;
	for (int32_t i = 0; i < n; i++) {
		s ^= (u32)i * (u32)i;
		s += (u32)i;
	}
	return (int32_t)s;
}

int32_t sieve(u8 *m, int32_t n) {
	int32_t count = 0;
	for (int32_t i = 0; i < n; i++)
		m[i] = 1;
	for (int32_t i = 2; i < n; i++)
		if (m[i]) {
			count++;
			for (int32_t j = i + i; j < n; j += i)
				m[j] = 0;
		}
	return count;
}

int32_t matmul(u8 *m, int32_t n) {
	double *a = (double *)m, *b = a + n * n, *c = b + n * n;
	for (int32_t i = 0; i < n; i++)
		for (int32_t j = 0; j < n; j++) {
			a[i * n + j] = (double)(i * 3 + j);
			b[i * n + j] = (double)(i - j);
		}
	for (int32_t i = 0; i < n; i++)
		for (int32_t j = 0; j < n; j++) {
			double s = 0;
			for (int32_t k = 0; k < n; k++)
				s += a[i * n + k] * b[k * n + j];
			c[i * n + j] = s;
		}
	double t = 0;
	for (int32_t i = 0; i < n * n; i++)
		t = t * 0.5 + c[i];
	return (int32_t)t;
}

int32_t mandelbrot(u8 *m, int32_t n) {
	(void)m;
	int32_t total = 0;
	double step = 3.0 / (double)n;
	for (int32_t y = 0; y < n; y++)
		for (int32_t x = 0; x < n; x++) {
			double cr = (double)x * step - 2.0, ci = (double)y * step - 1.5;
			double zr = 0, zi = 0;
			int32_t k = 0;
			while (k < 100) {
				double rr = zr * zr, ii = zi * zi;
				if (rr + ii > 4.0)
					break;
				zi = (zr + zr) * zi + ci;
				zr = rr - ii + cr;
				k++;
			}
			total += k;
		}
	return total;
}

/* Seven doubles per body: place, velocity, mass. */
int32_t nbody(u8 *m, int32_t n) {
	double *body = (double *)m;
	u32 x = 42;
	for (int32_t i = 0; i < 35; i++) {
		NEXT(x);
		body[i] = (double)(int32_t)(x >> 16 & 1023) * 0.01;
	}
	for (int32_t s = 0; s < n; s++) {
		for (int32_t i = 0; i < 5; i++) {
			double *p = body + i * 7;
			for (int32_t j = i + 1; j < 5; j++) {
				double *q = body + j * 7;
				double dx = p[0] - q[0], dy = p[1] - q[1], dz = p[2] - q[2];
				double d2 = dx * dx + dy * dy + dz * dz + 0.01;
				double mag = 0.001 / (d2 * sqrt(d2));
				double mq = q[6] * mag, mp = p[6] * mag;
				p[3] -= dx * mq;
				p[4] -= dy * mq;
				p[5] -= dz * mq;
				q[3] += dx * mp;
				q[4] += dy * mp;
				q[5] += dz * mp;
			}
		}
		for (int32_t i = 0; i < 5; i++) {
			double *p = body + i * 7;
			p[0] += 0.001 * p[3];
			p[1] += 0.001 * p[4];
			p[2] += 0.001 * p[5];
		}
	}
	double t = 0;
	for (int32_t i = 0; i < 35; i++)
		t = t * 0.75 + body[i];
	return (int32_t)(t * 1000000.0);
}

int32_t crc32(u8 *m, int32_t n) {
	u32 *table = (u32 *)m;
	u8 *data = m + 1024;
	for (u32 i = 0; i < 256; i++) {
		u32 c = i;
		for (int32_t k = 0; k < 8; k++)
			c = c & 1 ? c >> 1 ^ 0xedb88320u : c >> 1;
		table[i] = c;
	}
	u32 x = 1;
	for (int32_t i = 0; i < n; i++) {
		NEXT(x);
		data[i] = (u8)(x >> 16);
	}
	u32 c = 0xffffffffu;
	for (int32_t i = 0; i < n; i++)
		c = table[(c ^ data[i]) & 255] ^ c >> 8;
	return (int32_t)~c;
}

#define ROTL(x, k) ((x) << (k) | (x) >> (32 - (k)))

/* The digest of n blocks that all say "abc", padded; word 0 of the state. K is at 0, the
   schedule at 256, the state at 512, the block at 544. */
int32_t sha256(u8 *m, int32_t n) {
	u32 *k = (u32 *)m, *w = k + 64, *h = w + 64, *block = h + 8;
	k[0] = 0x428a2f98;
	k[1] = 0x71374491;
	k[2] = 0xb5c0fbcf;
	k[3] = 0xe9b5dba5;
	k[4] = 0x3956c25b;
	k[5] = 0x59f111f1;
	k[6] = 0x923f82a4;
	k[7] = 0xab1c5ed5;
	k[8] = 0xd807aa98;
	k[9] = 0x12835b01;
	k[10] = 0x243185be;
	k[11] = 0x550c7dc3;
	k[12] = 0x72be5d74;
	k[13] = 0x80deb1fe;
	k[14] = 0x9bdc06a7;
	k[15] = 0xc19bf174;
	k[16] = 0xe49b69c1;
	k[17] = 0xefbe4786;
	k[18] = 0x0fc19dc6;
	k[19] = 0x240ca1cc;
	k[20] = 0x2de92c6f;
	k[21] = 0x4a7484aa;
	k[22] = 0x5cb0a9dc;
	k[23] = 0x76f988da;
	k[24] = 0x983e5152;
	k[25] = 0xa831c66d;
	k[26] = 0xb00327c8;
	k[27] = 0xbf597fc7;
	k[28] = 0xc6e00bf3;
	k[29] = 0xd5a79147;
	k[30] = 0x06ca6351;
	k[31] = 0x14292967;
	k[32] = 0x27b70a85;
	k[33] = 0x2e1b2138;
	k[34] = 0x4d2c6dfc;
	k[35] = 0x53380d13;
	k[36] = 0x650a7354;
	k[37] = 0x766a0abb;
	k[38] = 0x81c2c92e;
	k[39] = 0x92722c85;
	k[40] = 0xa2bfe8a1;
	k[41] = 0xa81a664b;
	k[42] = 0xc24b8b70;
	k[43] = 0xc76c51a3;
	k[44] = 0xd192e819;
	k[45] = 0xd6990624;
	k[46] = 0xf40e3585;
	k[47] = 0x106aa070;
	k[48] = 0x19a4c116;
	k[49] = 0x1e376c08;
	k[50] = 0x2748774c;
	k[51] = 0x34b0bcb5;
	k[52] = 0x391c0cb3;
	k[53] = 0x4ed8aa4a;
	k[54] = 0x5b9cca4f;
	k[55] = 0x682e6ff3;
	k[56] = 0x748f82ee;
	k[57] = 0x78a5636f;
	k[58] = 0x84c87814;
	k[59] = 0x8cc70208;
	k[60] = 0x90befffa;
	k[61] = 0xa4506ceb;
	k[62] = 0xbef9a3f7;
	k[63] = 0xc67178f2;
	h[0] = 0x6a09e667;
	h[1] = 0xbb67ae85;
	h[2] = 0x3c6ef372;
	h[3] = 0xa54ff53a;
	h[4] = 0x510e527f;
	h[5] = 0x9b05688c;
	h[6] = 0x1f83d9ab;
	h[7] = 0x5be0cd19;
	for (int32_t i = 0; i < 16; i++)
		block[i] = 0;
	block[0] = 0x61626380;
	block[15] = 24;
	for (int32_t r = 0; r < n; r++) {
		for (int32_t i = 0; i < 16; i++)
			w[i] = block[i];
		for (int32_t i = 16; i < 64; i++) {
			u32 x = w[i - 15], y = w[i - 2];
			u32 s0 = ROTL(x, 25) ^ ROTL(x, 14) ^ x >> 3;
			u32 s1 = ROTL(y, 15) ^ ROTL(y, 13) ^ y >> 10;
			w[i] = w[i - 16] + s0 + w[i - 7] + s1;
		}
		u32 a = h[0], b = h[1], c = h[2], d = h[3], e = h[4], f = h[5], g = h[6], hh = h[7];
		for (int32_t i = 0; i < 64; i++) {
			u32 s1 = ROTL(e, 26) ^ ROTL(e, 21) ^ ROTL(e, 7);
			u32 ch = (e & f) ^ (~e & g);
			u32 t1 = hh + s1 + ch + k[i] + w[i];
			u32 s0 = ROTL(a, 30) ^ ROTL(a, 19) ^ ROTL(a, 10);
			u32 maj = (a & b) ^ (a & c) ^ (b & c);
			u32 t2 = s0 + maj;
			hh = g;
			g = f;
			f = e;
			e = d + t1;
			d = c;
			c = b;
			b = a;
			a = t1 + t2;
		}
		h[0] += a;
		h[1] += b;
		h[2] += c;
		h[3] += d;
		h[4] += e;
		h[5] += f;
		h[6] += g;
		h[7] += hh;
	}
	return (int32_t)h[0];
}

static void sort(int32_t *a, int32_t lo, int32_t hi) {
	if (lo >= hi)
		return;
	int32_t pivot = a[(lo + hi) >> 1];
	int32_t i = lo, j = hi;
	while (i <= j) {
		while (a[i] < pivot)
			i++;
		while (a[j] > pivot)
			j--;
		if (i <= j) {
			int32_t t = a[i];
			a[i] = a[j];
			a[j] = t;
			i++;
			j--;
		}
	}
	sort(a, lo, j);
	sort(a, i, hi);
}

int32_t quicksort(u8 *m, int32_t n) {
	int32_t *a = (int32_t *)m;
	u32 x = 7;
	for (int32_t i = 0; i < n; i++) {
		NEXT(x);
		a[i] = (int32_t)x;
	}
	sort(a, 0, n - 1);
	u32 s = 0;
	for (int32_t i = 0; i < n; i++)
		s = s * 31 + (u32)a[i];
	return (int32_t)s;
}

/* Open addressing in 65,536 places: n keys go in, then 4n are looked for. */
int32_t hashprobe(u8 *m, int32_t n) {
	u32 *table = (u32 *)m;
	for (int32_t i = 0; i < 65536; i++)
		table[i] = 0;
	u32 x = 3;
	for (int32_t i = 0; i < n; i++) {
		NEXT(x);
		u32 key = x >> 8 | 1;
		u32 p = key * 0x9e3779b1u >> 16;
		while (table[p] != 0 && table[p] != key)
			p = (p + 1) & 65535;
		table[p] = key;
	}
	u32 y = 3;
	int32_t found = 0;
	for (int32_t i = 0; i < 4 * n; i++) {
		NEXT(y);
		u32 key = y >> 8 | 1;
		u32 p = key * 0x9e3779b1u >> 16;
		for (;;) {
			u32 e = table[p];
			if (e == key) {
				found++;
				break;
			}
			if (e == 0)
				break;
			p = (p + 1) & 65535;
		}
	}
	return found;
}

/* Counts words and the places of "aba" in a text of the letters a to d and spaces. */
int32_t strscan(u8 *m, int32_t n) {
	u32 x = 5;
	for (int32_t i = 0; i < n; i++) {
		NEXT(x);
		u32 r = x >> 16 & 7;
		m[i] = r < 4 ? (u8)('a' + r) : r < 6 ? 'a' : ' ';
	}
	int32_t words = 0, inside = 0;
	for (int32_t i = 0; i < n; i++) {
		if (m[i] == ' ')
			inside = 0;
		else {
			if (!inside)
				words++;
			inside = 1;
		}
	}
	int32_t places = 0;
	for (int32_t i = 0; i < n - 2; i++)
		if (m[i] == 'a' && m[i + 1] == 'b' && m[i + 2] == 'a')
			places++;
	return (int32_t)((u32)words * 65536 + (u32)places);
}

int32_t longarith(u8 *m, int32_t n) {
	(void)m;
	u64 x = 88172645463325252u;
	u64 s = 0;
	for (int32_t i = 1; i <= n; i++) {
		x ^= x << 13;
		x ^= x >> 7;
		x ^= x << 17;
		s = s * 6364136223846793005u + x;
		s += (u64)((int64_t)x / 1000);
		s ^= (u64)((int64_t)x % 7);
		if ((int64_t)s < 0)
			s = ~s;
		s += x / (u64)(u32)i;
	}
	return (int32_t)(s >> 32 ^ s);
}
