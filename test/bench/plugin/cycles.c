/* A plugin of qemu's user emulation (7.2, plugin interface 1) that runs each PowerPC
   instruction through a simple model of the 750 and prints the cycles on standard error at
   exit.

   The model: instructions begin in order, two a cycle, as soon as their operands are there and
   their unit is free. Two integer units, of which one multiplies and divides, one unit each for
   memory, floats, special registers. Latencies are those of the MPC750 RISC Microprocessor
   User's Manual, chapter 6. Caches always hit, branches are always predicted and take no slot,
   but end the cycle. What the model leaves out (reservation stations, the
   rename and completion queues) hides some waiting on the real machine. */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

struct qemu_plugin_tb;
struct qemu_plugin_insn;
typedef void (*translated)(uint64_t id, struct qemu_plugin_tb *tb);
typedef void (*executed)(unsigned vcpu, void *data);
typedef void (*ended)(uint64_t id, void *data);
extern size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *tb);
extern struct qemu_plugin_insn *qemu_plugin_tb_get_insn(const struct qemu_plugin_tb *tb, size_t i);
extern const void *qemu_plugin_insn_data(const struct qemu_plugin_insn *insn);
extern void qemu_plugin_register_vcpu_tb_trans_cb(uint64_t id, translated fn);
extern void qemu_plugin_register_vcpu_tb_exec_cb(struct qemu_plugin_tb *tb, executed fn, int flags, void *data);
extern void qemu_plugin_register_atexit_cb(uint64_t id, ended fn, void *data);

__attribute__((visibility("default"))) int qemu_plugin_version = 1;

/* Numbers of what an instruction reads and writes: general registers from 0, float registers
   from 32, then these. NONE is always there. */
enum { FPR = 32, CR = 64, CA = 72, CTR, LR, NONE, NUM };
enum { INT, MUL, MEM, FLOAT, SYSTEM, BRANCH };

struct insn {
	uint8_t unit, busy, latency, late; /* late: of the second result, the base that is updated */
	uint8_t in[4], out[3], nin, nout;
};

struct block {
	int n;
	struct insn insns[];
};

static uint64_t ready[NUM], free_at[BRANCH], second_int, now;
static int slots;

static void run(unsigned vcpu, void *data) {
	struct block *b = data;
	for (int i = 0; i < b->n; i++) {
		struct insn *x = &b->insns[i];
		uint64_t t = now;
		if (x->unit == BRANCH) { /* resolved when its bit is there; predicted, so nothing waits */
			for (int k = 0; k < x->nout; k++)
				ready[x->out[k]] = t + x->latency;
			continue;
		}
		for (int k = 0; k < x->nin; k++)
			if (ready[x->in[k]] > t)
				t = ready[x->in[k]];
		uint64_t *unit = &free_at[x->unit == MUL ? INT : x->unit];
		if (x->unit == INT && second_int < *unit)
			unit = &second_int;
		if (*unit > t)
			t = *unit;
		if (t > now)
			slots = 0;
		else if (slots == 2) {
			t++;
			slots = 0;
		}
		now = t;
		slots++;
		*unit = t + x->busy;
		for (int k = 0; k < x->nout; k++)
			ready[x->out[k]] = t + (k == 1 && x->late ? x->late : x->latency);
	}
	if (b->n && b->insns[b->n - 1].unit == BRANCH) {
		now++;
		slots = 0;
	}
}

static void in(struct insn *x, int r) { x->in[x->nin++] = r; }
static void out(struct insn *x, int r) { x->out[x->nout++] = r; }
static void cost(struct insn *x, int unit, int busy, int latency) { x->unit = unit, x->busy = busy, x->latency = latency; }

static void memory(struct insn *x, int load, int flt, int rt, int ra, int rb, int update) {
	cost(x, MEM, 1, 2);
	if (ra || update)
		in(x, ra);
	if (rb != NONE)
		in(x, rb);
	if (load)
		out(x, rt + (flt ? FPR : 0));
	else {
		in(x, rt + (flt ? FPR : 0));
		out(x, NONE);
	}
	if (update)
		out(x, ra), x->late = 1;
}

static void extended(struct insn *x, uint32_t w) {
	int rt = w >> 21 & 31, ra = w >> 16 & 31, rb = w >> 11 & 31, xo = w >> 1 & 1023, rc = w & 1;
	cost(x, INT, 1, 1);
	switch (xo) {
	case 0: case 32: /* cmp, cmpl */
		in(x, ra), in(x, rb), out(x, CR + (rt >> 2));
		return;
	case 4: /* tw */
		in(x, ra), in(x, rb);
		return;
	case 19: /* mfcr */
		for (int i = 0; i < 4; i++)
			in(x, CR + i);
		cost(x, SYSTEM, 1, 3), out(x, rt);
		return;
	case 144: /* mtcrf */
		in(x, rt), cost(x, SYSTEM, 1, 1), out(x, CR);
		return;
	case 339: /* mfspr */
		in(x, (rb == 0 && ra == 9) ? CTR : LR), cost(x, SYSTEM, 3, 3), out(x, rt);
		return;
	case 467: /* mtspr */
		in(x, rt), cost(x, SYSTEM, 2, 2), out(x, ra == 9 ? CTR : LR);
		return;
	case 598: case 854: case 150: case 86: case 982: case 54: case 246: case 278: /* sync and caches */
		cost(x, MEM, 3, 3);
		return;
	case 23: case 87: case 279: case 343: case 20: case 534: case 790: case 55: case 119: case 311: case 375:
		memory(x, 1, 0, rt, ra, rb, xo >> 5 & 1);
		return;
	case 151: case 215: case 407: case 662: case 918: case 183: case 247: case 439:
		memory(x, 0, 0, rt, ra, rb, xo >> 5 & 1);
		return;
	case 535: case 599: case 567: case 631:
		memory(x, 1, 1, rt, ra, rb, xo >> 5 & 1);
		return;
	case 663: case 727: case 695: case 759: case 983:
		memory(x, 0, 1, rt, ra, rb, xo >> 5 & 1);
		return;
	case 28: case 60: case 444: case 412: case 124: case 476: case 316: case 284: case 24: case 536: case 792: /* logic, shifts */
		in(x, rt), in(x, rb), out(x, ra);
		if (xo == 792)
			out(x, CA);
		break;
	case 824: /* srawi */
		in(x, rt), out(x, ra), out(x, CA);
		break;
	case 26: case 922: case 954: /* cntlzw, extsh, extsb */
		in(x, rt), out(x, ra);
		break;
	default: /* with OE: ten bits are nine */
		switch (xo & 511) {
		case 235: case 75: case 11:
			cost(x, MUL, 4, 4);
			break;
		case 491: case 459:
			cost(x, MUL, 19, 19);
			break;
		}
		in(x, ra);
		switch (xo & 511) {
		case 202: case 234: case 200: case 232: /* addze, addme, subfze, subfme */
			in(x, CA), out(x, rt), out(x, CA);
			break;
		case 138: case 136: /* adde, subfe */
			in(x, rb), in(x, CA), out(x, rt), out(x, CA);
			break;
		case 10: case 8: /* addc, subfc */
			in(x, rb), out(x, rt), out(x, CA);
			break;
		case 104: /* neg */
			out(x, rt);
			break;
		default:
			in(x, rb), out(x, rt);
		}
	}
	if (rc)
		out(x, CR);
}

static void decode(struct insn *x, uint32_t w) {
	int op = w >> 26, rt = w >> 21 & 31, ra = w >> 16 & 31, rb = w >> 11 & 31, xo = w >> 1 & 1023;
	cost(x, INT, 1, 1);
	switch (op) {
	case 3: /* twi */
		in(x, ra);
		return;
	case 7:
		cost(x, MUL, 3, 3), in(x, ra), out(x, rt);
		return;
	case 8: case 12: case 13:
		in(x, ra), out(x, rt), out(x, CA);
		if (op == 13)
			out(x, CR);
		return;
	case 10: case 11:
		in(x, ra), out(x, CR + (rt >> 2));
		return;
	case 14: case 15:
		if (ra)
			in(x, ra);
		out(x, rt);
		return;
	case 16: case 18: /* a branch that counts or links writes CTR or LR */
		cost(x, BRANCH, 0, 1);
		return;
	case 17:
		cost(x, SYSTEM, 3, 3);
		return;
	case 19:
		if (xo == 16 || xo == 528)
			cost(x, BRANCH, 0, 1);
		else if (xo == 150)
			cost(x, SYSTEM, 3, 3);
		else { /* logic on bits of CR; mcrf */
			in(x, CR + (ra >> 2)), in(x, CR + (rb >> 2)), in(x, CR + (rt >> 2)), out(x, CR + (rt >> 2));
			cost(x, SYSTEM, 1, 1);
		}
		return;
	case 20:
		in(x, ra);
	case 21:
		in(x, rt), out(x, ra);
		if (w & 1)
			out(x, CR);
		return;
	case 23:
		in(x, rt), in(x, rb), out(x, ra);
		if (w & 1)
			out(x, CR);
		return;
	case 24: case 25: case 26: case 27: case 28: case 29:
		in(x, rt), out(x, ra);
		if (op >= 28)
			out(x, CR);
		return;
	case 31:
		extended(x, w);
		return;
	case 46: case 47: /* lmw, stmw */
		cost(x, MEM, 34 - rt, 34 - rt), in(x, ra);
		return;
	case 59: case 63: {
		int frc = w >> 6 & 31, a = w >> 1 & 31, dbl = op == 63;
		cost(x, FLOAT, 1, 3);
		if (a >= 18) { /* form A */
			switch (a) {
			case 18:
				cost(x, FLOAT, dbl ? 31 : 17, dbl ? 31 : 17), in(x, FPR + ra), in(x, FPR + rb);
				break;
			case 20: case 21:
				in(x, FPR + ra), in(x, FPR + rb);
				break;
			case 25:
				cost(x, FLOAT, dbl ? 2 : 1, dbl ? 4 : 3), in(x, FPR + ra), in(x, FPR + frc);
				break;
			case 24: case 26:
				in(x, FPR + rb);
				break;
			default: /* fused, and fsel */
				cost(x, FLOAT, dbl ? 2 : 1, dbl ? 4 : 3), in(x, FPR + ra), in(x, FPR + rb), in(x, FPR + frc);
			}
			out(x, FPR + rt);
		} else if (xo == 0 || xo == 32)
			in(x, FPR + ra), in(x, FPR + rb), out(x, CR + (rt >> 2));
		else
			in(x, FPR + rb), out(x, FPR + rt);
		return;
	}
	}
	if (op >= 32 && op < 56) { /* odd numbers update */
		int flt = op >= 48, load = flt ? op < 52 : (op < 36 || op >= 40 && op < 44);
		memory(x, load, flt, rt, ra, NONE, op & 1);
		return;
	}
}

static void block(uint64_t id, struct qemu_plugin_tb *tb) {
	size_t n = qemu_plugin_tb_n_insns(tb);
	struct block *b = calloc(1, sizeof *b + n * sizeof b->insns[0]);
	b->n = n;
	for (size_t i = 0; i < n; i++) {
		const uint8_t *p = qemu_plugin_insn_data(qemu_plugin_tb_get_insn(tb, i));
		decode(&b->insns[i], (uint32_t)p[0] << 24 | p[1] << 16 | p[2] << 8 | p[3]);
	}
	qemu_plugin_register_vcpu_tb_exec_cb(tb, run, 0, b);
}

static void end(uint64_t id, void *data) {
	fprintf(stderr, "cycles %llu\n", (unsigned long long)now);
}

__attribute__((visibility("default"))) int qemu_plugin_install(uint64_t id, const void *info, int argc, char **argv) {
	qemu_plugin_register_vcpu_tb_trans_cb(id, block);
	qemu_plugin_register_atexit_cb(id, end, NULL);
	return 0;
}
