import java.io.InputStream;
import java.net.URI;
import java.net.http.*;
import java.nio.file.*;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.*;
import java.util.concurrent.*;
import javax.net.ssl.*;

/** java.net.http over HTTP/2 and TLS: args are the server's URL and a file with the certificate to trust. */
public class Http2 {
    public static void main(String[] args) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (InputStream in = Files.newInputStream(Path.of(args[1]))) {
            trusted.setCertificateEntry("a", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory tm = TrustManagerFactory.getInstance("PKIX");
        tm.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, tm.getTrustManagers(), null);
        HttpClient client = HttpClient.newBuilder().sslContext(context).version(HttpClient.Version.HTTP_2).build();
        URI base = URI.create(args[0]);

        HttpResponse<String> first = client.send(HttpRequest.newBuilder(base.resolve("/first")).header("X-Ask", "y".repeat(3000)).build(),
            HttpResponse.BodyHandlers.ofString());
        System.out.println(first.version() + " " + first.statusCode() + " " + first.body() + " " + first.headers().allValues("x-many"));

        // Many streams of one connection, bodies larger than the flow control window among them.
        List<CompletableFuture<String>> all = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            byte[] body = new byte[i * 3000];
            Arrays.fill(body, (byte) ('a' + i % 26));
            all.add(client.sendAsync(HttpRequest.newBuilder(base.resolve("/echo?n=" + i)).POST(HttpRequest.BodyPublishers.ofByteArray(body)).build(),
                HttpResponse.BodyHandlers.ofByteArray()).thenApply(r -> r.version() + " " + r.statusCode() + " " + Arrays.equals(body, r.body())));
        }
        for (CompletableFuture<String> f : all) {
            System.out.println(f.get(60, TimeUnit.SECONDS));
        }
        System.out.println(client.send(HttpRequest.newBuilder(base.resolve("/missing")).build(), HttpResponse.BodyHandlers.discarding()).statusCode());
        try {
            client.send(HttpRequest.newBuilder(base.resolve("/reset")).build(), HttpResponse.BodyHandlers.ofString());
        } catch (java.io.IOException e) {
            // The message tells whether the client had noted the end of its request first, which is a race of its threads.
            System.out.println("reset: " + e.getClass().getName());
        }
    }
}
