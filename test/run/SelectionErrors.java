// javac: --add-exports java.base/jdk.internal.org.objectweb.asm=ALL-UNNAMED
// java: --add-exports java.base/jdk.internal.org.objectweb.asm=ALL-UNNAMED

import java.lang.invoke.*;
import java.lang.reflect.*;
import java.util.*;
import jdk.internal.org.objectweb.asm.*;
import static jdk.internal.org.objectweb.asm.Opcodes.*;

/**
 * Lines of classes and interfaces as javac does not let them pass, made at random: default methods
 * that conflict or are made abstract again, methods that are private, static, of a package. The one method m is
 * called by each instruction, by method handles and by reflection; what is selected or thrown shows.
 * The seeds are a choice with all kinds of outcomes.
 */
public class SelectionErrors {
    static final int[] SEEDS = {64, 68, 91, 170, 229, 245, 299, 338, 374, 435, 539, 620, 659, 703, 837};
    static final String DESC = "()Ljava/lang/String;";

    static class Loader extends ClassLoader {
        Loader() { super(SelectionErrors.class.getClassLoader()); }

        Class<?> define(ClassWriter w) {
            byte[] b = w.toByteArray();
            return defineClass(null, b, 0, b.length);
        }
    }

    interface Body { void put(MethodVisitor v); }

    static void method(ClassWriter w, int access, String name, String desc, int op, Body body) {
        MethodVisitor v = w.visitMethod(access, name, desc, null, null);
        if ((access & ACC_ABSTRACT) == 0) {
            v.visitCode();
            body.put(v);
            v.visitInsn(op);
            v.visitMaxs(1, 1);
        }
        v.visitEnd();
    }

    static void m(ClassWriter w, int access, String of) { method(w, access, "m", DESC, ARETURN, v -> v.visitLdcInsn(of + ".m")); }

    static void special(ClassWriter w, String name, String of, boolean itf) {
        method(w, ACC_PUBLIC, name, DESC, ARETURN, v -> {
            v.visitVarInsn(ALOAD, 0);
            v.visitMethodInsn(INVOKESPECIAL, of, "m", DESC, itf);
        });
    }

    interface Call { Object call() throws Throwable; }

    static void show(String what, Call c) {
        for (int i = 0; i < 2; i++) {
            String s;
            try {
                s = String.valueOf(c.call());
            } catch (InvocationTargetException e) {
                s = "thrown: " + e.getCause();
            } catch (Throwable e) {
                s = e.toString();
            }
            System.out.println("  " + what + " " + s.replaceAll("@[0-9a-f]+", "@"));
        }
    }

    Random random;
    Loader loader = new Loader();
    List<Class<?>> made = new ArrayList<>();
    String about = "";

    /** An interface that may extend those before it. */
    void makeInterface(int i) {
        ClassWriter w = new ClassWriter(0);
        String name = "p/I" + i;
        Set<String> supers = new LinkedHashSet<>();
        for (int k = 0; k < i; k++)
            if (random.nextInt(3) > 0)
                supers.add("p/I" + k);
        w.visit(V1_8, ACC_PUBLIC | ACC_INTERFACE | ACC_ABSTRACT, name, null, "java/lang/Object", supers.toArray(new String[0]));
        int access = ACC_PUBLIC;
        switch (random.nextInt(6)) {
        case 0:
            access = -1;
            break;
        case 1: case 2:
            access |= ACC_ABSTRACT;
            break;
        case 5:
            access = random.nextInt(2) == 0 ? ACC_PRIVATE : ACC_PUBLIC | ACC_STATIC;
        }
        if (access >= 0)
            m(w, access, name);
        about += " I" + i + supers + kind(access);
        made.add(loader.define(w));
    }

    /** A class that extends the one before it. */
    String makeClass(int i, String superName, boolean last, int interfaces) {
        ClassWriter w = new ClassWriter(0);
        String name = (random.nextInt(4) == 0 ? "q" : "p") + "/C" + i;
        Set<String> supers = new LinkedHashSet<>();
        for (int k = 0; k < interfaces; k++)
            if (random.nextInt(3) == 0)
                supers.add("p/I" + k);
        boolean isAbstract = random.nextInt(3) == 0 && !last;
        w.visit(V1_8, ACC_PUBLIC | ACC_SUPER | (isAbstract ? ACC_ABSTRACT : 0), name, null, superName, supers.toArray(new String[0]));
        method(w, ACC_PUBLIC, "<init>", "()V", RETURN, v -> {
            v.visitVarInsn(ALOAD, 0);
            v.visitMethodInsn(INVOKESPECIAL, superName, "<init>", "()V", false);
        });
        int access = -1;
        switch (random.nextInt(12)) {
        case 0:
            access = ACC_PUBLIC;
            break;
        case 1:
            access = ACC_PRIVATE;
            break;
        case 2:
            access = 0;
            break;
        case 3:
            access = ACC_PROTECTED;
            break;
        case 4:
            access = ACC_PUBLIC | ACC_STATIC;
            break;
        case 5:
            access = ACC_PUBLIC | ACC_FINAL;
            break;
        case 6:
            if (isAbstract)
                access = ACC_PUBLIC | ACC_ABSTRACT;
        }
        if (access >= 0)
            m(w, access, name);
        special(w, "super" + i, superName, false);
        for (String s : supers)
            special(w, "super" + i + s.substring(2), s, true);
        method(w, ACC_PUBLIC | ACC_STATIC, "lookup", "()Ljava/lang/invoke/MethodHandles$Lookup;", ARETURN,
            v -> v.visitMethodInsn(INVOKESTATIC, "java/lang/invoke/MethodHandles", "lookup", "()Ljava/lang/invoke/MethodHandles$Lookup;", false));
        about += " " + name + (isAbstract ? " abstract" : "") + supers + kind(access);
        made.add(loader.define(w));
        return name;
    }

    static String kind(int access) { return access < 0 ? "-" : "(" + Modifier.toString(access) + ")"; }

    void run(int seed) throws Throwable {
        random = new Random(seed);
        int interfaces = 1 + random.nextInt(4), classes = 1 + random.nextInt(4);
        random.nextBoolean();
        try {
            for (int i = 0; i < interfaces; i++)
                makeInterface(i);
            String name = "java/lang/Object";
            for (int i = 0; i < classes; i++)
                name = makeClass(i, name, i == classes - 1, interfaces);
        } catch (LinkageError e) {
            System.out.println(seed + about + " " + e.toString().replaceAll("@[0-9a-f]+", "@"));
            return;
        }
        System.out.println(seed + about);
        Class<?> leaf = made.get(made.size() - 1);
        Object o = leaf.getDeclaredConstructor().newInstance();
        MethodHandles.Lookup lookup = (MethodHandles.Lookup) leaf.getMethod("lookup").invoke(null);
        MethodType type = MethodType.methodType(String.class);
        int id = 0;
        for (Class<?> c : made) {
            String n = c.getName();
            for (String from : new String[] {"p", "z"}) {
                for (int op : new int[] {INVOKEVIRTUAL, INVOKEINTERFACE}) {
                    if ((op == INVOKEINTERFACE) != c.isInterface() && seed % 3 != 0)
                        continue;
                    Method go = caller(from + "/K" + id++, op, c);
                    show((op == INVOKEVIRTUAL ? "virtual " : "interface ") + n + " from " + from, () -> go.invoke(null, o));
                }
            }
            if (!c.isInstance(o))
                continue;
            show("findVirtual " + n, () -> lookup.findVirtual(c, "m", type).invoke(o));
            show("public findVirtual " + n, () -> MethodHandles.publicLookup().findVirtual(c, "m", type).invoke(o));
            show("findSpecial " + n, () -> lookup.findSpecial(c, "m", type, leaf).invoke(o));
            show("getMethod " + n, () -> c.getMethod("m").invoke(o));
            show("getDeclaredMethod " + n, () -> {
                Method m = c.getDeclaredMethod("m");
                m.setAccessible(true);
                return m.invoke(o);
            });
        }
        Method[] methods = leaf.getMethods();
        Arrays.sort(methods, Comparator.comparing(Method::toString));
        for (Method m : methods) {
            if (m.getName().equals("m"))
                System.out.println("  " + m);
            if (m.getName().startsWith("super"))
                show(m.toString(), () -> m.invoke(o));
        }
    }

    /** A class with a method that calls m of c by instruction op. */
    Method caller(String name, int op, Class<?> c) throws Exception {
        String of = c.getName().replace('.', '/');
        ClassWriter w = new ClassWriter(0);
        w.visit(V1_8, ACC_PUBLIC, name, null, "java/lang/Object", null);
        method(w, ACC_PUBLIC | ACC_STATIC, "go", "(Ljava/lang/Object;)Ljava/lang/String;", ARETURN, v -> {
            v.visitVarInsn(ALOAD, 0);
            if (!c.isInterface())
                v.visitTypeInsn(CHECKCAST, of);
            v.visitMethodInsn(op, of, "m", DESC, op == INVOKEINTERFACE);
        });
        return loader.define(w).getMethod("go", Object.class);
    }

    public static void main(String[] args) throws Throwable {
        for (int seed : SEEDS)
            new SelectionErrors().run(seed);
    }
}
