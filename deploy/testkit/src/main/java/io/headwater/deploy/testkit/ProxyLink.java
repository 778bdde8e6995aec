package io.headwater.deploy.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;

/** One connection through a proxy: the client's socket, the target's, and a thread for each direction. */
final class ProxyLink {
    private final Socket client;
    private final Socket target = new Socket();
    private final Valve valve;
    private volatile boolean wanted = true;

    ProxyLink(Socket client, Valve valve) {
        this.client = client;
        this.valve = valve;
    }

    /** Connects to the target, which like any byte waits for the valve, and forwards until one side ends it. */
    void run(InetSocketAddress address) {
        try {
            if (!valve.pass(this::isOpen)) {
                return;
            }
            target.connect(address);
            Thread back = new Thread(
                    () -> forward(target, client), Thread.currentThread().getName() + " back");
            back.setDaemon(true);
            back.start();
            forward(client, target);
            back.join();
        } catch (IOException | InterruptedException e) {
            reset();
        }
    }

    boolean isOpen() {
        return wanted;
    }

    /** Ends it the hard way: both sides see a reset. */
    void reset() {
        wanted = false;
        reset(client);
        reset(target);
        valve.lookAgain();
    }

    private void forward(Socket from, Socket to) {
        byte[] chunk = new byte[64 * 1024];
        try {
            InputStream in = from.getInputStream();
            int read = 0;
            while (read >= 0) {
                read = in.read(chunk);
                if (!valve.pass(this::isOpen)) {
                    return;
                }
                if (read > 0) {
                    to.getOutputStream().write(chunk, 0, read);
                }
            }
            to.shutdownOutput();
        } catch (IOException | InterruptedException e) {
            resetOnceOpen();
        }
    }

    /** A reset, too, is nothing that gets through a black hole. */
    private void resetOnceOpen() {
        try {
            valve.pass(this::isOpen);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        reset();
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            wakeReader(socket);
            socket.close();
        } catch (IOException alreadyClosed) {
            // There is nothing left to reset.
        }
    }

    /** A connection stays open for as long as a thread is inside read, whatever close says. */
    private static void wakeReader(Socket socket) throws IOException {
        if (socket.isConnected()) {
            socket.shutdownInput();
        }
    }
}
