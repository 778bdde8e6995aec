package io.headwater.deploy.operate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.headwater.deploy.Cli;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code headwater ledger --follow}, beside a ledger whose minutes are judged one after the other. */
class LedgerFollowTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private final ExecutorService terminal = Executors.newSingleThreadExecutor();
    private volatile String judgedBefore = "2026-01-31T12:00:00Z";
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/ledger", exchange -> {
            byte[] answer = answer(exchange.getRequestURI().getQuery()).encode().getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        terminal.shutdownNow();
        server.stop(0);
    }

    @Test
    void everyMinuteIsPrintedOnceWhenItIsJudged() throws Exception {
        Cli cli = new Cli(folder, Map.of());
        CompletableFuture<Thread> typing = new CompletableFuture<>();
        Future<Integer> exitCode = terminal.submit(() -> {
            typing.complete(Thread.currentThread());
            String url = "http://localhost:" + server.getAddress().getPort();
            return cli.execute("ledger", "--follow", "--from", "2026-01-31T11:58:00Z", "--url", url);
        });
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(cli.out()).contains("11:58", "11:59"));
        assertThat(cli.out()).doesNotContain("12:00");
        judgedBefore = "2026-01-31T12:01:00Z";
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(cli.out()).contains("12:00"));
        typing.get().interrupt();

        assertThat(exitCode.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(130);
        assertThat(cli.out().lines().filter(line -> line.contains("acme/crm"))).hasSize(3);
        assertThat(cli.out().lines().filter(line -> line.contains("on time")))
                .as("headings")
                .hasSize(1);
        assertThat(cli.err()).isEmpty();
    }

    /* A row for each minute asked for, and what a router says beside them. */
    private JsonObject answer(String query) {
        String from = argument(query, "from");
        String to = query.contains("to=") ? argument(query, "to") : "2026-01-31T12:05:00Z";
        JsonArray rows = new JsonArray();
        for (int minute = 58; minute <= 60; minute++) {
            String at = minute == 60 ? "2026-01-31T12:00:00Z" : "2026-01-31T11:" + minute + ":00Z";
            if (at.compareTo(from) >= 0 && at.compareTo(to) < 0) {
                rows.add(row(at));
            }
        }
        return new JsonObject()
                .put("from", from)
                .put("to", to)
                .put("caughtUp", true)
                .put("judgedBefore", judgedBefore)
                .put("sources", new JsonArray())
                .put("destinations", rows)
                .put("lost", 0L)
                .put("losses", new JsonArray())
                .put("stranded", new JsonArray())
                .put("unconfirmed", new JsonArray())
                .put("untold", new JsonArray())
                .put("phantoms", new JsonArray())
                .put("reportedTwice", new JsonArray());
    }

    private static String argument(String query, String name) {
        return query.replaceFirst("(?:.*&)?" + name + "=([^&]*).*", "$1");
    }

    private static JsonObject row(String minute) {
        JsonObject row = new JsonObject().put("minute", minute).put("destination", "acme/crm");
        for (String amount : new String[] {
            "owed",
            "onTime",
            "lateOurs",
            "lateTheirs",
            "filtered",
            "duplicates",
            "dead",
            "parked",
            "inFlight",
            "lost",
            "repeated"
        }) {
            row.put(amount, 1L);
        }
        return row;
    }
}
