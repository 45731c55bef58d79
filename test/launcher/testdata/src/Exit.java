public class Exit {
    public static void main(String[] args) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook")));
        if (args.length > 1) Runtime.getRuntime().halt(Integer.parseInt(args[0]));
        System.exit(Integer.parseInt(args[0]));
    }
}
