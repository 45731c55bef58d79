/** Throws an exception whose text is itself an exception. */
public class ThrowsStrange extends RuntimeException {
    @Override public String toString() { throw new IllegalStateException("no text"); }

    public static void main(String[] args) { throw new ThrowsStrange(); }
}
