public class MainGeneric {
    public static <T> void main(String... args) { System.out.println("generic " + args.length); }
}
