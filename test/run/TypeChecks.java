import java.io.Serializable;

/** instanceof, checkcast and aastore: each class against each object, often enough to be compiled. */
public class TypeChecks {
    interface I { }
    interface J extends I { }
    static class A { }
    static class B extends A implements J { }
    static class C extends B { }
    static class D extends C { }
    static class E extends D { }
    static class F extends E { }
    static class G extends F { }
    static class H extends G implements Cloneable { }
    static class K extends H { }

    static int is(Object o) {
        int k = 0;
        if (o instanceof A) k |= 1;
        if (o instanceof C) k |= 2;
        if (o instanceof H) k |= 4;
        if (o instanceof K) k |= 8;
        if (o instanceof I) k |= 16;
        if (o instanceof J) k |= 32;
        if (o instanceof Cloneable) k |= 64;
        if (o instanceof Serializable) k |= 128;
        if (o instanceof Object[]) k |= 256;
        if (o instanceof A[]) k |= 512;
        if (o instanceof I[]) k |= 1024;
        if (o instanceof K[]) k |= 2048;
        if (o instanceof int[]) k |= 4096;
        if (o instanceof int[][]) k |= 8192;
        if (o instanceof Object[][]) k |= 16384;
        if (o instanceof Cloneable[]) k |= 32768;
        if (o instanceof I[][]) k |= 65536;
        if (o instanceof boolean[]) k |= 131072;
        return k;
    }

    static String cast(Object o, int to) {
        try {
            switch (to) {
                case 0: return "" + ((A) o == o);
                case 1: return "" + ((H) o == o);
                case 2: return "" + ((J) o == o);
                case 3: return "" + ((Cloneable) o == o);
                case 4: return "" + ((Object[]) o == o);
                case 5: return "" + ((I[]) o == o);
                case 6: return "" + ((int[][]) o == o);
                case 7: return "" + ((Object[][]) o == o);
                default: return "" + ((byte[]) o == o);
            }
        } catch (ClassCastException e) {
            return e.getMessage();
        }
    }

    static String store(Object[] a, Object o) {
        try {
            a[0] = o;
            return "" + (a[0] == o);
        } catch (ArrayStoreException e) {
            return e.getMessage();
        }
    }

    public static void main(String[] args) {
        Object[] all = {null, new A(), new B(), new C(), new G(), new H(), new K(), "s", 1, new int[1], new byte[1], new boolean[1], new Object[1],
            new A[1], new B[1], new K[1], new I[1], new J[1], new String[1], new int[1][1], new A[1][1], new J[1][1], new Object[1][1][1], new Cloneable[1], new Serializable[1][1]};
        long h = 0;
        for (int round = 0; round < 300; round++) {
            for (Object o : all) {
                int k = is(o);
                h = h * 31 + k;
                if (round == 299) System.out.println(k);
                if (round % 100 != 0) continue;
                for (int to = 0; to < 9; to++) h = h * 31 + cast(o, to).hashCode();
                for (Object a : all) if (a instanceof Object[]) h = h * 31 + store((Object[]) ((Object[]) a).clone(), o).hashCode();
            }
        }
        System.out.println(h);
    }
}
