import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.lang.invoke.WrongMethodTypeException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntBinaryOperator;
import java.util.function.Supplier;

/** Method handles and var handles in static final fields: what is behind them is compiled in. */
public class ConstantHandles {
    static final MethodHandle PLUS, LENGTH, THROWS, FILTERED, BOUND, CONCAT, NULL_HANDLE = null;
    static final VarHandle VALUE, ARRAY, EXACT;
    static MethodHandle changing;
    volatile long value;

    static int plus(int a, int b) { return a + b; }
    static int minus(int a, int b) { return a - b; }
    static int throwing(int a) { if (a % 7 == 0) throw new IllegalStateException("at " + a); return a; }
    static int twice(int a) { return 2 * a; }

    static {
        try {
            MethodHandles.Lookup l = MethodHandles.lookup();
            MethodType iii = MethodType.methodType(int.class, int.class, int.class), ii = MethodType.methodType(int.class, int.class);
            PLUS = l.findStatic(ConstantHandles.class, "plus", iii);
            changing = PLUS;
            LENGTH = l.findVirtual(String.class, "length", MethodType.methodType(int.class));
            THROWS = l.findStatic(ConstantHandles.class, "throwing", ii);
            MethodHandle twice = l.findStatic(ConstantHandles.class, "twice", ii);
            FILTERED = MethodHandles.filterArguments(PLUS, 0, twice, THROWS);
            BOUND = MethodHandles.insertArguments(PLUS, 1, 1000);
            CONCAT = l.findVirtual(String.class, "concat", MethodType.methodType(String.class, String.class)).bindTo("x");
            VALUE = l.findVarHandle(ConstantHandles.class, "value", long.class);
            ARRAY = MethodHandles.arrayElementVarHandle(long[].class);
            EXACT = VALUE.withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new Error(e);
        }
    }

    static int calls(int i) throws Throwable {
        int s = (int) PLUS.invokeExact(i, 1) + (int) LENGTH.invokeExact("abc") + (int) BOUND.invokeExact(i);
        s += (int) PLUS.invoke((short) i, (byte) 2);
        s += ((String) CONCAT.invokeExact("y")).length();
        try {
            s += (int) FILTERED.invokeExact(i, i + 1);
        } catch (IllegalStateException e) {
            s += e.getMessage().length();
        }
        return s + (int) changing.invokeExact(i, 5);
    }

    static long vars(ConstantHandles c, long[] a, int i) {
        VALUE.setVolatile(c, (long) i);
        long s = (long) VALUE.getAndAdd(c, 3L) + (int) (long) VALUE.getAcquire(c);
        ARRAY.setRelease(a, i & 3, s);
        s += (boolean) VALUE.compareAndSet(c, i + 3L, i * 2L) ? 1 : 0;
        VALUE.set(c, i); // int to long: not the exact type
        return s + (long) ARRAY.getOpaque(a, i & 3) + c.value;
    }

    static String exact(ConstantHandles c) {
        try {
            EXACT.set(c, 1);
            return "nothing";
        } catch (WrongMethodTypeException e) {
            return e.getMessage();
        }
    }

    static String wrong(Object o) {
        try {
            VALUE.set(o, 5L);
            return "nothing";
        } catch (ClassCastException | NullPointerException e) {
            return e.getClass().getName();
        }
    }

    static String nothing() throws Throwable {
        try {
            return "" + (int) NULL_HANDLE.invokeExact(1, 2);
        } catch (NullPointerException e) {
            return "null";
        }
    }

    public static void main(String[] args) throws Throwable {
        ConstantHandles c = new ConstantHandles();
        long[] a = new long[4];
        AtomicReference<Object> ref = new AtomicReference<>();
        long h = 0;
        for (int i = 0; i < 6000; i++) {
            h = h * 31 + calls(i);
            h = h * 31 + vars(c, a, i);
            int k = i;
            IntBinaryOperator op = (x, y) -> x * y + k;
            Supplier<String> text = () -> "i" + k + 'c' + (k & 1L);
            h = h * 31 + op.applyAsInt(i, 3) + text.get().hashCode();
            ref.compareAndSet(i % 2 == 0 ? null : "odd", i % 2 == 0 ? "odd" : null);
            h = h * 31 + (ref.get() == null ? 0 : 1);
            if (i == 4000) changing = MethodHandles.lookup().findStatic(ConstantHandles.class, "minus", PLUS.type());
            if (i % 1000 == 0) System.out.println(exact(c) + " " + wrong("s") + " " + wrong(null) + " " + nothing());
        }
        System.out.println(h);
    }
}
