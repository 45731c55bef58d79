// Loops over arrays that the compiler may do in vectors: all types of elements, lengths and
// offsets around the width of a vector, arrays that are the same one, reductions.
public class VectorLoops {
    static final int MAX = 48;

    static void fillB(byte[] a, int from, int to, byte x) { for (int i = from; i < to; i++) a[i] = x; }
    static void fillC(char[] a, int from, int to, char x) { for (int i = from; i < to; i++) a[i] = x; }
    static void fillI(int[] a, int from, int to, int x) { for (int i = from; i < to; i++) a[i] = x; }
    static void fillL(long[] a, int from, int to, long x) { for (int i = from; i < to; i++) a[i] = x; }
    static void fillF(float[] a, int from, int to, float x) { for (int i = from; i < to; i++) a[i] = x; }
    static void fillD(double[] a, int from, int to, double x) { for (int i = from; i < to; i++) a[i] = x; }
    static void fillZ(boolean[] a, int from, int to, boolean x) { for (int i = from; i < to; i++) a[i] = x; }
    static void iota(int[] a, int from, int to) { for (int i = from; i < to; i++) a[i] = i; }
    static void iotaNext(int[] a, int from, int to) { for (int i = from; i < to; i++) a[i] = i + 1; }
    static void iotaB(byte[] a, int from, int to) { for (int i = from; i < to; i++) a[i] = (byte) (i * 3 - 7); }
    static void iotaS(short[] a, int from, int to) { for (int i = from; i < to; i++) a[i] = (short) (i * 2003 + 5); }

    static void copyB(byte[] a, byte[] b, int from, int to, int off) { for (int i = from; i < to; i++) b[i + off] = a[i]; }
    static void copyS(short[] a, short[] b, int from, int to, int off) { for (int i = from; i < to; i++) b[i] = a[i + off]; }
    static void copyI(int[] a, int[] b, int from, int to, int off) { for (int i = from; i < to; i++) b[i + off] = a[i]; }
    static void copyL(long[] a, long[] b, int from, int to, int off) { for (int i = from; i < to; i++) b[i] = a[i + off]; }
    static void back(int[] a, int[] b, int from, int to) { for (int i = from; i < to; i++) b[i] = a[i + 1]; }
    static void forth(int[] a, int[] b, int from, int to) { for (int i = from; i < to; i++) b[i + 1] = a[i]; }
    static void forth2(long[] a, int from, int to) { for (int i = from; i < to; i++) a[i + 2] = a[i] + 1; }
    static void forth4(int[] a, int from, int to) { for (int i = from; i < to; i++) a[i + 4] = a[i] + 1; }
    static void forth3(int[] a, int from, int to) { for (int i = from; i < to; i++) a[i + 3] = a[i] + 1; }
    static void prefix(int[] a, int from, int to) { for (int i = from; i < to; i++) a[i + 1] += a[i]; }
    static void stencil(int[] a, int[] b, int from, int to) { for (int i = from; i < to; i++) b[i + 1] = a[i] + 2 * a[i + 1] + a[i + 2]; }

    static void arithB(byte[] a, byte[] b, byte[] c, int n) { for (int i = 0; i < n; i++) c[i] = (byte) (a[i] + b[i] - (a[i] & ~b[i])); }
    static void arithS(short[] a, short[] b, short[] c, int n, int k) { for (int i = 0; i < n; i++) c[i] = (short) (a[i] * b[i] + (k ^ a[i])); }
    static void shiftS(short[] a, short[] c, int n) { for (int i = 0; i < n; i++) c[i] = (short) ((a[i] >> 3) ^ (a[i] << 2) ^ (a[i] >>> 5)); }
    static void shiftC(char[] a, char[] c, int n) { for (int i = 0; i < n; i++) c[i] = (char) ((a[i] >> 3) + (a[i] << 1) + (a[i] >>> 4)); }
    static void lower(byte[] a, byte[] c, int n) { for (int i = 0; i < n; i++) c[i] = (byte) (a[i] >> 1); }
    static void arithI(int[] a, int[] b, int[] c, int n, int k) { for (int i = 0; i < n; i++) c[i] = a[i] * b[i] + (~a[i] | k) - -b[i]; }
    static void shiftI(int[] a, int[] c, int n, int k) { for (int i = 0; i < n; i++) c[i] = (a[i] << k) ^ (a[i] >> 7) ^ (a[i] >>> k); }
    static void rotate(int[] a, int[] c, int n) { for (int i = 0; i < n; i++) c[i] = (a[i] << 13) | (a[i] >>> 19); }
    static void choose(int[] a, int[] b, int[] c, int n) { for (int i = 0; i < n; i++) c[i] = Math.max(Math.min(a[i], b[i]), -1000); }
    static void arithL(long[] a, long[] b, long[] c, int n, long k) { for (int i = 0; i < n; i++) c[i] = (a[i] + b[i] ^ k) - (b[i] << 3) + (a[i] >>> 5); }
    static void mulL(long[] a, long[] b, long[] c, int n) { for (int i = 0; i < n; i++) c[i] = a[i] * b[i] + (a[i] >> 2); }
    static void arithF(float[] a, float[] b, float[] c, int n, float k) { for (int i = 0; i < n; i++) c[i] = a[i] * b[i] + k / a[i] - Math.abs(b[i]); }
    static void arithD(double[] a, double[] b, double[] c, int n, double k) { for (int i = 0; i < n; i++) c[i] = -(a[i] * b[i]) + Math.sqrt(b[i]) - a[i] / k; }
    static void scale(double[] a, int n, double k) { for (int i = 0; i < n; i++) a[i] *= k; }
    static void axpy(double[] x, double[] y, int n, double k) { for (int i = 0; i < n; i++) y[i] += k * x[i]; }
    static void mixed(int[] a, long[] b, int n) { for (int i = 0; i < n; i++) b[i] += a[i]; }
    static void twoStores(int[] a, int[] b, int n) { for (int i = 0; i < n; i++) { a[i] = i; b[i] = ~i; } }
    static void down(int[] a, int n) { for (int i = n - 1; i >= 0; i--) a[i] += i; }
    static void by2(int[] a, int n) { for (int i = 0; i < n; i += 2) a[i] += 5; }

    static int sum(int[] a, int from, int to) { int s = 7; for (int i = from; i < to; i++) s += a[i]; return s; }
    static int less(int[] a, int from, int to) { int s = 7; for (int i = from; i < to; i++) s -= a[i]; return s; }
    static int dot(int[] a, int[] b, int n) { int s = 0; for (int i = 0; i < n; i++) s += a[i] * b[i]; return s; }
    static long sumL(long[] a, int from, int to) { long s = -1; for (int i = from; i < to; i++) s += a[i]; return s; }
    static int and(int[] a, int from, int to) { int s = -5; for (int i = from; i < to; i++) s &= a[i] | 0xff; return s; }
    static long or(long[] a, int from, int to) { long s = 3; for (int i = from; i < to; i++) s |= a[i] & 0x0f0f0f; return s; }
    static int xor(int[] a, int from, int to) { int s = 3; for (int i = from; i < to; i++) s ^= a[i]; return s; }
    static int max(int[] a, int from, int to) { int s = -100; for (int i = from; i < to; i++) s = Math.max(s, a[i]); return s; }
    static int min(int[] a, int from, int to) { int s = 100; for (int i = from; i < to; i++) s = Math.min(a[i], s); return s; }
    static double sumD(double[] a, int n) { double s = 0; for (int i = 0; i < n; i++) s += a[i]; return s; }
    static int sumB(byte[] a, int n) { int s = 0; for (int i = 0; i < n; i++) s += a[i]; return s; }
    static int two(int[] a, int[] b, int n) { int s = 0, t = 1; for (int i = 0; i < n; i++) { s += a[i]; t ^= b[i] + a[i]; } return s * 31 + t; }
    static int last(int[] a, int n) { int x = 0; for (int i = 0; i < n; i++) { x = a[i]; a[i] = i; } return x; }
    static int count(int[] a, int n) { int i = 0; for (; i < n; i++) a[i] ^= 1; return i; }
    static void through(int[] a, int n) { int i = 0; do { a[i] += 3; i++; } while (i < n); }
    static int sumAndStore(int[] a, int[] b, int n) { int s = 0; for (int i = 0; i < n; i++) { s += a[i]; b[i] = s; } return s; }

    static byte[] b1 = new byte[2 * MAX], b2 = new byte[2 * MAX], b3 = new byte[2 * MAX];
    static short[] s1 = new short[2 * MAX], s2 = new short[2 * MAX], s3 = new short[2 * MAX];
    static char[] c1 = new char[2 * MAX], c2 = new char[2 * MAX];
    static int[] i1 = new int[2 * MAX], i2 = new int[2 * MAX], i3 = new int[2 * MAX];
    static long[] l1 = new long[2 * MAX], l2 = new long[2 * MAX], l3 = new long[2 * MAX];
    static float[] f1 = new float[2 * MAX], f2 = new float[2 * MAX], f3 = new float[2 * MAX];
    static double[] d1 = new double[2 * MAX], d2 = new double[2 * MAX], d3 = new double[2 * MAX];
    static boolean[] z1 = new boolean[2 * MAX];

    static void random(int seed) {
        long x = seed * 0x9e3779b97f4a7c15L + 1;
        for (int i = 0; i < 2 * MAX; i++) {
            x = x * 6364136223846793005L + 1442695040888963407L;
            int r = (int) (x >>> 32);
            b1[i] = (byte) r; b2[i] = (byte) (r >> 8); s1[i] = (short) r; s2[i] = (short) (r >> 7); c1[i] = (char) r;
            i1[i] = r; i2[i] = r >> (i & 31); l1[i] = x; l2[i] = x >> (i & 63); f1[i] = r / 1000f; f2[i] = i - 20; d1[i] = r / 7.0; d2[i] = i / 3.0 - 5;
            b3[i] = 0; s3[i] = 0; c2[i] = 0; i3[i] = 0; l3[i] = 0; f3[i] = 0; d3[i] = 0; z1[i] = false;
        }
    }

    static long hash() {
        long h = 17;
        for (int i = 0; i < 2 * MAX; i++) {
            h = h * 31 + b1[i]; h = h * 31 + b2[i]; h = h * 31 + b3[i]; h = h * 31 + s1[i]; h = h * 31 + s2[i]; h = h * 31 + s3[i];
            h = h * 31 + c1[i]; h = h * 31 + c2[i]; h = h * 31 + i1[i]; h = h * 31 + i2[i]; h = h * 31 + i3[i];
            h = h * 31 + l1[i]; h = h * 31 + l2[i]; h = h * 31 + l3[i];
            h = h * 31 + Float.floatToIntBits(f1[i]); h = h * 31 + Float.floatToIntBits(f2[i]); h = h * 31 + Float.floatToIntBits(f3[i]);
            h = h * 31 + Double.doubleToLongBits(d1[i]); h = h * 31 + Double.doubleToLongBits(d2[i]); h = h * 31 + Double.doubleToLongBits(d3[i]);
            h = h * 31 + (z1[i] ? 1 : 0);
        }
        return h;
    }

    static long all(int n, int off) {
        int to = n + off;
        long h = 0;
        fillB(b3, off, to, (byte) -3); fillC(c2, off, to, 'x'); fillI(i3, off, to, n); fillL(l3, off, to, n - 1000L);
        fillF(f3, off, to, -0f); fillD(d3, off, to, n); fillZ(z1, off, to, true);
        h = h * 31 + hash();
        copyB(b1, b2, off, to, off); copyB(b2, b2, 0, n, 1); copyS(s1, s2, 0, n, off); copyS(s2, s2, 0, n, 3); copyI(i1, i2, 0, n, off); copyI(i1, i1, off, to, 2);
        copyL(l1, l2, 0, n, off); copyL(l2, l2, off, to, 1);
        h = h * 31 + hash();
        back(i1, i2, off, to); back(i1, i1, off, to); forth(i2, i3, off, to); forth(i2, i2, off, to); forth2(l1, off, to); forth4(i1, off, to); forth3(i2, off, to);
        prefix(i3, off, to); stencil(i1, i2, off, to); stencil(i2, i2, off, to);
        h = h * 31 + hash();
        random(n + off);
        arithB(b1, b2, b3, n); arithB(b1, b1, b1, n); arithS(s1, s2, s3, n, off * 77); shiftS(s2, s1, n); shiftC(c1, c2, n); shiftC(c1, c1, n); lower(b1, b2, n);
        arithI(i1, i2, i3, n, off); shiftI(i1, i2, n, off * 9); rotate(i1, i1, n); choose(i1, i2, i3, n); choose(i1, i3, i1, n);
        arithL(l1, l2, l3, n, off * 12345678901L); mulL(l1, l2, l3, n); arithL(l1, l1, l2, n, 5);
        h = h * 31 + hash();
        arithF(f1, f2, f3, n, off); arithD(d1, d2, d3, n, off); scale(d1, n, 1.5); axpy(d1, d2, n, -2); axpy(d1, d1, n, 0.5);
        mixed(i1, l1, n); twoStores(i1, i2, n); twoStores(i3, i3, n); down(i2, n); by2(i2, n);
        h = h * 31 + hash();
        random(n * 3 + off);
        h = h * 31 + sum(i1, off, to); h = h * 31 + less(i2, off, to); h = h * 31 + dot(i1, i2, n); h = h * 31 + dot(i1, i1, n); h = h * 31 + sumL(l1, off, to);
        h = h * 31 + and(i1, off, to); h = h * 31 + or(l2, off, to); h = h * 31 + xor(i1, off, to); h = h * 31 + max(i2, off, to); h = h * 31 + min(i1, off, to);
        h = h * 31 + Double.doubleToLongBits(sumD(d1, n)); h = h * 31 + sumB(b1, n); h = h * 31 + two(i1, i2, n); h = h * 31 + last(i1, n); h = h * 31 + count(i2, n);
        through(i2, n); through(i1, 2); h = h * 31 + sumAndStore(i1, i3, n); h = h * 31 + sumAndStore(i2, i2, n);
        iota(i1, off, to); iotaNext(i2, off, to); iotaB(b1, off, to); iotaS(s1, off, to);
        return h * 31 + hash();
    }

    static String fails(int from, int to) {
        random(1);
        try {
            copyI(i1, i2, from, to, 1);
            return "done " + hash();
        } catch (ArrayIndexOutOfBoundsException e) {
            return e.getMessage() + " " + hash();
        }
    }

    public static void main(String[] args) {
        long h = 0;
        for (int round = 0; round < 2; round++) {
            for (int n = 0; n <= 40; n++) {
                for (int off = 0; off < 4; off++) {
                    random(n * 5 + off);
                    h = h * 31 + all(n, off);
                }
                if (n % 8 == 0) System.out.println(n + " " + Long.toHexString(h));
            }
        }
        // Many turns, so that profiles are of long loops.
        int[] big = new int[5003], other = new int[5003];
        long sums = 0;
        for (int k = 0; k < 60; k++) {
            fillI(big, 0, big.length, k); iota(other, 1, big.length); arithI(big, other, big, big.length, k); choose(big, other, other, 4999);
            copyI(big, other, 3, 5000, 2); forth(big, big, 0, 5000); back(other, other, 0, 5001);
            sums = sums * 31 + sum(big, 0, 5003) + xor(other, 1, 5002) + max(big, 2, 5000);
        }
        System.out.println(Long.toHexString(sums));
        System.out.println(fails(-1, 20));
        System.out.println(fails(5, 2 * MAX));
        System.out.println(fails(0, 2 * MAX + 1));
        System.out.println(fails(Integer.MAX_VALUE - 3, Integer.MAX_VALUE));
        System.out.println(fails(3, 3));
    }
}
