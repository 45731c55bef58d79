public class FieldTypeMissing {
    static GoneField f;

    public static void main(String[] args) { System.out.println(f == null); }
}

class GoneField { }
