// java: -Xmx32m -XX:+UseSerialGC
import java.util.*;

/** A heap nearly full of objects that die at random and are replaced: compacted, not exhausted. */
public class FullHeap {
    public static void main(String[] args) {
        Random rnd = new Random(7);
        byte[][] all = new byte[22 << 10][];
        for (int i = 0; i < 4 * all.length; i++) {
            int k = i < all.length ? i : rnd.nextInt(all.length);
            byte[] b = new byte[984 + rnd.nextInt(16)];
            b[0] = (byte) k;
            b[b.length - 1] = (byte) (k >> 8);
            all[k] = b;
        }
        int bad = 0;
        for (int k = 0; k < all.length; k++) {
            byte[] b = all[k];
            if (b[0] != (byte) k || b[b.length - 1] != (byte) (k >> 8)) bad++;
        }
        System.out.println(all.length + " arrays, " + bad + " damaged");
    }
}
