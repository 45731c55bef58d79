import java.io.FileInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/** Opens files until there are no descriptors left, and then loads classes of the library. */
public class Descriptors {
    public static void main(String[] args) {
        List<FileInputStream> open = new ArrayList<>();
        try {
            while (true) open.add(new FileInputStream("/dev/null"));
        } catch (IOException e) {
            System.out.println(e);
        }
        System.out.println(new IdentityHashMap<>().size() + new java.util.concurrent.ConcurrentSkipListMap<>().size()
            + java.time.Duration.ofDays(2).toString());
    }
}
