// java: -XX:CompileCommand=quiet -XX:CompileCommand=BackgroundCompilation,BackgroundOff::turn,false
// modes: mixed
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.function.IntUnaryOperator;

/** A thread waits for its code while other code, whose constants are looked up, is made. */
public class BackgroundOff {
    static int plus(int a) { return a + 1; }

    static final MethodHandle PLUS;
    static {
        try {
            PLUS = MethodHandles.lookup().findStatic(BackgroundOff.class, "plus", MethodType.methodType(int.class, int.class));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Called again and again for long loops: a loop is waited for while the method itself is made. */
    static int turn(int n) throws Throwable {
        int sum = 0;
        for (int i = 0; i < n; i++) {
            sum += (int) PLUS.invokeExact(i);
        }
        return sum;
    }

    /** Made in the background. */
    static int other(int n, IntUnaryOperator f) throws Throwable {
        int sum = 0;
        for (int i = 0; i < n; i++) {
            sum ^= f.applyAsInt((int) PLUS.invokeExact(i));
        }
        return sum;
    }

    public static void main(String[] args) throws Throwable {
        int[] sums = new int[2];
        Thread[] threads = new Thread[2];
        for (int t = 0; t < threads.length; t++) {
            int me = t;
            threads[t] = new Thread(() -> {
                try {
                    for (int i = 0; i < 40; i++) {
                        sums[me] += turn(3000 + i) + other(3000, x -> x * 31 + me);
                        byte[] garbage = new byte[100000 + i];
                        sums[me] += garbage.length;
                    }
                } catch (Throwable e) {
                    e.printStackTrace();
                }
            });
            threads[t].start();
        }
        for (Thread t : threads) {
            t.join();
        }
        System.out.println(sums[0] + " " + sums[1]);
    }
}
