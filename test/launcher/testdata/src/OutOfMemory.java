import java.util.ArrayList;

/** Runs out of memory, of one kind or another, twice, and goes on. */
public class OutOfMemory {
    static Object sink;

    public static void main(String[] args) {
        for (int i = 0; i < 2; i++) {
            try {
                switch (args[0]) {
                    case "large": {
                        ArrayList<byte[]> all = new ArrayList<>();
                        while (true) all.add(new byte[1 << 18]);
                    }
                    case "small": {
                        Object[] list = null;
                        while (true) list = new Object[] {list};
                    }
                    case "array":
                        sink = new long[Integer.MAX_VALUE];
                        break;
                    case "huge":
                        sink = new long[100_000_000];
                        break;
                    case "uncaught":
                        sink = new int[Integer.MAX_VALUE - 8];
                }
            } catch (OutOfMemoryError e) {
                if (args[0].equals("uncaught")) throw e;
                System.out.println("caught " + e + ", depth " + e.getStackTrace().length);
            }
        }
    }
}
