public class Profiled {
    static int sink;

    static int leaf(int x) {
        return x * 31 + (x >>> 3);
    }

    static int hot(int n) {
        int s = 1;
        for (int i = 0; i < n; i++)
            s += leaf(i ^ s);
        return s;
    }

    static int recurse(int depth, int n) {
        return depth == 0 ? hot(n) : recurse(depth - 1, n) + 1;
    }

    static int cool(int n) {
        int s = 0;
        for (int i = 0; i < n; i++)
            s ^= i * 3;
        return s;
    }

    static Object[] fill(int n) {
        Object[] a = new Object[64];
        for (int i = 0; i < n; i++)
            a[i & 63] = new int[100];
        return a;
    }

    static void copy(int n) {
        byte[] from = new byte[1 << 20], to = new byte[1 << 20];
        for (int i = 0; i < n; i++)
            System.arraycopy(from, 0, to, 0, to.length);
        sink += to[1];
    }

    public static void main(String[] args) throws Exception {
        int rounds = Integer.parseInt(args[0]);
        Thread t = new Thread(() -> {
            for (int i = 0; i < rounds; i++) {
                sink += recurse(20, 20000) + cool(1000);
                fill(20);
            }
            copy(800);
        });
        t.setName("the burner");
        t.start();
        t.join();
        System.out.println("done");
    }
}
