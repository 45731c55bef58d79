package hidden;

public class Secret {
    private String word = "secret";

    @Override public String toString() { return word; }
}
