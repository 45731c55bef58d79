/**
 * What every random program uses: fuel, a checksum of all that it does, and the driver. An instance is one run of a
 * program. With -Dthreads=n programs run in so many threads, each with a class loader, and so with an Rt, of its own.
 */
public final class Rt implements java.util.concurrent.Callable<String> {
    /** A program. */
    public interface Program {
        void run(int round);
    }

    /** Thrown when the fuel is used up. No random program catches it. */
    public static final class OutOfFuel extends Error {
        OutOfFuel() {
            super("fuel", null, false, false);
        }
    }

    /** The programs' own exception. */
    public static class Failure extends RuntimeException {
        public final int code;

        public Failure(int code) {
            super("code " + code);
            this.code = code;
        }
    }

    public interface IntFn {
        int apply(int x);
    }

    public interface LongFn {
        long apply(long x, int y);
    }

    /** An interface with a default method. */
    public interface Shape {
        int area(int k);

        default int twice(int k) {
            return 2 * area(k + 1);
        }
    }

    static int fuel;
    static long sum;
    static final boolean trace = Boolean.getBoolean("trace");

    /** Called at each method entry and loop turn: every program ends. */
    public static void tick() {
        if (--fuel < 0) {
            throw new OutOfFuel();
        }
    }

    /** Takes more fuel at once. */
    public static void ticks(int n) {
        if ((fuel -= n) < 0) {
            throw new OutOfFuel();
        }
    }

    public static void mix(int id, long v) {
        sum = (sum ^ v + id) * 0x9E3779B97F4A7C15L;
        sum ^= sum >>> 29;
        if (trace) {
            System.out.println("  " + id + ": " + v);
        }
    }

    public static void mix(int id, double v) {
        mix(id, Double.doubleToLongBits(v));
    }

    public static void mix(int id, float v) {
        mix(id, Float.floatToIntBits(v));
    }

    public static void mix(int id, boolean v) {
        mix(id, v ? 1 : 0);
    }

    public static void mix(int id, Object v) {
        mix(id, hash(v));
    }

    /** Strings stay short. */
    public static String cut(String s) {
        return s.length() <= 60 ? s : s.substring(s.length() - 60);
    }

    static long hash(Object v) {
        if (v == null) {
            return 0;
        } else if (v instanceof int[] a) {
            return java.util.Arrays.hashCode(a);
        } else if (v instanceof long[] a) {
            return java.util.Arrays.hashCode(a);
        } else if (v instanceof double[] a) {
            return java.util.Arrays.hashCode(a);
        } else if (v instanceof byte[] a) {
            return java.util.Arrays.hashCode(a);
        } else if (v instanceof short[] a) {
            return java.util.Arrays.hashCode(a);
        } else if (v instanceof char[] a) {
            return java.util.Arrays.hashCode(a);
        } else if (v instanceof float[] a) {
            return java.util.Arrays.hashCode(a);
        } else if (v instanceof Object[] a) {
            long h = a.length;
            for (Object o : a) {
                h = h * 31 + (o instanceof Object[] ? 7 : hash(o));
            }
            return h;
        } else if (v instanceof Throwable t) {
            return throwable(t);
        } else if (v instanceof String || v instanceof Number || v instanceof Character || v instanceof Boolean) {
            return v.hashCode();
        }
        if (v instanceof Record) {
            return v.toString().hashCode();
        } else if (v instanceof Enum<?> e) {
            return e.name().hashCode();
        }
        return v instanceof IntFn || v instanceof LongFn ? 5 : v.getClass().getName().hashCode();
    }

    /** Type, message, and where it came from. */
    static long throwable(Throwable t) {
        String text = t.toString();
        if (text.contains("loader 'app' @")) { // one of ours, with its hash
            text = text.replaceAll("(loader 'app') @[0-9a-f]+", "$1");
        }
        long h = text.hashCode();
        StackTraceElement[] st = t.getStackTrace();
        for (int i = 0; i < st.length && i < 6 && !st[i].getMethodName().equals("call"); i++) {
            h = h * 31 + (st[i].getClassName() + st[i].getMethodName() + st[i].getLineNumber()).hashCode();
        }
        if (trace) {
            System.out.println("  " + t + java.util.Arrays.asList(st).subList(0, Math.min(6, st.length)));
        }
        return h;
    }

    final String name;

    public Rt(String name) {
        this.name = name;
    }

    /** Runs the program and returns its line. */
    @Override
    public String call() throws Exception {
        int rounds = Integer.getInteger("rounds", 10);
        Program p = (Program) Class.forName(name).getDeclaredConstructor().newInstance();
        long first = 0;
        sum = 1;
        for (int r = 0; r < rounds; r++) {
            fuel = 2000; // costs of deep recursion grow with its square
            try {
                p.run(r);
            } catch (OutOfFuel e) {
                mix(-1, 1);
            } catch (RuntimeException | LinkageError e) {
                mix(-2, throwable(e));
            }
            if (r == 0) {
                first = sum;
            }
        }
        return name + " " + Long.toHexString(first) + " " + Long.toHexString(sum);
    }

    public static void main(String[] args) throws Exception {
        int threads = Integer.getInteger("threads", 0);
        if (threads == 0) {
            for (String name : args) {
                System.out.println(new Rt(name).call());
            }
            return;
        }
        String[] lines = new String[args.length];
        java.util.concurrent.atomic.AtomicInteger next = new java.util.concurrent.atomic.AtomicInteger();
        Thread[] list = new Thread[threads];
        for (int t = 0; t < threads; t++) {
            list[t] = new Thread(() -> {
                for (int i; (i = next.getAndIncrement()) < args.length;) {
                    lines[i] = apart(args[i]);
                }
            });
            list[t].start();
        }
        for (Thread t : list) {
            t.join();
        }
        for (String line : lines) {
            System.out.println(line);
        }
    }

    /** Runs a program with a loader of its own. */
    @SuppressWarnings("unchecked")
    static String apart(String name) {
        try {
            java.net.URL[] path = {java.nio.file.Path.of(System.getProperty("java.class.path")).toUri().toURL()};
            try (java.net.URLClassLoader l = new java.net.URLClassLoader("app", path, ClassLoader.getPlatformClassLoader())) {
                Class<?> rt = l.loadClass("Rt");
                return ((java.util.concurrent.Callable<String>) rt.getConstructor(String.class).newInstance(name)).call();
            }
        } catch (Throwable e) {
            return name + " " + e;
        }
    }
}
