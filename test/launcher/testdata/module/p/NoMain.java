package p;

public class NoMain { }
