// modes: mixed comp
// Classes that break what compiled code assumes are loaded while other threads run that code, and
// while it is being compiled. Each round has classes of its own, so that it begins with one implementor.
import java.io.InputStream;
import java.util.concurrent.Callable;

public class RacingLoads {
    interface Named {
        int name();
    }

    static abstract class Root implements Named {
        final int id;

        Root(int id) {
            this.id = id;
        }

        abstract int get();

        int both() {
            return get() * 10 + name();
        }
    }

    static class One extends Root {
        One() {
            super(1);
        }

        int get() {
            return 1;
        }

        public int name() {
            return 1;
        }
    }

    static class Two extends Root {
        Two() {
            super(2);
        }

        int get() {
            return 2;
        }

        public int name() {
            return 2;
        }
    }

    static class Three extends One {
        int get() {
            return 3;
        }

        public int name() {
            return 3;
        }
    }

    public static class Round implements Callable<Integer> {
        static volatile Root shared = new One();
        static volatile boolean done;
        static volatile int wrong;
        static volatile int turns;

        static int check(Root r) {
            int want = r instanceof Two ? 2 : r.getClass() == One.class ? 1 : 3;
            return r.get() == want && r.both() == want * 11 && ((Named) r).name() == want ? 0 : 1;
        }

        static void watch() {
            int bad = 0;
            while (!done) {
                for (int i = 0; i < 500; i++) {
                    bad += check(shared);
                }
                turns++;
            }
            if (bad > 0) {
                wrong = bad;
            }
        }

        public Integer call() throws Exception {
            Thread[] all = new Thread[3];
            for (int i = 0; i < all.length; i++) {
                all[i] = new Thread(Round::watch);
                all[i].start();
            }
            awaitTurns(24);
            Thread[] loading = {new Thread(() -> shared = new Two()), new Thread(() -> shared = new Three())};
            for (Thread t : loading) {
                t.start();
            }
            for (Thread t : loading) {
                t.join();
            }
            int bad = check(shared) + check(new One()) + check(new Two()) + check(new Three());
            awaitTurns(turns + 10);
            done = true;
            for (Thread t : all) {
                t.join();
            }
            return wrong + bad;
        }

        static void awaitTurns(int n) {
            while (turns < n) {
                Thread.yield();
            }
        }
    }

    static class Fresh extends ClassLoader {
        Fresh() {
            super(RacingLoads.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("RacingLoads$")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> c = findLoadedClass(name);
                if (c != null) {
                    return c;
                }
                try (InputStream in = RacingLoads.class.getResourceAsStream(name + ".class")) {
                    byte[] b = in.readAllBytes();
                    return defineClass(name, b, 0, b.length);
                } catch (java.io.IOException e) {
                    throw new ClassNotFoundException(name, e);
                }
            }
        }
    }

    public static void main(String[] args) throws Exception {
        int wrong = 0;
        for (int i = 0; i < 6; i++) {
            Class<?> c = new Fresh().loadClass("RacingLoads$Round");
            wrong += (Integer) ((Callable<?>) c.getDeclaredConstructor().newInstance()).call();
            if (i % 3 == 2) {
                System.gc();
            }
        }
        System.out.println(wrong);
    }
}
