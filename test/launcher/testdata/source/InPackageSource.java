package some.where;

public class InPackageSource { public static void main(String[] args) { System.out.println(InPackageSource.class); } }
