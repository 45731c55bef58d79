// java: --add-opens java.base/java.math=ALL-UNNAMED
// modes: int mixed
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.math.BigInteger;
import java.util.Arrays;

/** The inner loops of BigInteger with arguments that it never passes: lengths, offsets, nulls, one array twice. */
public class BigIntegerLengths {
    static final int[][] ARRAYS = {null, {}, {5}, {-1, 7}, {1, 2, 3}, {-1, -1, -1, -1}, {9, 8, 7, 6, -5, 4, 3}};
    static final int[] LENGTHS = {Integer.MIN_VALUE, -2, -1, 0, 1, 2, 4, 7, 8, Integer.MAX_VALUE};

    static int[] array(int i) { return ARRAYS[i] == null ? null : ARRAYS[i].clone(); }

    static String text(Object o) { return o instanceof int[] a ? Arrays.toString(a) : String.valueOf(o); }

    static int hash, shown, lines;

    /** Prints the outcome, and what the arrays are then: the first of each method in full, then a hash. */
    static void call(Method m, Object... args) throws IllegalAccessException {
        String s;
        try {
            s = text(m.invoke(null, args));
        } catch (InvocationTargetException e) {
            s = e.getCause().toString();
        }
        for (Object o : args) {
            s += " " + text(o);
        }
        if (shown++ % 301 == 0) {
            System.out.println(m.getName() + ": " + s);
        }
        hash = hash * 31 + s.hashCode();
    }

    static Method method(String name, Class<?>... types) throws NoSuchMethodException {
        Method m = BigInteger.class.getDeclaredMethod(name, types);
        m.setAccessible(true);
        System.out.println(hash + " before " + name);
        return m;
    }

    public static void main(String[] args) throws Exception {
        Class<?> ints = int[].class;
        Method m = method("implMultiplyToLen", ints, int.class, ints, int.class, ints);
        int n = ARRAYS.length;
        for (int x = 0; x < n; x++) {
            for (int y = 0; y < n; y += 2) {
                for (int xlen = 1; xlen < LENGTHS.length - 1; xlen++) {
                    for (int ylen = 1; ylen < LENGTHS.length - 1; ylen++) {
                        call(m, array(x), LENGTHS[xlen], array(y), LENGTHS[ylen], array((x + y + xlen + ylen) % n));
                    }
                }
            }
        }
        int[] same = {3, -4, 5, 6};
        call(m, same, 2, same, 2, same);
        call(m, same, 1, new int[] {-9, 8}, 2, same);
        call(m, new int[] {-9, 8}, 2, same, 2, same);
        m = method("implMulAdd", ints, ints, int.class, int.class, int.class);
        for (int x = 0; x < n; x++) {
            for (int y = 0; y < n; y++) {
                for (int offset : LENGTHS) {
                    for (int i = 0; i < LENGTHS.length - 1; i++) {
                        call(m, array(x), array(y), offset, LENGTHS[i], -3);
                    }
                }
            }
        }
        call(m, same, same, 1, 3, 77777777);
        m = method("implSquareToLen", ints, int.class, ints, int.class);
        for (int x = 0; x < n; x++) {
            for (int y = 0; y < n; y++) {
                for (int len = 1; len < LENGTHS.length - 1; len++) {
                    for (int zlen = 1; zlen < LENGTHS.length - 1; zlen++) {
                        call(m, array(x), LENGTHS[len], array(y), LENGTHS[zlen]);
                    }
                }
            }
        }
        call(m, same, 2, same, 4);
        m = method("montReduce", ints, ints, int.class, int.class);
        for (int x = 0; x < n; x++) {
            for (int y = 0; y < n; y++) {
                for (int i = 1; i < LENGTHS.length - 1; i++) {
                    int[] p = array(x), mod = array(y);
                    int len = LENGTHS[i];
                    // Only what ends: what is not subtracted for ever.
                    if (p == null || mod == null && len > 0 || mod != null && len > mod.length) {
                        call(m, p, mod, len, 5);
                    } else if (mod != null && len > 0 && 2 * len == p.length && (mod[len - 1] & 1) != 0 && mod[0] == -1) {
                        call(m, p, mod, len, inverse(mod[len - 1]));
                    }
                }
            }
        }
        System.out.println(hash);
    }

    /** -1/a modulo 2^32, if a is odd. */
    static int inverse(int a) {
        int x = a;
        for (int i = 0; i < 5; i++) {
            x *= 2 - a * x;
        }
        return -x;
    }
}
