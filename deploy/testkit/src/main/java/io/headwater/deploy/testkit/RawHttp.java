package io.headwater.deploy.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * One connection to an HTTP server for requests that no client library would make.
 *
 * <p>Sending never fails where the server has hung up already: what it had to say is in {@link #read}.
 */
public final class RawHttp implements AutoCloseable {
    private final Socket socket;
    private final ScheduledExecutorService dripping = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "raw http drip");
        thread.setDaemon(true);
        return thread;
    });

    private RawHttp(Socket socket) {
        this.socket = socket;
    }

    /** Connects to a port of 127.0.0.1. */
    public static RawHttp connect(int port) {
        try {
            Socket socket = new Socket();
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5_000);
            return new RawHttp(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends, half-closes nothing, and reads the answer to one request on a connection of its own. */
    public static RawAnswer exchange(int port, byte[] request, Duration within) {
        try (RawHttp connection = connect(port)) {
            return connection.send(request).read(within);
        }
    }

    public RawHttp send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        } catch (IOException hungUp) {
            // The answer tells.
        }
        return this;
    }

    /** Sends text as ISO-8859-1: one byte a character. */
    public RawHttp send(String text) {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Sends so many bytes per interval from now on, while this thread goes on to read. */
    public RawHttp drip(byte[] bytes, int size, Duration interval) {
        int pieces = (bytes.length + size - 1) / size;
        for (int i = 0; i < pieces; i++) {
            byte[] piece = Arrays.copyOfRange(bytes, i * size, Math.min(bytes.length, (i + 1) * size));
            dripping.schedule(() -> send(piece), i * interval.toNanos(), TimeUnit.NANOSECONDS);
        }
        return this;
    }

    /** Says that nothing more will be sent, and still listens. */
    public RawHttp halfClose() {
        try {
            socket.shutdownOutput();
        } catch (IOException hungUp) {
            // The answer tells.
        }
        return this;
    }

    /** Reads the next whole response, passing over 1xx. */
    public RawAnswer read(Duration within) {
        return new RawResponseReader(socket, within).read();
    }

    @Override
    public void close() {
        dripping.shutdownNow();
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
