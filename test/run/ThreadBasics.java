import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;
import java.util.concurrent.locks.*;

/** Monitors, wait and notify, interruption, join, handlers, thread locals, executors, locks. */
public class ThreadBasics {
    static int plain;
    static final Object LOCK = new Object();
    static volatile boolean flag;

    static synchronized void inc() {
        plain++;
    }

    static Thread start(String name, Runnable r) {
        Thread t = new Thread(r, name);
        t.start();
        return t;
    }

    public static void main(String[] args) throws Exception {
        List<Thread> ts = new ArrayList<>();
        AtomicLong atomic = new AtomicLong();
        LongAdder adder = new LongAdder();
        for (int i = 0; i < 4; i++) {
            ts.add(start("inc" + i, () -> {
                for (int k = 0; k < 2000; k++) {
                    inc();
                    atomic.incrementAndGet();
                    adder.increment();
                }
            }));
        }
        for (Thread t : ts) t.join();
        System.out.println(plain + " " + atomic + " " + adder + " " + ts.get(0).getState() + ts.get(0).isAlive());

        int[] turn = {0};
        StringBuffer out = new StringBuffer();
        Thread[] players = new Thread[3];
        for (int i = 0; i < 3; i++) {
            int me = i;
            players[i] = start("p" + i, () -> {
                for (int k = 0; k < 20; k++) {
                    synchronized (LOCK) {
                        while (turn[0] % 3 != me) {
                            try {
                                LOCK.wait();
                            } catch (InterruptedException e) {
                                return;
                            }
                        }
                        out.append(me);
                        turn[0]++;
                        LOCK.notifyAll();
                    }
                }
            });
        }
        for (Thread t : players) t.join();
        System.out.println(out);

        Thread sleeper = start("sleeper", () -> {
            try {
                Thread.sleep(60000);
            } catch (InterruptedException e) {
                System.out.println(e + " " + Thread.currentThread().isInterrupted());
            }
            Thread.currentThread().interrupt();
            LockSupport.park();
            System.out.println(Thread.interrupted() + " " + Thread.interrupted());
            Thread.currentThread().interrupt();
            try {
                synchronized (LOCK) {
                    LOCK.wait();
                }
            } catch (InterruptedException e) {
                System.out.println(e.getMessage());
            }
        });
        sleeper.interrupt();
        sleeper.join();

        for (Runnable r : new Runnable[] {LOCK::notify, LOCK::notifyAll}) {
            try {
                r.run();
            } catch (IllegalMonitorStateException e) {
                System.out.println(e.getMessage());
            }
        }
        try {
            LOCK.wait(-1);
        } catch (IllegalArgumentException e) {
            System.out.println(e.getMessage());
        }
        try {
            Thread.currentThread().start();
        } catch (IllegalThreadStateException e) {
            System.out.println(e);
        }
        synchronized (LOCK) {
            synchronized (LOCK) {
                System.out.println(Thread.holdsLock(LOCK));
            }
            long t0 = System.nanoTime();
            LOCK.wait(20);
            System.out.println(Thread.holdsLock(LOCK) + " " + (System.nanoTime() - t0 >= 19_000_000));
        }
        System.out.println(Thread.holdsLock(LOCK));

        Thread bad = new Thread(() -> {
            throw new IllegalStateException("bad");
        }, "bad");
        bad.setUncaughtExceptionHandler((t, e) -> System.out.println(t.getName() + " died of " + e.getMessage()));
        bad.start();
        bad.join();

        ThreadLocal<Integer> local = ThreadLocal.withInitial(() -> 42);
        local.set(1);
        start("local", () -> System.out.println(local.get())).join();
        System.out.println(local.get());

        ExecutorService pool = Executors.newFixedThreadPool(3);
        Future<Integer> failing = pool.submit(() -> Integer.parseInt("x"));
        try {
            failing.get();
        } catch (ExecutionException e) {
            System.out.println(e.getCause().getMessage());
        }
        System.out.println(pool.invokeAll(Collections.nCopies(5, () -> 3)).stream().mapToInt(f -> f.isDone() ? 3 : 0).sum());
        pool.shutdown();
        System.out.println(pool.awaitTermination(10, TimeUnit.SECONDS) + " " + pool.isTerminated());
        System.out.println(CompletableFuture.supplyAsync(() -> 20).thenCombine(CompletableFuture.supplyAsync(() -> 22), Integer::sum).thenApply(i -> "got " + i).get());
        System.out.println(new ForkJoinPool(2).invoke(new Fib(15)));

        ReentrantLock lock = new ReentrantLock(true);
        Condition ready = lock.newCondition();
        Thread waiter = start("waiter", () -> {
            lock.lock();
            try {
                while (!flag) ready.awaitUninterruptibly();
                System.out.println("signalled");
            } finally {
                lock.unlock();
            }
        });
        lock.lock();
        flag = true;
        ready.signalAll();
        lock.unlock();
        waiter.join();
        CyclicBarrier barrier = new CyclicBarrier(3, () -> System.out.println("tripped"));
        Runnable await = () -> {
            try {
                barrier.await();
            } catch (Exception e) {
                System.out.println(e);
            }
        };
        Thread b1 = start("b1", await), b2 = start("b2", await);
        await.run();
        b1.join();
        b2.join();
        BlockingQueue<Integer> q = new ArrayBlockingQueue<>(2);
        Thread producer = start("producer", () -> {
            for (int i = 0; i < 50; i++) {
                try {
                    q.put(i);
                } catch (InterruptedException e) {
                    return;
                }
            }
        });
        int sum = 0;
        for (int i = 0; i < 50; i++) sum += q.take();
        System.out.println(sum);
        producer.join();
        Thread daemon = new Thread(() -> {
            while (true) LockSupport.park();
        });
        daemon.setDaemon(true);
        daemon.start();
        System.out.println(daemon.isDaemon() + " end");
    }

    static class Fib extends RecursiveTask<Integer> {
        final int n;

        Fib(int n) {
            this.n = n;
        }

        protected Integer compute() {
            if (n < 2) return n;
            Fib a = new Fib(n - 1);
            a.fork();
            return new Fib(n - 2).compute() + a.join();
        }
    }
}
