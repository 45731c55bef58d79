// javac: --add-exports java.base/jdk.internal.org.objectweb.asm=ALL-UNNAMED --add-exports java.base/jdk.internal.misc=ALL-UNNAMED
// java: --add-exports java.base/jdk.internal.org.objectweb.asm=ALL-UNNAMED --add-exports java.base/jdk.internal.misc=ALL-UNNAMED

import java.lang.invoke.*;
import java.util.*;
import jdk.internal.misc.Unsafe;
import jdk.internal.org.objectweb.asm.*;
import static jdk.internal.org.objectweb.asm.Opcodes.*;

/**
 * Ints that are stored or returned as booleans, bytes, chars and shorts lose their upper bits (JVMS 2.11.1,
 * bastore, putfield, ireturn). To the verifier all are ints, so that class files can do what javac does not.
 */
public class BooleanBits {
    static final String NAME = "BooleanBits$Made";
    static final String[] KINDS = {"Z", "B", "C", "S"};
    static final int[] STORES = {BASTORE, BASTORE, CASTORE, SASTORE}, LOADS = {BALOAD, BALOAD, CALOAD, SALOAD};
    static final int[] VALUES = {0, 1, 2, 3, -1, -2, 127, 128, 254, 255, 256, 257, 32768, 65535, 65536, 65537, -32769};

    static ClassWriter w;

    interface Body { void put(MethodVisitor v); }

    static void method(String name, String desc, Body body) {
        MethodVisitor v = w.visitMethod(ACC_PUBLIC | ACC_STATIC, name, desc, null, null);
        v.visitCode();
        body.put(v);
        v.visitInsn(IRETURN);
        v.visitMaxs(0, 0);
        v.visitEnd();
    }

    /** A class with methods from int to int: the value that comes out of a place of each kind. */
    static Class<?> make() throws Throwable {
        w = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        w.visit(V1_6, ACC_PUBLIC, NAME, null, "java/lang/Object", null);
        MethodVisitor init = w.visitMethod(ACC_PUBLIC, "<init>", "()V", null, null);
        init.visitCode();
        init.visitVarInsn(ALOAD, 0);
        init.visitMethodInsn(INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
        init.visitInsn(RETURN);
        init.visitMaxs(1, 1);
        init.visitEnd();
        for (int k = 0; k < KINDS.length; k++) {
            String kind = KINDS[k];
            int store = STORES[k], load = LOADS[k];
            method("array" + kind, "([" + kind + "I)I", v -> {
                v.visitVarInsn(ALOAD, 0);
                v.visitInsn(ICONST_1);
                v.visitVarInsn(ILOAD, 1);
                v.visitInsn(store);
                v.visitVarInsn(ALOAD, 0);
                v.visitInsn(ICONST_1);
                v.visitInsn(load);
            });
            method("returns" + kind, "(I)" + kind, v -> v.visitVarInsn(ILOAD, 0));
            method("calls" + kind, "(I)I", v -> {
                v.visitVarInsn(ILOAD, 0);
                v.visitMethodInsn(INVOKESTATIC, NAME, "returns" + kind, "(I)" + kind, false);
            });
            for (int access : new int[] {0, ACC_VOLATILE, ACC_STATIC, ACC_STATIC | ACC_VOLATILE}) {
                boolean isStatic = (access & ACC_STATIC) != 0;
                String field = "f" + access + kind;
                w.visitField(ACC_PUBLIC | access, field, kind, null, null).visitEnd();
                method("put" + access + kind, "(L" + NAME + ";I)I", v -> {
                    for (int op : new int[] {PUTFIELD, GETFIELD}) {
                        if (!isStatic)
                            v.visitVarInsn(ALOAD, 0);
                        if (op == PUTFIELD)
                            v.visitVarInsn(ILOAD, 1);
                        v.visitFieldInsn(isStatic ? op - PUTFIELD + PUTSTATIC : op, NAME, field, kind);
                    }
                });
            }
            // The same with constants.
            method("constants" + kind, "([" + kind + ")I", v -> {
                v.visitInsn(ICONST_0);
                for (int x : VALUES) {
                    v.visitVarInsn(ALOAD, 0);
                    v.visitInsn(ICONST_0);
                    v.visitLdcInsn(x);
                    v.visitInsn(store);
                    v.visitIntInsn(BIPUSH, 31);
                    v.visitInsn(IMUL);
                    v.visitVarInsn(ALOAD, 0);
                    v.visitInsn(ICONST_0);
                    v.visitInsn(load);
                    v.visitInsn(IADD);
                    v.visitLdcInsn(x);
                    v.visitFieldInsn(PUTSTATIC, NAME, "f" + ACC_STATIC + kind, kind);
                    v.visitIntInsn(BIPUSH, 31);
                    v.visitInsn(IMUL);
                    v.visitFieldInsn(GETSTATIC, NAME, "f" + ACC_STATIC + kind, kind);
                    v.visitInsn(IADD);
                }
            });
        }
        method("unsafe", "(Ljdk/internal/misc/Unsafe;[BI)I", v -> {
            v.visitVarInsn(ALOAD, 0);
            v.visitVarInsn(ALOAD, 1);
            v.visitLdcInsn((long) Unsafe.ARRAY_BYTE_BASE_OFFSET);
            v.visitVarInsn(ILOAD, 2);
            v.visitMethodInsn(INVOKEVIRTUAL, "jdk/internal/misc/Unsafe", "putBoolean", "(Ljava/lang/Object;JZ)V", false);
            v.visitVarInsn(ALOAD, 1);
            v.visitInsn(ICONST_0);
            v.visitInsn(BALOAD);
        });
        method("unsafeGet", "(Ljdk/internal/misc/Unsafe;[BI)I", v -> {
            v.visitVarInsn(ALOAD, 1);
            v.visitInsn(ICONST_0);
            v.visitVarInsn(ILOAD, 2);
            v.visitInsn(BASTORE);
            v.visitVarInsn(ALOAD, 0);
            v.visitVarInsn(ALOAD, 1);
            v.visitLdcInsn((long) Unsafe.ARRAY_BYTE_BASE_OFFSET);
            v.visitMethodInsn(INVOKEVIRTUAL, "jdk/internal/misc/Unsafe", "getBoolean", "(Ljava/lang/Object;J)Z", false);
        });
        w.visitEnd();
        return MethodHandles.lookup().defineClass(w.toByteArray());
    }

    static MethodHandle find(Class<?> c, String name) throws Throwable {
        for (var m : c.getMethods())
            if (m.getName().equals(name))
                return MethodHandles.lookup().unreflect(m);
        throw new Error(name);
    }

    static MethodHandle of(Class<?> c, String name, Object... first) throws Throwable {
        return MethodHandles.insertArguments(find(c, name), 0, first);
    }

    /** What h makes of the values, often enough to be compiled. */
    static void show(String name, MethodHandle h) throws Throwable {
        String got = null;
        for (int i = 0; i < 200; i++) {
            StringBuilder s = new StringBuilder();
            for (int x : VALUES)
                s.append((int) h.invokeExact(x)).append(' ');
            if (got == null)
                System.out.println(name + ": " + s);
            else if (!got.equals(s.toString()))
                System.out.println(name + ", turn " + i + ": " + s);
            got = s.toString();
        }
    }

    public static void main(String[] args) throws Throwable {
        Class<?> c = make();
        Object o = c.getDeclaredConstructor().newInstance();
        Object[] arrays = {new boolean[3], new byte[3], new char[3], new short[3]};
        for (int k = 0; k < KINDS.length; k++) {
            String kind = KINDS[k];
            show("array " + kind, of(c, "array" + kind, arrays[k]));
            show("return " + kind, of(c, "calls" + kind));
            for (int access : new int[] {0, ACC_VOLATILE, ACC_STATIC, ACC_STATIC | ACC_VOLATILE})
                show("field " + kind + " " + access, of(c, "put" + access + kind, o));
            MethodHandle constants = of(c, "constants" + kind, arrays[k]);
            Set<Integer> sums = new TreeSet<>();
            for (int i = 0; i < 3000; i++)
                sums.add((int) constants.invokeExact());
            System.out.println("constants " + kind + ": " + sums);
        }
        show("unsafe", of(c, "unsafe", Unsafe.getUnsafe(), new byte[1]));
        show("unsafe get", of(c, "unsafeGet", Unsafe.getUnsafe(), new byte[1]));
    }
}
