// javac: --add-exports java.base/jdk.internal.org.objectweb.asm=ALL-UNNAMED
// java: --add-exports java.base/jdk.internal.org.objectweb.asm=ALL-UNNAMED -javaagent:{dir}/agent.jar
// jar: agent.jar Premain-Class=RedefineAgent Can-Redefine-Classes=true Can-Retransform-Classes=true : RedefineAgent

import java.io.InputStream;
import java.lang.instrument.*;
import java.lang.invoke.*;
import java.security.ProtectionDomain;
import java.util.*;
import java.util.function.*;
import jdk.internal.org.objectweb.asm.*;

/** Methods get new bodies while they run, are compiled, are called in every way. */
public class AgentRedefine {
    static Instrumentation inst = RedefineAgent.inst;

    public static void main(String[] args) throws Throwable {
        callers();
        hotLoop();
        frames();
        traces();
        blocked();
        retransform();
        errors();
        several();
    }

    /** The class file of c in which a constant is another. */
    static byte[] changed(Class<?> c, Object from, Object to) throws Exception {
        return edit(c, v -> new ClassVisitor(Opcodes.ASM8, v) {
            public MethodVisitor visitMethod(int access, String m, String desc, String sig, String[] ex) {
                return new MethodVisitor(Opcodes.ASM8, super.visitMethod(access, m, desc, sig, ex)) {
                    public void visitLdcInsn(Object o) { super.visitLdcInsn(o.equals(from) ? to : o); }
                    public void visitIntInsn(int op, int n) { super.visitIntInsn(op, from.equals(n) ? (Integer) to : n); }
                    public void visitLineNumber(int line, Label l) {
                        super.visitLineNumber(from.equals("lines") ? line + (Integer) to : line, l);
                    }
                };
            }
        });
    }

    static byte[] edit(Class<?> c, Function<ClassVisitor, ClassVisitor> how) throws Exception {
        try (InputStream in = c.getResourceAsStream("/" + c.getName().replace('.', '/') + ".class")) {
            ClassReader r = new ClassReader(in.readAllBytes());
            ClassWriter w = new ClassWriter(ClassWriter.COMPUTE_MAXS);
            // A pool that begins otherwise, so that no index is as before.
            for (int i = 0; i < 20; i++)
                w.newConst("filler " + i);
            r.accept(how.apply(w), 0);
            return w.toByteArray();
        }
    }

    static void redefine(Class<?> c, byte[] b) throws Exception { inst.redefineClasses(new ClassDefinition(c, b)); }

    interface Speaker { String speak(); }

    static class Target implements Speaker {
        static String stat() { return "old static"; }
        public String speak() { return "old virtual"; }
        private String priv() { return "old private"; }
        String viaPrivate() { return priv(); }
        static int count = 3;
        int field = 4;
        Supplier<String> lambda() { return () -> "old lambda " + field; }
        String concat(int x) { return "old concat " + x + count; }
        @Deprecated void annotated() { }
    }

    static class Sub extends Target {
        public String speak() { return "sub of " + super.speak(); }
    }

    static void callers() throws Throwable {
        Target t = new Target(), s = new Sub();
        t.field = 7;
        Target.count = 8;
        MethodHandle h = MethodHandles.lookup().findStatic(Target.class, "stat", MethodType.methodType(String.class));
        MethodHandle v = MethodHandles.lookup().findVirtual(Target.class, "speak", MethodType.methodType(String.class));
        java.lang.reflect.Method m = Target.class.getDeclaredMethod("stat");
        Supplier<String> before = t.lambda();
        for (int round = 0; round < 3; round++) {
            List<Object> all = new ArrayList<>();
            Speaker sp = s;
            for (int i = 0; i < 3; i++) {
                all = new ArrayList<>(Arrays.asList(Target.stat(), t.speak(), t.viaPrivate(), s.speak(), ((Speaker) t).speak(), sp.speak(),
                    (String) h.invokeExact(), (String) v.invokeExact(t), m.invoke(null), before.get(), t.lambda().get(), t.concat(round)));
            }
            System.out.println(all);
            int n = round;
            redefine(Target.class, edit(Target.class, w -> new ClassVisitor(Opcodes.ASM8, w) {
                public MethodVisitor visitMethod(int access, String name, String desc, String sig, String[] ex) {
                    return new MethodVisitor(Opcodes.ASM8, super.visitMethod(access, name, desc, sig, ex)) {
                        public void visitLdcInsn(Object o) { super.visitLdcInsn(o.toString().replace("old", "new" + n)); }
                        public void visitInvokeDynamicInsn(String nm, String d, Handle b, Object... a) {
                            if (a[0] instanceof String)
                                a[0] = a[0].toString().replace("old", "new" + n);
                            super.visitInvokeDynamicInsn(nm, d, b, a);
                        }
                    };
                }
            }));
        }
        System.out.println(t.field + " " + Target.count + " " + Target.class.getDeclaredMethod("annotated").getAnnotations().length
            + " " + Target.class.getDeclaredMethods().length + " " + m.equals(Target.class.getDeclaredMethod("stat")));
    }

    static class Hot {
        static int step(int x) { return x + 1000; }
    }

    static volatile boolean stop;
    static volatile int last;
    static volatile long turns;

    static void hotLoop() throws Exception {
        Thread t = new Thread(() -> {
            while (!stop) {
                last = Hot.step(0);
                turns++;
            }
        });
        t.start();
        while (turns < 200_000)
            Thread.sleep(1);
        System.out.println(last);
        for (int to : new int[] {2000, 3000}) {
            redefine(Hot.class, changed(Hot.class, 1000, to));
            long now = turns;
            while (turns < now + 200_000)
                Thread.sleep(1);
            System.out.println(last);
        }
        stop = true;
        t.join();
    }

    static class Deep {
        static int depth(int n, Runnable at) {
            if (n == 0) {
                at.run();
                return 1000;
            }
            int r = depth(n - 1, at);
            return r + 1000 + small(n);
        }

        static int small(int n) { return n < 0 ? n : 300; }

        static synchronized long locked(long a, double b, Runnable at) {
            long x = a * 3;
            at.run();
            return x + (long) b + 1000 + small(1);
        }
    }

    /** Frames that are there go on as they were, new ones are new. */
    static void frames() throws Exception {
        Runnable nothing = () -> { };
        int sum = 0;
        for (int i = 0; i < 5000; i++)
            sum += Deep.depth(5, nothing) + (int) Deep.locked(i, i, nothing);
        System.out.println(sum);
        System.out.println(Deep.depth(5, () -> {
            try {
                redefine(Deep.class, changed(Deep.class, 1000, 2000));
            } catch (Exception e) {
                throw new Error(e);
            }
        }));
        System.out.println(Deep.depth(5, nothing));
        long r = Deep.locked(5_000_000_000L, 2.5, () -> {
            try {
                redefine(Deep.class, changed(Deep.class, 300, 700));
            } catch (Exception e) {
                throw new Error(e);
            }
        });
        System.out.println(r + " " + Thread.holdsLock(Deep.class));
        System.out.println(Deep.locked(5, 2.5, nothing) + " " + Deep.depth(1, nothing));
    }

    static class Traced {
        static Exception here(Runnable r) {
            r.run();
            return new Exception("here");
        }
    }

    static void traces() throws Exception {
        Exception early = Traced.here(() -> { });
        Exception during = Traced.here(() -> {
            try {
                redefine(Traced.class, changed(Traced.class, "lines", 1000));
            } catch (Exception e) {
                throw new Error(e);
            }
        });
        Exception late = Traced.here(() -> { });
        // The lines of frames whose method has another body are not known.
        System.out.println(early.getStackTrace()[0] + " " + early.getStackTrace().length);
        System.out.println(during.getStackTrace()[0]);
        System.out.println(late.getStackTrace()[0]);
        Traced.here(() -> {
            try {
                redefine(Traced.class, changed(Traced.class, "lines", 2000));
            } catch (Exception e) {
                throw new Error(e);
            }
            System.out.println(trace(new Exception()));
            System.out.println(trace(Thread.currentThread().getStackTrace()));
            StackWalker.getInstance().forEach(f -> {
                if (f.getClassName().endsWith("Traced"))
                    System.out.println(f + " " + f.getByteCodeIndex());
            });
        });
    }

    static StackTraceElement trace(Exception e) { return trace(e.getStackTrace()); }

    static StackTraceElement trace(StackTraceElement[] list) {
        for (StackTraceElement e : list)
            if (e.getClassName().endsWith("Traced"))
                return e;
        return null;
    }

    static class Waiter {
        static String take(Object lock) {
            synchronized (lock) {
                return "a" + tail();
            }
        }

        static String tail() { return "old tail"; }
    }

    /** A thread that is blocked in the old code calls the new. */
    static void blocked() throws Exception {
        Object lock = new Object();
        for (int i = 0; i < 5000; i++)
            Waiter.take(lock);
        String[] got = new String[1];
        Thread t = new Thread(() -> got[0] = Waiter.take(lock));
        synchronized (lock) {
            t.start();
            while (t.getState() != Thread.State.BLOCKED)
                Thread.sleep(1);
            redefine(Waiter.class, changed(Waiter.class, "old tail", "new tail"));
        }
        t.join();
        System.out.println(got[0]);
    }

    static class Re {
        static String text() { return "text"; }
    }

    static void retransform() throws Exception {
        List<String> log = new ArrayList<>();
        class Mark implements ClassFileTransformer {
            final String mark;

            Mark(String mark) { this.mark = mark; }

            public byte[] transform(Module m, ClassLoader l, String name, Class<?> c, ProtectionDomain d, byte[] b) {
                if (!"AgentRedefine$Re".equals(name))
                    return null;
                log.add(mark + " " + c + " " + m.isNamed());
                ClassReader r = new ClassReader(b);
                ClassWriter w = new ClassWriter(0);
                r.accept(new ClassVisitor(Opcodes.ASM8, w) {
                    public MethodVisitor visitMethod(int access, String m, String desc, String sig, String[] ex) {
                        return new MethodVisitor(Opcodes.ASM8, super.visitMethod(access, m, desc, sig, ex)) {
                            public void visitLdcInsn(Object o) { super.visitLdcInsn(o + " " + mark); }
                        };
                    }
                }, 0);
                return w.toByteArray();
            }
        }
        Mark n = new Mark("n"), a = new Mark("a"), b = new Mark("b");
        inst.addTransformer(n);
        inst.addTransformer(a, true);
        System.out.println(Re.text());
        inst.addTransformer(b, true);
        inst.retransformClasses(Re.class);
        System.out.println(Re.text());
        inst.retransformClasses(Re.class);
        System.out.println(Re.text());
        inst.removeTransformer(a);
        inst.retransformClasses(Re.class);
        System.out.println(Re.text());
        redefine(Re.class, changed(Re.class, "text", "other"));
        System.out.println(Re.text());
        inst.removeTransformer(b);
        inst.retransformClasses(Re.class);
        System.out.println(Re.text());
        inst.removeTransformer(n);
        System.out.println(log);
        // A class of the library, already loaded and compiled.
        ClassFileTransformer bits = new ClassFileTransformer() {
            public byte[] transform(ClassLoader l, String name, Class<?> c, ProtectionDomain d, byte[] f) {
                if (!"java/util/BitSet".equals(name))
                    return null;
                ClassReader r = new ClassReader(f);
                ClassWriter w = new ClassWriter(0);
                r.accept(new ClassVisitor(Opcodes.ASM8, w) {
                    public MethodVisitor visitMethod(int access, String m, String desc, String sig, String[] ex) {
                        MethodVisitor v = super.visitMethod(access, m, desc, sig, ex);
                        if (!m.equals("cardinality"))
                            return v;
                        v.visitCode();
                        v.visitIntInsn(Opcodes.BIPUSH, 42);
                        v.visitInsn(Opcodes.IRETURN);
                        v.visitMaxs(1, 1);
                        v.visitEnd();
                        return null;
                    }
                }, 0);
                return w.toByteArray();
            }
        };
        BitSet set = new BitSet();
        set.set(3);
        for (int i = 0; i < 5000; i++)
            set.cardinality();
        System.out.println(set.cardinality());
        inst.addTransformer(bits, true);
        inst.retransformClasses(BitSet.class);
        System.out.println(set.cardinality());
        inst.removeTransformer(bits);
        inst.retransformClasses(BitSet.class);
        System.out.println(set.cardinality() + " " + set);
    }

    static class Victim {
        int a;
        String b;

        int get() { return a; }

        void other() { }
    }

    static void attempt(String what, Function<ClassVisitor, ClassVisitor> how) throws Exception {
        try {
            redefine(Victim.class, edit(Victim.class, how));
            System.out.println(what + ": done");
        } catch (Throwable e) {
            System.out.println(what + ": " + e);
        }
    }

    static void attempt(String what, Class<?> c, byte[] b) {
        try {
            redefine(c, b);
            System.out.println(what + ": done");
        } catch (Throwable e) {
            System.out.println(what + ": " + e);
        }
    }

    static void errors() throws Exception {
        new Victim();
        attempt("same", v -> v);
        attempt("add method", v -> new ClassVisitor(Opcodes.ASM8, v) {
            public void visitEnd() {
                cv.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_ABSTRACT, "more", "()V", null, null).visitEnd();
                super.visitEnd();
            }
        });
        attempt("delete method", v -> new ClassVisitor(Opcodes.ASM8, v) {
            public MethodVisitor visitMethod(int access, String m, String desc, String sig, String[] ex) {
                return m.equals("other") ? null : super.visitMethod(access, m, desc, sig, ex);
            }
        });
        attempt("method modifiers", v -> new ClassVisitor(Opcodes.ASM8, v) {
            public MethodVisitor visitMethod(int access, String m, String desc, String sig, String[] ex) {
                return super.visitMethod(m.equals("other") ? access | Opcodes.ACC_PUBLIC : access, m, desc, sig, ex);
            }
        });
        attempt("delete field", v -> new ClassVisitor(Opcodes.ASM8, v) {
            public FieldVisitor visitField(int access, String n, String d, String s, Object o) {
                return n.equals("b") ? null : super.visitField(access, n, d, s, o);
            }
        });
        attempt("field modifiers", v -> new ClassVisitor(Opcodes.ASM8, v) {
            public FieldVisitor visitField(int access, String n, String d, String s, Object o) {
                return super.visitField(access | Opcodes.ACC_PUBLIC, n, d, s, o);
            }
        });
        attempt("class modifiers", v -> new ClassVisitor(Opcodes.ASM8, v) {
            public void visit(int ver, int access, String n, String sig, String sup, String[] i) {
                super.visit(ver, access | Opcodes.ACC_PUBLIC, n, sig, sup, i);
            }
        });
        attempt("superclass", v -> new ClassVisitor(Opcodes.ASM8, v) {
            public void visit(int ver, int access, String n, String sig, String sup, String[] i) {
                super.visit(ver, access, n, sig, "java/util/ArrayList", i);
            }
        });
        attempt("interfaces", v -> new ClassVisitor(Opcodes.ASM8, v) {
            public void visit(int ver, int access, String n, String sig, String sup, String[] i) {
                super.visit(ver, access, n, sig, sup, new String[] {"java/io/Serializable"});
            }
        });
        attempt("nest host", v -> new ClassVisitor(Opcodes.ASM8, v) {
            public void visitNestHost(String h) { }
        });
        attempt("version", v -> new ClassVisitor(Opcodes.ASM8, v) {
            public void visit(int ver, int access, String n, String sig, String sup, String[] i) {
                super.visit(99, access, n, sig, sup, i);
            }
        });
        attempt("name", Victim.class, edit(Hot.class, v -> v));
        attempt("format", Victim.class, new byte[] {1, 2, 3});
        attempt("empty", Victim.class, new byte[0]);
        attempt("verify", v -> new ClassVisitor(Opcodes.ASM8, v) {
            public MethodVisitor visitMethod(int access, String m, String desc, String sig, String[] ex) {
                MethodVisitor w = super.visitMethod(access, m, desc, sig, ex);
                if (!m.equals("get"))
                    return w;
                w.visitCode();
                w.visitVarInsn(Opcodes.ALOAD, 0);
                w.visitInsn(Opcodes.IRETURN);
                w.visitMaxs(1, 1);
                w.visitEnd();
                return null;
            }
        });
        Runnable hidden = () -> { };
        for (Class<?> c : new Class<?>[] {int.class, String[].class, hidden.getClass()}) {
            attempt("unmodifiable, empty", c, new byte[0]);
            attempt("unmodifiable", c, new byte[1]);
            try {
                inst.retransformClasses(c);
            } catch (Throwable e) {
                System.out.println(e);
            }
        }
        try {
            inst.redefineClasses((ClassDefinition) null);
        } catch (Throwable e) {
            System.out.println(e);
        }
    }

    static class One {
        static String text() { return "one"; }
    }

    static class Two {
        static String text() { return "two"; }
    }

    /** All or none. */
    static void several() throws Exception {
        ClassDefinition one = new ClassDefinition(One.class, changed(One.class, "one", "1")),
            two = new ClassDefinition(Two.class, changed(Two.class, "two", "2"));
        try {
            inst.redefineClasses(one, two, new ClassDefinition(Victim.class, new byte[] {1}));
        } catch (ClassFormatError e) {
            System.out.println(One.text() + " " + Two.text());
        }
        inst.redefineClasses(one, two);
        System.out.println(One.text() + " " + Two.text());
    }
}

class RedefineAgent {
    static Instrumentation inst;

    public static void premain(String args, Instrumentation i) { inst = i; }
}
