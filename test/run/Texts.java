// modes: int gcstress
import java.math.*;
import java.nio.charset.*;
import java.text.*;
import java.util.*;
import java.util.regex.*;
import java.util.stream.*;

/** Strings, charsets, formats, regular expressions, big numbers. */
public class Texts {
    static void p(Object o) { System.out.println(o); }
    static String hex(byte[] b) { return HexFormat.of().formatHex(b); }
    interface X { Object get() throws Throwable; }
    static void t(String n, X x) { try { p(n + " " + x.get()); } catch (Throwable e) { p(n + " " + e); } }
    public static void main(String[] a) throws Exception {
        String s = "a\u00e9\u20ac\ud83d\ude00\ud800z";
        for (String c : "UTF-8 UTF-16 UTF-16LE UTF-16BE UTF-32 ISO-8859-1 US-ASCII windows-1252 IBM437 Shift_JIS EUC-JP GB18030 Big5 ISO-2022-JP KOI8-R x-MacRoman".split(" ")) {
            t(c, () -> { byte[] b = s.getBytes(Charset.forName(c)); return hex(b) + " " + new String(b, Charset.forName(c)).equals(s) + Charset.forName(c).aliases().size(); });
        }
        t("bad", () -> new String(new byte[] {(byte) 0xc3, 0x28, (byte) 0xe2, (byte) 0x82, (byte) 0xff, 'x', (byte) 0xf0, (byte) 0x9f}, "UTF-8").codePoints().boxed().toList());
        t("report", () -> StandardCharsets.UTF_8.newDecoder().decode(java.nio.ByteBuffer.wrap(new byte[] {(byte) 0xff})));
        t("nocs", () -> "x".getBytes("nope"));
        t("illegal", () -> Charset.forName("a b"));
        t("strip", () -> " \u2003x ".strip() + "|" + " \u2003x ".trim() + "|" + "\t".isBlank() + "ab\ncd\r\nef".lines().toList());
        t("indent", () -> "a\n b".indent(2).replace("\n", "$") + "  x\n y\n".stripIndent().replace("\n", "$") + "a\\tb\\u0041".translateEscapes().length());
        t("case", () -> "\u0130\u00df\ufb01\u01c5\u03a3".toLowerCase(Locale.ROOT).length() + "stra\u00dfe \ufb01".toUpperCase(Locale.ROOT) + "I".toLowerCase(new Locale("tr")) + "\u039f\u03a3 ".toLowerCase());
        t("cmp", () -> "a\ud83d\ude00".compareTo("a\uffff") + " " + "ABC".compareToIgnoreCase("abd") + "x".repeat(3) + "abc".regionMatches(true, 1, "XBC", 1, 2));
        t("sub", () -> "abc".substring(2, 1));
        t("sub2", () -> "abc".charAt(3));
        t("sb", () -> new StringBuilder("abc").insert(1, 1.5f).deleteCharAt(0).reverse().appendCodePoint(0x1f600).indexOf("1") + new StringBuilder("x").compareTo(new StringBuilder("y")));
        t("sbx", () -> new StringBuilder("abc").delete(4, 5));
        t("sby", () -> new StringBuilder("abc").chars().sum() + 0);
        t("join", () -> String.join(",", List.of("a", "b")) + Arrays.toString("a1b22c".split("\\d")) + Arrays.toString("a,b,,".split(",", -1)) + Arrays.toString("a,b,,".split(",")) + "x".intern().hashCode());
        t("hash", () -> "\u00e9\u20ac".hashCode() + " " + "polygenelubricants".hashCode() + " " + new String(new char[] {0, 0xffff}).hashCode());
        t("fmt", () -> String.format("%5d|%-5s|%05.1f|%x|%X|%o|%e|%g|%a|%b|%c|%h|%%|%n|%,d|%+d|%(d|%s", 42, "ab", 3.14159, 255, 255, 8, 12345.678, 0.0001234, 1.0, true, 'x', "hi", 1234567, 5, -7, List.of(1)));
        t("fmt2", () -> String.format("%2$s %1$s %<s %s %tY-%<tm-%<td %.3s %10.2e %-8b| %S", "a", "b", new GregorianCalendar(2020, 1, 3), "abcdef", 12345.6789, true, "up"));
        t("fmt3", () -> String.format("%a %a %a %.2a %s %s", 0.1, Double.MIN_VALUE, -0.0, 1.999, Float.MIN_VALUE, 1e-5f));
        t("fmte1", () -> String.format("%d", 1.5));
        t("fmte2", () -> String.format("%q", 1));
        t("fmte3", () -> String.format("%s %s", 1));
        t("fmte4", () -> String.format("%-d", 1));
        t("fmte5", () -> String.format("%.2d", 1));
        t("fmte6", () -> String.format("%c", 0x110000));
        t("dbl", () -> DoubleStream.of(0.1, 1e21, 1e-7, 123456789.125, 2e-3, 9007199254740993d, 4.9e-324, 1.7976931348623157e308, 2.2250738585072014E-308, 1.0E23, 2.0E-3, 100.0).boxed().toList());
        t("flt", () -> List.of(0.1f, 1e10f, 1.17549435E-38f, 3.4028235e38f, 1.4e-45f, 16777216f, 0.3f, 1e-3f));
        t("parse", () -> Double.parseDouble("0x1.8p3") + Double.parseDouble(" 1e400 ") + Float.parseFloat("1.17549429e-38") + Double.parseDouble("4.9406564584124654e-325") + Double.valueOf("-.5d"));
        for (String x : new String[] {"", "x", "1..2", "0x1", "1e", "--1", "1_0"}) t("pd " + x, () -> Double.parseDouble(x));
        for (String x : new String[] {"", "2147483648", "-2147483648", "+", "0x10", "12a"}) t("pi " + x, () -> Integer.parseInt(x));
        t("int", () -> Integer.toString(-255, 36) + Integer.toUnsignedString(-1) + Long.toUnsignedString(-1, 16) + Integer.parseInt("-zz", 36) + Long.parseUnsignedLong("18446744073709551615") + Integer.decode("-0x7f") + Integer.reverse(1) + Long.bitCount(-5L) + Integer.highestOneBit(77) + Integer.signum(-9));
        t("chars", () -> Character.getNumericValue('\u2167') + " " + Character.getType('\u20ac') + Character.isJavaIdentifierPart('\u0000') + Character.getName(0x1f600) + Character.UnicodeBlock.of('\u3042') + Character.UnicodeScript.of(0x0416) + Character.toTitleCase('\u01c6') + Character.isMirrored('(') + Character.digit('\uff15', 10) + Character.isIdeographic(0x4e00));
        Matcher m = Pattern.compile("(?<y>\\d{4})-(?<m>\\d\\d)(?=x)|(?i)foo(?-i)BAR", Pattern.MULTILINE).matcher("2020-12x FOOBAR 1999-01");
        while (m.find()) p(m.group() + " " + m.start() + " " + m.end() + " " + (m.group("y") == null ? null : m.group("y") + m.group("m")));
        t("re", () -> "aXbXc".replaceAll("(X)(.)", "[$2$1]") + "x.y".replace(".", "\\") + Pattern.matches("\\p{L}+\\p{javaDigit}", "\u00e9a5") + Pattern.compile("(a+)+b").matcher("aaaaaaaaaaaaac").matches() + Pattern.compile("^b", 8).splitAsStream("a\nb\nb").toList());
        t("re2", () -> Pattern.compile("\\b\\w+\\b").matcher("hi there you").results().map(MatchResult::group).collect(Collectors.joining("/")) + Pattern.compile("(\\w)\\1").matcher("hello").replaceAll(r -> r.group(1).toUpperCase()) + Pattern.quote("a\\Eb") + Pattern.compile("[a-z&&[^b-d]]+").matcher("abcez").replaceAll("_"));
        t("ree", () -> Pattern.compile("(a"));
        t("ree2", () -> Pattern.compile("*"));
        t("ree3", () -> "x".replaceAll("x", "$1"));
        t("ree4", () -> Pattern.compile("[z-a]"));
        BigInteger b = new BigInteger("123456789012345678901234567890");
        p(b.pow(5) + " " + b.mod(BigInteger.valueOf(97)) + " " + b.modPow(b, BigInteger.valueOf(1000007)) + " " + b.gcd(BigInteger.valueOf(30)) + b.sqrt() + b.not() + b.shiftLeft(70).shiftRight(3) + b.bitLength() + b.toString(36) + b.isProbablePrime(10) + BigInteger.TWO.pow(89).subtract(BigInteger.ONE).isProbablePrime(20) + hex(b.negate().toByteArray()) + BigInteger.valueOf(17).modInverse(BigInteger.valueOf(3120)) + b.multiply(b).divide(BigInteger.TEN.pow(13)) + b.doubleValue());
        t("bie", () -> BigInteger.ONE.divide(BigInteger.ZERO));
        t("bie2", () -> new BigInteger("1x"));
        t("bie3", () -> b.longValueExact());
        t("bie4", () -> BigInteger.TWO.modInverse(BigInteger.valueOf(4)));
        BigInteger f = BigInteger.ONE; for (int i = 2; i < 400; i++) f = f.multiply(BigInteger.valueOf(i));
        p(f.bitLength() + " " + f.toString().hashCode() + " " + f.divide(f.shiftRight(2000)).hashCode());
        BigDecimal d = new BigDecimal("1234.56789");
        p(d.setScale(2, RoundingMode.HALF_EVEN) + " " + d.divide(new BigDecimal("3"), MathContext.DECIMAL64) + " " + d.stripTrailingZeros().toEngineeringString() + d.pow(7, MathContext.DECIMAL32) + d.remainder(BigDecimal.TEN) + new BigDecimal(0.1) + new BigDecimal("1E+5").toPlainString() + new BigDecimal("100").equals(new BigDecimal("1e2")) + new BigDecimal("2").sqrt(new MathContext(50)) + d.unscaledValue() + d.ulp() + new BigDecimal("-0.000001234").toString() + new BigDecimal("1e-10"));
        t("bde", () -> BigDecimal.ONE.divide(new BigDecimal(3)));
        t("bde2", () -> d.intValueExact());
        t("bde3", () -> d.setScale(1, RoundingMode.UNNECESSARY));
        for (Locale lc : new Locale[] {Locale.US, Locale.GERMANY, Locale.FRANCE, Locale.JAPAN, new Locale("hi", "IN"), new Locale("ar", "EG")})
            p(lc + " " + NumberFormat.getInstance(lc).format(1234567.891) + " " + NumberFormat.getCurrencyInstance(lc).format(-5.5) + " " + NumberFormat.getPercentInstance(lc).format(0.256) + " " + NumberFormat.getCompactNumberInstance(lc, NumberFormat.Style.SHORT).format(12345) + " " + DateFormat.getDateInstance(DateFormat.LONG, lc).format(new Date(0)) + " " + lc.getDisplayLanguage(lc));
        t("df", () -> new DecimalFormat("#,##0.00;(#)").format(-1234.5) + new DecimalFormat("0.###E0").format(12345) + new DecimalFormat("00.#%").parse("12.5%") + new DecimalFormat("\u00a4#").getCurrency());
        t("mf", () -> MessageFormat.format("{0} has {1,choice,0#none|1#one|1<{1,number,integer} items} '{'x'}' {2,date,yyyy} {3}", "Bob", 5, new Date(0), null));
        t("mfe", () -> MessageFormat.format("{0", 1));
        t("sdf", () -> new SimpleDateFormat("yyyy-MM-dd'T'HH:mm:ss.SSSZ EEE", Locale.US).format(new Date(1e12 > 0 ? 1000000000000L : 0)));
        t("sdfe", () -> new SimpleDateFormat("yyyy").parse("x"));
        Collator c = Collator.getInstance(Locale.GERMANY); String[] ws = {"z", "\u00e4", "a", "Z", "b", "\u00df", "ss"}; Arrays.sort(ws, c);
        p(Arrays.toString(ws));
        BreakIterator bi = BreakIterator.getWordInstance(Locale.US); bi.setText("Hello, big world. Yes!"); StringBuilder sb = new StringBuilder(); for (int i = bi.first(); i != BreakIterator.DONE; i = bi.next()) sb.append(i).append(' ');
        p(sb);
        p(Normalizer.normalize("\u00e9\ufb01\u212b", Normalizer.Form.NFKD).length() + Normalizer.normalize("e\u0301", Normalizer.Form.NFC));
        Scanner sc = new Scanner("12 abc 3.5 true 0xff\nline two\n9999999999 end").useLocale(Locale.US);
        p(sc.nextInt() + sc.next() + sc.nextDouble() + sc.nextBoolean() + sc.hasNextInt() + sc.nextLine() + sc.nextLine() + sc.hasNextInt() + sc.nextLong() + sc.findInLine("e(.)d") + sc.hasNext());
        t("sce", () -> new Scanner("x").nextInt());
        t("sce2", () -> new Scanner("").next());
        t("tok", () -> Collections.list(new StringTokenizer("a-b=c", "-=", true)) + new StringJoiner("|", "<", ">").add("x").setEmptyValue("e").toString());
        t("b64", () -> Base64.getEncoder().encodeToString("hello?>".getBytes()) + Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[] {-1, -2}) + Base64.getMimeEncoder().encodeToString(new byte[100]).length());
        t("b64e", () -> Base64.getDecoder().decode("a=b"));
        t("uuid", () -> UUID.nameUUIDFromBytes("x".getBytes()) + " " + UUID.fromString("1-2-3-4-5"));
        t("uuide", () -> UUID.fromString("zz"));
        t("url", () -> java.net.URLEncoder.encode("a b&\u00e9\ud83d\ude00", "UTF-8") + java.net.URLDecoder.decode("a+b%C3%A9", "UTF-8"));
        t("urle", () -> java.net.URLDecoder.decode("%zz", "UTF-8"));
    }
}
