import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Writes where there is no room, and opens what cannot be. */
public class Full {
    interface Attempt { Object run() throws Exception; }

    static void attempt(Attempt a) {
        try {
            System.out.println(a.run());
        } catch (Exception e) {
            System.out.println(e.toString().replaceAll("[0-9]{5,}", "N"));
        }
    }

    public static void main(String[] args) {
        attempt(() -> { try (var f = new FileOutputStream("/dev/full")) { f.write(1); return "written"; } });
        attempt(() -> { try (var f = new RandomAccessFile("/dev/full", "rw")) { f.write(new byte[100]); return "written"; } });
        attempt(() -> { try (var f = FileChannel.open(Path.of("/dev/full"), StandardOpenOption.WRITE)) { return f.write(ByteBuffer.allocate(10)); } });
        attempt(() -> Files.writeString(Path.of("/dev/full"), "x"));
        attempt(() -> { try (var p = new PrintStream("/dev/full")) { p.println("x"); return p.checkError(); } });
        attempt(() -> new FileOutputStream("/nowhere/x"));
        attempt(() -> new FileOutputStream("/"));
        attempt(() -> new FileInputStream("/"));
        attempt(() -> File.createTempFile("a", "b", new File("/nowhere")));
        attempt(() -> Files.createTempFile(Path.of("/nowhere"), "a", "b"));
        attempt(() -> new File("/nowhere/../x").getCanonicalPath());
        attempt(() -> Path.of("/nowhere/x").toRealPath());
        attempt(() -> System.getProperty("java.io.tmpdir"));
        attempt(() -> new ProcessBuilder("/nowhere/x").start());
    }
}
