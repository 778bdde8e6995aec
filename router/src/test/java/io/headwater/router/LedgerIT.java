package io.headwater.router;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headwater.deploy.testkit.Behaviour;
import io.headwater.deploy.testkit.Reply;
import io.headwater.deploy.testkit.WebhookSink;
import io.headwater.event.Line;
import io.headwater.event.LoggedEvent;
import io.headwater.event.SourceId;
import io.headwater.kafka.ReportRecords;
import io.headwater.kafka.Topics;
import io.headwater.ledger.Column;
import io.headwater.ledger.LineReport;
import io.headwater.ledger.Numbers;
import io.headwater.ledger.Section;
import io.headwater.ledger.Stage;
import io.headwater.ledger.Taking;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The account a router keeps of what it was given, through parking, delays, order, dead letters and restarts. */
@ExtendWith(TestBroker.Given.class)
class LedgerIT {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final int MANY = 20_000;
    private static final TopicPartition LEDGER = new TopicPartition(Topics.LEDGER, 0);
    private static final Map<String, String> SOON = Map.of(
            "HEADWATER_LEDGER_REPORT_EVERY", "100ms",
            "HEADWATER_LEDGER_PROVE_EVERY", "100ms",
            "HEADWATER_LEDGER_SETTLE", "100ms",
            "HEADWATER_BACKLOG_DELAYS", "100ms");

    @Test
    void whatWasParkedDelayedRefusedAndKeptInOrderIsAllAccountedFor(TestBroker broker) {
        List<LoggedEvent> events = Events.in(1, new SourceId("account", "till"), 40);
        String alone = events.get(3).event().id();
        String refused = events.get(5).event().id();
        try (WebhookSink first = WebhookSink.start(TestRouter.SECRET);
                WebhookSink second = WebhookSink.start(TestRouter.SECRET)) {
            first.answerWith(Behaviour.always(Reply.status(503)));
            second.answerWith(Behaviour.first(3, Reply.status(500), Behaviour.OK));
            String destinations = destinations(first, second);
            try (TestRouter router = TestRouter.start(broker.servers(), "account", destinations, SOON)) {
                taken(broker, events);
                broker.append(events);
                awaitRows(
                        router,
                        rows -> assertThat(rows.get("account/crm").getLong("parked"))
                                .isEqualTo(40));
                awaitRows(
                        router,
                        rows -> assertThat(rows.get("account/ordered").getLong("owed"))
                                .isEqualTo(40));
            }
            Behaviour picky = Behaviour.whenAnyOf(
                    Set.of(alone),
                    Reply.status(500),
                    Behaviour.whenAnyOf(Set.of(refused), Reply.status(422), Behaviour.OK));
            first.answerWith(picky);
            try (TestRouter router = TestRouter.start(broker.servers(), "account", destinations, SOON)) {
                awaitRows(router, rows -> {
                    assertThat(delivered(rows.get("account/crm"))).isEqualTo(38);
                    assertThat(rows.get("account/crm").getLong("dead")).isEqualTo(1);
                    assertThat(delivered(rows.get("account/ordered"))).isEqualTo(40);
                });
                JsonObject story = router.look("/api/events/" + alone);
                assertThat(story.encode()).contains("failed", "parked", "\"status\":500");
                assertThat(router.look("/api/events/" + refused).encode())
                        .contains("among the dead letters", "\"status\":422");
                assertThat(router.look("/api/events/" + events.get(7).event().id())
                                .encode())
                        .contains("delivered");
                first.answerWith(Behaviour.OK);
                awaitRows(router, rows -> {
                    JsonObject crm = rows.get("account/crm");
                    assertThat(delivered(crm)).isEqualTo(39);
                    assertThat(crm.getLong("owed"))
                            .isEqualTo(delivered(crm)
                                    + crm.getLong("dead")
                                    + crm.getLong("parked")
                                    + crm.getLong("inFlight")
                                    + crm.getLong("lost"));
                });
                JsonObject ledger = ledger(router, "account");
                assertThat(ledger.getLong("lost")).isZero();
                assertThat(ledger.getJsonArray("reportedTwice")).isEmpty();
            }
        }
    }

    @Test
    void whatIsAcknowledgedAndNotInKafkaIsProvenLostAndNamed(TestBroker broker) {
        List<LoggedEvent> events = Events.in(2, new SourceId("gone", "web"), 30);
        Set<Long> gone = new HashSet<>();
        events = events.stream()
                .map(each -> new LoggedEvent(
                        each.event(), each.acceptance(), new Line("edge", "gone", "local", 2), each.seq()))
                .toList();
        try (WebhookSink sink = WebhookSink.start(TestRouter.SECRET);
                TestRouter router = TestRouter.start(broker.servers(), "gone", DeliveryIT.to(sink, "ndjson"), SOON)) {
            taken(broker, events);
            broker.append(events.stream()
                    .filter(each -> each.seq() % 10 != 4 || !gone.add(each.seq()))
                    .toList());
            await().atMost(PATIENCE).untilAsserted(() -> {
                JsonArray losses = ledger(router, "gone").getJsonArray("losses");
                assertThat(losses).hasSize(1);
                assertThat(losses.getJsonObject(0).getString("numbers")).isEqualTo("4, 14, 24");
                assertThat(losses.getJsonObject(0).getString("hop")).isEqualTo("transit");
                assertThat(losses.getJsonObject(0).getString("line")).isEqualTo("edge.gone.local.2");
            });
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(router.gauged("headwater.ledger.lost", "hop", "transit"))
                            .isGreaterThanOrEqualTo(3));
            broker.append(
                    events.stream().filter(each -> gone.contains(each.seq())).toList());
            await("late truth")
                    .atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(ledger(router, "gone").getLong("lost")).isZero());
        }
    }

    @Test
    void whatIsStrandedIsWrittenOffOnAnOperatorsWord(TestBroker broker) {
        List<LoggedEvent> events = Events.in(3, new SourceId("gone-edge", "web"), 30).stream()
                .map(each -> new LoggedEvent(
                        each.event(), each.acceptance(), new Line("gone-edge", "1", "local", 3), each.seq()))
                .toList();
        Map<String, String> atOnce = new HashMap<>(SOON);
        atOnce.put("HEADWATER_LEDGER_STRANDED_AFTER", "1s");
        try (WebhookSink sink = WebhookSink.start(TestRouter.SECRET);
                TestRouter router =
                        TestRouter.start(broker.servers(), "gone-edge", DeliveryIT.to(sink, "ndjson"), atOnce)) {
            taken(broker, events, Taking.State.SPOOLED);
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(row(router).getLong("spooled")).isEqualTo(30));
            JsonObject asked = new JsonObject().put("site", "gone-edge").put("dryRun", true);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(
                                    router.post("/api/ledger/writeoff", asked).body())
                            .contains("\"count\":30", "\"numbers\":\"0-29\""));
            assertThat(row(router).getLong("writtenOff"))
                    .as("only asked so far")
                    .isZero();

            assertThat(router.post("/api/ledger/writeoff", new JsonObject().put("site", "gone-edge"))
                            .statusCode())
                    .isEqualTo(200);
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(row(router).getLong("writtenOff")).isEqualTo(30);
                assertThat(row(router).getLong("spooled")).isZero();
                assertThat(ledger(router, "gone-edge").getJsonArray("stranded")).isEmpty();
            });
            assertThat(router.post("/api/ledger/writeoff", new JsonObject().put("site", "gone-edge"))
                            .body())
                    .contains("Nothing is stranded at the site 'gone-edge'");
            assertThat(router.post("/api/ledger/writeoff", new JsonObject()).body())
                    .contains("Which edge? Give its site");
        }
    }

    private static JsonObject row(TestRouter router) {
        JsonArray sources = ledger(router, "gone-edge").getJsonArray("sources");
        assertThat(sources).hasSizeGreaterThanOrEqualTo(1);
        return sources.stream()
                .map(JsonObject.class::cast)
                .reduce(LedgerIT::sum)
                .orElseThrow();
    }

    @Test
    void aWrongQuestionIsAnsweredWithWhatIsWrong(TestBroker broker) {
        try (WebhookSink sink = WebhookSink.start(TestRouter.SECRET);
                TestRouter router =
                        TestRouter.start(broker.servers(), "asking", DeliveryIT.to(sink, "ndjson"), Map.of())) {
            await().until(router::isReady);
            assertThat(router.get("/api/ledger?from=soon")).contains("from must be a time such as");
            assertThat(router.get("/api/ledger?from=1h&to=2h")).contains("to must be after from");
            assertThat(router.get("/api/ledger?tennant=a")).contains("There is no argument 'tennant' here");
            assertThat(router.get("/api/slo?source=a/b")).contains("There is no argument 'source' here");
            assertThat(router.get("/api/events/nobody")).contains("No event with the id 'nobody' is in Kafka");
            assertThat(router.get("/api/tail?cursor=x")).contains("cursor must be what the answer before said");
            assertThat(router.get("/api/tail?destination=asking/nobody")).contains("There is no destination");
            assertThat(router.get("/api/tail?rejected=true&dead=true")).contains("ask for one of them");
        }
    }

    @Test
    void reportsTakeLessThanAByteAnEventAndDestination(TestBroker broker) {
        List<LoggedEvent> events = new ArrayList<>();
        for (int partition = 0; partition < TestBroker.PARTITIONS; partition++) {
            events.addAll(Events.in(partition, new SourceId("reporting", "web"), MANY / TestBroker.PARTITIONS));
        }
        try (WebhookSink first = WebhookSink.start(TestRouter.SECRET);
                WebhookSink second = WebhookSink.start(TestRouter.SECRET)) {
            broker.append(events);
            long before = broker.ends(Topics.LEDGER).getOrDefault(LEDGER, 0L);
            try (TestRouter router =
                    TestRouter.start(broker.servers(), "reporting", inBatches(first, second), Map.of())) {
                await().atMost(PATIENCE).untilAsserted(() -> {
                    JsonArray rows = ledger(router, "reporting").getJsonArray("destinations");
                    assertThat(rows.stream()
                                    .map(JsonObject.class::cast)
                                    .mapToLong(LedgerIT::delivered)
                                    .sum())
                            .isGreaterThanOrEqualTo(2 * MANY);
                });
            }
            long bytes = broker.read(Topics.LEDGER, before).stream()
                    .filter(record -> !new String(record.key(), UTF_8).contains("/"))
                    .mapToLong(record -> record.serializedKeySize() + record.serializedValueSize())
                    .sum();
            System.out.printf(
                    "reports on %,d events owed to 2 destinations each: %,d bytes, %.3f an event and destination%n",
                    MANY, bytes, bytes / (2.0 * MANY));
            assertThat(bytes / (2.0 * MANY)).isLessThan(1);
        }
    }

    private static String inBatches(WebhookSink first, WebhookSink second) {
        return """
                destinations:
                  - {tenant: TENANT, name: one, kind: webhook, url: "FIRST", secret: SECRET, format: cloudevents-batch,
                     batch: {max: 100, linger: 5ms}, allowPrivateAddresses: true}
                  - {tenant: TENANT, name: two, kind: webhook, url: "SECOND", secret: SECRET, format: cloudevents-batch,
                     batch: {max: 100, linger: 5ms}, allowPrivateAddresses: true}
                routes:
                  - {from: TENANT/web, to: one}
                  - {from: TENANT/web, to: two}
                """.replace("FIRST", first.url()).replace("SECOND", second.url());
    }

    /** What the forwarder of these events would report. */
    private static void taken(TestBroker broker, List<LoggedEvent> events) {
        taken(broker, events, Taking.State.ACKNOWLEDGED);
    }

    private static void taken(TestBroker broker, List<LoggedEvent> events, Taking.State state) {
        LoggedEvent first = events.get(0);
        long minute = first.acceptance().acceptedAt().getEpochSecond() / 60;
        LineReport report = new LineReport(
                first.line(),
                "",
                List.of(first.source().toString()),
                List.of(new Section(
                        Stage.TAKEN, "", Column.of(Numbers.range(0, events.size()), Taking.pack(minute, 0, state)))));
        broker.appendRecords(List.of(ReportRecords.encode(report)));
    }

    private static void awaitRows(TestRouter router, Consumer<Map<String, JsonObject>> asserted) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            Map<String, JsonObject> rows = new HashMap<>();
            ledger(router, "account").getJsonArray("destinations").stream()
                    .map(JsonObject.class::cast)
                    .forEach(row -> rows.merge(row.getString("destination"), row, LedgerIT::sum));
            assertThat(rows).containsKeys("account/crm", "account/ordered");
            asserted.accept(rows);
        });
    }

    private static JsonObject sum(JsonObject one, JsonObject other) {
        JsonObject sum = one.copy();
        other.forEach(field -> {
            if (field.getValue() instanceof Number number) {
                sum.put(field.getKey(), one.getLong(field.getKey()) + number.longValue());
            }
        });
        return sum;
    }

    private static long delivered(JsonObject row) {
        return row.getLong("onTime") + row.getLong("lateOurs") + row.getLong("lateTheirs");
    }

    private static JsonObject ledger(TestRouter router, String tenant) {
        return router.look("/api/ledger?tenant=" + tenant);
    }

    private static String destinations(WebhookSink first, WebhookSink second) {
        return """
                destinations:
                  - {tenant: TENANT, name: crm, kind: webhook, url: "FIRST", secret: SECRET, format: ndjson,
                     batch: {max: 5, linger: 5ms}, timeout: 1s, allowPrivateAddresses: true}
                  - {tenant: TENANT, name: ordered, kind: webhook, url: "SECOND", secret: SECRET, format: ndjson,
                     batch: {max: 5, linger: 5ms}, timeout: 1s, ordering: key, allowPrivateAddresses: true}
                routes:
                  - {from: TENANT/till, to: crm}
                  - {from: TENANT/till, to: ordered}
                """.replace("FIRST", first.url()).replace("SECOND", second.url());
    }
}
