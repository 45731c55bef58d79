// java: -Xmx128m -XX:+UseSerialGC
import java.nio.file.*;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads that are parked, sleep or wait: what they hold survives collections, is where they find
 * it, and what they change between two collections is seen by the second.
 */
public class ParkedThreads {
    static final int COUNT = 300; // more than 500 stacks do not fit into 32 bits of addresses
    static final CountDownLatch ready = new CountDownLatch(COUNT);
    static final Object monitor = new Object();
    static volatile boolean end;

    static class Node {
        final int value;
        Node next;
        Node(int value, Node next) { this.value = value; this.next = next; }
    }

    static class Sleeper extends Thread {
        final int n;
        final Semaphore turns = new Semaphore(0);
        volatile int done;
        Throwable failed;

        Sleeper(int n) { super("sleeper-" + n); this.n = n; setDaemon(true); start(); }

        @Override public void run() {
            try {
                hold(new Node(n, null), new int[] {n, n + 1}, 3);
            } catch (Throwable t) {
                failed = t;
            }
        }

        /** Local variables and stack entries of several frames refer to young and old objects. */
        void hold(Node list, int[] pair, int depth) throws Exception {
            String name = "frame " + depth + " of " + n;
            Object[] all = {list, pair, name};
            if (depth > 0) {
                hold(new Node(n + depth, list), new int[] {n, depth}, depth - 1);
            } else {
                ready.countDown();
                int turns = 0;
                while (!end) {
                    sleep(turns);
                    if (this.turns.tryAcquire()) {
                        turns++;
                        list.next = new Node(n + turns, list.next); // a young object into an old one
                        pair = new int[] {n, turns};
                        all[1] = pair;
                        done = turns;
                    }
                }
                int k = 0;
                Node x = list.next;
                for (; k < turns; k++, x = x.next) check(x.value == n + turns - k);
                for (int d = 2; d <= 3; d++, x = x.next) check(x.value == n + d);
                check(x.value == n && x.next == null && pair[1] == Math.max(turns, 1));
            }
            check(all[0] == list && all[1] == pair && name.equals("frame " + depth + " of " + n));
            check(pair[0] == n && (depth < 3 || pair[1] == n + 1));
        }

        void sleep(int turns) throws Exception {
            switch (n % 3) {
            case 0: LockSupport.park(this); break;
            case 1: synchronized (monitor) { if (this.turns.availablePermits() == 0 && !end) monitor.wait(); } break;
            default:
                try {
                    if (this.turns.availablePermits() == 0 && !end) Thread.sleep(100_000);
                } catch (InterruptedException e) {
                }
            }
        }

        void wake() {
            LockSupport.unpark(this);
            if (n % 3 == 2) interrupt();
        }
    }

    static void check(boolean ok) { if (!ok) throw new AssertionError(); }

    static long resident() throws Exception {
        for (String l : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (l.startsWith("VmRSS")) return Long.parseLong(l.replaceAll("\\D", ""));
        }
        throw new AssertionError();
    }

    static Object garbage;

    /** Minor collections and a full one. */
    static void collect() {
        for (int i = 0; i < 400; i++) garbage = new byte[20_000];
        System.gc();
        for (int i = 0; i < 400; i++) garbage = new byte[20_000];
    }

    public static void main(String[] args) throws Exception {
        collect();
        long before = resident();
        List<Sleeper> list = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) list.add(new Sleeper(i));
        ready.await();
        collect();
        long each = (resident() - before) / COUNT;
        System.out.println("each takes little: " + (each < 150 ? true : each + " KB"));
        Random r = new Random(7);
        int turns = 0;
        for (int round = 0; round < 6; round++) {
            int[] wanted = new int[COUNT];
            for (Sleeper s : list) {
                wanted[s.n] = s.done;
                if (r.nextInt(3) == 0) {
                    wanted[s.n]++;
                    turns++;
                    s.turns.release();
                    s.wake();
                }
            }
            synchronized (monitor) { monitor.notifyAll(); }
            for (Sleeper s : list) {
                while (s.done != wanted[s.n] && s.isAlive()) {
                    if (s.n % 3 == 2) s.interrupt(); // it may not have slept yet
                    Thread.sleep(1);
                }
            }
            collect();
        }
        end = true;
        for (Sleeper s : list) s.wake();
        synchronized (monitor) { monitor.notifyAll(); }
        for (Sleeper s : list) {
            while (s.isAlive()) {
                s.wake();
                s.join(20);
            }
            if (s.failed != null) throw new AssertionError(s.getName(), s.failed);
        }
        System.out.println("all found what they held, after " + turns + " turns");
    }
}
