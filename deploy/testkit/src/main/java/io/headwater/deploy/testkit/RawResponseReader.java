package io.headwater.deploy.testkit;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Reads one HTTP/1.1 response byte by byte against a deadline. */
final class RawResponseReader {
    private final Socket socket;
    private final long deadline;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();

    RawResponseReader(Socket socket, Duration within) {
        this.socket = socket;
        this.deadline = System.nanoTime() + within.toNanos();
    }

    RawAnswer read() {
        try {
            RawAnswer.Response response = one();
            while (response.status() / 100 == 1) {
                response = one();
            }
            return response;
        } catch (SocketTimeoutException late) {
            return new RawAnswer.Silent(received.toByteArray());
        } catch (IOException closed) {
            return new RawAnswer.Closed(received.toByteArray());
        }
    }

    private RawAnswer.Response one() throws IOException {
        String[] statusLine = line().split(" ", 3);
        if (statusLine.length < 2 || !statusLine[1].matches("[1-5][0-9]{2}")) {
            throw new AssertionError("no HTTP response: " + String.join(" ", statusLine));
        }
        int status = Integer.parseInt(statusLine[1]);
        Map<String, List<String>> headers = headers();
        return new RawAnswer.Response(status, headers, body(status, headers));
    }

    private Map<String, List<String>> headers() throws IOException {
        Map<String, List<String>> headers = new HashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            String[] header = line.split(":", 2);
            headers.computeIfAbsent(header[0].toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(header.length == 2 ? header[1].strip() : "");
        }
        return headers;
    }

    private byte[] body(int status, Map<String, List<String>> headers) throws IOException {
        if (status / 100 == 1 || status == 204 || status == 304) {
            return new byte[0];
        }
        if (headers.getOrDefault("transfer-encoding", List.of()).contains("chunked")) {
            return chunks();
        }
        if (headers.containsKey("content-length")) {
            return bytes(Integer.parseInt(
                    headers.getOrDefault("content-length", List.of("0")).get(0)));
        }
        return untilClosed();
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int size = Integer.parseInt(line().split(";", 2)[0].strip(), 16);
        while (size > 0) {
            body.writeBytes(bytes(size));
            line();
            size = Integer.parseInt(line().split(";", 2)[0].strip(), 16);
        }
        headers();
        return body.toByteArray();
    }

    private byte[] untilClosed() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try {
            while (true) {
                body.write(next());
            }
        } catch (EOFException end) {
            return body.toByteArray();
        }
    }

    private byte[] bytes(int count) throws IOException {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) next();
        }
        return bytes;
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = next(); b != '\n'; b = next()) {
            line.write(b);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    private int next() throws IOException {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) {
            throw new SocketTimeoutException();
        }
        socket.setSoTimeout((int) Math.min(left, Integer.MAX_VALUE));
        int b = socket.getInputStream().read();
        if (b < 0) {
            throw new EOFException();
        }
        received.write(b);
        return b;
    }
}
