import com.sun.security.auth.UnixPrincipal;
import com.sun.security.auth.module.UnixLoginModule;
import com.sun.security.auth.module.UnixSystem;
import java.nio.file.*;
import java.util.Map;
import javax.security.auth.Subject;

/** The natives of a module of the platform class loader: its classes are not the boot loader's. */
public class LibUnixUser {
    public static void main(String[] args) throws Exception {
        System.out.println("loader " + UnixSystem.class.getClassLoader().getName());
        UnixSystem u = new UnixSystem();
        Path p = Files.createTempFile("user", null);
        System.out.println("uid " + Files.getAttribute(p, "unix:uid").equals((int) u.getUid()));
        System.out.println("gid " + Files.getAttribute(p, "unix:gid").equals((int) u.getGid()));
        Files.delete(p);
        System.out.println("name " + System.getProperty("user.name").equals(u.getUsername()));
        System.out.println("groups " + (u.getGroups() != null));

        Subject s = new Subject();
        UnixLoginModule m = new UnixLoginModule();
        m.initialize(s, null, Map.of(), Map.of());
        System.out.println("login " + m.login() + " commit " + m.commit());
        for (UnixPrincipal q : s.getPrincipals(UnixPrincipal.class)) {
            System.out.println("principal " + q.getName().equals(u.getUsername()));
        }
        System.out.println("logout " + m.logout() + " " + s.getPrincipals().size());
    }
}
