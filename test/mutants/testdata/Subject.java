import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A program that uses most of what class files can have. run returns a digest of what it did. */
public class Subject implements Comparable<Subject> {
    static final String NAME = "subject";
    static final long BIG = 0x123456789ABCDEFL;
    static final double PI = 3.14159;
    static final float HALF = 0.5f;
    private final int id;
    protected volatile long total;
    static int[] table = {5, 3, 8, 1, 9, 2};

    enum Color { RED, GREEN { @Override int weight() { return 7; } }, BLUE; int weight() { return ordinal() + 1; } }

    record Point(int x, double y) { Point { if (x < 0) throw new IllegalArgumentException("negative"); } }

    interface Shape { default String kind() { return "shape"; } double area(); }

    static abstract class Base implements Shape {
        protected int uses;

        @Override public double area() { uses++; return size() * 2; }

        abstract double size();
    }

    static class Square extends Base {
        final double side;

        Square(double side) { this.side = side; }

        @Override double size() { return side * side; }

        @Override public String kind() { return "square of " + Shape.class.getSimpleName(); }
    }

    class Inner {
        int twice() { return id * 2; }
    }

    Subject(int id) { this.id = id; }

    @Override public int compareTo(Subject o) { return Integer.compare(id, o.id); }

    static long arithmetic(int a, long b, float c, double d) {
        long r = a * 31 + (b ^ BIG) % 1009 + (int) (c * HALF) + (long) (d / PI);
        r += a << 3 | a >>> 2 & 0x55;
        r -= (byte) a + (short) b + (char) a;
        return b > r ? -r : r;
    }

    static int loops(int n) {
        int sum = 0;
        outer:
        for (int i = 0; i < n; i++) {
            for (int j = n; j > i; j--) {
                if ((i + j) % 7 == 0) continue outer;
                sum += i * j;
            }
            do { sum ^= i; } while (sum % 3 == 1 && sum++ < 100);
        }
        return sum;
    }

    static String switches(int k, String s, Color c) {
        StringBuilder b = new StringBuilder();
        switch (k) { case 0: b.append("zero"); case 1: b.append("one"); break; case 2: b.append("two"); break; default: b.append("many"); }
        switch (k * 1000) { case 1000: b.append("k"); break; case 5000: b.append("5k"); break; case 100000: b.append("100k"); }
        b.append(switch (s) { case "a" -> 1; case "subject" -> 2; default -> 3; });
        b.append(switch (c) { case RED -> "r"; case GREEN -> "g"; case BLUE -> "b"; });
        return b.toString();
    }

    static String exceptions(int k) {
        String trail = "";
        try {
            try {
                if (k == 0) throw new IllegalStateException("zero");
                trail += table[k] / (k - 2);
                Object o = NAME;
                if (k == 3) trail += ((Integer) o).intValue();
                if (k == 4) trail += new int[-k].length;
                if (k == 5) { String n = null; trail += n.length(); }
            } catch (IllegalStateException | ArithmeticException e) {
                trail += e.getClass().getName();
            } finally {
                trail += "f";
            }
        } catch (RuntimeException e) {
            trail += e.getClass().getSimpleName();
        }
        return trail;
    }

    synchronized long locked(Object lock) {
        synchronized (lock) {
            for (long l = 0; l < 10; l++) total += l;
        }
        return total;
    }

    static <T extends Comparable<T>> T max(List<? extends T> list) {
        T best = null;
        for (T t : list) if (best == null || t.compareTo(best) > 0) best = t;
        return best;
    }

    static String arrays() {
        int[][] grid = new int[3][4];
        long[] longs = new long[5];
        Object[] objects = {1, "two", 3.0, 'c', null};
        boolean[] flags = new boolean[2];
        for (int i = 0; i < 12; i++) grid[i / 4][i % 4] = i * i;
        longs[grid[1][1] % 5] = BIG;
        flags[1] = objects[1] instanceof String s && s.length() == 3;
        double d = 0;
        for (Object o : objects) if (o instanceof Number n) d += n.doubleValue();
        return grid[2][3] + " " + longs[0] + " " + flags[1] + " " + d + " " + table.clone().length;
    }

    public static String run() {
        List<String> out = new ArrayList<>();
        out.add("" + arithmetic(17, 123456789012L, 2.5f, 99.9));
        out.add("" + loops(20));
        for (int i = 0; i < 6; i++) {
            out.add(switches(i, i % 2 == 0 ? NAME : "a", Color.values()[i % 3]));
            out.add(exceptions(i));
        }
        out.add(arrays());
        Subject s = new Subject(4);
        out.add("" + s.locked(new Object()) + s.new Inner().twice());
        out.add(max(List.of(new Subject(1), s, new Subject(2))).id + "");
        Shape shape = new Square(1.5);
        out.add(shape.kind() + shape.area());
        Function<Integer, Point> make = x -> new Point(x, x * 0.5);
        out.add(make.apply(3).toString() + make.apply(3).equals(new Point(3, 1.5)));
        Runnable r = () -> out.add(Color.GREEN.weight() + NAME);
        r.run();
        Function<String, Integer> length = String::length;
        out.add("" + length.apply("four") + (char) (65 + out.size()));
        return String.join("|", out);
    }
}
