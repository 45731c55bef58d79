import java.io.*;
import java.util.*;
import java.util.concurrent.Callable;
import java.util.function.*;

/** Language semantics that the machine carries: initialization errors, finally, nested and suppressed exceptions, overflow of the stack, switches, default methods, conversions at calls. */
public class Semantics {
    static void p(Object o) { System.out.println(o); }
    static String id(Object o) { return String.valueOf(o).replaceAll("@[0-9a-f]+", "@H"); }
    static void t(String n, Callable<?> x) { try { p(n + " " + id(x.call())); } catch (Throwable e) { p(n + " " + id(e) + (e.getCause() == null ? "" : " <- " + id(e.getCause())) + (e.getSuppressed().length == 0 ? "" : " + " + Arrays.toString(e.getSuppressed()))); } }
    static class BadInit { static int x = Integer.parseInt("bad"); static void touch() { } static final int CONST = 3; }
    static class BadErr { static { if (true) throw new StackOverflowError("own"); } static void touch() { } }
    static class BadSub extends BadInit { static { p("never"); } static void t() { } }
    static class Cyc1 { static int a = Cyc2.b + 1; } static class Cyc2 { static int b = Cyc1.a + 10; }
    interface IInit { int V = Semantics.say("IInit"); default void d() { } } interface INoDef { int V = Semantics.say("INoDef"); } static class CInit implements IInit, INoDef { static { say("CInit"); } }
    static int say(String s) { p("init " + s); return 1; }
    static class Res implements AutoCloseable { final String n; Res(String n) { this.n = n;
        p("open " + n); } public void close() throws IOException { p("close " + n); throw new IOException("close " + n); } }
    @SuppressWarnings("finally") static int fin(int k) { try { if (k == 0) return 1; if (k == 1) throw new RuntimeException("k1"); } catch (RuntimeException e) { return 2; } finally { if (k == 2) return 3;
        p("finally " + k); } return 4; }
    static int fin2() { int x = 1; try { return x; } finally { x = 2; } } static int loop() { int n = 0; out: for (int i = 0; ; i++) { try { if (i == 3) break out; if (i == 1) continue; n += 10; } finally { n++; } } return n; }
    static int depth; static void recurse() { depth++; recurse(); } static int recurse2(long a, double b, Object c) { depth++; return recurse2(a + 1, b, c) + 1; } static synchronized void recSync() { depth++; recSync(); }
    static String sw(String s) { return switch (s) { case "Aa", "BB" -> "collide"; case "" -> "empty"; case "x" -> { String q = s + s; yield q; } default -> "def" + s.length(); }; } enum E { A, B, C { } } static int swe(E e) { switch (e) { case A: return 1; case C: return 3; } return -1; } static int swi(int i) { switch (i) { case Integer.MIN_VALUE: return 1; case -1: case 0: return 2; case 1000000: return 3; case Integer.MAX_VALUE: return 4; default: return 5; } } static int fall(char c) { int r = 0; switch (c) { case 'a': r++; case 'b': r += 10; break; case 'c': r = 100; } return r; }
    interface D1 { default String m() { return "D1"; } } interface D2 extends D1 { default String m() { return "D2" + D1.super.m(); } } interface D3 extends D1 { } static class DC implements D3, D2 { } static class DD implements D1 { public String m() { return "DD" + D1.super.m(); } }
    static String ov(Object o) { return "O"; } static String ov(long l) { return "J"; } static String ov(Integer i) { return "I"; } static String ov(int... i) { return "V"; } static String ov2(double d) { return "D"; } static String ov2(Object o) { return "O"; }
    static <T> T un(Object o) { @SuppressWarnings("unchecked") T t = (T) o; return t; }
    class In { int v = base * 2; class In2 { int w = v + base; } } int base = 21; private int priv = 5; static class Nest { int peek(Semantics s) { return s.priv++ + s.priv; } }
    static int cnt; static int side(int r) { cnt = cnt * 10 + r; return r; } static int[] arr() { side(1); return null; } static int idx() { return side(2); } static int val() { return side(3); }
    public static void main(String[] args) throws Exception {
        p(BadInit.CONST);
        t("bi", () -> { BadInit.touch(); return 0; });
        t("bi2", () -> { BadInit.touch(); return 0; });
        t("bi3", () -> { BadSub.t(); return 0; });
        t("bi4", () -> new BadInit());
        t("be", () -> { BadErr.touch(); return 0; });
        t("be2", () -> { BadErr.touch(); return 0; });
        p(Cyc1.a + " " + Cyc2.b); new CInit();
        p(INoDef.V); CInit[] none = new CInit[1];
        p(Class.forName("Semantics$BadErr", false, Semantics.class.getClassLoader()));
        for (int i = 0; i < 4; i++) p(fin(i));
        p(fin2() + " " + loop());
        t("twr", () -> { try (Res a = new Res("a"); Res b = new Res("b")) { throw new IllegalStateException("body"); } });
        t("twr2", () -> { try (Res a = new Res("c"); Res n = null) { return "ok"; } });
        t("sup", () -> { Exception e = new Exception("s"); e.addSuppressed(e); return 0; });
        t("supn", () -> { new Exception().addSuppressed(null); return 0; });
        t("cause", () -> { Exception e = new Exception("x", new Error("y")); e.initCause(new Error()); return 0; });
        t("self", () -> { Exception e = new Exception("x"); e.initCause(e); return 0; });
        for (Runnable r : new Runnable[] {Semantics::recurse, () -> recurse2(1, 2, "x"), Semantics::recSync}) { depth = 0; try { r.run(); } catch (StackOverflowError e) { p(e.getMessage() + " " + (depth > 500) + (e.getStackTrace().length == 1024)); } }
        t("toString", () -> { List<Object> x = new ArrayList<>(); x.add(x);
        p(x); x.hashCode(); return 0; });
        for (String s : new String[] {"Aa", "BB", "", "x", "zzz"}) p(sw(s));
        t("swn", () -> sw(null)); for (E e : E.values()) p(swe(e));
        t("swen", () -> swe(null)); for (int i : new int[] {Integer.MIN_VALUE, -1, 0, 1, 1000000, Integer.MAX_VALUE}) p(swi(i));
        p(fall('a') + fall('b') + fall('c') + fall('d'));
        p(new DC().m() + new DD().m() + new D1() { }.m());
        p(ov(1) + ov((short) 1) + ov(1L) + ov(Integer.valueOf(1)) + ov('c') + ov() + ov(1, 2) + ov("s") + ov2(1) + ov2('x') + ov2(Integer.valueOf(3)) + ov2(true)); Object o = true ? 1 : "s";
        p(o + "" + (true ? 1 : 2.0) + (true ? Integer.valueOf(1) : Double.valueOf(2)) + (char) (true ? 'b' : 0) + (false ? 1 : 'c'));
        t("unbox", () -> { Integer n = null; int x = n; return x; });
        t("unboxt", () -> true ? (Integer) null : 0);
        t("heap", () -> { String s = Semantics.<String>un(5); return s; });
        t("cce", () -> (String) (Object) new int[0]);
        t("cce2", () -> (Runnable & Serializable) (Object) "x");
        t("cce3", () -> (E[]) new Object[0]);
        t("ase", () -> { Object[] x = new String[1]; x[0] = 5; return 0; });
        t("ase2", () -> { Object[] x = new Integer[1][]; x[0] = new long[0]; return 0; });
        t("nase", () -> new int[-1]);
        t("nase2", () -> new int[2][-3]);
        t("aioobe", () -> new int[2][3][1][3]);
        t("npe", () -> ((int[]) null).length);
        t("npe2", () -> { throw null; });
        t("sync", () -> { synchronized ((Object) null) { return 0; } });
        t("oom", () -> new long[Integer.MAX_VALUE]);
        t("copy", () -> { System.arraycopy(new int[3], 1, new int[3], 2, 2); return 0; });
        t("copy2", () -> { System.arraycopy(new int[3], 0, new long[3], 0, 1); return 0; });
        t("copy3", () -> { Object[] d = new Integer[3]; try { System.arraycopy(new Object[] {1, 2, "x"}, 0, d, 0, 3); } catch (ArrayStoreException e) { return Arrays.toString(d) + e.getMessage(); } return 0; });
        t("copy4", () -> { System.arraycopy("x", 0, d0(), 0, 0); return 0; });
        t("clone", () -> new Object() { Object c() throws Exception { return clone(); } }.c());
        cnt = 0;
        t("order", () -> arr()[idx()] = val());
        p(cnt); cnt = 0; int[] z = {5, 6, 7}; int i = 0; z[i++] = z[i] + i++;
        p(Arrays.toString(z) + i); i = 3; i += i++ * 2 + i;
        p(i); z[1] += (z = new int[] {100, 200})[1];
        p(Arrays.toString(z)); String s = "a"; s += 1 + 2 + "b" + 3 + 4 + null + 'c' + 1.0f + new char[0].length;
        p(s); final String k = "x";
        p((k + "y" == "xy") + "" + (s + "" == s) + ("x" + 1 == "x1")); long sh = 1L << 40 >>> 3; sh >>= 2.5 > 2 ? 1 : 2;
        p(sh); byte b = (byte) 0x80;
        p((b >>> 4) + " " + (b & 0xff) + (b >> 1) + (char) (b & 0x7f | 65)); short q = (short) 70000; q++; q >>>= 1;
        p(q);
        Semantics m = new Semantics();
        p(m.new In().new In2().w + " " + new Nest().peek(m) + m.priv);
        t("outer", () -> { Semantics y = null; return y.new In(); }); Function<Integer, Function<Integer, Integer>> cur = x -> y -> x * y + m.base;
        p(cur.apply(3).apply(4)); Object lock = new Object();
        t("imse", () -> { lock.notify(); return 0; });
        t("imse2", () -> { lock.wait(1); return 0; });
        t("iae", () -> { synchronized (lock) { lock.wait(-1); } return 0; }); assert false : "off";
        p("" + (Object) m.getClass().getName() + int.class + new int[0].getClass() + ((Object) 'x').getClass()); label: { if (args.length == 0) break label;
        p("no"); } var rec = new Object() { int f(int n) { return n < 2 ? n : f(n - 1) + f(n - 2); } };
        p(rec.f(15)); if (o instanceof Integer n && n > 0) p(n + 1);
        p("""
            text "block" \
            joined
              kept\tx\s
            """.replace("\n", "$")); char c = 'a'; c++; c += 1.7;
        p(c);
        p(1.0 / 0 + " " + 0.0 / 0 + (0.0 == -0.0) + (int) Float.NaN + (long) 1e30 + (int) -1e30f + (char) -1.5 + 5 % -3 + -5 % 3 + 5.5 % -2 + -0.0 % 1);
        Thread th = new Thread(() -> { throw new IllegalStateException("in thread"); }, "T"); th.setUncaughtExceptionHandler((x, e) -> p(x.getName() + " " + e)); th.start(); th.join(); StackTraceElement[] st = new Throwable().getStackTrace();
        p(st.length + " " + st[0].getMethodName()); try { deepThrow(3); } catch (Exception e) { StringWriter w = new StringWriter(); e.printStackTrace(new PrintWriter(w));
        p(w); } throw new Exception("last", new RuntimeException("cause"));
    }
    static Object d0() { return new int[0]; } static void deepThrow(int n) throws Exception { if (n == 0) throw new IOException("deep"); try { deepThrow(n - 1); } catch (IOException e) { throw new Exception("wrapped " + n, e); } }
}
