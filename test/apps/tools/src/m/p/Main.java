package p;

import java.io.Serializable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Something of each kind that a class file can hold. */
public class Main<T extends Comparable<? super T>> implements Runnable, Serializable {
    @Retention(RetentionPolicy.RUNTIME) @interface Mark { String value() default "m"; int[] n() default {1, 2}; Class<?> c() default Main.class; }
    sealed interface Shape permits Round, Square {}
    record Round(double r) implements Shape {}
    record Square(@Mark("x") long side, String... names) implements Shape {}
    enum Op { ADD { int of(int a, int b) { return a + b; } }, MUL { int of(int a, int b) { return a * b; } }; abstract int of(int a, int b); }

    static final long BIG = 1L << 40;
    static final double D = 1.5e300;
    static final String TEXT = "text\n\u20ac\"";
    @Deprecated protected transient volatile int field;
    private Map<String, ? extends List<T[]>> generic;

    @Mark(n = {}) public synchronized strictfp double math(int a, long b, float c, double d) throws IllegalStateException {
        double sum = 0;
        for (int i = 0; i < a; i++) {
            switch (i) {
                case 0, 1, 2 -> sum += b % 7;
                case 100, 10000 -> sum -= c;
                default -> sum *= d;
            }
        }
        try {
            return a / (int) b;
        } catch (ArithmeticException | NullPointerException e) {
            return -1;
        } finally {
            synchronized (this) { field++; }
        }
    }

    static String lambda(Object o, int[][] x) {
        Supplier<String> s = () -> o + ":" + x[0].length;
        return switch (o.toString()) { case "a" -> s.get(); case "b" -> "B"; default -> o instanceof String t && t.length() > 3 ? t : "none"; };
    }

    public void run() {
        System.out.println(new Round(2) + lambda("a", new int[2][3]) + Op.ADD.of(1, 2) + math(3, 4, 5, 6));
    }

    public static void main(String[] args) {
        new Main<String>().run();
        System.out.println(String.join(",", args));
    }
}
