import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.IntConsumer;

/**
 * Runs litmus tests: small races whose outcomes the memory model (JLS 17.4, and the modes of
 * VarHandle) allows or forbids. One line for each test:
 *
 *     NAME rounds=N OUTCOME=COUNT ... [relaxed=COUNT] [FORBIDDEN=COUNT]
 *
 * Arguments: milliseconds for each test, then the beginnings of the names of those wanted.
 */
public final class Litmus {
    /** A race of some threads, each with one action, on many instances side by side. */
    abstract static class Race {
        static final int SIZE = 4096;
        final String name;
        final int threads;
        final S[] states = new S[SIZE];

        Race(String name, int threads) {
            this.name = name;
            this.threads = threads;
            for (int i = 0; i < SIZE; i++) {
                states[i] = new S();
            }
        }

        void a(S s) {}

        void b(S s) {}

        void c(S s) {}

        void d(S s) {}

        /** What happened in s, as decimal digits. */
        int outcome(S s) {
            return s.r0 * 10 + s.r1;
        }

        boolean forbidden(int outcome) {
            return false;
        }

        /** An outcome that is allowed, but not if all actions came one after the other. */
        boolean relaxed(int outcome) {
            return false;
        }

        void act(int who) {
            switch (who) {
                case 0 -> { for (S s : states) a(s); }
                case 1 -> { for (S s : states) b(s); }
                case 2 -> { for (S s : states) c(s); }
                default -> { for (S s : states) d(s); }
            }
        }
    }

    /** All that a race may want: plain and volatile variables, and results. */
    static final class S {
        int x, y;
        long l;
        double d;
        Object o;
        int[] array = new int[2];
        volatile int vx, vy;
        volatile long vl;
        volatile double vd;
        volatile Object vo;
        int r0, r1, r2, r3;

        void clear() {
            x = y = vx = vy = r0 = r1 = r2 = r3 = array[0] = array[1] = 0;
            l = vl = 0;
            d = vd = 0;
            o = vo = null;
        }
    }

    /** Threads that wait for one another, again and again. */
    static final class Barrier {
        private final int parties;
        private int waiting; // guarded by this
        private volatile int generation;

        Barrier(int parties) {
            this.parties = parties;
        }

        void await() {
            int g = generation;
            synchronized (this) {
                if (++waiting == parties) {
                    waiting = 0;
                    generation = g + 1;
                    return;
                }
            }
            for (int n = 0; generation == g; n++) {
                if (n < 1000) {
                    Thread.onSpinWait();
                } else {
                    Thread.yield();
                }
            }
        }
    }

    static volatile Throwable failure;

    /** Runs body in so many threads, and waits for them. */
    static void inThreads(int n, IntConsumer body) {
        List<Thread> list = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            int who = i;
            Thread t = new Thread(() -> {
                try {
                    body.accept(who);
                } catch (Throwable e) {
                    failure = e;
                }
            }, "actor-" + i);
            list.add(t);
            t.start();
        }
        for (Thread t : list) {
            try {
                t.join();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private static void run(Race race, long millis) {
        TreeMap<Integer, long[]> counts = new TreeMap<>();
        Barrier barrier = new Barrier(race.threads);
        boolean[] done = new boolean[1]; // written between two barriers by thread 0
        long[] rounds = new long[1];
        long end = System.nanoTime() + millis * 1_000_000;
        inThreads(race.threads, who -> {
            for (;;) {
                race.act(who);
                barrier.await();
                if (who == 0) {
                    for (S s : race.states) {
                        count(counts, race.outcome(s));
                        s.clear();
                    }
                    rounds[0] += Race.SIZE;
                    done[0] = System.nanoTime() > end;
                }
                barrier.await();
                if (done[0]) {
                    return;
                }
            }
        });
        StringBuilder line = new StringBuilder(race.name + " rounds=" + rounds[0]);
        long forbidden = 0, relaxed = 0;
        for (var e : counts.entrySet()) {
            long n = e.getValue()[0];
            line.append(' ').append(e.getKey()).append('=').append(n);
            forbidden += race.forbidden(e.getKey()) ? n : 0;
            relaxed += race.relaxed(e.getKey()) ? n : 0;
        }
        report(line, relaxed, forbidden);
    }

    private static void count(TreeMap<Integer, long[]> counts, int outcome) {
        long[] n = counts.get(outcome);
        if (n == null) {
            counts.put(outcome, n = new long[1]);
        }
        n[0]++;
    }

    private static void report(StringBuilder line, long relaxed, long forbidden) {
        if (relaxed > 0) {
            line.append(" relaxed=").append(relaxed);
        }
        if (forbidden > 0) {
            line.append(" FORBIDDEN=").append(forbidden);
        }
        if (failure != null) {
            line.append(" FAILED: ").append(failure);
            failure.printStackTrace(System.out);
            failure = null;
        }
        System.out.println(line);
    }

    /** A test that is more than one action for each thread: it counts its rounds, and what is wrong. */
    abstract static class Contest {
        final String name;
        long wrong; // written by one thread, or when the others have ended

        Contest(String name) {
            this.name = name;
        }

        /** Does it once or some times; returns how often. */
        abstract int round() throws Exception;
    }

    private static void run(Contest contest, long millis) {
        long end = System.nanoTime() + millis * 1_000_000, rounds = 0;
        do {
            try {
                rounds += contest.round();
            } catch (Exception e) {
                failure = e;
            }
        } while (failure == null && System.nanoTime() < end);
        report(new StringBuilder(contest.name + " rounds=" + rounds), 0, contest.wrong);
    }

    private static boolean wanted(String name, String[] args) {
        for (int i = 1; i < args.length; i++) {
            if (name.startsWith(args[i])) {
                return true;
            }
        }
        return args.length < 2;
    }

    public static void main(String[] args) {
        long millis = Long.parseLong(args[0]);
        for (Race r : Races.all()) {
            if (wanted(r.name, args)) {
                run(r, millis);
            }
        }
        for (Contest c : Contests.all()) {
            if (wanted(c.name, args)) {
                run(c, millis);
            }
        }
    }
}
