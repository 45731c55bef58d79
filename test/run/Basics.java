import java.util.*;
import java.util.concurrent.*;
import java.util.function.*;

/** String concatenation, lambdas and threads: the first program that must run after HelloWorld. */
public class Basics {
    interface Shape { double area(); }
    record Circle(double r) implements Shape { public double area() { return Math.PI * r * r; } }
    record Square(double s) implements Shape { public double area() { return s * s; } }
    enum Color { RED, GREEN, BLUE }

    static int fib(int n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }

    public static void main(String[] args) throws Exception {
        System.out.println("fib(20) = " + fib(20));
        List<Shape> shapes = List.of(new Circle(1), new Square(2));
        for (Shape s : shapes) System.out.println(s + " " + s.area());
        Map<String, Integer> m = new TreeMap<>();
        for (String w : "the quick brown fox jumps over the lazy dog the end".split(" ")) m.merge(w, 1, Integer::sum);
        System.out.println(m);
        Function<Integer, Function<Integer, Integer>> add = a -> b -> a + b;
        System.out.println(add.apply(3).apply(4));
        ExecutorService ex = Executors.newFixedThreadPool(3);
        List<Future<Integer>> fs = new ArrayList<>();
        for (int i = 0; i < 10; i++) { int n = i; fs.add(ex.submit(() -> fib(n))); }
        int sum = 0;
        for (Future<Integer> f : fs) sum += f.get();
        ex.shutdown();
        System.out.println("sum " + sum + " done " + ex.awaitTermination(5, TimeUnit.SECONDS));
        Thread[] ts = new Thread[4];
        int[] counter = new int[1];
        for (int i = 0; i < ts.length; i++) {
            ts[i] = new Thread(() -> { for (int k = 0; k < 1000; k++) synchronized (counter) { counter[0]++; } }, "t" + i);
            ts[i].start();
        }
        for (Thread t : ts) t.join();
        System.out.println(counter[0]);
        try {
            Object o = "x";
            Integer i = (Integer) o;
            System.out.println(i);
        } catch (ClassCastException e) {
            System.out.println(e.getMessage());
        }
        try {
            int[] a = new int[3];
            a[fib(5)] = 1;
        } catch (ArrayIndexOutOfBoundsException e) {
            System.out.println(e.getMessage());
        }
        switch (Color.valueOf("GREEN")) {
            case RED -> System.out.println("red");
            case GREEN -> System.out.println("green");
            default -> System.out.println("other");
        }
        System.out.printf("%d %s %.3f %x%n", 42, "str", Math.E, 255);
        StringBuilder sb = new StringBuilder();
        for (char c = 'a'; c < 'k'; c++) sb.append(c);
        System.out.println(sb.reverse());
        System.out.println(String.join(",", new TreeSet<>(Arrays.asList("c", "a", "b"))));
        long l = Long.MAX_VALUE;
        System.out.println(l + 1);
        System.out.println((int) Double.NaN + " " + (long) 1e30 + " " + (int) -1e30f);
        System.out.println(new int[0].getClass().getName() + " " + Color.BLUE.ordinal());
        throw new IllegalStateException("the end");
    }
}
