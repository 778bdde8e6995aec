package io.headwater.deploy.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A TCP proxy on 127.0.0.1 that turns into a fault while connections run through it.
 *
 * <pre>
 *   pass        forwards
 *   delay       forwards each chunk so much later, in each direction
 *   blackHole   accepts and keeps connections, forwards nothing; what was sent meanwhile arrives after the next pass
 *   refuse      connecting is refused, existing connections are reset
 *   cut         resets existing connections, otherwise goes on as before
 * </pre>
 *
 * <p>Before Kafka, the broker must advertise the proxy's port, else clients go past it. So the proxy is started first, without
 * a target, and refuses until it is given one.
 */
public final class FaultProxy implements AutoCloseable {
    private final Valve valve = new Valve();
    private final Set<ProxyLink> links = ConcurrentHashMap.newKeySet();
    private final int port;
    private ServerSocket listening;
    private Thread accepting = new Thread();
    private volatile Optional<InetSocketAddress> target = Optional.empty();

    private FaultProxy() {
        this.listening = listen(0);
        this.port = listening.getLocalPort();
        refuse();
    }

    /** Takes a free port and refuses until it is told where to forward to. */
    public static FaultProxy start() {
        return new FaultProxy();
    }

    /** Forwards to a port of 127.0.0.1. */
    public static FaultProxy to(int targetPort) {
        return start().forwardTo(targetPort);
    }

    /** Forwards new connections to a port of 127.0.0.1 from now on. */
    public FaultProxy forwardTo(int targetPort) {
        target = Optional.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), targetPort));
        pass();
        return this;
    }

    public int port() {
        return port;
    }

    /** {@code 127.0.0.1:port}, as Kafka's clients want it. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    /** How many connections are open. */
    public int connections() {
        return links.size();
    }

    public void pass() {
        delay(Duration.ZERO);
    }

    public synchronized void delay(Duration eachWay) {
        valve.open(eachWay);
        accept();
    }

    public synchronized void blackHole() {
        valve.shut();
        accept();
    }

    public synchronized void refuse() {
        stopListening();
        valve.open(Duration.ZERO);
        cut();
    }

    public void cut() {
        links.forEach(ProxyLink::reset);
    }

    @Override
    public void close() {
        refuse();
    }

    private void accept() {
        if (target.isEmpty()) {
            throw new IllegalStateException("the proxy on " + address() + " has no target yet");
        }
        if (!listening.isClosed()) {
            return;
        }
        ServerSocket socket = listen(port);
        listening = socket;
        accepting = inBackground("proxy " + port, () -> acceptFrom(socket));
    }

    private void acceptFrom(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                forward(socket, socket.accept());
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void forward(ServerSocket acceptedBy, Socket client) {
        ProxyLink link = new ProxyLink(client, valve);
        links.add(link);
        if (acceptedBy.isClosed()) {
            link.reset();
        }
        inBackground("proxy " + port + " link", () -> {
            target.ifPresent(link::run);
            link.reset();
            links.remove(link);
        });
    }

    private static Thread inBackground(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static ServerSocket listen(int port) {
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException("the proxy cannot listen on 127.0.0.1:" + port, e);
        }
    }

    /** The port goes on listening for as long as a thread is inside accept, whatever close says. */
    private void stopListening() {
        try {
            listening.close();
            accepting.join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
