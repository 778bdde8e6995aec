package io.headwater.deploy.testkit.inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PacketFilterIT {
    @BeforeEach
    void root() {
        assumeThat(PacketFilter.missing()).isEmpty();
    }

    @Test
    void dropsOneDirectionOfAConnectionUntilClosed() throws IOException {
        try (ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                Socket client = new Socket(InetAddress.getLoopbackAddress(), listening.getLocalPort());
                Socket server = listening.accept()) {
            client.setSoTimeout(300);
            server.setSoTimeout(300);
            try (PacketFilter dropped = PacketFilter.dropFrom(listening.getLocalPort())) {
                assertThat(dropped).isNotNull();
                client.getOutputStream().write(1);
                assertThat(server.getInputStream().read()).isEqualTo(1);
                server.getOutputStream().write(2);
                assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            }
            client.setSoTimeout(10_000);
            assertThat(client.getInputStream().read()).isEqualTo(2);
        }
    }
}
