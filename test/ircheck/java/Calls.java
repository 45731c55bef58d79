/** Calls: inlining, devirtualization, lambdas, branches that are never taken. */
public class Calls {
    interface Shape {
        int area();
    }

    record Square(int side) implements Shape {
        public int area() {
            return side * side;
        }
    }

    record Box(int a, int b) implements Shape {
        public int area() {
            return a * b;
        }
    }

    record Dot(int x) implements Shape {
        public int area() {
            return x ^ 1;
        }
    }

    record Line(int x) implements Shape {
        public int area() {
            return x | 1;
        }
    }

    interface IntFn {
        int apply(int x);
    }

    static int add(int x, int y) {
        return x + y;
    }

    /// CHECK-START: inlined start (after)
    /// CHECK-NOT: call
    /// CHECK: mul i32
    /// CHECK: add i32
    /// CHECK-NOT: call
    /// CHECK-START: inlined branch (after)
    /// CHECK: <<X:v>> = arg i32
    /// CHECK: add i32 <<X>>, {{v}}
    /// CHECK-NOT: b1:
    /// CHECK: ret
    static int inlined(int x) {
        return add(add(x, 3), x * 5);
    }

    /// CHECK-START: oneClass start (after)
    /// CHECK: <<S:v>> = arg ref
    /// CHECK: <<K:v>> = toptr
    /// CHECK: <<C:v>> = eq i32 <<K>>, {{v}}
    /// CHECK: guard <<C>>
    /// CHECK-NOT: call
    /// CHECK: mul i32
    /// CHECK-NOT: call
    static int oneClass(Shape s) {
        return s.area() + 1;
    }

    /// CHECK-START: twoClasses start (after)
    /// CHECK-NOT: call
    /// CHECK: <<K:v>> = toptr
    /// CHECK: <<C:v>> = eq i32 <<K>>, {{v}}
    /// CHECK: if <<C>>
    /// CHECK: <<D:v>> = eq i32 <<K>>, {{v}}
    /// CHECK: guard <<D>>
    /// CHECK-NOT: call
    static int twoClasses(Shape s) {
        return s.area() + 2;
    }

    /// CHECK-START: manyClasses fold again (after)
    /// CHECK: calli i32
    static int manyClasses(Shape s) {
        return s.area() + 3;
    }

    /// CHECK-START: lambda fold again (after)
    /// CHECK: <<X:v>> = arg i32
    /// CHECK: <<Y:v>> = arg i32
    /// CHECK-NOT: call
    /// CHECK: mul i32 <<X>>, <<Y>>
    /// CHECK-NOT: call
    static int lambda(int x, int y) {
        IntFn f = k -> k * y;
        return f.apply(x) + 7;
    }

    static int fold(int n, IntFn f) {
        int r = 1;
        for (int i = 0; i < n; i++) {
            r = f.apply(r);
        }
        return r;
    }

    /// CHECK-START: lambdaInLoop start (after)
    /// CHECK-NOT: call
    /// CHECK: mul i32
    /// CHECK-NOT: call
    /// CHECK: poll
    /// CHECK-NOT: call
    /// CHECK: or i32
    /// CHECK-NOT: call
    static int lambdaInLoop(int n, int y) {
        return fold(n, k -> k * y) + fold(n, k -> k | 6);
    }

    /// CHECK-START: cold start (after)
    /// CHECK-NOT: {{if v|div|call}}
    /// CHECK: guard
    /// CHECK-NOT: {{if v|div|call}}
    /// CHECK: ret
    static int cold(int x) {
        if (x < 0) {
            return Integer.toString(x).length() * x / 3;
        }
        return x + 1;
    }

    /// CHECK-START: stringSwitch fold again (after)
    /// CHECK: switch {{v}} {110182, 115276}
    /// CHECK-NOT: call {{.*}}equals
    /// CHECK: ret
    static int stringSwitch(String s) {
        switch (s) {
            case "one":
                return 1;
            case "two":
                return 2;
            default:
                return 3;
        }
    }

    public static void main(String[] args) {
        Shape[] shapes = {new Square(3), new Box(2, 5), new Dot(4), new Line(9)};
        String[] words = {"one", "two", "many"};
        int t = 0;
        for (int i = 0; i < 3000; i++) {
            t += inlined(i) + oneClass(shapes[0]) + twoClasses(shapes[i & 1]) + manyClasses(shapes[i & 3]);
            t += lambdaInLoop(i & 7, i) + fold(3, k -> k ^ 5) + fold(3, k -> k + 7);
            t += lambda(i, 3) + cold(i) + stringSwitch(words[i % 3]);
        }
        System.out.println(t);
    }
}
