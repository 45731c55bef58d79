/** Objects that do not escape, and stores of references. */
public class Objects {
    static final class Point {
        final int x, y;

        Point(int x, int y) {
            this.x = x;
            this.y = y;
        }

        Point plus(Point o) {
            return new Point(x + o.x, y + o.y);
        }
    }

    static final class Node {
        Node next;
        Object value;

        Node(Node next) {
            this.next = next;
        }
    }

    static Object kept;

    /// CHECK-START: points objects (before)
    /// CHECK: new ref
    /// CHECK: new ref
    /// CHECK: new ref
    /// CHECK-START: points objects (after)
    /// CHECK-NOT: {{new|store|load}}
    /// CHECK: mul i32
    static int points(int a, int b) {
        Point p = new Point(a, b).plus(new Point(b, 7));
        return p.x * p.y;
    }

    static int boxes(int n) {
        Integer s = 0;
        for (int i = 0; i < n; i++) {
            s += i;
        }
        return s;
    }

    // No collector can have seen the object when it is filled: no card is marked.
    /// CHECK-START: fresh new (before)
    /// CHECK: new ref
    /// CHECK: barrier
    /// CHECK-START: fresh new (after)
    /// CHECK-NOT: new ref
    /// CHECK: exit ref
    /// CHECK-NOT: store8
    /// CHECK: ret
    static Node fresh(Node n) {
        return new Node(n);
    }

    /// CHECK-START: old new (before)
    /// CHECK: barrier
    /// CHECK-START: old new (after)
    /// CHECK: ushr ptr
    /// CHECK: store8
    static void old(Node n, Object o) {
        n.value = o;
    }

    /// CHECK-START: none start (after)
    /// CHECK: store {{v}}
    /// CHECK-NOT: barrier
    /// CHECK: ret
    static void none(Node n) {
        n.value = null;
    }

    public static void main(String[] args) {
        int t = 0;
        Node n = null;
        for (int i = 0; i < 3000; i++) {
            t += points(i, 3) + boxes(i & 7);
            n = fresh((i & 15) == 0 ? null : n);
            old(n, n.next);
            none(n);
        }
        kept = n;
        System.out.println(t);
    }
}
