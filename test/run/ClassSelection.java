import java.util.*;

/** Which method an invocation selects: overriding, defaults, diamonds, private and static members, bridges (JVMS 5.4.3, 5.4.6). */
public class ClassSelection {
    interface A {
        default String m() {
            return "A";
        }

        static String s() {
            return "A.s";
        }

        private String hidden() {
            return "A.hidden";
        }

        default String call() {
            return hidden() + m();
        }
    }

    interface B extends A {
        default String m() {
            return "B" + A.super.m();
        }
    }

    interface C extends A {
    }

    static class D implements C, B {
    }

    static class E extends D implements A {
        public String m() {
            return "E" + super.m();
        }
    }

    static class P {
        private String p() {
            return "P.p";
        }

        String callP() {
            return p();
        }

        static String st() {
            return "P.st";
        }
    }

    static class Q extends P {
        String p() {
            return "Q.p";
        }

        static String st() {
            return "Q.st";
        }
    }

    static abstract class Box<T extends Comparable<T>> {
        abstract T get();

        int cmp(T o) {
            return get().compareTo(o);
        }
    }

    static class IntBox extends Box<Integer> {
        Integer get() {
            return 5;
        }

        int cmp(Integer o) {
            return super.cmp(o) * 100;
        }
    }

    sealed interface Shape permits Circle, Rect {
    }

    record Circle(double r) implements Shape {
        Circle {
            if (r < 0) throw new IllegalArgumentException("r");
        }
    }

    record Rect(int w, int h) implements Shape {
        static int made;

        Rect(int side) {
            this(side, side);
            made++;
        }

        int area() {
            return w * h;
        }
    }

    enum Op {
        ADD {
            int apply(int a, int b) {
                return a + b;
            }
        },
        MUL {
            int apply(int a, int b) {
                return a * b;
            }
        };

        abstract int apply(int a, int b);
    }

    class Inner {
        int v = outer * 2;

        class Deeper {
            int w = v + outer;
        }
    }

    int outer = 21;

    static String over(Object o) {
        return "Object";
    }

    static String over(int i) {
        return "int";
    }

    static String over(long i) {
        return "long";
    }

    static String over(Integer i) {
        return "Integer";
    }

    static String over(int... i) {
        return "int..." + i.length;
    }

    public static void main(String[] args) {
        System.out.println(new D().m() + " " + new E().m() + " " + A.s() + " " + new E().call());
        System.out.println(new Q().callP() + " " + new Q().p() + " " + P.st() + Q.st());
        Box<Integer> box = new IntBox();
        System.out.println(box.cmp(3) + " " + box.get());
        try {
            ((Box) box).cmp("x");
        } catch (ClassCastException e) {
            System.out.println(e.getMessage());
        }
        System.out.println(new Circle(1.5) + " " + new Rect(3).equals(new Rect(3, 3)) + " " + new Rect(3).hashCode() + " " + Rect.made + new Rect(2, 4).area());
        try {
            new Circle(-1);
        } catch (IllegalArgumentException e) {
            System.out.println(e);
        }
        for (Op op : Op.values()) System.out.println(op + " " + op.apply(6, 7) + " " + op.getClass() + " " + op.getDeclaringClass());
        ClassSelection s = new ClassSelection();
        Inner.Deeper d = s.new Inner().new Deeper();
        System.out.println(d.w);
        byte b = 1;
        System.out.println(over(b) + over(1L) + over(1.0) + over((Integer) 3) + over() + over(1, 2) + over('c'));
        int base = 10;
        Object anon = new Object() {
            int count = base;

            @Override
            public String toString() {
                return "anon" + count++ + s.outer;
            }
        };
        System.out.println(anon + "" + anon + anon.getClass().getName());
        class Local extends P {
            String callP() {
                return "Local" + super.callP() + base;
            }
        }
        System.out.println(new Local().callP() + Local.class.getName() + Local.class.getEnclosingMethod().getName());
        System.out.println(Arrays.toString(Shape.class.getPermittedSubclasses()) + Inner.class.getNestHost() + P.class.isNestmateOf(Q.class)
            + Arrays.toString(Rect.class.getRecordComponents()));
        try {
            Op.valueOf("DIV");
        } catch (IllegalArgumentException e) {
            System.out.println(e.getMessage());
        }
    }
}
