/* Runs a kernel: name, size, calls. Prints the check sum and the processor time of the
   fastest call in nanoseconds. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "kernels.c"

#define KERNEL(k) { #k, k }

static struct {
	const char *name;
	int32_t (*run)(u8 *, int32_t);
} kernels[] = {
	KERNEL(intloop), KERNEL(sieve), KERNEL(matmul), KERNEL(mandelbrot), KERNEL(nbody), KERNEL(crc32),
	KERNEL(sha256), KERNEL(quicksort), KERNEL(hashprobe), KERNEL(strscan), KERNEL(longarith),
};

static u8 memory[1 << 20] __attribute__((aligned(4096)));

static long long now(void) {
	struct timespec t;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return t.tv_sec * 1000000000LL + t.tv_nsec;
}

int main(int argc, char **argv) {
	if (argc != 4)
		return 2;
	for (size_t i = 0; i < sizeof kernels / sizeof kernels[0]; i++) {
		if (strcmp(kernels[i].name, argv[1]))
			continue;
		long long best = -1;
		int32_t sum = 0;
		for (int c = atoi(argv[3]); c > 0; c--) {
			long long begin = now();
			sum = kernels[i].run(memory, atoi(argv[2]));
			long long t = now() - begin;
			if (best < 0 || t < best)
				best = t;
		}
		printf("%d %lld\n", sum, best);
		return 0;
	}
	return 1;
}
