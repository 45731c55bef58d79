/** Integer arithmetic, shifts, comparisons and conversions at their edges (JVMS 6.5 i*, int2*). */
public class OpInt {
    static final int[] EDGES = {
        0, 1, -1, 2, -2, 7, -7, 31, 32, 33, 127, 128, -128, -129, 255, 256, 32767, 32768, -32768, -32769,
        65535, 65536, 0x12345678, 0x87654321, Integer.MAX_VALUE, Integer.MIN_VALUE, Integer.MIN_VALUE + 1,
    };

    static long hash;

    static void mix(int v) {
        hash = hash * 31 + v;
    }

    static String divide(int a, int b) {
        try {
            return a / b + "," + a % b;
        } catch (ArithmeticException e) {
            return e.getMessage();
        }
    }

    static String relations(int a, int b) {
        StringBuilder s = new StringBuilder();
        if (a < b) s.append("lt ");
        if (a <= b) s.append("le ");
        if (a == b) s.append("eq ");
        if (a != b) s.append("ne ");
        if (a >= b) s.append("ge ");
        if (a > b) s.append("gt ");
        if (a < 0) s.append("neg ");
        if (a > 0) s.append("pos ");
        if (a == 0) s.append("zero ");
        return s.toString().trim();
    }

    static int increments(int start) {
        int i = start;
        i++;
        i += 127;
        i -= 128;
        i += 1000; // wide iinc
        i -= 32768;
        return i;
    }

    public static void main(String[] args) {
        for (int a : EDGES) {
            for (int b : EDGES) {
                mix(a + b);
                mix(a - b);
                mix(a * b);
                mix(a & b);
                mix(a | b);
                mix(a ^ b);
                mix(a << b);
                mix(a >> b);
                mix(a >>> b);
                mix(divide(a, b).hashCode());
                mix(relations(a, b).hashCode());
            }
            System.out.println(a + ": neg " + -a + " not " + ~a + " byte " + (byte) a + " short " + (short) a + " char "
                + (int) (char) a + " long " + (long) a + " float " + (float) a + " double " + (double) a
                + " shl33 " + (a << 33) + " shr33 " + (a >> 33) + " ushr-1 " + (a >>> -1));
        }
        System.out.println("hash " + hash);
        System.out.println("MIN/-1 " + divide(Integer.MIN_VALUE, -1) + "; 7/-2 " + divide(7, -2) + "; -7/2 " + divide(-7, 2)
            + "; 5/0 " + divide(5, 0) + "; 0/0 " + divide(0, 0));
        System.out.println(increments(0) + " " + increments(Integer.MAX_VALUE));
        System.out.println(relations(1, 2) + "|" + relations(-1, -1) + "|" + relations(0, Integer.MIN_VALUE));
        int x = 5;
        x += 3.7; // i2d, dadd, d2i
        System.out.println(x);
        byte b = (byte) 200;
        b >>>= 1;
        System.out.println(b);
        char c = 'z';
        c += 1;
        System.out.println(c + " " + (int) c);
        short s = Short.MAX_VALUE;
        s++;
        System.out.println(s);
        boolean t = true, f = false;
        System.out.println((t & f) + " " + (t | f) + " " + (t ^ f) + " " + !t);
        final int m1 = -1, k5 = 5, bi = 100, si = 30000, ld = 100000;
        System.out.println(m1 + k5 + bi + si + ld);
        System.out.println(Integer.MIN_VALUE % -1);
        try {
            System.out.println(1 % (args.length));
        } catch (ArithmeticException e) {
            System.out.println(e);
        }
    }
}
