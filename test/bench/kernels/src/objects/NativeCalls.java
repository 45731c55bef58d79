package objects;

import java.lang.reflect.Array;

import bench.Bench;

/** Calls of short natives. */
public final class NativeCalls extends Bench {
    private final int[] ints = new int[64];
    private final Object array = ints;

    @Override protected void setup() {
        for (int i = 0; i < ints.length; i++) ints[i] = i * 7919;
    }

    @Override protected long work() {
        long h = 0;
        int held = 0;
        synchronized (array) {
            for (int i = 0; i < 10000; i++) {
                if (Thread.holdsLock(array)) held++;
                if (Thread.holdsLock(this)) held += 2;
            }
        }
        h = mix(h, held);
        int s = 0;
        for (int i = 0; i < 10000; i++) s += Array.getInt(array, i & 63);
        h = mix(h, s);
        double d = 0;
        for (int i = 0; i < 10000; i++) d = Math.fma(d, 0.5, i);
        return mix(h, (long) d);
    }

    @Override protected long expected() { return 4892637712836686616L; }
    @Override protected int units() { return 30; }
    public static void main(String[] args) { run(new NativeCalls(), args); }
}
