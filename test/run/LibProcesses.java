// modes: int gcstress mixed
import java.util.*; import java.io.*;
public class LibProcesses { public static void main(String[] a) throws Exception {
  Process p=new ProcessBuilder("sh","-c","echo hi; cat; exit 3").redirectErrorStream(true).directory(new File("/tmp")).start(); p.getOutputStream().write("in\n".getBytes()); p.getOutputStream().close(); System.out.print(new String(p.getInputStream().readAllBytes())); System.out.println(p.waitFor()+" "+(p.pid()>0)+p.isAlive());
  Process q=Runtime.getRuntime().exec(new String[]{"sleep","100"},new String[]{"A=b"}); System.out.println(q.isAlive()); q.toHandle().info().command(); q.destroy(); System.out.println(q.waitFor()); Process r=Runtime.getRuntime().exec("sleep 100"); r.destroyForcibly(); r.waitFor(); r.onExit().get();
  new ProcessBuilder("true").inheritIO().start().waitFor(); ProcessBuilder pb=new ProcessBuilder("env"); pb.environment().put("FOO","bar"); pb.redirectOutput(ProcessBuilder.Redirect.DISCARD); pb.start().waitFor(); File t=File.createTempFile("xxx","y"); new ProcessBuilder("echo","f").redirectOutput(t).start().waitFor(); System.out.println(t.length()); t.delete();
  try{ new ProcessBuilder("/nonexistent/x").start(); }catch(IOException e){System.out.println(e.getMessage());}
  ProcessHandle h=ProcessHandle.current(); System.out.println(h.info().command().isPresent()+" "+h.parent().isPresent()+" "+h.children().count()+" "+(ProcessHandle.allProcesses().count()>1)+h.info().startInstant().isPresent()+h.info().totalCpuDuration().isPresent()+h.info().user().isPresent()); List<Process> pl=ProcessBuilder.startPipeline(List.of(new ProcessBuilder("echo","a"),new ProcessBuilder("wc","-c"))); System.out.print(new String(pl.get(1).getInputStream().readAllBytes()));
}}
