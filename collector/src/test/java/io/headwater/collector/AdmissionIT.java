package io.headwater.collector;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.headwater.deploy.broker.EmbeddedBroker;
import io.headwater.deploy.testkit.RawAnswer;
import io.headwater.deploy.testkit.RawHttp;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** More than there is room for, from one source: it is told so, and the other is served as if it were alone. */
@ExtendWith(SharedBroker.class)
class AdmissionIT {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration QUIET = Duration.ofMillis(20);
    private static final String HOT = "it-key";
    private static final String OTHER = "wk_test_0123456789abcdef";
    private static final String NAMED = "acme/it has more under way than its share";

    @TempDir
    Path folder;

    private final EmbeddedBroker broker;
    private final List<RawHttp> connections = new ArrayList<>();
    private RunningCollector collector;

    AdmissionIT(EmbeddedBroker broker) {
        this.broker = broker;
    }

    @AfterEach
    void everythingIsGivenBack() {
        connections.forEach(RawHttp::close);
        try {
            collector.assertAllIsGivenBack();
        } finally {
            collector.close();
        }
    }

    /** Of ten places five are the share of each of two; the hot one asks for a hundred, all the time. */
    @Test
    void aSourceAtTwentyTimesItsShareIsShedWith429AndTheOthersP95DoesNotMove() throws Exception {
        collector = RunningCollector.start(
                folder,
                broker.bootstrapServers(),
                "HEADWATER_ADMISSION_IN_FLIGHT_REQUESTS=10",
                "HEADWATER_ADMISSION_LEAST_REQUESTS=10");
        served(150);
        Duration alone = served(150);
        Duration beside;
        Map<Integer, AtomicInteger> statuses;
        try (HotLoad hot = HotLoad.on(collector, 100, "{}".getBytes(UTF_8))) {
            beside = served(150);
            statuses = hot.statuses;
        }
        assertThat(statuses.keySet()).contains(200, 429).isSubsetOf(200, 429, 503);
        int shed = statuses.get(429).get();
        assertThat(shed).isGreaterThan(50);
        assertThat(statuses.getOrDefault(503, new AtomicInteger()).get()).isLessThan(shed / 10 + 10);
        String metrics = collector.ops("/metrics").text();
        assertThat(metrics)
                .contains("headwater_source_shed_total{source=\"acme/it\"} ")
                .contains("headwater_ingest_shed_total{reason=\"admission.inFlightRequests\",status=\"429\"} ")
                .contains("headwater_ingest_in_flight_limit 10.0")
                .doesNotContain("source=\"acme/segment\"");
        assertUnmoved(beside, alone, 100);
    }

    @Test
    void bodiesThatOneSourceNeverEndsTakeNothingFromAnother() {
        collector = RunningCollector.start(folder, broker.bootstrapServers());
        List<RawHttp> stalled = stall(20);
        List<RawAnswer> told = stalled.stream()
                .map(connection -> connection.read(Duration.ofMillis(20)))
                .filter(answer -> answer instanceof RawAnswer.Response)
                .toList();
        assertThat(told).hasSizeBetween(4, 10).allSatisfy(answer -> assertRefused(answer.response(), 503, "too much"));

        served(50);
        RawAnswer.Response refused = begin(HOT, 4 << 20).read(SOON).response();
        assertRefused(refused, 429, NAMED);
        assertThat(refused.text()).contains("admission.inFlightBytes");
        assertThat(collector
                        .post("/v1/events", ("{\"a\":\"" + "x".repeat(4 << 20) + "\"}").getBytes(UTF_8), key(OTHER))
                        .status())
                .isNotEqualTo(503);
    }

    @Test
    void gzipBombsUnderOneKeyTakeNothingFromAnother() throws Exception {
        collector = RunningCollector.start(folder, broker.bootstrapServers());
        served(100);
        Duration alone = served(200);
        Duration beside;
        Map<Integer, AtomicInteger> statuses;
        try (HotLoad bombs = HotLoad.on(collector, 16, bomb(300 << 20))) {
            beside = served(200);
            byte[] large = ("{\"a\":\"" + "x".repeat(400_000) + "\"}").getBytes(UTF_8);
            assertThat(collector.post("/v1/events", large, key(OTHER)).status()).isEqualTo(200);
            statuses = bombs.statuses;
        }
        assertThat(statuses.keySet()).contains(413).isSubsetOf(413, 429, 503);
        assertUnmoved(beside, alone, 250);
    }

    /** Answered before a byte of the body is sent, let alone read. */
    @Test
    void theRefusalComesBeforeTheBodyWhereTheKeyStandsOutsideIt() {
        collector = RunningCollector.start(folder, broker.bootstrapServers());
        stall(20);
        assertRefused(begin(HOT, 0).read(SOON).response(), 503, "admission.inFlightBytes");
        served(1);
        assertRefused(begin(HOT, 0).read(SOON).response(), 429, NAMED);
    }

    /** Bodies whose fault stands at their end cost an event loop a millisecond each, and Kafka nothing. */
    @Test
    void whileAnEventLoopIsLateASourceWithNothingUnderWayIsServed() throws Exception {
        collector = RunningCollector.start(
                folder,
                broker.bootstrapServers(),
                "HEADWATER_ADMISSION_LATE_AFTER=10ms",
                "HEADWATER_ADMISSION_IN_FLIGHT_BYTES=1GiB");
        Map<Integer, AtomicInteger> statuses;
        try (HotLoad hot = HotLoad.on(
                collector,
                125 * Runtime.getRuntime().availableProcessors(),
                ("{\"a\":[" + "1234567,".repeat(30_000)).getBytes(UTF_8))) {
            statuses = hot.statuses;
            long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (!statuses.containsKey(503) && System.nanoTime() < giveUp) {
                served(1);
            }
            served(20);
        }
        assertThat(statuses.keySet()).contains(400, 503).isSubsetOf(400, 503);
        assertThat(collector.ops("/metrics").text())
                .contains("headwater_ingest_shed_total{reason=\"admission.lateAfter\",status=\"503\"} ");
    }

    /** Half as long again, and what the load itself takes of a machine of two processors. */
    private static void assertUnmoved(Duration beside, Duration alone, long loadMillis) {
        assumeThat(alone)
                .as("the 95th percentile alone, unless the machine is busy with something else")
                .isLessThan(QUIET);
        assertThat(beside).isLessThan(alone.multipliedBy(3).dividedBy(2).plusMillis(loadMillis));
    }

    private void assertRefused(RawAnswer.Response answer, int status, String sentence) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Retry-After"))
                .hasValueSatisfying(seconds -> assertThat(seconds).isIn("1", "2"));
        assertThat(answer.text()).contains(sentence);
    }

    /** So many requests of 5 MB under the hot key, of each of which 4 MiB come and then nothing. */
    private List<RawHttp> stall(int count) {
        return IntStream.range(0, count).mapToObj(i -> begin(HOT, 4 << 20)).toList();
    }

    private RawHttp begin(String key, int sent) {
        RawHttp connection = collector.connect();
        connections.add(connection);
        connection.send(
                "POST /v1/events HTTP/1.1\r\nHost: x\r\nX-Api-Key: " + key + "\r\nContent-Length: 5000000\r\n\r\n");
        return connection.send(new byte[sent]);
    }

    /** The 95th percentile of the other source's answers, one after the other over one connection, every one of them 200. */
    private Duration served(int count) {
        String request =
                "POST /v1/events HTTP/1.1\r\nHost: x\r\nX-Api-Key: " + OTHER + "\r\nContent-Length: 2\r\n\r\n{}";
        try (RawHttp connection = collector.connect()) {
            List<Duration> took = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                long started = System.nanoTime();
                assertThat(connection.send(request).read(SOON).response().status())
                        .isEqualTo(200);
                took.add(Duration.ofNanos(System.nanoTime() - started));
            }
            return took.stream().sorted().toList().get(count * 95 / 100);
        }
    }

    private static String[] key(String key) {
        return new String[] {"X-Api-Key", key};
    }

    private static byte[] bomb(int size) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] spaces = " ".repeat(1 << 16).getBytes(ISO_8859_1);
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            for (int left = size; left > 0; left -= spaces.length) {
                gzip.write(spaces);
            }
        }
        return bytes.toByteArray();
    }

    /** So many requests of the hot source under way at every moment, each refused one sent again after a breath. */
    private static final class HotLoad implements AutoCloseable {
        private static final long BREATH_MILLIS = 250;

        private final Map<Integer, AtomicInteger> statuses = new ConcurrentHashMap<>();
        private final AtomicBoolean wanted = new AtomicBoolean(true);
        private final RunningCollector collector;
        private final byte[] body;
        private List<CompletableFuture<Void>> loops = List.of();

        private HotLoad(RunningCollector collector, byte[] body) {
            this.collector = collector;
            this.body = body;
        }

        static HotLoad on(RunningCollector collector, int atOnce, byte[] body) {
            HotLoad load = new HotLoad(collector, body);
            load.loops = IntStream.range(0, atOnce).mapToObj(i -> load.send()).toList();
            return load;
        }

        private CompletableFuture<Void> send() {
            return collector.later("/v1/events", body, key(HOT)).thenCompose(answer -> {
                statuses.computeIfAbsent(answer.status(), status -> new AtomicInteger())
                        .incrementAndGet();
                if (!wanted.get()) {
                    return CompletableFuture.completedFuture(null);
                }
                long breath = answer.status() == 200 ? 0 : BREATH_MILLIS;
                return CompletableFuture.supplyAsync(
                                () -> wanted, CompletableFuture.delayedExecutor(breath, TimeUnit.MILLISECONDS))
                        .thenCompose(again -> send());
            });
        }

        @Override
        public void close() {
            wanted.set(false);
            loops.forEach(CompletableFuture::join);
        }
    }
}
