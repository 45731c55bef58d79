public class InitThrowsError {
    static { if (true) throw new LinkageError("from <clinit>"); }

    public static void main(String[] args) { }
}
