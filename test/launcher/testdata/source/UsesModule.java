public class UsesModule { public static void main(String[] args) { p.Main.main(args); } }
