package io.headwater.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.launch.Bus;
import io.headwater.launch.Node;
import io.headwater.launch.NodeConfig;
import io.headwater.launch.Side;
import io.headwater.tls.TlsConfig;
import io.headwater.trace.TracingConfig;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class OpsApiIT {
    private static final String TOKEN = "a-token-of-ours";
    private static final TlsConfig PLAIN = new TlsConfig("", "", "", Duration.ofSeconds(10));
    private static final TracingConfig UNTRACED =
            new TracingConfig("", Map.of(), "headwater", 0, 1, Duration.ofSeconds(1));

    private Optional<Node> running = Optional.empty();

    @AfterEach
    void stop() {
        running.ifPresent(node -> node.stop().await());
    }

    @Test
    void answersWhatASideAddsWithItsArguments() {
        OpsCaller caller = start("");

        assertThat(caller.get("/api/echo/acme?limit=3").body())
                .isEqualTo(new JsonObject()
                        .put("tenant", "acme")
                        .put("arguments", new JsonObject().put("limit", "3"))
                        .put("trusted", true)
                        .encode());
        assertThat(caller.post("/api/echo/acme", "{\"note\": \"n\"}").body()).contains("\"note\":\"n\"");
        assertThat(caller.post("/api/echo/acme", "").statusCode()).isEqualTo(200);
    }

    @Test
    void withATokenEveryCallMustShowIt() {
        OpsCaller none = start(TOKEN);
        OpsCaller wrong = none.showing("a-token-of-theirs");
        OpsCaller right = none.showing(TOKEN);

        for (OpsCaller each : List.of(none, wrong)) {
            assertThat(each.get("/api/echo/acme").statusCode()).isEqualTo(401);
            assertThat(each.post("/api/echo/acme", "{}").statusCode()).isEqualTo(401);
            assertThat(each.get("/api/there/is/none").statusCode()).isEqualTo(401);
            assertThat(each.get("/api/echo/acme").headers().firstValue("WWW-Authenticate"))
                    .contains("Bearer");
            assertThat(each.error("/api/echo/acme")).contains("ops.token").doesNotContain(TOKEN);
        }
        assertThat(right.get("/api/echo/acme").statusCode()).isEqualTo(200);
        assertThat(right.post("/api/echo/acme", "{}").statusCode()).isEqualTo(200);
        assertThat(none.get("/health/live").statusCode()).isLessThan(300);
        assertThat(none.get("/metrics").statusCode()).isEqualTo(200);
    }

    @Test
    void withoutATokenChangesAreTakenFromThisMachineOnly() {
        OpsCaller far = start("").at(ownAddress());

        assertThat(far.get("/api/echo/acme").body()).contains("\"trusted\":false");
        assertThat(far.post("/api/echo/acme", "{}").statusCode()).isEqualTo(403);
        assertThat(new JsonObject(far.post("/api/echo/acme", "{}").body()).getString("error"))
                .contains("ops.token", "HEADWATER_OPS_TOKEN");
    }

    @Test
    void withoutATokenAWebPageOpenInABrowserHereChangesNothing() throws IOException {
        OpsCaller caller = start("");

        assertThat(raw(caller, "evil.example", "application/json")).startsWith("HTTP/1.1 403 ");
        assertThat(raw(caller, "localhost", "text/plain")).startsWith("HTTP/1.1 400 ");
        assertThat(raw(caller, "localhost", "application/json")).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void saysInASentenceWhatIsWrongWithACall() {
        OpsCaller caller = start("");

        assertThat(caller.get("/api/there/is/none").statusCode()).isEqualTo(404);
        assertThat(caller.error("/api/there/is/none")).contains("/api/there/is/none");
        assertThat(caller.send("DELETE", "/api/echo/acme", BodyPublishers.noBody())
                        .statusCode())
                .isEqualTo(405);
        assertThat(caller.get("/api/refused").statusCode()).isEqualTo(409);
        assertThat(caller.error("/api/refused")).isEqualTo("things stand otherwise");
        assertThat(caller.get("/api/thrown").statusCode()).isEqualTo(409);
        assertThat(caller.get("/api/broken").statusCode()).isEqualTo(500);
        assertThat(caller.error("/api/broken")).doesNotContain("secret");
    }

    @Test
    void refusesBodiesThatAreNoJsonObjectOrTooLarge() {
        OpsCaller caller = start("");

        for (String garbage : List.of("{", "[]", "7", "\"x\"", "null", "\u0000", "{\"a\":}", "[".repeat(60_000))) {
            assertThat(caller.post("/api/echo/acme", garbage).statusCode())
                    .as(garbage.substring(0, Math.min(10, garbage.length())))
                    .isEqualTo(400);
        }
        String large = "{\"note\":\"" + "x".repeat(70_000) + "\"}";
        assertThat(caller.post("/api/echo/acme", large).statusCode()).isEqualTo(413);
        assertThat(caller.send(
                                "POST",
                                "/api/echo/acme",
                                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[200_000])))
                        .statusCode())
                .isEqualTo(413);
        assertThat(caller.get("/api/echo/acme").statusCode()).isEqualTo(200);
    }

    private OpsCaller start(String token) {
        Side side = new Side() {
            @Override
            public void operate(OpsRoutes routes) {
                routes.get("/api/echo/:tenant", OpsApiIT::echo)
                        .post("/api/echo/:tenant", OpsApiIT::echo)
                        .get(
                                "/api/refused",
                                asked -> Future.failedFuture(OpsRefusal.conflict("things stand otherwise")))
                        .get("/api/thrown", asked -> {
                            throw OpsRefusal.conflict("things stand otherwise");
                        })
                        .get("/api/broken", asked -> Future.failedFuture(new IllegalStateException("a secret")));
            }

            @Override
            public Future<?> start(Node node) {
                return Future.succeededFuture();
            }

            @Override
            public Future<?> drain() {
                return Future.succeededFuture();
            }
        };
        Node node =
                new Node(new NodeConfig(new OpsConfig("0.0.0.0", 0, token, PLAIN), UNTRACED, Bus.LOCAL), List.of(side));
        running = Optional.of(node);
        node.start().await();
        return new OpsCaller("localhost", node.opsPort(), "");
    }

    private static Future<OpsAnswer> echo(OpsRequest request) {
        return Future.succeededFuture(OpsAnswer.ok(new JsonObject()
                .put("tenant", request.in("tenant"))
                .put("arguments", request.arguments())
                .put("trusted", request.trusted())));
    }

    private static String raw(OpsCaller caller, String host, String type) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), caller.port());
                OutputStream out = socket.getOutputStream()) {
            String request = "POST /api/echo/acme HTTP/1.1\r\nHost: " + host + "\r\nContent-Type: " + type
                    + "\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}";
            out.write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String ownAddress() {
        try {
            Optional<String> address = NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(each -> each instanceof Inet4Address && !each.isLoopbackAddress())
                    .map(InetAddress::getHostAddress)
                    .findFirst();
            Assumptions.assumeTrue(address.isPresent(), "this machine has no address but loopback");
            return address.get();
        } catch (SocketException e) {
            throw new AssertionError(e);
        }
    }
}
