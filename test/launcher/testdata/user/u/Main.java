package u;

public class Main {
    public static void main(String[] args) throws Exception {
        System.out.println(p.Main.class.getModule());
        if (args.length == 0) return;
        Class<?> c = Class.forName("hidden.Secret");
        try {
            Object o = c.getConstructor().newInstance();
            System.out.println(o);
            var f = c.getDeclaredField("word");
            f.setAccessible(true);
            System.out.println(f.get(o));
        } catch (ReflectiveOperationException | RuntimeException e) {
            System.out.println(e);
        }
    }
}
