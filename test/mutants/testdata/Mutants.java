import java.lang.reflect.InvocationTargetException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Changes bytes of one class of a program, loads and runs it, and tells what came of it: a line for each
 * mutant. Arguments: folder of the classes, main class, seed, number of mutants.
 */
public class Mutants {
    /** Loads the program, with one class in another form. */
    static class Loader extends ClassLoader {
        final Map<String, byte[]> files;
        final String mutant;
        final byte[] bytes;

        Loader(Map<String, byte[]> files, String mutant, byte[] bytes) {
            super(Mutants.class.getClassLoader());
            this.files = files;
            this.mutant = mutant;
            this.bytes = bytes;
        }

        @Override protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                byte[] b = name.equals(mutant) ? bytes : files.get(name);
                if (b == null) return super.loadClass(name, resolve);
                Class<?> c = findLoadedClass(name);
                return c != null ? c : defineClass(name, b, 0, b.length);
            }
        }
    }

    /** One run of a mutant, in a thread of its own. */
    static class Trial extends Thread {
        final Loader loader;
        final String main;
        volatile String result;

        Trial(Loader loader, String main) {
            super(null, null, "trial", 1 << 20);
            this.loader = loader;
            this.main = main;
            setDaemon(true);
        }

        @Override public void run() {
            String r;
            try {
                // Every class is linked, also those that the mutant does not use any more.
                List<String> names = new ArrayList<>(loader.files.keySet());
                Collections.sort(names);
                for (String n : names) Class.forName(n, false, loader).getDeclaredMethods();
                r = "returned " + Class.forName(main, true, loader).getMethod("run").invoke(null);
            } catch (InvocationTargetException e) {
                r = "threw " + e.getCause();
            } catch (Throwable e) {
                r = e.toString();
            }
            result = r.replace("\n", "\\n").replaceAll("@[0-9a-f]{2,}", "@N");
        }
    }

    public static void main(String[] args) throws Exception {
        Map<String, byte[]> files = new HashMap<>();
        try (DirectoryStream<Path> d = Files.newDirectoryStream(Path.of(args[0]), "*.class")) {
            for (Path p : d) files.put(p.getFileName().toString().replace(".class", ""), Files.readAllBytes(p));
        }
        files.remove("Mutants");
        files.keySet().removeIf(n -> n.startsWith("Mutants$"));
        List<String> names = new ArrayList<>(files.keySet());
        Collections.sort(names);
        long seed = Long.parseLong(args[2]);
        for (int i = 0; i < Integer.parseInt(args[3]); i++) {
            Random random = new Random(seed + i);
            String name = names.get(random.nextInt(names.size()));
            byte[] bytes = files.get(name).clone();
            StringBuilder what = new StringBuilder();
            for (int n = 1 + random.nextInt(3) / 2; n > 0; n--) {
                int at = random.nextInt(bytes.length);
                byte old = bytes[at];
                switch (random.nextInt(4)) {
                    case 0: bytes[at] ^= 1 << random.nextInt(8); break;
                    case 1: bytes[at] = (byte) random.nextInt(256); break;
                    case 2: bytes[at] += random.nextBoolean() ? 1 : -1; break;
                    default: bytes[at] = bytes[random.nextInt(bytes.length)];
                }
                what.append(' ').append(at).append(':').append(old & 255).append('>').append(bytes[at] & 255);
            }
            Trial t = new Trial(new Loader(files, name, bytes), args[1]);
            t.start();
            t.join(10_000);
            if (t.result == null) {
                System.out.println((seed + i) + " " + name + what + " = endless");
                System.out.flush();
                Runtime.getRuntime().halt(3); // the thread cannot be stopped: begin anew behind it
            }
            System.out.println((seed + i) + " " + name + what + " = " + t.result);
        }
    }
}
