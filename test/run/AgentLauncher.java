// jar: app.jar Main-Class=AgentLauncher Launcher-Agent-Class=Inside : *
// main: -jar {dir}/app.jar x

import java.lang.instrument.Instrumentation;

/** An agent in the jar that is run. */
public class AgentLauncher {
    public static void main(String[] args) {
        System.out.println("main " + args[0] + " " + Inside.inst.isRetransformClassesSupported());
    }
}

class Inside {
    static Instrumentation inst;

    public static void agentmain(String args, Instrumentation i) {
        System.out.println("agentmain [" + args + "]");
        inst = i;
    }
}
