/** Names in messages of NullPointerExceptions depend on how far HotSpot follows the flow of control. */
public class NullMessageLoops {
    static final class P {
        int a;
        P next;
    }

    static int behindLoop(int n, P p) {
        while (n > 0) {
            if (n == 77) {
                p = new P();
            }
            n--;
        }
        return p.a + n;
    }

    static int inLoop(int n, P p) {
        int s = 0;
        for (int i = 0; i < n; i++) {
            s += p.a;
            if (s > 100) {
                p = p.next;
            }
        }
        return s;
    }

    static int doLoop(int n, P p) {
        do {
            if (n == 3) {
                p = null;
            }
            n--;
        } while (n > 0);
        return p.a;
    }

    static int inHandler(P p, int k) {
        try {
            k /= k - k;
            p = new P();
        } catch (ArithmeticException e) {
            return p.a;
        }
        return 0;
    }

    static int behindSwitch(P p, int k) {
        switch (k) {
            case 1:
                p = null;
            case 2:
                k = 5;
                break;
            case 9:
                return p.a;
            default:
                k = 7;
        }
        return p.a + k;
    }

    static int first(P p) {
        for (;;) {
            p.a++;
            p = p.next;
        }
    }

    static int oneOfTwo(P p, P q, boolean b) {
        return (b ? p : q).a;
    }

    static int backwards(P p, int n) {
        // The target of the jump back is known before what lies behind is looked at.
        for (int i = 0; ; i++) {
            if (i > n) {
                return p.a;
            }
            if (i == 5) {
                p = null;
            }
        }
    }

    static void show(Runnable r) {
        try {
            r.run();
        } catch (NullPointerException e) {
            System.out.println(e.getMessage());
        }
    }

    public static void main(String[] args) {
        show(() -> behindLoop(3, null));
        show(() -> inLoop(3, null));
        show(() -> doLoop(5, null));
        show(() -> inHandler(null, 4));
        show(() -> behindSwitch(null, 1));
        show(() -> behindSwitch(null, 2));
        show(() -> behindSwitch(null, 9));
        show(() -> first(new P()));
        show(() -> first(null));
        show(() -> oneOfTwo(null, null, true));
        show(() -> backwards(null, 3));
        show(() -> backwards(null, 9));
    }
}
