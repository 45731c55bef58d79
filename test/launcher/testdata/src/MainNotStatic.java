public class MainNotStatic { public void main(String[] args) { } }
