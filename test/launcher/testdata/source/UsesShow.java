public class UsesShow { public static void main(String[] args) { Show.main(args); } }
