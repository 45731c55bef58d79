/** Constants, divisions by constants, intrinsics. */
public class Arithmetic {
    static final int[] TABLE = {3, 5, 7};
    static final int SHIFT = Integer.getInteger("no.such.property", 5);

    /// CHECK-START: folded start (after)
    /// CHECK: sub i32
    /// CHECK: xor i32
    /// CHECK-START: folded fold (after)
    /// CHECK: <<C:v>> = const i32 [5]
    /// CHECK-NOT: {{add|sub|xor}}
    /// CHECK: ret <<C>>
    static int folded(int x) {
        int k = 6 * 7;
        int z = x - x;
        return (k ^ 42) + z + 5;
    }

    /// CHECK-START: constantField start (after)
    /// CHECK-NOT: load
    /// CHECK: <<C:v>> = const i32 [5]
    /// CHECK: shl i32 {{v}}, <<C>>
    static int constantField(int x) {
        return x << SHIFT;
    }

    /// CHECK-START: divide divide (before)
    /// CHECK: div i32
    /// CHECK-START: divide divide (after)
    /// CHECK-NOT: div i32
    /// CHECK: {{mulh i32|mul i64}}
    /// CHECK-NOT: div i32
    static int divide(int x) {
        return x / 7;
    }

    /// CHECK-START: powerOfTwo fold again (after)
    /// CHECK-NOT: {{div|rem|mul}}
    /// CHECK-DAG: shr i32
    /// CHECK-DAG: shl i32
    /// CHECK-NOT: {{div|rem|mul}}
    static int powerOfTwo(int x) {
        return x / 8 + x % 16;
    }

    /// CHECK-START: intrinsics if conversion (after)
    /// CHECK-NOT: {{call|if v}}
    /// CHECK-DAG: popcnt i32
    /// CHECK-DAG: fsqrt f64
    /// CHECK-DAG: select i32
    /// CHECK-NOT: {{call|if v}}
    /// CHECK: ret
    static int intrinsics(int x, double d) {
        return Integer.bitCount(x) + (int) Math.sqrt(d) + Math.max(x, 3);
    }

    /// CHECK-START: shifts fold (after)
    /// CHECK-NOT: mul
    /// CHECK: shl i32
    static int shifts(int x) {
        return x * 8;
    }

    public static void main(String[] args) {
        int t = 0;
        for (int i = 0; i < 3000; i++) {
            t += folded(i) + constantField(i) + divide(i) + powerOfTwo(i) + intrinsics(i, i) + shifts(i);
        }
        System.out.println(t);
    }
}
