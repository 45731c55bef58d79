import java.math.BigInteger;
import java.util.Random;

/** Products, squares and powers of big integers of all lengths, random and with long runs of ones and zeros. */
public class IntrinsicBigInteger {
    static BigInteger number(Random r, int bits, int kind) {
        BigInteger ones = BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE);
        switch (kind) {
            case 0: return new BigInteger(bits, r).setBit(bits - 1);
            case 1: return ones;
            case 2: return BigInteger.ONE.shiftLeft(bits - 1).setBit(0);
            default: return ones.xor(BigInteger.ONE.shiftLeft(bits / 2)).setBit(bits - 1);
        }
    }

    public static void main(String[] args) {
        Random r = new Random(5);
        int[] sizes = {1, 31, 32, 33, 63, 64, 65, 96, 127, 128, 129, 160, 255, 521, 1000, 1056, 2048, 2600, 4100};
        for (int n : sizes) {
            int h = 0, p = 0;
            for (int m : sizes) {
                for (int kind = 0; kind < 4; kind++) {
                    BigInteger x = number(r, n, kind), y = number(r, m, (kind + n) & 3);
                    BigInteger xy = x.multiply(y);
                    h = h * 31 + xy.hashCode();
                    h = h * 31 + y.multiply(y).add(x).hashCode();
                    if (!xy.mod(x).equals(BigInteger.ZERO)) System.out.println("wrong product " + n + " " + m);
                }
            }
            for (int kind = 0; kind < 4; kind++) {
                BigInteger mod = number(r, n, kind).setBit(0), base = number(r, n + 7, kind ^ 1);
                if (mod.equals(BigInteger.ONE)) continue;
                BigInteger e = BigInteger.valueOf(kind < 2 ? 65537 : 1234567891234567L);
                p = p * 31 + base.modPow(e, mod).hashCode();
                p = p * 31 + mod.subtract(BigInteger.ONE).modPow(e, mod).hashCode();
            }
            System.out.println(n + " " + h + " " + p);
        }
    }
}
