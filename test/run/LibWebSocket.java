// modes: int mixed

import java.io.*;
import java.net.*;
import java.net.http.*;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.*;
import java.util.concurrent.*;

/** The WebSocket client of java.net.http against a server that echoes frames (RFC 6455) until it has echoed Close. */
public class LibWebSocket {
    static void serve(ServerSocket server) {
        try (Socket s = server.accept()) {
            InputStream in = s.getInputStream();
            OutputStream out = s.getOutputStream();
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) in.read());
            }
            String key = null;
            for (String line : head.toString().split("\r\n")) {
                if (line.toLowerCase(Locale.ROOT).startsWith("sec-websocket-key:")) {
                    key = line.substring(18).trim();
                }
            }
            byte[] sum = MessageDigest.getInstance("SHA-1").digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes());
            out.write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                + Base64.getEncoder().encodeToString(sum) + "\r\n\r\n").getBytes());
            DataInputStream data = new DataInputStream(in);
            for (int op = 0; op != 8; ) {
                op = data.readUnsignedByte() & 15;
                int n = data.readUnsignedByte() & 127;
                n = n == 126 ? data.readUnsignedShort() : n;
                byte[] mask = data.readNBytes(4);
                byte[] body = data.readNBytes(n);
                for (int i = 0; i < n; i++) {
                    body[i] ^= mask[i & 3];
                }
                ByteArrayOutputStream frame = new ByteArrayOutputStream();
                frame.write(0x80 | (op == 9 ? 10 : op));
                if (n < 126) {
                    frame.write(n);
                } else {
                    frame.write(126);
                    frame.write(n >> 8);
                    frame.write(n);
                }
                frame.write(body);
                out.write(frame.toByteArray());
            }
        } catch (Exception e) {
            e.printStackTrace(System.out);
        }
    }

    public static void main(String[] args) throws Exception {
        ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Thread t = new Thread(() -> serve(server));
        t.start();
        BlockingQueue<String> events = new LinkedBlockingQueue<>();
        WebSocket.Listener listener = new WebSocket.Listener() {
            final StringBuilder text = new StringBuilder();

            public CompletionStage<?> onText(WebSocket w, CharSequence part, boolean last) {
                text.append(part);
                if (last) {
                    events.add(text.toString());
                    text.setLength(0);
                }
                w.request(1);
                return null;
            }

            public CompletionStage<?> onBinary(WebSocket w, ByteBuffer b, boolean last) {
                events.add("binary " + b.remaining() + " " + last);
                w.request(1);
                return null;
            }

            public CompletionStage<?> onPong(WebSocket w, ByteBuffer b) {
                events.add("pong " + b.remaining());
                w.request(1);
                return null;
            }

            public CompletionStage<?> onClose(WebSocket w, int code, String reason) {
                events.add("close " + code + " " + reason);
                return null;
            }

            public void onError(WebSocket w, Throwable e) {
                events.add("error " + e);
            }
        };
        WebSocket w = HttpClient.newHttpClient().newWebSocketBuilder()
            .buildAsync(URI.create("ws://localhost:" + server.getLocalPort() + "/"), listener).get(60, TimeUnit.SECONDS);
        for (int i = 0; i < 20; i++) {
            String m = "m" + i + "é".repeat(i * 50);
            w.sendText(m, true).get(60, TimeUnit.SECONDS);
            System.out.println(m.equals(events.poll(60, TimeUnit.SECONDS)));
        }
        w.sendBinary(ByteBuffer.wrap(new byte[77]), true).get(60, TimeUnit.SECONDS);
        System.out.println(events.poll(60, TimeUnit.SECONDS));
        w.sendPing(ByteBuffer.wrap(new byte[5])).get(60, TimeUnit.SECONDS);
        System.out.println(events.poll(60, TimeUnit.SECONDS));
        w.sendClose(1000, "bye").get(60, TimeUnit.SECONDS);
        System.out.println(events.poll(60, TimeUnit.SECONDS));
        t.join();
        server.close();
    }
}
