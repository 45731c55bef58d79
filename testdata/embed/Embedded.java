package acme;

import java.util.concurrent.locks.LockSupport;

/** What the tests of the embedding API call. */
public class Embedded {
    public static final String GREETING = "hello";
    public static int counter;
    static Object shared;
    protected long big = 1L << 40;
    private String name;
    private final int fixed = 7;

    public Embedded() { this("nameless"); }
    public Embedded(String name) { this.name = name; }

    public String getName() { return name; }
    public static String kind(boolean x) { return "boolean"; }
    public static String kind(byte x) { return "byte"; }
    public static String kind(char x) { return "char"; }
    public static String kind(short x) { return "short"; }
    public static String kind(int x) { return "int"; }
    public static String kind(long x) { return "long"; }
    public static String kind(float x) { return "float"; }
    public static String kind(double x) { return "double"; }
    public static String kind(String x) { return "String"; }
    public static String kind(Object x) { return "Object"; }
    public static String kind(int[] x) { return "int[]"; }

    public static boolean[] same(boolean[] a) { return a; }
    public static byte[] same(byte[] a) { return a; }
    public static char[] same(char[] a) { return a; }
    public static short[] same(short[] a) { return a; }
    public static int[] same(int[] a) { return a; }
    public static long[] same(long[] a) { return a; }
    public static float[] same(float[] a) { return a; }
    public static double[] same(double[] a) { return a; }
    public static String[] same(String[] a) { return a; }
    public static Object same(Object a) { return a; }

    public static int sum(Object[] a) {
        int s = 0;
        for (Object o : a) s += ((Number) o).intValue();
        return s;
    }

    public static void fail(String message) {
        try {
            throw new IllegalStateException("inner");
        } catch (IllegalStateException e) {
            throw new IllegalArgumentException(message, e);
        }
    }

    public static void exit(int code) { System.exit(code); }

    /** Starts threads that never end by themselves, in every kind of waiting. */
    public static void startThreads() throws Exception {
        Object lock = new Object();
        Thread[] all = {
            new Thread(() -> { for (;;) LockSupport.park(); }),
            new Thread(() -> { for (long i = 0;; i++) if (i < 0) System.out.println(i); }),
            new Thread(() -> { synchronized (lock) { try { lock.wait(); } catch (InterruptedException e) { } } }),
            new Thread(() -> { try { Thread.sleep(1_000_000); } catch (InterruptedException e) { } }),
            new Thread(() -> {
                try (var s = java.nio.channels.Selector.open()) { s.select(); } catch (Exception e) { }
            }),
            new Thread(() -> {
                try (var s = new java.net.ServerSocket(0)) { s.accept(); } catch (Exception e) { }
            }),
            new Thread(() -> { synchronized (Embedded.class) { for (;;) LockSupport.park(); } }),
        };
        for (Thread t : all) t.start();
        Thread.sleep(50);
        Thread blocked = new Thread(() -> { synchronized (Embedded.class) { counter = -1; } });
        blocked.start();
        Thread.sleep(50);
    }

    public static void hookThatPrints() {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook")));
    }

    public static void later() {
        new Thread(() -> {
            try { Thread.sleep(100); } catch (InterruptedException e) { }
            System.out.println("later");
        }).start();
    }

    public static int work(int n) {
        java.util.Map<String, Integer> m = new java.util.HashMap<>();
        for (int i = 0; i < n; i++) m.merge("k" + i % 17, i, Integer::sum);
        return m.values().stream().mapToInt(Integer::intValue).sum();
    }

    public native double measure(int channel, String unit);
    public static native Object apply(Object x);

    public static Object viaNative(Object x) { return apply(x); }
    public static int callBack(int n) { return n <= 0 ? 0 : n + (int) (Integer) apply(n - 1); }
    public synchronized double locked() { return measure(1, "lock"); }
    public synchronized boolean again() { return Thread.holdsLock(this); }
}
