import java.util.List;

public class LambdaStack {
    public static void main(String[] args) { List.of(1, 0).forEach(x -> System.out.println(1 / x)); }
}
