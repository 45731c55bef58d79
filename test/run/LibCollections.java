// modes: int mixed

import java.util.*;
import java.util.function.*;
import java.util.stream.*;

/** Collections of each kind, sorting, streams sequential and parallel, and functions as values. */
public class LibCollections {
    enum Color { RED, GREEN, BLUE }

    record Pair(int x, String y) {}

    interface WithDefault {
        default int value() {
            return 7;
        }
    }

    public static void main(String[] args) {
        List<Integer> list = IntStream.range(0, 1000).boxed().collect(Collectors.toList());
        Collections.shuffle(list, new Random(1));
        System.out.println(list.subList(0, 10));
        Collections.sort(list);
        maps(list);
        queues(list);
        arrays();
        streams(list);
        functions();
    }

    static void maps(List<Integer> list) {
        Map<Integer, List<Integer>> groups = list.stream().collect(Collectors.groupingBy(x -> x % 7, TreeMap::new, Collectors.toList()));
        System.out.println(groups.get(3).stream().mapToInt(Integer::intValue).sum());
        Map<String, Integer> hashed = new HashMap<>(), linked = new LinkedHashMap<>();
        for (int i = 0; i < 2000; i++) {
            hashed.merge("k" + i % 100, 1, Integer::sum);
            linked.put("z" + i, i);
        }
        System.out.println(hashed.hashCode() + " " + linked.size());
        IdentityHashMap<Object, Integer> identity = new IdentityHashMap<>();
        for (int i = 0; i < 10; i++) {
            identity.put(new String("same"), i);
        }
        System.out.println(identity.size());
        EnumMap<Color, String> enums = new EnumMap<>(Color.class);
        enums.put(Color.RED, "r");
        System.out.println(enums + " " + EnumSet.complementOf(EnumSet.of(Color.GREEN)) + " " + Color.valueOf("GREEN").ordinal());
        System.out.println(new Pair(1, "q") + " " + new Pair(1, "q").equals(new Pair(1, "q")) + " " + Objects.hash(1, 2, 3));
    }

    static void queues(List<Integer> list) {
        PriorityQueue<Integer> priority = new PriorityQueue<>(list);
        ArrayDeque<Integer> deque = new ArrayDeque<>(list);
        BitSet bits = new BitSet();
        bits.set(5, 50);
        System.out.println(priority.poll() + " " + deque.pollLast() + " " + bits.cardinality());
    }

    static void arrays() {
        int[] a = new Random(5).ints(20000).toArray(), b = a.clone();
        Arrays.sort(a);
        Arrays.parallelSort(b);
        System.out.println(Arrays.binarySearch(a, a[77]) + " " + Arrays.hashCode(a) + " " + Arrays.equals(a, b) + " " + Arrays.mismatch(a, b));
        System.out.println(new Object[3][4][1].length + " " + new int[2][3][4][1][2].length);
    }

    static void streams(List<Integer> list) {
        System.out.println(list.parallelStream().filter(x -> x % 2 == 0).mapToLong(x -> x).sum());
        System.out.println(Stream.of("a", "b").reduce((x, y) -> x + y).get());
        System.out.println(Stream.iterate(1, x -> x * 2).limit(10).map(String::valueOf).collect(Collectors.joining(",")));
    }

    static void functions() {
        Supplier<WithDefault> supplier = () -> new WithDefault() {};
        Function<Integer, Function<Integer, Integer>> add = x -> y -> x + y;
        BiFunction<String, Integer, Character> at = String::charAt;
        IntFunction<int[]> make = int[]::new;
        System.out.println(supplier.get().value() + " " + add.apply(1).apply(2) + " " + at.apply("abc", 1) + " " + make.apply(3).length);
    }
}
