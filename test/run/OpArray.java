// java: -Xmx256m
import java.util.Arrays;

/** Arrays of every kind: creation, access, bounds, stores, multianewarray, clone and arraycopy (JVMS 6.5 *aload, *astore, anewarray). */
public class OpArray {
    static void show(Object o) {
        System.out.println(o);
    }

    static void attempt(String what, Runnable r) {
        try {
            r.run();
            show(what + ": nothing thrown");
        } catch (RuntimeException e) {
            show(what + ": " + e.getClass().getName() + ": " + e.getMessage());
        }
    }


    static int[] ints(int n) {
        return new int[n];
    }

    public static void main(String[] args) {
        boolean[] z = new boolean[3];
        z[1] = true;
        byte[] b = {1, -1, (byte) 200};
        char[] c = {'a', '\uffff', 0};
        short[] s = {1, -1, (short) 40000};
        int[] i = {1, -1, Integer.MIN_VALUE};
        long[] l = {1, -1, Long.MIN_VALUE};
        float[] f = {1, -0f, Float.NaN};
        double[] d = {1, -0.0, Double.NaN};
        String[] a = {"x", null, "z"};
        show(Arrays.toString(z) + Arrays.toString(b) + (int) c[1] + Arrays.toString(s) + Arrays.toString(i) + Arrays.toString(l)
            + Arrays.toString(f) + Arrays.toString(d) + Arrays.toString(a));
        b[0] += 127;
        c[0]++;
        s[0] -= 2;
        i[0] <<= 4;
        l[0] *= 5;
        f[0] /= 4;
        d[0] -= 9;
        z[0] ^= true;
        show(b[0] + " " + c[0] + " " + s[0] + " " + i[0] + " " + l[0] + " " + f[0] + " " + d[0] + " " + z[0]);
        for (Object o : new Object[] {z, b, c, s, i, l, f, d, a, new int[1][2], new String[0][][], new Runnable[0]}) {
            Class<?> k = o.getClass();
            show(k.getName() + " " + k.getSimpleName() + " " + k.getComponentType() + " " + k.getSuperclass() + " " + Arrays.toString(k.getInterfaces())
                + " " + (o instanceof Object[]) + " " + (o instanceof Cloneable) + " " + (o instanceof java.io.Serializable) + " " + k.getModifiers());
        }

        attempt("int[-1]", () -> ints(-1));
        attempt("int[MIN]", () -> ints(Integer.MIN_VALUE));
        attempt("multi", () -> new Object().equals(new long[3][-2][4]));
        attempt("multi first", () -> new Object().equals(new long[-5][-2][4]));
        attempt("read 3 of 3", () -> show(i[3]));
        attempt("read -1", () -> show(l[-1]));
        attempt("write", () -> d[100] = 1);
        attempt("write ref", () -> a[3] = "");
        attempt("byte", () -> b[Integer.MAX_VALUE]++);
        attempt("char", () -> c[Integer.MIN_VALUE] = 'x');
        Object[] covariant = a;
        attempt("store", () -> covariant[0] = 1);
        attempt("store out of bounds first", () -> covariant[7] = 1);
        attempt("store null", () -> covariant[0] = null);
        Object[] nested = new String[2][2];
        attempt("store in [[", () -> nested[0] = new Integer[1]);
        attempt("store in [[ scalar", () -> nested[0] = "x");
        Object[] runnables = new Runnable[1];
        attempt("store interface", () -> runnables[0] = "x");
        attempt("store lambda", () -> runnables[0] = (Runnable) () -> { });
        int[] nothing = null;
        attempt("null length", () -> show(nothing.length));
        attempt("null read", () -> show(nothing[0]));
        attempt("null write", () -> nothing[0] = 1);
        attempt("cast", () -> show(((Integer[]) covariant).length));
        attempt("cast prim", () -> show(((int[]) (Object) l).length));

        int[][][] m = new int[2][3][];
        m[1][2] = new int[] {4, 5};
        show(Arrays.deepToString(m));
        int[][][] full = new int[2][2][2];
        full[1][1][1] = 8;
        show(Arrays.deepToString(full) + " " + new double[0][5].length + " " + new String[1][0].length);
        Object[][][][][] deep = new Object[1][1][1][1][1];
        show(Arrays.deepToString(deep) + deep.getClass().getName());
        show(Arrays.deepToString(new boolean[2][2]) + Arrays.deepToString(new char[1][1]).length() + Arrays.deepToString(new byte[1][2]) + Arrays.deepToString(new short[1][2])
            + Arrays.deepToString(new long[1][2]) + Arrays.deepToString(new float[1][2]) + Arrays.deepToString(new double[1][2]));

        int[] copy = i.clone();
        copy[0] = 99;
        int[][] shallow = {{1}, {2}};
        int[][] sc = shallow.clone();
        sc[0][0] = 7;
        show(i[0] + " " + copy[0] + " " + shallow[0][0] + " " + (sc != shallow) + (sc[0] == shallow[0]));

        int[] over = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
        System.arraycopy(over, 0, over, 3, 5);
        show(Arrays.toString(over));
        System.arraycopy(over, 4, over, 2, 6);
        show(Arrays.toString(over));
        byte[] bytes = new byte[20];
        for (int k = 0; k < 20; k++) bytes[k] = (byte) k;
        System.arraycopy(bytes, 1, bytes, 0, 19);
        show(Arrays.toString(bytes));
        Object[] mixed = {"a", "b", 3, "d"};
        String[] target = new String[4];
        attempt("arraycopy mixed", () -> System.arraycopy(mixed, 0, target, 0, 4));
        show(Arrays.toString(target));
        attempt("arraycopy bounds", () -> System.arraycopy(over, 5, over, 6, 5));
        attempt("arraycopy dst bounds", () -> System.arraycopy(over, 0, new int[3], 1, 3));
        attempt("arraycopy negative", () -> System.arraycopy(over, -1, over, 0, 1));
        attempt("arraycopy negative length", () -> System.arraycopy(over, 0, over, 0, -1));
        attempt("arraycopy types", () -> System.arraycopy(over, 0, bytes, 0, 1));
        attempt("arraycopy prim to ref", () -> System.arraycopy(over, 0, mixed, 0, 1));
        attempt("arraycopy ref to prim", () -> System.arraycopy(mixed, 0, over, 0, 1));
        attempt("arraycopy not array", () -> System.arraycopy("s", 0, over, 0, 1));
        attempt("arraycopy to not array", () -> System.arraycopy(over, 0, "s", 0, 1));
        attempt("arraycopy null", () -> System.arraycopy(null, 0, over, 0, 1));
        attempt("arraycopy overflow", () -> System.arraycopy(over, Integer.MAX_VALUE, over, Integer.MAX_VALUE, Integer.MAX_VALUE));
        attempt("arraycopy ref bounds", () -> System.arraycopy(mixed, 2, target, 3, 2));
        attempt("reflect", () -> show(java.lang.reflect.Array.newInstance(void.class, 1)));
        show(java.lang.reflect.Array.getLength(java.lang.reflect.Array.newInstance(int.class, 3, 4)));
        StringBuilder dims = new StringBuilder();
        for (int k = 1; k < 255; k++) dims.append('[');
        try {
            show(Class.forName(dims + "I").getName().length());
            Class.forName(dims + "[[I");
        } catch (ClassNotFoundException e) {
            show(e.getMessage().length());
        }
    }
}
