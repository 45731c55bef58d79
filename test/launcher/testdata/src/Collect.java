/** Has the heap collected, for one reason and the other. */
public class Collect {
    static Object sink;

    public static void main(String[] args) {
        for (int i = 0; i < 20_000; i++) sink = new byte[1000];
        System.gc();
    }
}
