// javac: --add-exports java.base/jdk.internal.misc=ALL-UNNAMED
// java: --add-exports java.base/jdk.internal.misc=ALL-UNNAMED
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import jdk.internal.misc.Unsafe;

// Memory operations of Unsafe, var handles and atomics, in one thread and in several.
public class IntrinsicUnsafe {
    static final Unsafe U = Unsafe.getUnsafe();

    boolean z; byte b; short s; char c; int i; float f; long j; double d; Object o;

    static final long Z = off("z"), B = off("b"), S = off("s"), C = off("c"), I = off("i"), F = off("f"), J = off("j"), D = off("d"), O = off("o");
    static final VarHandle VI, VJ, VO, VB, ELEMENTS, INTS, BYTES_INT, BYTES_LONG;

    static {
        try {
            MethodHandles.Lookup l = MethodHandles.lookup();
            VI = l.findVarHandle(IntrinsicUnsafe.class, "i", int.class);
            VJ = l.findVarHandle(IntrinsicUnsafe.class, "j", long.class);
            VO = l.findVarHandle(IntrinsicUnsafe.class, "o", Object.class);
            VB = l.findVarHandle(IntrinsicUnsafe.class, "b", byte.class);
            ELEMENTS = MethodHandles.arrayElementVarHandle(String[].class);
            INTS = MethodHandles.arrayElementVarHandle(int[].class);
            BYTES_INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
            BYTES_LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
        } catch (ReflectiveOperationException e) {
            throw new Error(e);
        }
    }

    static long off(String name) { return U.objectFieldOffset(IntrinsicUnsafe.class, name); }

    static long h;
    static void mix(long v) { h = h * 0x9E3779B97F4A7C15L + v ^ h >>> 29; }

    static void accesses(IntrinsicUnsafe x, int n) {
        U.putBoolean(x, Z, (n & 1) != 0); U.putByte(x, B, (byte) n); U.putShort(x, S, (short) n); U.putChar(x, C, (char) n);
        U.putInt(x, I, n); U.putFloat(x, F, n); U.putLong(x, J, n * 0x100000001L); U.putDouble(x, D, n / 3.0); U.putReference(x, O, "s" + n % 10);
        mix(x.z ? 1 : 0); mix(x.b); mix(x.s); mix(x.c); mix(x.i); mix((long) x.f); mix(x.j); mix(Double.doubleToLongBits(x.d)); mix(x.o.hashCode());
        U.putBooleanVolatile(x, Z, (n & 2) != 0); U.putByteRelease(x, B, (byte) -n); U.putShortOpaque(x, S, (short) -n); U.putCharVolatile(x, C, (char) -n);
        U.putIntRelease(x, I, -n); U.putFloatVolatile(x, F, -n); U.putLongVolatile(x, J, -n); U.putDoubleRelease(x, D, -n); U.putReferenceVolatile(x, O, n);
        mix(U.getBooleanVolatile(x, Z) ? 1 : 0); mix(U.getByteAcquire(x, B)); mix(U.getShortOpaque(x, S)); mix(U.getCharVolatile(x, C));
        mix(U.getIntAcquire(x, I)); mix((long) U.getFloat(x, F)); mix(U.getLongVolatile(x, J)); mix((long) U.getDoubleAcquire(x, D));
        mix((Integer) U.getReferenceAcquire(x, O));
        U.fullFence(); U.loadFence(); U.storeFence();
    }

    static void swaps(IntrinsicUnsafe x, int n) {
        x.i = n; x.j = n; x.o = "old";
        mix(U.compareAndSetInt(x, I, n, n + 1) ? 1 : 0); mix(U.compareAndSetInt(x, I, n, n + 2) ? 1 : 0); mix(x.i);
        mix(U.compareAndExchangeInt(x, I, n, 0)); mix(U.compareAndExchangeInt(x, I, n + 1, 5)); mix(x.i);
        mix(U.weakCompareAndSetIntPlain(x, I, 5, 6) ? 1 : 0); mix(U.getAndAddInt(x, I, 7)); mix(U.getAndSetInt(x, I, n)); mix(x.i);
        long big = n * 0x123456789L;
        mix(U.compareAndSetLong(x, J, n, big) ? 1 : 0); mix(U.compareAndSetLong(x, J, n, 0) ? 1 : 0); mix(x.j);
        mix(U.compareAndExchangeLong(x, J, big, ~big)); mix(U.compareAndExchangeLong(x, J, big, 1)); mix(U.getAndAddLong(x, J, 1L << 40)); mix(U.getAndSetLong(x, J, big)); mix(x.j);
        Object o = x.o, p = new int[] {n};
        mix(U.compareAndSetReference(x, O, o, p) ? 1 : 0); mix(U.compareAndSetReference(x, O, o, null) ? 1 : 0); mix(((int[]) x.o)[0]);
        mix(U.compareAndExchangeReference(x, O, o, "no") == p ? 1 : 0); mix(U.compareAndExchangeReference(x, O, p, "yes") == p ? 1 : 0); mix(x.o.hashCode());
        mix(U.getAndSetReference(x, O, null).hashCode());
    }

    static void memory(long addr, byte[] a, int n) {
        U.putLong(addr, n * 0x0123456789abcdL); mix(U.getInt(addr + 2)); mix(U.getByte(addr + 7));
        long base = Unsafe.ARRAY_BYTE_BASE_OFFSET;
        int at = n & 15;
        U.putLongUnaligned(a, base + at, n * 77777777777L); mix(U.getIntUnaligned(a, base + at + 1)); mix(U.getCharUnaligned(a, base + at + 3));
        mix(U.getLongUnaligned(a, base + at, true)); U.putIntUnaligned(a, base + at, n, true); mix(U.getLongUnaligned(a, base + at));
        for (byte x : a) mix(x);
    }

    static void handles(IntrinsicUnsafe x, String[] strings, int[] ints, byte[] bytes, int n) {
        VI.set(x, n); mix((int) VI.getVolatile(x)); mix((boolean) VI.compareAndSet(x, n, -n) ? 1 : 0); mix((int) VI.getAndAdd(x, 3)); mix((int) VI.getAcquire(x));
        VJ.setRelease(x, 5L * n); mix((long) VJ.compareAndExchange(x, 5L * n, 6L)); mix((long) VJ.getOpaque(x)); mix((long) VJ.getAndBitwiseXor(x, 0xffL)); mix(x.j);
        VB.setVolatile(x, (byte) n); mix((boolean) VB.compareAndSet(x, (byte) n, (byte) 3) ? 1 : 0); mix((byte) VB.getAndAdd(x, (byte) 100)); mix(x.b);
        VO.set(x, "v"); mix((boolean) VO.compareAndSet(x, "v", "w") ? 1 : 0); mix(VO.getAndSet(x, "u").hashCode());
        ELEMENTS.setVolatile(strings, n & 3, "e" + (n & 3)); mix(ELEMENTS.getAcquire(strings, n & 3).hashCode());
        INTS.set(ints, n & 7, n); mix((int) INTS.getAndAdd(ints, n & 7, 1)); mix((boolean) INTS.weakCompareAndSetPlain(ints, n & 7, n + 1, n) ? 1 : 0);
        BYTES_INT.set(bytes, 1, n); mix((int) BYTES_INT.get(bytes, 1)); mix(bytes[4]); BYTES_LONG.set(bytes, 3, n * 0x0102030405L); mix((long) BYTES_LONG.get(bytes, 3));
    }

    static void fails(String what, Runnable r) {
        String text = null;
        for (int k = 0; k < 30; k++) {
            try {
                r.run();
                text = "nothing";
            } catch (RuntimeException e) {
                text = e.toString();
            }
        }
        System.out.println(what + ": " + text);
    }

    static void threads() throws InterruptedException {
        AtomicInteger ai = new AtomicInteger();
        AtomicLong al = new AtomicLong();
        AtomicReference<Object[]> list = new AtomicReference<>();
        AtomicIntegerArray arr = new AtomicIntegerArray(3);
        IntrinsicUnsafe x = new IntrinsicUnsafe();
        Thread[] ts = new Thread[4];
        for (int t = 0; t < ts.length; t++) {
            ts[t] = new Thread(() -> {
                for (int k = 0; k < 5000; k++) {
                    ai.incrementAndGet();
                    al.addAndGet(1L << 31);
                    arr.getAndUpdate(k % 3, v -> v + 1);
                    int v;
                    do v = (int) VI.getVolatile(x); while (!VI.compareAndSet(x, v, v + 2));
                    long w;
                    do w = U.getLongVolatile(x, J); while (!U.weakCompareAndSetLong(x, J, w, w + (1L << 33)));
                    if (k % 50 == 0) {
                        Object[] head;
                        do head = list.get(); while (!list.compareAndSet(head, new Object[] {head}));
                    }
                }
            });
            ts[t].start();
        }
        for (Thread t : ts) t.join();
        int n = 0;
        for (Object[] l = list.get(); l != null; l = (Object[]) l[0]) n++;
        System.out.println(ai + " " + al + " " + arr + " " + x.i + " " + x.j + " " + n);
    }

    public static void main(String[] args) throws Exception {
        IntrinsicUnsafe x = new IntrinsicUnsafe();
        long addr = U.allocateMemory(16);
        byte[] bytes = new byte[32];
        for (int n = 0; n < 3000; n++) {
            accesses(x, n);
            swaps(x, n);
            memory(addr, bytes, n);
        }
        U.freeMemory(addr);
        System.out.println(h);
        for (int n = 0; n < 3000; n++) handles(x, new String[4], new int[8], new byte[16], n);
        System.out.println(h);
        fails("null holder", () -> VI.set((IntrinsicUnsafe) null, 1));
        fails("null array", () -> INTS.getVolatile((int[]) null, 0));
        fails("index", () -> INTS.getAndAdd(new int[3], 3, 1));
        fails("negative index", () -> ELEMENTS.set(new String[3], -1, ""));
        fails("view", () -> BYTES_LONG.get(new byte[8], 1));
        fails("unaligned", () -> BYTES_INT.getVolatile(new byte[16], 1));
        fails("element", () -> { Object[] a = new String[1]; VarHandle v = MethodHandles.arrayElementVarHandle(Object[].class); v.set(a, 0, 1); });
        fails("checkIndex", () -> java.util.Objects.checkIndex(-1, 5));
        fails("checkIndex", () -> java.util.Objects.checkIndex(5, 5));
        fails("checkIndex", () -> java.util.Objects.checkIndex(0, -5));
        threads();
    }
}
