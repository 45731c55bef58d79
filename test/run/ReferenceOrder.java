// java: -Xmx48m -XX:+UseSerialGC
import java.lang.ref.*;
import java.util.*;
import java.util.concurrent.atomic.*;

/** The order in which references of each strength are cleared and enqueued (java.lang.ref, JLS 12.6). */
public class ReferenceOrder {
    static final List<String> log = Collections.synchronizedList(new ArrayList<>());
    static volatile Object rescued;

    static class Finalizable {
        final String name;
        final boolean rescue;
        Object part;
        Finalizable(String name, boolean rescue) { this.name = name; this.rescue = rescue; }
        @Override protected void finalize() {
            log.add("finalize " + name);
            if (rescue) rescued = this;
        }
    }

    static void collect() throws Exception {
        for (int i = 0; i < 4; i++) {
            System.gc();
            System.runFinalization();
            Thread.sleep(5);
        }
    }

    /** Waits for ref in q, with collections. */
    static boolean comes(ReferenceQueue<?> q, Reference<?> ref) throws Exception {
        for (int i = 0; i < 50; i++) {
            Reference<?> r = q.remove(20);
            if (r != null) return r == ref;
            collect();
        }
        return false;
    }

    static void say(String s) { System.out.println(s); }

    /** References to an object with a finalizer; old ones have survived collections before. */
    static void finalization(boolean old, boolean rescue) throws Exception {
        log.clear();
        ReferenceQueue<Object> wq = new ReferenceQueue<>(), pq = new ReferenceQueue<>();
        Finalizable f = new Finalizable("f", rescue);
        f.part = new int[] {42};
        WeakReference<Object> weak = new WeakReference<>(f, wq), part = new WeakReference<>(f.part);
        PhantomReference<Object> phantom = new PhantomReference<>(f, pq);
        if (old) collect();
        boolean there = weak.get() == f && part.get() == f.part && !phantom.refersTo(null) && wq.poll() == null && pq.poll() == null;
        f = null;
        say("held: " + there);
        say("weak comes: " + comes(wq, weak) + ", cleared " + (weak.get() == null));
        if (rescue) {
            for (int i = 0; i < 100 && rescued == null; i++) collect();
            collect();
            say("rescued: " + ((int[]) ((Finalizable) rescued).part)[0] + ", phantom stays " + (pq.poll() == null && !phantom.refersTo(null)));
            rescued = null;
        }
        say("phantom comes: " + comes(pq, phantom) + ", cleared " + phantom.refersTo(null) + " " + log);
        if (!rescue) say("part cleared: " + (part.get() == null));
    }

    static void strengths() throws Exception {
        Object o = new Object();
        SoftReference<Object> soft = new SoftReference<>(o);
        WeakReference<Object> weak = new WeakReference<>(o);
        o = null;
        collect();
        say("soft keeps: " + (weak.get() != null && soft.get() == weak.get()));
        soft.clear();
        collect();
        say("weak does not: " + (weak.get() == null));

        // A chain of weak references keeps nothing; a reference that is dead itself is not enqueued.
        ReferenceQueue<Object> q = new ReferenceQueue<>();
        WeakReference<WeakReference<Object>> outer = new WeakReference<>(new WeakReference<>(new Object(), q));
        Object kept = new Object();
        WeakReference<WeakReference<Object>> second = new WeakReference<>(new WeakReference<>(kept, q));
        collect();
        say("dead references: " + (outer.get() == null) + " " + (second.get() == null) + " " + (q.poll() == null));
        Reference.reachabilityFence(kept);

        WeakReference<Object> byHand = new WeakReference<>(kept, q);
        say("by hand: " + byHand.enqueue() + " " + byHand.enqueue() + " " + (q.poll() == byHand) + " " + (byHand.get() == null));
        WeakReference<Object> cleared = new WeakReference<>(new Object(), q);
        cleared.clear();
        collect();
        say("cleared is not enqueued: " + (q.poll() == null));
    }

    static void queueOfMany() throws Exception {
        ReferenceQueue<Object> q = new ReferenceQueue<>();
        Set<Reference<?>> all = new HashSet<>();
        List<Object> held = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            Object o = new byte[i % 50];
            all.add(i % 3 == 0 ? new PhantomReference<>(o, q) : i % 3 == 1 ? new WeakReference<>(o, q) : new SoftReference<>(o, q));
            if (i % 6 < 3) held.add(o);
        }
        int came = 0;
        for (int i = 0; i < 100 && came < 1000; i++) {
            for (Reference<?> r; (r = q.remove(10)) != null; came++) {
                if (!all.remove(r) || r instanceof SoftReference) throw new AssertionError();
            }
            System.gc();
        }
        say("many: " + came + " came, " + held.size() + " are held");
    }

    static void softBeforeOutOfMemory() {
        List<SoftReference<byte[]>> soft = new ArrayList<>();
        for (int i = 0; i < 20; i++) soft.add(new SoftReference<>(new byte[100_000]));
        SoftReference<Object> strong = new SoftReference<>(log);
        List<byte[]> fill = new ArrayList<>();
        String what = "no error";
        try {
            for (int i = 0; i < 10_000; i++) fill.add(new byte[100_000]);
        } catch (OutOfMemoryError e) {
            fill = null;
            what = e.getMessage();
        }
        int left = 0;
        for (SoftReference<byte[]> s : soft) if (s.get() != null) left++;
        say(what + ", soft left: " + left + ", held: " + (strong.get() == log));
    }

    static class Action implements Runnable {
        final AtomicInteger n;
        Action(AtomicInteger n) { this.n = n; }
        public void run() { n.incrementAndGet(); }
    }

    static void cleaners() throws Exception {
        Cleaner cleaner = Cleaner.create();
        AtomicInteger byHand = new AtomicInteger(), dropped = new AtomicInteger(), kept = new AtomicInteger();
        Object k = new Object();
        cleaner.register(k, new Action(kept));
        Cleaner.Cleanable c = cleaner.register(new Object(), new Action(byHand));
        c.clean();
        c.clean();
        for (int i = 0; i < 500; i++) cleaner.register(new Object(), new Action(dropped));
        for (int i = 0; i < 100 && dropped.get() < 500; i++) collect();
        collect();
        say("cleaned: " + byHand + " by hand, " + dropped + " dropped, " + kept + " kept");
        Reference.reachabilityFence(k);
    }

    static void weakMap() throws Exception {
        WeakHashMap<Object, Object> m = new WeakHashMap<>();
        List<Object> keys = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            Object k = new Object();
            m.put(k, i);
            if (i % 10 == 0) keys.add(k);
        }
        for (int i = 0; i < 100 && m.size() > 100; i++) collect();
        int sum = 0;
        for (Object k : keys) sum += (Integer) m.get(k);
        say("weak map: " + m.size() + " " + sum);
    }

    public static void main(String[] args) throws Exception {
        finalization(false, false);
        finalization(true, false);
        finalization(false, true);
        finalization(true, true);
        strengths();
        queueOfMany();
        softBeforeOutOfMemory();
        cleaners();
        weakMap();
    }
}
