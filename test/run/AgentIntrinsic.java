// javac: --add-exports java.base/jdk.internal.org.objectweb.asm=ALL-UNNAMED
// java: --add-exports java.base/jdk.internal.org.objectweb.asm=ALL-UNNAMED -javaagent:{dir}/agent.jar
// modes: int mixed comp
// jar: agent.jar Premain-Class=IntrinsicAgent Can-Redefine-Classes=true : IntrinsicAgent

import java.io.InputStream;
import java.lang.instrument.*;
import java.util.Map;
import jdk.internal.org.objectweb.asm.*;

/** Methods that the machine has something better for than their Java code get other Java code. */
public class AgentIntrinsic {
    /** The class file of c in which the methods of these names do nothing but return the constants. */
    static byte[] returning(Class<?> c, Map<String, Object> constants) throws Exception {
        try (InputStream in = c.getResourceAsStream("/" + c.getName().replace('.', '/') + ".class")) {
            ClassWriter w = new ClassWriter(0);
            new ClassReader(in.readAllBytes()).accept(new ClassVisitor(Opcodes.ASM8, w) {
                public MethodVisitor visitMethod(int access, String m, String desc, String sig, String[] ex) {
                    MethodVisitor v = super.visitMethod(access, m, desc, sig, ex);
                    Object o = constants.get(m + desc);
                    if (o == null)
                        return v;
                    // Or HotSpot warns of intrinsics without it.
                    v.visitAnnotation("Ljdk/internal/vm/annotation/IntrinsicCandidate;", true).visitEnd();
                    v.visitCode();
                    v.visitLdcInsn(o);
                    v.visitInsn(Type.getReturnType(desc).getOpcode(Opcodes.IRETURN));
                    v.visitMaxs(2, 4);
                    v.visitEnd();
                    return null;
                }
            }, 0);
            return w.toByteArray();
        }
    }

    static void redefine(Class<?> c, Map<String, Object> constants) throws Exception {
        IntrinsicAgent.inst.redefineClasses(new ClassDefinition(c, returning(c, constants)));
    }

    static double floors(int n) {
        double sum = 0;
        for (int i = 0; i < n; i++)
            sum += Math.floor(i + 0.5);
        return sum;
    }

    static int reversed(int n) {
        int sum = 0;
        for (int i = 0; i < n; i++)
            sum += Character.reverseBytes((char) i);
        return sum;
    }

    static int bits(int n) {
        int sum = 0;
        for (int i = 0; i < n; i++)
            sum += Long.bitCount(i);
        return sum;
    }

    static void show(int n) { System.out.println(floors(n) + " " + reversed(n) + " " + bits(n)); }

    public static void main(String[] args) throws Exception {
        show(100);
        redefine(Math.class, Map.of("floor(D)D", 2.0));
        show(100);
        redefine(Character.class, Map.of("reverseBytes(C)C", 7));
        redefine(Long.class, Map.of("bitCount(J)I", 3));
        show(100);
        for (Class<?> c : new Class<?>[] {Math.class, Character.class, Long.class})
            redefine(c, Map.of());
        show(100);
    }
}

class IntrinsicAgent {
    static Instrumentation inst;

    public static void premain(String args, Instrumentation i) { inst = i; }
}
