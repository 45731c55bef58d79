// javac: -parameters
import java.io.*;
import java.lang.annotation.*;
import java.lang.invoke.*;
import java.lang.reflect.*;
import java.util.*;
import java.util.function.*;
import java.util.stream.*;

/** Reflection: generics, annotations, parameters, records, sealed classes, proxies, accessibility, hidden classes. */
public class Reflection {
    static void p(Object o) { System.out.println(o); }
    interface X { Object get() throws Throwable; }
    static String id(Object o) { return String.valueOf(o).replaceAll("@[0-9a-f]+", "@H"); }
    static void t(String n, X x) { try { p(n + " " + id(x.get())); } catch (Throwable e) { p(n + " " + id(e) + (e.getCause() == null ? "" : " <- " + id(e.getCause()))); } }
    @Retention(RetentionPolicy.RUNTIME) @Target({ElementType.TYPE, ElementType.METHOD, ElementType.FIELD, ElementType.PARAMETER, ElementType.TYPE_USE, ElementType.CONSTRUCTOR, ElementType.RECORD_COMPONENT, ElementType.TYPE_PARAMETER}) @Inherited @interface A { String value() default "d"; int[] n() default {1, 2}; Class<?> c() default Object.class; Color e() default Color.RED; B b() default @B(x = 1.5); }
    @Retention(RetentionPolicy.RUNTIME) @Repeatable(Bs.class) @interface B { double x(); char q() default '\n'; }
    @Retention(RetentionPolicy.RUNTIME) @interface Bs { B[] value(); }
    enum Color { RED { int f() { return 1; } }, GREEN; int f() { return 2; } }
    @A("base") static abstract class Base<T extends Comparable<? super T> & Serializable, U> implements Function<T, List<? extends U[]>> { protected T field; public static final long L = 5; transient volatile int tv; @A int[] arr; <Q extends Exception> Map<T, ? super Q> gm(@A("p") final T a, U[]... rest) throws Q, IOException { return null; } private static strictfp synchronized void priv(int x) { if (x > 0) throw new IllegalStateException("priv" + x); } }
    @B(x = 1) @B(x = 2, q = 'z') static class Sub extends Base<String, Integer> { final int k; Sub(int k) { this.k = k; } public List<Integer[]> apply(String s) { return List.of(); } class Inner { int v = k; Inner(String s) { } } }
    record Rec<T>(@A int x, T y, String... z) { Rec { if (x < 0) throw new IllegalArgumentException("neg"); } static int count; }
    sealed interface Shape permits Sq, Ci, Ot { } record Sq(double s) implements Shape { } static final class Ci implements Shape { } static class Plain { int x; } static non-sealed class Ot implements Shape { }
    interface Def { default String hi() { return "hi " + name(); } String name(); static int st() { return 3; } private int pr() { return 4; } }
    public static void main(String[] args) throws Exception {
        Class<?> b = Base.class;
        p(b.toGenericString() + " " + Arrays.toString(b.getTypeParameters()) + Arrays.toString(b.getTypeParameters()[0].getBounds()) + Arrays.toString(b.getGenericInterfaces()) + Sub.class.getGenericSuperclass() + b.getModifiers() + b.getSimpleName() + b.getEnclosingClass() + b.getNestHost() + b.isMemberClass());
        for (Field f : b.getDeclaredFields()) p(f.toGenericString() + " " + f.getType() + Arrays.toString(f.getAnnotations()) + f.getModifiers());
        Arrays.stream(b.getDeclaredMethods()).sorted(Comparator.comparing(Method::getName)).forEach(m -> p(m.toGenericString() + " " + Arrays.toString(m.getParameters()) + Arrays.deepToString(m.getParameterAnnotations()) + Arrays.toString(m.getGenericExceptionTypes()) + m.isVarArgs() + Arrays.toString(m.getParameters().length > 0 ? m.getParameters()[0].getAnnotatedType().getAnnotations() : null)));
        p(Arrays.toString(Sub.class.getAnnotations()));
        p(Arrays.toString(Sub.class.getAnnotationsByType(B.class)) + Sub.class.getDeclaredAnnotations().length); A an = Sub.class.getAnnotation(A.class);
        p(an.equals(Base.class.getAnnotation(A.class)) + " " + an.annotationType() + an.e().f() + an.n()[1]); Arrays.stream(Sub.class.getDeclaredMethods()).map(Method::toString).sorted().forEach(Reflection::p);
        p(Sub.Inner.class.getDeclaredConstructors()[0] + " " + Sub.Inner.class.getDeclaredConstructors()[0].getParameters()[0].isImplicit() + Sub.Inner.class.getDeclaredFields().length);
        for (RecordComponent rc : Rec.class.getRecordComponents()) p(rc + " " + rc.getGenericType() + rc.getAccessor() + Arrays.toString(rc.getAnnotations()));
        p(Rec.class.isRecord() + " " + new Rec<>(1, "a", "b", "c").equals(new Rec<>(1, "a", "b")) + id(new Rec<>(1, 2L)) + Rec.class.getDeclaredConstructors()[0]);
        t("recneg", () -> Rec.class.getDeclaredConstructors()[0].newInstance(-1, null, null));
        t("recset", () -> { Field f = Rec.class.getDeclaredField("x"); f.setAccessible(true); f.set(new Rec<>(1, 1), 5); return 0; });
        p(Shape.class.isSealed() + Arrays.toString(Shape.class.getPermittedSubclasses()) + Ot.class.isSealed());
        p(Color.RED.getClass() + " " + Color.RED.getDeclaringClass() + Color.RED.getClass().isAnonymousClass() + Color.RED.getClass().isEnum() + Color.class.isEnum() + Arrays.toString(Color.class.getEnumConstants()));
        t("enumnew", () -> { Constructor<?> c = Color.class.getDeclaredConstructors()[0]; c.setAccessible(true); return c.newInstance("x", 1); });
        t("valueOf", () -> Color.valueOf("BLUE"));
        Method pm = Base.class.getDeclaredMethod("priv", int.class);
        t("inv", () -> pm.invoke(null, 1));
        t("inv0", () -> pm.invoke(null, 0));
        t("invbad", () -> pm.invoke(null, "x"));
        t("invcnt", () -> pm.invoke(null));
        t("invnull", () -> String.class.getMethod("length").invoke(null));
        t("invrecv", () -> String.class.getMethod("length").invoke(5));
        t("widen", () -> Math.class.getMethod("abs", double.class).invoke(null, 'a'));
        t("narrow", () -> Math.class.getMethod("abs", int.class).invoke(null, 5L));
        t("nullprim", () -> Math.class.getMethod("abs", int.class).invoke(null, (Object) null));
        t("abstract", () -> Number.class.getConstructor().newInstance());
        t("nosuch", () -> String.class.getMethod("zip"));
        t("nof", () -> String.class.getField("value"));
        t("noaccess", () -> { Field f = String.class.getDeclaredField("value"); f.setAccessible(true); return 0; });
        t("noaccess2", () -> { Constructor<?> c = Class.forName("java.lang.Shutdown").getDeclaredConstructor(); return c.newInstance(); });
        t("ifacenew", () -> Runnable.class.getDeclaredConstructor());
        t("cnf", () -> Class.forName("no.Such"));
        t("cnf2", () -> Class.forName("java/lang/String"));
        t("arr", () -> Class.forName("[[Ljava.lang.String;") + " " + Class.forName("[I").getComponentType() + int[][].class.descriptorString() + String[].class.arrayType() + int.class.getName() + void.class + int[].class.getModifiers() + int[].class.getInterfaces().length);
        t("cast", () -> Integer.class.cast("x"));
        t("subcl", () -> String.class.asSubclass(Number.class));
        Sub s = new Sub(3); Field k = Sub.class.getDeclaredField("k");
        t("final", () -> { k.set(s, 4); return 0; }); k.setAccessible(true); k.set(s, 9);
        p(k.get(s)); Field l = Base.class.getField("L");
        t("sfinal", () -> { l.setAccessible(true); l.set(null, 3L); return 0; });
        t("ftype", () -> { Field f = Base.class.getDeclaredField("arr"); f.set(s, "x"); return 0; });
        t("fprim", () -> { Field f = Base.class.getDeclaredField("tv"); f.set(s, (byte) 3); f.setShort(s, (short) 4); return f.getDouble(s) + f.getInt(s); });
        t("fnar", () -> { Field f = Base.class.getDeclaredField("tv"); f.setLong(s, 3); return 0; });
        t("frecv", () -> k.get("x"));
        t("fnull", () -> k.get(null));
        t("array", () -> { Object x = Array.newInstance(int.class, 2, 3); Array.setInt(Array.get(x, 1), 2, 7); return Array.getLength(x) + " " + Array.getLong(Array.get(x, 1), 2) + x.getClass(); });
        t("arrneg", () -> Array.newInstance(int.class, -1));
        t("arrvoid", () -> Array.newInstance(void.class, 1));
        t("arrget", () -> Array.getInt(new long[1], 0));
        t("arrget2", () -> Array.get("x", 0));
        t("arrset", () -> { Array.set(new int[1], 0, "x"); return 0; });
        t("arridx", () -> Array.get(new int[1], 1));
        t("arrdims", () -> Array.newInstance(int.class, new int[0]));
        Def d = (Def) Proxy.newProxyInstance(Reflection.class.getClassLoader(), new Class<?>[] {Def.class, Comparable.class}, (pr, m, a) -> switch (m.getName()) { case "hi" -> InvocationHandler.invokeDefault(pr, m, a); case "name" -> "proxy"; case "compareTo" -> 5L; case "hashCode" -> 42; case "toString" -> throw new IOException("checked"); case "equals" -> null; default -> null; });
        p(d.hi() + d.hashCode() + Proxy.isProxyClass(d.getClass()) + Modifier.toString(d.getClass().getModifiers()) + d.getClass().getSimpleName().startsWith("$Proxy"));
        t("pch", () -> d.toString());
        t("pnull", () -> d.equals(d));
        t("pcast", () -> ((Comparable) d).compareTo(d));
        t("pbad", () -> Proxy.newProxyInstance(null, new Class<?>[] {String.class}, (x, y, z) -> null));
        t("pvis", () -> Proxy.newProxyInstance(null, new Class<?>[] {Def.class}, (x, y, z) -> null));
        p(Arrays.stream(Def.class.getDeclaredMethods()).map(m -> m.getName() + m.isDefault()).sorted().toList());
        t("ifst", () -> Def.class.getMethod("st").invoke(null)); Runnable lam = () -> { };
        p(lam.getClass().isHidden() + " " + lam.getClass().isSynthetic() + lam.getClass().getInterfaces().length + lam.getClass().getName().startsWith("Reflection$$Lambda$") + lam.getClass().getNestHost()); Object loc = new Object() { }; class Local { }
        p(loc.getClass().getEnclosingMethod() + " " + Local.class.isLocalClass() + Local.class.getSimpleName() + Local.class.getName() + loc.getClass().getCanonicalName() + int[].class.getCanonicalName());
        p(Reflection.class.getModule() + " " + String.class.getModule().getName() + String.class.getPackage().getName() + Reflection.class.getPackageName().isEmpty() + String.class.getModule().isExported("java.lang") + String.class.getModule().isOpen("java.lang", Reflection.class.getModule()) + ModuleLayer.boot().findModule("java.sql").isPresent() + Object.class.getClassLoader() + String.class.getModule().getDescriptor().toNameAndVersion().startsWith("java.base@17")); Parameter q = Base.class.getDeclaredMethods().length > 0 ? Sub.class.getDeclaredConstructor(int.class).getParameters()[0] : null;
        p(q + " " + q.isNamePresent() + q.isVarArgs() + q.getDeclaringExecutable());
        MethodHandles.Lookup lk = MethodHandles.lookup(); try (InputStream in = Reflection.class.getResourceAsStream("Reflection$Plain.class")) { byte[] f = in.readAllBytes();
        t("hidden", () -> { Class<?> h = lk.defineHiddenClass(f, true, MethodHandles.Lookup.ClassOption.NESTMATE).lookupClass(); return h.isHidden() + " " + h.getName().startsWith("Reflection$Plain/0x") + h.getSimpleName().startsWith("Plain/") + h.getNestHost() + h.descriptorString().startsWith("LMirrors$Plain.0x") + h.getCanonicalName(); });
        t("badclass", () -> { byte[] g = f.clone(); g[0] = 0; return lk.defineClass(g); });
        t("dup", () -> lk.defineClass(f));
        t("trunc", () -> lk.defineHiddenClass(Arrays.copyOf(f, 50), false));
        t("ver", () -> { byte[] g = f.clone(); g[7] = 62; return lk.defineClass(g); }); }
    }
}
