import java.io.InputStream;

public class Resource {
    public static void main(String[] args) throws Exception {
        ClassLoader l = Resource.class.getClassLoader();
        System.out.println(l.getResource("Resource.class"));
        try (InputStream in = l.getResourceAsStream("Resource.class")) {
            System.out.println(in.readNBytes(4).length);
        }
        System.out.println(Resource.class.getProtectionDomain().getCodeSource());
    }
}
