public class Throws2 {
    public static void main(String[] args) throws Exception { new Throws2().go(3); }

    void go(int n) throws Exception {
        if (n == 0) throw new Exception("checked", new RuntimeException("cause"));
        go(n - 1);
    }
}
