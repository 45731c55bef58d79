public class Hot {
    static int sum;

    static int inner(int i) {
        return i * 3 ^ 5;
    }

    static int spin(int n) {
        int s = 0;
        for (int i = 0; i < n; i++) {
            s += inner(i);
        }
        return s;
    }

    static synchronized int divide(int i) {
        try {
            return 100 / (i & 1023);
        } catch (ArithmeticException e) {
            return 1;
        }
    }

    static Object[] allocate(int n) {
        Object[] all = new Object[n];
        for (int i = 0; i < n; i++) {
            all[i] = new byte[1000];
        }
        return all;
    }

    public static void main(String[] args) {
        int rounds = Integer.parseInt(args[0]);
        for (int i = 0; i < rounds; i++) {
            sum += spin(1000) + divide(i) + allocate(10).length;
        }
        System.out.println(sum);
    }
}
