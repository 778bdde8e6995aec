package io.headwater.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headwater.deploy.testkit.Behaviour;
import io.headwater.deploy.testkit.ReceivedEvent;
import io.headwater.deploy.testkit.Reply;
import io.headwater.deploy.testkit.WebhookSink;
import io.headwater.event.Acceptance;
import io.headwater.event.Event;
import io.headwater.event.EventData;
import io.headwater.event.Line;
import io.headwater.event.LoggedEvent;
import io.headwater.event.Origin;
import io.headwater.event.SourceId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A destination that asks for order gets each key's events one after the other, whatever happens, and waits alone. */
@ExtendWith(TestBroker.Given.class)
class OrderedIT {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final int KEYS = 5;

    @Test
    void firstArrivalsOfEachKeyAreInOrderThroughFailuresAndARestart(TestBroker broker) {
        try (WebhookSink till = WebhookSink.start(TestRouter.SECRET);
                WebhookSink other = WebhookSink.start(TestRouter.SECRET)) {
            Random random = new Random(7);
            till.answerWith(flaky(random));
            String destinations = orderedAndOther(till, other);
            try (TestRouter router = TestRouter.start(broker.servers(), "ordered", destinations, Map.of())) {
                broker.append(keyed("ordered", 0, 200));
                await().atMost(PATIENCE).until(() -> firsts(till).size() >= 60);
                assertThat(router.counted("headwater.parked", "destination", "ordered/till"))
                        .isZero();
            }
            broker.append(keyed("ordered", 200, 300));
            try (TestRouter router = TestRouter.start(broker.servers(), "ordered", destinations, Map.of())) {
                await().atMost(PATIENCE).until(() -> firsts(till).size() == 300);
                assertThat(router.counted("headwater.parked", "destination", "ordered/till"))
                        .isZero();
                assertThat(router.counted("headwater.dead", "destination", "ordered/till"))
                        .isZero();
            }
            perKey(firsts(till))
                    .forEach((key, numbers) -> assertThat(numbers).as(key).isSorted());
        }
    }

    @Test
    void whileItIsDownItsOwnPartitionsWaitAndNobodyElses(TestBroker broker) {
        try (WebhookSink till = WebhookSink.start(TestRouter.SECRET);
                WebhookSink other = WebhookSink.start(TestRouter.SECRET)) {
            till.answerWith(Reply.status(503));
            try (TestRouter router = TestRouter.start(
                    broker.servers(),
                    "waits",
                    orderedAndOther(till, other),
                    Map.of("HEADWATER_LANE_CAPACITY_EVENTS", "20"))) {
                broker.append(keyed("waits", 0, 300));
                await().atMost(PATIENCE).until(() -> firsts(other).size() == 300);
                await().atMost(PATIENCE)
                        .until(() -> router.gauged("headwater.partitions.paused", "reading", "ordered") >= 1);
                await().atMost(PATIENCE)
                        .until(() -> router.gauged("headwater.partitions.paused", "reading", "events") == 0);
                assertThat(router.gauged("headwater.lane.events", "destination", "waits/till"))
                        .isLessThanOrEqualTo(20);
                assertThat(broker.parked("waits", "till")).isZero();

                till.answerWith(Reply.status(200));
                await().atMost(PATIENCE).until(() -> firsts(till).size() == 300);
                perKey(firsts(till))
                        .forEach((key, numbers) -> assertThat(numbers).as(key).isSorted());
                assertThat(router.counted("headwater.dead", "destination", "waits/till"))
                        .isZero();
            }
        }
    }

    private static Behaviour flaky(Random random) {
        return request -> random.nextInt(4) == 0 ? Reply.status(503) : Reply.status(200);
    }

    /** Events {@code from} to {@code end} of several keys in turn; an id is key and number. */
    static List<LoggedEvent> keyed(String tenant, int from, int end) {
        List<LoggedEvent> events = new ArrayList<>();
        Origin origin = new Origin(new SourceId(tenant, "till"), "native", "local", "any", "");
        for (int i = from; i < end; i++) {
            String key = "key" + i % KEYS;
            byte[] data = ("{\"n\": " + i + "}").getBytes(StandardCharsets.UTF_8);
            Event event = new Event(key + "-" + i, "sale", "", "", key, "application/json", EventData.of(data));
            Line line = new Line("edge", "1", "local", i % KEYS % TestBroker.PARTITIONS);
            events.add(new LoggedEvent(event, new Acceptance(origin, Instant.now(), ""), line, i));
        }
        return events;
    }

    /** Every event's first arrival, in the order of arriving. */
    static Set<String> firsts(WebhookSink sink) {
        Set<String> firsts = new LinkedHashSet<>();
        sink.events().stream().map(ReceivedEvent::id).forEach(firsts::add);
        return firsts;
    }

    static Map<String, List<Integer>> perKey(Set<String> ids) {
        Map<String, List<Integer>> numbers = new LinkedHashMap<>();
        for (String id : ids) {
            int dash = id.indexOf('-');
            numbers.computeIfAbsent(id.substring(0, dash), key -> new ArrayList<>())
                    .add(Integer.valueOf(id.substring(dash + 1)));
        }
        return numbers;
    }

    private static String orderedAndOther(WebhookSink till, WebhookSink other) {
        return """
                destinations:
                  - {tenant: TENANT, name: till, kind: webhook, url: "TILL", secret: SECRET, format: json-array,
                     batch: {max: 10, linger: 5ms}, timeout: 1s, ordering: key, allowPrivateAddresses: true}
                  - {tenant: TENANT, name: other, kind: webhook, url: "OTHER", secret: SECRET, format: json-array,
                     timeout: 1s, allowPrivateAddresses: true}
                routes:
                  - {from: TENANT/till, to: till}
                  - {from: TENANT/till, to: other}
                """.replace("TILL", till.url()).replace("OTHER", other.url());
    }
}
