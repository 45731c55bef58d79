public class ThrowsElsewhere {
    public static void main(String[] args) throws Exception {
        Thread t = new Thread(() -> { throw new RuntimeException("elsewhere"); }, "worker");
        t.start();
        t.join();
        System.out.println("main goes on");
    }
}
