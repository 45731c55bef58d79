public class ExitsSource { public static void main(String[] args) { System.exit(7); } }
