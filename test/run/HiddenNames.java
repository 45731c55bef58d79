import java.io.*;
import java.lang.invoke.*;
/**
 * Hidden classes that use their own type: the entry this_class of the constant pool means them, the name in
 * a descriptor or an array type does not.
 */
public class HiddenNames {
    static class A { static A o; static { o = new A(); } }
    static class B { B f; B() { f = this; } static Object go() { return new B(); } }
    static class C { static Object go() { return id(new C()); } static C id(C c) { return c; } }
    static class D { static Object go() { D d = new D(); return d.me(); } Object me() { return this; } static int n; int k = 3; { n++; k++; } }
    static class E { static Object go() { D[] x = new D[2]; E[] y = new E[1]; y[0] = new E(); return y[0]; } }
    static class F { static Object go(Object o) { F f = (F) o; return f; } static Object go() { return go(new F()); } }
    static class G { static Object go() { return get(); } static G get() { return null; } }
    static class J { static Object go() { boolean b = System.nanoTime() > 0; J x = b ? new J() : null; while (b) { b = false; x = new J(); } return x; } }
    static class K { static Object go() { Object o = new K[1][1]; K[][] k = (K[][]) o; return k; } }
    static class L { static Object go() { try { L[] l = new L[1]; l[0] = new L(); if (System.nanoTime() == 0) l = null; return l.length; } catch (RuntimeException e) { return e; } } }
    public static void main(String[] args) throws Throwable {
        for (Class<?> c : new Class<?>[] {A.class, B.class, C.class, D.class, E.class, F.class, G.class, J.class, K.class, L.class}) {
            String s = c.getName() + " ";
            try (InputStream in = HiddenNames.class.getResourceAsStream(c.getName() + ".class")) {
                Class<?> h = MethodHandles.lookup().defineHiddenClass(in.readAllBytes(), true).lookupClass();
                s += "is defined: ";
                if (c != A.class) {
                    var m = h.getDeclaredMethod("go");
                    m.setAccessible(true);
                    s += m.invoke(null);
                }
            } catch (Throwable e) {
                s += e + " " + e.getCause();
            }
            System.out.println(s.replaceAll("[0-9a-f]{8,}|@[0-9a-f]+", "x"));
        }
    }
}
