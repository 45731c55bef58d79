/** Long arithmetic, shifts, comparison and conversions at their edges (JVMS 6.5 l*). */
public class OpLong {
    static final long[] EDGES = {
        0, 1, -1, 2, -2, 10, -10, 63, 64, 65, 0x7fffffffL, 0x80000000L, -0x80000000L, -0x80000001L, 0xffffffffL, 0x100000000L,
        0x123456789abcdef0L, 0xfedcba9876543210L, Long.MAX_VALUE, Long.MIN_VALUE, Long.MIN_VALUE + 1, 1L << 53, (1L << 53) + 1,
    };

    static long hash;

    static void mix(long v) {
        hash = (hash ^ v) * 0x9E3779B97F4A7C15L;
        hash ^= hash >>> 29;
    }

    static String divide(long a, long b) {
        try {
            return a / b + "," + a % b;
        } catch (ArithmeticException e) {
            return e.getMessage();
        }
    }

    static int compare(long a, long b) {
        if (a < b) return a <= b && a != b ? -1 : 99;
        if (a > b) return a >= b && a != b ? 1 : 98;
        return a == b && a <= b && a >= b ? 0 : 97;
    }

    static long mixedSlots(int a, long b, int c, double d, long e, float f) {
        return a + b * 3 + c * 5 + (long) (d * 7) + e * 11 + (long) (f * 13);
    }

    public static void main(String[] args) {
        for (long a : EDGES) {
            for (long b : EDGES) {
                mix(a + b);
                mix(a - b);
                mix(a * b);
                mix(a & b);
                mix(a | b);
                mix(a ^ b);
                mix(a << (int) b);
                mix(a >> (int) b);
                mix(a >>> (int) b);
                mix(a << b);
                mix(compare(a, b));
                mix(divide(a, b).hashCode());
            }
            System.out.println(a + ": neg " + -a + " not " + ~a + " int " + (int) a + " byte " + (byte) a + " short " + (short) a + " char "
                + (int) (char) a + " float " + (float) a + " double " + (double) a + " shl65 " + (a << 65) + " shr63 " + (a >> 63)
                + " ushr63 " + (a >>> 63));
        }
        System.out.println("hash " + hash);
        System.out.println("MIN/-1 " + divide(Long.MIN_VALUE, -1) + "; -7/2 " + divide(-7, 2) + "; 1/0 " + divide(1, 0));
        System.out.println(mixedSlots(1, 2, 3, 4.5, 5, 6.5f));
        long l = 0;
        for (int i = 0; i < 100; i++) {
            l += i;
            l <<= 1;
            l ^= i * 0x5DEECE66DL;
        }
        System.out.println(l);
        l = Long.MAX_VALUE;
        l++;
        System.out.println(l);
        System.out.println(0L + 1L + 5000000000L);
        System.out.println(Long.divideUnsigned(-1, 10) + " " + Long.remainderUnsigned(-1, 10) + " " + Long.compareUnsigned(-1, 1)
            + " " + Math.multiplyHigh(0x123456789abcdefL, 0xfedcba987654321L) + " " + Long.numberOfLeadingZeros(1)
            + " " + Long.numberOfTrailingZeros(64) + " " + Long.rotateLeft(3, 63) + " " + Long.reverseBytes(1));
        for (Runnable r : new Runnable[] {
            () -> Math.addExact(Long.MAX_VALUE, 1L),
            () -> Math.multiplyExact(Long.MIN_VALUE, -1L),
            () -> Math.toIntExact(1L << 31),
            () -> Math.negateExact(Integer.MIN_VALUE),
        }) {
            try {
                r.run();
            } catch (ArithmeticException e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
