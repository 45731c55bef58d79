import java.util.*;

public class Warns {
    public static void main(String[] args) {
        List raw = new ArrayList();
        raw.add("x");
        System.out.println(raw + " " + new Integer(1));
    }
}
