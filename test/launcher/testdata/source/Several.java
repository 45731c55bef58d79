class First { public static void main(String[] args) { System.out.println("first " + new Second().name()); } }

class Second {
    String name() { return getClass().getName() + " " + getClass().getClassLoader().getClass().getSimpleName(); }

    public static void main(String[] args) { System.out.println("second"); }
}
