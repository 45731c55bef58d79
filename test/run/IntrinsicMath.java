// java: -XX:-OmitStackTraceInFastThrow
// Methods that compiled code has as instructions: every pair of values that are special.
public class IntrinsicMath {
    static final int[] INTS = {0, 1, -1, 2, 7, -8, 31, 32, 33, 64, 255, 256, 0x8000, 0xffff, 0x10000, 46340, 46341, -46341,
        0x12345678, 0x80000000, 0x7fffffff, 0x80000001, 0x7ffffffe, 0x55555555, 0xaaaaaaaa};
    static final long[] LONGS = {0, 1, -1, 2, -3, 63, 64, 255, 0x7fffffffL, 0x80000000L, -0x80000000L, -0x80000001L, 0xffffffffL, 0x100000000L,
        3037000499L, 3037000500L, -3037000500L, 0x123456789abcdefL, Long.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE + 1, Long.MAX_VALUE - 1};
    static final float[] FLOATS = {0f, -0f, 1f, -1f, 0.5f, -0.5f, 1.5f, 2.5f, -2.5f, 8388607.5f, 1e10f, -3.4e38f, Float.MIN_VALUE, -Float.MIN_VALUE,
        Float.MIN_NORMAL, Float.MAX_VALUE, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.NaN};
    static final double[] DOUBLES = {0, -0.0, 1, -1, 0.5, -0.5, 0.49999999999999994, 1.5, 2.5, -2.5, -3.7, 4503599627370495.5, 4503599627370497.5, 1e300,
        Double.MIN_VALUE, -Double.MIN_VALUE, Double.MIN_NORMAL, Double.MAX_VALUE, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN};

    static long h;

    static void mix(long v) { h = h * 0x9E3779B97F4A7C15L + v ^ h >>> 29; }
    static void mix(double v) { mix(Double.doubleToLongBits(v)); }
    static void mix(float v) { mix((long) Float.floatToIntBits(v)); }

    static void ints(int a) {
        mix(Math.abs(a));
        mix(Integer.bitCount(a));
        mix(Integer.numberOfLeadingZeros(a));
        mix(Integer.numberOfTrailingZeros(a));
        mix(Integer.highestOneBit(a));
        mix(Integer.lowestOneBit(a));
        mix(Integer.reverse(a));
        mix(Integer.reverseBytes(a));
        mix(Short.reverseBytes((short) a));
        mix(Character.reverseBytes((char) a));
        mix(Integer.signum(a));
        mix(Float.floatToRawIntBits(Float.intBitsToFloat(a & 0xff7fffff)));
    }

    static void ints(int a, int b) {
        mix(Math.min(a, b));
        mix(Math.max(a, b));
        mix(Integer.compare(a, b));
        mix(Integer.compareUnsigned(a, b));
        mix(Integer.rotateLeft(a, b));
        mix(Integer.rotateRight(a, b));
        mix(Math.multiplyFull(a, b));
        if (b != 0) {
            mix(Integer.divideUnsigned(a, b));
            mix(Integer.remainderUnsigned(a, b));
            mix(Math.floorMod(a, b));
            mix(Math.floorDiv(a, b));
        }
    }

    static void longs(long a) {
        mix(Math.abs(a));
        mix(Long.bitCount(a));
        mix(Long.numberOfLeadingZeros(a));
        mix(Long.numberOfTrailingZeros(a));
        mix(Long.highestOneBit(a));
        mix(Long.reverse(a));
        mix(Long.reverseBytes(a));
        mix(Double.doubleToRawLongBits(Double.longBitsToDouble(a & 0xffbfffffffffffffL)));
    }

    static void longs(long a, long b) {
        mix(Math.min(a, b));
        mix(Math.max(a, b));
        mix(Long.compare(a, b));
        mix(Long.compareUnsigned(a, b));
        mix(Long.rotateLeft(a, (int) b));
        mix(Long.rotateRight(a, (int) b));
        mix(Math.multiplyHigh(a, b));
        if (b != 0) {
            mix(Long.divideUnsigned(a, b));
            mix(Long.remainderUnsigned(a, b));
            mix(Math.floorMod(a, b));
        }
    }

    static void floats(float a, float b) {
        mix(Math.abs(a));
        mix(Math.min(a, b));
        mix(Math.max(a, b));
        mix(Math.signum(a));
        mix(Math.copySign(a, b));
        mix(Math.fma(a, b, a));
        mix(Math.round(a));
    }

    static void doubles(double a, double b) {
        mix(Math.abs(a));
        mix(Math.min(a, b));
        mix(Math.max(a, b));
        mix(Math.sqrt(a));
        mix(StrictMath.sqrt(b));
        mix(Math.floor(a));
        mix(Math.ceil(a));
        mix(Math.rint(a));
        mix(Math.round(a));
        mix(Math.signum(a));
        mix(Math.copySign(a, b));
        mix(Math.fma(a, b, b));
        mix(StrictMath.sin(a));
    }

    interface Op { long apply(); }

    static void exact(String name, Op op) {
        try {
            mix(op.apply());
        } catch (ArithmeticException e) {
            for (char c : (name + e.getMessage()).toCharArray()) mix(c);
        }
    }

    static void exact(int a, int b) {
        exact("add", () -> Math.addExact(a, b));
        exact("subtract", () -> Math.subtractExact(a, b));
        exact("multiply", () -> Math.multiplyExact(a, b));
        exact("increment", () -> Math.incrementExact(a));
        exact("decrement", () -> Math.decrementExact(a));
        exact("negate", () -> Math.negateExact(a));
        exact("divide", () -> Integer.divideUnsigned(a, b));
        exact("remainder", () -> Integer.remainderUnsigned(a, b));
        exact("floorMod", () -> Math.floorMod(a, b));
    }

    static void exact(long a, long b) {
        exact("add", () -> Math.addExact(a, b));
        exact("subtract", () -> Math.subtractExact(a, b));
        exact("multiply", () -> Math.multiplyExact(a, b));
        exact("multiply", () -> Math.multiplyExact(a, (int) b));
        exact("increment", () -> Math.incrementExact(a));
        exact("decrement", () -> Math.decrementExact(a));
        exact("negate", () -> Math.negateExact(a));
        exact("int", () -> Math.toIntExact(a));
        exact("divide", () -> Long.divideUnsigned(a, b));
        exact("remainder", () -> Long.remainderUnsigned(a, b));
    }

    static int uncaught(int n) {
        int s = 0;
        for (int i = 0; i < n; i++) s = Math.addExact(s, i << 10);
        return s;
    }

    public static void main(String[] args) {
        for (int turn = 0; turn < 6; turn++) {
            h = 0;
            for (int a : INTS) {
                ints(a);
                for (int b : INTS) { ints(a, b); exact(a, b); }
            }
            System.out.println("int " + h);
            for (long a : LONGS) {
                longs(a);
                for (long b : LONGS) { longs(a, b); exact(a, b); }
            }
            System.out.println("long " + h);
            for (float a : FLOATS) for (float b : FLOATS) floats(a, b);
            System.out.println("float " + h);
            for (double a : DOUBLES) for (double b : DOUBLES) doubles(a, b);
            System.out.println("double " + h);
        }
        System.out.println(uncaught(2000));
        try {
            System.out.println(uncaught(20000));
        } catch (ArithmeticException e) {
            System.out.println(e + " in " + e.getStackTrace()[0].getMethodName() + ", " + e.getStackTrace()[1].getMethodName());
        }
        double[] same = {Math.sin(1), Math.cos(1), Math.exp(0), Math.log(1), Math.pow(2, 10), Math.tan(0), Math.log10(1000)};
        for (int i = 0; i < 3000; i++) {
            double[] now = {Math.sin(1), Math.cos(1), Math.exp(0), Math.log(1), Math.pow(2, 10), Math.tan(0), Math.log10(1000)};
            if (!java.util.Arrays.equals(same, now)) throw new AssertionError("differs after " + i);
        }
        System.out.println("done");
    }
}
