package memory;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Prints the resident memory of the process with a full heap, and while it is idle after that. */
public class Idle {
    static List<byte[]> keep = new ArrayList<>();

    static void print(String when) throws Exception {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmRSS")) {
                System.out.println("  " + when + ": " + Integer.parseInt(line.replaceAll("[^0-9]", "")) / 1024 + " MB");
            }
        }
    }

    public static void main(String[] args) throws Exception {
        for (int i = 0; i < 3000; i++) {
            byte[] b = new byte[100_000];
            java.util.Arrays.fill(b, (byte) 1);
            keep.add(b);
        }
        print("full");
        keep = null;
        System.gc();
        print("after System.gc()");
        Thread.sleep(8000);
        print("after 8 s of sleep");
    }
}
