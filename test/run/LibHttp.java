// modes: int mixed

import com.sun.net.httpserver.HttpServer;
import java.net.*;
import java.net.http.*;
import java.time.Duration;
import java.util.concurrent.*;

/** A server of com.sun.net.httpserver asked by java.net.http, at once and later, and by HttpURLConnection. */
public class LibHttp {
    public static void main(String[] args) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ExecutorService workers = Executors.newCachedThreadPool();
        server.setExecutor(workers);
        server.createContext("/", exchange -> {
            int n = exchange.getRequestBody().readAllBytes().length;
            byte[] reply = ("hi " + exchange.getRequestMethod() + " " + n).getBytes();
            exchange.getResponseHeaders().add("X", "y");
            exchange.sendResponseHeaders(200, reply.length);
            exchange.getResponseBody().write(reply);
            exchange.close();
        });
        server.start();
        URI uri = URI.create("http://localhost:" + server.getAddress().getPort() + "/x");

        HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(60)).build();
        HttpRequest get = HttpRequest.newBuilder(uri).build();
        System.out.println(client.send(get, HttpResponse.BodyHandlers.ofString()).body());
        HttpRequest post = HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.ofString("body")).build();
        System.out.println(client.sendAsync(post, HttpResponse.BodyHandlers.ofString()).get().body());

        HttpURLConnection old = (HttpURLConnection) uri.toURL().openConnection();
        old.setDoOutput(true);
        old.getOutputStream().write(5);
        System.out.println(old.getResponseCode() + " " + new String(old.getInputStream().readAllBytes()) + " " + old.getHeaderField("X"));
        old.disconnect();

        server.stop(0);
        workers.shutdownNow();
        System.exit(0); // the client's selector thread lives on
    }
}
