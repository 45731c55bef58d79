public class CauseSource {
    public static void main(String[] args) {
        Runnable r = () -> { throw new IllegalStateException("in lambda"); };
        try {
            r.run();
        } catch (IllegalStateException e) {
            throw new RuntimeException(e);
        }
    }
}
