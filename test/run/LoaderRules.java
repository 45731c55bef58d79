// Rules of class loaders: definition, duplicates, initiating loaders, constraints,
// hidden classes, arrays, initialization.
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.FileInputStream;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;

public class LoaderRules {
    static byte[] read(String name) throws Exception {
        String dir = LoaderRules.class.getProtectionDomain().getCodeSource().getLocation().getPath();
        try (InputStream in = new FileInputStream(dir + name + ".class")) {
            return in.readAllBytes();
        }
    }

    public static class X { public static Class<?> y() { return Y.class; } }
    public static class Y { }

    /** Defines the classes it is given itself, without asking its parent. */
    static class Own extends ClassLoader {
        final Set<String> own;

        Own(ClassLoader parent, String... own) {
            super(parent);
            this.own = new HashSet<>(Arrays.asList(own));
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!own.contains(name)) {
                return super.loadClass(name, resolve);
            }
            Class<?> c = findLoadedClass(name);
            if (c != null) {
                return c;
            }
            try {
                return define(name, read(name));
            } catch (Exception e) {
                throw new ClassNotFoundException(name, e);
            }
        }

        Class<?> define(String name, byte[] b) { return defineClass(name, b, 0, b.length); }
    }

    /** Returns a class that is not the one asked for. */
    static class Liar extends ClassLoader {
        @Override
        public Class<?> loadClass(String name) throws ClassNotFoundException {
            return name.equals("LoaderRules$Y") ? String.class : super.loadClass(name);
        }
    }

    interface Step { Object run() throws Throwable; }

    /** Runs a step twice: what was resolved once stays so. */
    static void step(String name, Step s) {
        for (int i = 0; i < 2; i++) {
            try {
                System.out.println(name + ": " + s.run());
            } catch (Throwable e) {
                for (Throwable c = e; c != null; c = c.getCause()) {
                    System.out.println(name + ": " + c.toString().replaceAll("@(0x)?[0-9a-f]+", "@H"));
                }
            }
        }
    }

    /** The bytes of an empty class. */
    static byte[] empty(String name, String sup, int flags, String... interfaces) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DataOutputStream d = new DataOutputStream(out);
        d.writeInt(0xCAFEBABE);
        d.writeInt(52);
        d.writeShort(5 + 2 * interfaces.length);
        for (String s : new String[] {name, sup}) {
            d.writeByte(1);
            d.writeUTF(s);
        }
        for (int i = 1; i <= 2; i++) {
            d.writeByte(7);
            d.writeShort(i);
        }
        for (int i = 0; i < interfaces.length; i++) {
            d.writeByte(1);
            d.writeUTF(interfaces[i]);
            d.writeByte(7);
            d.writeShort(5 + 2 * i);
        }
        d.writeShort(flags);
        d.writeShort(3);
        d.writeShort(4);
        d.writeShort(interfaces.length);
        for (int i = 0; i < interfaces.length; i++) {
            d.writeShort(6 + 2 * i);
        }
        d.writeShort(0);
        d.writeShort(0);
        d.writeShort(0);
        return out.toByteArray();
    }

    public static void main(String[] args) throws Throwable {
        ClassLoader app = LoaderRules.class.getClassLoader();
        Own l1 = new Own(app, "LoaderRules$X"), l2 = new Own(l1, "LoaderRules$Y");
        step("own", () -> Class.forName("LoaderRules$X", true, l1).getClassLoader() == l1);
        step("initiating", () -> Class.forName("LoaderRules$X", true, l2).getClassLoader() == l1);
        step("from class", () -> ((Class<?>) Class.forName("LoaderRules$X", true, l2).getMethod("y").invoke(null)).getClassLoader() == app);
        step("duplicate", () -> l1.define("LoaderRules$X", read("LoaderRules$X")));
        step("wrong name", () -> new Own(null).define("Wrong", read("LoaderRules$X")));
        step("any name", () -> new Own(app).define(null, read("LoaderRules$X")).getName());
        step("magic", () -> new Own(null).define("Bad", new byte[] {1, 2, 3, 4, 0, 0, 0, 0}));
        step("truncated", () -> new Own(null).define("Bad", new byte[] {(byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE, 0}));
        byte[] b = read("LoaderRules$X");
        b[7] = 99;
        step("version", () -> new Own(null).define("LoaderRules$X", b));
        step("liar", () -> new Liar().loadClass("LoaderRules$Y"));
        step("liar", () -> Class.forName("LoaderRules$Y", false, new Liar()));
        step("java package", () -> new Own(null).define("java.lang.Evil", empty("java/lang/Evil", "java/lang/Object", 1)));
        step("array", () -> Class.forName("[[LLoaderRules$X;", false, l1).getComponentType().getComponentType().getClassLoader() == l1);

        step("no superclass", () -> new Own(app).define("A", empty("A", "NoSuchClass", 0x21)));
        step("interface as superclass", () -> new Own(app).define("A", empty("A", "java/lang/Runnable", 0x21)));
        step("final superclass", () -> new Own(app).define("A", empty("A", "java/lang/String", 0x21)));
        step("class as interface", () -> new Own(app).define("A", empty("A", "java/lang/Object", 0x21, "java/lang/Thread")));
        step("private superclass", () -> new Own(app).define("A", empty("A", "java/lang/AbstractStringBuilder", 0x21)));
        step("private interface", () -> new Own(app).define("A", empty("A", "java/lang/Object", 0x21, "java/util/stream/PipelineHelper")));
        step("package not exported", () -> new Own(app).define("A", empty("A", "jdk/internal/misc/VM", 0x21)));
        step("not readable", () -> new Own(app).define("A", empty("A", "jdk/internal/math/FDBigInteger", 0x21)));
        step("sealed interface", () -> new Own(app).define("A", empty("A", "java/lang/Object", 0x21, "LoaderRules$Sealed")));
        step("itself", () -> new Own(app) {
            @Override
            protected Class<?> findClass(String name) throws ClassNotFoundException {
                try {
                    return define(name, empty(name, name.equals("C1") ? "C2" : "C1", 0x21));
                } catch (RuntimeException e) {
                    throw e;
                } catch (Exception e) {
                    throw new ClassNotFoundException(name);
                }
            }
        }.loadClass("C1"));
        step("constraint", () -> Class.forName("LoaderRules$K1", true, new Own(app, "LoaderRules$K1", "LoaderRules$Y")).getMethod("go").invoke(null));

        step("hidden", () -> {
            Class<?> h = MethodHandles.lookup().defineHiddenClass(read("LoaderRules$X"), false).lookupClass();
            return h.isHidden() + " " + h.getName().startsWith("LoaderRules$X/0x") + (h.getClassLoader() == app) + (h.getNestHost() == h);
        });
        step("nestmate", () -> {
            Class<?> h = MethodHandles.lookup().defineHiddenClass(read("LoaderRules$X"), true, MethodHandles.Lookup.ClassOption.NESTMATE).lookupClass();
            return h.getNestHost() + " " + h.isNestmateOf(LoaderRules.class);
        });
        step("failed initializer", () -> new Init());

        Set<Class<?>> seen = Collections.synchronizedSet(new HashSet<>());
        Thread[] ts = new Thread[8];
        for (int i = 0; i < ts.length; i++) {
            ts[i] = new Thread(() -> {
                try {
                    seen.add(Class.forName("LoaderRules$E1", true, app));
                } catch (Throwable e) {
                    System.out.println(e);
                }
            });
            ts[i].start();
        }
        for (Thread t : ts) {
            t.join();
        }
        System.out.println(seen.size() + " class, initialized " + E3.times + " time");
    }

    public static class K1 { public static Object go() { return new K2().same(new Y()); } }
    public static class K2 { public Y same(Y y) { return y; } }
    static class E1 extends E2 { }
    static class E2 extends E3 { }
    static class E3 {
        static int times;
        static {
            times++;
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
            }
        }
    }
    public sealed interface Sealed permits Permitted { }
    static final class Permitted implements Sealed { }
    static class Init { static { if (true) throw new IllegalStateException("bad"); } }
}
