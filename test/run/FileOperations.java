import java.io.*;
import java.nio.*;
import java.nio.channels.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.nio.file.attribute.*;
import java.util.*;
import java.util.concurrent.TimeUnit;
import java.util.stream.*;

/** Files: java.io and NIO, attributes, channels, locks, mapped and direct buffers, watching. */
public class FileOperations {
    static void p(Object o) { System.out.println(o); }
    interface X { Object get() throws Throwable; }
    static Path dir;
    static String clean(Object o) { return String.valueOf(o).replace(dir.toString(), "DIR"); }
    static void t(String n, X x) { try { p(n + " " + clean(x.get())); } catch (Throwable e) { p(n + " " + clean(e)); } }
    public static void main(String[] a) throws Exception {
        dir = Files.createTempDirectory("f2").toRealPath();
        Path f = dir.resolve("f.txt"), d = dir.resolve("d");
        t("write", () -> Files.writeString(f, "hello\nw\u00f6rld\n"));
        t("read", () -> Files.readAllLines(f));
        t("size", () -> Files.size(f));
        t("mkdir", () -> Files.createDirectory(d));
        t("again", () -> Files.createDirectory(d));
        t("newf", () -> Files.createFile(f));
        t("nof", () -> Files.readString(dir.resolve("none")));
        t("rdir", () -> Files.readAllBytes(d));
        t("deld", () -> { Files.createFile(d.resolve("x")); Files.delete(d); return 0; });
        t("deln", () -> { Files.delete(dir.resolve("none")); return 0; });
        t("link", () -> Files.createSymbolicLink(dir.resolve("l"), Path.of("f.txt")));
        t("rl", () -> Files.readSymbolicLink(dir.resolve("l")));
        t("rl2", () -> Files.readSymbolicLink(f));
        t("same", () -> Files.isSameFile(f, dir.resolve("l")));
        t("hard", () -> Files.createLink(dir.resolve("h"), f));
        t("nlink", () -> Files.getAttribute(f, "unix:nlink"));
        t("copy", () -> Files.copy(f, dir.resolve("c"), StandardCopyOption.COPY_ATTRIBUTES));
        t("copy2", () -> Files.copy(f, dir.resolve("c")));
        t("move", () -> Files.move(dir.resolve("c"), d.resolve("m"), StandardCopyOption.ATOMIC_MOVE));
        t("move2", () -> Files.move(dir.resolve("zz"), d));
        t("mm", () -> Files.mismatch(f, d.resolve("m")));
        t("perm", () -> { Files.setPosixFilePermissions(f, PosixFilePermissions.fromString("rw-r-----")); return PosixFilePermissions.toString(Files.getPosixFilePermissions(f)); });
        t("time", () -> { Files.setLastModifiedTime(f, FileTime.from(1234567890123L, TimeUnit.MILLISECONDS)); return Files.getLastModifiedTime(f); });
        t("attrs", () -> new TreeSet<>(Files.readAttributes(f, "posix:*").keySet()) + " " + new TreeSet<>(Files.readAttributes(f, "unix:*").keySet()));
        t("attrb", () -> Files.readAttributes(f, "basic:nope"));
        t("attrv", () -> Files.getAttribute(f, "dos2:x"));
        t("basic", () -> { var b = Files.readAttributes(f, BasicFileAttributes.class); return b.isRegularFile() + "" + b.isDirectory() + b.size() + b.lastModifiedTime() + b.isSymbolicLink(); });
        t("type", () -> Files.probeContentType(Path.of("x.html")) + Files.isHidden(Path.of(".x")) + Files.isExecutable(f) + Files.isReadable(f) + Files.notExists(f));
        t("store", () -> Files.getFileStore(f).supportsFileAttributeView("posix"));
        t("owner", () -> Files.getOwner(f).equals(Files.getOwner(d)));
        t("user", () -> { UserDefinedFileAttributeView v = Files.getFileAttributeView(f, UserDefinedFileAttributeView.class); v.write("k", ByteBuffer.wrap(new byte[] {1, 2})); return v.list() + "" + v.size("k"); });
        t("walk", () -> Files.walk(dir).map(x -> dir.relativize(x).toString()).sorted().toList());
        t("glob", () -> { try (var s = Files.newDirectoryStream(dir, "*.{txt,q}")) { return StreamSupport.stream(s.spliterator(), false).map(Path::getFileName).toList(); } });
        t("find", () -> Files.find(dir, 3, (x, y) -> y.isSymbolicLink()).map(Path::getFileName).toList());
        t("list", () -> Files.list(f).count());
        t("path", () -> Path.of("/a/./b/../c").normalize() + " " + Path.of("a/b").relativize(Path.of("a/c/d")) + Path.of("a").resolveSibling("b") + Path.of("/a/b").getName(1) + Path.of("/a/b/c").subpath(0, 2) + Path.of("x").compareTo(Path.of("y")) + Path.of("a/b").endsWith("b") + Path.of("a//b/").toString() + Path.of("/").getFileName() + Path.of("a").toUri().getScheme());
        t("pathe", () -> Path.of("a\0b"));
        t("pathr", () -> Path.of("a").relativize(Path.of("/b")));
        t("real", () -> dir.resolve("none").toRealPath());
        t("raf", () -> { try (RandomAccessFile r = new RandomAccessFile(d.resolve("raf").toFile(), "rw")) { r.writeUTF("h\u00e9"); r.writeLong(-5); r.writeDouble(1.5); r.seek(0); String s = r.readUTF() + r.readLong() + r.readDouble() + r.getFilePointer() + r.length(); r.setLength(3); r.seek(10); s += r.read(); r.write(7); return s + r.length(); } });
        t("rafe", () -> new RandomAccessFile(dir.toFile(), "rw"));
        t("rafm", () -> new RandomAccessFile(f.toFile(), "q"));
        t("rafeof", () -> { try (RandomAccessFile r = new RandomAccessFile(f.toFile(), "r")) { r.seek(100); return r.readInt(); } });
        t("rafro", () -> { try (RandomAccessFile r = new RandomAccessFile(f.toFile(), "r")) { r.write(1); return 0; } });
        t("fis", () -> new FileInputStream(dir.resolve("none").toFile()));
        t("fisd", () -> new FileInputStream(dir.toFile()));
        t("fos", () -> new FileOutputStream(dir.resolve("q/w").toFile()));
        t("closed", () -> { var i = new FileInputStream(f.toFile()); i.close(); return i.read(); });
        t("skip", () -> { try (var i = new FileInputStream(f.toFile())) { return i.skip(3) + " " + (char) i.read() + i.available() + new String(i.readNBytes(3)) + i.markSupported() + i.read(new byte[0]); } });
        t("bounds", () -> { try (var i = new FileInputStream(f.toFile())) { return i.read(new byte[3], 2, 5); } });
        t("file", () -> { File x = new File(dir.toFile(), "io"); return x.createNewFile() + "" + x.createNewFile() + x.canWrite() + x.length() + x.setReadOnly() + x.isHidden() + x.renameTo(new File(dir.toFile(), "io2")) + x.exists() + new File(dir.toFile(), "a/b/c").mkdirs() + new File(dir.toFile(), "a").delete() + new File("a/../b").getCanonicalFile().getName() + new File("/x//y/").getPath() + new File("x").getParent() + x.setLastModified(5000) + new File(dir.toFile(), "io2").setLastModified(5000) + new File(dir.toFile(), "io2").lastModified() + Arrays.asList(new TreeSet<>(Arrays.asList(dir.toFile().list()))); });
        t("filee", () -> new File(dir.toFile(), "no/x").createNewFile());
        t("tmp", () -> File.createTempFile("a", "x").delete()); 
        try (FileChannel c = FileChannel.open(d.resolve("ch"), StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            t("ch", () -> c.write(new ByteBuffer[] {ByteBuffer.wrap("abc".getBytes()), ByteBuffer.allocateDirect(2)}) + " " + c.position() + c.size() + c.write(ByteBuffer.wrap("zz".getBytes()), 10) + c.size() + c.position(1).read(ByteBuffer.allocate(4)) + c.truncate(6).size() + c.transferTo(0, 3, c) );
            t("chr", () -> { ByteBuffer b = ByteBuffer.allocateDirect(4); c.read(b, 0); b.flip(); return StandardCharsets.US_ASCII.decode(b) + "" + c.read(ByteBuffer.allocate(1), 99); });
            t("map", () -> { MappedByteBuffer m = c.map(FileChannel.MapMode.READ_WRITE, 0, 5000); m.put(4096, (byte) 77).putInt(0, 0x41424344); m.force(); MappedByteBuffer q = c.map(FileChannel.MapMode.PRIVATE, 4090, 10); q.put(0, (byte) 9); return c.size() + " " + q.get(6) + m.get(4090) + m.isLoaded() + m.load().isDirect() + q; });
        t("mapr", () -> c.map(FileChannel.MapMode.READ_ONLY, 0, 4).put((byte) 1));
        t("mapn", () -> c.map(FileChannel.MapMode.READ_ONLY, -1, 4));
            t("lock", () -> { FileLock l = c.lock(0, 10, false); String s = l.isValid() + "" + l.isShared() + l.size(); try { c.tryLock(5, 10, false); } catch (OverlappingFileLockException e) { s += e; } l.release(); return s + l.isValid() + (c.tryLock() != null); });
        }
        t("closedch", () -> { FileChannel c = FileChannel.open(f); c.close(); return c.size(); });
        t("nonw", () -> { try (FileChannel c = FileChannel.open(f)) { return c.write(ByteBuffer.allocate(1)); } });
        t("nonr", () -> { try (FileChannel c = FileChannel.open(f, StandardOpenOption.APPEND)) { return c.read(ByteBuffer.allocate(1)); } });
        t("exist", () -> FileChannel.open(f, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
        t("dele", () -> { try (var o = Files.newOutputStream(d.resolve("del"), StandardOpenOption.CREATE, StandardOpenOption.DELETE_ON_CLOSE)) { o.write(1); } return Files.exists(d.resolve("del")); });
        t("async", () -> { try (AsynchronousFileChannel c = AsynchronousFileChannel.open(f, StandardOpenOption.READ)) { ByteBuffer b = ByteBuffer.allocate(5); return c.read(b, 0).get() + new String(b.array()); } });
        ByteBuffer b = ByteBuffer.allocateDirect(64).order(ByteOrder.LITTLE_ENDIAN); b.putLong(0x0102030405060708L).putDouble(1.5).putChar('x').putShort((short) -2).putFloat(2.5f); b.flip();
        p(b.getLong() + " " + b.order(ByteOrder.BIG_ENDIAN).getLong() + b.getChar() + b.remaining() + b.slice().capacity() + b.duplicate().position() + b.asReadOnlyBuffer().isReadOnly() + b.compact().position() + b.asIntBuffer().put(5).position() + ByteBuffer.wrap(new byte[10], 2, 5).slice(1, 2).arrayOffset() + b.alignedSlice(8).capacity() + CharBuffer.wrap("hello").subSequence(1, 3) + ByteBuffer.allocate(3).compareTo(ByteBuffer.allocate(2)) + b.hashCode() + b.clear().mismatch(ByteBuffer.allocate(9)) + b);
        t("under", () -> ByteBuffer.allocate(3).getInt());
        t("over", () -> ByteBuffer.allocateDirect(3).putInt(1));
        t("idx", () -> ByteBuffer.allocateDirect(3).getInt(0));
        t("ro", () -> ByteBuffer.allocate(3).asReadOnlyBuffer().put((byte) 1));
        t("lim", () -> ByteBuffer.allocate(3).limit(4));
        t("pos", () -> ByteBuffer.allocate(3).position(-1));
        t("neg", () -> ByteBuffer.allocate(-1));
        t("mark", () -> ByteBuffer.allocate(1).reset());
        Pipe pipe = Pipe.open(); pipe.sink().write(ByteBuffer.wrap("pipe".getBytes())); ByteBuffer pb = ByteBuffer.allocate(8);
        p(pipe.source().read(pb) + new String(pb.array(), 0, 4)); pipe.sink().close();
        p(pipe.source().read(pb));
        t("closedsink", () -> pipe.sink().write(pb));
        WatchService w = dir.getFileSystem().newWatchService(); WatchKey k = d.register(w, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_DELETE); Files.createFile(d.resolve("new")); Set<String> ev = new TreeSet<>(); while (ev.isEmpty()) { WatchKey q = w.poll(10, TimeUnit.SECONDS); for (var e : q.pollEvents()) ev.add(e.kind() + ":" + e.context() + e.count() + (q == k));
        p(q.reset()); }
        p(ev); k.cancel();
        p(k.isValid() + "" + w.poll()); w.close();
        t("wclosed", () -> w.poll());
        t("zipfs", () -> { try (FileSystem z = FileSystems.newFileSystem(dir.resolve("z.zip"), Map.of("create", "true"))) { Files.writeString(z.getPath("/in.txt"), "zip!"); } try (FileSystem z = FileSystems.newFileSystem(dir.resolve("z.zip"))) { return Files.readString(z.getPath("in.txt")) + Files.exists(z.getPath("no")); } });
        Files.walkFileTree(dir, new SimpleFileVisitor<>() { public FileVisitResult visitFile(Path x, BasicFileAttributes y) throws IOException { Files.delete(x); return FileVisitResult.CONTINUE; } public FileVisitResult postVisitDirectory(Path x, IOException e) throws IOException { Files.delete(x); return FileVisitResult.CONTINUE; } });
        p(Files.exists(dir));
        StringWriter sw = new StringWriter(); try (PrintWriter pw = new PrintWriter(sw); BufferedReader br = new BufferedReader(new StringReader("l1\r\nl2\rl3"))) { br.lines().forEach(pw::println); pw.printf("%s", br.read()); }
        p(sw.toString().replace("\n", "$")); PushbackInputStream pi = new PushbackInputStream(new SequenceInputStream(new ByteArrayInputStream(new byte[] {1}), new ByteArrayInputStream(new byte[] {2}))); int x = pi.read(); pi.unread(x);
        p(pi.read() + "" + pi.read() + pi.read());
        t("push", () -> { pi.unread(1); pi.unread(2); return 0; });
        PipedInputStream in = new PipedInputStream(); PipedOutputStream out = new PipedOutputStream(in); Thread th = new Thread(() -> { try { out.write("piped".getBytes()); out.close(); } catch (IOException e) { p(e); } }); th.start();
        p(new String(in.readAllBytes())); th.join(); StreamTokenizer st = new StreamTokenizer(new StringReader("a 1.5 'q' // c\n+")); while (st.nextToken() != StreamTokenizer.TT_EOF) p(st);
    }
}
