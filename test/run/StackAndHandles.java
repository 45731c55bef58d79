import java.lang.StackWalker.*; import java.util.*; import java.util.stream.*;
import java.lang.invoke.*;
/** StackWalker, stack traces, thread states, and what look-ups of method handles and VarHandles answer. */
public class StackAndHandles {
  static void a(int n) { if (n > 0) { b(n-1); return; }
    StackWalker w = StackWalker.getInstance(Set.of(Option.RETAIN_CLASS_REFERENCE), 2);
    w.forEach(f -> System.out.println(f + " " + f.getByteCodeIndex() + " " + f.getDescriptor()+" "+f.getMethodType()));
    System.out.println(w.getCallerClass());
    List<String> nm7 = StackWalker.getInstance(Option.SHOW_REFLECT_FRAMES).walk(s -> s.map(StackFrame::getMethodName).limit(30).collect(Collectors.toList())); System.out.println(nm7);
    List<String> nm8 = StackWalker.getInstance(Option.SHOW_HIDDEN_FRAMES).walk(s -> s.map(StackFrame::getMethodName).limit(4).collect(Collectors.toList())); System.out.println(nm8);
    for (StackTraceElement e : Thread.currentThread().getStackTrace()) System.out.println(e);
    try { w.walk(s -> { try { return s.iterator(); } finally {} }).next(); } catch (IllegalStateException e) { System.out.println(e); }
  }
  static void b(int n) { a(n-1); }
  public static void main(String[] x) throws Throwable {
    a(6);
    StackAndHandles.class.getDeclaredMethod("a", int.class).invoke(null, 2);
    MethodHandles.lookup().findStatic(StackAndHandles.class, "b", MethodType.methodType(void.class, int.class)).invoke(1);
    Runnable r = () -> a(0); r.run();
    System.out.println(new SecurityManager(){ Class<?>[] c(){ return getClassContext(); } }.c().length);
    Thread t = new Thread(() -> { synchronized(StackAndHandles.class) { try { StackAndHandles.class.wait(); } catch (InterruptedException e) { System.out.println(e + " " + Thread.currentThread().isInterrupted()); } } }, "waiter");
    t.start(); while (t.getState() != Thread.State.WAITING) Thread.sleep(5);
    System.out.println(t.getState() + " " + Thread.holdsLock(StackAndHandles.class)); t.interrupt(); t.join(); System.out.println(t.getState() + " " + t.isAlive());
    Thread p = new Thread(() -> { java.util.concurrent.locks.LockSupport.park(); System.out.println("unparked " + Thread.interrupted()); }); p.start(); while (p.getState() != Thread.State.WAITING) Thread.sleep(5); p.interrupt(); p.join();
    Thread q = new Thread(() -> { try { Thread.sleep(100000); } catch (InterruptedException e) { System.out.println(e); } }); q.interrupt(); q.start(); q.interrupt(); q.join();
    try { q.start(); } catch (IllegalThreadStateException e) { System.out.println(e); }
    try { new Object().wait(); } catch (IllegalMonitorStateException e) { System.out.println(e); }
    try { new Object().notify(); } catch (IllegalMonitorStateException e) { System.out.println(e); }
    Thread u = new Thread(() -> { throw new IllegalStateException("in thread"); }); u.setName("u"); u.setUncaughtExceptionHandler((tt, e) -> System.out.println(tt.getName() + e)); u.start(); u.join();
    System.out.println(Thread.getAllStackTraces().keySet().stream().map(Thread::getName).sorted().filter(n -> n.startsWith("main") || n.startsWith("Ref") || n.startsWith("Fin") || n.startsWith("Sig")).collect(Collectors.toList()));
    List<MethodHandle> l = List.of(MethodHandles.lookup().findVirtual(List.class, "size", MethodType.methodType(int.class)), MethodHandles.lookup().findVirtual(ArrayList.class, "forEach", MethodType.methodType(void.class, java.util.function.Consumer.class)), MethodHandles.lookup().findVirtual(Coll.class, "dflt", MethodType.methodType(String.class)));
    System.out.println((int) l.get(0).invoke(List.of(1,2)) + " " + l.get(2).invoke((Coll) new Coll2()));
    System.out.println(l);
    for (String[] bad : new String[][]{{"nope","()V"},{"a","()V"}}) try { MethodHandles.lookup().findStatic(StackAndHandles.class, bad[0], MethodType.fromMethodDescriptorString(bad[1], null)); } catch (ReflectiveOperationException e) { System.out.println(e.getMessage().replaceAll("@[0-9a-f]+", "@x")); }
    try { MethodHandles.lookup().findVirtual(String.class, "value", MethodType.methodType(int.class)); } catch (ReflectiveOperationException e) { System.out.println(e.getMessage().replaceAll("@[0-9a-f]+", "@x")); }
    try { MethodHandles.lookup().findGetter(String.class, "value", byte[].class); } catch (ReflectiveOperationException e) { System.out.println(e.getMessage().replaceAll("@[0-9a-f]+", "@x")); }
    try { MethodHandles.lookup().findStaticGetter(StackAndHandles.class, "zz", int.class); } catch (ReflectiveOperationException e) { System.out.println(e.getMessage().replaceAll("@[0-9a-f]+", "@x")); }
    try { MethodHandles.lookup().findSpecial(Object.class, "toString", MethodType.methodType(String.class), StackAndHandles.class).invoke(new StackAndHandles()); } catch (ReflectiveOperationException e) { System.out.println(e.getMessage().replaceAll("@[0-9a-f]+", "@x")); }
    VarHandle vh = MethodHandles.lookup().findVarHandle(StackAndHandles.class, "fld", long.class); StackAndHandles sw = new StackAndHandles(); vh.set(sw, 5L); System.out.println(vh.compareAndSet(sw, 5L, 6L) + " " + vh.getAndAdd(sw, 3L) + " " + sw.fld + " " + vh.toString().startsWith("VarHandle"));
    VarHandle av = MethodHandles.arrayElementVarHandle(byte[].class); byte[] bb = new byte[4]; System.out.println(av.compareAndSet(bb, 1, (byte)0, (byte)7) + Arrays.toString(bb));
    try { av.get(bb, 9); } catch (Exception e) { System.out.println(e); }
    VarHandle bv = MethodHandles.byteArrayViewVarHandle(int[].class, java.nio.ByteOrder.BIG_ENDIAN); byte[] big = new byte[16]; bv.set(big, 0, 0x01020304); System.out.println(Arrays.toString(big) + bv.get(big, 1));
    try { vh.set(sw, "x"); } catch (WrongMethodTypeException e) { System.out.println(e.getMessage()); }
    System.out.println(int[][].class.getModifiers());
  }
  long fld;
  interface Dflt { default String dflt() { return "d" + getClass().getSimpleName(); } }
  static abstract class Coll implements Dflt {}
  static class Coll2 extends Coll {}
}
