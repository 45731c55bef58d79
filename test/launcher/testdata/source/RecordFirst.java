record RecordFirst(int x) { public static void main(String[] args) { System.out.println(new RecordFirst(1)); } }
