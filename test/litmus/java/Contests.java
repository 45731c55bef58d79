import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/** Tests in which threads do more than one thing: sums that must come out, hand-overs that must not be lost. */
final class Contests {
    private static final int TURNS = 2000;

    /** Some threads add to a sum that is not atomic by itself, under some protection. */
    abstract static class Sum extends Litmus.Contest {
        int sum; // plain
        final int threads;

        Sum(String name, int threads) {
            super(name);
            this.threads = threads;
        }

        abstract void add();

        int total() {
            return sum;
        }

        @Override int round() {
            int before = total();
            Litmus.inThreads(threads, who -> {
                for (int i = 0; i < TURNS; i++) {
                    add();
                }
            });
            if (total() - before != threads * TURNS) {
                wrong++;
            }
            return threads * TURNS;
        }
    }

    static final class Lazy {
        static final int WANT = 77;
        int value;
        int[] more;

        Lazy() {
            value = WANT;
            more = new int[] {WANT};
        }
    }

    static List<Litmus.Contest> all() {
        return List.of(
            new Sum("monitor.block", 2) {
                @Override void add() { synchronized (this) { sum++; } }
            },
            new Sum("monitor.method", 3) {
                @Override synchronized void add() { sum++; }
            },
            new Sum("monitor.nested", 2) {
                @Override void add() { synchronized (this) { synchronized (this) { sum++; } int k = sum; sum = k; } }
            },
            new Sum("monitor.hash", 2) { // the hash is in the way of a thin lock
                @Override void add() { Object o = this; synchronized (o) { sum += o.hashCode() == System.identityHashCode(o) ? 1 : 0; } }
            },
            new Sum("monitor.exception", 2) {
                @Override void add() {
                    try {
                        synchronized (this) {
                            sum++;
                            if ((sum & 3) == 0) {
                                throw new IllegalStateException();
                            }
                        }
                    } catch (IllegalStateException e) {
                        synchronized (this) { sum--; sum++; }
                    }
                }
            },
            new Sum("monitor.fresh", 2) { // many locks, each used by two threads now and then
                final Object[] locks = { new Object(), new Object(), new Object() };
                final int[] sums = new int[3];
                int turn;
                @Override void add() {
                    int k = turn++ & 0x7fffffff; // a race, on purpose: any number will do
                    synchronized (locks[k % 3]) { sums[k % 3]++; if (k % 97 == 0) { locks[k % 3].notifyAll(); } }
                }
                @Override int total() { return sums[0] + sums[1] + sums[2]; }
            },
            new Sum("lock.reentrant", 2) {
                final ReentrantLock lock = new ReentrantLock();
                @Override void add() { lock.lock(); try { sum++; } finally { lock.unlock(); } }
            },
            new Sum("lock.spin", 2) {
                final AtomicInteger held = new AtomicInteger();
                @Override void add() {
                    for (int n = 0; !held.compareAndSet(0, 1); n++) {
                        if (n > 100) { Thread.yield(); } else { Thread.onSpinWait(); }
                    }
                    sum++;
                    held.lazySet(0);
                }
            },
            new Sum("atomic.increment", 3) {
                final AtomicInteger n = new AtomicInteger();
                @Override void add() { n.incrementAndGet(); }
                @Override int total() { return n.get(); }
            },
            new Sum("atomic.increment.long", 3) {
                final AtomicLong n = new AtomicLong(0xffff_f000L); // carries into the upper half
                @Override void add() { n.getAndIncrement(); }
                @Override int total() { return (int) (n.get() - 0xffff_f000L); }
            },
            new Sum("atomic.cas.loop", 2) {
                final AtomicReference<Integer> n = new AtomicReference<>(0);
                @Override void add() {
                    for (;;) {
                        Integer old = n.get();
                        if (n.compareAndSet(old, old + 1)) { return; }
                    }
                }
                @Override int total() { return n.get(); }
            },
            new Sum("atomic.weak.loop", 2) {
                final AtomicLong n = new AtomicLong();
                @Override void add() {
                    for (long old = n.getPlain(); ; old = n.getPlain()) {
                        if (n.weakCompareAndSetVolatile(old, old + 1)) { return; }
                    }
                }
                @Override int total() { return (int) n.get(); }
            },
            // Ping-pong by wait and notify: a lost wake-up would end it.
            new Litmus.Contest("wait.notify") {
                int ball; // guarded by this
                boolean lost;
                private synchronized void play(int who, int turns) throws InterruptedException {
                    for (int i = 0; i < turns; i++) {
                        long end = System.nanoTime() + 60_000_000_000L;
                        while ((ball & 1) != who) {
                            wait(61_000);
                            lost |= System.nanoTime() > end;
                        }
                        ball++;
                        notify();
                    }
                }
                @Override int round() {
                    Litmus.inThreads(2, who -> {
                        try { play(who, 500); } catch (InterruptedException e) { throw new AssertionError(e); }
                    });
                    if (lost || (ball & 1) != 0) { wrong++; }
                    return 1000;
                }
            },
            // The same by park and unpark; the permit may come before the park.
            new Litmus.Contest("park.unpark") {
                volatile int ball;
                final Thread[] players = new Thread[2];
                @Override int round() {
                    ball = 0;
                    Litmus.Barrier both = new Litmus.Barrier(2);
                    boolean[] lost = new boolean[2];
                    Litmus.inThreads(2, who -> {
                        players[who] = Thread.currentThread();
                        both.await();
                        for (int i = 0; i < 500; i++) {
                            long end = System.nanoTime() + 60_000_000_000L;
                            while ((ball & 1) != who) {
                                LockSupport.parkNanos(61_000_000_000L);
                                lost[who] |= System.nanoTime() > end;
                            }
                            ball++;
                            LockSupport.unpark(players[1 - who]);
                        }
                    });
                    if (ball != 1000 || lost[0] || lost[1]) { wrong++; }
                    return 1000;
                }
            },
            // JLS 17.4.5: what was done before start is seen by the thread, what it did is seen behind join.
            new Litmus.Contest("start.join") {
                int in;
                int out;
                final int[] array = new int[1];
                @Override int round() throws InterruptedException {
                    for (int i = 1; i <= 20; i++) {
                        int want = i;
                        in = want;
                        array[0] = want;
                        boolean[] saw = new boolean[1];
                        Thread t = new Thread(() -> {
                            saw[0] = in == want && array[0] == want;
                            out = want;
                        });
                        t.start();
                        if (i % 2 == 0) {
                            t.join();
                        } else {
                            while (t.isAlive()) { Thread.onSpinWait(); }
                        }
                        if (!saw[0] || out != want) { wrong++; }
                    }
                    return 20;
                }
            },
            // Double-checked locking with a volatile field: one object, and all of it.
            new Litmus.Contest("double.checked") {
                volatile Lazy lazy;
                Lazy get() {
                    Lazy l = lazy;
                    if (l == null) {
                        synchronized (this) {
                            if ((l = lazy) == null) {
                                lazy = l = new Lazy();
                            }
                        }
                    }
                    return l;
                }
                @Override int round() {
                    final int n = 500;
                    Litmus.Barrier barrier = new Litmus.Barrier(2);
                    Lazy[][] got = new Lazy[2][n];
                    int[] bad = new int[2];
                    Litmus.inThreads(2, who -> {
                        for (int i = 0; i < n; i++) {
                            barrier.await();
                            Lazy l = get();
                            if (l.value != Lazy.WANT || l.more[0] != Lazy.WANT) { bad[who]++; }
                            got[who][i] = l;
                            barrier.await();
                            if (who == 0) { lazy = null; }
                        }
                    });
                    for (int i = 0; i < n; i++) {
                        if (got[0][i] != got[1][i]) { wrong++; }
                    }
                    wrong += bad[0] + bad[1];
                    return n;
                }
            },
            // A loop that waits for a volatile or opaque variable sees it change at last.
            new Litmus.Contest("spin.ends") {
                volatile int v;
                @Override int round() {
                    Litmus.S s = new Litmus.S();
                    v = 0;
                    Litmus.inThreads(2, who -> {
                        if (who == 0) {
                            while (v == 0) { }
                            while ((int) Races.X.getOpaque(s) == 0) { }
                        } else {
                            v = 1;
                            Races.X.setOpaque(s, 1);
                        }
                    });
                    return 1;
                }
            });
    }
}
