public class Internal { public static void main(String[] args) { System.out.println(sun.nio.ch.IOStatus.EOF); } }
