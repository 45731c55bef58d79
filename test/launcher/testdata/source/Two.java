public class Two {
    public static void main(String[] args) {
        int a = "x";
        String b = 1;
    }
}

public class Other { }
