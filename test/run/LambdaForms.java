import java.lang.invoke.*;
import java.util.*;
import java.util.function.*;
import java.util.stream.*;

/** Lambdas, method references of every kind, string concatenation, method and var handles, StackWalker. */
public class LambdaForms {
    interface Tri<A, B, C, R> {
        R apply(A a, B b, C c);

        default Tri<A, B, C, String> text() {
            return (a, b, c) -> "<" + apply(a, b, c) + ">";
        }
    }

    final String name;
    volatile int counter;
    static long total;

    LambdaForms(String name) {
        this.name = name;
    }

    String greet(String other) {
        return name + "+" + other;
    }

    Supplier<String> captured(int i, long l, double d, byte b, char c) {
        return () -> name + i + l + d + b + c;
    }

    static String join(Object... parts) {
        return Arrays.toString(parts);
    }

    static <T> T twice(UnaryOperator<T> f, T t) {
        return f.apply(f.apply(t));
    }

    public static void main(String[] args) throws Throwable {
        Function<String, Integer> length = String::length;
        Function<String, LambdaForms> make = LambdaForms::new;
        LambdaForms x = make.apply("x");
        UnaryOperator<String> bound = x::greet;
        BiFunction<LambdaForms, String, String> unbound = LambdaForms::greet;
        IntFunction<int[][]> array = int[][]::new;
        Function<Object[], String> varargs = LambdaForms::join;
        ToLongFunction<Integer> widen = Integer::intValue;
        Supplier<Supplier<String>> nested = () -> () -> "deep";
        Tri<Integer, Long, Double, Double> tri = (a, b, c) -> a + b + c;
        System.out.println(length.apply("four") + bound.apply("y") + unbound.apply(x, "z") + array.apply(2).length + varargs.apply(new Object[] {1, "a"})
            + widen.applyAsLong(9) + nested.get().get() + tri.apply(1, 2L, 3.5) + tri.text().apply(1, 2L, 3.5));
        System.out.println(x.captured(1, 2L, 3.5, (byte) 4, 'c').get() + twice(s -> s + s, "ab"));
        try {
            LambdaForms none = null;
            Supplier<String> s = none::toString;
        } catch (NullPointerException e) {
            System.out.println("npe at capture");
        }
        Runnable both = (Runnable & java.io.Serializable) () -> total++;
        both.run();
        System.out.println(total + " " + (both instanceof java.io.Serializable));

        char c = 'c';
        byte b = -1;
        short sh = 300;
        String nul = null;
        Object o = List.of(1, 2);
        System.out.println("" + c + b + sh + 1 + 2L + 3f + 4d + true + nul + o + '\u0001' + "\u0002" + (c + 1) + new int[0].length);
        String acc = "";
        for (int i = 0; i < 5; i++) acc += i + "," + (char) ('a' + i);
        System.out.println(acc + ("a" + "b" == "ab"));

        MethodHandles.Lookup lookup = MethodHandles.lookup();
        MethodHandle mh = lookup.findVirtual(LambdaForms.class, "greet", MethodType.methodType(String.class, String.class));
        System.out.println((String) mh.invokeExact(x, "exact") + mh.invoke(x, (Object) "generic").toString() + mh.bindTo(x).invokeWithArguments("w"));
        MethodHandle max = lookup.findStatic(Math.class, "max", MethodType.methodType(int.class, int.class, int.class));
        System.out.println((int) max.invokeExact(3, 4) + " " + (long) max.invoke((short) 3, (byte) 4) + " " + MethodHandles.insertArguments(max, 0, 10).invoke(5) + " " + max.type());
        MethodHandle guarded = MethodHandles.guardWithTest(
            lookup.findVirtual(String.class, "isEmpty", MethodType.methodType(boolean.class)),
            MethodHandles.dropArguments(MethodHandles.constant(String.class, "empty"), 0, String.class),
            lookup.findVirtual(String.class, "trim", MethodType.methodType(String.class)));
        System.out.println((String) guarded.invokeExact("") + (String) guarded.invokeExact(" t "));
        try {
            mh.invokeExact(x, "wrong type");
        } catch (WrongMethodTypeException e) {
            System.out.println(e.getMessage());
        }
        VarHandle vh = lookup.findVarHandle(LambdaForms.class, "counter", int.class);
        System.out.println(vh.compareAndSet(x, 0, 5) + " " + (int) vh.getAndAdd(x, 3) + " " + (int) vh.getVolatile(x) + " " + vh.compareAndSet(x, 0, 1));
        VarHandle ah = MethodHandles.arrayElementVarHandle(long[].class);
        long[] la = new long[2];
        ah.setVolatile(la, 1, 7L);
        System.out.println(la[1] + (long) ah.getAndBitwiseOr(la, 1, 8L) + la[1]);

        System.out.println(IntStream.rangeClosed(1, 20).boxed().collect(Collectors.partitioningBy(i -> i % 3 == 0, Collectors.summingInt(i -> i))));
        System.out.println(Stream.of("b", "a", "c", "a").distinct().sorted(Comparator.reverseOrder()).collect(Collectors.joining(",", "[", "]")));
        System.out.println(Stream.iterate(1, i -> i * 2).limit(10).flatMap(i -> Stream.of(i, -i)).mapToInt(i -> i).summaryStatistics());
        System.out.println(IntStream.range(0, 1000).parallel().filter(i -> i % 7 == 0).sum());
        walk(() -> StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
            .walk(s -> s.map(f -> f.getMethodName() + ":" + f.getLineNumber()).collect(Collectors.toList())));
    }

    static void walk(Supplier<List<String>> s) {
        System.out.println(s.get());
    }
}
