import java.lang.management.ManagementFactory;
import java.lang.management.MonitorInfo;
import java.lang.management.ThreadInfo;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/** Locks of synchronized statements and methods in code that is hot: thin ones, inflated ones, and frames that leave while they hold some. */
public class CompiledLocks {
    static final int HOT = 6000;

    static class Counter {
        int n;

        synchronized void add(int k) { n += k; }

        synchronized int get() { return n; }

        static synchronized long twice(long x) { return 2 * x; }

        synchronized int nested(int depth) { return depth == 0 ? n : 1 + nested(depth - 1); }
    }

    /** Locks o depth times over, more often than a thin lock can count. */
    static int deep(Object o, int depth) {
        if (depth == 0)
            return Thread.holdsLock(o) ? 1 : 0;
        synchronized (o) {
            return 1 + deep(o, depth - 1);
        }
    }

    static void recursion() {
        int sum = 0;
        for (int i = 0; i < 60; i++) {
            Object o = new Object();
            for (int d : new int[] {0, 1, 2, 100, 255, 256, 257, 300})
                sum += deep(o, d);
            sum += Thread.holdsLock(o) ? 1000000 : 0;
        }
        Counter c = new Counter();
        for (int i = 0; i < HOT; i++) {
            c.add(i & 3);
            sum += c.get() & 1;
            sum += (int) Counter.twice(i);
        }
        for (int i = 0; i < 60; i++)
            sum += c.nested(250 + i);
        System.out.println("recursion " + sum + " " + c.get() + " " + Thread.holdsLock(c) + Thread.holdsLock(Counter.class));
    }

    static int loop(Object o, Counter c, int n) {
        int sum = 0;
        for (int i = 0; i < n; i++) {
            synchronized (o) {
                sum += i;
                c.add(1);
            }
        }
        return sum;
    }

    static void contention() throws Exception {
        Counter c = new Counter();
        Object o = new Object();
        Thread[] ts = new Thread[4];
        for (int k = 0; k < ts.length; k++) {
            ts[k] = new Thread(() -> loop(o, c, HOT));
            ts[k].start();
        }
        for (Thread t : ts)
            t.join();
        System.out.println("contention " + c.get());
    }

    /** A loop that another thread's attempt to lock o inflates under its feet. */
    static long holdWhile(Object o, AtomicBoolean stop, CountDownLatch held) {
        long n = 0;
        synchronized (o) {
            held.countDown();
            while (!stop.get())
                n |= 1;
            if (!Thread.holdsLock(o))
                n |= 2;
        }
        return n;
    }

    static void inflation() throws Exception {
        for (int i = 0; i < HOT; i++)
            holdWhile(new Object(), new AtomicBoolean(true), new CountDownLatch(1));
        Object o = new Object();
        AtomicBoolean stop = new AtomicBoolean();
        CountDownLatch held = new CountDownLatch(1);
        long[] result = new long[1];
        Thread holder = new Thread(() -> result[0] = holdWhile(o, stop, held));
        holder.start();
        held.await();
        Thread other = new Thread(() -> {
            synchronized (o) {
                result[0] |= 4;
            }
        });
        other.start();
        while (other.getState() != Thread.State.BLOCKED)
            Thread.onSpinWait();
        stop.set(true);
        holder.join();
        other.join();
        System.out.println("inflation " + (result[0] & 3) + " " + Thread.holdsLock(o));
    }

    static class Cell {
        private int value = -1;

        synchronized void put(int v) throws InterruptedException {
            while (value >= 0)
                wait();
            value = v;
            notifyAll();
        }

        synchronized int take() throws InterruptedException {
            while (value < 0)
                wait();
            int v = value;
            value = -1;
            notifyAll();
            return v;
        }
    }

    static void waiting() throws Exception {
        Cell cell = new Cell();
        int rounds = 3000;
        Thread producer = new Thread(() -> {
            try {
                for (int i = 0; i < rounds; i++)
                    cell.put(i);
            } catch (InterruptedException e) {
                System.out.println(e);
            }
        });
        producer.start();
        long sum = 0;
        for (int i = 0; i < rounds; i++)
            sum += cell.take();
        producer.join();
        System.out.println("waiting " + sum);
    }

    static boolean hashKept(Object o, boolean before) {
        int h = before ? System.identityHashCode(o) : 0;
        int in, again;
        synchronized (o) {
            in = System.identityHashCode(o);
            synchronized (o) {
                again = System.identityHashCode(o);
            }
        }
        return (!before || h == in) && in == again && again == System.identityHashCode(o) && !Thread.holdsLock(o);
    }

    static void hashes() {
        int good = 0;
        for (int i = 0; i < HOT; i++)
            good += hashKept(new Object(), (i & 1) == 0) ? 1 : 0;
        System.out.println("hashes " + good);
    }

    static class Shape {
        int sides() { return 0; }
    }

    static class Square extends Shape {
        int sides() { return 4; }
    }

    static class Odd extends Shape {
        final Object lock;

        Odd(Object lock) { this.lock = lock; }

        int sides() { return Thread.holdsLock(lock) ? 1000 : 3; }
    }

    static class Holder {
        int calls;

        synchronized int ask(Shape s, int i) {
            calls++;
            return i < 0 ? 1 / (i + i - 2 * i) : s.sides();
        }
    }

    static int outer(Holder h, Object o, Shape s, int i) {
        synchronized (o) {
            return h.ask(s, i) + 1;
        }
    }

    static void deoptimization() {
        Holder h = new Holder();
        Object o = new Object();
        int sum = 0;
        Shape square = new Square();
        for (int i = 0; i < HOT; i++)
            sum += outer(h, o, square, i);
        sum += outer(h, o, new Odd(h), 1);
        sum += outer(h, o, new Odd(o), 1);
        sum += outer(h, o, new Odd(new Object()), 1);
        try {
            outer(h, o, square, -1);
        } catch (ArithmeticException e) {
            System.out.println("caught " + e.getMessage() + " in " + e.getStackTrace()[0].getMethodName() + " " + e.getStackTrace()[1].getMethodName());
        }
        try {
            outer(h, o, null, 1);
        } catch (NullPointerException e) {
            System.out.println("caught NullPointerException in " + e.getStackTrace()[0].getMethodName());
        }
        System.out.println("deoptimization " + sum + " " + h.calls + " " + Thread.holdsLock(h) + Thread.holdsLock(o));
    }

    static class Failure extends RuntimeException {
        Failure(int n) { super("number " + n); }
    }

    static class Thrower {
        int n;

        synchronized int maybe(int i) {
            n++;
            if (i % 3 == 0)
                throw new Failure(i);
            return i;
        }

        static synchronized int ofClass(int i) {
            if (i % 5 == 0)
                throw new Failure(i);
            return i;
        }
    }

    static int statement(Object o, int i) {
        synchronized (o) {
            if (i % 7 == 0)
                throw new Failure(i);
            return i;
        }
    }

    static void exceptions() {
        Thrower t = new Thrower();
        Object o = new Object();
        int caught = 0, sum = 0;
        for (int i = 1; i < HOT; i++) {
            try {
                sum += t.maybe(i);
            } catch (Failure e) {
                caught++;
            }
            try {
                sum += Thrower.ofClass(i);
            } catch (Failure e) {
                caught++;
            }
            try {
                sum += statement(o, i);
            } catch (Failure e) {
                caught++;
            } finally {
                if (Thread.holdsLock(t) || Thread.holdsLock(o) || Thread.holdsLock(Thrower.class))
                    sum = -1;
            }
        }
        System.out.println("exceptions " + caught + " " + sum + " " + t.n);
    }

    static int osr(Object a, Object b, int n) {
        int sum = 0;
        synchronized (a) {
            synchronized (b) {
                for (int i = 0; i < n; i++) {
                    sum += i ^ (i >> 3);
                    if (i == n - 1 && !(Thread.holdsLock(a) && Thread.holdsLock(b)))
                        sum = -1;
                }
            }
            sum += Thread.holdsLock(b) ? 1 : 2;
        }
        return sum;
    }

    static synchronized int osrMethod(int n) {
        int sum = 0;
        for (int i = 0; i < n; i++)
            sum += i % 7;
        return sum + (Thread.holdsLock(CompiledLocks.class) ? 1 : 0);
    }

    static void loops() {
        Object a = new Object(), b = new Object();
        System.out.println("loops " + osr(a, b, 200000) + " " + osrMethod(200000) + " "
            + Thread.holdsLock(a) + Thread.holdsLock(b) + Thread.holdsLock(CompiledLocks.class));
    }

    static void nullLocks() {
        int caught = 0;
        Object o = new Object();
        for (int i = 0; i < HOT; i++) {
            try {
                synchronized (i % 1000 == 999 ? null : o) {
                    caught += 0;
                }
            } catch (NullPointerException e) {
                caught++;
            }
        }
        for (int i = 0; i < 3; i++) {
            try {
                o.notify();
            } catch (IllegalMonitorStateException e) {
                caught += 100;
            }
        }
        System.out.println("nulls " + caught);
    }

    /** Locks two objects, one in a callee that is likely to be inlined, and shows them from outside. */
    static long spin(Object o, Counter c, AtomicBoolean ready, AtomicBoolean stop) {
        synchronized (o) {
            return spinInside(c, ready, stop);
        }
    }

    static long spinInside(Counter c, AtomicBoolean ready, AtomicBoolean stop) {
        synchronized (c) {
            ready.set(true);
            long n = 0;
            while (!stop.get())
                n++;
            return n;
        }
    }

    static synchronized long spinMethod(AtomicBoolean ready, AtomicBoolean stop) {
        ready.set(true);
        long n = 0;
        while (!stop.get())
            n++;
        return n;
    }

    interface Spinner {
        long spin(AtomicBoolean ready, AtomicBoolean stop);
    }

    // A lock that no other thread can see is not shown, as on HotSpot.
    static Object shown;
    static Counter shownCounter;

    static void dump() throws Exception {
        for (int i = 0; i < HOT; i++)
            spin(new Object(), new Counter(), new AtomicBoolean(), new AtomicBoolean(true));
        dump((ready, stop) -> spin(shown = new Object(), shownCounter = new Counter(), ready, stop));
        dump(CompiledLocks::spinMethod);
    }

    static void dump(Spinner s) throws Exception {
        AtomicBoolean ready = new AtomicBoolean(), stop = new AtomicBoolean();
        Thread t = new Thread(() -> s.spin(ready, stop), "spinner");
        t.start();
        while (!ready.get())
            Thread.onSpinWait();
        Thread.sleep(50);
        ThreadInfo info = ManagementFactory.getThreadMXBean().getThreadInfo(new long[] {t.getId()}, true, false)[0];
        stop.set(true);
        t.join();
        for (MonitorInfo m : info.getLockedMonitors())
            System.out.println("dump " + m.getClassName() + " locked in " + m.getLockedStackFrame().getMethodName());
        System.out.println("dump " + info.getLockInfo() + " " + info.getThreadState());
    }

    public static void main(String[] args) throws Exception {
        recursion();
        contention();
        inflation();
        waiting();
        hashes();
        deoptimization();
        exceptions();
        loops();
        nullLocks();
        dump();
    }
}
