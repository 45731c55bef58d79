import java.lang.reflect.*;
import java.util.*;

/** Which method an invocation selects (JVMS 5.4.6), on classes made at run time where javac would not make them. */
public class MethodSelection {
    // A small class-file writer: constant pool on demand.
    static class W {
        final java.io.ByteArrayOutputStream pool = new java.io.ByteArrayOutputStream(), body = new java.io.ByteArrayOutputStream();
        final java.io.DataOutputStream p = new java.io.DataOutputStream(pool), b = new java.io.DataOutputStream(body);
        final Map<String, Integer> seen = new HashMap<>();
        int n = 1;
        int utf(String s) throws Exception { Integer i = seen.get("u" + s); if (i != null) return i; p.writeByte(1); p.writeUTF(s); seen.put("u" + s, n); return n++; }
        int cls(String s) throws Exception { Integer i = seen.get("c" + s); if (i != null) return i; int u = utf(s); p.writeByte(7); p.writeShort(u); seen.put("c" + s, n); return n++; }
        int str(String s) throws Exception { int u = utf(s); p.writeByte(8); p.writeShort(u); return n++; }
        int nat(String m, String d) throws Exception { int x = utf(m), y = utf(d); p.writeByte(12); p.writeShort(x); p.writeShort(y); return n++; }
        int ref(int tag, String c, String m, String d) throws Exception { int x = cls(c), y = nat(m, d); p.writeByte(tag); p.writeShort(x); p.writeShort(y); return n++; }
    }
    record M(int flags, String name, String result) { }
    static byte[] make(int flags, String name, String sup, String[] ifs, M... ms) throws Exception {
        W w = new W();
        var b = w.b;
        b.writeShort(flags); b.writeShort(w.cls(name)); b.writeShort(w.cls(sup));
        b.writeShort(ifs.length); for (String i : ifs) b.writeShort(w.cls(i));
        b.writeShort(0);
        boolean ctor = (flags & 0x200) == 0;
        b.writeShort(ms.length + (ctor ? 1 : 0));
        if (ctor) {
            int r = w.ref(10, sup, "<init>", "()V");
            b.writeShort(1); b.writeShort(w.utf("<init>")); b.writeShort(w.utf("()V")); b.writeShort(1);
            b.writeShort(w.utf("Code")); b.writeInt(17); b.writeShort(1); b.writeShort(1); b.writeInt(5);
            b.writeByte(42); b.writeByte(183); b.writeShort(r); b.writeByte(177); b.writeShort(0); b.writeShort(0);
        }
        for (M m : ms) {
            b.writeShort(m.flags); b.writeShort(w.utf(m.name)); b.writeShort(w.utf("()Ljava/lang/String;"));
            if (m.result == null) { b.writeShort(0); continue; }
            int s = w.str(m.result);
            b.writeShort(1); b.writeShort(w.utf("Code")); b.writeInt(16); b.writeShort(1); b.writeShort(1); b.writeInt(4);
            b.writeByte(19); b.writeShort(s); b.writeByte(176); b.writeShort(0); b.writeShort(0);
        }
        b.writeShort(0);
        var out = new java.io.ByteArrayOutputStream();
        var o = new java.io.DataOutputStream(out);
        o.writeInt(0xCAFEBABE); o.writeShort(0); o.writeShort(52); o.writeShort(w.n); w.pool.writeTo(o); w.body.writeTo(o);
        return out.toByteArray();
    }
    // class Call { static String go(Object o) { return ((T) o).m(); } } by the given instruction
    static byte[] caller(String name, int op, String target, boolean itf, String m) throws Exception {
        W w = new W();
        var b = w.b;
        int r = w.ref(itf ? 11 : 10, target, m, "()Ljava/lang/String;"), c = w.cls(target);
        b.writeShort(0x21); b.writeShort(w.cls(name)); b.writeShort(w.cls("java/lang/Object")); b.writeShort(0); b.writeShort(0); b.writeShort(1);
        b.writeShort(9); b.writeShort(w.utf("go")); b.writeShort(w.utf("(Ljava/lang/Object;)Ljava/lang/String;")); b.writeShort(1);
        int len = op == 185 ? 10 : 8;
        b.writeShort(w.utf("Code")); b.writeInt(12 + len); b.writeShort(2); b.writeShort(1); b.writeInt(len);
        b.writeByte(42); b.writeByte(192); b.writeShort(c);
        b.writeByte(op); b.writeShort(r); if (op == 185) { b.writeByte(1); b.writeByte(0); }
        b.writeByte(176); b.writeShort(0); b.writeShort(0); b.writeShort(0);
        var out = new java.io.ByteArrayOutputStream();
        var o = new java.io.DataOutputStream(out);
        o.writeInt(0xCAFEBABE); o.writeShort(0); o.writeShort(52); o.writeShort(w.n); w.pool.writeTo(o); w.body.writeTo(o);
        return out.toByteArray();
    }
    static class L extends ClassLoader {
        final Map<String, byte[]> files = new HashMap<>();
        protected Class<?> findClass(String n) throws ClassNotFoundException {
            byte[] f = files.get(n);
            if (f == null) throw new ClassNotFoundException(n);
            return defineClass(n, f, 0, f.length);
        }
    }
    static int calls;
    static void call(L l, String what, int op, String target, boolean itf, String m, String cls) throws Exception {
        String name = "Call" + calls++;
        l.files.put(name, caller(name, op, target, itf, m));
        try {
            Object o = l.loadClass(cls).getDeclaredConstructor().newInstance();
            Method go = l.loadClass(name).getMethod("go", Object.class);
            for (int i = 0; i < 2; i++) {
                try { System.out.println(what + " " + go.invoke(null, o)); }
                catch (InvocationTargetException e) { System.out.println(what + " " + e.getCause()); }
            }
        } catch (Throwable t) { System.out.println(what + " link " + t); }
        try {
            Object o = l.loadClass(cls).getDeclaredConstructor().newInstance();
            System.out.println(what + " reflect " + l.loadClass(target.replace('/', '.')).getMethod(m).invoke(o));
        } catch (InvocationTargetException t) { System.out.println(what + " reflect " + t.getCause()); }
        catch (Throwable t) { System.out.println(what + " reflect " + t); }
    }
    public static void main(String[] a) throws Exception {
        final int ITF = 0x601, CLS = 0x21, ABS = 0x421;
        final String O = "java/lang/Object";
        String[] no = {};
        L l = new L();
        l.files.put("I", make(ITF, "I", O, no, new M(1, "m", "I.m")));
        l.files.put("J", make(ITF, "J", O, no, new M(1, "m", "J.m")));
        l.files.put("K", make(ITF, "K", O, new String[] {"I"}, new M(0x401, "m", null)));
        l.files.put("P", make(ITF, "P", O, new String[] {"I"}, new M(1, "m", "P.m")));
        l.files.put("N", make(ITF, "N", O, no, new M(0x401, "m", null)));
        l.files.put("S", make(ITF, "S", O, no, new M(9, "m", "static S.m")));
        l.files.put("V", make(ITF, "V", O, no, new M(2, "m", "private V.m")));
        l.files.put("Both", make(CLS, "Both", O, new String[] {"I", "J"}));
        l.files.put("BothSub", make(CLS, "BothSub", "Both", no));
        l.files.put("BothFixed", make(CLS, "BothFixed", "Both", no, new M(1, "m", "BothFixed.m")));
        l.files.put("Re", make(CLS, "Re", O, new String[] {"K"}));
        l.files.put("Dia", make(CLS, "Dia", O, new String[] {"P", "I"}));
        l.files.put("None", make(CLS, "None", O, new String[] {"N"}));
        l.files.put("AbsDef", make(CLS, "AbsDef", O, new String[] {"I", "N"}));
        l.files.put("Priv", make(CLS, "Priv", O, new String[] {"I"}, new M(2, "m", "private Priv.m")));
        l.files.put("Pkg", make(CLS, "Pkg", O, new String[] {"I"}, new M(0, "m", "package Pkg.m")));
        l.files.put("Prot", make(CLS, "Prot", O, new String[] {"I"}, new M(4, "m", "protected Prot.m")));
        l.files.put("Stat", make(CLS, "Stat", O, new String[] {"I"}, new M(9, "m", "static Stat.m")));
        l.files.put("PrivSub", make(CLS, "PrivSub", "Pub", new String[] {"I"}, new M(2, "m", "private PrivSub.m")));
        l.files.put("Pub", make(CLS, "Pub", O, no, new M(1, "m", "Pub.m")));
        l.files.put("PubI", make(CLS, "PubI", "Pub", new String[] {"I"}));
        l.files.put("Other", make(CLS, "Other", O, no));
        l.files.put("WithS", make(CLS, "WithS", O, new String[] {"S"}));
        l.files.put("WithV", make(CLS, "WithV", O, new String[] {"V"}));
        l.files.put("AbsOver", make(CLS, "AbsOver", "AbsBase", no));
        l.files.put("AbsBase", make(ABS, "AbsBase", O, new String[] {"I"}, new M(0x401, "m", null)));
        for (String c : "Both BothSub BothFixed Dia None AbsDef Priv Pkg Prot Stat PrivSub PubI Other".split(" ")) {
            String t = c.equals("Re") ? "K" : c.equals("None") ? "N" : "I";
            call(l, "interface " + t + " " + c, 185, t, true, "m", c);
            call(l, "virtual " + c, 182, c, false, "m", c);
        }
        call(l, "interface J Both", 185, "J", true, "m", "Both");
        call(l, "interface N AbsDef", 185, "N", true, "m", "AbsDef");
        call(l, "virtual Pub PrivSub", 182, "Pub", false, "m", "PrivSub");
        call(l, "interface S", 185, "S", true, "m", "WithS");
        call(l, "interface V", 185, "V", true, "m", "WithV");
        call(l, "virtual on interface", 182, "I", false, "m", "Both");
        call(l, "interface on class", 185, "Pub", true, "m", "PubI");
        call(l, "interface hashCode", 185, "I", true, "nope", "Both");
    }
}
