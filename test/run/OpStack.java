/** Operand-stack shuffles as javac emits them: dup, dup_x1, dup_x2, dup2, dup2_x1, dup2_x2, pop, pop2, swap by order of evaluation. */
public class OpStack {
    int i;
    long l;
    static int si;
    static long sl;
    int[] ia = new int[4];
    long[] la = new long[4];
    static int calls;

    OpStack self() {
        calls++;
        return this;
    }

    int index() {
        return calls++ & 3;
    }

    static long two(long a, double b) {
        return a + (long) b;
    }

    public static void main(String[] args) {
        OpStack o = new OpStack();
        int a = o.i = 5; // dup_x1
        long b = o.l = 6; // dup2_x1
        int c = o.ia[2] = 7; // dup_x2
        long d = o.la[3] = 8; // dup2_x2
        int e = si = 9; // dup
        long f = sl = 10; // dup2
        System.out.println(a + " " + b + " " + c + " " + d + " " + e + " " + f);
        int post = o.self().i++ + o.self().i;
        long postl = o.self().l++ + o.self().l--;
        System.out.println(post + " " + postl + " " + o.i + " " + o.l + " " + calls);
        o.self().ia[o.index()] += o.index() * 10;
        o.self().la[o.index()] <<= o.index();
        long x = o.la[o.index()]++ + ++o.la[o.index()];
        System.out.println(java.util.Arrays.toString(o.ia) + java.util.Arrays.toString(o.la) + x + " " + calls);
        o.self(); // pop
        two(1, 2); // pop2
        System.out.println(calls);
        int chain, chain2;
        long chain3;
        chain3 = chain2 = chain = 77;
        System.out.println(chain + chain2 + chain3);
        Integer boxed = 127;
        boxed++;
        ++boxed;
        System.out.println(boxed);
        String s = "a";
        s += s += "b" + s.length();
        System.out.println(s);
        int v = 1;
        v = v++ + ++v + v-- - --v;
        System.out.println(v);
        int[] arr = {1, 2, 3};
        int k = 0;
        arr[k] = k = 2;
        System.out.println(java.util.Arrays.toString(arr) + k);
        try {
            int[] none = null;
            none[o.index()] = o.index() / 0;
        } catch (ArithmeticException | NullPointerException ex) {
            System.out.println(ex.getClass().getSimpleName() + calls);
        }
        double dd = 1;
        dd += dd++ * 2 + --dd;
        System.out.println(dd);
        System.out.println(order(p(1), p(2), p(3)) + p(4) * (p(5) + p(6)));
        System.out.println((p(0) == 1 ? p(2) : p(3)) + (p(1) == 1 && p(0) == 1 || p(7) == 7 ? 1 : 0));
    }

    static int p(int n) {
        System.out.print("<" + n + ">");
        return n;
    }

    static int order(int a, int b, int c) {
        return a * 100 + b * 10 + c;
    }
}
