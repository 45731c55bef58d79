public class MainInherited extends Show { }
