public class InitSource {
    static int x = 1 / Integer.parseInt("0");

    public static void main(String[] args) { }
}
