public class Waits {
    public static void main(String[] args) throws Exception {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook")));
        System.out.println("ready");
        Thread.sleep(30000);
        System.out.println("not reached");
    }
}
