import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;
import java.util.function.*;

/** Math and StrictMath at their edges, and arithmetic that traps. */
public class Arithmetic {
    static void p(Object o) { System.out.println(o); }
    interface X { Object get() throws Throwable; }
    static void t(String n, X x) { try { p(n + " " + x.get()); } catch (Throwable e) { p(n + " " + e); } }
    public static void main(String[] a) {
        double[] e = {0.0, -0.0, 1, -1, 0.5, -0.5, 1.5, 2, 10, 1e-10, 1e10, 1e300, -1e300, Double.MIN_VALUE, Double.MIN_NORMAL, Double.MAX_VALUE, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN, Math.PI, Math.PI / 2, 1e22, 0.7, 88.7, 709.78, 710, -745.2, 4503599627370497.5};
        Map<String, DoubleUnaryOperator> f = new TreeMap<>();
        f.put("sin", StrictMath::sin); f.put("cos", StrictMath::cos); f.put("tan", StrictMath::tan); f.put("asin", StrictMath::asin); f.put("acos", StrictMath::acos); f.put("atan", StrictMath::atan);
        f.put("exp", StrictMath::exp); f.put("log", StrictMath::log); f.put("log10", StrictMath::log10); f.put("sqrt", StrictMath::sqrt); f.put("cbrt", StrictMath::cbrt); f.put("sinh", StrictMath::sinh); f.put("cosh", StrictMath::cosh);
        f.put("tanh", StrictMath::tanh); f.put("expm1", StrictMath::expm1); f.put("log1p", StrictMath::log1p); f.put("ceil", StrictMath::ceil); f.put("floor", StrictMath::floor); f.put("rint", StrictMath::rint);
        f.put("Msin", Math::sin); f.put("Mcos", Math::cos); f.put("Mtan", Math::tan); f.put("Mexp", Math::exp); f.put("Mlog", Math::log); f.put("Mlog10", Math::log10); f.put("Mcbrt", Math::cbrt); f.put("Mround", x -> Math.round(x)); f.put("ulp", Math::ulp); f.put("nextUp", Math::nextUp); f.put("nextDown", Math::nextDown); f.put("getExp", Math::getExponent); f.put("deg", Math::toDegrees); f.put("signum", Math::signum); f.put("abs", Math::abs);
        for (var g : f.entrySet()) {
            StringBuilder b = new StringBuilder(g.getKey());
            for (double x : e) b.append(' ').append(Long.toHexString(Double.doubleToLongBits(g.getValue().applyAsDouble(x))));
            p(b);
        }
        long h = 0; Random r = new Random(42);
        for (int i = 0; i < 3000; i++) {
            double x = (r.nextDouble() - 0.5) * Math.pow(10, r.nextInt(8)), y = (r.nextDouble() - 0.5) * Math.pow(10, r.nextInt(3));
            h = h * 31 + Float.floatToIntBits((float) Math.sin(x)) + Float.floatToIntBits((float) Math.cos(x)) * 3 + Float.floatToIntBits((float) Math.tan(x)) * 5 + Float.floatToIntBits((float) Math.exp(y)) * 7 + Float.floatToIntBits((float) Math.log(Math.abs(x))) * 11 + Float.floatToIntBits((float) Math.pow(Math.abs(x), y)) * 13 + Float.floatToIntBits((float) Math.log10(Math.abs(x))) * 17 + Double.doubleToLongBits(Math.atan2(x, y)) * 19 + Double.doubleToLongBits(Math.hypot(x, y)) * 23 + Double.doubleToLongBits(Math.IEEEremainder(x, y)) * 29 + Double.doubleToLongBits(x % y) + Double.doubleToLongBits(Math.fma(x, y, x)) + Math.round(x) + (long) x + (int) x + Float.floatToIntBits((float) x);
            if (i % 300 == 0) p(h);
        }
        for (double x : e) { StringBuilder b = new StringBuilder("pow"); for (double y : new double[] {0, -0.0, 1, -1, 0.5, 2, 3, -3, 1e10, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.MIN_VALUE}) b.append(' ').append(Math.pow(x, y));
        p(b); }
        for (double x : e) p((int) x + " " + (long) x + " " + (float) x + " " + (byte) x + " " + (short) x + " " + (char) x % 1000 + " " + (int) (float) x + " " + (long) (float) x + " " + x % 3 + " " + x / 0 + " " + Math.scalb(x, -3) + " " + Math.copySign(x, -1.0) + Double.compare(x, 0.0) + Double.hashCode(x) + (x == 0) + (x < 1) + (x > 1) + (x != x));
        t("div", () -> 1 / (int) Math.floor(0.5));
        t("rem", () -> 5L % (long) 0.1);
        t("mindiv", () -> Integer.MIN_VALUE / (e.length - e.length - 1) + " " + Long.MIN_VALUE % -1L + Long.MIN_VALUE / -1L);
        t("add", () -> Math.addExact(Integer.MAX_VALUE, 1));
        t("mul", () -> Math.multiplyExact(1L << 40, 1L << 30));
        t("sub", () -> Math.subtractExact(Long.MIN_VALUE, 1));
        t("neg", () -> Math.negateExact(Integer.MIN_VALUE));
        t("toInt", () -> Math.toIntExact(1L << 33));
        t("fd", () -> Math.floorDiv(-7, 2) + " " + Math.floorMod(-7, 2) + Math.floorMod(-7L, 3) + Math.absExact(-3) + Math.multiplyHigh(-5L, Long.MAX_VALUE) + Math.multiplyFull(-1, 7));
        t("abs", () -> Math.absExact(Integer.MIN_VALUE));
        t("fd0", () -> Math.floorDiv(1, 0));
        t("incr", () -> Math.incrementExact(Long.MAX_VALUE));
        int i = 1 << 31;
        p((i >> 33) + " " + (i >>> 33) + " " + (i << 33) + " " + (1L << 65) + " " + (-1L >>> 60) + " " + (byte) 200 + (char) -1 % 7 + (short) 40000 + (i >>> 31 & 0xff ^ ~5 | 2)); i += 3.7;
        p(i); byte b = 10; b *= 30;
        p(b); char c = 'a'; c += 1;
        p(c); i = 5; i = i++ + ++i;
        p(i); long l = Integer.MAX_VALUE + 1;
        p(l);
        p(1.0f * 16777217 + " " + (0.1 + 0.2) + " " + (0.1f + 0.2f) + " " + 5 / 2 * 2.0 + 'a' + 1 + (char) ('a' + 1));
        p(Float.floatToRawIntBits(Float.intBitsToFloat(0x7f800001)) != 0 ? Double.doubleToLongBits(Double.longBitsToDouble(0x7ff0000000000001L)) : 0);
        p(Float.MIN_NORMAL / 2 + " " + Float.MAX_VALUE * 2 + " " + (float) 1e-46 + " " + (0f == -0f) + Float.compare(0f, -0f) + new Float(0f).equals(-0f) + Math.min(-0.0, 0.0) + Math.max(-0f, 0f) + Math.min(Float.NaN, 1f));
        SplittableRandom sr = new SplittableRandom(7);
        p(new Random(1).nextGaussian() + " " + new Random(5).ints(5, 0, 100).boxed().toList() + sr.nextInt(100) + sr.split().nextLong() + new Random(9).doubles(2).boxed().toList() + java.util.random.RandomGenerator.of("L64X128MixRandom").getClass().getSimpleName());
        p(LongAccumulatorTest() + " " + new DoubleAdder().sum());
    }
    static long LongAccumulatorTest() { LongAccumulator x = new LongAccumulator(Long::max, 3); for (int i = 0; i < 100; i++) x.accumulate(i * 37 % 101); return x.get(); }
}
