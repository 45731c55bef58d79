package p;

public class Props {
    public static void main(String[] args) {
        for (String p : new String[] {"java.class.path", "jdk.module.path", "jdk.module.main", "jdk.module.main.class", "sun.java.command"})
            System.out.println(p + "=" + System.getProperty(p));
    }
}
