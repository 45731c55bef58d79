public class UsesMissing { public static void main(String[] args) { Nowhere.main(args); } }
