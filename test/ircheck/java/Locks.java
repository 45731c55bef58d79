/** Locks: of objects that are not allocated, of one object again and again. */
public class Locks {
    static class Cell {
        int value;

        synchronized int add(int k) {
            value += k;
            return value;
        }
    }

    /// CHECK-START: unshared objects (before)
    /// CHECK: lock
    /// CHECK-START: unshared objects (after)
    /// CHECK-NOT: new ref
    /// CHECK-NOT: lock
    /// CHECK: ret
    static int unshared(int k) {
        Cell c = new Cell();
        synchronized (c) {
            c.add(k);
        }
        return c.add(2);
    }

    // The guard's state has the object with one lock.
    /// CHECK-START: locked objects (after)
    /// CHECK-NOT: new ref
    /// CHECK: <<ONE:v>> = const i32 [1]
    /// CHECK: guard {{.*}}<<ONE>>
    /// CHECK: ret
    static int locked(int[] a) {
        Object lock = new Object();
        synchronized (lock) {
            return a[0];
        }
    }

    /// CHECK-START: adjacent locks (before)
    /// CHECK: unlock
    /// CHECK: unlock
    /// CHECK-START: adjacent locks (after)
    /// CHECK: lock
    /// CHECK: unlock
    /// CHECK-NOT: lock
    /// CHECK: ret
    static int adjacent(Cell c) {
        return c.add(1) + c.add(2) * 5 + c.add(3) * 7;
    }

    public static void main(String[] args) {
        Cell c = new Cell();
        int[] a = {4};
        int sum = 0;
        for (int i = 0; i < 3000; i++) {
            sum += unshared(i) + locked(a) + adjacent(c);
        }
        System.out.println(sum);
    }
}
