package p;

public class InPackage { public static void main(String[] args) { System.out.println("in " + InPackage.class.getPackageName()); } }
