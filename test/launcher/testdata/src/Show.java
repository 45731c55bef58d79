public class Show {
    public static void main(String[] args) {
        boolean asserted = false;
        assert asserted = true;
        System.out.println(args.length + " " + String.join("|", args) + " ea=" + asserted + " k=" + System.getProperty("k")
            + " empty=" + System.getProperty("empty") + " bare=" + System.getProperty("bare"));
    }
}
