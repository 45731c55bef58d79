public class Source {
    record Pair(String a, String b) { }

    public static void main(String[] args) {
        System.out.println(new Pair(args[0], args[1]));
        throw new IllegalArgumentException("from source");
    }
}
