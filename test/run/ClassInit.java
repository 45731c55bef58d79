/** Order of class initialization, what triggers it, cycles, and failure (JVMS 5.5). */
public class ClassInit {
    static int log(String s) {
        System.out.println(s);
        return 1;
    }

    interface WithDefault {
        int X = log("WithDefault");

        default void m() {
        }
    }

    interface Plain {
        int Y = log("Plain");
    }

    static class Base {
        static final int CONSTANT = 5;
        static int v = log("Base");
    }

    static class Derived extends Base implements WithDefault, Plain {
        static {
            log("Derived");
        }
        int field = log("Derived.field");

        Derived() {
            log("Derived()");
        }
    }

    static class CycleA {
        static int a = CycleB.b + 1;
    }

    static class CycleB {
        static int b = CycleA.a + 10;
    }

    static class Fails {
        static int x;

        static {
            log("Fails");
            if (x == 0) throw new IllegalStateException("no");
        }
    }

    static class FailsWithError {
        static {
            if (Base.v != 7) throw new StackOverflowError("thrown by hand");
        }
    }

    static class ExtendsFails extends Fails {
    }

    public static void main(String[] args) throws Exception {
        System.out.println(Base.CONSTANT);
        Base[] none = new Base[1];
        Class<?> c = Derived.class;
        System.out.println("not yet " + c.getSimpleName() + none.length);
        System.out.println(Derived.v);
        new Derived();
        System.out.println(Plain.Y);
        System.out.println(CycleA.a + " " + CycleB.b);
        for (int i = 0; i < 2; i++) {
            try {
                Fails.x++;
            } catch (Throwable t) {
                System.out.println(t + " / " + t.getCause());
            }
        }
        try {
            new ExtendsFails();
        } catch (Throwable t) {
            System.out.println(t);
        }
        for (int i = 0; i < 2; i++) {
            try {
                new FailsWithError();
            } catch (Throwable t) {
                System.out.println(t);
            }
        }
        try {
            Class.forName("ClassInit$Missing");
        } catch (ClassNotFoundException e) {
            System.out.println(e);
        }
        System.out.println(Class.forName("ClassInit$Lazy", false, ClassInit.class.getClassLoader()).getSimpleName());
        Class.forName("ClassInit$Lazy");
    }

    static class Lazy {
        static int z = log("Lazy");
    }
}
