package io.headwater.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.NetServer;
import java.io.IOException;
import java.net.BindException;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PortInUseTest {

    @Test
    void aPortThatIsTakenIsNamedWithItsKey() {
        Throwable said = PortInUse.orElse(new BindException("Address already in use"), "http.port", 8080);
        assertThat(said)
                .isInstanceOf(PortInUse.class)
                .hasMessage(
                        "port 8080 (http.port) is in use. Stop what listens there, or set http.port to another port");
    }

    @ParameterizedTest
    @CsvSource({
        "Cannot assign requested address, the address in http.host is none of this machine",
        "Permission denied,               this user may not listen on port 8080 (http.port)",
        "Protocol wrong type,             'cannot listen on port 8080 (http.host, http.port): Protocol wrong type'"
    })
    void whatElseKeepsItFromListeningIsSaidAsItIs(String reason, String sentence) {
        Throwable said = PortInUse.orElse(new BindException(reason), "http.port", 8080);
        assertThat(said).isInstanceOf(IllegalStateException.class).hasMessageContaining(sentence);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void itIsToldBySocketsOfNettyAndOfJava(boolean netty) {
        VertxOptions options = new VertxOptions().setPreferNativeTransport(netty);
        Vertx one = Vertx.vertx(options);
        Vertx other = Vertx.vertx(options); // since one's own servers share a port
        try {
            assumeThat(other.isNativeTransportEnabled()).isEqualTo(netty);
            int taken = listen(one, 0, "127.0.0.1").join().actualPort();
            assertThat(PortInUse.orElse(failure(listen(other, taken, "127.0.0.1")), "http.port", taken))
                    .isInstanceOf(PortInUse.class);
            assertThat(PortInUse.orElse(failure(listen(other, 0, "192.0.2.1")), "http.port", 0))
                    .hasMessageContaining("the address in http.host is none of this machine");
        } finally {
            Stream.of(one, other)
                    .forEach(each -> each.close()
                            .toCompletionStage()
                            .toCompletableFuture()
                            .join());
        }
    }

    private static CompletableFuture<NetServer> listen(Vertx vertx, int port, String host) {
        return vertx.createNetServer()
                .connectHandler(socket -> {})
                .listen(port, host)
                .toCompletionStage()
                .toCompletableFuture();
    }

    private static Throwable failure(CompletableFuture<?> failing) {
        return failing.handle((listening, error) -> error).join();
    }

    @Test
    void aHostNobodyKnowsIsNotAPortInUse() {
        assertThat(PortInUse.orElse(new UnknownHostException("nowhere.invalid"), "ops.port", 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the address in ops.host is not known");
    }

    @Test
    void anotherFailureIsItself() {
        IOException other = new IOException("broken");
        assertThat(PortInUse.orElse(other, "http.port", 8080)).isSameAs(other);
    }
}
