public class Throws {
    public static void main(String[] args) {
        try {
            args[0].length();
        } catch (ArrayIndexOutOfBoundsException e) {
            throw new IllegalStateException("outer", e);
        }
    }
}
