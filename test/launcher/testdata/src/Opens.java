import java.lang.reflect.Field;

public class Opens {
    public static void main(String[] args) throws Exception {
        Field f = String.class.getDeclaredField("hash");
        try {
            f.setAccessible(true);
            System.out.println("accessible");
        } catch (RuntimeException e) {
            System.out.println(e);
        }
    }
}
