package io.headwater.deploy.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultProxyIT {
    private ServerSocket echo;
    private FaultProxy proxy;

    @BeforeEach
    void start() throws IOException {
        echo = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        background(() -> {
            while (true) {
                Socket socket = echo.accept();
                background(() -> {
                    try (socket) {
                        socket.getInputStream().transferTo(socket.getOutputStream());
                    }
                });
            }
        });
        proxy = FaultProxy.to(echo.getLocalPort());
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        echo.close();
    }

    @Test
    void forwardsBothWays() throws Exception {
        try (Socket socket = connect()) {
            assertThat(say(socket, 7)).isEqualTo(7);
            assertThat(proxy.connections()).isEqualTo(1);
        }
        await().untilAsserted(() -> assertThat(proxy.connections()).isZero());
    }

    @Test
    void delaysEachWayWhileConnectionsGoOn() throws Exception {
        try (Socket socket = connect()) {
            say(socket, 1);
            proxy.delay(Duration.ofMillis(150));

            long before = System.nanoTime();
            assertThat(say(socket, 2)).isEqualTo(2);
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
        }
    }

    @Test
    void swallowsEverythingInABlackHoleAndHandsItOverAfterwards() throws Exception {
        try (Socket old = connect()) {
            say(old, 1);
            proxy.blackHole();
            try (Socket young = connect()) {
                for (Socket socket : new Socket[] {old, young}) {
                    socket.setSoTimeout(300);
                    assertThatThrownBy(() -> say(socket, 3)).isInstanceOf(SocketTimeoutException.class);
                }
                proxy.pass();
                for (Socket socket : new Socket[] {old, young}) {
                    socket.setSoTimeout(5_000);
                    assertThat(socket.getInputStream().read()).isEqualTo(3);
                }
            }
        }
    }

    @Test
    void refusesNewConnectionsAndResetsOldOnesUntilItPassesAgain() throws Exception {
        try (Socket old = connect()) {
            say(old, 1);
            proxy.refuse();

            assertThatThrownBy(() -> say(old, 2)).isInstanceOf(SocketException.class);
            assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
        }
        proxy.pass();
        try (Socket young = connect()) {
            assertThat(say(young, 3)).isEqualTo(3);
        }
    }

    @Test
    void cutsConnectionsAlsoOutOfABlackHoleAndTakesNewOnes() throws Exception {
        try (Socket old = connect()) {
            say(old, 1);
            proxy.blackHole();
            old.getOutputStream().write(2);
            proxy.cut();
            assertThatThrownBy(() -> old.getInputStream().read()).isInstanceOf(SocketException.class);
        }
        await().untilAsserted(() -> assertThat(proxy.connections()).isZero());
        proxy.pass();
        try (Socket young = connect()) {
            assertThat(say(young, 3)).isEqualTo(3);
        }
    }

    @Test
    void passesTheEndOfOneDirectionOn() throws Exception {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(9);
            socket.shutdownOutput();
            assertThat(socket.getInputStream().read()).isEqualTo(9);
        }
    }

    @Test
    void refusesUntilItHasATarget() throws Exception {
        try (FaultProxy waiting = FaultProxy.start()) {
            assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), waiting.port()))
                    .isInstanceOf(ConnectException.class);
            waiting.forwardTo(echo.getLocalPort());
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), waiting.port())) {
                assertThat(say(socket, 4)).isEqualTo(4);
            }
        }
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    }

    private static int say(Socket socket, int b) throws IOException {
        socket.getOutputStream().write(b);
        return socket.getInputStream().read();
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void background(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException closed) {
                // The test is over, or has cut this connection.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
