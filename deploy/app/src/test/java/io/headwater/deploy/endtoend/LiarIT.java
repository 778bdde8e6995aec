package io.headwater.deploy.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headwater.deploy.pipeline.Clients;
import io.headwater.deploy.pipeline.Life;
import io.headwater.deploy.pipeline.Pipeline;
import io.headwater.deploy.pipeline.Request;
import io.headwater.deploy.pipeline.Traffic;
import io.headwater.deploy.testkit.DeadLetters;
import io.headwater.deploy.testkit.DeadLetters.DeadLetter;
import io.headwater.deploy.testkit.Receipt;
import io.headwater.deploy.testkit.Reconciler;
import io.headwater.deploy.testkit.Verdict;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds that forget events or make them up: the ledger names exactly those, and agrees with the reconciler outside. */
class LiarIT {
    private static final int REQUESTS = 400;
    private static final int EACH = 97;
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final int EVENTS =
            Clients.events(Traffic.named("count", REQUESTS)).size();

    @TempDir
    static Path shared;

    @TempDir
    Path folder;

    private static Pipeline pipeline;

    private Clients clients;
    private Set<String> linesBefore;
    private int receivedBefore;

    /** A line and a number in it. */
    private record Numbered(String line, long number) {}

    @BeforeAll
    static void start() {
        pipeline = Pipeline.start(
                shared,
                Map.of(
                        "HEADWATER_LEDGER_REPORT_EVERY", "200ms",
                        "HEADWATER_LEDGER_PROVE_EVERY", "200ms",
                        "HEADWATER_LEDGER_SETTLE", "1s",
                        "HEADWATER_FORWARD_REPORT_EVERY", "200ms"),
                "ndjson");
    }

    @AfterAll
    static void stop() {
        pipeline.close();
    }

    @BeforeEach
    void open() {
        linesBefore = pipeline.log().lines().keySet();
        receivedBefore = pipeline.sink().count();
        clients = new Clients(pipeline.ingestPort(), folder);
    }

    @AfterEach
    void hangUp() {
        clients.close();
    }

    @Test
    void nothingIsNamedWhereNobodyLiesAndThenWhatNobodyAccepted() {
        pipeline.restartCollector(anew());
        pipeline.restartRouter(Life.PLAIN);
        send("honest");
        verdict().assertClean();
        awaitAccountedFor();
        assertThat(named("losses", "")).isEmpty();
        assertThat(named("phantoms", "")).isEmpty();
        assertThat(named("reportedTwice", "")).isEmpty();

        String line = newLines().keySet().iterator().next();
        madeUp(line, 1_000_000);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(named("phantoms", "")).containsExactly(new Numbered(line, 1_000_000)));
        assertThat(named("losses", "")).isEmpty();
    }

    /**
     * Of some Kafka never gets to know, though they are acknowledged: they are the gaps in the log's lines. Others the router
     * forgets after it has read them: they stand in the log, and the sink has not got them.
     */
    @Test
    void eventsForgottenAfterTheAcknowledgementOrAfterTheyWereReadAreNamed() {
        pipeline.restartCollector(Life.lying("append.record", EACH));
        pipeline.restartRouter(Life.lying("consume.record", EACH));
        send("forgotten");
        Verdict verdict = verdict();
        assertThat(verdict.lost()).hasSizeGreaterThan(5);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(named("losses", "transit"))
                        .hasSize(verdict.lost().size()));
        Set<Numbered> forgotten = numbers(verdict.lost());
        assertThat(forgotten).as("read, and forgotten").hasSizeGreaterThan(2);
        newLines().forEach((line, numbers) -> {
            for (long number = 0; number < numbers.last(); number++) {
                if (!numbers.contains(number)) {
                    forgotten.add(new Numbered(line, number));
                }
            }
        });
        assertThat(named("losses", "transit")).containsAll(forgotten);
    }

    /** They are delivered, and nobody says so. */
    @Test
    void eventsForgottenAfterTheReportOfTheirDeliveryAreNamed() {
        pipeline.restartCollector(anew());
        pipeline.restartRouter(Life.lying("deliver.account", EACH));
        send("delivered");
        verdict().assertClean();
        int expected = EVENTS / EACH;
        await().atMost(PATIENCE).until(() -> named("losses", "delivery").size() >= expected);
        awaitAccountedFor();
        assertThat(named("losses", "delivery")).hasSizeBetween(expected, expected + 1);
        pipeline.restartRouter(Life.PLAIN);
    }

    @Test
    void deliveriesReportedTwiceAreNamed() {
        pipeline.restartCollector(anew());
        pipeline.restartRouter(Life.lying("deliver.twice", EACH));
        send("twice");
        verdict().assertClean();
        int expected = EVENTS / EACH;
        await().atMost(PATIENCE).until(() -> named("reportedTwice", "").size() >= expected);
        awaitAccountedFor();
        assertThat(named("reportedTwice", "")).hasSizeBetween(expected, expected + 1);
        assertThat(named("losses", "")).isEmpty();
        pipeline.restartRouter(Life.PLAIN);
    }

    /** A life of its own, so that its lines are new. */
    private static Life anew() {
        return Life.with(Map.of("HEADWATER_TEST_LIFE", Long.toString(System.nanoTime())));
    }

    private void send(String name) {
        List<Request> requests = Traffic.named(name + "-" + System.nanoTime(), REQUESTS);
        Clients.join(clients.delivering(requests, 8));
        pipeline.awaitSettled();
    }

    private Verdict verdict() {
        List<Receipt> received = pipeline.sink().received();
        return Reconciler.judge(clients.account(), received.subList(receivedBefore, received.size()), List.of());
    }

    /** Waits until nothing is on its way any more by the ledger's own word. */
    private void awaitAccountedFor() {
        await().atMost(PATIENCE).until(() -> {
            JsonObject ledger = ledger();
            return ledger.getJsonArray("sources").stream()
                            .map(JsonObject.class::cast)
                            .allMatch(row -> row.getLong("inTransit") == 0)
                    && ledger.getJsonArray("destinations").stream()
                            .map(JsonObject.class::cast)
                            .allMatch(row -> row.getLong("inFlight") == 0);
        });
    }

    private static JsonObject ledger() {
        return pipeline.look(pipeline.router(), "/api/ledger");
    }

    /** What the ledger names of this test's lines. */
    private Set<Numbered> named(String kind, String hop) {
        Set<Numbered> named = new HashSet<>();
        ledger().getJsonArray(kind).stream()
                .map(JsonObject.class::cast)
                .filter(each -> !linesBefore.contains(each.getString("line")))
                .filter(each -> hop.isEmpty() || hop.equals(each.getString("hop")))
                .forEach(each -> {
                    for (String range : each.getString("numbers").split(", ", -1)) {
                        String[] ends = range.split("-", -1);
                        for (long n = Long.parseLong(ends[0]); n <= Long.parseLong(ends[ends.length - 1]); n++) {
                            named.add(new Numbered(each.getString("line"), n));
                        }
                    }
                });
        return named;
    }

    private Map<String, NavigableSet<Long>> newLines() {
        Map<String, NavigableSet<Long>> lines = new HashMap<>();
        pipeline.log().lines().forEach((line, numbers) -> {
            if (!linesBefore.contains(line)) {
                lines.put(line, new TreeSet<>(numbers));
            }
        });
        return lines;
    }

    /** Where events stand that the log has. */
    private static Set<Numbered> numbers(Set<Receipt> events) {
        Set<String> ids = events.stream().map(Receipt::id).collect(Collectors.toSet());
        return DeadLetters.read(pipeline.log().bootstrapServers(), "hw.events").stream()
                .filter(each -> ids.contains(each.id()))
                .map(LiarIT::numbered)
                .collect(Collectors.toCollection(HashSet::new));
    }

    private static Numbered numbered(DeadLetter event) {
        return new Numbered(
                event.headers().getOrDefault("ce_edge", ""),
                Long.parseLong(event.headers().getOrDefault("ce_seq", "-1")));
    }

    /** An event that looks like any other, with a number that its forwarder never gave out. */
    private static void madeUp(String line, long number) {
        Properties settings = new Properties();
        settings.put("bootstrap.servers", pipeline.log().bootstrapServers());
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            int partition = Integer.parseInt(line.substring(line.lastIndexOf('.') + 1));
            ProducerRecord<byte[], byte[]> record =
                    new ProducerRecord<>("hw.events", partition, "k".getBytes(UTF_8), "{}".getBytes(UTF_8));
            Map.of(
                            "ce_specversion", "1.0",
                            "ce_id", "made-up",
                            "ce_source", "/acme/players",
                            "ce_type", "made-up",
                            "ce_partitionkey", "k",
                            "ce_region", "local",
                            "ce_acceptedat", Instant.now().toString(),
                            "ce_edge", line,
                            "ce_seq", Long.toString(number))
                    .forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
            producer.send(record);
        }
    }
}
