import java.io.*;
import java.lang.reflect.Modifier;
import java.util.*;
import java.util.concurrent.Callable;

/** Nested classes that another loader has defined than the class around them. */
public class InnerLoaders {
    static class In {
        class Deep { }

        static class N { }
    }

    static class Splitting extends ClassLoader {
        final Set<String> own;

        Splitting(String... own) {
            super(InnerLoaders.class.getClassLoader());
            this.own = Set.of(own);
        }

        @Override
        protected Class<?> loadClass(String n, boolean resolve) throws ClassNotFoundException {
            if (!own.contains(n))
                return super.loadClass(n, resolve);
            Class<?> c = findLoadedClass(n);
            if (c != null)
                return c;
            try (InputStream in = getParent().getResourceAsStream(n + ".class")) {
                byte[] b = in.readAllBytes();
                return defineClass(n, b, 0, b.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(n, e);
            }
        }
    }

    static void show(String what, Callable<?> c) {
        String s;
        try {
            s = String.valueOf(c.call());
        } catch (Throwable e) {
            s = e.toString();
        }
        System.out.println("  " + what + ": " + s.replaceAll("@[0-9a-f]+", "@"));
    }

    static void all(String name, String... own) throws Exception {
        System.out.println(name + " of the loader of " + Arrays.toString(own));
        Class<?> c = new Splitting(own).loadClass(name);
        show("simple name", c::getSimpleName);
        show("canonical name", c::getCanonicalName);
        show("declaring class", c::getDeclaringClass);
        show("enclosing class", c::getEnclosingClass);
        show("enclosing method", c::getEnclosingMethod);
        show("member", c::isMemberClass);
        show("local", c::isLocalClass);
        show("anonymous", c::isAnonymousClass);
        show("modifiers", () -> Modifier.toString(c.getModifiers()));
        show("classes", () -> Arrays.toString(c.getDeclaredClasses()));
        show("generic string", c::toGenericString);
        show("type name", c::getTypeName);
        show("array", () -> c.arrayType().getSimpleName());
        show("nest host", c::getNestHost);
    }

    public static void main(String[] args) throws Exception {
        class Local { }
        Object anonymous = new Object() { };
        String a = "InnerLoaders", in = a + "$In", deep = in + "$Deep";
        all(deep);
        all(deep, deep);
        all(in + "$N", in + "$N");
        all(in, in);
        all(deep, a, deep);
        all(deep, a, in, deep);
        all(a + "$1Local", a + "$1Local");
        all(a + "$1", a + "$1");
        all(a + "$1Local", a, a + "$1Local");
    }
}
