class NotPublic {
    public static void main(String[] args) { System.out.println("not public"); }
}
