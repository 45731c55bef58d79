public class SuperMissing extends Gone { public static void main(String[] args) { } }

class Gone { }
