// modes: int gcstress mixed comp tier1
// Objects that do not escape: their fields must be right in loops, where code is left, and in stack traces.
public class ScalarObjects {
    static final class Point {
        final int x;
        final long y;
        Point(int x, long y) { this.x = x; this.y = y; }
        Point plus(Point p) { return new Point(x + p.x, y + p.y); }
        long dot(Point p) { return x * p.x + y * p.y; }
    }
    static final class Narrow {
        byte b; short s; char c; boolean z; float f; double d; int i; Narrow next; Object any;
    }
    static final class Cell { int n; Cell link; Cell(int n, Cell link) { this.n = n; this.link = link; } }
    static class Late { static int calls; static int take(Object o) { calls++; return o.hashCode() == 0 ? 1 : 0; } }

    static long points(int n) {
        Point sum = new Point(0, 0);
        for (int i = 0; i < n; i++) sum = sum.plus(new Point(i, -3L * i));
        return sum.dot(new Point(1, 1000003));
    }

    static int chosen(int n) {
        int s = 0;
        for (int i = 0; i < n; i++) {
            Point p = (i & 3) == 0 ? new Point(i, 1) : new Point(-i, 2);
            s += p.x * (int) p.y;
        }
        return s;
    }

    static String narrow(int v, int trouble) {
        Narrow n = new Narrow();
        n.b = (byte) v; n.s = (short) v; n.c = (char) v; n.z = (v & 1) != 0;
        n.f = v / 3f; n.d = v / 7.0; n.i = v;
        n.next = new Narrow();
        n.next.i = v + 1;
        n.next.next = n;
        n.any = "text" ;
        int r = 0;
        try {
            r = n.i / trouble;
        } catch (ArithmeticException e) {
            // n and what it leads to are needed here as they were
            return "caught " + n.b + ' ' + n.s + ' ' + (int) n.c + ' ' + n.z + ' ' + n.f + ' ' + n.d + ' '
                + n.next.i + ' ' + (n.next.next == n) + ' ' + n.any + ' ' + n.next.any;
        }
        return r + " " + (n.b + n.s + n.c + (n.z ? 1 : 0) + n.next.i + n.next.next.i);
    }

    static int late(int v, boolean rare) {
        Cell a = new Cell(v, null);
        Cell b = new Cell(v + 1, a);
        if (rare) { Late.take("x"); return read(a) + read(b) + (b.link == a ? 1 : 0); }
        return a.n + b.n + b.link.n;
    }
    static int read(Cell c) { int k = 0; while (c != null) { k = 31 * k + c.n; c = c.link; } return k; }

    static int array(int a, int b, int i) {
        int[] t = {a, b, a + b, a * b};
        int[] u = new int[4];
        u[1] = t[2]; u[3] = t[3] + t.length;
        int s = t[0] + u[0] + u[1] + u[2] + u[3];
        if (i >= 0) s += t[i];          // throws for 4
        return s;
    }

    static int caughtArray(int a, int b, int i) {
        long[] w = {a, b};
        try {
            w[0] += w[1] << 33;
            w[1] = 10 / i;
        } catch (ArithmeticException e) {
            w[1] = -w[0];
        }
        return (int) (w[0] >> 32) ^ (int) w[1];
    }

    static int same(int n) {
        int c = 0;
        Cell last = new Cell(0, null);
        for (int i = 0; i < n; i++) {
            Cell x = new Cell(i, null);
            if (x == last) c += 1000;
            if (x != last && x != null) c++;
            Cell kept = last;
            last = x;
            if (kept == last) c += 7;
            kept.n += 5;
            if (last.n != i) c += 100000;
        }
        return c;
    }

    static int alias(int n) {
        int r = 0;
        for (int i = 0; i < n; i++) {
            Cell a = new Cell(i, null), b = new Cell(2 * i, null);
            Cell m = (i & 1) == 0 ? a : b;
            m.n += 3;
            r += a.n - b.n;
        }
        return r;
    }

    static long swap(int n) {
        Cell a = new Cell(1, null), b = new Cell(2, null);
        for (int i = 0; i < n; i++) { Cell t = a; a = b; b = t; a.n += i; if (i % 3 == 0) b = new Cell(b.n ^ i, null); }
        return 31L * a.n + b.n;
    }

    static int loopDeopt(int n, int[] to) {
        Point p = new Point(1, 2);
        int i = 0;
        try {
            for (; ; i++) {
                p = new Point(p.x * 3 + i, p.y ^ i);
                to[i] = p.x;
            }
        } catch (ArrayIndexOutOfBoundsException e) {
            return p.x + (int) p.y + i;
        }
    }

    static class Failing {
        final int v;
        Failing(int v) { if (v == 77) throw new IllegalStateException("at " + v); this.v = v; }
    }
    static int failing(int v) { return new Failing(v).v + new Failing(v + 1).v; }

    static int caught(int i) {
        try {
            return array(i, i + 1, i % 1500 == 17 ? 4 : -1);
        } catch (ArrayIndexOutOfBoundsException e) {
            return 4 + i;
        }
    }

    public static void main(String[] args) {
        long h = 0;
        for (int i = 0; i < 6000; i++) {
            h = 31 * h + points(i & 15);
            h = 31 * h + chosen(i & 15);
            h = 31 * h + narrow(i, 1 + (i & 7)).hashCode();
            h = 31 * h + late(i, i > 5998);
            h = 31 * h + caught(i);
            h = 31 * h + caughtArray(i, i + 2, i % 3000 == 2999 ? 0 : 3);
            h = 31 * h + same(i & 7) + alias(i & 7) + swap(i & 15);
            h = 31 * h + loopDeopt(0, new int[i & 3]);
            try {
                h = 31 * h + failing(i % 2500);
            } catch (IllegalStateException e) {
                StackTraceElement[] s = e.getStackTrace();
                System.out.println(e.getMessage() + " " + s[0].getLineNumber() + " " + s[1].getLineNumber() + " " + s[1].getMethodName());
            }
        }
        System.out.println(h + " " + Late.calls);
        System.out.println(points(200000) + " " + chosen(200000) + " " + same(100000) + " " + alias(100001) + " " + swap(100000));
        System.out.println(narrow(123456789, 0));
        System.out.println(narrow(-5, 0));
    }
}
