public interface MainInInterface {
    static void main(String[] args) { System.out.println("interface " + args[0]); }
}
