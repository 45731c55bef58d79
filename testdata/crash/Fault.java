/** Calls natives that only the test binary has: each is a fault of the VM. */
public class Fault {
    static native void bug();
    static native void nil();
    static native void address();
    static native void twice();
    static native void corrupt(Object o);
    static native void fatal();

    /** Reads the class blocks of the objects, in machine code when the loop is compiled. */
    static int machine(Object[] all) {
        int n = 0;
        for (Object o : all)
            if (o.getClass() == Fault.class)
                n++;
        return n;
    }

    static synchronized void inside(String what, int depth) throws Exception {
        if (depth > 0) {
            inside(what, depth - 1);
            return;
        }
        switch (what) {
            case "bug": bug(); break;
            case "nil": nil(); break;
            case "address": address(); break;
            case "twice": twice(); break;
            case "collector": {
                Object[] o = {new byte[8]};
                System.gc();
                corrupt(o[0]);
                System.gc();
                System.out.println(o[0]);
                break;
            }
            case "thread": {
                Thread t = new Thread(Fault::bug, "culprit");
                t.start();
                t.join();
                break;
            }
            case "several": {
                Thread[] all = new Thread[8];
                for (int i = 0; i < all.length; i++) (all[i] = new Thread(Fault::bug)).start();
                for (Thread t : all) t.join();
                break;
            }
            case "machine": {
                Object[] all = new Object[50000];
                java.util.Arrays.setAll(all, i -> new Object());
                corrupt(all[49999]);
                System.out.println(machine(all));
                break;
            }
            case "fatal": fatal(); break;
        }
    }

    public static void main(String[] args) throws Exception {
        System.out.println("before");
        inside(args[0], 3);
        System.out.println("after");
    }
}
