class NotStatic { public void main(String[] args) { } }
