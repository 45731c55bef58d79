public class Processors {
    public static void main(String[] args) { System.out.println(Runtime.getRuntime().availableProcessors()); }
}
