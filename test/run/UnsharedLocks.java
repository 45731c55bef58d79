// Locks of objects that leave the method seldom or never: compiled code counts them, and an
// object that is made after all is locked as often as the program has it.
public class UnsharedLocks {
    static class Cell {
        int value;

        synchronized int add(int k) {
            value += k;
            return value;
        }

        synchronized int twice(int k) {
            add(k);
            return add(k);
        }

        synchronized int fail(int k) {
            if (k % 1000 == 999) {
                throw new IllegalStateException("at " + k);
            }
            return value += k;
        }
    }

    static int block(int n) {
        Object lock = new Object();
        int sum = 0;
        for (int i = 0; i < n; i++) {
            synchronized (lock) {
                sum += i ^ n;
            }
        }
        return sum;
    }

    static int nested(int k) {
        Cell c = new Cell();
        synchronized (c) {
            synchronized (c) {
                c.twice(k);
            }
            c.add(1);
        }
        return c.value;
    }

    static Object kept;

    // The object is locked when it leaves.
    static int leaves(int k) {
        Cell c = new Cell();
        int n = 0;
        synchronized (c) {
            c.twice(k);
            synchronized (c) {
                if (k % 5000 == 4999) {
                    kept = c;
                    n = Thread.holdsLock(c) ? 100 : 200;
                }
                n += c.value;
            }
            if (k % 5000 == 4998) {
                kept = c;
                n += Thread.holdsLock(c) ? 1000 : 2000;
            }
        }
        if (k % 5000 >= 4998) {
            n += Thread.holdsLock(kept) ? 10000 : 20000;
        }
        return n;
    }

    static int joined(boolean one, int k) {
        Cell c;
        if (one) {
            c = new Cell();
            c.value = 1;
        } else {
            c = new Cell();
            c.value = 2;
        }
        synchronized (c) {
            return c.add(k);
        }
    }

    static String thrown(int k) {
        Cell c = new Cell();
        try {
            return "" + c.fail(k);
        } catch (IllegalStateException e) {
            return e.getMessage() + " " + Thread.holdsLock(c) + " " + c.add(3);
        }
    }

    // Two locks of one object, one after the other.
    static int adjacent(Cell c, int k) {
        return c.add(k) + c.add(k + 1) + c.add(k + 2);
    }

    static int waiting;

    public static void main(String[] args) throws Exception {
        long sum = 0;
        for (int i = 0; i < 300; i++) {
            sum = sum * 31 + block(i);
        }
        System.out.println(sum);
        Cell shared = new Cell();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 20000; i++) {
            sum = sum * 31 + nested(i) + leaves(i) + joined(i % 3 == 0, i) + adjacent(shared, i);
            String s = thrown(i);
            if (i % 1000 == 999) {
                text.append(s).append(';');
            }
        }
        System.out.println(sum + " " + text);
        // Whoever was left locked would not let another thread in.
        Thread t = new Thread(() -> {
            synchronized (kept) {
                waiting = 1;
            }
            waiting += shared.add(0) == shared.value ? 1 : 0;
        });
        t.start();
        t.join();
        System.out.println(waiting);

        // Several threads at one object whose locks have been joined.
        Cell common = new Cell();
        Thread[] all = new Thread[4];
        for (int i = 0; i < all.length; i++) {
            all[i] = new Thread(() -> {
                for (int k = 0; k < 20000; k++) {
                    adjacent(common, 0);
                }
            });
            all[i].start();
        }
        for (Thread x : all) {
            x.join();
        }
        System.out.println(common.value);
    }
}
