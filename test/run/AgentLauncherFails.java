// jar: app.jar Main-Class=AgentLauncherFails Launcher-Agent-Class=Inside2 : *
// main: -jar {dir}/app.jar
// stderr: any

/** The agent in the jar that is run throws. */
public class AgentLauncherFails {
    public static void main(String[] args) { System.out.println("main"); }
}

class Inside2 {
    public static void agentmain(String args) { throw new IllegalStateException("in agentmain"); }
}
