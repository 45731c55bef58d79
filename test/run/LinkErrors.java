// What linking reports when a class has changed since its clients were compiled:
// clients refer to Lib1, which a class loader derives from the class file of Lib2.
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileInputStream;
import java.io.InputStream;

public class LinkErrors {
    public interface Step { void run() throws Throwable; }

    public static void step(String name, Step s) {
        for (int i = 0; i < 2; i++) {
            try {
                s.run();
                System.out.println(name + ": ok");
            } catch (Throwable e) {
                for (Throwable c = e; c != null; c = c.getCause()) {
                    System.out.println(name + ": " + c.toString().replaceAll("@(0x)?[0-9a-f]+", "@H"));
                }
            }
        }
    }

    /** The steps; this class itself is loaded by a Patcher. */
    public static class Client implements Runnable {
        static class ExtFinal extends Lib1.NotFinal { }
        static class OverFinal extends Lib1.Over { public void fm() { } }
        static class ImplSealed implements Lib1.NotSealedI { }
        static class ExtSealed extends Lib1.NotSealed { }
        static class ExtIf extends Lib1.SuperCls { }
        static class ImplCls implements Lib1.SuperIf { }
        static class ExtAbs extends Lib1.Abs { }
        static class ExtAcc extends Lib1.Acc { }
        static class ImplAcc implements Lib1.AccI { }
        static class Both implements Lib1.I1, Lib1.I2 { }
        static class SuperCall extends Lib1 { void t() { super.m(1); super.gone("", null); } }

        public void run() {
            Lib1 l = new Lib1();
            step("field gone", () -> System.out.println(l.gone));
            step("private field", () -> System.out.println(l.priv));
            step("field was static", () -> System.out.println(Lib1.wasStatic));
            step("field is static", () -> System.out.println(l.wasInst));
            step("field of other type", () -> System.out.println(l.type));
            step("final field", () -> l.fin = 4);
            step("method gone", () -> l.gone("", null));
            step("private method", () -> l.priv());
            step("method was static", () -> Lib1.wasStatic());
            step("method is static", () -> l.wasInst());
            step("other result", () -> System.out.println(l.result()));
            step("same package", () -> l.prot());
            step("private constructor", () -> new Lib1(3));
            step("inner class gone", () -> System.out.println(Lib1.Inner.x));
            step("new interface", () -> new Lib1.WasClass());
            step("static of interface", () -> Lib1.WasClass.s());
            step("static of class", () -> Lib1.WasIface.s());
            step("final superclass", () -> new ExtFinal());
            step("final method", () -> new OverFinal());
            step("sealed interface", () -> new ImplSealed());
            step("sealed class", () -> new ExtSealed());
            step("interface as superclass", () -> new ExtIf());
            step("class as interface", () -> new ImplCls());
            step("abstract method", () -> new ExtAbs().am());
            step("new abstract class", () -> new Lib1.Inst());
            step("private nested", () -> System.out.println(new Lib1.Acc[1].length));
            step("failed initializer", () -> System.out.println(Lib1.BadInit.v));
            step("two defaults", () -> new Both().d());
            step("super call", () -> new SuperCall().t());
        }
    }

    /** Loads the clients anew and Lib2 under the name Lib1. */
    static class Patcher extends ClassLoader {
        Patcher() { super(LinkErrors.class.getClassLoader()); }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            boolean lib = name.startsWith("LinkErrors$Lib1");
            if (!lib && !name.startsWith("LinkErrors$Client")) {
                return super.loadClass(name, resolve);
            }
            Class<?> c = findLoadedClass(name);
            if (c != null) {
                return c;
            }
            String dir = LinkErrors.class.getProtectionDomain().getCodeSource().getLocation().getPath();
            try (InputStream in = new FileInputStream(dir + name.replace("Lib1", "Lib2") + ".class")) {
                byte[] b = lib ? rename(in) : in.readAllBytes();
                return defineClass(name, b, 0, b.length);
            } catch (java.io.IOException e) {
                throw new ClassNotFoundException(name);
            }
        }
    }

    /** Replaces Lib2 by Lib1 in all texts of the constant pool. */
    static byte[] rename(InputStream in) throws java.io.IOException {
        DataInputStream d = new DataInputStream(in);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeLong(d.readLong());
        int n = d.readUnsignedShort();
        out.writeShort(n);
        for (int i = 1; i < n; i++) {
            int tag = d.readUnsignedByte();
            out.writeByte(tag);
            switch (tag) {
                case 1 -> out.writeUTF(d.readUTF().replace("Lib2", "Lib1"));
                case 7, 8, 16, 19, 20 -> out.writeShort(d.readUnsignedShort());
                case 15 -> { out.writeByte(d.readUnsignedByte()); out.writeShort(d.readUnsignedShort()); }
                case 5, 6 -> { out.writeLong(d.readLong()); i++; }
                default -> out.writeInt(d.readInt());
            }
        }
        out.write(d.readAllBytes());
        return bytes.toByteArray();
    }

    public static void main(String[] args) throws Exception {
        ((Runnable) Class.forName("LinkErrors$Client", true, new Patcher()).getConstructor().newInstance()).run();
    }

    public static class Lib1 {
        public int gone, priv, wasInst, fin, type;
        public static int wasStatic;
        public Lib1() { }
        public Lib1(int i) { }
        public void m(int i) { }
        public void gone(String s, int[] a) { }
        public void priv() { }
        public static void wasStatic() { }
        public void wasInst() { }
        public int result() { return 1; }
        protected void prot() { }
        public static class Inner { public static int x = 3; }
        public static class WasClass { public static void s() { } }
        public interface WasIface { static void s() { } }
        public static class NotFinal { }
        public static class Over { public void fm() { } }
        public interface NotSealedI { }
        public static class NotSealed { }
        public static class SuperCls { }
        public interface SuperIf { }
        public static class Abs { public void am() { } }
        public static class Inst { }
        public static class Acc { }
        public interface AccI { }
        public static class BadInit { public static int v; }
        public interface I1 { default void d() { } }
        public interface I2 { }
    }

    public static class Lib2 {
        private int priv;
        public int wasStatic;
        public long type;
        public static int wasInst;
        public final int fin = args();
        static int args() { return 3; }
        public Lib2() { }
        private Lib2(int i) { }
        public void m(int i) { }
        private void priv() { }
        public void wasStatic() { }
        public static void wasInst() { }
        public long result() { return 1; }
        protected void prot() { }
        public interface WasClass { static void s() { } }
        public static class WasIface { public static void s() { } }
        public static final class NotFinal { }
        public static class Over { public final void fm() { } }
        public sealed interface NotSealedI permits X { }
        public static sealed class NotSealed permits Y { }
        static final class X implements NotSealedI { }
        static final class Y extends NotSealed { }
        public interface SuperCls { }
        public static class SuperIf { }
        public static abstract class Abs { public abstract void am(); }
        public static abstract class Inst { }
        static class Acc { }
        interface AccI { }
        public static class BadInit { public static int v = 1 / Integer.parseInt("0"); }
        public interface I1 { default void d() { } }
        public interface I2 { default void d() { } }
    }
}
