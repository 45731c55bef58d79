import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import sun.misc.Unsafe;

/** Runs out of memory of one kind or another. */
public class Memory {
    public static void main(String[] args) throws Exception {
        List<Object> all = new ArrayList<>();
        try {
            switch (args[0]) {
                case "direct": while (true) all.add(ByteBuffer.allocateDirect(1 << 20));
                case "huge": all.add(ByteBuffer.allocateDirect(Integer.MAX_VALUE)); break;
                case "unsafe": {
                    var f = Unsafe.class.getDeclaredField("theUnsafe");
                    f.setAccessible(true);
                    ((Unsafe) f.get(null)).allocateMemory(1L << 46);
                    break;
                }
                case "string": { StringBuilder s = new StringBuilder("x"); while (true) s.append(s); }
                case "list": while (true) all.add(1);
                case "map": { HashMap<Integer, Integer> m = new HashMap<>(); for (int i = 0; ; i++) m.put(i, i); }
            }
        } catch (OutOfMemoryError e) {
            all = null;
            System.out.println(e);
        }
    }
}
