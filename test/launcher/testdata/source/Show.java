public class Show { public static void main(String[] args) { System.out.println("source Show"); } }
