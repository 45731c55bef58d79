public class MainNoArgs { public static void main() { } }
