import java.lang.management.*;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;
import java.util.concurrent.locks.*;
import javax.management.*;
import javax.management.openmbean.*;

/** The platform MXBeans: what they tell that does not depend on the machine. */
public class Management {
    static void check(String what, boolean ok) { System.out.println(what + " " + ok); }

    public interface CounterMBean { int getCount(); void setCount(int n); int add(int n); String boom(); }
    public static class Counter extends NotificationBroadcasterSupport implements CounterMBean {
        int n;
        public int getCount() { return n; }
        public void setCount(int n) {
            int old = this.n;
            this.n = n;
            sendNotification(new AttributeChangeNotification(this, 1, 0, "changed", "Count", "int", old, n));
        }
        public int add(int k) { return n += k; }
        public String boom() { throw new IllegalStateException("boom"); }
    }

    static synchronized void waitInside(Object o) throws InterruptedException { synchronized (o) { o.wait(); } }

    static void threads() throws Exception {
        ThreadMXBean tm = ManagementFactory.getThreadMXBean();
        Object lock = new Object(), other = new Object();
        ReentrantLock rl = new ReentrantLock();
        CountDownLatch in = new CountDownLatch(4);
        Thread holder = new Thread(() -> {
            synchronized (lock) { synchronized (other) { rl.lock(); in.countDown();
                try { new CountDownLatch(1).await(); } catch (InterruptedException e) { } rl.unlock(); } }
        }, "holder");
        holder.start();
        while (in.getCount() == 4) Thread.sleep(1);
        Thread blocked = new Thread(() -> { in.countDown(); synchronized (lock) { } }, "blocked");
        Thread parked = new Thread(() -> { in.countDown(); rl.lock(); rl.unlock(); }, "parked");
        Thread waiting = new Thread(() -> { in.countDown(); try { waitInside(in); } catch (InterruptedException e) { } }, "waiting");
        for (Thread t : new Thread[] {blocked, parked, waiting}) { t.setDaemon(true); t.start(); }
        in.await();
        while (blocked.getState() != Thread.State.BLOCKED || parked.getState() != Thread.State.WAITING || waiting.getState() != Thread.State.WAITING) Thread.sleep(1);
        for (Thread t : new Thread[] {holder, blocked, parked, waiting}) {
            ThreadInfo i = tm.getThreadInfo(new long[] {t.getId()}, true, true)[0];
            System.out.println(i.getThreadName() + " " + i.getThreadState() + " daemon=" + i.isDaemon() + " prio=" + i.getPriority()
                + " on " + (i.getLockInfo() == null ? null : i.getLockInfo().getClassName()) + " of " + i.getLockOwnerName()
                + " owner id ok " + (i.getLockOwnerId() == -1 || i.getLockOwnerId() == holder.getId())
                + " native=" + i.isInNative() + " suspended=" + i.isSuspended() + " blocked=" + i.getBlockedTime() + " waited=" + i.getWaitedTime());
            for (MonitorInfo m : i.getLockedMonitors())
                System.out.println("  monitor " + m.getClassName() + " at " + m.getLockedStackFrame().getMethodName() + " depth ok " + i.getStackTrace()[m.getLockedStackDepth()].equals(m.getLockedStackFrame()));
            for (LockInfo l : i.getLockedSynchronizers()) System.out.println("  synchronizer " + l.getClassName());
            System.out.println("  top " + i.getStackTrace()[0].getClassName() + "." + i.getStackTrace()[0].getMethodName());
            System.out.println("  none " + tm.getThreadInfo(t.getId()).getStackTrace().length + " one " + tm.getThreadInfo(t.getId(), 1).getStackTrace().length);
        }
        System.out.println("deadlocks " + Arrays.toString(tm.findDeadlockedThreads()) + Arrays.toString(tm.findMonitorDeadlockedThreads()));
        holder.interrupt(); holder.join();
        blocked.join(); parked.join();
        synchronized (in) { in.notifyAll(); }
        waiting.join();
        System.out.println("gone " + tm.getThreadInfo(holder.getId()) + Arrays.toString(tm.getThreadInfo(new long[] {holder.getId()}, true, true)));
        check("cpu", tm.getCurrentThreadCpuTime() > 0 && tm.getThreadCpuTime(Thread.currentThread().getId()) > 0 && tm.getThreadCpuTime(holder.getId()) == -1);
        check("user", tm.getCurrentThreadUserTime() >= 0);
        tm.setThreadContentionMonitoringEnabled(true);
        check("contention", tm.isThreadContentionMonitoringEnabled() && tm.getThreadInfo(Thread.currentThread().getId()).getBlockedTime() >= 0);
        check("counts", tm.getThreadCount() >= 5 && tm.getPeakThreadCount() >= tm.getThreadCount() && tm.getDaemonThreadCount() >= 4 && tm.getTotalStartedThreadCount() >= 9);
        try { tm.getThreadInfo(-1); } catch (IllegalArgumentException e) { System.out.println(e.getMessage()); }
        com.sun.management.ThreadMXBean ct = (com.sun.management.ThreadMXBean) tm;
        long before = ct.getThreadAllocatedBytes(Thread.currentThread().getId());
        byte[][] keep = new byte[50][];
        for (int i = 0; i < keep.length; i++) keep[i] = new byte[10000];
        long used = ct.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
        check("allocated", used >= 500000 && used < 700000);
    }

    static void deadlock() throws Exception {
        ThreadMXBean tm = ManagementFactory.getThreadMXBean();
        Object a = new Object();
        ReentrantLock b = new ReentrantLock();
        CyclicBarrier both = new CyclicBarrier(2);
        Thread x = new Thread(() -> { synchronized (a) { try { both.await(); } catch (Exception e) { } b.lock(); } }, "x");
        Thread y = new Thread(() -> { b.lock(); try { both.await(); } catch (Exception e) { } synchronized (a) { } }, "y");
        for (Thread t : new Thread[] {x, y}) { t.setDaemon(true); t.start(); }
        long[] ids;
        while ((ids = tm.findDeadlockedThreads()) == null) Thread.sleep(1);
        Set<String> names = new TreeSet<>();
        for (ThreadInfo i : tm.getThreadInfo(ids)) names.add(i.getThreadName() + "->" + i.getLockOwnerName());
        System.out.println(names + " monitors only " + Arrays.toString(tm.findMonitorDeadlockedThreads()));
    }

    static void memory() throws Exception {
        MemoryMXBean m = ManagementFactory.getMemoryMXBean();
        MemoryUsage u = m.getHeapMemoryUsage();
        check("heap", u.getUsed() >= 0 && u.getCommitted() >= u.getUsed() && u.getMax() >= u.getCommitted());
        check("other", m.getNonHeapMemoryUsage().getUsed() > 0 && m.getNonHeapMemoryUsage().getMax() == -1);
        boolean ok = true;
        for (MemoryPoolMXBean p : ManagementFactory.getMemoryPoolMXBeans()) {
            ok &= p.isValid() && p.getUsage().getUsed() >= 0 && p.getPeakUsage().getUsed() >= 0 && p.getMemoryManagerNames().length > 0;
            ok &= p.getType() == MemoryType.HEAP == (p.getCollectionUsage() != null);
            if (!p.isUsageThresholdSupported())
                try { p.setUsageThreshold(1); ok = false; } catch (UnsupportedOperationException e) { }
            p.resetPeakUsage();
        }
        check("pools", ok);
        ok = true;
        long count = 0;
        for (GarbageCollectorMXBean g : ManagementFactory.getGarbageCollectorMXBeans()) {
            ok &= g.isValid() && g.getMemoryPoolNames().length > 0 && g.getCollectionTime() >= 0;
            count += g.getCollectionCount();
        }
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        for (GarbageCollectorMXBean g : ManagementFactory.getGarbageCollectorMXBeans())
            ((NotificationEmitter) g).addNotificationListener((n, hb) -> {
                var i = com.sun.management.GarbageCollectionNotificationInfo.from((CompositeData) n.getUserData());
                if (i.getGcCause().equals("System.gc()"))
                    told.add(n.getType() + " " + i.getGcCause() + " " + hb + " " + (i.getGcInfo().getDuration() >= 0)
                        + (i.getGcInfo().getMemoryUsageAfterGc().size() == ManagementFactory.getMemoryPoolMXBeans().size()));
            }, null, "hb");
        m.gc();
        System.out.println(told.poll(20, TimeUnit.SECONDS));
        long after = 0;
        for (GarbageCollectorMXBean g : ManagementFactory.getGarbageCollectorMXBeans()) after += g.getCollectionCount();
        check("collectors", ok && after > count);

        MemoryPoolMXBean old = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(p -> p.getType() == MemoryType.HEAP && p.isUsageThresholdSupported() && p.isCollectionUsageThresholdSupported()).findFirst().get();
        ((NotificationEmitter) m).addNotificationListener((n, hb) -> {
            MemoryNotificationInfo i = MemoryNotificationInfo.from((CompositeData) n.getUserData());
            if (i.getPoolName().equals(old.getName())) told.add(n.getType() + " " + n.getMessage() + " " + (i.getCount() > 0));
        }, null, null);
        old.setCollectionUsageThreshold(1);
        List<byte[]> keep = new ArrayList<>();
        for (int i = 0; i < 20; i++) keep.add(new byte[100_000]);
        m.gc();
        String s;
        do { s = told.poll(20, TimeUnit.SECONDS); } while (s != null && s.contains("gc.notification"));
        System.out.println(s + keep.size());
        check("exceeded", old.isCollectionUsageThresholdExceeded() && old.getCollectionUsageThresholdCount() > 0);
    }

    static void beans() throws Exception {
        MBeanServer s = ManagementFactory.getPlatformMBeanServer();
        ObjectName n = new ObjectName("test:type=Counter,name=a");
        Counter c = new Counter();
        s.registerMBean(c, n);
        List<String> heard = new ArrayList<>();
        s.addNotificationListener(n, (x, hb) -> heard.add(x.getMessage() + hb + ((AttributeChangeNotification) x).getNewValue()), null, 7);
        s.setAttribute(n, new Attribute("Count", 41));
        System.out.println(s.invoke(n, "add", new Object[] {1}, new String[] {"int"}) + " " + s.getAttribute(n, "Count") + heard);
        try { s.invoke(n, "boom", null, null); } catch (RuntimeMBeanException e) { System.out.println(e.getMessage() + " / " + e.getCause()); }
        try { s.getAttribute(n, "Nope"); } catch (AttributeNotFoundException e) { System.out.println(e); }
        for (MBeanAttributeInfo i : s.getMBeanInfo(n).getAttributes()) System.out.println(i);
        System.out.println(s.queryNames(new ObjectName("test:*"), null) + " " + s.isInstanceOf(n, "java.lang.Object"));
        s.unregisterMBean(n);
        try { s.getMBeanInfo(n); } catch (InstanceNotFoundException e) { System.out.println(e); }
        CompositeData h = (CompositeData) s.getAttribute(new ObjectName("java.lang:type=Memory"), "HeapMemoryUsage");
        System.out.println(h.getCompositeType().keySet());
        for (String t : "ClassLoading Memory OperatingSystem Runtime Threading".split(" "))
            System.out.println(t + " " + s.isRegistered(new ObjectName("java.lang:type=" + t)));
        RuntimeMXBean r = ManagementFactory.newPlatformMXBeanProxy(s, ManagementFactory.RUNTIME_MXBEAN_NAME, RuntimeMXBean.class);
        check("runtime", r.getName().startsWith(ProcessHandle.current().pid() + "@") && r.getUptime() > 0 && r.getStartTime() > 1600000000000L
            && r.getSpecVersion().equals("17") && r.getManagementSpecVersion().equals("3.0") && !r.isBootClassPathSupported() && r.getPid() == ProcessHandle.current().pid());
        ClassLoadingMXBean cl = ManagementFactory.getClassLoadingMXBean();
        check("classes", cl.getLoadedClassCount() > 400 && cl.getTotalLoadedClassCount() >= cl.getLoadedClassCount() && !cl.isVerbose());
        var os = (com.sun.management.UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        check("system", os.getOpenFileDescriptorCount() > 3 && os.getMaxFileDescriptorCount() >= os.getOpenFileDescriptorCount()
            && os.getTotalMemorySize() > os.getFreeMemorySize() && os.getProcessCpuTime() > 0 && os.getCommittedVirtualMemorySize() > 1 << 20
            && os.getProcessCpuLoad() <= 1 && os.getCpuLoad() <= 1 && os.getTotalSwapSpaceSize() >= 0 && os.getAvailableProcessors() > 0 && os.getName().equals("Linux"));
        var d = ManagementFactory.getPlatformMXBean(com.sun.management.HotSpotDiagnosticMXBean.class);
        System.out.println(d.getVMOption("HeapDumpOnOutOfMemoryError"));
        d.setVMOption("HeapDumpPath", "/tmp/x");
        System.out.println(d.getVMOption("HeapDumpPath").getValue() + " " + d.getVMOption("MaxHeapSize").isWriteable());
        try { d.setVMOption("MaxHeapSize", "5"); } catch (IllegalArgumentException e) { System.out.println(e.getMessage()); }
        try { d.getVMOption("NoSuchFlag"); } catch (IllegalArgumentException e) { System.out.println(e.getMessage()); }
        java.nio.file.Path dir = java.nio.file.Files.createTempDirectory("dump");
        String dump = dir.resolve("h.hprof").toString();
        d.dumpHeap(dump, true);
        try (var in = new java.io.FileInputStream(dump)) { System.out.println(new String(in.readNBytes(18))); }
        try { d.dumpHeap(dump, true); } catch (java.io.IOException e) { System.out.println(e.getMessage()); }
        try { d.dumpHeap(dir + "/no/h.hprof", true); } catch (java.io.IOException e) { System.out.println(e.getMessage()); }
        java.nio.file.Files.delete(java.nio.file.Path.of(dump));
        java.nio.file.Files.delete(dir);
        ObjectName dc = new ObjectName("com.sun.management:type=DiagnosticCommand");
        String[] none = {String[].class.getName()};
        check("help", ((String) s.invoke(dc, "help", new Object[] {new String[0]}, none)).startsWith("The following commands are available:\n"));
        check("print", ((String) s.invoke(dc, "threadPrint", new Object[] {new String[0]}, none)).contains("\"main\" #1 prio=5"));
        check("properties", ((String) s.invoke(dc, "vmSystemProperties", null, null)).contains("java.specification.version=17"));
        check("histogram", ((String) s.invoke(dc, "gcClassHistogram", new Object[] {new String[0]}, none)).contains("java.lang.String (java.base@"));
        System.out.println(Arrays.toString(ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream().map(BufferPoolMXBean::getName).sorted().toArray()));
        check("logging", ManagementFactory.getPlatformMXBean(java.lang.management.PlatformLoggingMXBean.class).getLoggerNames().size() > 0);
    }

    public static void main(String[] a) throws Exception {
        threads();
        memory();
        beans();
        deadlock();
    }
}
