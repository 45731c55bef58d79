// java: -Xmx600m -XX:+UseG1GC
// modes: int mixed
import java.nio.file.*;
import java.util.*;

/** What a collection that the program has wished for frees goes back to the system. */
public class MemoryGivenBack {
    /** Resident megabytes. */
    static long resident() throws Exception {
        for (String l : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (l.startsWith("VmRSS")) return Long.parseLong(l.replaceAll("\\D", "")) >> 10;
        }
        throw new AssertionError();
    }

    static void check(String what, long before, long most) throws Exception {
        long now = resident();
        for (int i = 0; i < 100 && now > most; i++) {
            Thread.sleep(100);
            now = resident();
        }
        System.out.println(what + ": " + (now <= most ? "given back" : before + " MB, then " + now));
    }

    public static void main(String[] args) throws Exception {
        long start = resident();
        List<Object> small = new ArrayList<>(), large = new ArrayList<>();
        for (int i = 0; i < 150_000; i++) small.add(new byte[1000]);
        for (int i = 0; i < 20; i++) {
            byte[] b = new byte[8 << 20];
            for (int k = 0; k < b.length; k += 4096) b[k] = 1;
            large.add(b);
        }
        long full = resident();
        System.out.println("in use: " + (full > start + 250 ? "much" : start + " MB, then " + full));
        if (small.size() + large.size() != 150_020) throw new AssertionError();
        small = large = null;
        System.gc();
        check("freed", full, start + 60);
        int used = 0;
        for (int i = 0; i < 20; i++) {
            byte[] b = new byte[8 << 20];
            for (int k = 0; k < b.length; k += 4096) used += b[k];
        }
        System.out.println("new arrays are zero: " + (used == 0));
    }
}
