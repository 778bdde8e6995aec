package io.headwater.collector;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headwater.deploy.broker.BrokerOptions;
import io.headwater.deploy.broker.EmbeddedBroker;
import io.headwater.deploy.testkit.FaultProxy;
import io.headwater.deploy.testkit.RawHttp;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kafka away: refused, swallowed, never there, and too slow for what comes in. */
class KafkaAwayIT {
    private static final int CLIENTS = 200;
    private static final Duration ANSWER = Duration.ofSeconds(2);
    /* Handing 200 requests over on an event loop would block it for many times this; a busy machine stays below. */
    private static final Duration BLOCKED = Duration.ofSeconds(1);

    @TempDir
    static Path data;

    @TempDir
    Path conf;

    private static FaultProxy proxy;
    private static EmbeddedBroker broker;
    private final List<RunningCollector> open = new ArrayList<>();

    @BeforeAll
    static void startKafka() {
        proxy = FaultProxy.start();
        broker = EmbeddedBroker.start(BrokerOptions.in(data).advertising(proxy.port()));
        proxy.forwardTo(broker.port());
    }

    @AfterAll
    static void stopKafka() {
        proxy.pass();
        broker.close();
        proxy.close();
    }

    @BeforeEach
    void kafkaIsThere() {
        proxy.pass();
    }

    @AfterEach
    void everythingIsGivenBack() {
        proxy.pass();
        try {
            open.forEach(RunningCollector::assertAllIsGivenBack);
        } finally {
            open.forEach(RunningCollector::close);
        }
    }

    @Test
    void withConnectionsRefusedEveryRequestIs503InTimeAndAllIsWellOnceKafkaIsBack() throws Exception {
        RunningCollector collector = collector();
        answersInTimeWhileAway(collector, proxy::refuse);
    }

    @Test
    void withEveryByteSwallowedEveryRequestIs503InTimeAndAllIsWellOnceKafkaIsBack() throws Exception {
        RunningCollector collector = collector();
        answersInTimeWhileAway(collector, proxy::blackHole);
    }

    private void answersInTimeWhileAway(RunningCollector collector, Runnable away) throws Exception {
        TopicReader events = TopicReader.atEndOf("hw.events", broker.bootstrapServers());
        Set<String> acknowledged = new HashSet<>(accepted(collector, "before", 20));
        burst(collector, CLIENTS, "{}".getBytes(UTF_8)); // so that connecting is no part of the times below
        long threads = threads();
        away.run();
        try (Probe probe = Probe.of(collector)) {
            for (int round = 0; round < 3; round++) {
                assertAllRefusedInTime(collector);
            }
            assertThat(collector.ops("/health/ready").status()).isEqualTo(503);
            assertThat(collector.ops("/health/ready").text()).contains("kafka.bootstrapServers");
            assertThat(collector.ops("/health/live").status() / 100).isEqualTo(2);
            assertThat(probe.slowest()).isLessThan(BLOCKED);
        }
        assertThat(threads()).isLessThanOrEqualTo(threads);

        proxy.pass();
        awaitServing(collector);
        assertThat(collector.ops("/health/ready").status()).isEqualTo(200);
        acknowledged.addAll(accepted(collector, "after", 20));
        assertNumbered(events, acknowledged);
    }

    @Test
    void withKafkaNeverStartedEveryRequestIs503InTimeAndAllIsWellOnceItStarts(@TempDir Path later) {
        proxy.refuse();
        RunningCollector collector = collector();
        assertAllRefusedInTime(collector);
        assertThat(collector.ops("/health/ready").status()).isEqualTo(503);
        assertThat(collector.ops("/health/ready").text()).contains("kafka.bootstrapServers");
        assertThat(collector.ops("/health/started").status()).isEqualTo(200);
        proxy.pass();
        awaitServing(collector);
        assertThat(collector.ops("/health/ready").status()).isEqualTo(200);
    }

    @Test
    void withKafkaSwallowingEverythingFromTheStartThePortOpensAllTheSame() {
        proxy.blackHole();
        RunningCollector collector = collector();
        assertAllRefusedInTime(collector);
        assertThat(collector.ops("/health/ready").status()).isEqualTo(503);
        proxy.pass();
        awaitServing(collector);
    }

    @Test
    void withAKafkaWhoseNameIsUnknownThePortOpensAllTheSame() {
        RunningCollector collector = start("no-such-kafka.invalid:9092");
        try (Probe probe = Probe.of(collector)) {
            assertAllRefusedInTime(collector);
            assertThat(probe.slowest()).isLessThan(BLOCKED);
        }
        assertThat(collector.ops("/health/ready").text()).contains("kafka.bootstrapServers");
    }

    @Test
    void moreRequestsUnderWayThanAllowedAre503AtOnce() {
        RunningCollector collector = start(proxy.address(), "HEADWATER_ADMISSION_IN_FLIGHT_REQUESTS=5");
        accepted(collector, "warm", 1);
        proxy.blackHole();
        List<Timed> answers = burst(collector, 50, "{}".getBytes(UTF_8));
        assertRefused(answers);
        assertThat(answers.stream().filter(answer -> answer.answer().text().contains("inFlightRequests")))
                .hasSize(45);
        assertThat(collector.gauge("headwater.ingest.in.flight.requests")).isZero();
        proxy.pass();
        awaitServing(collector);
    }

    @Test
    void moreBytesUnderWayThanAllowedAre503AtOnce() {
        RunningCollector collector = start(proxy.address(), "HEADWATER_ADMISSION_IN_FLIGHT_BYTES=1MiB");
        accepted(collector, "warm", 1);
        proxy.blackHole();
        byte[] large = ("{\"a\":\"" + "x".repeat(200 * 1024) + "\"}").getBytes(UTF_8);
        List<Timed> answers = burst(collector, 20, large);
        assertRefused(answers);
        assertThat(answers.stream().filter(answer -> answer.answer().text().contains("inFlightBytes")))
                .hasSizeGreaterThanOrEqualTo(15);
        proxy.pass();
        awaitServing(collector);
        assertThat(collector.events(large).status()).isEqualTo(200);
    }

    @Test
    void aRequestUnderWayWhenTheProcessStopsIsStillAnsweredAndNewConnectionsAreRefused() {
        RunningCollector collector = collector();
        TopicReader events = TopicReader.atEndOf("hw.events", broker.bootstrapServers());
        accepted(collector, "warm", 1);
        events.received();
        String head = "POST /v1/events HTTP/1.1\r\nHost: x\r\nX-Api-Key: it-key\r\nContent-Length: 14\r\n\r\n";
        try (RawHttp waiting = collector.connect();
                RawHttp idle = collector.connect()) {
            waiting.send(head + "{\"late\":");
            idle.send(head + "{\"idle\":true}\n");
            assertThat(idle.read(ANSWER).response().status()).isEqualTo(200);
            int port = collector.port();
            var stopped = collector.node().stop().toCompletionStage().toCompletableFuture();
            await().until(() -> isRefused(port));
            assertThat(stopped).isNotDone();
            waiting.send(" true}");
            assertThat(waiting.read(ANSWER).response().status()).isEqualTo(200);
            assertThat(stopped.orTimeout(10, TimeUnit.SECONDS)).succeedsWithin(Duration.ofSeconds(10));
        }
        assertThat(events.values()).containsExactlyInAnyOrder("{\"idle\":true}", "{\"late\": true}");
    }

    private static boolean isRefused(int port) {
        try (RawHttp connection = RawHttp.connect(port)) {
            return connection == null;
        } catch (java.io.UncheckedIOException refused) {
            return true;
        }
    }

    private RunningCollector collector() {
        return start(proxy.address());
    }

    private RunningCollector start(String bootstrapServers, String... overrides) {
        RunningCollector collector = RunningCollector.start(conf, bootstrapServers, overrides);
        open.add(collector);
        return collector;
    }

    /** One answer and the time it took. */
    private record Timed(Answer answer, Duration took) {}

    private static void assertAllRefusedInTime(RunningCollector collector) {
        assertRefused(burst(collector, CLIENTS, "{}".getBytes(UTF_8)));
    }

    private static void assertRefused(List<Timed> answers) {
        assertThat(answers.stream().map(timed -> timed.answer().status()).distinct())
                .containsExactly(503);
        assertThat(answers).allSatisfy(timed -> {
            assertThat(timed.answer().header("Retry-After")).matches("[1-9]\\d*");
            assertThat(timed.answer().header("Headwater-Durability")).isEmpty();
        });
        assertThat(answers.stream().map(Timed::took).max(Duration::compareTo).orElseThrow())
                .isLessThan(ANSWER);
    }

    private static List<Timed> burst(RunningCollector collector, int count, byte[] body) {
        List<CompletableFuture<Timed>> answers = IntStream.range(0, count)
                .mapToObj(i -> {
                    long started = System.nanoTime();
                    return collector
                            .later("/v1/events", body, "X-Api-Key", "it-key")
                            .thenApply(answer -> new Timed(answer, Duration.ofNanos(System.nanoTime() - started)));
                })
                .toList();
        return answers.stream().map(CompletableFuture::join).toList();
    }

    private static List<String> accepted(RunningCollector collector, String name, int count) {
        List<String> ids =
                IntStream.range(0, count).mapToObj(i -> name + "-" + i).toList();
        for (String id : ids) {
            Answer answer = collector.events(("{\"id\":\"" + id + "\",\"session\":\"s\"}").getBytes(UTF_8));
            assertThat(answer.status()).isEqualTo(200);
        }
        return ids;
    }

    private static void awaitServing(RunningCollector collector) {
        await().atMost(Duration.ofSeconds(8))
                .until(() -> collector.events("{}".getBytes(UTF_8)).status() == 200);
    }

    /** Every acknowledged event is there, and no number of a line is given twice or goes back. */
    private static void assertNumbered(TopicReader events, Set<String> acknowledged) {
        List<ConsumerRecord<byte[], byte[]>> records = events.received();
        assertThat(records.stream()
                        .map(record -> TopicReader.header(record, "ce_id"))
                        .toList())
                .containsAll(acknowledged);
        Map<String, List<ConsumerRecord<byte[], byte[]>>> lines = records.stream()
                .collect(java.util.stream.Collectors.groupingBy(record -> TopicReader.header(record, "ce_edge")));
        lines.forEach((line, of) -> {
            List<Long> numbers = of.stream()
                    .map(record -> Long.parseLong(TopicReader.header(record, "ce_seq")))
                    .toList();
            assertThat(numbers).isSorted().doesNotHaveDuplicates();
        });
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().matches("(kafka-producer|kafka-admin|headwater-).*"))
                .count();
    }

    /** Asks each event loop for something cheap, over and over, and keeps the slowest answer. */
    private static final class Probe implements AutoCloseable {
        private final ConcurrentLinkedQueue<Long> nanos = new ConcurrentLinkedQueue<>();
        private final List<Thread> threads;
        private volatile boolean wanted = true;

        private Probe(RunningCollector collector) {
            threads = Stream.generate(() -> new Thread(() -> ask(collector)))
                    .limit(2L * Runtime.getRuntime().availableProcessors())
                    .toList();
        }

        static Probe of(RunningCollector collector) {
            Probe probe = new Probe(collector);
            probe.threads.forEach(Thread::start);
            return probe;
        }

        private void ask(RunningCollector collector) {
            try (RawHttp connection = collector.connect()) {
                while (wanted) {
                    long started = System.nanoTime();
                    connection.send(
                            "POST /v1/events HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nX-Api-Key: no\r\n\r\n");
                    if (connection.read(ANSWER).response().status() == 401) {
                        nanos.add(System.nanoTime() - started);
                    }
                    TimeUnit.MILLISECONDS.sleep(5);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        Duration slowest() {
            assertThat(nanos).hasSizeGreaterThan(50);
            return Duration.ofNanos(
                    nanos.stream().mapToLong(Long::longValue).max().orElse(Long.MAX_VALUE));
        }

        @Override
        public void close() {
            wanted = false;
        }
    }
}
