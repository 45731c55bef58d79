public class Plain {
    public static void main(String[] args) {
        System.out.println("plain " + String.join(",", args) + " " + System.getProperty("k") + " " + System.getProperty("java.class.path")
            + " " + System.getProperty("jdk.module.main") + " " + System.getProperty("sun.java.command"));
    }
}
