import java.lang.invoke.*;
import java.util.*;
import java.util.concurrent.atomic.*;
import java.util.function.*;
import java.util.stream.*;
import static java.lang.invoke.MethodType.methodType;

/** Method handles, var handles, StackWalker, dynamic constants. */
public class MethodHandleOps {
    static void p(Object o) { System.out.println(o); }
    interface X { Object get() throws Throwable; }
    static String id(Object o) { return String.valueOf(o).replaceAll("@[0-9a-f]+", "@H").replaceAll("/0x[0-9a-f]+", "/0xN"); }
    static void t(String n, X x) { try { p(n + " " + id(x.get())); } catch (Throwable e) { p(n + " " + id(e)); } }
    int f = 5; static long sf = 7; volatile int vol; final String fin = "fin"; byte by; boolean bo; char ch; short sh; float fl; double db; Object ob; static volatile String sv = "s";
    MethodHandleOps() { } MethodHandleOps(int x) { f = x; } int inst(int a, String b) { return f + a + b.length(); } static String join(Object... xs) { return Arrays.toString(xs); } private int pv() { return 1; } static int boom() { throw new IllegalStateException("boom"); } static <T> T idt(T x) { return x; } static int add(int a, int b) { return a + b; }
    public static void main(String[] args) throws Throwable {
        MethodHandles.Lookup l = MethodHandles.lookup(); MethodHandleOps h = new MethodHandleOps();
        MethodHandle add = l.findStatic(MethodHandleOps.class, "add", methodType(int.class, int.class, int.class));
        p((int) add.invokeExact(1, 2) + " " + add.invoke((byte) 1, 'a') + add.invokeWithArguments(3, 4) + add.type() + id(add));
        t("wmt", () -> (long) add.invokeExact(1, 2));
        t("wmt2", () -> add.invoke("x", 1));
        t("wmt3", () -> add.invoke(1));
        t("wargs", () -> add.invokeWithArguments(1, "x"));
        t("virt", () -> l.findVirtual(MethodHandleOps.class, "inst", methodType(int.class, int.class, String.class)).bindTo(h).invoke(1, "ab"));
        t("spec", () -> l.findSpecial(Object.class, "toString", methodType(String.class), MethodHandleOps.class).invoke(h));
        t("ctor", () -> ((MethodHandleOps) l.findConstructor(MethodHandleOps.class, methodType(void.class, int.class)).invoke(9)).f);
        t("get", () -> l.findGetter(MethodHandleOps.class, "f", int.class).invoke(h));
        t("set", () -> { l.findSetter(MethodHandleOps.class, "f", int.class).invoke(h, 6); return h.f; });
        t("sget", () -> l.findStaticGetter(MethodHandleOps.class, "sf", long.class).invoke());
        t("finset", () -> l.findSetter(MethodHandleOps.class, "fin", String.class));
        t("nsme", () -> l.findVirtual(MethodHandleOps.class, "nope", methodType(void.class)));
        t("nsfe", () -> l.findGetter(MethodHandleOps.class, "f", long.class));
        t("iae", () -> l.findVirtual(String.class, "isLatin1", methodType(boolean.class)));
        t("stat", () -> l.findVirtual(MethodHandleOps.class, "add", add.type()));
        t("pub", () -> MethodHandles.publicLookup().findVirtual(MethodHandleOps.class, "pv", methodType(int.class)));
        t("npe", () -> l.findVirtual(MethodHandleOps.class, "inst", methodType(int.class, int.class, String.class)).invoke((MethodHandleOps) null, 1, ""));
        t("cce", () -> l.findVirtual(MethodHandleOps.class, "pv", methodType(int.class)).asType(methodType(int.class, Object.class)).invoke("x"));
        MethodHandle join = l.findStatic(MethodHandleOps.class, "join", methodType(String.class, Object[].class));
        t("var", () -> join.invoke(1, "a", null) + "" + join.invoke() + join.isVarargsCollector() + join.asFixedArity().invoke(new Object[] {1}));
        t("coll", () -> join.asCollector(Object[].class, 2).invoke(1, 2));
        t("spread", () -> add.asSpreader(int[].class, 2).invoke(new int[] {5, 6}));
        t("spreadbad", () -> add.asSpreader(int[].class, 2).invoke(new int[] {5}));
        t("ins", () -> MethodHandles.insertArguments(add, 0, 10).invoke(5));
        t("drop", () -> MethodHandles.dropArguments(add, 1, String.class).invoke(1, "z", 2));
        t("perm", () -> MethodHandles.permuteArguments(l.findStatic(Math.class, "subtractExact", add.type()), add.type(), 1, 0).invoke(1, 10));
        t("filt", () -> MethodHandles.filterArguments(add, 0, l.findVirtual(String.class, "length", methodType(int.class))).invoke("four", 1));
        t("filtr", () -> MethodHandles.filterReturnValue(add, l.findStatic(String.class, "valueOf", methodType(String.class, int.class))).invoke(1, 1));
        t("fold", () -> MethodHandles.foldArguments(MethodHandles.dropArguments(add, 2, int.class), add).invoke(1, 5));
        t("fold2", () -> { MethodHandle three = l.findStatic(MethodHandleOps.class, "join", methodType(String.class, Object[].class)).asCollector(Object[].class, 3).asType(methodType(String.class, int.class, int.class, int.class)); return MethodHandles.foldArguments(three, add).invoke(1, 5); });
        t("guard", () -> MethodHandles.guardWithTest(l.findVirtual(String.class, "isEmpty", methodType(boolean.class)), MethodHandles.dropArguments(MethodHandles.constant(String.class, "E"), 0, String.class), MethodHandles.identity(String.class)).invoke("") + "" );
        t("catch", () -> MethodHandles.catchException(l.findStatic(MethodHandleOps.class, "boom", methodType(int.class)), IllegalStateException.class, MethodHandles.dropArguments(MethodHandles.constant(int.class, 3), 0, IllegalStateException.class)).invoke());
        t("thr", () -> MethodHandles.throwException(int.class, Exception.class).invoke(new Exception("t")));
        t("boom", () -> l.findStatic(MethodHandleOps.class, "boom", methodType(int.class)).invoke());
        t("loop", () -> MethodHandles.countedLoop(MethodHandles.constant(int.class, 5), MethodHandles.constant(int.class, 0), MethodHandles.permuteArguments(add, methodType(int.class, int.class, int.class), 0, 1)).invoke());
        t("iter", () -> MethodHandles.iteratedLoop(l.findVirtual(List.class, "iterator", methodType(Iterator.class)), MethodHandles.constant(int.class, 0), MethodHandles.dropArguments(add.asType(methodType(int.class, int.class, Integer.class)), 2, List.class)).invoke(List.of(1, 2, 3)));
        t("try", () -> MethodHandles.tryFinally(MethodHandles.constant(int.class, 1), MethodHandles.dropArguments(MethodHandles.identity(int.class), 0, Throwable.class)).invoke());
        t("sw", () -> { MethodHandle c = MethodHandles.dropArguments(MethodHandles.constant(String.class, "def"), 0, int.class), z = MethodHandles.dropArguments(MethodHandles.constant(String.class, "zero"), 0, int.class); MethodHandle s = MethodHandles.tableSwitch(c, z); return s.invoke(0) + "" + s.invoke(7); });
        t("arr", () -> MethodHandles.arrayElementGetter(int[].class).invoke(new int[] {4}, 0) + "" + MethodHandles.arrayLength(long[].class).invoke(new long[3]) + ((int[]) MethodHandles.arrayConstructor(int[].class).invoke(2)).length);
        t("arre", () -> MethodHandles.arrayElementGetter(int[].class).invoke(new int[1], 1));
        t("zero", () -> MethodHandles.zero(double.class).invoke() + "" + MethodHandles.empty(methodType(String.class, int.class)).invoke(1));
        t("cast", () -> MethodHandles.explicitCastArguments(add, methodType(byte.class, double.class, boolean.class)).invoke(300.7, true));
        t("proxy", () -> MethodHandleProxies.asInterfaceInstance(IntBinaryOperator.class, add).applyAsInt(4, 5));
        t("inline", () -> { MutableCallSite cs = new MutableCallSite(MethodHandles.constant(int.class, 1)); MethodHandle d = cs.dynamicInvoker(); int a = (int) d.invoke(); cs.setTarget(MethodHandles.constant(int.class, 2)); return a + "" + d.invoke() + new ConstantCallSite(add).getTarget().equals(add) + new VolatileCallSite(add).type(); });
        t("csbad", () -> { new MutableCallSite(add).setTarget(MethodHandles.constant(int.class, 1)); return 0; });
        t("crack", () -> l.revealDirect(add) + " " + l.revealDirect(join).getReferenceKind());
        t("reveal", () -> l.revealDirect(MethodHandles.insertArguments(add, 0, 1)));
        t("mt", () -> methodType(int.class, long.class).wrap() + "" + methodType(void.class).appendParameterTypes(int.class).toMethodDescriptorString() + MethodType.fromMethodDescriptorString("([ILjava/lang/String;)V", null) + MethodType.genericMethodType(2, true));
        t("mte", () -> MethodType.fromMethodDescriptorString("(X)V", null));
        t("mtv", () -> methodType(int.class, void.class));
        t("in", () -> id(l.in(String.class)) + l.lookupModes() + MethodHandles.publicLookup() + id(MethodHandles.privateLookupIn(MethodHandleOps.class, l)));
        t("priv", () -> MethodHandles.privateLookupIn(String.class, l));
        VarHandle vi = l.findVarHandle(MethodHandleOps.class, "vol", int.class);
        t("vh", () -> vi.compareAndSet(h, 0, 5) + "" + vi.getAndAdd(h, 3) + vi.getVolatile(h) + vi.compareAndExchange(h, 8, 1) + vi.getAndSet(h, 2) + vi.getAndBitwiseOr(h, 12) + vi.getAcquire(h) + vi.weakCompareAndSetPlain(h, 99, 1) + vi.varType() + vi.coordinateTypes() + vi.isAccessModeSupported(VarHandle.AccessMode.GET_AND_ADD));
        t("vhw", () -> (int) vi.get("x"));
        t("vhw2", () -> { vi.set(h, "x"); return 0; });
        t("vhn", () -> (int) vi.get((MethodHandleOps) null));
        t("vhr", () -> { VarHandle v = l.findVarHandle(MethodHandleOps.class, "fin", String.class); v.set(h, "x"); return 0; });
        for (String[] q : new String[][] {{"by", "B"}, {"bo", "Z"}, {"ch", "C"}, {"sh", "S"}, {"fl", "F"}, {"db", "D"}, {"ob", "L"}}) { Class<?> c = switch (q[1]) { case "B" -> byte.class; case "Z" -> boolean.class; case "C" -> char.class; case "S" -> short.class; case "F" -> float.class; case "D" -> double.class; default -> Object.class; }; VarHandle v = l.findVarHandle(MethodHandleOps.class, q[0], c); Object[] vals = switch (q[1]) { case "B" -> new Object[] {(byte) -5, (byte) 100}; case "Z" -> new Object[] {true, false}; case "C" -> new Object[] {'x', 'y'}; case "S" -> new Object[] {(short) -3, (short) 9}; case "F" -> new Object[] {1.5f, -0f}; case "D" -> new Object[] {2.5, Double.NaN}; default -> new Object[] {"a", "b"}; }; v.set(h, vals[0]); t(q[0], () -> v.get(h) + " " + v.getAndSet(h, vals[1]) + v.compareAndSet(h, vals[1], vals[0]) + v.getOpaque(h)); t(q[0] + " add", () -> v.getAndAdd(h, vals[0])); t(q[0] + " xor", () -> v.getAndBitwiseXor(h, vals[0])); }
        t("sv", () -> { VarHandle v = l.findStaticVarHandle(MethodHandleOps.class, "sv", String.class); return v.compareAndExchange("zz", "q") + "" + v.getAndSet("r") + v.getVolatile(); }); VarHandle ai = MethodHandles.arrayElementVarHandle(int[].class); int[] ar = {1, 2, 3};
        t("av", () -> ai.getAndAdd(ar, 1, 10) + "" + ai.compareAndSet(ar, 1, 12, 4) + ar[1]);
        t("avb", () -> (int) ai.get(ar, 3));
        t("avs", () -> { MethodHandles.arrayElementVarHandle(Object[].class).set(new String[1], 0, (Object) 5); return 0; }); VarHandle bv = MethodHandles.byteArrayViewVarHandle(long[].class, java.nio.ByteOrder.BIG_ENDIAN); byte[] ba = new byte[20]; bv.set(ba, 3, 0x0102030405060708L);
        t("bv", () -> Arrays.toString(ba) + bv.get(ba, 4));
        t("bvo", () -> (long) bv.get(ba, 13));
        t("bva", () -> (long) bv.getVolatile(ba, 1)); VarHandle bb = MethodHandles.byteBufferViewVarHandle(int[].class, java.nio.ByteOrder.LITTLE_ENDIAN);
        t("bbv", () -> bb.getAndAdd(java.nio.ByteBuffer.allocateDirect(16), 4, 7)); VarHandle.fullFence(); VarHandle.loadLoadFence();
        t("vhm", () -> l.findVirtual(VarHandle.class, "getAndAdd", methodType(int.class, MethodHandleOps.class, int.class)).invoke(vi, h, 1));
        t("vhinv", () -> MethodHandles.varHandleInvoker(VarHandle.AccessMode.GET, methodType(int.class, MethodHandleOps.class)).invoke(vi, h));
        t("tovh", () -> vi.toMethodHandle(VarHandle.AccessMode.GET).invoke(h));
        t("lmf", () -> { CallSite cs = LambdaMetafactory.metafactory(l, "applyAsInt", methodType(IntBinaryOperator.class), methodType(int.class, int.class, int.class), add, add.type()); return ((IntBinaryOperator) cs.getTarget().invoke()).applyAsInt(20, 22); });
        t("lmfe", () -> LambdaMetafactory.metafactory(l, "applyAsInt", methodType(IntBinaryOperator.class), methodType(int.class, int.class), add, add.type()));
        t("concat", () -> StringConcatFactory.makeConcatWithConstants(l, "c", methodType(String.class, int.class, Object.class, double.class), "a\1b\1\2\1", "K").getTarget().invoke(1, null, 2.5));
        t("condy", () -> ConstantBootstraps.enumConstant(l, "RUNNABLE", Thread.State.class) + "" + ConstantBootstraps.primitiveClass(l, "I", Class.class) + ConstantBootstraps.nullConstant(l, "x", String.class) + ConstantBootstraps.getStaticFinal(l, "MAX_VALUE", int.class, Integer.class));
        IntFunction<List<String>> w = d -> StackWalker.getInstance().walk(s -> s.limit(d).map(x -> x.getMethodName() + ":" + x.getLineNumber() + x.isNativeMethod()).collect(Collectors.toList()));
        p(w.apply(3));
        p(StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE).walk(s -> s.map(x -> x.getDeclaringClass() + x.getDescriptor() + x.getMethodType()).toList()));
        p(StackWalker.getInstance(Set.of(StackWalker.Option.SHOW_REFLECT_FRAMES, StackWalker.Option.SHOW_HIDDEN_FRAMES)).walk(s -> s.count()) > 1);
        t("caller", () -> StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE).getCallerClass());
        t("nocaller", () -> StackWalker.getInstance().getCallerClass());
        t("reflcaller", () -> MethodHandleOps.class.getDeclaredMethod("who").invoke(null));
        t("deep", () -> deep(300)); StackWalker.StackFrame[] sf = new StackWalker.StackFrame[1]; StackWalker.getInstance().forEach(x -> sf[0] = x);
        p(sf[0] + " " + sf[0].toStackTraceElement().getClassLoaderName() + sf[0].getByteCodeIndex() / 100000);
        t("unsup", () -> sf[0].getDeclaringClass());
        Function<Object, Object> fo = MethodHandleOps::idt; Supplier<MethodHandleOps> ns = MethodHandleOps::new; ToIntFunction<String> len = String::length;
        p(fo.apply(1) + "" + ns.get().f + len.applyAsInt("xyz") + ((IntFunction<int[]>) int[]::new).apply(3).length); Runnable ser = (Runnable & java.io.Serializable) () -> { };
        p(ser instanceof java.io.Serializable);
    }
    static String who() { return StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE).getCallerClass().getName(); }
    static long deep(int n) { return n == 0 ? StackWalker.getInstance().walk(Stream::count) - StackWalker.getInstance().walk(s -> s.dropWhile(x -> x.getMethodName().equals("deep")).count()) : deep(n - 1); }
}
