// java: -Xmx64m -XX:+UseSerialGC
import java.io.*;
import java.lang.invoke.*;
import java.lang.ref.*;
import java.util.*;
import java.util.function.*;

/**
 * Code that stays has seen classes that are unloaded: profiles, compiled code with their methods
 * inlined, caches of call sites. New classes come in their places and must not be taken for them.
 */
public class UnloadingCode {
    public interface Op { int apply(int x); }

    /** Of each loader its own, with its own values in static fields. */
    public static class Add implements Op {
        static int n;
        static String name = "";
        final int k;
        public Add(Integer v) { n = v; k = v + 1; name = "add " + v; }
        public int apply(int x) { return x + n + k; }
        @Override public String toString() { return name + (k - n); }
        @Override public int hashCode() { return n; }
        @Override public boolean equals(Object o) { return o instanceof Add && ((Add) o).k == k; }
    }

    public static class Mul implements Op {
        static int n;
        final Op next;
        public Mul(Integer v) { n = v; next = x -> x * n; }
        public int apply(int x) { return next.apply(x) - n; }
        @Override public String toString() { return "mul " + n; }
    }

    static class Throwaway extends ClassLoader {
        Throwaway() { super(UnloadingCode.class.getClassLoader()); }
        @Override protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            byte[] code = CODE.get(name);
            if (code == null) return super.loadClass(name, resolve);
            synchronized (this) {
                Class<?> c = findLoadedClass(name);
                return c != null ? c : defineClass(name, code, 0, code.length);
            }
        }
    }

    static final Map<String, byte[]> CODE = new HashMap<>();

    static Op make(Class<?> c, int v) throws Exception {
        return (Op) c.getDeclaredConstructor(Integer.class).newInstance(v);
    }

    static Op load(String name, int v) throws Exception { return make(new Throwaway().loadClass(name), v); }

    static Op hide(String name, int v) throws Exception {
        return make(MethodHandles.lookup().defineHiddenClass(CODE.get(name), true).lookupClass(), v);
    }

    // What stays and becomes hot.
    static int run(Op o, int times) {
        int s = 0;
        for (int i = 0; i < times; i++) s += step(o, i);
        return s;
    }

    static int step(Op o, int i) { return o.apply(i); }

    static int both(Op a, Op b, int times) {
        int s = 0;
        for (int i = 0; i < times; i++) s = s * 31 + ((i & 1) == 0 ? a : b).apply(i);
        return s;
    }

    static boolean is(Object o, Object p) { return o.equals(p) && o.hashCode() == p.hashCode(); }

    static int sum(int n, int times) {
        int s = 0;
        for (int i = 0; i < times; i++) s += i + n + n + 1;
        return s;
    }

    static void check(boolean ok, Object what) { if (!ok) throw new AssertionError(what); }

    static void round(int v, int times) throws Throwable {
        Op a = v % 2 == 0 ? load("UnloadingCode$Add", v) : hide("UnloadingCode$Add", v);
        Op m = load("UnloadingCode$Mul", v); // lambdas do not work in hidden classes
        check(run(a, times) == sum(v, times), v);
        int s = 0;
        for (int i = 0; i < times; i++) s = s * 31 + ((i & 1) == 0 ? i + v + v + 1 : i * v - v);
        check(both(a, m, times) == s, v);
        check(a.toString().equals("add " + v + "1") && m.toString().equals("mul " + v), a);
        Map<Object, Integer> map = new HashMap<>();
        for (int i = 0; i < 20; i++) map.merge(a, i, Integer::sum);
        check(map.get(a) == 190 && is(a, a) && !is(a, m), map);
        MethodHandle h = MethodHandles.publicLookup().findVirtual(a.getClass(), "hashCode", MethodType.methodType(int.class));
        check((int) h.invoke(a) == v, v);
        IntUnaryOperator f = a::apply;
        check(f.andThen(x -> x - v).applyAsInt(1) == v + 2, v);
        check(((Object[]) java.lang.reflect.Array.newInstance(a.getClass(), 3)).getClass().getComponentType() == a.getClass(), v);
        try {
            ((Op[]) java.lang.reflect.Array.newInstance(a.getClass(), 1))[0] = m;
            check(false, v);
        } catch (ArrayStoreException e) {
        }
    }

    /** Its frames stand in compiled code that knows its class, while others come and go. */
    static class Runner extends Thread {
        final int v;
        volatile boolean end;
        Throwable failed;
        Runner(int v) { this.v = v; start(); }
        @Override public void run() {
            try {
                Op a = load("UnloadingCode$Add", v);
                while (!end) check(UnloadingCode.run(a, 1000) == sum(v, 1000), v);
            } catch (Throwable t) {
                failed = t;
            }
        }
    }

    public static void main(String[] args) throws Throwable {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 40;
        int times = args.length > 1 ? Integer.parseInt(args[1]) : 1500;
        for (String n : new String[] {"UnloadingCode$Add", "UnloadingCode$Mul"}) {
            try (InputStream in = UnloadingCode.class.getResourceAsStream(n + ".class")) { CODE.put(n, in.readAllBytes()); }
        }
        Runner runner = new Runner(1000);
        WeakReference<?> first = null;
        for (int i = 0; i < rounds; i++) {
            for (int v = 0; v < 5; v++) round(5 * i + v, times);
            System.gc();
            if (i % 10 == 9) {
                runner.end = true;
                runner.join();
                if (runner.failed != null) throw runner.failed;
                runner = new Runner(1000 + i);
            }
            if (first == null) first = new WeakReference<>(load("UnloadingCode$Add", 7).getClass());
        }
        runner.end = true;
        runner.join();
        if (runner.failed != null) throw runner.failed;
        System.out.println("first is gone: " + (first.get() == null));
    }
}
