import java.util.function.Supplier;

/** Type checks that see one class, or no null, until they are compiled, and then something else. */
public class TypeGuesses {
    interface Shape { int area(); }
    static class Square implements Shape { int side = 3; public int area() { return side * side; } }
    static class Box extends Square { public int area() { return 1000 + side; } }
    static final class Dot implements Shape { public int area() { return 1; } }

    static int cast(Object o) {
        Shape s = (Shape) o;
        return s == null ? -1 : s.area();
    }

    static int test(Object o) {
        if (!(o instanceof Shape)) return o == null ? -1 : -2;
        return ((Shape) o).area();
    }

    static int twice(Object o) {
        int n = 0;
        if (o instanceof Square) n += ((Square) o).side;
        if (o instanceof Square && ((Square) o).area() > 500) n += 100;
        return n;
    }

    static int leaf(Object o) { return o instanceof Dot ? ((Dot) o).area() : ((Square) o).area(); }

    static int nulls(Object o) { return o instanceof Square ? 1 : (Square) o == null ? 2 : 3; }

    static Object store(Object[] a, Object o) {
        a[0] = o;
        return a[0];
    }

    static String caught(Supplier<Object> s) {
        try {
            return "" + s.get();
        } catch (ClassCastException | ArrayStoreException e) {
            return e.getClass().getSimpleName();
        }
    }

    public static void main(String[] args) {
        Object square = new Square(), box = new Box(), dot = new Dot();
        Object[] later = {square, box, dot, null};
        long sum = 0;
        for (int i = 0; i < 40000; i++) {
            sum += cast(square) + test(square) + twice(square) + leaf(dot) + nulls(null);
            sum += store(new Square[1], square) == square ? 1 : 0;
        }
        System.out.println(sum);
        for (int round = 0; round < 3; round++) {
            for (Object o : later) {
                System.out.println(caught(() -> cast(o)) + " " + caught(() -> test(o)) + " " + caught(() -> twice(o)) + " "
                    + (o == null ? "" : caught(() -> leaf(o))) + " " + caught(() -> nulls(o)) + " "
                    + caught(() -> store(new Square[1], o) == o) + " " + caught(() -> store(new Shape[1], o) == o));
            }
            System.out.println(caught(() -> cast("text")) + " " + caught(() -> test("text")) + " " + caught(() -> leaf("text"))
                + " " + caught(() -> nulls("text")) + " " + caught(() -> store(new Shape[1], "text")));
            for (int i = 0; i < 5000; i++) for (Object o : later) sum += cast(o) + test(o) + twice(o) + (o == dot ? 0 : nulls(o));
            System.out.println(sum);
        }
    }
}
