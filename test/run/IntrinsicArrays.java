import java.util.Arrays;

/** Copies and comparisons of arrays: lengths, overlap, kinds known and unknown, what is thrown. */
public class IntrinsicArrays {
    static long h;
    static void mix(long v) { h = h * 0x9E3779B97F4A7C15L + v ^ h >>> 29; }

    static void any(Object src, int from, Object dst, int to, int n) { System.arraycopy(src, from, dst, to, n); }
    static void bytes(byte[] src, int from, byte[] dst, int to, int n) { System.arraycopy(src, from, dst, to, n); }
    static void ints(int[] src, int from, Object dst, int to, int n) { System.arraycopy(src, from, dst, to, n); }

    /** Each length and distance, against a copy one by one. */
    static void lengths() {
        byte[] a = new byte[1000], b = new byte[1000];
        for (int n = 0; n < 345; n += n < 80 ? 1 : 37) {
            for (int d : new int[] {-300, -17, -16, -8, -5, -1, 0, 1, 3, 8, 15, 16, 31, 40, 300}) {
                for (int i = 0; i < a.length; i++) a[i] = b[i] = (byte) (i * 31 + n + d);
                int from = 310, to = from + d;
                bytes(a, from, a, to, n);
                if (d > 0) for (int i = n - 1; i >= 0; i--) b[to + i] = b[from + i];
                else for (int i = 0; i < n; i++) b[to + i] = b[from + i];
                if (!Arrays.equals(a, b)) throw new AssertionError("length " + n + " distance " + d);
                mix(Arrays.hashCode(a));
            }
        }
    }

    static void kinds(int n) {
        boolean[] z = new boolean[n + 3]; short[] s = new short[n + 3]; char[] c = new char[n + 3]; int[] i = new int[n + 3];
        long[] j = new long[n + 3]; float[] f = new float[n + 3]; double[] d = new double[n + 3]; String[] t = new String[n + 3];
        for (int k = 0; k < n; k++) {
            z[k] = k % 3 == 0; s[k] = (short) (k * 77); c[k] = (char) (k * 99); i[k] = k * 1234567; j[k] = k * 123456789012L; f[k] = k / 3f; d[k] = k / 7.0; t[k] = "t" + k;
        }
        for (Object a : new Object[] {z, s, c, i, j, f, d, t}) {
            any(a, 0, a, 3, n);
            any(a, 2, a, 0, n);
        }
        ints(i, 0, i.clone(), 1, n);
        System.arraycopy(j, 1, j, 0, n);
        System.arraycopy(t, 1, t, 0, n);
        Object[] o = new Object[n];
        System.arraycopy(t, 0, o, 0, n);
        mix(Arrays.hashCode(z)); mix(Arrays.hashCode(s)); mix(Arrays.hashCode(c)); mix(Arrays.hashCode(i));
        mix(Arrays.hashCode(j)); mix(Arrays.hashCode(f)); mix(Arrays.hashCode(d)); mix(Arrays.hashCode(t)); mix(Arrays.hashCode(o));
        mix(Arrays.hashCode(Arrays.copyOf(i, n / 2))); mix(Arrays.hashCode(Arrays.copyOfRange(c, n / 3, n + 9)));
        mix(Arrays.hashCode(Arrays.copyOf(t, n + 1))); mix(Arrays.copyOf(o, 1, String[].class)[0].hashCode());
        char[] e = c.clone();
        mix(Arrays.equals(c, e) ? 1 : 0); e[n / 2]++; mix(Arrays.equals(c, e) ? 1 : 0); mix(Arrays.mismatch(c, e)); mix(Arrays.compare(c, e));
        long[] m = j.clone(); mix(Arrays.equals(j, m) ? 1 : 0); m[n - 1]--; mix(Arrays.equals(j, m) ? 1 : 0); mix(Arrays.mismatch(j, m));
        mix(Arrays.equals(i, null) ? 1 : 0); mix(Arrays.equals((int[]) null, null) ? 1 : 0); mix(Arrays.equals(z, z) ? 1 : 0);
        double[] p = d.clone(); p[1] = -0.0; d[1] = 0.0; mix(Arrays.equals(d, p) ? 1 : 0); mix(Arrays.mismatch(d, p));
        Arrays.fill(s, 1, n, (short) 9); mix(Arrays.hashCode(s));
    }

    /** What is copied to an old array must be found by a minor collection. */
    static void cards() {
        Object[] old = new Object[5000];
        System.gc();
        System.gc();
        for (int round = 0; round < 20; round++) {
            Object[] young = new Object[1000];
            for (int k = 0; k < young.length; k++) young[k] = new int[] {round * 1000 + k};
            System.arraycopy(young, 0, old, round * 200, 1000);
            Object[] garbage = null;
            for (int k = 0; k < 2000; k++) garbage = new Object[] {garbage == null || k % 50 == 0 ? null : garbage};
            for (int k = 0; k < 1000; k++) mix(((int[]) old[round * 200 + k])[0]);
        }
    }

    static String[] seen = new String[40];
    static int count;

    static void fails(Object src, int from, Object dst, int to, int n) {
        for (int k = 0; k < 3; k++) {
            String text = "nothing";
            try {
                any(src, from, dst, to, n);
            } catch (RuntimeException e) {
                text = e.toString();
            }
            if (k == 0) System.out.println(text);
            else if (!text.equals(seen[count])) throw new AssertionError(text + " after " + seen[count]);
            seen[count] = text;
        }
        count++;
    }

    public static void main(String[] args) {
        lengths();
        System.out.println(h);
        for (int n = 2; n < 150; n++) kinds(n);
        System.out.println(h);
        cards();
        System.out.println(h);
        for (int k = 0; k < 3000; k++) any(seen, 0, seen, 0, k % 5);
        for (int k = 0; k < 3000; k++) any(new int[5], 0, new int[5], 0, k % 5);
        int[] i = new int[5];
        Object[] o = {"a", 1, "b"};
        fails(null, 0, i, 0, 1);
        fails(i, 0, null, 0, 1);
        fails(i, 0, new long[5], 0, 1);
        fails(i, 0, o, 0, 1);
        fails("x", 0, i, 0, 1);
        fails(i, 0, "x", 0, 1);
        fails(i, -1, i, 0, 1);
        fails(i, 0, i, -1, 1);
        fails(i, 0, i, 0, -1);
        fails(i, 3, i, 0, 3);
        fails(i, 0, i, 3, 3);
        fails(i, 5, i, 0, 1);
        fails(i, 0, i, 5, 0);
        fails(i, 6, i, 0, 0);
        fails(i, Integer.MAX_VALUE, i, 0, Integer.MAX_VALUE);
        fails(i, 1, i, 1, Integer.MIN_VALUE);
        String[] t = new String[3];
        fails(o, 0, t, 0, 3);
        System.out.println(Arrays.toString(t));
        fails(new Integer[1], 0, new Number[1], 0, 1);
        fails(new Number[] {1, 2.0}, 0, new Integer[2], 0, 2);
        fails(new Object[2], 1, o, 2, 2);
        for (int k = 0; k < 2500; k++) {
            try {
                Arrays.copyOf(i, -1 - k % 2);
            } catch (NegativeArraySizeException e) {
                mix(e.getMessage().length());
            }
            try {
                Arrays.copyOfRange(i, 6 + k % 2, 9);
            } catch (ArrayIndexOutOfBoundsException e) {
                mix(e.toString().length());
            }
        }
        System.out.println(h);
    }
}
