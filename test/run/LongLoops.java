/** Loops that do not end by themselves: collections and other threads must not wait for them. */
public class LongLoops {
    static volatile boolean stop;
    static int[] sink;

    static long spin() {
        long n = 0;
        do {
            n++;
        } while (!stop);
        return n;
    }

    static double work() {
        double x = 1;
        do {
            for (int i = 1; i < 1000; i++) {
                x += 1.0 / i;
            }
        } while (!stop);
        return x;
    }

    public static void main(String[] args) throws Exception {
        Thread[] ts = new Thread[4];
        long[] turns = new long[ts.length];
        for (int i = 0; i < ts.length; i++) {
            int k = i;
            ts[i] = new Thread(() -> turns[k] = k % 2 == 0 ? spin() : (long) work());
            ts[i].start();
        }
        for (int i = 0; i < 5; i++) {
            Thread.sleep(20);
            System.gc();
            for (int j = 0; j < 1000; j++) {
                sink = new int[1000];
            }
        }
        stop = true;
        for (int i = 0; i < ts.length; i++) {
            ts[i].join();
            System.out.println(i + " " + (turns[i] > 0));
        }
    }
}
