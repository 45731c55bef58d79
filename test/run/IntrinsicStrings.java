import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What strings are made of: comparison, search, widening and narrowing, at each length. */
public class IntrinsicStrings {
    static long h;
    static void mix(long v) { h = h * 0x9E3779B97F4A7C15L + v ^ h >>> 29; }

    static String make(int n, int seed, int top) {
        StringBuilder b = new StringBuilder();
        for (int i = 0; i < n; i++) b.append((char) (32 + (i * 7 + seed) % top));
        return b.toString();
    }

    static void compare(String a, String b) {
        mix(a.equals(b) ? 1 : 0);
        mix(a.compareTo(b));
        mix(b.compareTo(a));
        mix(a.compareToIgnoreCase(b));
        mix(a.startsWith(b) ? 1 : 0);
        mix(a.contentEquals(b) ? 1 : 0);
        mix(a.indexOf(b));
        mix(a.hashCode());
    }

    static void search(String s) {
        for (int c : new int[] {' ', 'a', '~', 0xe9, 0xff, 0x100, 0x161, 0x20ac, -1}) {
            mix(s.indexOf(c));
            mix(s.indexOf(c, s.length() / 2));
            mix(s.indexOf(c, -5));
            mix(s.indexOf(c, s.length() + 5));
            mix(s.lastIndexOf(c));
        }
    }

    static void convert(String s) {
        char[] c = s.toCharArray();
        mix(Arrays.hashCode(c));
        mix(new String(c).hashCode());
        mix(new String(c, c.length / 3, c.length / 2).hashCode());
        byte[] u = s.getBytes(StandardCharsets.UTF_8), l = s.getBytes(StandardCharsets.ISO_8859_1);
        mix(Arrays.hashCode(u));
        mix(Arrays.hashCode(l));
        mix(new String(u, StandardCharsets.UTF_8).equals(s) ? 1 : 0);
        mix(new String(l, StandardCharsets.ISO_8859_1).hashCode());
        StringBuilder b = new StringBuilder(s);
        b.append(c).append(1).append(' ').append(s, s.length() / 2, s.length()).append(true).append(3L).append('\u00ff');
        b.insert(b.length() / 2, s).reverse().setLength(b.length() / 2);
        mix(b.toString().hashCode());
        b.append('\u4e00').append(s).deleteCharAt(b.length() - 1);
        mix(b.toString().hashCode());
        mix(b.indexOf(s));
        mix(s.substring(s.length() / 3).concat("x").hashCode());
        mix(s.replace('a', 'b').hashCode());
        mix(s.toUpperCase().hashCode());
        mix(("<" + s + ">" + s.length()).hashCode());
    }

    static void fails(Runnable r) {
        String text = null;
        for (int k = 0; k < 5; k++) {
            try {
                r.run();
                text = "nothing";
            } catch (RuntimeException e) {
                text = e.toString();
            }
        }
        System.out.println(text);
    }

    public static void main(String[] args) {
        for (int n = 0; n < 70; n++) {
            String a = make(n, 0, 90), w = a.isEmpty() ? "\u20ac" : a.substring(1) + "\u20ac", e = make(n, 3, 224);
            for (int k = 0; k <= n; k += 1 + n / 6) {
                StringBuilder b = new StringBuilder(a), v = new StringBuilder(w);
                if (k < n) {
                    b.setCharAt(k, '\u00e9');
                    v.setCharAt(k, '\u0161');
                }
                compare(a, b.toString());
                compare(w, v.toString());
                compare(a, w);
                compare(a, a.substring(0, k));
                compare(w, w.substring(0, k));
            }
            search(a);
            search(w);
            search(e);
            convert(a);
            convert(w);
            convert(e);
        }
        System.out.println(h);
        for (int i = 0; i < 3000; i++) {
            mix("key".concat(Integer.toString(i)).compareTo("key7"));
            mix(("\u20ac" + i).compareTo("\u20ac" + (i ^ 1)));
        }
        System.out.println(h);
        fails(() -> "abc".charAt(3));
        fails(() -> "ab\u20ac".charAt(-1));
        fails(() -> "abc".substring(2, 1));
        fails(() -> "abc".compareTo(null));
        fails(() -> new String(new char[3], 2, 2));
        fails(() -> new String(new byte[3], 1, 3, StandardCharsets.UTF_8));
        fails(() -> new StringBuilder("abc").append("abc", 2, 4));
        fails(() -> new StringBuilder("abc").setCharAt(3, 'x'));
        fails(() -> "abc".getChars(0, 3, new char[2], 0));
        fails(() -> "ab\u20ac".getChars(0, 3, new char[2], 0));
        fails(() -> "abc".getChars(0, 3, null, 0));
    }
}
