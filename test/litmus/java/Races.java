import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;

/** Races by the names they have in the literature. Outcomes are the results r0 r1 (r2 r3). */
final class Races {
    static final VarHandle X, Y, L, ELEMENT;

    static {
        try {
            MethodHandles.Lookup l = MethodHandles.lookup();
            X = l.findVarHandle(Litmus.S.class, "x", int.class);
            Y = l.findVarHandle(Litmus.S.class, "y", int.class);
            L = l.findVarHandle(Litmus.S.class, "l", long.class);
            ELEMENT = MethodHandles.arrayElementVarHandle(int[].class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Store buffering: each writes one variable and reads the other. 0 0 needs a store that waits. */
    abstract static class StoreBuffering extends Litmus.Race {
        final boolean ordered;

        StoreBuffering(String name, boolean ordered) {
            super("sb." + name, 2);
            this.ordered = ordered;
        }

        @Override boolean forbidden(int outcome) {
            return ordered && outcome == 0;
        }

        @Override boolean relaxed(int outcome) {
            return !ordered && outcome == 0;
        }
    }

    /** Message passing: data, then a flag; who sees the flag (r0 is 1) must see the data (r1 is 1). */
    abstract static class MessagePassing extends Litmus.Race {
        final boolean ordered;

        MessagePassing(String name, boolean ordered) {
            super("mp." + name, 2);
            this.ordered = ordered;
        }

        @Override boolean forbidden(int outcome) {
            return ordered && outcome != 0 && outcome != 1 && outcome != 11;
        }

        @Override boolean relaxed(int outcome) {
            return !ordered && outcome == 10;
        }
    }

    /** Load buffering: each reads one variable and writes the other. 1 1 needs reads that came late. */
    abstract static class LoadBuffering extends Litmus.Race {
        final boolean ordered;

        LoadBuffering(String name, boolean ordered) {
            super("lb." + name, 2);
            this.ordered = ordered;
        }

        @Override boolean forbidden(int outcome) {
            return ordered && outcome == 11;
        }

        @Override boolean relaxed(int outcome) {
            return !ordered && outcome == 11;
        }
    }

    /** One writes, the other reads twice: 1 0 would be time running back. */
    abstract static class Coherence extends Litmus.Race {
        Coherence(String name) {
            super("corr." + name, 2);
        }

        @Override boolean forbidden(int outcome) {
            return outcome == 10;
        }
    }

    /** An object that is published by a race. */
    static final class Box {
        final int value;
        final int[] array;

        Box(int value) {
            this.value = value;
            array = new int[] {value, value};
        }
    }

    static List<Litmus.Race> all() {
        return List.of(
            new StoreBuffering("plain", false) {
                @Override void a(Litmus.S s) { s.x = 1; s.r0 = s.y; }
                @Override void b(Litmus.S s) { s.y = 1; s.r1 = s.x; }
            },
            new StoreBuffering("volatile", true) {
                @Override void a(Litmus.S s) { s.vx = 1; s.r0 = s.vy; }
                @Override void b(Litmus.S s) { s.vy = 1; s.r1 = s.vx; }
            },
            new StoreBuffering("varhandle.volatile", true) {
                @Override void a(Litmus.S s) { X.setVolatile(s, 1); s.r0 = (int) Y.getVolatile(s); }
                @Override void b(Litmus.S s) { Y.setVolatile(s, 1); s.r1 = (int) X.getVolatile(s); }
            },
            new StoreBuffering("acquire-release", false) {
                @Override void a(Litmus.S s) { X.setRelease(s, 1); s.r0 = (int) Y.getAcquire(s); }
                @Override void b(Litmus.S s) { Y.setRelease(s, 1); s.r1 = (int) X.getAcquire(s); }
            },
            new StoreBuffering("opaque", false) {
                @Override void a(Litmus.S s) { X.setOpaque(s, 1); s.r0 = (int) Y.getOpaque(s); }
                @Override void b(Litmus.S s) { Y.setOpaque(s, 1); s.r1 = (int) X.getOpaque(s); }
            },
            new StoreBuffering("fence", true) {
                @Override void a(Litmus.S s) { s.x = 1; VarHandle.fullFence(); s.r0 = s.y; }
                @Override void b(Litmus.S s) { s.y = 1; VarHandle.fullFence(); s.r1 = s.x; }
            },
            new StoreBuffering("exchange", true) {
                @Override void a(Litmus.S s) { X.getAndSet(s, 1); s.r0 = (int) Y.getVolatile(s); }
                @Override void b(Litmus.S s) { Y.getAndAdd(s, 1); s.r1 = (int) X.getVolatile(s); }
            },
            new StoreBuffering("cas", true) {
                @Override void a(Litmus.S s) { X.compareAndSet(s, 0, 1); s.r0 = (int) Y.getVolatile(s); }
                @Override void b(Litmus.S s) { Y.compareAndExchange(s, 0, 1); s.r1 = (int) X.getVolatile(s); }
            },
            new StoreBuffering("long.volatile", true) {
                @Override void a(Litmus.S s) { s.vl = 1; s.r0 = s.vo == null ? 0 : 1; }
                @Override void b(Litmus.S s) { s.vo = s; s.r1 = (int) s.vl; }
            },
            new StoreBuffering("double.volatile", true) {
                @Override void a(Litmus.S s) { s.vd = 1; s.r0 = (int) s.vl; }
                @Override void b(Litmus.S s) { s.vl = 1; s.r1 = (int) s.vd; }
            },
            // An access inside of a monitor may not move out of it, before another monitor.
            new StoreBuffering("monitors", true) {
                @Override void a(Litmus.S s) { synchronized (s) { s.x = 1; } synchronized (s) { s.r0 = s.y; } }
                @Override void b(Litmus.S s) { synchronized (s) { s.y = 1; } synchronized (s) { s.r1 = s.x; } }
            },
            new MessagePassing("plain", false) {
                @Override void a(Litmus.S s) { s.x = 1; s.y = 1; }
                @Override void b(Litmus.S s) { s.r0 = s.y; s.r1 = s.x; }
            },
            new MessagePassing("volatile", true) {
                @Override void a(Litmus.S s) { s.x = 1; s.vy = 1; }
                @Override void b(Litmus.S s) { s.r0 = s.vy; s.r1 = s.x; }
            },
            new MessagePassing("volatile.reference", true) {
                @Override void a(Litmus.S s) { Litmus.S o = new Litmus.S(); o.x = 1; s.vo = o; }
                @Override void b(Litmus.S s) {
                    Litmus.S o = (Litmus.S) s.vo;
                    s.r0 = o == null ? 0 : 1;
                    s.r1 = o == null ? 0 : o.x;
                }
            },
            new MessagePassing("volatile.array", true) {
                @Override void a(Litmus.S s) { s.array[1] = 1; s.vy = 1; }
                @Override void b(Litmus.S s) { s.r0 = s.vy; s.r1 = s.array[1]; }
            },
            new MessagePassing("volatile.long", true) {
                @Override void a(Litmus.S s) { s.l = 1; s.d = 1; s.vl = 1; }
                @Override void b(Litmus.S s) { s.r0 = (int) s.vl; s.r1 = (int) Math.min(s.l, (long) s.d); }
            },
            // A read before the flag must not serve for the one behind it.
            new MessagePassing("volatile.again", true) {
                @Override void a(Litmus.S s) { s.x = 1; s.vy = 1; }
                @Override void b(Litmus.S s) { s.r2 = s.x; s.r0 = s.vy; s.r1 = s.x; }
            },
            new MessagePassing("acquire-release", true) {
                @Override void a(Litmus.S s) { s.x = 1; Y.setRelease(s, 1); }
                @Override void b(Litmus.S s) { s.r0 = (int) Y.getAcquire(s); s.r1 = s.x; }
            },
            new MessagePassing("element", true) {
                @Override void a(Litmus.S s) { s.x = 1; ELEMENT.setRelease(s.array, 0, 1); }
                @Override void b(Litmus.S s) { s.r0 = (int) ELEMENT.getAcquire(s.array, 0); s.r1 = s.x; }
            },
            new MessagePassing("fences", true) {
                @Override void a(Litmus.S s) { s.x = 1; VarHandle.releaseFence(); Y.setOpaque(s, 1); }
                @Override void b(Litmus.S s) { s.r0 = (int) Y.getOpaque(s); VarHandle.acquireFence(); s.r1 = s.x; }
            },
            new MessagePassing("exchange", true) {
                @Override void a(Litmus.S s) { s.x = 1; Y.getAndAddRelease(s, 1); }
                @Override void b(Litmus.S s) { s.r0 = (int) Y.getAndAddAcquire(s, 0); s.r1 = s.x; }
            },
            new MessagePassing("monitor", true) {
                @Override void a(Litmus.S s) { synchronized (s) { s.x = 1; s.y = 1; } }
                @Override void b(Litmus.S s) { synchronized (s) { s.r0 = s.y; s.r1 = s.x; } }
                @Override boolean forbidden(int outcome) { return outcome != 0 && outcome != 11; }
            },
            new LoadBuffering("plain", false) {
                @Override void a(Litmus.S s) { s.r0 = s.x; s.y = 1; }
                @Override void b(Litmus.S s) { s.r1 = s.y; s.x = 1; }
            },
            new LoadBuffering("volatile", true) {
                @Override void a(Litmus.S s) { s.r0 = s.vx; s.vy = 1; }
                @Override void b(Litmus.S s) { s.r1 = s.vy; s.vx = 1; }
            },
            new LoadBuffering("acquire-release", true) {
                @Override void a(Litmus.S s) { s.r0 = (int) X.getAcquire(s); Y.setRelease(s, 1); }
                @Override void b(Litmus.S s) { s.r1 = (int) Y.getAcquire(s); X.setRelease(s, 1); }
            },
            new Coherence("volatile") {
                @Override void a(Litmus.S s) { s.vx = 1; }
                @Override void b(Litmus.S s) { s.r0 = s.vx; s.r1 = s.vx; }
            },
            new Coherence("opaque") {
                @Override void a(Litmus.S s) { X.setOpaque(s, 1); }
                @Override void b(Litmus.S s) { s.r0 = (int) X.getOpaque(s); s.r1 = (int) X.getOpaque(s); }
            },
            // Independent reads of independent writes: the readers agree on which came first.
            new Litmus.Race("iriw.volatile", 4) {
                @Override void a(Litmus.S s) { s.vx = 1; }
                @Override void b(Litmus.S s) { s.vy = 1; }
                @Override void c(Litmus.S s) { s.r0 = s.vx; s.r1 = s.vy; }
                @Override void d(Litmus.S s) { s.r2 = s.vy; s.r3 = s.vx; }
                @Override int outcome(Litmus.S s) { return s.r0 * 1000 + s.r1 * 100 + s.r2 * 10 + s.r3; }
                @Override boolean forbidden(int outcome) { return outcome == 1010; }
            },
            // Write to read causality over three threads.
            new Litmus.Race("wrc.volatile", 3) {
                @Override void a(Litmus.S s) { s.x = 1; s.vx = 1; }
                @Override void b(Litmus.S s) { s.r0 = s.vx; s.vy = s.r0; }
                @Override void c(Litmus.S s) { s.r1 = s.vy; s.r2 = s.x; }
                @Override int outcome(Litmus.S s) { return s.r0 * 100 + s.r1 * 10 + s.r2; }
                @Override boolean forbidden(int outcome) { return outcome == 110; }
            },
            // JLS 17.5: who sees the object sees its final fields, and what is reached by them.
            new Litmus.Race("final.field", 2) {
                @Override void a(Litmus.S s) { s.o = new Box(1); }
                @Override void b(Litmus.S s) {
                    Box b = (Box) s.o;
                    s.r0 = b == null ? 0 : 1;
                    s.r1 = b == null ? 0 : b.value * b.array[0] * b.array[1];
                }
                @Override boolean forbidden(int outcome) { return outcome != 0 && outcome != 11; }
            },
            // Even without final fields a class and a length are there.
            new Litmus.Race("new.array", 2) {
                @Override void a(Litmus.S s) { s.o = new byte[5]; }
                @Override void b(Litmus.S s) {
                    Object o = s.o;
                    s.r0 = o == null ? 0 : 1;
                    s.r1 = o instanceof byte[] b && b.length == 5 && b[4] == 0 ? 1 : 0;
                }
                @Override boolean forbidden(int outcome) { return outcome == 10; }
            },
            // JLS 17.7: volatile longs and doubles are written at once.
            new Litmus.Race("atomic.long", 2) {
                @Override void a(Litmus.S s) { s.vl = -1L; }
                @Override void b(Litmus.S s) { long l = s.vl; s.r0 = (int) l; s.r1 = (int) (l >>> 32); }
                @Override boolean forbidden(int outcome) { return outcome != 0 && outcome != -11; }
            },
            new Litmus.Race("atomic.double", 2) {
                static final double NOISE = Double.longBitsToDouble(0x7f7f_7f7f_7f7f_7f7fL);
                @Override void a(Litmus.S s) { s.vd = NOISE; }
                @Override void b(Litmus.S s) { double d = s.vd; s.r0 = d == 0 ? 0 : 1; s.r1 = d == NOISE ? 1 : 0; }
                @Override boolean forbidden(int outcome) { return outcome == 10; }
            },
            new Litmus.Race("atomic.varhandle", 2) {
                @Override void a(Litmus.S s) { L.setOpaque(s, -1L); }
                @Override void b(Litmus.S s) { long l = (long) L.getOpaque(s); s.r0 = (int) l; s.r1 = (int) (l >>> 32); }
                @Override boolean forbidden(int outcome) { return outcome != 0 && outcome != -11; }
            },
            new Litmus.Race("atomic.plain.long", 2) { // may be halves on 32-bit machines
                @Override void a(Litmus.S s) { s.l = -1L; }
                @Override void b(Litmus.S s) { long l = s.l; s.r0 = (int) l; s.r1 = (int) (l >>> 32); }
                @Override boolean relaxed(int outcome) { return outcome != 0 && outcome != -11; }
            },
            new Litmus.Race("atomic.add", 3) {
                @Override void a(Litmus.S s) { s.r0 = (int) X.getAndAdd(s, 1); }
                @Override void b(Litmus.S s) { s.r1 = (int) X.getAndAdd(s, 1); }
                @Override void c(Litmus.S s) { s.r2 = (int) X.getAndAdd(s, 1); }
                @Override int outcome(Litmus.S s) {
                    int seen = 1 << s.r0 | 1 << s.r1 | 1 << s.r2;
                    return seen == 7 && s.x == 3 ? 1 : 0;
                }
                @Override boolean forbidden(int outcome) { return outcome == 0; }
            },
            new Litmus.Race("atomic.cas", 2) { // one of them wins
                @Override void a(Litmus.S s) { s.r0 = X.compareAndSet(s, 0, 1) ? 1 : 0; }
                @Override void b(Litmus.S s) { s.r1 = X.compareAndSet(s, 0, 2) ? 1 : 0; }
                @Override boolean forbidden(int outcome) { return outcome != 1 && outcome != 10; }
            },
            new Litmus.Race("atomic.exchange.long", 2) { // what goes in comes out, or stays
                @Override void a(Litmus.S s) { s.r0 = (int) ((long) L.getAndSet(s, 0x1_0000_0001L) >> 32); }
                @Override void b(Litmus.S s) { s.r1 = (int) ((long) L.getAndSet(s, 0x2_0000_0002L) >> 32); }
                @Override int outcome(Litmus.S s) { return s.r0 * 100 + s.r1 * 10 + (int) (s.l == (s.l >> 32) * 0x1_0000_0001L ? s.l >> 32 : 9); }
                @Override boolean forbidden(int outcome) { return outcome != 12 && outcome != 201; }
            });
    }
}
