public class Yes {
    public static void main(String[] args) {
        for (int i = 0; i < 20_000; i++) System.out.println("y" + i);
        System.err.println("in error: " + System.out.checkError());
    }
}
