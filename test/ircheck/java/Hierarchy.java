/** What is assumed of the classes there are: direct calls without a guard, compares of classes. */
public class Hierarchy {
    static abstract class Animal {
        int legs;

        abstract int speed();

        int distance(int time) {
            return speed() * time;
        }
    }

    static class Cat extends Animal {
        int speed() {
            return legs ^ 3;
        }
    }

    interface Tool {
        int use(int x);

        default int useTwice(int x) {
            return use(use(x));
        }
    }

    static class Hammer implements Tool {
        public int use(int x) {
            return x * 9;
        }
    }

    static class Base {
        int id() {
            return 1;
        }

        int other() {
            return 2;
        }
    }

    static class Left extends Base {
        int other() {
            return 3;
        }
    }

    static class Right extends Base {
        int other() {
            return 4;
        }
    }

    /// CHECK-START: oneTarget start (after)
    /// CHECK-NOT: toptr
    /// CHECK-NOT: call
    /// CHECK: mul i32
    /// CHECK-NOT: toptr
    /// CHECK-NOT: call
    /// CHECK: xor i32
    /// CHECK-NOT: toptr
    /// CHECK-NOT: call
    static int oneTarget(Animal a, int t) {
        return a.distance(t);
    }

    // Not overridden, though there are subclasses.
    /// CHECK-START: notOverridden fold again (after)
    /// CHECK-NOT: toptr
    /// CHECK-NOT: call
    /// CHECK: ret
    static int notOverridden(Base b) {
        return b.id();
    }

    // One comparison lets the object pass for the interface, and settles all calls.
    /// CHECK-START: oneImplementor start (after)
    /// CHECK: <<K:v>> = toptr
    /// CHECK: <<C:v>> = eq i32 <<K>>, {{v}}
    /// CHECK: guard <<C>>
    /// CHECK-NOT: toptr
    /// CHECK-NOT: call
    /// CHECK: mul i32
    /// CHECK-NOT: toptr
    /// CHECK-NOT: call
    static int oneImplementor(Tool t, int x) {
        return t.useTwice(x);
    }

    /// CHECK-START: leafClass start (after)
    /// CHECK: <<K:v>> = toptr
    /// CHECK: eq i32 <<K>>, {{v}}
    /// CHECK-NOT: toptr
    /// CHECK-NOT: guard
    /// CHECK: ret
    static int leafClass(Object o) {
        return o instanceof Animal ? 1 : 2;
    }

    public static void main(String[] args) {
        Animal cat = new Cat();
        Base[] bases = {new Left(), new Right(), new Base()};
        Tool tool = new Hammer();
        Object[] objects = {cat, "text", null, tool};
        int sum = 0;
        for (int i = 0; i < 3000; i++) {
            sum += oneTarget(cat, i);
            sum += notOverridden(bases[i % 3]) + bases[i % 3].other();
            sum += oneImplementor(tool, i);
            sum += leafClass(objects[i % 4]);
        }
        System.out.println(sum);
    }
}
