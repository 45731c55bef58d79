import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;

/** Look-ups of members by a public look-up, whose class Object lies in a module that reads nobody. */
public class PublicLookup {
    public static class Open {
        public int field = 7;
        public static int shared = 8;
        int hidden = 9;
        public Open() {}
        Open(int x) {}
        public String say(String s) { return "say " + s; }
        public static String shout(String s) { return "shout " + s; }
        private void secret() {}
    }

    static class Closed {
        public Closed() {}
        public void call() {}
    }

    interface Task { Object run() throws Throwable; }

    static void show(String what, Task t) {
        try {
            System.out.println(what + ": " + t.run());
        } catch (Throwable e) {
            System.out.println(what + ": " + e);
        }
    }

    public static void main(String[] args) throws Throwable {
        Lookup l = MethodHandles.publicLookup();
        MethodType none = MethodType.methodType(void.class);
        MethodType text = MethodType.methodType(String.class, String.class);
        show("constructor", () -> l.findConstructor(Open.class, none));
        show("virtual", () -> (String) l.findVirtual(Open.class, "say", text).invokeExact(new Open(), "a"));
        show("static", () -> (String) l.findStatic(Open.class, "shout", text).invokeExact("b"));
        show("getter", () -> (int) l.findGetter(Open.class, "field", int.class).invokeExact(new Open()));
        show("static getter", () -> (int) l.findStaticGetter(Open.class, "shared", int.class).invokeExact());
        show("var handle", () -> (int) l.findStaticVarHandle(Open.class, "shared", int.class).get());
        show("package-private constructor", () -> l.findConstructor(Open.class, MethodType.methodType(void.class, int.class)));
        show("package-private field", () -> l.findGetter(Open.class, "hidden", int.class));
        show("private method", () -> l.findVirtual(Open.class, "secret", none));
        show("class not public", () -> l.findConstructor(Closed.class, none));
        show("method of a class not public", () -> l.findVirtual(Closed.class, "call", none));
        show("class of a package not exported", () -> l.findStatic(Class.forName("jdk.internal.misc.VM"), "isBooted", MethodType.methodType(boolean.class)));
        show("own class not public", () -> MethodHandles.lookup().findVirtual(Closed.class, "call", none));
        MethodHandle drop = l.in(Open.class).findStatic(Open.class, "shout", text);
        System.out.println((String) drop.invokeExact("c"));
    }
}
