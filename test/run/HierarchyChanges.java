// Classes that come late and end what compiled code has assumed of the others: that a method is
// not overridden, that an interface has one implementor, that a class has no subclass.
public class HierarchyChanges {
    static abstract class Shape {
        abstract int area();

        int twice() {
            return 2 * area();
        }
    }

    static class Square extends Shape {
        int side;

        Square(int side) {
            this.side = side;
        }

        int area() {
            return side * side;
        }
    }

    static class Dented extends Square {
        Dented(int side) {
            super(side);
        }

        int area() {
            return side * side - 1;
        }
    }

    interface Source {
        int next();

        default int skip() {
            next();
            return next();
        }
    }

    static class Counter implements Source {
        int n;

        public int next() {
            return n++;
        }
    }

    static class Constant implements Source {
        public int next() {
            return 7;
        }

        public int skip() {
            return 8;
        }
    }

    static int areas(Shape[] list, int rounds) {
        int sum = 0;
        for (int i = 0; i < rounds; i++) {
            sum += list[i % list.length].twice();
        }
        return sum;
    }

    static int skips(Source s, int rounds) {
        int sum = 0;
        for (int i = 0; i < rounds; i++) {
            sum ^= s.skip() + i;
        }
        return sum;
    }

    static int squares(Object[] list, int rounds) {
        int n = 0;
        for (int i = 0; i < rounds; i++) {
            Object o = list[i % list.length];
            if (o instanceof Square) {
                n += ((Square) o).side;
            }
            if (o instanceof Source) {
                n += 1000;
            }
        }
        return n;
    }

    // The class comes while the frame stands in the loop.
    static class Node {
        int value() {
            return 1;
        }
    }

    static class Heavy extends Node {
        int value() {
            return 100;
        }
    }

    static Node make(int i, int from) {
        if (i < from) {
            return new Node();
        }
        return heavy();
    }

    static Node heavy() {
        return new Heavy();
    }

    static long onStack(int rounds, int from) {
        long sum = 0;
        int[] seen = new int[3];
        for (int i = 0; i < rounds; i++) {
            Node n = make(i, from);
            seen[i % 3] += n.value();
            sum = sum * 3 + n.value();
        }
        return sum + seen[0] + seen[1] * 5L + seen[2] * 7L;
    }

    // The class comes below a call that has a value and objects that are not allocated around it.
    static class Leaf {
        int call(boolean now) {
            return 2;
        }
    }

    static class Late extends Leaf {
        int call(boolean now) {
            return 3;
        }
    }

    static class Pair {
        final int a;
        final Object b;

        Pair(int a, Object b) {
            this.a = a;
            this.b = b;
        }
    }

    static Leaf leaf = new Leaf();

    static int load(boolean now) {
        if (now) {
            leaf = new Late();
            throw new IllegalStateException("loaded");
        }
        return 1;
    }

    static String below(int i, boolean now) {
        Pair p = new Pair(i * 3, leaf);
        int x = leaf.call(now);
        String caught = "";
        try {
            x += load(now);
        } catch (IllegalStateException e) {
            caught = e.getMessage();
        }
        synchronized (HierarchyChanges.class) {
            x += ((Leaf) p.b).call(now) * 10 + leaf.call(now) * 100;
        }
        return x + p.a + caught;
    }

    // A loop that sees the new class by another thread only.
    static class Flag {
        boolean up() {
            return false;
        }
    }

    static class Raised extends Flag {
        boolean up() {
            return true;
        }
    }

    static volatile Flag flag = new Flag();

    static long turns;

    static void await() {
        while (!flag.up()) {
            turns++;
        }
    }

    static class Own {
        int f(Own other) {
            return this == other ? 1 : 2;
        }

        synchronized int g(int k) {
            return k <= 0 ? f(this) : g(k - 1) + 1;
        }
    }

    static class Other extends Own {
        int f(Own other) {
            return 50;
        }
    }

    public static void main(String[] args) throws Exception {
        Shape[] shapes = {new Square(2), new Square(3)};
        for (int i = 0; i < 30; i++) {
            areas(shapes, 1000);
        }
        System.out.println(areas(shapes, 1000));
        shapes[1] = new Dented(3);
        System.out.println(areas(shapes, 1000));

        Source c = new Counter();
        for (int i = 0; i < 30; i++) {
            skips(c, 1000);
        }
        System.out.println(skips(c, 1000));
        System.out.println(squares(new Object[] {c, shapes[0], "x"}, 30000));
        System.out.println(skips(new Constant(), 1001));
        System.out.println(squares(new Object[] {c, shapes[0], new Constant(), shapes[1]}, 30000));

        System.out.println(onStack(200000, 150000));

        String s = "";
        for (int i = 0; i < 20000; i++) {
            s = below(i, i == 19990);
        }
        System.out.println(s + " " + below(19990, false));

        Thread t = new Thread(HierarchyChanges::await);
        t.start();
        while (turns < 200000) {
            Thread.sleep(1);
        }
        flag = new Raised();
        t.join();
        System.out.println("raised");

        Own own = new Own();
        int sum = 0;
        for (int i = 0; i < 3000; i++) {
            sum += own.g(i % 10);
        }
        System.out.println(sum + " " + new Other().g(9) + " " + own.g(9));
    }
}
