// modes: mixed comp

/** Vector loops that are interrupted by collections: invariants and sums are in registers meanwhile. */
public class VectorPolls {
    static void axpy(double[] x, double[] y, double k) {
        for (int i = 0; i < x.length; i++) y[i] = x[i] * k + y[i];
    }

    static void fill(int[] a, int x) {
        for (int i = 0; i < a.length; i++) a[i] = x ^ 0x5a5a5a5a;
    }

    static long sum(long[] a) {
        long s = 0;
        for (int i = 0; i < a.length; i++) s += a[i];
        return s;
    }

    static volatile boolean done;
    static final long EXPECTED = 3L * 100_003 * 100_002 / 2 - 7L * 100_003;

    public static void main(String[] args) throws Exception {
        Thread collector = new Thread(() -> {
            while (!done) {
                System.gc();
                Thread.yield();
            }
        });
        collector.start();
        int n = 100_003;
        double[] x = new double[n], y = new double[n];
        int[] a = new int[n];
        long[] l = new long[n];
        for (int i = 0; i < n; i++) {
            x[i] = i;
            l[i] = i * 3L - 7;
        }
        int wrong = 0;
        for (int round = 0; round < 200; round++) {
            axpy(x, y, 0.5);
            fill(a, round);
            if (sum(l) != EXPECTED) wrong++;
            for (int i = 0; i < n; i += 97) {
                if (y[i] != x[i] * 0.5 * (round + 1)) wrong++;
                if (a[i] != (round ^ 0x5a5a5a5a)) wrong++;
            }
        }
        done = true;
        collector.join();
        System.out.println(sum(l) + " " + wrong);
    }
}
