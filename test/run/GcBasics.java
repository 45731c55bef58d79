// java: -Xmx32m
import java.lang.ref.*;
import java.util.*;

/** Allocation churn, references of each strength, identity hashes, OutOfMemoryError that is survived. */
public class GcBasics {
    static class Node {
        Node next;
        int v;
    }

    static Object sink;

    static void makeWeak(List<Reference<Object>> refs, ReferenceQueue<Object> q) {
        refs.add(new WeakReference<>(new Object(), q));
        refs.add(new PhantomReference<>(new Object(), q));
        refs.add(new SoftReference<>(new Object(), q));
    }

    public static void main(String[] args) throws Exception {
        long sum = 0;
        for (int i = 0; i < 60000; i++) {
            byte[] b = new byte[1000 + i % 7];
            b[i % 1000] = (byte) i;
            sum += b[i % 1000] + b.length;
            sink = b;
        }
        System.out.println(sum);
        Node head = null;
        for (int i = 0; i < 100000; i++) {
            Node n = new Node();
            n.v = i;
            n.next = head;
            head = n;
        }
        Object[] keep = new Object[1000];
        int[] hashes = new int[keep.length];
        for (int i = 0; i < keep.length; i++) {
            keep[i] = new Object();
            hashes[i] = System.identityHashCode(keep[i]);
        }
        System.gc();
        int same = 0;
        for (int i = 0; i < keep.length; i++) if (hashes[i] == System.identityHashCode(keep[i])) same++;
        long total = 0;
        for (Node n = head; n != null; n = n.next) total += n.v;
        System.out.println(same + " " + total);
        head = null;

        ReferenceQueue<Object> q = new ReferenceQueue<>();
        List<Reference<Object>> refs = new ArrayList<>();
        makeWeak(refs, q);
        System.gc();
        Set<String> cleared = new TreeSet<>();
        for (int i = 0; i < 2; i++) {
            Reference<?> r = q.remove(10000);
            cleared.add(r == null ? "none" : r.getClass().getSimpleName());
        }
        System.out.println(cleared + " " + (refs.get(0).get() == null) + (refs.get(2).get() != null));
        WeakHashMap<Object, String> map = new WeakHashMap<>();
        Object strong = new Object();
        map.put(strong, "kept");
        map.put(new Object(), "gone");
        for (int i = 0; i < 50 && map.size() > 1; i++) {
            System.gc();
            Thread.sleep(10);
        }
        System.out.println(map.size() + map.get(strong));

        for (int round = 0; round < 3; round++) {
            try {
                List<long[]> hog = new ArrayList<>();
                while (true) hog.add(new long[100000]);
            } catch (OutOfMemoryError e) {
                System.out.println(e.getMessage());
            }
        }
        System.out.println(refs.get(2).get() == null);
        try {
            sink = new int[Integer.MAX_VALUE];
        } catch (OutOfMemoryError e) {
            System.out.println(e.getMessage());
        }
        try {
            sink = new long[100_000_000];
        } catch (OutOfMemoryError e) {
            System.out.println(e.getMessage());
        }
        Object[] old = new Object[5000];
        for (int r = 0; r < 40; r++) for (int i = 0; i < old.length; i++) old[(i * 31 + r) % old.length] = new int[] {i, r};
        long check = 0;
        for (Object o : old) check += ((int[]) o)[0] + ((int[]) o)[1];
        System.out.println(check);
        Cleaner cleaner = Cleaner.create();
        java.util.concurrent.CountDownLatch cleaned = new java.util.concurrent.CountDownLatch(1);
        cleaner.register(new Object(), cleaned::countDown);
        System.gc();
        System.out.println(cleaned.await(10, java.util.concurrent.TimeUnit.SECONDS));
    }
}
