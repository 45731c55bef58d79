public class Encoded { public static void main(String[] args) { System.out.println("ä".length() + " ä"); } }
