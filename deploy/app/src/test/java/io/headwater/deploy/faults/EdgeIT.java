package io.headwater.deploy.faults;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headwater.deploy.pipeline.Clients;
import io.headwater.deploy.pipeline.Conf;
import io.headwater.deploy.pipeline.Life;
import io.headwater.deploy.pipeline.Pipeline;
import io.headwater.deploy.pipeline.Request;
import io.headwater.deploy.pipeline.Traffic;
import io.headwater.deploy.testkit.RawAnswer;
import io.headwater.deploy.testkit.RawHttp;
import io.headwater.deploy.testkit.Vitals;
import io.headwater.deploy.testkit.inject.Needs;
import io.headwater.deploy.testkit.inject.PacketFilter;
import io.headwater.deploy.testkit.rows.RowRun;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** The collector is paused, its way to Kafka is bad, or its clients are: too many, too slow, too greedy, not who they say. */
@Faults
@Tag("faults")
class EdgeIT {
    private static final int CLIENTS = 4;
    private static final Duration PACE = Duration.ofMillis(10);
    private static final Duration ON_TIME = Duration.ofSeconds(1);
    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(3);
    private static final String POST = "POST /v1/events HTTP/1.1\r\nHost: x\r\n";
    private static final String KEY = "X-Api-Key: " + Conf.PLAYERS.key() + "\r\n";
    private static final String BODY = "{\"smuggled\":1}";
    private static final int IDLE = 10_000;
    private static final long MIB = 1024 * 1024;

    @TempDir
    Path folder;

    private Pipeline pipeline;

    @BeforeEach
    void mend(Grounds grounds) {
        pipeline = grounds.pipeline();
    }

    @FaultRow(
            number = 11,
            name = "edge paused for 5 s and for 30 s",
            injected = "SIGSTOP, SIGCONT",
            expected = "requests under way are answered late or sent again; nothing is lost",
            duplicates = Integer.MAX_VALUE)
    void paused(RowRun run) {
        try (Trial trial = Trial.on(pipeline, run, folder)) {
            for (int seconds : List.of(5, 30)) {
                CompletableFuture<Void> sending =
                        trial.clients().delivering(trial.traffic("paused-" + seconds, 300), CLIENTS, PACE);
                trial.awaitReceived(trial.count() + 20);
                pipeline.collector().pause();
                Rows.lasts(Duration.ofSeconds(seconds));
                pipeline.collector().goOn();
                trial.wholeAgain(System.nanoTime(), "after " + seconds);
                Clients.join(sending);
            }
            trial.judge();
        }
    }

    @FaultRow(
            number = 18,
            name = "packets between edge and Kafka are dropped in one direction, then the other",
            injected = "iptables",
            expected = "as with a way that swallows everything; what Kafka had arrives twice",
            duplicates = Integer.MAX_VALUE)
    void oneWay(RowRun run) {
        Rows.need(PacketFilter.missing());
        try (Trial trial = Trial.on(pipeline, run, folder)) {
            trial.clients().deliver(trial.traffic("before", 20));
            int port = pipeline.kafka().proxy().port();
            for (boolean there : List.of(true, false)) {
                String name = there ? "there" : "back";
                try (PacketFilter dropped = there ? PacketFilter.dropTo(port) : PacketFilter.dropFrom(port)) {
                    assertThat(dropped).isNotNull();
                    Clients.join(trial.sending(trial.traffic(name, 300), CLIENTS));
                    assertThat(pipeline.isReady(pipeline.collector())).isTrue();
                }
                trial.wholeAgain(System.nanoTime(), "after " + name);
            }
            assertThat(trial.clients().answers().spooled()).isPositive();
            assertThat(trial.clients().refusals()).isEmpty();
            run.within(trial.clients().answers().slowest(), ANSWERED_WITHIN, "answered");
            trial.judge();
        }
    }

    @FaultRow(
            number = 19,
            name = "Kafka is 300 ms away",
            injected = "a proxy that delays each way",
            expected = "many requests under way at once; none of them refused",
            duplicates = Integer.MAX_VALUE)
    void farAway(RowRun run) {
        try (Trial trial = Trial.on(pipeline, run, folder)) {
            trial.clients().deliver(trial.traffic("before", 20));
            pipeline.kafka().proxy().delay(Duration.ofMillis(150));
            List<Request> far = trial.traffic("far", 1_200);
            long begun = System.nanoTime();
            Clients.join(trial.sending(far, 40));
            long millis = Duration.ofNanos(System.nanoTime() - begun).toMillis();
            run.note(Clients.events(far).size() * 1000L / millis + " events/s at 300 ms by 40 clients");
            assertThat(trial.clients().refusals()).isEmpty();
            run.within(trial.clients().answers().slowest(), ANSWERED_WITHIN, "answered");
            pipeline.kafka().proxy().pass();
            trial.wholeAgain(System.nanoTime(), "after");
            trial.judge();
        }
    }

    @FaultRow(
            number = 20,
            name = "clients break off in the middle of a body, or say early that they are done",
            injected = "raw sockets, reset and half-closed",
            expected = "no partial event is accepted")
    void brokenOff(RowRun run) {
        try (Trial trial = Trial.on(pipeline, run, folder)) {
            CompletableFuture<Void> sending = trial.clients().delivering(trial.traffic(300), CLIENTS, PACE);
            for (int i = 0; i < 200; i++) {
                Request whole = Request.ndjson(
                        List.of(("{\"id\":\"broken-" + i + "\"}").getBytes(ISO_8859_1), BODY.getBytes(ISO_8859_1)));
                int cut = whole.bytes().length - 1 - run.random().nextInt(BODY.length());
                try (RawHttp connection = RawHttp.connect(pipeline.ingestPort())) {
                    connection.send(java.util.Arrays.copyOf(whole.bytes(), cut));
                    if (i % 2 == 0) {
                        connection.halfClose();
                        assertThat(connection.read(Duration.ofSeconds(20)))
                                .isNotInstanceOf(RawAnswer.Silent.class)
                                .satisfies(EdgeIT::isNoSuccess);
                    }
                }
            }
            Clients.join(sending);
            trial.judge();
        }
    }

    @FaultRow(
            number = 37,
            name = "clients that drip their heads and their bodies",
            injected = "raw sockets, a byte every 300 ms",
            expected = "closed or answered 408 by a deadline of the whole request; ordinary ones unmoved")
    void dripping(RowRun run) {
        pipeline.restartCollector(
                Life.with(Map.of("HEADWATER_HTTP_REQUEST_TIMEOUT", "3s", "HEADWATER_HTTP_HEADER_TIMEOUT", "3s")));
        try (Trial trial = Trial.on(pipeline, run, folder)) {
            List<RawHttp> drips = new ArrayList<>();
            String body = POST + KEY + "Content-Length: " + BODY.length() * 4 + "\r\n\r\n";
            for (int i = 0; i < 100; i++) {
                RawHttp drip = RawHttp.connect(pipeline.ingestPort());
                boolean head = i % 2 == 0;
                drip.send(head ? "" : body);
                drip.drip((head ? body : BODY.repeat(4)).getBytes(ISO_8859_1), 1, Duration.ofMillis(300));
                drips.add(drip);
            }
            List<Request> ordinary = trial.traffic(300);
            Clients.join(trial.clients().delivering(ordinary, CLIENTS, PACE));
            drips.forEach(drip -> {
                assertThat(drip.read(Duration.ofSeconds(20)))
                        .isNotInstanceOf(RawAnswer.Silent.class)
                        .satisfies(EdgeIT::isNoSuccess);
                drip.close();
            });
            trial.judge();
            run.within(trial.p95(ordinary), ON_TIME, "95 of 100 events");
        }
    }

    @FaultRow(
            number = 38,
            name = "10,000 idle connections, and all of them anew",
            injected = "sockets that say nothing",
            expected = "ordinary requests go on, within a second for 95 of 100")
    void idle(RowRun run) {
        Rows.need(Needs.files(IDLE + 2_000));
        pipeline.restartCollector(
                Life.with(Map.of("HEADWATER_HTTP_HEADER_TIMEOUT", "60s", "HEADWATER_HTTP_IDLE_TIMEOUT", "60s")));
        try (Trial trial = Trial.on(pipeline, run, folder)) {
            trial.clients().deliver(trial.traffic("before", 40));
            for (String storm : List.of("first", "again")) {
                List<RawHttp> connections = new ArrayList<>();
                List<Request> ordinary = trial.traffic(storm, 200);
                CompletableFuture<Void> sending = trial.clients().delivering(ordinary, CLIENTS, PACE);
                for (int i = 0; i < IDLE; i++) {
                    connections.add(RawHttp.connect(pipeline.ingestPort()));
                }
                Clients.join(sending);
                connections.forEach(RawHttp::close);
                trial.awaitDone();
                run.within(trial.p95(ordinary), ON_TIME, "95 of 100 events");
            }
            trial.judge();
        }
    }

    @FaultRow(
            number = 43,
            name = "a storm of unknown, missing and foreign keys",
            injected = "raw requests by 16 threads for 3 s",
            expected = "401, cheaply; nothing accepted; the others' events within a second")
    void unknownKeys(RowRun run) {
        try (Trial trial = Trial.on(pipeline, run, folder)) {
            trial.clients().deliver(trial.traffic("before", 40));
            AtomicInteger refused = new AtomicInteger();
            long until = System.nanoTime() + Duration.ofSeconds(3).toNanos();
            List<CompletableFuture<Void>> storm = IntStream.range(0, 16)
                    .mapToObj(thread -> CompletableFuture.runAsync(() -> {
                        try (RawHttp connection = RawHttp.connect(pipeline.ingestPort())) {
                            for (int i = 0; System.nanoTime() - until < 0; i++) {
                                String key = i % 3 == 0 ? "" : "X-Api-Key: unknown-" + thread + "-" + i + "\r\n";
                                connection.send(POST + key + "Content-Length: " + BODY.length() + "\r\n\r\n" + BODY);
                                assertThat(connection
                                                .read(Duration.ofSeconds(20))
                                                .response()
                                                .status())
                                        .isEqualTo(401);
                                refused.incrementAndGet();
                            }
                        }
                    }))
                    .toList();
            List<Request> ordinary = trial.traffic("meanwhile", 200);
            Clients.join(trial.clients().delivering(ordinary, CLIENTS, PACE));
            Clients.join(CompletableFuture.allOf(storm.toArray(CompletableFuture[]::new)));
            trial.judge();
            run.note(refused + " answers of 401");
            assertThat(refused.get()).isGreaterThan(1_000);
            run.within(trial.p95(ordinary), ON_TIME, "95 of 100 events");
        }
    }

    @FaultRow(
            number = 44,
            name = "one source sends twenty times its share",
            injected = "40 clients of large requests against 4 of ordinary ones, and little room",
            expected = "the hot source is told 429; of the others' events 95 of 100 within a second")
    void hotSource(RowRun run) {
        pipeline.restartCollector(Life.with(Map.of(
                "HEADWATER_ADMISSION_IN_FLIGHT_BYTES",
                "2MiB",
                "HEADWATER_ADMISSION_IN_FLIGHT_REQUESTS",
                "16",
                "HEADWATER_ADMISSION_LEAST_REQUESTS",
                "8")));
        pipeline.kafka().proxy().delay(Duration.ofMillis(20));
        try (Trial trial = Trial.on(pipeline, run, folder);
                Clients hot = new Clients(pipeline.ingestPort(), folder.resolve("hot"))) {
            trial.clients().deliver(trial.traffic("before", 40));
            CompletableFuture<Void> greedy =
                    hot.delivering(Traffic.singly(Hostile.SOURCE, run.prefix() + "-hot", 6_000), 40);
            List<Request> ordinary = trial.traffic("meanwhile", 200);
            Clients.join(trial.clients().delivering(ordinary, CLIENTS, PACE));
            Clients.join(greedy);
            long told = hot.refusals().stream()
                    .filter(each -> each.response().status() == 429)
                    .count();
            run.note(told + " answers of 429 to the hot source, "
                    + trial.clients().refusals().size() + " refusals to the other");
            trial.judge();
            assertThat(told).isPositive();
            run.within(trial.p95(ordinary), ON_TIME, "95 of 100 events");
            Vitals vitals = Vitals.of(pipeline.collector().pid());
            run.note("heap " + vitals.heap() / MIB + " MiB");
        } finally {
            await("the hot source's events delivered")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> pipeline.log().unsettled() == 0);
        }
    }

    private static void isNoSuccess(RawAnswer answer) {
        if (answer instanceof RawAnswer.Response response) {
            assertThat(response.status()).isGreaterThanOrEqualTo(400);
        }
    }
}
