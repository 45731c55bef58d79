// java: -XX:-OmitStackTraceInFastThrow
import java.util.ArrayList;
import java.util.List;

/** Handlers of code that is hot: in the method, in one that it was inlined into, in a caller; what they find in locals, and the traces. */
public class CompiledHandlers {
    static final int HOT = 5000;

    static class Base extends RuntimeException {
        final int n;

        Base(int n) {
            super("base " + n);
            this.n = n;
        }
    }

    static class Sub extends Base {
        Sub(int n) { super(-n); }
    }

    static class Quick extends Exception {
        Quick() { super(null, null, false, false); }
    }

    /** Loaded and resolved only when a handler for it is tried. */
    static class Late extends RuntimeException {
        Late() { super("late"); }
    }

    static int thrower(int i) throws Exception {
        switch (i % 6) {
            case 0: throw new Sub(i);
            case 1: throw new Base(i);
            case 2: throw new Quick();
            case 3: throw new IllegalStateException("state " + i);
            default: return i;
        }
    }

    static int order(int i) {
        int r = 1;
        try {
            r = 2;
            int v = thrower(i);
            r = 3;
            return v + thrower(i + 4);
        } catch (Sub e) {
            return r * 1000 + e.n;
        } catch (Base e) {
            return r * 100 + e.n;
        } catch (IllegalStateException | Quick e) {
            return r * 10 + (e.getMessage() == null ? 0 : e.getMessage().length());
        } catch (Exception e) {
            return -1;
        }
    }

    static int finals;

    static long nested(int i, long l, double d) throws Quick {
        long x = l;
        try {
            try {
                x += 3;
                d *= 2;
                thrower(i);
                x += 5;
            } catch (Base e) {
                x *= 7;
                if (i % 4 == 0)
                    throw new IllegalStateException(e);
                x++;
            } finally {
                finals++;
                x ^= 1;
            }
            return x + (long) d;
        } catch (IllegalStateException e) {
            return x * 2 + (e.getCause() == null ? 0 : 1);
        } catch (RuntimeException e) {
            return -2;
        } catch (Exception e) {
            if (i % 5 == 0)
                throw (Quick) e;
            return x - (long) d;
        } finally {
            finals += 2;
        }
    }

    static int loop(int n) {
        int sum = 0;
        outer:
        for (int i = 0; i < n; i++) {
            for (int k = 0; ; k++) {
                try {
                    sum += thrower(i + k);
                    if (k > 2)
                        continue outer;
                } catch (Sub e) {
                    sum += k;
                    continue;
                } catch (Base e) {
                    sum ^= e.n;
                    break;
                } catch (Quick e) {
                    sum += 11;
                } catch (IllegalStateException e) {
                    continue outer;
                } catch (Exception e) {
                    return -1;
                } finally {
                    sum++;
                }
            }
        }
        return sum;
    }

    static int down(int depth, int i) throws Quick {
        if (depth == 0) {
            if ((i & 1) == 0)
                throw new Base(i);
            throw new Quick();
        }
        return down(depth - 1, i) + 1;
    }

    static int deep(int n) {
        int sum = 0;
        for (int i = 0; i < n; i++) {
            Object kept = new int[] {i};
            try {
                sum += down(i & 15, i);
            } catch (Quick e) {
                sum += ((int[]) kept)[0];
            } catch (Base e) {
                sum -= e.n + ((int[]) kept)[0] / 2;
                if (e.getStackTrace().length < (i & 15) + 3)
                    sum = Integer.MIN_VALUE;
            }
        }
        return sum;
    }

    static int implicit(int i, int[] a, Object o, Object[] s) {
        try {
            switch (i % 6) {
                case 0: return a[i];
                case 1: return i / (i - i);
                case 2: return ((int[]) (i > 0 ? null : a)).length;
                case 3: return ((String) o).length();
                case 4: return (int) (5L % (i & 0L));
                default: return s[i % 3].hashCode();
            }
        } catch (ArrayIndexOutOfBoundsException e) {
            return e.getMessage().equals("Index " + i + " out of bounds for length " + a.length) ? 1 : -1000000;
        } catch (ArithmeticException e) {
            return e.getMessage().equals("/ by zero") ? 20 : -1000000;
        } catch (NullPointerException e) {
            return 300;
        } catch (ClassCastException e) {
            return e.getMessage().startsWith("class java.lang.Integer cannot be cast to class java.lang.String (") ? 4000 : -1000000;
        }
    }

    static String where(Throwable t, int n) {
        StringBuilder b = new StringBuilder();
        StackTraceElement[] s = t.getStackTrace();
        for (int i = 0; i < n && i < s.length; i++)
            b.append(i == 0 ? "" : " ").append(s[i].getMethodName()).append(':').append(s[i].getLineNumber());
        return b.toString();
    }

    static int inner(int[] a, int i) {
        return a[i];
    }

    static int middle(int[] a, int i) {
        try {
            return inner(a, i);
        } catch (NullPointerException e) {
            return -1;
        }
    }

    static String traces(int n) {
        String last = "";
        int[] a = new int[3];
        for (int i = 0; i < n; i++) {
            try {
                middle(i % 3 == 0 ? null : a, i % 7 == 0 ? 3 : 1);
            } catch (ArrayIndexOutOfBoundsException e) {
                String w = where(e, 3);
                if (!w.equals(last)) {
                    last = w;
                    System.out.println("trace " + w);
                }
            }
        }
        return last;
    }

    static class Guarded {
        int depth;

        synchronized int enter(int i) throws Exception {
            depth++;
            return leave(i);
        }

        private synchronized int leave(int i) throws Exception {
            return thrower(i) + 1;
        }

        static synchronized int both(Guarded g, int i) throws Exception {
            synchronized (g) {
                return g.enter(i);
            }
        }
    }

    static void locks() {
        Guarded g = new Guarded();
        int sum = 0;
        for (int i = 0; i < HOT; i++) {
            try {
                sum += Guarded.both(g, i);
            } catch (Base e) {
                sum += e.n;
            } catch (Exception e) {
                sum++;
            }
            if (Thread.holdsLock(g) || Thread.holdsLock(Guarded.class))
                sum = -1 << 30;
        }
        System.out.println("locks " + sum + " " + g.depth);
    }

    static int late(int i) {
        try {
            if (i >= HOT - 3)
                throw new Late();
            thrower(i);
            return 1;
        } catch (Base e) {
            return 2;
        } catch (Late e) {
            return 3;
        } catch (Exception e) {
            return 4;
        }
    }

    static int natives(int i, Object[] from, Object[] to) {
        try {
            System.arraycopy(from, 0, to, 0, i % 6);
            return 1;
        } catch (ArrayStoreException e) {
            return 10;
        } catch (IndexOutOfBoundsException e) {
            return 100;
        }
    }

    static int endless(int n) { return endless(n + 1) + 1; }

    static int overflow(int n) {
        int caught = 0;
        for (int i = 0; i < n; i++) {
            try {
                endless(0);
            } catch (StackOverflowError e) {
                caught++;
            }
        }
        return caught;
    }

    static int thrownInHandler(int i) {
        try {
            try {
                thrower(i);
            } catch (Base e) {
                thrower(i + 2);
                return 1;
            }
            return 2;
        } catch (Quick e) {
            return 30;
        } catch (IllegalStateException e) {
            return 400;
        } catch (Exception e) {
            return 5000;
        }
    }

    /** The object that is thrown need not be made. */
    static int local(int i) {
        try {
            if (i % 3 == 0)
                throw new Quick();
            return i;
        } catch (Quick e) {
            return -1;
        }
    }

    static List<String> collected(int n) {
        List<String> list = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            String s = "s" + i;
            try {
                thrower(i);
            } catch (Exception e) {
                if (i % 1000 < 3)
                    list.add(s + e.getMessage());
            }
        }
        return list;
    }

    public static void main(String[] args) throws Exception {
        long a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0;
        Object[] strings = {"a", "b", null}, objects = {1, 2, 3, 4};
        for (int i = 0; i < HOT; i++) {
            a = a * 31 + order(i);
            try {
                b = b * 31 + nested(i, i * 3L, i / 2.0);
            } catch (Quick q) {
                b += 9;
            }
            c += implicit(i + 5, new int[3], i, strings);
            d += late(i);
            e += natives(i, i % 2 == 0 ? objects : strings, i % 3 == 0 ? new String[4] : new Object[5]);
            f += thrownInHandler(i);
            g += local(i);
        }
        System.out.println("order " + a);
        System.out.println("nested " + b + " " + finals);
        System.out.println("implicit " + c);
        System.out.println("late " + d);
        System.out.println("natives " + e);
        System.out.println("in handler " + f);
        System.out.println("local " + g);
        System.out.println("loop " + loop(HOT));
        System.out.println("deep " + deep(HOT));
        System.out.println("traces " + traces(HOT));
        locks();
        System.out.println("overflow " + overflow(30));
        System.out.println(collected(HOT));
    }
}
