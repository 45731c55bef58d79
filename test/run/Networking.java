import java.io.*;
import java.net.*;
import java.nio.*;
import java.nio.channels.*;
import java.nio.file.*;
import java.util.*;
import java.util.concurrent.*;

/** Sockets, selectors, datagrams, unix-domain sockets, processes. */
public class Networking {
    static void p(Object o) { System.out.println(o); }
    interface X { Object get() throws Throwable; }
    static void t(String n, X x) { try { p(n + " " + x.get()); } catch (Throwable e) { p(n + " " + e); } }
    public static void main(String[] a) throws Exception {
        InetAddress lo = InetAddress.getLoopbackAddress();
        ServerSocket ss = new ServerSocket(0, 5, lo); int port = ss.getLocalPort();
        Thread srv = new Thread(() -> { try { for (int i = 0; i < 2; i++) try (Socket s = ss.accept()) { DataInputStream in = new DataInputStream(s.getInputStream()); String x = in.readUTF(); new DataOutputStream(s.getOutputStream()).writeUTF(x + "!" + s.getInputStream().read()); } } catch (IOException e) { p(e); } }); srv.start();
        for (int i = 0; i < 2; i++) try (Socket s = new Socket(lo, port)) { s.setTcpNoDelay(true); s.setSoTimeout(5000); s.setKeepAlive(true); s.setReuseAddress(true); s.setSoLinger(true, 3); s.setReceiveBufferSize(20000); new DataOutputStream(s.getOutputStream()).writeUTF("msg" + i); s.shutdownOutput();
        p(new DataInputStream(s.getInputStream()).readUTF() + s.getTcpNoDelay() + s.getSoTimeout() + s.getKeepAlive() + s.getSoLinger() + s.isConnected() + s.isOutputShutdown() + s.getInputStream().read() + (s.getPort() == port) + s.getInetAddress());
        t("shut", () -> { s.getOutputStream().write(1); return 0; }); }
        srv.join(); ss.setSoTimeout(20);
        t("accept", () -> ss.accept()); ss.close();
        t("closed", () -> ss.accept());
        t("refused", () -> new Socket(lo, port));
        t("timeout", () -> { try (ServerSocket q = new ServerSocket(0, 1, lo); Socket s = new Socket(lo, q.getLocalPort())) { s.setSoTimeout(20); return s.getInputStream().read(); } });
        t("inuse", () -> { try (ServerSocket q = new ServerSocket(0, 1, lo)) { return new ServerSocket(q.getLocalPort(), 1, lo); } });
        t("host", () -> new Socket("no.such.host.invalid", 80));
        t("badport", () -> new Socket(lo, 70000));
        t("unconn", () -> new Socket().getInputStream());
        t("sclosed", () -> { Socket s = new Socket(); s.close(); s.connect(new InetSocketAddress(lo, 1)); return 0; });
        t("async close", () -> { try (ServerSocket q = new ServerSocket(0, 1, lo)) { Thread me = Thread.currentThread(); new Thread(() -> { try { while (!me.getStackTrace()[0].getClassName().equals("sun.nio.ch.Net")) Thread.sleep(5); q.close(); } catch (Exception e) { } }).start(); return q.accept(); } });
        t("inet", () -> InetAddress.getByName("127.0.0.1") + " " + InetAddress.getByName("::1") + InetAddress.getByAddress("x", new byte[] {1, 2, 3, 4}) + InetAddress.getByName("1.2.3.4").isSiteLocalAddress() + InetAddress.getByName("224.0.0.1").isMulticastAddress() + InetAddress.getByName("0:0:0:0:0:ffff:1.2.3.4") + Inet6Address.getByName("fe80::1").isLinkLocalAddress() + new InetSocketAddress("localhost", 5) + InetSocketAddress.createUnresolved("q", 1));
        t("inete", () -> InetAddress.getByAddress(new byte[3]));
        t("nif", () -> NetworkInterface.getByName("lo").isLoopback() + "" + NetworkInterface.getByInetAddress(lo).getName() + NetworkInterface.getByName("nope"));
        DatagramSocket d1 = new DatagramSocket(0, lo), d2 = new DatagramSocket(0, lo); d1.send(new DatagramPacket("dgram".getBytes(), 5, lo, d2.getLocalPort())); DatagramPacket dp = new DatagramPacket(new byte[10], 10); d2.receive(dp);
        p(new String(dp.getData(), 0, dp.getLength()) + (dp.getPort() == d1.getLocalPort())); d2.setSoTimeout(10);
        t("dto", () -> { d2.receive(dp); return 0; }); d1.connect(lo, d2.getLocalPort());
        p(d1.isConnected()); d1.close();
        t("dclosed", () -> { d1.send(dp); return 0; });
        DatagramChannel c1 = DatagramChannel.open().bind(new InetSocketAddress(lo, 0)), c2 = DatagramChannel.open().bind(new InetSocketAddress(lo, 0)); c1.send(ByteBuffer.wrap("chan".getBytes()), c2.getLocalAddress()); ByteBuffer bb = ByteBuffer.allocate(10);
        p(c1.getLocalAddress().equals(c2.receive(bb)) + new String(bb.array(), 0, 4)); c2.configureBlocking(false);
        p(c2.receive(bb)); c1.connect(c2.getLocalAddress());
        p(c1.write(ByteBuffer.allocate(3)));
        t("dcw", () -> c2.write(bb)); c1.close(); c2.close();
        Selector sel = Selector.open(); ServerSocketChannel sc = ServerSocketChannel.open().bind(new InetSocketAddress(lo, 0)); sc.configureBlocking(false); SelectionKey sk = sc.register(sel, SelectionKey.OP_ACCEPT);
        t("block", () -> { SocketChannel q = SocketChannel.open(); return q.register(sel, 1); });
        p(sel.selectNow() + " " + sel.keys().size());
        SocketChannel cc = SocketChannel.open(); cc.configureBlocking(false);
        p(cc.isConnectionPending()); cc.connect(sc.getLocalAddress()); cc.register(sel, SelectionKey.OP_CONNECT, "att"); List<String> log = new ArrayList<>(); SocketChannel acc = null; boolean done = false; ByteBuffer rb = ByteBuffer.allocate(16);
        while (!done) { sel.select(5000); for (Iterator<SelectionKey> it = sel.selectedKeys().iterator(); it.hasNext(); ) { SelectionKey k = it.next(); it.remove(); if (k.isAcceptable()) { acc = sc.accept(); acc.configureBlocking(false); acc.register(sel, SelectionKey.OP_READ); log.add("accept"); } else if (k.isConnectable()) { log.add("connect " + cc.finishConnect() + k.attachment()); cc.write(ByteBuffer.wrap("selected".getBytes())); k.interestOps(0); } else if (k.isReadable()) { int n = acc.read(rb); log.add("read " + n); if (rb.position() == 8) done = true; } } }
        Collections.sort(log);
        p(log + new String(rb.array(), 0, 8)); cc.close();
        p(sel.select(5000) + " " + acc.read(rb)); Thread wk = new Thread(() -> { try { Thread.sleep(20); } catch (InterruptedException e) { } sel.wakeup(); }); wk.start();
        p(sel.select()); Thread.currentThread().interrupt();
        p(sel.select() + "" + Thread.interrupted()); sk.cancel(); sel.selectNow();
        p(sk.isValid() + "" + sel.keys().size()); acc.close(); sel.close();
        t("selclosed", () -> sel.select()); sc.close();
        t("scclosed", () -> sc.accept());
        t("interrupted", () -> { try (ServerSocketChannel q = ServerSocketChannel.open().bind(new InetSocketAddress(lo, 0))) { Thread.currentThread().interrupt(); try { return q.accept(); } finally { p(Thread.interrupted() + "" + q.isOpen()); } } });
        Path dir = Files.createTempDirectory("n2"); Path up = dir.resolve("s"); try (ServerSocketChannel us = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(up)); SocketChannel uc = SocketChannel.open(UnixDomainSocketAddress.of(up)); SocketChannel ua = us.accept()) { uc.write(ByteBuffer.wrap("unix".getBytes())); ByteBuffer ub = ByteBuffer.allocate(9);
        p(ua.read(ub) + new String(ub.array(), 0, 4) + ua.getLocalAddress().equals(us.getLocalAddress()) + uc.getLocalAddress());
        t("unixopt", () -> uc.setOption(StandardSocketOptions.TCP_NODELAY, true)); }
        t("unixno", () -> { try { return SocketChannel.open(UnixDomainSocketAddress.of(dir.resolve("none"))); } catch (IOException e) { return e.getClass() + e.getMessage(); } }); Files.delete(up); Files.delete(dir);
        try (AsynchronousServerSocketChannel as = AsynchronousServerSocketChannel.open().bind(new InetSocketAddress(lo, 0)); AsynchronousSocketChannel ac = AsynchronousSocketChannel.open()) { Future<AsynchronousSocketChannel> fa = as.accept(); ac.connect(as.getLocalAddress()).get(); AsynchronousSocketChannel aa = fa.get(); ac.write(ByteBuffer.wrap("aio".getBytes())).get(); ByteBuffer ab = ByteBuffer.allocate(5); CompletableFuture<Integer> cf = new CompletableFuture<>(); aa.read(ab, 60, TimeUnit.SECONDS, null, new CompletionHandler<Integer, Void>() { public void completed(Integer n, Void v) { cf.complete(n); } public void failed(Throwable e, Void v) { cf.completeExceptionally(e); } });
        p(cf.get() + new String(ab.array(), 0, 3));
        t("ato", () -> { CompletableFuture<Integer> c = new CompletableFuture<>(); aa.read(ab, 10, TimeUnit.MILLISECONDS, null, new CompletionHandler<Integer, Void>() { public void completed(Integer n, Void v) { c.complete(n); } public void failed(Throwable e, Void v) { c.completeExceptionally(e); } }); return c.get(); }); aa.close(); }
        t("uri", () -> new URI("http://u@h:80/p%20q?x=1#f").getPath() + URI.create("http://a/b/c").resolve("../d") + URI.create("http://a/b/").relativize(URI.create("http://a/b/c")) + new URL("http://h/p?q").getQuery());
        t("urie", () -> new URI("http://a b"));
        t("urle", () -> new URL("zzz://x"));
        t("urlf", () -> new String(new URL("file:///etc/hostname").openStream().readAllBytes()).length() > 0); 
        ProcessBuilder pb = new ProcessBuilder("sh", "-c", "read x; echo out:$x:$V; echo err >&2; exit 7"); pb.environment().put("V", "val"); Process pr = pb.start(); try (Writer w = pr.outputWriter()) { w.write("input\n"); }
        p(pr.inputReader().readLine() + pr.errorReader().readLine() + pr.waitFor() + pr.exitValue() + pr.isAlive() + pr.toHandle().isAlive());
        t("noexe", () -> new ProcessBuilder("/no/such").start());
        t("nodir", () -> new ProcessBuilder("ls").directory(new File("/no")).start());
        t("empty", () -> new ProcessBuilder().start());
        t("null", () -> new ProcessBuilder("a", null).start());
        Process sl = new ProcessBuilder("sleep", "50").start();
        p(sl.isAlive() + "" + sl.waitFor(5, TimeUnit.MILLISECONDS) + sl.supportsNormalTermination());
        t("running", () -> sl.exitValue()); sl.destroy();
        p(sl.waitFor()); Process kf = new ProcessBuilder("sleep", "50").start();
        p(kf.toHandle().parent().get().pid() == ProcessHandle.current().pid()); kf.destroyForcibly();
        p(kf.waitFor() + " " + kf.onExit().get().exitValue());
        p(new String(new ProcessBuilder("sh", "-c", "echo a; echo b >&2").redirectErrorStream(true).start().getInputStream().readAllBytes()).replace("\n", "$")); Path o = Files.createTempFile("o", "x"); new ProcessBuilder("echo", "file").redirectOutput(o.toFile()).start().waitFor();
        p(Files.readString(o)); Files.delete(o);
        p(ProcessBuilder.startPipeline(List.of(new ProcessBuilder("echo", "pipe"), new ProcessBuilder("tr", "a-z", "A-Z"))).get(1).inputReader().readLine()); new ProcessBuilder("echo", "inherited").inheritIO().start().waitFor();
        p(Runtime.getRuntime().exec(new String[] {"sh", "-c", "exit 3"}).waitFor());
        p(ProcessHandle.current().info().command().isPresent() + "" + ProcessHandle.of(pr.pid()).isPresent());
    }
}
