package io.headwater.deploy.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.stream.IntStream;

/** Ports on 127.0.0.1 that nobody listens on now, for what must be known before it listens, or come back where it was. */
public final class FreePorts {
    private FreePorts() {}

    public static int one() {
        return of(1).get(0);
    }

    /** So many, held together while they are chosen, so that they differ. */
    public static List<Integer> of(int count) {
        List<ServerSocket> held =
                IntStream.range(0, count).mapToObj(i -> listening()).toList();
        List<Integer> ports = held.stream().map(ServerSocket::getLocalPort).toList();
        held.forEach(FreePorts::close);
        return ports;
    }

    private static ServerSocket listening() {
        try {
            return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
