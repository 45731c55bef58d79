public class MainReturns { public static int main(String[] args) { return 3; } }
