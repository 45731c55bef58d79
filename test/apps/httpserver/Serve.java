import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A server of the JDK answers many clients of java.net.http in the same VM, first in
 * clear, then over TLS: Serve CLIENTS REQUESTS [KEYSTORE PASSWORD]. What is printed
 * does not depend on the order in which the requests come.
 */
public class Serve {
    static final AtomicInteger answered = new AtomicInteger();

    public static void main(String[] args) throws Exception {
        int clients = Integer.parseInt(args[0]), requests = Integer.parseInt(args[1]);
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        load("http", HttpServer.create(any, 200), null, clients, requests);
        if (args.length > 2) {
            SSLContext tls = context(args[2], args[3].toCharArray());
            HttpsServer server = HttpsServer.create(any, 200);
            server.setHttpsConfigurator(new HttpsConfigurator(tls));
            load("https", server, tls, clients, requests);
        }
    }

    static SSLContext context(String file, char[] password) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (FileInputStream in = new FileInputStream(file)) {
            store.load(in, password);
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, password);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    static void load(String scheme, HttpServer server, SSLContext tls, int clients, int requests) throws Exception {
        answered.set(0);
        ExecutorService pool = Executors.newFixedThreadPool(8);
        server.setExecutor(pool);
        server.createContext("/fixed", Serve::fixed);
        server.createContext("/chunked", Serve::chunked);
        server.createContext("/echo", Serve::echo);
        server.createContext("/fails", x -> { throw new IOException("refused"); });
        server.start();
        String base = scheme + "://localhost:" + server.getAddress().getPort();

        AtomicLong sum = new AtomicLong();
        TreeMap<String, Integer> kinds = new TreeMap<>();
        CountDownLatch go = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int c = 0; c < clients; c++) {
            int id = c;
            Thread t = new Thread(() -> {
                try {
                    HttpClient.Builder b = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1);
                    if (tls != null) b.sslContext(tls);
                    HttpClient client = b.build();
                    go.await();
                    for (int i = id; i < requests; i += clients) {
                        String kind = ask(client, base, i, sum);
                        synchronized (kinds) { kinds.merge(kind, 1, Integer::sum); }
                    }
                } catch (Exception e) {
                    synchronized (kinds) { kinds.merge(e.toString(), 1, Integer::sum); }
                }
            });
            t.start();
            threads.add(t);
        }
        go.countDown();
        for (Thread t : threads) t.join();
        System.out.println(scheme + " answered " + answered + " " + kinds + " sum " + Long.toHexString(sum.get()));

        HttpClient.Builder b = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL);
        if (tls != null) b.sslContext(tls);
        HttpClient client = b.build();
        List<CompletableFuture<String>> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            HttpRequest r = HttpRequest.newBuilder(URI.create(base + "/fixed?n=" + i)).build();
            all.add(client.sendAsync(r, BodyHandlers.ofString()).thenApply(x -> x.statusCode() + ":" + x.body().length()));
        }
        StringBuilder line = new StringBuilder();
        for (CompletableFuture<String> f : all) line.append(f.get()).append(' ');
        System.out.println(scheme + " async " + line);
        HttpResponse<String> missing = client.send(HttpRequest.newBuilder(URI.create(base + "/nothing")).build(), BodyHandlers.ofString());
        System.out.println(scheme + " missing " + missing.statusCode() + " " + missing.body() + " " + missing.version());
        try {
            client.send(HttpRequest.newBuilder(URI.create(base + "/fails")).build(), BodyHandlers.ofString());
            System.out.println(scheme + " fails answered");
        } catch (IOException e) {
            System.out.println(scheme + " fails " + e.getMessage());
        }
        if (tls != null) {
            HttpResponse<String> r = client.send(HttpRequest.newBuilder(URI.create(base + "/fixed?n=1")).build(), BodyHandlers.ofString());
            System.out.println(r.sslSession().get().getProtocol() + " " + r.sslSession().get().getCipherSuite() + " " + r.sslSession().get().getPeerPrincipal());
            try {
                HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create(base + "/fixed?n=1")).build(), BodyHandlers.ofString());
            } catch (IOException e) {
                System.out.println(e);
            }
        }
        server.stop(0);
        pool.shutdown();
        try {
            client.send(HttpRequest.newBuilder(URI.create(base + "/fixed")).build(), BodyHandlers.ofString());
            System.out.println(scheme + " stopped, answered");
        } catch (IOException e) {
            // Refused, or a connection in the client's pool was found closed: that is a race.
            System.out.println(scheme + " stopped, no answer");
        }
    }

    /** Sends request i, adds the sum of its answer, and returns what kind of request it was and its status. */
    static String ask(HttpClient client, String base, int i, AtomicLong sum) throws Exception {
        HttpRequest.Builder b = HttpRequest.newBuilder();
        String kind = switch (i % 4) { case 0 -> "fixed"; case 1 -> "chunked"; default -> "echo"; };
        b.uri(URI.create(base + "/" + kind + "?n=" + i)).header("X-Number", "" + i);
        if (i % 4 == 2) b.POST(BodyPublishers.ofString("text \u00e4\u20ac " + i));
        if (i % 4 == 3) b.PUT(BodyPublishers.ofByteArray(bytes(i * 17 % 40000)));
        HttpResponse<byte[]> r = client.send(b.build(), BodyHandlers.ofByteArray());
        CRC32 crc = new CRC32();
        crc.update(r.body());
        crc.update((r.headers().firstValue("X-Number").orElse("none") + r.statusCode()).getBytes());
        sum.addAndGet(crc.getValue() * (i + 1));
        return kind + " " + r.statusCode();
    }

    static byte[] bytes(int n) {
        byte[] b = new byte[n];
        for (int i = 0; i < n; i++) b[i] = (byte) (i * 31 + n);
        return b;
    }

    static int number(HttpExchange x) {
        String q = x.getRequestURI().getQuery();
        return q == null ? 0 : Integer.parseInt(q.substring(q.indexOf('=') + 1));
    }

    static void answer(HttpExchange x, int status, byte[] body) throws IOException {
        answered.incrementAndGet();
        x.getResponseHeaders().set("X-Number", String.valueOf(x.getRequestHeaders().getFirst("X-Number")));
        x.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        try (x) {
            x.getResponseBody().write(body);
        }
    }

    static void fixed(HttpExchange x) throws IOException {
        answer(x, 200, bytes(number(x) % 5000 + 1));
    }

    static void chunked(HttpExchange x) throws IOException {
        answered.incrementAndGet();
        x.getResponseHeaders().set("Content-Encoding", "gzip");
        x.sendResponseHeaders(200, 0);
        ByteArrayOutputStream b = new ByteArrayOutputStream();
        try (GZIPOutputStream z = new GZIPOutputStream(b)) {
            for (int i = 0; i < 50; i++) z.write(("line " + i + " of " + number(x) + "\n").getBytes());
        }
        try (x; var out = x.getResponseBody()) {
            byte[] all = b.toByteArray();
            for (int i = 0; i < all.length; i += 40) out.write(all, i, Math.min(40, all.length - i));
        }
    }

    static void echo(HttpExchange x) throws IOException {
        answer(x, 201, x.getRequestBody().readAllBytes());
    }
}
