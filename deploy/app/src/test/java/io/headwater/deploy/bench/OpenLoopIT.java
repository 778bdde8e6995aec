package io.headwater.deploy.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A load that stops while the server does would show a fast server. */
class OpenLoopIT {
    private static final int STALL_MILLIS = 400;

    private final Vertx vertx = Vertx.vertx();
    private final List<HttpServerRequest> held = new ArrayList<>();
    private boolean stalls;
    private boolean stalled;

    @AfterEach
    void closes() throws Exception {
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    @Test
    void countsEachRequestFromWhenItWasMeantToBeSent() throws Exception {
        JsonObject steady = run();
        assertThat(steady.getLong("sent")).isEqualTo(1_000);
        assertThat(steady.getLong("accepted")).isEqualTo(1_000);
        assertThat(steady.getLong("failed")).isZero();
        stalls = true;
        JsonObject stalling = run();
        assertThat(stalling.getLong("accepted")).isEqualTo(1_000);
        /* Of a second of requests, those of the stall waited for it, on four connections alone: on average half of it. */
        assertThat(stalling.getDouble("p95")).isBetween(STALL_MILLIS / 2.0, STALL_MILLIS * 3.0);
        assertThat(stalling.getDouble("p95")).isGreaterThan(2 * steady.getDouble("p50"));
    }

    private JsonObject run() throws Exception {
        CompletableFuture<JsonObject> done = new CompletableFuture<>();
        vertx.runOnContext(v -> {
            HttpServer server = vertx.createHttpServer().requestHandler(this::answer);
            server.listen(0, "127.0.0.1").onSuccess(listening -> {
                List<Future<NetSocket>> sockets = new ArrayList<>();
                List<Buffer> bodies = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    sockets.add(vertx.createNetClient().connect(listening.actualPort(), "127.0.0.1"));
                    bodies.add(Wire.single("127.0.0.1", "id-" + i, i));
                }
                Future.all(sockets)
                        .compose(all -> new OpenLoop(vertx, 1_000, 1_000)
                                .run(sockets.stream().map(Future::result).toList(), bodies))
                        .onSuccess(done::complete)
                        .onFailure(done::completeExceptionally);
            });
        });
        return done.get(60, TimeUnit.SECONDS);
    }

    private void answer(HttpServerRequest request) {
        request.endHandler(v -> {
            if (stalls && !stalled) {
                stalled = true;
                vertx.setTimer(STALL_MILLIS, timer -> {
                    stalls = false;
                    held.forEach(each -> each.response().end());
                    held.clear();
                });
            }
            if (stalls) {
                held.add(request);
            } else {
                request.response().end();
            }
        });
    }
}
