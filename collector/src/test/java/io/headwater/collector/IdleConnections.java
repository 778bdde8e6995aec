package io.headwater.collector;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Opens so many connections to a port of this host, says when they are, and keeps them until it is killed. */
final class IdleConnections {
    private IdleConnections() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        InetSocketAddress server =
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
        List<SocketChannel> open = new ArrayList<>();
        for (int i = Integer.parseInt(arguments[1]); i > 0; i--) {
            open.add(SocketChannel.open(server));
        }
        System.out.println(open.size() + " open");
        new CountDownLatch(1).await();
    }
}
