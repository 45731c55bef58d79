import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;

/** Threads meet to call methods that nobody has called before. */
public class FirstCalls {
    static class Fresh implements IntUnaryOperator {
        public int applyAsInt(int n) { return a(n) + b(n); }
        static int a(int n) { return b(n + 0) + 1; }
        static int b(int n) { return c(n + 1) + 1; }
        static int c(int n) { return d(n + 2) + 1; }
        static int d(int n) { return e(n + 3) + 1; }
        static int e(int n) { return f(n + 4) + 1; }
        static int f(int n) { return g(n + 5) + 1; }
        static int g(int n) { return h(n + 6) + 1; }
        static int h(int n) { return i(n + 7) + 1; }
        static int i(int n) { return j(n + 8) + 1; }
        static int j(int n) { return k(n + 9) + 1; }
        static int k(int n) { return l(n + 10) + 1; }
        static int l(int n) { return m(n + 11) + 1; }
        static int m(int n) { return n(n + 12) + 1; }
        static int n(int n) { return o(n + 13) + 1; }
        static int o(int n) { return p(n + 14) + 1; }
        static int p(int n) { return q(n + 15) + 1; }
        static int q(int n) { return r(n + 16) + 1; }
        static int r(int n) { return s(n + 17) + 1; }
        static int s(int n) { return t(n + 18) + 1; }
        static int t(int n) { return u(n + 19) + 1; }
        static int u(int n) { return n ^ 5; }
    }

    static IntUnaryOperator fresh;

    public static void main(String[] args) throws Exception {
        byte[] code;
        try (InputStream in = FirstCalls.class.getResourceAsStream("FirstCalls$Fresh.class")) {
            code = in.readAllBytes();
        }
        int threads = 2, rounds = 600;
        AtomicInteger sum = new AtomicInteger(), failed = new AtomicInteger();
        CyclicBarrier next = new CyclicBarrier(threads, () -> {
            try {
                fresh = (IntUnaryOperator) MethodHandles.lookup().defineHiddenClass(code, true)
                        .lookupClass().getDeclaredConstructor().newInstance();
            } catch (ReflectiveOperationException e) {
                throw new AssertionError(e);
            }
        });
        AtomicInteger ready = new AtomicInteger();
        Thread[] all = new Thread[threads];
        for (int i = 0; i < threads; i++) {
            int id = i;
            all[i] = new Thread(() -> {
                for (int r = 0; r < rounds; r++) {
                    try {
                        next.await();
                        ready.incrementAndGet();
                        while (ready.get() < threads * (r + 1)) Thread.yield();
                        sum.addAndGet(fresh.applyAsInt(r + id));
                    } catch (Throwable e) {
                        if (failed.getAndIncrement() == 0) System.out.println(e);
                    }
                }
            });
            all[i].start();
        }
        for (Thread t : all) t.join();
        System.out.println("sum " + sum + ", failed " + failed);
    }
}
