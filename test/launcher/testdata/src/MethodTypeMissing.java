public class MethodTypeMissing {
    static GoneParameter f(GoneParameter p) { return p; }

    public static void main(String[] args) { System.out.println(f(null) == null); }
}

class GoneParameter { }
