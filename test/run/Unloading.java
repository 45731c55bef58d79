// java: -Xmx64m -XX:+UseSerialGC
import java.io.*;
import java.lang.invoke.*;
import java.lang.management.*;
import java.lang.ref.*;
import java.lang.reflect.*;
import java.util.*;
import java.util.function.*;

/** Classes of loaders and hidden classes that nothing refers to any more are unloaded; others are not. */
public class Unloading {
    public interface Shape {
        String name();
        int area(int n);
    }

    /** What the throw-away loaders define. */
    public static class Square implements Shape {
        static final Object LOCK = new Object();
        static int made;
        static Square[] all = new Square[1];
        final Supplier<String> text = () -> "square " + made;
        public Square() { synchronized (LOCK) { made++; all[0] = this; } }
        public String name() { return text.get(); }
        public int area(int n) {
            int s = 0;
            for (int i = 0; i < n; i++) s += n;
            return s;
        }
        public static void fail() { throw new IllegalStateException("of " + Square.class.getName()); }
    }

    /** What hidden classes are made of. */
    public static class Circle implements Shape {
        static final Object LOCK = new Object();
        static Object last;
        static int made;
        public Circle() { synchronized (LOCK) { made++; last = this; } }
        public String name() { return "circle " + made; }
        public int area(int n) {
            Object[] a = new Circle[n];
            for (int i = 0; i < n; i++) a[i] = i % 2 == 0 ? this : last;
            return 3 * a.length * a.length;
        }
    }

    static class Throwaway extends ClassLoader {
        final byte[] code;
        Throwaway(byte[] code) { super(Unloading.class.getClassLoader()); this.code = code; }
        @Override protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.equals("Unloading$Square")) return super.loadClass(name, resolve);
            synchronized (this) {
                Class<?> c = findLoadedClass(name);
                return c != null ? c : defineClass(name, code, 0, code.length);
            }
        }
    }

    static byte[] code(String name) throws IOException {
        try (InputStream in = Unloading.class.getResourceAsStream(name + ".class")) { return in.readAllBytes(); }
    }

    static Shape make(byte[] code) throws Exception {
        return (Shape) new Throwaway(code).loadClass("Unloading$Square").getDeclaredConstructor().newInstance();
    }

    static boolean gone(Reference<?> r) throws Exception {
        for (int i = 0; i < 8 && r.get() != null; i++) { System.gc(); Thread.sleep(2); }
        return r.get() == null;
    }

    static WeakReference<Class<?>> use(byte[] code) throws Exception {
        Shape s = make(code);
        if (s.area(2000) != 4000000 || !s.name().equals("square 1")) throw new AssertionError(s.name());
        return new WeakReference<>(s.getClass());
    }

    static WeakReference<Class<?>> hide(byte[] code, MethodHandles.Lookup.ClassOption... how) throws Exception {
        Class<?> c = MethodHandles.lookup().defineHiddenClass(code, true, how).lookupClass();
        Object o = c.getDeclaredConstructor().newInstance();
        if (!((Shape) o).name().equals("circle 1") || ((Shape) o).area(3) != 27) throw new AssertionError();
        return new WeakReference<>(c);
    }

    static WeakReference<Class<?>> proxy(byte[] code) throws Exception {
        ClassLoader l = new Throwaway(code);
        Shape s = (Shape) Proxy.newProxyInstance(l, new Class<?>[] {Shape.class}, (p, m, a) -> m.getName());
        if (!s.name().equals("name")) throw new AssertionError();
        return new WeakReference<>(s.getClass());
    }

    static int made(Class<?> c) throws Exception {
        Field f = c.getDeclaredField("made");
        f.setAccessible(true);
        return f.getInt(null);
    }

    static Object held;
    static Throwable thrown;

    public static void main(String[] args) throws Throwable {
        byte[] code = code("Unloading$Square");
        byte[] circle = code("Unloading$Circle");
        System.out.println("loader: " + gone(use(code)));
        System.out.println("hidden: " + gone(hide(circle)));
        System.out.println("strong hidden: " + gone(hide(circle, MethodHandles.Lookup.ClassOption.STRONG)));
        System.out.println("proxy: " + gone(proxy(code)));

        // One at a time keeps a class: instance, array, class, loader, method handle, stack trace, thread, frame.
        Shape s = make(code);
        WeakReference<Class<?>> w = new WeakReference<>(s.getClass());
        held = s;
        s = null;
        System.out.println("instance: " + gone(w) + " " + ((Shape) held).area(3));
        held = Array.newInstance(held.getClass(), 1);
        System.out.println("array: " + gone(w) + " " + held.getClass().getComponentType().getName());
        held = held.getClass().getComponentType();
        System.out.println("class: " + gone(w) + " " + made((Class<?>) held));
        held = ((Class<?>) held).getClassLoader();
        System.out.println("loader: " + gone(w) + " " + (((ClassLoader) held).loadClass("Unloading$Square") == w.get()));
        held = MethodHandles.publicLookup().findStatic(((ClassLoader) held).loadClass("Unloading$Square"), "fail", MethodType.methodType(void.class));
        System.out.println("handle: " + gone(w));
        try {
            ((MethodHandle) held).invoke();
        } catch (IllegalStateException e) {
            thrown = e;
        }
        held = null;
        gone(w);
        System.out.println("trace: " + thrown.getMessage() + " at " + thrown.getStackTrace()[0].getMethodName());
        thrown = null;
        System.out.println("nothing: " + gone(w));

        Thread t = new Thread(() -> {
            try {
                WeakReference<Class<?>> in = new WeakReference<>(make(code).getClass());
                Object o = in.get().getDeclaredConstructor().newInstance();
                System.out.println("frame: " + gone(in) + " " + ((Shape) o).name());
            } catch (Exception e) {
                e.printStackTrace();
            }
        });
        t.start();
        t.join();

        long before = ManagementFactory.getClassLoadingMXBean().getUnloadedClassCount();
        int n = args.length > 0 ? Integer.parseInt(args[0]) : 200;
        List<Shape> some = new ArrayList<>();
        Random r = new Random(1);
        for (int i = 0; i < n; i++) {
            Shape x = make(code);
            hide(circle);
            if (some.size() < 20) some.add(x);
            else some.set(r.nextInt(20), x);
            for (Shape y : some) if (y.area(5) != 25 || !y.name().equals("square 1")) throw new AssertionError();
            if (i % 50 == 49) System.gc();
        }
        ClassLoadingMXBean b = ManagementFactory.getClassLoadingMXBean();
        System.out.println("unloaded most: " + (b.getUnloadedClassCount() - before > 3L * n / 2));
        System.out.println("counts agree: " + (b.getTotalLoadedClassCount() == b.getLoadedClassCount() + b.getUnloadedClassCount()));
    }
}
