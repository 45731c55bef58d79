// java: -Djava.library.path=/nowhere
// modes: int gcstress
import java.beans.*;
import java.io.*;
import java.time.*;
import java.time.format.*;
import java.time.temporal.*;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;
import java.util.concurrent.locks.*;
import java.util.logging.*;
import java.util.prefs.*;
import java.util.stream.*;
import java.util.zip.*;
import java.util.jar.*;

/** Serialization, zip, concurrency, time, resource bundles, logging, preferences, properties. */
public class LibraryAreas {
    static void p(Object o) { System.out.println(o); }
    static String id(Object o) { return String.valueOf(o).replaceAll("@[0-9a-f]+", "@H"); }
    static void t(String n, Callable<?> x) { try { p(n + " " + id(x.call())); } catch (Throwable e) { p(n + " " + id(e) + (e.getCause() == null ? "" : " <- " + id(e.getCause()))); } }
    static byte[] ser(Object o) throws Exception { ByteArrayOutputStream b = new ByteArrayOutputStream(); try (ObjectOutputStream s = new ObjectOutputStream(b)) { s.writeObject(o); } return b.toByteArray(); }
    static Object de(byte[] b) throws Exception { return new ObjectInputStream(new ByteArrayInputStream(b)).readObject(); }
    enum E { X, Y { } } record R(int a, String b, List<Object> c) implements Serializable { } static class Node implements Serializable { private static final long serialVersionUID = 1; int v = 1; transient int tr = 5; Node next; final String f = "q"; private void writeObject(ObjectOutputStream o) throws IOException { o.defaultWriteObject(); o.writeInt(77); } private void readObject(ObjectInputStream i) throws Exception { i.defaultReadObject(); tr = i.readInt(); } } static class Par { int pv = 3; Par() { pv = 9; } } static class Chi extends Par implements Serializable { int cv = 4; Object writeReplace() { return cv == 5 ? "replaced" : this; } } static class Ext implements Externalizable { int q; public Ext() { } public void writeExternal(ObjectOutput o) throws IOException { o.writeInt(q); } public void readExternal(ObjectInput i) throws IOException { q = i.readInt() + 1; } } static class NoSer { } static class Sing implements Serializable { static final Sing S = new Sing(); Object readResolve() { return S; } }
    public static class Bundle extends ListResourceBundle { protected Object[][] getContents() { return new Object[][] {{"k", "root"}, {"only", 1}}; } } public static class Bundle_de extends ListResourceBundle { protected Object[][] getContents() { return new Object[][] {{"k", "de"}}; } }
    public static class Bean { private int n; private String name; private final PropertyChangeSupport s = new PropertyChangeSupport(this); public int getN() { return n; } public void setN(int x) { int o = n; n = x; s.firePropertyChange("n", o, x); } public boolean isOk() { return true; } public void addPropertyChangeListener(PropertyChangeListener l) { s.addPropertyChangeListener(l); } public void removePropertyChangeListener(PropertyChangeListener l) { s.removePropertyChangeListener(l); } }
    public static void main(String[] args) throws Exception {
        Node n = new Node(); n.next = n; n.tr = 0; Node m = (Node) de(ser(n));
        p((m.next == m) + " " + m.tr + m.f);
        p(de(ser(new R(1, "x", List.of(2, E.Y)))) + " " + (de(ser(E.Y)) == E.Y) + ((Chi) de(ser(new Chi()))).pv + (de(ser(Sing.S)) == Sing.S)); Chi c5 = new Chi(); c5.cv = 5;
        p(de(ser(c5))); Ext ex = new Ext(); ex.q = 4;
        p(((Ext) de(ser(ex))).q);
        t("noser", () -> ser(new NoSer()));
        t("noser2", () -> ser(new Object[] {1, new NoSer()}));
        t("corrupt", () -> de(new byte[] {1, 2, 3, 4}));
        t("eof", () -> de(Arrays.copyOf(ser("hello"), 8)));
        t("cls", () -> { byte[] b = ser(new Node()); String s = new String(b, "ISO-8859-1").replace("LibraryAreas$Node", "LibraryAreas$Nodf"); return de(s.getBytes("ISO-8859-1")); });
        t("uid", () -> { byte[] b = ser(new Node()); String s = new String(b, "ISO-8859-1").replace("Node\0\0\0\0\0\0\0\1", "Node\0\0\0\0\0\0\0\2"); return de(s.getBytes("ISO-8859-1")); });
        p(ObjectStreamClass.lookup(Chi.class).getSerialVersionUID() + " " + ObjectStreamClass.lookup(R.class) + Arrays.toString(ObjectStreamClass.lookup(Node.class).getFields()));
        p(HexFormat.of().formatHex(ser(new int[][] {{1}, null})) + ser(new HashMap<>(Map.of(1, new Date(5)))).length);
        t("filter", () -> { ObjectInputStream i = new ObjectInputStream(new ByteArrayInputStream(ser(new Node()))); i.setObjectInputFilter(ObjectInputFilter.Config.createFilter("!LibraryAreas$*")); return i.readObject(); });
        p(de(ser(new Exception("ser", new Error("c")))) + " " + de(ser((java.util.function.Supplier<String> & Serializable) () -> "lam")).getClass().isHidden());
        t("lam", () -> ((java.util.function.Supplier<?>) de(ser((java.util.function.Supplier<String> & Serializable) () -> "lam"))).get());
        byte[] data = new byte[50000]; Random rnd = new Random(3); for (int i = 0; i < data.length; i++) data[i] = (byte) (rnd.nextInt(10) * (i % 7)); for (int lv : new int[] {0, 1, 6, 9}) { Deflater d = new Deflater(lv, lv == 6); d.setInput(data); d.finish(); byte[] o = new byte[60000]; int k = 0; while (!d.finished()) k += d.deflate(o, k, 1000); Inflater inf = new Inflater(lv == 6); inf.setInput(o, 0, k); byte[] back = new byte[data.length]; int q = 0; while (!inf.finished() && q < back.length) q += inf.inflate(back, q, Math.min(777, back.length - q));
        p(lv + " " + (k < 52000) + Arrays.equals(data, back) + inf.getRemaining() + d.getTotalIn() + inf.getTotalOut() + (d.getAdler() == inf.getAdler())); d.end(); inf.end(); } CRC32 crc = new CRC32(); crc.update(data); Adler32 ad = new Adler32(); ad.update(data, 5, 99); CRC32C cc = new CRC32C(); cc.update(data);
        p(crc.getValue() + " " + ad.getValue() + " " + cc.getValue());
        t("inf", () -> new Inflater().inflate(new byte[3]));
        t("infbad", () -> { Inflater i = new Inflater(); i.setInput(new byte[] {5, 5, 5}); return i.inflate(new byte[3]); });
        t("dict", () -> { Deflater d = new Deflater(); d.setDictionary("hello".getBytes()); d.setInput("hello hello".getBytes()); d.finish(); byte[] o = new byte[50]; int k = d.deflate(o); Inflater i = new Inflater(); i.setInput(o, 0, k); byte[] r = new byte[20]; int z = i.inflate(r); boolean nd = i.needsDictionary(); i.setDictionary("hello".getBytes()); return z + "" + nd + i.inflate(r) + new String(r, 0, 11); });
        t("gz", () -> { ByteArrayOutputStream b = new ByteArrayOutputStream(); try (GZIPOutputStream g = new GZIPOutputStream(b)) { g.write("gzip".getBytes()); } byte[] x = b.toByteArray(); return new String(new GZIPInputStream(new ByteArrayInputStream(x)).readAllBytes()) + x.length; });
        t("gzbad", () -> new GZIPInputStream(new ByteArrayInputStream(new byte[20])));
        t("gzeof", () -> new GZIPInputStream(new ByteArrayInputStream(new byte[0])));
        File zf = File.createTempFile("zzz", ".jar"); try (JarOutputStream z = new JarOutputStream(new FileOutputStream(zf), new Manifest(new ByteArrayInputStream("Manifest-Version: 1.0\nMain-Class: M\n\nName: a.txt\nX: y\n".getBytes())))) { z.setComment("cmt"); ZipEntry ze = new ZipEntry("a.txt"); ze.setTime(1000000000000L); ze.setComment("ec"); ze.setExtra(new byte[] {1, 2, 2, 0, 7, 8}); z.putNextEntry(ze); z.write("deflated".getBytes()); ZipEntry st = new ZipEntry("d/s"); st.setMethod(ZipEntry.STORED); st.setSize(2); crc.reset(); crc.update("ab".getBytes()); st.setCrc(crc.getValue()); z.putNextEntry(st); z.write("ab".getBytes()); z.closeEntry(); try { z.putNextEntry(new ZipEntry("d/s")); } catch (ZipException e) { p(e.getMessage()); } z.putNextEntry(new ZipEntry("dir/")); } try (JarFile j = new JarFile(zf)) { p(j.getManifest().getMainAttributes().getValue("Main-Class") + j.getComment() + j.size() + j.stream().map(JarEntry::getName).toList() + new String(j.getInputStream(j.getEntry("d/s")).readAllBytes()) + j.getEntry("a.txt").getComment() + j.getEntry("nope") + j.getJarEntry("a.txt").getAttributes().getValue("X") + j.getEntry("dir").isDirectory() + j.getEntry("a.txt").getMethod() + j.getEntry("a.txt").getSize() + new ZipInputStream(new FileInputStream(zf)).getNextEntry()); } try (RandomAccessFile r = new RandomAccessFile(zf, "rw")) { r.setLength(30); }
        t("zbad", () -> { try { return new ZipFile(zf); } catch (ZipException e) { return e.getMessage(); } }); zf.delete();
        t("znone", () -> new ZipFile("/no/z.zip"));
        CompletableFuture<Integer> f = CompletableFuture.supplyAsync(() -> 20).thenCombine(CompletableFuture.supplyAsync(() -> 22), Integer::sum).thenApplyAsync(x -> x);
        p(f.get() + " " + CompletableFuture.supplyAsync(() -> { if (true) throw new IllegalStateException("cf"); return 1; }).handle((v, e) -> e + "").get() + CompletableFuture.anyOf(CompletableFuture.completedFuture("any"), new CompletableFuture<>()).get());
        t("cfget", () -> CompletableFuture.failedFuture(new IOException("x")).get());
        t("cfjoin", () -> CompletableFuture.failedFuture(new IOException("x")).join());
        t("cfto", () -> new CompletableFuture<>().get(5, TimeUnit.MILLISECONDS));
        t("cforto", () -> new CompletableFuture<>().orTimeout(5, TimeUnit.MILLISECONDS).join()); ExecutorService es = Executors.newFixedThreadPool(3); List<Callable<Integer>> jobs = IntStream.range(0, 20).<Callable<Integer>>mapToObj(i -> () -> i * i).toList(); int sum = 0; for (Future<Integer> q : es.invokeAll(jobs)) sum += q.get();
        p(sum + " " + es.invokeAny(List.of(() -> 7)));
        t("exe", () -> es.submit(() -> { throw new IOException("job"); }).get()); Future<?> slow = es.submit(() -> { Thread.sleep(50000); return 1; }); slow.cancel(true);
        t("canc", slow::get); es.shutdown();
        p(es.awaitTermination(60, TimeUnit.SECONDS)); try { es.submit(() -> 1); } catch (RejectedExecutionException e) { p("rejected"); } class Fib extends RecursiveTask<Integer> { final int k; Fib(int k) { this.k = k; } protected Integer compute() { if (k < 2) return k; Fib a = new Fib(k - 1); a.fork(); return new Fib(k - 2).compute() + a.join(); } }
        p(ForkJoinPool.commonPool().invoke(new Fib(15)) + " " + IntStream.rangeClosed(1, 10000).parallel().asLongStream().map(x -> x * x).sum() + Stream.of(5, 3, 1).parallel().sorted().map(String::valueOf).collect(Collectors.joining())); ScheduledExecutorService ss = Executors.newScheduledThreadPool(1); CountDownLatch tick = new CountDownLatch(3); ss.scheduleAtFixedRate(tick::countDown, 1, 2, TimeUnit.MILLISECONDS); tick.await(); ss.shutdownNow();
        p(ss.isShutdown()); java.util.Timer tm = new java.util.Timer(true); Exchanger<String> xc = new Exchanger<>(); tm.schedule(new TimerTask() { public void run() { try { xc.exchange("b"); } catch (InterruptedException e) { } } }, 1);
        p(xc.exchange("a")); tm.cancel();
        t("timer", () -> { tm.schedule(new TimerTask() { public void run() { } }, 1); return 0; }); Phaser ph = new Phaser(1);
        p(ph.arrive() + "" + ph.getPhase()); Semaphore sm = new Semaphore(2);
        p(sm.tryAcquire(3) + "" + sm.drainPermits()); ReentrantReadWriteLock rw = new ReentrantReadWriteLock(); rw.writeLock().lock(); rw.readLock().lock(); rw.writeLock().unlock();
        p(rw.getReadHoldCount() + "" + rw.isWriteLocked() + rw.writeLock().tryLock()); StampedLock sl = new StampedLock(); long os = sl.tryOptimisticRead();
        p(sl.validate(os) + "" + sl.isWriteLocked());
        t("unlock", () -> { new ReentrantLock().unlock(); return 0; });
        t("brk", () -> { CyclicBarrier cb = new CyclicBarrier(2); try { cb.await(1, TimeUnit.MILLISECONDS); } catch (TimeoutException e) { p(cb.isBroken()); } return cb.await(); }); ThreadLocal<Integer> tl = ThreadLocal.withInitial(() -> 3); tl.set(4); InheritableThreadLocal<String> it = new InheritableThreadLocal<>(); it.set("inh"); Thread th = new Thread(() -> p(tl.get() + it.get())); th.start(); th.join();
        p(tl.get()); tl.remove();
        p(tl.get()); ConcurrentHashMap<String, LongAdder> ch = new ConcurrentHashMap<>(); Stream.of("a b a c a".split(" ")).parallel().forEach(w -> ch.computeIfAbsent(w, k -> new LongAdder()).increment());
        p(new TreeMap<>(ch) + " " + ch.reduceValuesToLong(1, LongAdder::sum, 0, Long::sum));
        t("chm", () -> ch.computeIfAbsent("q", k -> ch.computeIfAbsent("q", z -> null)));
        t("cme", () -> { List<Integer> l = new ArrayList<>(List.of(1, 2, 3)); for (Integer i : l) l.remove(i); return l; });
        t("imm", () -> List.of(1).add(2));
        t("flow", () -> { SubmissionPublisher<Integer> pub = new SubmissionPublisher<>(); CompletableFuture<Void> done = pub.consume(x -> { }); pub.submit(1); pub.close(); done.get(60, TimeUnit.SECONDS); return "flow"; });
        ZonedDateTime z = ZonedDateTime.of(2021, 3, 28, 1, 59, 59, 0, ZoneId.of("Europe/Berlin"));
        p(z.plusSeconds(1) + " " + z.withZoneSameInstant(ZoneId.of("America/New_York")) + ZoneId.of("Asia/Kolkata").getRules().getOffset(Instant.EPOCH) + LocalDate.of(2020, 2, 29).plusYears(1) + Period.between(LocalDate.of(2000, 1, 31), LocalDate.of(2020, 3, 1)) + Duration.ofMillis(-1500) + ChronoUnit.DAYS.between(LocalDate.EPOCH, LocalDate.of(2024, 12, 25)) + DateTimeFormatter.ofPattern("EEEE, d MMMM yyyy HH:mm z", Locale.FRANCE).format(z) + DateTimeFormatter.ISO_WEEK_DATE.format(z) + Year.of(1900).isLeap() + LocalTime.parse("10:15").with(ChronoField.NANO_OF_DAY, 5) + java.time.chrono.JapaneseDate.from(z) + java.time.chrono.HijrahDate.from(z) + TimeZone.getTimeZone("PST").getOffset(0) + new GregorianCalendar(2020, 0, 31).getActualMaximum(Calendar.WEEK_OF_YEAR) + DateTimeFormatter.RFC_1123_DATE_TIME.format(z) + LocalDate.now().with(TemporalAdjusters.lastDayOfYear()).getMonth() + Instant.parse("2020-01-01T00:00:00Z").toEpochMilli());
        t("dtp", () -> LocalDate.parse("2020-13-01"));
        t("dtz", () -> ZoneId.of("Mars/X"));
        t("dte", () -> LocalDate.of(2021, 2, 29));
        t("dtu", () -> LocalDate.EPOCH.get(ChronoField.HOUR_OF_DAY));
        Locale.setDefault(Locale.US);
        p(ResourceBundle.getBundle("LibraryAreas$Bundle", Locale.GERMANY).getString("k") + ResourceBundle.getBundle("LibraryAreas$Bundle", Locale.GERMANY).getObject("only") + ResourceBundle.getBundle("LibraryAreas$Bundle", Locale.FRANCE).getString("k"));
        t("mre", () -> ResourceBundle.getBundle("none.Such"));
        t("mrk", () -> ResourceBundle.getBundle("LibraryAreas$Bundle").getString("zz")); Logger lg = Logger.getLogger("a.b"); lg.setUseParentHandlers(false); StringBuilder sb = new StringBuilder(); lg.addHandler(new Handler() { public void publish(LogRecord r) { sb.append(r.getLevel() + ":" + new SimpleFormatter().formatMessage(r) + ":" + r.getSourceMethodName() + ";"); } public void flush() { } public void close() { } }); lg.info("i"); lg.fine("f"); lg.setLevel(Level.ALL); lg.log(Level.FINE, "p{0}", 5); lg.entering("C", "m"); lg.log(Level.SEVERE, "x", new Error());
        p(sb + "" + lg.getParent().getName().isEmpty() + LogManager.getLogManager().getLogger("a.b").getLevel()); Properties pr = new Properties(); pr.load(new StringReader("a=1\n b : \\u0041\\\n  cont\n#c\n!d\nk\\ ey v\nempty\n"));
        p(new TreeMap<>(pr)); ByteArrayOutputStream xo = new ByteArrayOutputStream(); pr.storeToXML(xo, null); Properties px = new Properties(); px.loadFromXML(new ByteArrayInputStream(xo.toByteArray()));
        p(px.equals(pr)); BeanInfo bi = Introspector.getBeanInfo(Bean.class, Object.class); for (PropertyDescriptor d : bi.getPropertyDescriptors()) p(d.getName() + d.getPropertyType() + (d.getWriteMethod() != null) + d.isBound()); Bean bn = new Bean(); bn.addPropertyChangeListener(e -> p(e.getPropertyName() + e.getOldValue() + e.getNewValue())); bn.setN(3); bn.setN(3);
        p(System.getProperty("nope", "dflt") + System.lineSeparator().length() + System.getProperty("java.specification.version") + System.getProperty("file.separator") + Integer.getInteger("x", 4) + Boolean.getBoolean("y") + System.getenv("LC_ALL") + (System.getenv().size() > 0) + (System.console() == null) + Runtime.version().feature());
        t("env", () -> System.getenv().put("a", "b"));
        t("propn", () -> System.getProperty(""));
        t("exitv", () -> { Runtime.getRuntime().addShutdownHook(new Thread(() -> p("hook"))); return Runtime.getRuntime().availableProcessors() > 0 && Runtime.getRuntime().maxMemory() > 0; });
        t("lib", () -> { System.loadLibrary("nope"); return 0; });
        p(Objects.hash(1, "a", null) + " " + Arrays.deepHashCode(new Object[] {1, new int[] {2}}) + new BitSet() {{ set(3, 7); }} + EnumSet.range(E.X, E.Y) + Collections.nCopies(2, "z") + new PriorityQueue<>(List.of(3, 1, 2)).poll() + new ArrayDeque<>(List.of(1)).peekLast() + Optional.empty() + Stream.iterate(1, x -> x * 2).limit(8).collect(Collectors.partitioningBy(x -> x > 9, Collectors.summingInt(x -> x))) + IntStream.of(3, 1).summaryStatistics()); System.exit(3);
    }
}
