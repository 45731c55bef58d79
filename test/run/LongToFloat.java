/** Conversions of long to float and double are rounded once, to even in the middle. */
public class LongToFloat {
    public static void main(String[] args) {
        long[] edges = {0, 1, -1, -86117582796465L, 1L << 24, (1L << 24) + 1, (1L << 25) + 3, (1L << 53) + 1,
            (1L << 62) + (1L << 38), (1L << 62) + (1L << 38) + 1, (1L << 62) + (3L << 38), Long.MAX_VALUE, Long.MIN_VALUE, Long.MIN_VALUE + 1};
        for (long x : edges)
            System.out.println(x + " " + (float) x + " " + (double) x);
        int hash = 0;
        long r = 88172645463325252L;
        for (int i = 0; i < 20000; i++) {
            r ^= r << 13;
            r ^= r >>> 7;
            r ^= r << 17;
            long x = r >> (i & 63);
            if ((i & 64) != 0) // near the middle between two floats
                x = x & ~0xffffL | 1L << (i % 40);
            hash = hash * 31 + Float.floatToIntBits((float) x);
            hash = hash * 31 + Long.hashCode(Double.doubleToLongBits((double) x));
        }
        System.out.println(hash);
    }
}
