// javac: --add-exports java.base/jdk.internal.org.objectweb.asm=ALL-UNNAMED
// java: -Xshare:off --add-exports java.base/jdk.internal.org.objectweb.asm=ALL-UNNAMED -javaagent:{dir}/first.jar=a=b -javaagent:{dir}/second.jar -javaagent:{dir}/old.jar=
// jar: boot.jar X=y : OnBoot
// jar: more.jar X=y : OnDemand
// jar: late.jar X=y : BootLate
// jar: first.jar Premain-Class=FirstAgent Boot-Class-Path=boot.jar Can-Retransform-Classes=true Can-Set-Native-Method-Prefix=true : FirstAgent FirstAgent$*
// jar: second.jar Premain-Class=SecondAgent Can-Redefine-Classes=TRUE : SecondAgent
// jar: old.jar Premain-Class=OldAgent : OldAgent

import java.lang.instrument.*;
import java.security.ProtectionDomain;
import java.util.*;
import java.util.jar.JarFile;
import jdk.internal.org.objectweb.asm.*;

/** Agents at load time: order, what transformers see, rewriting, search paths, questions. */
public class AgentTransform {
    static int calls;

    public static void enter() { calls++; }

    public static void main(String[] args) throws Exception {
        System.out.println("main");
        int before = calls;
        System.out.println(new Counted().fib(10) + " in " + (calls - before) + " calls");
        System.out.println(new Twice());
        try {
            new Broken();
        } catch (ClassFormatError e) {
            System.out.println("ClassFormatError");
        }
        System.out.println(new Unharmed());
        System.out.println(FirstAgent.order);
        questions(FirstAgent.inst);
        questions(SecondAgent.inst);
        search();
        prefix();
        classes();
        System.out.println(FirstAgent.seen);
        Instrumentation i = FirstAgent.inst;
        System.out.println(i.removeTransformer(FirstAgent.watcher) + " " + i.removeTransformer(FirstAgent.watcher));
        new NotSeen();
        System.out.println(FirstAgent.order);
    }

    static void questions(Instrumentation i) {
        System.out.println(i.isRedefineClassesSupported() + " " + i.isRetransformClassesSupported() + " "
            + i.isNativeMethodPrefixSupported());
        System.out.println(i.isModifiableClass(String.class) + " " + i.isModifiableClass(int.class) + " "
            + i.isModifiableClass(int[].class) + " " + i.isModifiableClass(Runnable.class));
        Runnable hidden = () -> { };
        System.out.println(i.isModifiableClass(hidden.getClass()) + " " + i.isModifiableModule(Object.class.getModule()));
        for (Runnable r : new Runnable[] {
            () -> i.isModifiableClass(null), () -> i.addTransformer(null), () -> i.addTransformer(new Nothing(), true),
            () -> i.removeTransformer(null), () -> i.getObjectSize(null),
            () -> i.setNativeMethodPrefix(new Nothing(), "x_") }) {
            try {
                r.run();
                System.out.println("fine");
            } catch (RuntimeException e) {
                System.out.println(e);
            }
        }
        long small = i.getObjectSize(new byte[0]), large = i.getObjectSize(new byte[1000]);
        System.out.println(large - small >= 992 && large - small <= 1000);
        System.out.println(i.getObjectSize(new Object()) > 0);
    }

    static class Nothing implements ClassFileTransformer { }

    static void search() throws Exception {
        Class<?> onBoot = Class.forName("OnBoot");
        System.out.println(onBoot.getClassLoader() + " " + onBoot.getModule());
        String dir = System.getProperty("agent.dir");
        try {
            Class.forName("OnDemand");
        } catch (ClassNotFoundException e) {
            System.out.println(e);
        }
        FirstAgent.inst.appendToSystemClassLoaderSearch(new JarFile(dir + "/more.jar"));
        System.out.println(OnDemand.text() + " " + (OnDemand.class.getClassLoader() == ClassLoader.getSystemClassLoader()));
        FirstAgent.inst.appendToBootstrapClassLoaderSearch(new JarFile(dir + "/late.jar"));
        Class<?> late = Class.forName("BootLate", false, null);
        System.out.println(late + " " + late.getClassLoader());
    }

    /** A native of the library that is wrapped. */
    static void prefix() {
        java.util.zip.Adler32 adler = new java.util.zip.Adler32();
        adler.update(1);
        System.out.println(adler.getValue() + " " + System.getProperty("adler.calls"));
    }

    static void classes() {
        Set<Class<?>> all = new HashSet<>(Arrays.<Class<?>>asList(FirstAgent.inst.getAllLoadedClasses()));
        System.out.println(all.contains(AgentTransform.class) + " " + all.contains(String.class) + " "
            + all.contains(int.class) + " " + all.contains(Counted[].class));
        Counted[] array = new Counted[0];
        all = new HashSet<>(Arrays.<Class<?>>asList(FirstAgent.inst.getAllLoadedClasses()));
        System.out.println(all.contains(array.getClass()) + " " + all.contains(int[].class));
        Set<Class<?>> app = new HashSet<>(Arrays.<Class<?>>asList(FirstAgent.inst.getInitiatedClasses(ClassLoader.getSystemClassLoader())));
        System.out.println(app.contains(Counted.class) + " " + app.contains(String.class));
        Set<Class<?>> boot = new HashSet<>(Arrays.<Class<?>>asList(FirstAgent.inst.getInitiatedClasses(null)));
        System.out.println(boot.contains(Counted.class) + " " + boot.contains(String.class));
    }
}

class Counted {
    int fib(int n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }
}

class Twice {
    public String toString() { return "0"; }
}

class Broken { }

class Unharmed {
    public String toString() { return "unharmed"; }
}

class NotSeen { }

class OnBoot { }

class OnDemand {
    static String text() { return "on demand"; }
}

class BootLate { }

class FirstAgent {
    static Instrumentation inst;
    static List<String> order = new ArrayList<>();
    static Set<String> seen = new TreeSet<>();
    static ClassFileTransformer watcher;

    public static void premain(String args, Instrumentation i) throws Exception {
        System.out.println("first " + args + " " + Thread.currentThread().getName() + " " + FirstAgent.class.getClassLoader().getClass().getSimpleName());
        inst = i;
        String jar = System.getProperty("java.class.path");
        System.setProperty("agent.dir", jar);
        watcher = new ClassFileTransformer() {
            public byte[] transform(Module m, ClassLoader l, String name, Class<?> c, ProtectionDomain d, byte[] b) {
                if (name != null && (name.equals("Counted") || name.equals("NotSeen") || name.equals("java/util/zip/Adler32")))
                    seen.add(name + " " + m + " " + (l == null ? null : l.getClass().getSimpleName()) + " " + c + " " + (d != null)
                        + " " + (b[0] == (byte) 0xca));
                if (name != null && name.equals("NotSeen"))
                    order.add("bad");
                return null;
            }
        };
        i.addTransformer(watcher);
        i.addTransformer(new Counter(), true);
        i.addTransformer(new Append("r1"), true);
        i.addTransformer(new Append("n1"));
        i.addTransformer(new Thrower());
        ClassFileTransformer wrap = new Wrapper();
        i.addTransformer(wrap);
        i.setNativeMethodPrefix(wrap, "wrapped_");
    }

    /** Throws for each class: nobody notices. */
    static class Thrower implements ClassFileTransformer {
        public byte[] transform(ClassLoader l, String name, Class<?> c, ProtectionDomain d, byte[] b) throws IllegalClassFormatException {
            if (name != null && name.equals("Unharmed")) {
                order.add("thrown");
                throw new Error("not seen");
            }
            if (name != null && name.equals("Broken"))
                return new byte[] {1, 2, 3};
            throw new IllegalClassFormatException("not seen either");
        }
    }

    /** Counts the calls of methods. */
    static class Counter implements ClassFileTransformer {
        public byte[] transform(ClassLoader l, String name, Class<?> c, ProtectionDomain d, byte[] b) {
            if (!"Counted".equals(name))
                return null;
            ClassReader r = new ClassReader(b);
            ClassWriter w = new ClassWriter(r, ClassWriter.COMPUTE_MAXS);
            r.accept(new ClassVisitor(Opcodes.ASM8, w) {
                public MethodVisitor visitMethod(int access, String m, String desc, String sig, String[] ex) {
                    MethodVisitor v = super.visitMethod(access, m, desc, sig, ex);
                    if (m.equals("<init>"))
                        return v;
                    return new MethodVisitor(Opcodes.ASM8, v) {
                        public void visitCode() {
                            super.visitCode();
                            visitMethodInsn(Opcodes.INVOKESTATIC, "AgentTransform", "enter", "()V", false);
                        }
                    };
                }
            }, 0);
            return w.toByteArray();
        }
    }

    /** Makes the constants of Twice longer. */
    static class Append implements ClassFileTransformer {
        final String mark;

        Append(String mark) { this.mark = mark; }

        public byte[] transform(ClassLoader l, String name, Class<?> c, ProtectionDomain d, byte[] b) {
            if (!"Twice".equals(name))
                return null;
            order.add(mark);
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

    /** Wraps Adler32.update, whose native part gets a prefix. */
    static class Wrapper implements ClassFileTransformer {
        public byte[] transform(ClassLoader l, String name, Class<?> c, ProtectionDomain d, byte[] b) {
            if (!"java/util/zip/Adler32".equals(name))
                return null;
            ClassReader r = new ClassReader(b);
            ClassWriter w = new ClassWriter(r, ClassWriter.COMPUTE_MAXS);
            r.accept(new ClassVisitor(Opcodes.ASM8, w) {
                public MethodVisitor visitMethod(int access, String m, String desc, String sig, String[] ex) {
                    if (!m.equals("update") || (access & Opcodes.ACC_NATIVE) == 0)
                        return super.visitMethod(access, m, desc, sig, ex);
                    super.visitMethod(access, "wrapped_" + m, desc, sig, ex).visitEnd();
                    MethodVisitor v = super.visitMethod(access & ~Opcodes.ACC_NATIVE, m, desc, sig, ex);
                    v.visitCode();
                    v.visitLdcInsn("adler.calls");
                    v.visitLdcInsn("some");
                    v.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/System", "setProperty",
                        "(Ljava/lang/String;Ljava/lang/String;)Ljava/lang/String;", false);
                    v.visitInsn(Opcodes.POP);
                    v.visitVarInsn(Opcodes.ILOAD, 0);
                    v.visitVarInsn(Opcodes.ILOAD, 1);
                    v.visitMethodInsn(Opcodes.INVOKESTATIC, "java/util/zip/Adler32", "wrapped_" + m, desc, false);
                    v.visitInsn(Opcodes.IRETURN);
                    v.visitMaxs(0, 0);
                    v.visitEnd();
                    return null;
                }
            }, 0);
            return w.toByteArray();
        }
    }
}

class SecondAgent {
    static Instrumentation inst;

    public static void premain(String args) { System.out.println("not called"); }

    public static void premain(String args, Instrumentation i) {
        System.out.println("second " + args + " " + FirstAgent.order);
        inst = i;
        i.addTransformer(new FirstAgent.Append("n2"));
    }
}

class OldAgent {
    public static void premain(String args) { System.out.println("old [" + args + "]"); }
}
