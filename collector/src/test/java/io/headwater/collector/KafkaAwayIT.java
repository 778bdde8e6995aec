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
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kafka away: refused, swallowed, never there, flapping; with a spool at hand and without. */
class KafkaAwayIT {
    /* Two seconds as promised, and one for a busy machine. */
    private static final Duration ANSWER = Duration.ofSeconds(3);
    /* The drain's producer is made when it is first needed, and its thread with it. */
    private static final int DRAIN = 1;
    private static final String IN_KAFKA = "kafka-unreplicated";
    private static final String[] SMALL_SPOOL = {
        "HEADWATER_SPOOL_SEGMENT_BYTES=64KiB", "HEADWATER_SPOOL_MAX_BYTES=192KiB"
    };
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
    void withConnectionsRefusedEveryRequestIsSpooledInTimeAndAllIsWellOnceKafkaIsBack() throws Exception {
        spoolsInTimeWhileAway(collector(), proxy::refuse);
    }

    @Test
    void withEveryByteSwallowedEveryRequestIsSpooledInTimeAndAllIsWellOnceKafkaIsBack() throws Exception {
        spoolsInTimeWhileAway(collector(), proxy::blackHole);
    }

    private void spoolsInTimeWhileAway(RunningCollector collector, Runnable away) throws Exception {
        TopicReader events = TopicReader.atEndOf("hw.events", broker.bootstrapServers());
        awaitServingFromKafka(collector);
        Set<String> acknowledged = new HashSet<>(accepted(collector, "before", 20, IN_KAFKA));
        Burst.of(collector); // so that connecting is no part of the times below
        long threads = threads();
        away.run();
        try (LoopProbe probe = LoopProbe.of(collector)) {
            Burst.of(collector).assertAllSpooledInTime();
            for (int round = 0; round < 3; round++) {
                Burst.of(collector).assertAllSpooledAtOnce();
            }
            assertThat(collector.gauge("headwater.forward.breaker")).isPositive();
            acknowledged.addAll(accepted(collector, "meanwhile", 50, "spool"));
            assertThat(collector.ops("/health/ready").status()).isEqualTo(200);
            assertThat(probe.slowest()).isLessThan(BLOCKED);
        }
        assertThat(threads()).isLessThanOrEqualTo(threads + DRAIN);

        proxy.pass();
        awaitServingFromKafka(collector);
        acknowledged.addAll(accepted(collector, "after", 20, IN_KAFKA));
        awaitDrained(collector);
        assertThat(threads()).isLessThanOrEqualTo(threads + DRAIN);
        assertNumbered(events, acknowledged);
        assertThat(collector.counter("headwater.append.unavailable")).isZero();
    }

    @Test
    void aRequestWithGoodAndBadEventsIsWhollyDurableInTheSpool() {
        RunningCollector collector = collector();
        TopicReader events = TopicReader.atEndOf("hw.events", broker.bootstrapServers());
        TopicReader rejected = TopicReader.atEndOf("hw.rejected", broker.bootstrapServers());
        proxy.refuse();
        Answer answer = collector.events("[{\"id\":\"good\"},7]".getBytes(UTF_8));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Headwater-Durability")).isEqualTo("spool");
        assertThat(answer.text()).startsWith("{\"accepted\":1,\"rejected\":[{\"index\":1,");
        proxy.pass();
        awaitDrained(collector);
        assertThat(events.values()).contains("{\"id\":\"good\"}");
        assertThat(rejected.values()).contains("7");
    }

    @Test
    void whatIsSpooledArrivesAsItWasAcceptedAlsoAfterARestart() {
        RunningCollector collector = collector();
        awaitServingFromKafka(collector);
        TopicReader events = TopicReader.atEndOf("hw.events", broker.bootstrapServers());
        proxy.refuse();
        Instant before = Instant.now().minusSeconds(1);
        List<String> ids = accepted(collector, "spooled", 30, "spool");
        Instant after = Instant.now().plusSeconds(1);
        open.remove(collector);
        collector.close();
        proxy.pass();
        RunningCollector next = collector();
        awaitDrained(next);
        List<ConsumerRecord<byte[], byte[]>> records = events.received();
        assertThat(records.stream().map(record -> TopicReader.header(record, "ce_id")))
                .containsAll(ids);
        assertThat(records).allSatisfy(record -> {
            assertThat(Instant.parse(TopicReader.header(record, "ce_acceptedat")))
                    .isBetween(before, after);
            assertThat(TopicReader.header(record, "ce_edge")).endsWith("." + record.partition());
        });
        List<Long> numbers = numbers(records);
        assertThat(numbers)
                .containsExactlyElementsOf(LongStream.range(numbers.get(0), numbers.get(0) + 30)
                        .boxed()
                        .toList());
    }

    @Test
    void whatKafkaRefusesForItselfIsQuarantinedAndDrainingGoesOn() throws Exception {
        RunningCollector collector = collector();
        awaitServingFromKafka(collector);
        TopicReader events = TopicReader.atEndOf("hw.events", broker.bootstrapServers());
        RefusedByKafkaIT.alter(broker, new ConfigEntry("max.message.bytes", "10000"), OpType.SET);
        proxy.refuse();
        String large = "{\"session\":\"s\",\"large\":\"" + "x".repeat(20_000) + "\"}";
        accepted(collector, "first", 1, "spool");
        assertThat(collector.events(large.getBytes(UTF_8)).status()).isEqualTo(200);
        List<String> behind = accepted(collector, "behind", 10, "spool");
        try {
            proxy.pass();
            awaitDrained(collector);
        } finally {
            RefusedByKafkaIT.alter(broker, new ConfigEntry("max.message.bytes", ""), OpType.DELETE);
        }
        assertThat(collector.counter("headwater.spool.quarantined")).isEqualTo(1);
        List<ConsumerRecord<byte[], byte[]>> records = events.received();
        assertThat(records.stream().map(record -> TopicReader.header(record, "ce_id")))
                .containsAll(behind);
        assertThat(records.stream().map(TopicReader::value)).doesNotContain(large);
    }

    @Test
    void withKafkaNeverStartedEveryRequestIsSpooledAtOnceAndDrainedOnceItStarts() {
        TopicReader events = TopicReader.atEndOf("hw.events", broker.bootstrapServers());
        proxy.refuse();
        RunningCollector collector = collector();
        Burst.of(collector).assertAllSpooledAtOnce();
        Set<String> acknowledged = Set.copyOf(accepted(collector, "early", 20, "spool"));
        assertThat(collector.ops("/health/ready").status()).isEqualTo(200);
        assertThat(collector.ops("/health/started").status()).isEqualTo(200);
        proxy.pass();
        awaitServingFromKafka(collector);
        awaitDrained(collector);
        assertNumbered(events, acknowledged);
    }

    @Test
    void withKafkaSwallowingEverythingFromTheStartThePortOpensAllTheSame() {
        proxy.blackHole();
        RunningCollector collector = collector();
        Burst.of(collector).assertAllSpooledAtOnce();
        proxy.pass();
        awaitServingFromKafka(collector);
        awaitDrained(collector);
    }

    @Test
    void withAKafkaWhoseNameIsUnknownThePortOpensAllTheSame() {
        RunningCollector collector = start("no-such-kafka.invalid:9092");
        try (LoopProbe probe = LoopProbe.of(collector)) {
            Burst.of(collector).assertAllSpooledAtOnce();
            assertThat(probe.slowest()).isLessThan(BLOCKED);
        }
        assertThat(collector.ops("/health/ready").status()).isEqualTo(200);
    }

    @Test
    void whatIsInTheSpoolIsBroughtToKafkaBeforeTheEndWhereKafkaIsBackAndStaysWhereItIsNot() {
        RunningCollector collector = collector();
        awaitServingFromKafka(collector);
        TopicReader events = TopicReader.atEndOf("hw.events", broker.bootstrapServers());
        proxy.refuse();
        for (int i = 0; i < 200; i++) {
            assertThat(collector
                            .events(("{\"id\":\"flushed-" + i + "\"}").getBytes(UTF_8))
                            .status())
                    .isEqualTo(200);
        }
        open.remove(collector);
        proxy.pass();
        collector.close();
        assertThat(events.values().stream().filter(value -> value.contains("flushed-")))
                .hasSize(200);

        RunningCollector next = collector();
        assertThat(next.gauge("headwater.spool.records")).isZero();
        proxy.refuse();
        awaitSpooling(next);
        open.remove(next);
        next.close();
        assertThat(collector().gauge("headwater.spool.records")).isPositive();
    }

    private static void awaitSpooling(RunningCollector collector) {
        await().until(() -> collector
                .events("{}".getBytes(UTF_8))
                .header("Headwater-Durability")
                .equals("spool"));
    }

    @Test
    void withKafkaAwayAndTheSpoolFullEveryRequestIs503InTimeAndAllIsWellOnceKafkaIsBack() throws Exception {
        RunningCollector collector = start(proxy.address(), SMALL_SPOOL);
        awaitServingFromKafka(collector);
        Burst.of(collector);
        for (Runnable away : List.<Runnable>of(proxy::refuse, proxy::blackHole)) {
            away.run();
            fill(collector);
            for (int round = 0; round < 3; round++) {
                Burst.of(collector).assertAllRefusedInTime();
            }
            assertThat(collector.ops("/health/ready").status()).isEqualTo(503);
            assertThat(collector.ops("/health/ready").text()).contains("kafka.bootstrapServers", "spool.");
            assertThat(collector.ops("/health/live").status() / 100).isEqualTo(2);
            proxy.pass();
            awaitServingFromKafka(collector);
            awaitDrained(collector);
            assertThat(collector.ops("/health/ready").status()).isEqualTo(200);
        }
        assertThat(collector.counter("headwater.append.unavailable")).isPositive();
    }

    @Test
    void withTheSpoolFullAndKafkaNeverThereTheCollectorSaysSoAndAnswers503() {
        proxy.refuse();
        RunningCollector collector = start(proxy.address(), SMALL_SPOOL);
        fill(collector);
        Burst.of(collector).assertAllRefusedInTime();
        assertThat(collector.ops("/health/ready").status()).isEqualTo(503);
        proxy.pass();
        awaitServingFromKafka(collector);
    }

    /** Sends ever smaller events until the smallest finds no room. */
    private static void fill(RunningCollector collector) {
        for (int size : new int[] {40_000, 4_000, 400, 0}) {
            byte[] body = ("{\"session\":\"s\",\"a\":\"" + "x".repeat(size) + "\"}").getBytes(UTF_8);
            await().pollInSameThread()
                    .pollInterval(Duration.ofMillis(1))
                    .until(() ->
                            collector.events(size == 0 ? Burst.SMALL : body).status() == 503);
        }
    }

    @Test
    void eventsOfAnOrderedSourceArriveFirstInTheOrderTheyWereAcceptedIn() throws Exception {
        RunningCollector collector = collector();
        TopicReader events = TopicReader.atEndOf("hw.events", broker.bootstrapServers());
        List<Runnable> weather =
                List.of(proxy::refuse, proxy::pass, proxy::blackHole, proxy::pass, proxy::cut, proxy::pass);
        int sent = 0;
        for (Runnable change : weather) {
            change.run();
            long until = System.nanoTime() + Duration.ofMillis(1_500).toNanos();
            while (System.nanoTime() - until < 0) {
                Answer answer = ordered(collector, sent);
                assertThat(answer.status()).isEqualTo(200);
                sent++;
            }
        }
        assertThat(collector.counter("headwater.spooled")).isPositive();
        awaitDrained(collector);
        assertThat(ordered(collector, sent).header("Headwater-Durability")).isEqualTo(IN_KAFKA);
        assertThat(events.received().stream()
                        .filter(record -> new String(record.key(), UTF_8).equals("one"))
                        .map(record -> TopicReader.header(record, "ce_id"))
                        .distinct()
                        .map(Integer::valueOf))
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(0, sent).boxed().toList());
    }

    private static Answer ordered(RunningCollector collector, int number) {
        byte[] body = ("{\"id\":\"" + number + "\",\"session\":\"one\"}").getBytes(UTF_8);
        return collector.post("/v1/events", body, "X-Api-Key", "ordered-key");
    }

    @Test
    void brokersThatFlapMakeNeitherTheSwitchFlapNorThreadsOrConnectionsGrow() throws Exception {
        RunningCollector collector = start(proxy.address(), "HEADWATER_FORWARD_BREAKER_HOLD=500ms");
        TopicReader events = TopicReader.atEndOf("hw.events", broker.bootstrapServers());
        awaitServingFromKafka(collector);
        Set<String> acknowledged = new HashSet<>(accepted(collector, "before", 20, IN_KAFKA));
        long threads = threads();
        int connections = proxy.connections();
        int switches = 0;
        String before = IN_KAFKA;
        for (int second = 0; second < 20; second++) {
            if (second % 2 == 0) {
                proxy.refuse();
            } else {
                proxy.pass();
            }
            long until = System.nanoTime() + Duration.ofSeconds(1).toNanos();
            for (int i = 0; System.nanoTime() - until < 0; i++) {
                String id = second + "-" + i;
                Answer answer = collector.events(("{\"id\":\"" + id + "\",\"session\":\"s\"}").getBytes(UTF_8));
                assertThat(answer.status()).isEqualTo(200);
                acknowledged.add(id);
                String now = answer.header("Headwater-Durability");
                switches += now.equals(before) ? 0 : 1;
                before = now;
            }
        }
        assertThat(switches).isLessThanOrEqualTo(8);
        assertThat(threads()).isLessThanOrEqualTo(threads + DRAIN);
        proxy.pass();
        awaitDrained(collector);
        assertThat(proxy.connections()).isLessThanOrEqualTo(connections + 2);
        assertNumbered(events, acknowledged);
    }

    @Test
    void moreRequestsUnderWayThanAllowedAre503AtOnce() {
        RunningCollector collector = start(
                proxy.address(),
                "HEADWATER_ADMISSION_IN_FLIGHT_REQUESTS=5",
                "HEADWATER_ADMISSION_LEAST_REQUESTS=5",
                "HEADWATER_ADMISSION_HEADROOM=0");
        awaitServingFromKafka(collector);
        proxy.blackHole();
        Burst burst = Burst.of(collector, 50, Burst.SMALL);
        assertThat(burst.with(200)).hasSize(5);
        assertThat(burst.with(503))
                .hasSize(45)
                .allSatisfy(answer -> assertThat(answer.text()).contains("inFlightRequests"));
        assertThat(collector.gauge("headwater.ingest.in.flight.requests")).isZero();
        proxy.pass();
        awaitServingFromKafka(collector);
    }

    @Test
    void moreBytesUnderWayThanAllowedAre503AtOnce() {
        RunningCollector collector = start(proxy.address(), "HEADWATER_ADMISSION_IN_FLIGHT_BYTES=1MiB");
        awaitServingFromKafka(collector);
        proxy.blackHole();
        byte[] large = ("{\"a\":\"" + "x".repeat(200 * 1024) + "\"}").getBytes(UTF_8);
        assertThat(Burst.of(collector, 20, large).with(503))
                .hasSizeGreaterThanOrEqualTo(15)
                .allSatisfy(answer -> assertThat(answer.text()).contains("inFlightBytes"));
        proxy.pass();
        awaitServingFromKafka(collector);
        assertThat(collector.events(large).status()).isEqualTo(200);
    }

    @Test
    void aRequestUnderWayWhenTheProcessStopsIsStillAnsweredAndNewConnectionsAreRefused() {
        RunningCollector collector = collector();
        TopicReader events = TopicReader.atEndOf("hw.events", broker.bootstrapServers());
        awaitServingFromKafka(collector);
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

    private static List<String> accepted(RunningCollector collector, String name, int count, String durability) {
        List<String> ids =
                IntStream.range(0, count).mapToObj(i -> name + "-" + i).toList();
        for (String id : ids) {
            Answer answer = collector.events(("{\"id\":\"" + id + "\",\"session\":\"s\"}").getBytes(UTF_8));
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Headwater-Durability")).isEqualTo(durability);
        }
        return ids;
    }

    private static void awaitServingFromKafka(RunningCollector collector) {
        await().atMost(Duration.ofSeconds(12))
                .until(() -> collector
                        .events(Burst.SMALL)
                        .header("Headwater-Durability")
                        .equals(IN_KAFKA));
    }

    private static void awaitDrained(RunningCollector collector) {
        await().atMost(Duration.ofSeconds(20)).until(() -> collector.gauge("headwater.spool.records") == 0);
    }

    /** Every acknowledged event is there, and no number of a line stands for two events. */
    private static void assertNumbered(TopicReader events, Set<String> acknowledged) {
        List<ConsumerRecord<byte[], byte[]>> records = events.received();
        assertThat(records.stream()
                        .map(record -> TopicReader.header(record, "ce_id"))
                        .toList())
                .containsAll(acknowledged);
        Map<String, Set<String>> ids = new HashMap<>();
        records.forEach(record -> ids.computeIfAbsent(
                        TopicReader.header(record, "ce_edge") + " " + TopicReader.header(record, "ce_seq"),
                        number -> new HashSet<>())
                .add(TopicReader.header(record, "ce_id")));
        assertThat(ids.values()).allSatisfy(of -> assertThat(of).hasSize(1));
    }

    private static List<Long> numbers(List<ConsumerRecord<byte[], byte[]>> records) {
        return records.stream()
                .map(record -> Long.valueOf(TopicReader.header(record, "ce_seq")))
                .distinct()
                .sorted()
                .toList();
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().matches("(kafka-producer|kafka-admin|headwater-).*"))
                .count();
    }
}
