package io.headwater.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headwater.deploy.testkit.Behaviour;
import io.headwater.deploy.testkit.ChildProcess;
import io.headwater.deploy.testkit.DeadLetters;
import io.headwater.deploy.testkit.ReceivedEvent;
import io.headwater.deploy.testkit.Reply;
import io.headwater.deploy.testkit.WebhookSink;
import io.headwater.event.LoggedEvent;
import io.headwater.event.SourceId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a destination does not take now waits in Kafka, and is delivered or a dead letter in the end. */
@ExtendWith(TestBroker.Given.class)
class BacklogIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void aDestinationThatIsDownIsParkedAndItsNeighbourOnTheSamePartitionsIsNot(TestBroker broker) {
        try (WebhookSink down = WebhookSink.start(TestRouter.SECRET);
                WebhookSink well = WebhookSink.start(TestRouter.SECRET)) {
            down.answerWith(Reply.status(503));
            try (TestRouter router = TestRouter.start(
                    broker.servers(),
                    "parked",
                    two(down, well),
                    Map.of("HEADWATER_LANE_CAPACITY_EVENTS", "50", "HEADWATER_BACKLOG_SIZE_EVERY", "100ms"))) {
                append(broker, "parked", 0, 300);
                await().atMost(PATIENCE).until(() -> well.received() == 1_200);
                await().atMost(PATIENCE)
                        .until(() -> router.gauged("headwater.backlog.events", "destination", "parked/down") >= 1_100);
                assertThat(broker.committed("router-parked")).isEqualTo(broker.ends("hw.events"));
                assertThat(down.received()).isZero();

                append(broker, "parked", 300, 400);
                await().atMost(PATIENCE).until(() -> well.received() == 1_600);

                down.answerWith(Reply.status(200));
                await().atMost(PATIENCE).until(() -> distinct(down) == 1_600);
                await().atMost(PATIENCE)
                        .until(() -> router.gauged("headwater.backlog.events", "destination", "parked/down") == 0);
                assertThat(down.violations()).isEmpty();
                assertThat(router.counted("headwater.dead", "destination", "parked/down"))
                        .isZero();
            }
        }
    }

    @Test
    void aBacklogOutlivesARouterAndComesInTheOrderItWasParked(TestBroker broker) {
        try (WebhookSink sink = WebhookSink.start(TestRouter.SECRET)) {
            sink.answerWith(Reply.status(503));
            String destinations = DeliveryIT.to(sink, "json-array").replace("timeout: 1s", "timeout: 1s, inFlight: 1");
            Map<String, String> small = Map.of("HEADWATER_LANE_CAPACITY_EVENTS", "10");
            try (TestRouter router = TestRouter.start(broker.servers(), "outlives", destinations, small)) {
                append(broker, "outlives", 0, 50);
                await().atMost(PATIENCE)
                        .until(() -> router.counted("headwater.parked", "destination", "outlives/crm") >= 200);
                await().atMost(PATIENCE)
                        .until(() -> broker.committed("router-outlives").equals(broker.ends("hw.events")));
            }
            List<String> parked = DeadLetters.read(broker.servers(), "hw.backlog.outlives.crm").stream()
                    .map(DeadLetters.DeadLetter::id)
                    .toList();
            sink.answerWith(Reply.status(200));
            try (TestRouter router = TestRouter.start(broker.servers(), "outlives", destinations, small)) {
                await().atMost(PATIENCE).until(() -> distinct(sink) == 200);
                await().untilAsserted(() ->
                        assertThat(router.gauged("headwater.lane.events")).isZero());
                assertThat(sink.events()).extracting(ReceivedEvent::id).containsExactlyElementsOf(parked);
            }
        }
    }

    @Test
    void aBacklogOutlivesARouterThatIsKilledWhileItParks(TestBroker broker) {
        try (WebhookSink sink = WebhookSink.start(TestRouter.SECRET)) {
            sink.answerWith(Reply.status(503));
            String destinations = DeliveryIT.to(sink, "json-array");
            try (ChildProcess router = TestRouter.process(broker.servers(), "killed-parking", destinations)) {
                append(broker, "killed-parking", 0, 250);
                await().atMost(PATIENCE).until(() -> broker.parked("killed-parking", "crm") >= 100);
                router.kill9();
            }
            List.of("", ".retry", ".backlog").forEach(each -> broker.expel("router-killed-parking" + each));
            sink.answerWith(Reply.status(200));
            try (TestRouter router = TestRouter.start(broker.servers(), "killed-parking", destinations, Map.of())) {
                await().atMost(PATIENCE).until(() -> distinct(sink) == 1_000);
                assertThat(sink.violations()).isEmpty();
                assertThat(router.counted("headwater.dead", "destination", "killed-parking/crm"))
                        .isZero();
            }
        }
    }

    @Test
    void anEventThatFailsAloneGoesThroughTheDelayTopicsAndIsDelivered(TestBroker broker) {
        List<LoggedEvent> events = Events.in(2, new SourceId("alone", "web"), 30);
        Set<String> ill = Set.of(events.get(7).event().id());
        try (WebhookSink sink = WebhookSink.start(TestRouter.SECRET);
                TestRouter router = TestRouter.start(
                        broker.servers(),
                        "alone",
                        DeliveryIT.to(sink, "json-array"),
                        Map.of("HEADWATER_BACKLOG_DELAYS", "300ms"))) {
            sink.answerWith(Behaviour.whenAnyOf(ill, Reply.status(500), Behaviour.OK));
            broker.append(events);
            flowingBeside(broker, "alone", () -> router.counted("headwater.delayed", "destination", "alone/crm") >= 2);
            assertThat(ids(sink)).doesNotContainAnyElementsOf(ill);
            sink.answerWith(Reply.status(200));
            await().atMost(PATIENCE).until(() -> ids(sink).containsAll(ill));
            assertThat(router.counted("headwater.dead", "destination", "alone/crm"))
                    .isZero();
        }
    }

    @Test
    void anEventThatGoesOnFailingAloneExpires(TestBroker broker) {
        List<LoggedEvent> events = Events.in(2, new SourceId("expires", "web"), 30);
        Set<String> ill = Set.of(events.get(7).event().id());
        try (WebhookSink sink = WebhookSink.start(TestRouter.SECRET);
                TestRouter router = TestRouter.start(
                        broker.servers(),
                        "expires",
                        DeliveryIT.to(sink, "json-array"),
                        Map.of("HEADWATER_BACKLOG_DELAYS", "300ms", "HEADWATER_RETRY_UP_TO", "1s"))) {
            sink.answerWith(Behaviour.whenAnyOf(ill, Reply.status(500), Behaviour.OK));
            broker.append(events);
            flowingBeside(broker, "expires", () -> router.counted("headwater.dead", "reason", "expired") == 1);
            assertThat(ids(sink)).doesNotContainAnyElementsOf(ill);
            assertThat(lettersOf(broker, "expires")).singleElement().satisfies(letter -> {
                assertThat(ill).contains(letter.id());
                assertThat(letter.headers())
                        .containsEntry("hw_dead_topic", "hw.events")
                        .containsEntry("hw_dead_partition", "2")
                        .containsKey("hw_dead_attempts")
                        .doesNotContainKey("hw_delays");
                assertThat(letter.headers().get("hw_dead_reason")).startsWith("expired");
            });
        }
    }

    @Test
    void theBacklogOfARemovedDestinationBecomesDeadLetters(TestBroker broker) {
        try (WebhookSink sink = WebhookSink.start(TestRouter.SECRET)) {
            sink.answerWith(Reply.status(503));
            try (TestRouter router = TestRouter.start(
                    broker.servers(),
                    "removed",
                    DeliveryIT.to(sink, "json-array"),
                    Map.of("HEADWATER_LANE_CAPACITY_EVENTS", "10"))) {
                append(broker, "removed", 0, 10);
                await().atMost(PATIENCE).until(() -> router.counted("headwater.parked") >= 40);
            }
            String nothing = "destinations: []\nroutes: []\n";
            try (TestRouter router = TestRouter.start(broker.servers(), "removed", nothing, Map.of())) {
                await().atMost(PATIENCE).until(() -> router.counted("headwater.dead", "reason", "removed") == 40);
                assertThat(lettersOf(broker, "removed"))
                        .hasSize(40)
                        .allSatisfy(letter -> assertThat(letter.headers())
                                .containsEntry("hw_dead_destination", "crm")
                                .containsEntry("hw_dead_topic", "hw.events"));
            }
        }
    }

    private static void append(TestBroker broker, String tenant, int from, int end) {
        for (int partition = 0; partition < TestBroker.PARTITIONS; partition++) {
            broker.append(Events.in(partition, new SourceId(tenant, "web"), end).subList(from, end));
        }
    }

    /** One event after the other, by which the destination shows that it is well, until that is so. */
    private static void flowingBeside(TestBroker broker, String tenant, BooleanSupplier that) {
        AtomicInteger sent = new AtomicInteger();
        await().atMost(PATIENCE).until(() -> {
            int next = sent.getAndIncrement();
            broker.append(Events.in(1, new SourceId(tenant, "web"), next + 1).subList(next, next + 1));
            return that.getAsBoolean();
        });
    }

    private static int distinct(WebhookSink sink) {
        return ids(sink).size();
    }

    private static Set<String> ids(WebhookSink sink) {
        return sink.events().stream().map(ReceivedEvent::id).collect(Collectors.toSet());
    }

    private static List<DeadLetters.DeadLetter> lettersOf(TestBroker broker, String tenant) {
        return DeadLetters.read(broker.servers()).stream()
                .filter(each -> tenant.equals(each.headers().get("hw_dead_tenant")))
                .toList();
    }

    private static String two(WebhookSink down, WebhookSink well) {
        return """
                destinations:
                  - {tenant: TENANT, name: down, kind: webhook, url: "DOWN", secret: SECRET, format: json-array,
                     batch: {max: 10, linger: 5ms}, timeout: 400ms, allowPrivateAddresses: true}
                  - {tenant: TENANT, name: well, kind: webhook, url: "WELL", secret: SECRET, format: json-array,
                     timeout: 1s, allowPrivateAddresses: true}
                routes:
                  - {from: TENANT/web, to: down}
                  - {from: TENANT/web, to: well}
                """.replace("DOWN", down.url()).replace("WELL", well.url());
    }
}
