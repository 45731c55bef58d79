// java: -Duser.timezone=UTC -Duser.language=en -Duser.country=US
// modes: int mixed

import java.text.*;
import java.util.*;
import java.util.regex.*;

/** Texts made and taken apart: formats of all kinds, patterns, scanners, strings. */
public class LibFormats {
    public static void main(String[] args) {
        System.out.println(String.format("%5d|%-8s|%08.3f|%x|%,d|%e|%tY|%s", 42, "abc", Math.PI, 255, 1234567, 1e10, new Date(0), List.of(1, 2)));
        System.out.println(new DecimalFormat("#,##0.00").format(12345.678));
        System.out.println(new SimpleDateFormat("yyyy-MM-dd HH:mm zzz", Locale.US).format(new Date(0)));
        System.out.println(MessageFormat.format("{0} is {1,number}", "x", 5) + " " + new ChoiceFormat("0#no|1#one").format(1));

        Matcher m = Pattern.compile("(?<k>\\w+)=(?<v>\\d+)").matcher("a=1, bb=22");
        while (m.find()) {
            System.out.println(m.group("k") + ":" + m.group("v"));
        }
        System.out.println("x,y;z".replaceAll("[,;]", "-") + " " + Arrays.toString("p q r".split(" ")));
        Scanner scanner = new Scanner("1 2.5 foo");
        System.out.println(scanner.nextInt() + scanner.nextDouble() + scanner.next() + new StringTokenizer("a b").countTokens());
        System.out.println(Base64.getEncoder().encodeToString("hello".getBytes()));

        StringBuilder b = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            b.append(i).append('\u00e9').append(1.5f);
        }
        System.out.println(b.reverse().length() + " " + b.toString().intern().hashCode());
        System.out.println("aXb".toUpperCase() + " " + "\u00df".toUpperCase() + " " + " s ".strip() + "l1\nl2".lines().count()
            + "ab".repeat(3) + String.join("-", "a", "b"));
    }
}
