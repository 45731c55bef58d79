/** Prints the system properties named (env.X: how many there are is no matter). */
public class Properties {
    public static void main(String[] args) {
        for (String a : args) System.out.println(a + "=" + System.getProperty(a));
    }
}
