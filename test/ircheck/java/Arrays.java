/** Arrays and fields: checks, loads, loops. */
public class Arrays {
    int a, b;
    final int[] data = new int[64];

    /// CHECK-START: sum start (after)
    /// CHECK: <<I:v>> = phi i32
    /// CHECK: <<C:v>> = ult i32 {{v}}, {{v}}
    /// CHECK: guard <<C>>
    /// CHECK: load i32 {{v}}, {{v}} +12 *4
    /// CHECK-START: sum licm (after)
    /// CHECK: load i32 {{v}} +8
    /// CHECK-NOT: ult
    /// CHECK: load i32 {{v}}, {{v}} +12 *4
    /// CHECK-NOT: ult
    /// CHECK-START: sum checks (after)
    /// CHECK-NOT: ult
    static int sum(int[] a) {
        int s = 0;
        for (int i = 0; i < a.length; i++) {
            s += a[i];
        }
        return s;
    }

    /// CHECK-START: twice start (after)
    /// CHECK: load i32 {{v}}, {{v}} +12 *4
    /// CHECK: load i32 {{v}}, {{v}} +12 *4
    /// CHECK-START: twice loads (after)
    /// CHECK: ult
    /// CHECK: <<L:v>> = load i32 {{v}}, {{v}} +12 *4
    /// CHECK-NOT: {{load|ult}}
    /// CHECK: <<M:v>> = mul i32 <<L>>, {{v}}
    /// CHECK-NOT: {{load|ult}}
    /// CHECK: add i32 <<M>>, <<L>>
    static int twice(int[] a, int i) {
        return a[i] * 3 + a[i];
    }

    /// CHECK-START: sameField start (after)
    /// CHECK: mul
    /// CHECK: mul
    /// CHECK-START: sameField loads (before)
    /// CHECK: mul
    /// CHECK: mul
    /// CHECK-START: sameField fold again (after)
    /// CHECK: <<M:v>> = mul i32
    /// CHECK-NOT: {{mul|load}}
    /// CHECK: add i32 <<M>>, <<M>>
    static int sameField(Arrays p) {
        return p.a * p.b + p.a * p.b;
    }

    /// CHECK-START: knownStore loads (before)
    /// CHECK: store
    /// CHECK: load
    /// CHECK-START: knownStore loads (after)
    /// CHECK: <<X:v>> = arg i32
    /// CHECK: store <<X>>
    /// CHECK-NOT: load
    /// CHECK: add i32 <<X>>
    static int knownStore(Arrays p, int x) {
        p.a = x;
        return p.a + 1;
    }

    /// CHECK-START: invariant rotate (before)
    /// CHECK: phi
    /// CHECK: guard
    /// CHECK: load i32
    /// CHECK: mul i32
    /// CHECK: xor i32
    /// CHECK-START: invariant licm (after)
    /// CHECK: = phi
    /// CHECK-NOT: {{load|guard|mul}}
    /// CHECK: xor i32
    /// CHECK-NOT: {{load|guard|mul}}
    /// CHECK: if
    static int invariant(Arrays p, int n) {
        int s = 0;
        for (int i = 0; i < n; i++) {
            s ^= p.b * 17 + i;
        }
        return s;
    }

    /// CHECK-START: masked start (after)
    /// CHECK: ult
    /// CHECK-START: masked checks (after)
    /// CHECK: guard
    /// CHECK-NOT: ult
    /// CHECK: load i32 {{v}}, {{v}} +12 *4
    static int masked(int[] a, int i) {
        if (i >= 0 && i < a.length) {
            return a[i];
        }
        return -1;
    }

    /// CHECK-START: fields start (after)
    /// CHECK: <<D:v>> = load ref
    /// CHECK: <<N:v>> = ne i32 <<D>>
    /// CHECK: guard <<N>>
    /// CHECK: <<E:v>> = load ref
    /// CHECK: <<O:v>> = ne i32 <<E>>
    /// CHECK: guard <<O>>
    /// CHECK-START: fields fold again (after)
    /// CHECK: <<D:v>> = load ref
    /// CHECK: <<N:v>> = ne i32 <<D>>
    /// CHECK: guard <<N>>
    /// CHECK-NOT: {{load ref|ne i32}}
    /// CHECK: load i32 <<D>>, {{v}} +12 *4
    /// CHECK-NOT: {{load ref|ne i32}}
    /// CHECK: load i32 <<D>>, {{v}} +12 *4
    int fields() {
        return data[3] + data[5];
    }

    public static void main(String[] args) {
        Arrays p = new Arrays();
        p.a = 3;
        p.b = 4;
        int t = 0;
        for (int i = 0; i < 3000; i++) {
            t += sum(p.data) + twice(p.data, i & 7) + sameField(p) + invariant(p, i & 15) + masked(p.data, i & 127) + p.fields() + knownStore(p, i);
        }
        System.out.println(t);
    }
}
