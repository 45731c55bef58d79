// Many threads load the same classes, of the boot loader and of a parallel-capable
// one, with their superclasses: each class is defined and initialized once.
import java.io.FileInputStream;
import java.io.InputStream;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;

public class ParallelLoading {
    static final int THREADS = 12;
    public static final AtomicInteger INITIALIZED = new AtomicInteger();

    public static class A { static { INITIALIZED.incrementAndGet(); Thread.yield(); } }
    public static class B extends A { static { INITIALIZED.incrementAndGet(); } }
    public static class C extends B { static { INITIALIZED.incrementAndGet(); } }

    static class Parallel extends ClassLoader {
        static { registerAsParallelCapable(); }

        Parallel() { super(ParallelLoading.class.getClassLoader()); }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.matches("ParallelLoading\\$[ABC]")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> c = findLoadedClass(name);
                if (c != null) {
                    return c;
                }
                String dir = ParallelLoading.class.getProtectionDomain().getCodeSource().getLocation().getPath();
                try (InputStream in = new FileInputStream(dir + name + ".class")) {
                    byte[] b = in.readAllBytes();
                    return defineClass(name, b, 0, b.length);
                } catch (java.io.IOException e) {
                    throw new ClassNotFoundException(name, e);
                }
            }
        }
    }

    static void race(ClassLoader loader, String... names) throws Exception {
        Set<Class<?>> seen = Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
        CyclicBarrier start = new CyclicBarrier(THREADS);
        Thread[] threads = new Thread[THREADS];
        for (int i = 0; i < THREADS; i++) {
            int first = i;
            threads[i] = new Thread(() -> {
                try {
                    start.await();
                    for (int j = 0; j < names.length; j++) {
                        seen.add(Class.forName(names[(first + j) % names.length], true, loader));
                    }
                } catch (Throwable e) {
                    e.printStackTrace();
                }
            });
            threads[i].start();
        }
        for (Thread t : threads) {
            t.join();
        }
        System.out.println(names.length + " names, " + seen.size() + " classes");
    }

    public static void main(String[] args) throws Exception {
        race(null, "java.util.concurrent.ConcurrentSkipListMap", "java.util.concurrent.ConcurrentSkipListSet",
            "java.util.Scanner", "java.util.Timer", "java.util.TreeSet", "java.math.BigDecimal", "java.math.BigInteger",
            "java.text.DecimalFormat", "java.text.NumberFormat", "java.util.stream.IntStream", "java.util.PriorityQueue");
        race(new Parallel(), "ParallelLoading$C", "ParallelLoading$A", "ParallelLoading$B");
        System.out.println(INITIALIZED + " initializers ran");
    }
}
