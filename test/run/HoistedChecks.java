/** Loops whose bounds checks can be done once in front of them: that hold, that fail on the way, that would fail but are not reached. */
public class HoistedChecks {
    static long h;
    static void mix(long v) { h = h * 0x9E3779B97F4A7C15L + v ^ h >>> 29; }

    static int sum(int[] a, int from, int to) {
        int s = 0;
        for (int i = from; i < to; i++) s += a[i];
        return s;
    }

    static int rows(int[] a, int base, int n) {
        int s = 0;
        for (int i = 0; i < n; i++) s = s * 3 + a[base + i];
        return s;
    }

    static int around(int[] a, int n) {
        int s = 0;
        for (int i = 1; i < n; i++) s += a[i - 1] * a[i + 1];
        return s;
    }

    static int find(int[] a, int n, int x) {
        for (int i = 0; i < n; i++) if (a[i] == x) return i;
        return -1;
    }

    static void fill(long[] a, int n, long v) {
        for (int i = 0; i < n; i++) a[i] = v + i;
    }

    static int both(byte[] a, byte[] b, int n) {
        int s = 0;
        for (int i = 0; i < n; i++) {
            s += a[i];
            if (s < 0) s += b[i + 2];
        }
        return s;
    }

    static int until(int[] a, int n) {
        int i = 0, s = 0;
        do s += a[i++]; while (i < n);
        return s;
    }

    static int upTo(int[] a, int n) {
        int s = 0;
        for (int i = 0; i <= n; i++) s += a[i];
        return s;
    }

    static int down(int[] a, int n) {
        int s = 0;
        for (int i = n - 1; i >= 0; i--) s = s * 5 + a[i];
        return s;
    }

    interface Run { int run(); }

    static void tries(String what, int times, Run r) {
        String text = null;
        for (int k = 0; k < times; k++) {
            String now;
            try {
                now = what + " " + r.run();
            } catch (RuntimeException e) {
                now = what + " " + e;
            }
            if (text != null && !text.equals(now)) throw new AssertionError(text + " then " + now);
            text = now;
        }
        System.out.println(text);
    }

    public static void main(String[] args) {
        int[] a = new int[300];
        for (int i = 0; i < a.length; i++) a[i] = i * i - 7 * i;
        byte[] b = new byte[300];
        for (int i = 0; i < b.length; i++) b[i] = (byte) (i * 13);
        for (int k = 0; k < 3000; k++) {
            int n = k % 290;
            mix(sum(a, k % 5, n)); mix(rows(a, k % 10, n)); mix(around(a, n)); mix(find(a, n, a[n / 2]));
            mix(both(b, b, n)); mix(until(a, n)); mix(upTo(a, n)); mix(down(a, n));
        }
        System.out.println(h);
        tries("sum", 3, () -> sum(a, 290, 310));
        tries("sum", 3, () -> sum(a, -2, 10));
        tries("sum", 3, () -> sum(a, 310, 300));
        tries("sum", 3, () -> sum(a, 5, Integer.MIN_VALUE));
        tries("sum", 3, () -> sum(a, Integer.MAX_VALUE - 2, Integer.MAX_VALUE));
        tries("rows", 3, () -> rows(a, 250, 51));
        tries("rows", 3, () -> rows(a, -1, 5));
        tries("rows", 3, () -> rows(a, Integer.MAX_VALUE, 5));
        tries("rows", 3, () -> rows(a, Integer.MIN_VALUE, 5));
        tries("rows", 3, () -> rows(a, 300, 0));
        tries("around", 3, () -> around(a, 300));
        tries("around", 3, () -> around(a, 1));
        tries("around", 3, () -> around(new int[0], 2));
        tries("find", 400, () -> find(a, 1000, a[120]));
        tries("find", 3, () -> find(a, 1000, -1));
        tries("both", 3, () -> both(b, new byte[10], 300));
        tries("both", 400, () -> both(new byte[300], new byte[1], 300));
        tries("until", 3, () -> until(a, -5));
        tries("until", 3, () -> until(a, 301));
        tries("upTo", 3, () -> upTo(a, 300));
        tries("upTo", 3, () -> upTo(a, -1));
        tries("down", 3, () -> down(a, 301));
        tries("null", 3, () -> sum(null, 0, 0));
        tries("null", 3, () -> sum(null, 0, 1));
        long[] l = new long[100];
        for (int k = 0; k < 400; k++) fill(l, 100, k);
        try {
            fill(l, 101, 1000);
        } catch (ArrayIndexOutOfBoundsException e) {
            System.out.println(e.getMessage() + " " + l[0] + " " + l[99]);
        }
    }
}
