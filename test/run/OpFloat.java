/** Float and double arithmetic, NaN comparisons, remainder, saturating conversions (JVMS 6.5 f*, d*, 2.8). */
public class OpFloat {
    static final double[] D = {
        0.0, -0.0, 1.0, -1.0, 0.5, 1.5, 2.5, -2.5, 3.0, 1e-310, Double.MIN_VALUE, Double.MIN_NORMAL, 1e10, 2147483647.0, 2147483648.0, -2147483649.0,
        9.223372036854775E18, 9.3e18, -9.3e18, 1e300, Double.MAX_VALUE, -Double.MAX_VALUE, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN,
    };
    static final float[] F = {
        0f, -0f, 1f, -1f, 0.1f, 2.5f, 3f, Float.MIN_VALUE, Float.MIN_NORMAL, 16777216f, 16777217f, 2147483648f, 1e20f, Float.MAX_VALUE,
        Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.NaN,
    };

    static long hash;

    static void mix(long v) {
        hash = (hash ^ v) * 0x9E3779B97F4A7C15L;
        hash ^= hash >>> 31;
    }

    static void mix(double v) {
        mix(Double.doubleToLongBits(v));
    }

    static void mix(float v) {
        mix(Float.floatToIntBits(v));
    }

    static String compare(double a, double b) {
        return (a < b) + " " + (a <= b) + " " + (a == b) + " " + (a != b) + " " + (a >= b) + " " + (a > b)
            + " " + !(a < b) + " " + !(a > b);
    }

    static String compare(float a, float b) {
        return (a < b) + " " + (a <= b) + " " + (a == b) + " " + (a != b) + " " + (a >= b) + " " + (a > b)
            + " " + !(a < b) + " " + !(a > b);
    }

    static strictfp double strict(double a, double b) {
        return a * b / 3 + a % b;
    }

    public static void main(String[] args) {
        for (double a : D) {
            for (double b : D) {
                mix(a + b);
                mix(a - b);
                mix(a * b);
                mix(a / b);
                mix(a % b);
                mix(compare(a, b).hashCode());
                mix(strict(a, b));
                mix(Math.min(a, b));
                mix(Math.max(a, b));
            }
            System.out.println(a + ": neg " + -a + " int " + (int) a + " long " + (long) a + " float " + (float) a + " char " + (int) (char) a
                + " byte " + (byte) a + " sqrt " + Math.sqrt(a) + " rint " + Math.rint(a) + " floor " + Math.floor(a) + " ceil " + Math.ceil(a)
                + " round " + Math.round(a) + " %3 " + a % 3 + " inf% " + Double.POSITIVE_INFINITY % a);
        }
        System.out.println("hash " + hash);
        for (float a : F) {
            for (float b : F) {
                mix(a + b);
                mix(a - b);
                mix(a * b);
                mix(a / b);
                mix(a % b);
                mix(compare(a, b).hashCode());
            }
            System.out.println(a + ": neg " + -a + " int " + (int) a + " long " + (long) a + " double " + (double) a + " short " + (short) a
                + " round " + Math.round(a) + " %0.7 " + a % 0.7f);
        }
        System.out.println("hash " + hash);
        System.out.println(compare(Double.NaN, 1) + "|" + compare(1, Double.NaN) + "|" + compare(0.0, -0.0));
        System.out.println(compare(Float.NaN, Float.NaN) + "|" + compare(1f, 2f));
        System.out.println(1 / -0.0 + " " + 1 / (0.0 * -1) + " " + 0.0 / 0.0 + " " + 5.5 % -2.5 + " " + -5.5 % 2.5 + " " + 1e300 * 1e10);
        System.out.println(Integer.toHexString(Float.floatToRawIntBits(Float.intBitsToFloat(0x7fc12345))) + " "
            + Long.toHexString(Double.doubleToLongBits(Double.longBitsToDouble(0x7ff8000000abcdefL))) + " "
            + Long.toHexString(Double.doubleToRawLongBits(-0.0)));
        float sum = 0;
        for (int i = 0; i < 1000; i++) sum += 0.1f;
        double dsum = 0;
        for (int i = 0; i < 1000; i++) dsum += 0.1;
        System.out.println(sum + " " + dsum + " " + (float) dsum + " " + (0.1f + 0.2f) + " " + (0.1 + 0.2) + " " + (0.1f == 0.1));
        System.out.println(Math.fma(0.1, 10, -1) + " " + Math.fma(0.1f, 10f, -1f) + " " + Math.ulp(1.0) + " " + Math.nextUp(1f) + " "
            + Math.scalb(1.5, 10) + " " + Math.getExponent(1e100) + " " + Math.IEEEremainder(10, 4) + " " + Math.copySign(3, -0.0) + " "
            + Math.hypot(3e200, 4e200) + " " + Math.signum(-2.5));
        System.out.println((float) 1e40 + " " + (float) 1e-50 + " " + (float) 16777217L + " " + (double) 9007199254740993L + " "
            + (float) Long.MAX_VALUE + " " + (int) 3.99f + " " + (int) -3.99);
        System.out.println(0f + 1f + 2f + " " + (0d + 1d));
    }
}
