// modes: int mixed
// stderr: any

import java.nio.file.*;
import java.util.logging.*;
import java.util.prefs.Preferences;

/** java.util.logging to the console and to a file, System.Logger, and preferences kept in files. */
public class LibLogging {
    public static void main(String[] args) throws Exception {
        Logger log = Logger.getLogger("x.y");
        log.setLevel(Level.ALL);
        log.info("hello");
        log.log(Level.WARNING, "p {0}", 5);
        log.log(Level.SEVERE, "ex", new RuntimeException());
        Path file = Path.of("log.xml").toAbsolutePath();
        FileHandler handler = new FileHandler(file.toString());
        handler.setFormatter(new XMLFormatter());
        log.addHandler(handler);
        log.fine("in the file alone");
        handler.close();
        System.getLogger("sys").log(System.Logger.Level.INFO, "sl");
        for (String line : Files.readAllLines(file)) {
            if (line.contains("<message>") || line.contains("<level>") || line.contains("<class>")) {
                System.out.println(line.strip());
            }
        }

        // Where no other program has its preferences: they are locked while they are written.
        System.setProperty("java.util.prefs.userRoot", Path.of("").toAbsolutePath().toString());
        Preferences p = Preferences.userRoot().node("b14");
        p.put("k", "v");
        p.flush();
        System.out.println(p.get("k", "") + " " + Files.exists(Path.of(".java/.userPrefs/b14/prefs.xml")));
        p.removeNode();
        Preferences.userRoot().flush();
        System.out.println(Files.exists(Path.of(".java/.userPrefs/b14/prefs.xml")));
    }
}
