import java.nio.charset.Charset;

/** Shows the arguments by the numbers of their characters, the encodings, and an umlaut as standard output has it. */
public class Codes {
    public static void main(String[] args) {
        for (String a : args) {
            StringBuilder s = new StringBuilder();
            for (char c : a.toCharArray()) s.append(' ').append(Integer.toHexString(c));
            System.out.println(a.length() + ":" + s);
        }
        for (String p : new String[] {"file.encoding", "sun.jnu.encoding", "native.encoding", "sun.stdout.encoding",
            "user.language", "user.country", "user.variant"}) System.out.println(p + "=" + System.getProperty(p));
        System.out.println(Charset.defaultCharset() + " \u00e4\u20ac");
    }
}
