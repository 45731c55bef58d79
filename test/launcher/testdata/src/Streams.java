import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;

/** Uses the standard streams, and tells on standard error how that went. */
public class Streams {
    public static void main(String[] args) {
        System.out.println("line");
        System.err.println("out in error: " + System.out.checkError());
        try {
            System.err.println("read " + System.in.read());
            System.err.println("available " + System.in.available());
        } catch (IOException e) {
            System.err.println(e);
        }
        try (FileOutputStream f = new FileOutputStream(FileDescriptor.out)) {
            f.write("raw\n".getBytes());
            System.err.println("raw written");
        } catch (IOException e) {
            System.err.println(e);
        }
        System.err.println("err in error: " + System.err.checkError());
    }
}
