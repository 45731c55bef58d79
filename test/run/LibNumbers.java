// modes: int mixed

import java.math.*;
import java.util.*;
import java.util.random.RandomGenerator;

/** Big numbers, the functions of Math and StrictMath at points where they agree, texts of numbers, random numbers of given seeds. */
public class LibNumbers {
    public static void main(String[] args) {
        BigInteger prime = BigInteger.TWO.pow(521).subtract(BigInteger.ONE);
        System.out.println(prime.isProbablePrime(10) + " " + prime.toString().length() + " " + prime.modPow(BigInteger.TEN, BigInteger.valueOf(97)));
        BigInteger digits = new BigInteger("123456789".repeat(100));
        System.out.println(digits.multiply(digits).sqrt().equals(digits) + " " + digits.gcd(prime));
        System.out.println(BigDecimal.ONE.divide(new BigDecimal(7), 50, RoundingMode.HALF_UP));
        System.out.println(new BigDecimal(2).sqrt(MathContext.DECIMAL128));

        double[] plain = {Math.sin(1), Math.cos(1), Math.tan(1), Math.log(2), Math.log10(2), Math.pow(2, .5),
            Math.sqrt(2), Math.cbrt(2), Math.atan2(1, 2), Math.hypot(3, 4), Math.sinh(1), Math.cosh(1), Math.tanh(1), Math.asin(.5),
            Math.acos(.5), Math.atan(.5), Math.log1p(.1), Math.expm1(.1), Math.IEEEremainder(5, 3), Math.rint(2.5), Math.fma(1., 2., 3.)};
        System.out.println(Arrays.toString(plain));
        double[] strict = {StrictMath.sin(1), StrictMath.cos(1), StrictMath.tan(1), StrictMath.exp(1), StrictMath.log(2),
            StrictMath.log10(2), StrictMath.pow(2, .5), StrictMath.sqrt(2), StrictMath.cbrt(2), StrictMath.atan2(1, 2), StrictMath.hypot(3, 4)};
        System.out.println(Arrays.toString(strict));

        System.out.println(1.1 + " " + Float.parseFloat("3.3") + " " + Double.parseDouble("1e-300") + " " + Double.toHexString(1.1));
        System.out.println(Double.doubleToRawLongBits(1.5) + " " + Float.floatToIntBits(2f) + " " + Double.longBitsToDouble(4607182418800017408L));
        System.out.println(Long.parseUnsignedLong("18446744073709551615") + " " + Integer.toHexString(-1) + " "
            + Long.bitCount(77) + " " + Integer.reverse(5));

        System.out.println(new SplittableRandom(1).nextInt() + " " + new Random(1).nextGaussian());
        System.out.println(RandomGenerator.of("L64X128MixRandom").nextInt(1));
        System.out.println(UUID.nameUUIDFromBytes("x".getBytes()) + " " + UUID.randomUUID().version());
    }
}
