// modes: int mixed

import java.lang.ref.*;
import java.util.WeakHashMap;
import java.util.concurrent.CountDownLatch;

/** References of all kinds after collections, a cleaner, a finalizer, a signal, a hook and an exit code. */
public class LibReferences {
    static final CountDownLatch finalized = new CountDownLatch(1);

    protected void finalize() {
        finalized.countDown();
    }

    static void drop(Cleaner cleaner, CountDownLatch cleaned) {
        cleaner.register(new Object(), cleaned::countDown);
        new LibReferences();
    }

    public static void main(String[] args) throws Exception {
        ReferenceQueue<Object> queue = new ReferenceQueue<>();
        WeakReference<Object> weak = new WeakReference<>(new Object(), queue);
        SoftReference<Object> soft = new SoftReference<>(new Object());
        PhantomReference<Object> phantom = new PhantomReference<>(new Object(), queue);
        CountDownLatch cleaned = new CountDownLatch(1);
        drop(Cleaner.create(), cleaned);
        for (int i = 0; i < 3; i++) {
            System.gc();
            System.runFinalization();
        }
        finalized.await();
        cleaned.await();
        System.out.println("weak " + weak.get() + " " + weak.refersTo(null) + ", soft " + (soft.get() != null));
        Reference<?> first = queue.remove(), second = queue.remove();
        System.out.println(first != second && (first == weak || first == phantom) && (second == weak || second == phantom));
        System.out.println("phantom " + phantom.refersTo(null) + " " + queue.poll());
        phantom.clear();
        System.out.println(weak.enqueue() + " " + phantom.enqueue());

        WeakHashMap<Object, String> map = new WeakHashMap<>();
        Object key = new Object();
        map.put(key, "kept");
        map.put(new Object(), "lost");
        System.gc();
        while (map.size() > 1) {
            Thread.sleep(1); // the reference handler has them next
        }
        System.out.println(map.get(key));

        CountDownLatch signalled = new CountDownLatch(1);
        sun.misc.Signal.handle(new sun.misc.Signal("USR2"), s -> {
            System.out.println(s);
            signalled.countDown();
        });
        sun.misc.Signal.raise(new sun.misc.Signal("USR2"));
        signalled.await();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook")));
        Runtime.getRuntime().exit(7);
    }
}
