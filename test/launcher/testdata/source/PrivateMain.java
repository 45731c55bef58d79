class PrivateMain { static void main(String[] args) { } }
