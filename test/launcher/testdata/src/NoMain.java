public class NoMain { }
