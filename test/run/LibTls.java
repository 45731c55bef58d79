// javac: --add-exports java.base/sun.security.tools.keytool=ALL-UNNAMED
// java: --add-exports java.base/sun.security.tools.keytool=ALL-UNNAMED
// modes: int mixed

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.*;
import java.net.*;
import java.net.http.*;
import java.nio.file.*;
import java.security.KeyStore;
import javax.net.ssl.*;

/** TLS with a key of keytool's making: sockets of both versions, a client who trusts nobody, HTTPS. */
public class LibTls {
    static final char[] PASS = "changeit".toCharArray();

    public static void main(String[] args) throws Exception {
        Path keys = Path.of("tls.p12");
        Files.deleteIfExists(keys);
        sun.security.tools.keytool.Main.main(("-genkeypair -alias a -keyalg EC -groupname secp256r1 -dname CN=localhost"
            + " -ext san=dns:localhost -storetype PKCS12 -keystore tls.p12 -storepass changeit -validity 3650").split(" "));
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            store.load(in, PASS);
        }
        Files.delete(keys);
        KeyManagerFactory km = KeyManagerFactory.getInstance("SunX509");
        km.init(store, PASS);
        TrustManagerFactory tm = TrustManagerFactory.getInstance("PKIX");
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("a", store.getCertificate("a"));
        tm.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(km.getKeyManagers(), tm.getTrustManagers(), null);

        for (String version : new String[] {"TLSv1.2", "TLSv1.3"}) {
            sockets(context, context, version);
        }
        try {
            sockets(context, SSLContext.getDefault(), "TLSv1.3");
        } catch (SSLHandshakeException e) {
            System.out.println(e.getMessage());
        }
        https(context);
    }

    static void sockets(SSLContext server, SSLContext client, String version) throws Exception {
        try (SSLServerSocket ss = (SSLServerSocket) server.getServerSocketFactory().createServerSocket(0)) {
            Thread t = new Thread(() -> {
                try (SSLSocket s = (SSLSocket) ss.accept()) {
                    s.getInputStream().transferTo(s.getOutputStream());
                } catch (SSLException | SocketException e) {
                    // The client's alert, or the reset of its connection when that overtakes the alert.
                    System.out.println("server: refused");
                } catch (IOException e) {
                    System.out.println("server: " + e.getClass().getName());
                }
            });
            t.start();
            try (SSLSocket s = (SSLSocket) client.getSocketFactory().createSocket("localhost", ss.getLocalPort())) {
                s.setEnabledProtocols(new String[] {version});
                s.startHandshake();
                SSLSession session = s.getSession();
                System.out.println(session.getProtocol() + " " + session.getCipherSuite() + " " + session.getPeerPrincipal());
                byte[] block = new byte[100_000];
                for (int i = 0; i < block.length; i++) {
                    block[i] = (byte) (i * 31);
                }
                Thread w = new Thread(() -> {
                    try {
                        s.getOutputStream().write(block);
                        s.shutdownOutput();
                    } catch (IOException e) {
                        e.printStackTrace(System.out);
                    }
                });
                w.start();
                System.out.println(java.util.Arrays.equals(block, s.getInputStream().readAllBytes()));
                w.join();
            } finally {
                t.join();
            }
        }
    }

    static void https(SSLContext context) throws Exception {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", x -> {
            byte[] b = ("got " + x.getRequestBody().readAllBytes().length + " by " + x.getRequestMethod()).getBytes();
            x.sendResponseHeaders(200, b.length);
            x.getResponseBody().write(b);
            x.close();
        });
        server.start();
        try {
            URI uri = new URI("https://localhost:" + server.getAddress().getPort() + "/");
            HttpClient client = HttpClient.newBuilder().sslContext(context).build();
            HttpResponse<String> r = client.send(HttpRequest.newBuilder(uri)
                .POST(HttpRequest.BodyPublishers.ofString("x".repeat(50_000))).build(), HttpResponse.BodyHandlers.ofString());
            System.out.println(r.version() + " " + r.statusCode() + " " + r.body() + " " + r.sslSession().isPresent());
            HttpsURLConnection c = (HttpsURLConnection) uri.toURL().openConnection();
            c.setSSLSocketFactory(context.getSocketFactory());
            System.out.println(c.getResponseCode() + " " + new String(c.getInputStream().readAllBytes()) + " " + c.getCipherSuite());
        } finally {
            server.stop(0);
        }
    }
}
