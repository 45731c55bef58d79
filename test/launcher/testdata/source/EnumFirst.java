enum EnumFirst {
    A;

    public static void main(String[] args) { System.out.println(A); }
}
