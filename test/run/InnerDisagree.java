import java.io.*;
import java.lang.invoke.*;
import java.lang.reflect.*;
import java.nio.charset.StandardCharsets;
import java.util.*;

/** Classes that disagree on their InnerClasses attributes, and look-ups of method handles in classes that are not readable. */
public class InnerDisagree {
    static class Inner {
        class Deep {}
    }

    /** Loads the classes of this program with the attribute taken from those named. */
    static class Stripping extends ClassLoader {
        final Set<String> strip;

        Stripping(String... names) {
            super(InnerDisagree.class.getClassLoader());
            strip = Set.of(names);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("InnerDisagree")) {
                return super.loadClass(name, resolve);
            }
            Class<?> c = findLoadedClass(name);
            if (c != null) {
                return c;
            }
            try (InputStream in = getParent().getResourceAsStream(name + ".class")) {
                byte[] b = in.readAllBytes();
                if (strip.contains(name)) {
                    String s = new String(b, StandardCharsets.ISO_8859_1).replace("InnerClasses", "OtherClasses");
                    b = s.getBytes(StandardCharsets.ISO_8859_1);
                }
                return defineClass(name, b, 0, b.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    interface Query {
        Object ask() throws Throwable;
    }

    static void show(String what, Query q) {
        Object r;
        try {
            r = q.ask();
        } catch (Throwable t) {
            r = t;
        }
        System.out.println(what + ": " + r);
    }

    static void all(String... strip) throws Exception {
        System.out.println("without " + List.of(strip));
        Stripping l = new Stripping(strip);
        for (String name : new String[] {"InnerDisagree", "InnerDisagree$Inner", "InnerDisagree$Inner$Deep"}) {
            Class<?> c = l.loadClass(name);
            show(name + " declared", () -> {
                List<String> list = new ArrayList<>();
                for (Class<?> d : c.getDeclaredClasses()) {
                    list.add(d.getName());
                }
                Collections.sort(list);
                return list;
            });
            show(name + " declaring", c::getDeclaringClass);
            show(name + " simple", c::getSimpleName);
            show(name + " modifiers", () -> Modifier.toString(c.getModifiers()));
            show(name + " member", c::isMemberClass);
        }
    }

    public static void main(String[] args) throws Throwable {
        all();
        all("InnerDisagree");
        all("InnerDisagree$Inner");
        all("InnerDisagree$Inner$Deep");
        Class<?> unsafe = Class.forName("sun.misc.Unsafe");
        show("unreadable", () -> MethodHandles.publicLookup().findVirtual(unsafe, "objectFieldOffset", MethodType.methodType(long.class, Field.class)));
        show("not exported", () -> MethodHandles.publicLookup().findVirtual(Class.forName("jdk.internal.misc.Unsafe"), "addressSize", MethodType.methodType(int.class)));
        show("package", () -> MethodHandles.lookup().findVirtual(String.class, "isLatin1", MethodType.methodType(boolean.class)));
        show("protected", () -> MethodHandles.publicLookup().findVirtual(Object.class, "clone", MethodType.methodType(Object.class)));
        show("private", () -> MethodHandles.publicLookup().findStatic(InnerDisagree.class, "hidden", MethodType.methodType(void.class)));
    }

    private static void hidden() {}
}
