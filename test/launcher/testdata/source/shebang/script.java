#!/usr/bin/java --source 17
class Script { public static void main(String[] args) { System.out.println("script"); } }
