/** Handlers, finally, nesting, suppression, stack traces with lines, and stack overflow that is survived. */
public class ExceptionFlow {
    static int depth;

    @SuppressWarnings("finally")
    static int finallyWins() {
        try {
            throw new RuntimeException("lost");
        } finally {
            return 2;
        }
    }

    static int valueKept() {
        int x = 1;
        try {
            return x;
        } finally {
            x = 5;
        }
    }

    static String nested(int where) {
        StringBuilder s = new StringBuilder();
        try {
            try {
                if (where == 0) throw new IllegalStateException("try");
                s.append("t");
            } catch (IllegalStateException e) {
                s.append("c");
                if (where == 0) throw new IllegalArgumentException("catch", e);
            } finally {
                s.append("f");
                if (where == 1) throw new UnsupportedOperationException("finally");
            }
        } catch (IllegalArgumentException | UnsupportedOperationException e) {
            s.append(e.getMessage()).append(e.getCause());
        }
        return s.toString();
    }

    static class Res implements AutoCloseable {
        final String name;

        Res(String name) {
            this.name = name;
            System.out.println("open " + name);
        }

        public void close() {
            System.out.println("close " + name);
            throw new IllegalStateException("close " + name);
        }
    }

    static void recurse(long a, double b) {
        depth++;
        recurse(a + 1, b * 2);
    }

    static int recurseFinally(int n) {
        try {
            return recurseFinally(n + 1);
        } catch (StackOverflowError e) {
            return n > 100 ? 1 : 0;
        }
    }

    static void lines() {
        int[] a = {1};
        Object o = a;
        System.out.println(
            a[0] + ((String) o)
                .length());
    }

    static void loop() {
        for (int i = 0; ; i++) {
            try {
                if (i % 3 == 0) continue;
                if (i > 7) break;
                System.out.print(i + " ");
            } finally {
                System.out.print("f ");
            }
        }
        System.out.println();
    }

    static class Mine extends Exception {
        Mine(String m) {
            super(m, null, true, false);
        }
    }

    public static void main(String[] args) {
        System.out.println(finallyWins() + " " + valueKept() + " " + nested(0) + " " + nested(1) + " " + nested(2));
        try (Res a = new Res("a"); Res b = new Res("b")) {
            throw new RuntimeException("body");
        } catch (RuntimeException e) {
            e.printStackTrace(System.out);
        }
        for (int i = 0; i < 5; i++) {
            try {
                depth = 0;
                recurse(1, 2);
            } catch (StackOverflowError e) {
                System.out.println("overflow " + (depth > 500) + " " + e.getMessage() + " " + (e.getStackTrace().length > 500));
            }
        }
        System.out.println(recurseFinally(0));
        try {
            lines();
        } catch (ClassCastException e) {
            e.printStackTrace(System.out);
        }
        loop();
        try {
            throw new Mine("no trace");
        } catch (Mine e) {
            e.printStackTrace(System.out);
            System.out.println(e.getStackTrace().length);
        }
        Throwable cyc = new Exception("one");
        cyc.initCause(new Exception("two", cyc));
        cyc.printStackTrace(System.out);
        try {
            Throwable nothing = null;
            throw nothing;
        } catch (Throwable t) {
            System.out.println(t);
        }
        try {
            synchronized ((Object) null) {
                System.out.println("no");
            }
        } catch (NullPointerException e) {
            System.out.println(e.getMessage());
        }
        Runnable r = () -> {
            throw new IllegalStateException("in lambda");
        };
        try {
            r.run();
        } catch (IllegalStateException e) {
            System.out.println(e.getStackTrace()[0].getMethodName() + " " + e.getStackTrace()[0].getLineNumber() + " " + e.getStackTrace().length);
        }
    }
}
