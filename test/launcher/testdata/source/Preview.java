public class Preview {
    public static void main(String[] args) {
        Object o = "s";
        System.out.println(switch (o) {
            case String s -> "string " + s;
            default -> "other";
        });
    }
}
