/** Loops over arrays that become loops over vectors, and such that must not. */
public class Vectors {
    /// CHECK-START: fill vectorize (after)
    /// CHECK: <<X:v>> = vsplat.i32 {{vec128|vec256}}
    /// CHECK: store <<X>>, {{v}}, {{v}} +12 *4
    static void fill(int[] a, int x) {
        for (int i = 0; i < a.length; i++) {
            a[i] = x;
        }
    }

    /// CHECK-START: copy vectorize (after)
    /// CHECK: <<X:v>> = load {{vec128|vec256}}
    /// CHECK: store <<X>>, {{v}}, {{v}} +12
    static void copy(byte[] a, byte[] b, int n) {
        for (int i = 0; i < n; i++) {
            b[i] = a[i];
        }
    }

    /// CHECK-START: axpy vectorize (after)
    /// CHECK: <<K:v>> = vsplat.f64 {{vec128|vec256}}
    /// CHECK: vmul.f64 {{vec128|vec256}}
    /// CHECK: vadd.f64 {{vec128|vec256}}
    /// CHECK-START: axpy unroll (after)
    /// CHECK: vmul.f64 {{vec128|vec256}}
    /// CHECK: vmul.f64 {{vec128|vec256}}
    static void axpy(double[] x, double[] y, double k) {
        for (int i = 0; i < x.length; i++) {
            y[i] += k * x[i];
        }
    }

    /// CHECK-START: sum vectorize (after)
    /// CHECK: <<S:v>> = phi {{vec128|vec256}}
    /// CHECK: vadd.i32 {{vec128|vec256}} <<S>>
    /// CHECK: vlow.i32
    static int sum(int[] a) {
        int s = 0;
        for (int i = 0; i < a.length; i++) {
            s += a[i];
        }
        return s;
    }

    /// CHECK-START: sumOfDoubles vectorize (after)
    /// CHECK-NOT: {{vec128|vec256}}
    static double sumOfDoubles(double[] a) {
        double s = 0;
        for (int i = 0; i < a.length; i++) {
            s += a[i];
        }
        return s;
    }

    /// CHECK-START: prefix vectorize (after)
    /// CHECK-NOT: {{vec128|vec256}}
    static void prefix(int[] a) {
        for (int i = 1; i < a.length; i++) {
            a[i] += a[i - 1];
        }
    }

    // Two arrays that may be one: a check.
    /// CHECK-START: next vectorize (after)
    /// CHECK: ne i32
    /// CHECK: load {{vec128|vec256}}
    static void next(int[] a, int[] b, int n) {
        for (int i = 0; i < n; i++) {
            b[i + 1] = a[i];
        }
    }

    // What counts is what is stored.
    /// CHECK-START: numbers vectorize (after)
    /// CHECK: viota.i32 {{vec128|vec256}}
    static void numbers(int[] a) {
        for (int i = 0; i < a.length; i++) {
            a[i] = i + 1;
        }
    }

    public static void main(String[] args) {
        int[] a = new int[1000], b = new int[1000];
        byte[] c = new byte[1000], d = new byte[1000];
        double[] x = new double[1000], y = new double[1000];
        double t = 0;
        for (int k = 0; k < 20000; k++) {
            fill(a, k);
            copy(c, d, 1000);
            axpy(x, y, 2);
            t += sum(a) + sumOfDoubles(x);
            prefix(b);
            next(a, b, 999);
            numbers(b);
        }
        System.out.println(t);
    }
}
