package io.headwater.router;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headwater.deploy.testkit.ChildProcess;
import io.headwater.deploy.testkit.ReceivedEvent;
import io.headwater.deploy.testkit.WebhookSink;
import io.headwater.event.LoggedEvent;
import io.headwater.event.SourceId;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Events that come twice. */
@ExtendWith(TestBroker.Given.class)
class DuplicatesIT {

    @Test
    void aRepeatedEventIsDeliveredOnceAndCounted(TestBroker broker) {
        List<LoggedEvent> events = Events.in(1, new SourceId("twice", "web"), 20);
        try (WebhookSink sink = WebhookSink.start(TestRouter.SECRET);
                TestRouter router = start(broker, "twice", sink)) {
            broker.append(events);
            broker.append(events);
            broker.append(List.of(last("twice", 1)));
            await().until(() -> ids(sink).containsKey("last"));
            assertThat(ids(sink))
                    .hasSize(21)
                    .allSatisfy((id, times) -> assertThat(times).isEqualTo(1));
            assertThat(router.counted("headwater.duplicates", "source", "twice/web"))
                    .isEqualTo(20);
            await().untilAsserted(() ->
                    assertThat(router.gauged("headwater.lane.events")).isZero());
        }
    }

    @Test
    void soItIsByARouterThatWasStartedSince(TestBroker broker) {
        List<LoggedEvent> events = Events.in(2, new SourceId("restarted", "web"), 30);
        try (WebhookSink sink = WebhookSink.start(TestRouter.SECRET)) {
            try (TestRouter router = start(broker, "restarted", sink)) {
                broker.append(events);
                await().until(() -> ids(sink).size() == 30);
                assertThat(router.counted("headwater.duplicates")).isZero();
            }
            try (TestRouter router = start(broker, "restarted", sink)) {
                broker.append(List.of(last("restarted", 2)));
                await().until(() -> ids(sink).containsKey("last"));
                await().until(() -> router.gauged("headwater.duplicates.rebuilding") == 0);
                broker.append(events);
                await().until(() -> router.counted("headwater.duplicates", "source", "restarted/web") == 30);
                assertThat(ids(sink))
                        .hasSize(31)
                        .allSatisfy((id, times) -> assertThat(times).isEqualTo(1));
            }
        }
    }

    /** A second router takes half of the partitions over, and knows what the first has delivered. */
    @Test
    void soItIsByARouterThatTakesPartitionsOver(TestBroker broker) {
        SourceId source = new SourceId("shared-out", "web");
        try (WebhookSink sink = WebhookSink.start(TestRouter.SECRET);
                TestRouter first = start(broker, "shared-out", sink)) {
            appendToAll(broker, source, 0, 25);
            await().until(() -> ids(sink).size() == 100);
            try (TestRouter second = start(broker, "shared-out", sink)) {
                await().until(second::isReady);
                appendToAll(broker, source, 25, 26);
                await().until(() -> ids(sink).size() == 104);
                await().until(() -> first.gauged("headwater.duplicates.rebuilding")
                                + second.gauged("headwater.duplicates.rebuilding")
                        == 0);
                appendToAll(broker, source, 0, 26);
                appendToAll(broker, source, 26, 27);
                await().until(() -> ids(sink).size() == 108);
                assertThat(ids(sink))
                        .allSatisfy((id, times) -> assertThat(times).isEqualTo(1));
                assertThat(second.counted("headwater.duplicates", "source", "shared-out/web"))
                        .isPositive();
                assertThat(first.counted("headwater.duplicates", "source", "shared-out/web")
                                + second.counted("headwater.duplicates", "source", "shared-out/web"))
                        .isEqualTo(104);
            }
        }
    }

    private static void appendToAll(TestBroker broker, SourceId source, int from, int to) {
        for (int partition = 0; partition < TestBroker.PARTITIONS; partition++) {
            broker.append(Events.in(partition, source, to).subList(from, to));
        }
    }

    /** What was delivered in the second before the kill stands in no index yet. */
    @Test
    void soItIsBehindAKillAndNothingIsLost(TestBroker broker) {
        List<LoggedEvent> events = Events.in(3, new SourceId("killed", "web"), 40);
        try (WebhookSink sink = WebhookSink.start(TestRouter.SECRET)) {
            try (ChildProcess first =
                    TestRouter.process(broker.servers(), "killed", DeliveryIT.to(sink, "cloudevents"))) {
                broker.append(events);
                await().until(() -> ids(sink).size() >= 40);
                first.kill9();
            }
            broker.expel("router-killed");
            int before = sink.events().size();
            try (TestRouter router = start(broker, "killed", sink)) {
                broker.append(List.of(last("killed", 3)));
                await().until(() -> ids(sink).containsKey("last"));
                await().until(() -> router.gauged("headwater.duplicates.rebuilding") == 0);
                int again = sink.events().size() - before - 1;
                broker.append(events);
                broker.append(List.of(new LoggedEvent(
                        Events.of(new SourceId("killed", "web"), "end", "application/json", "{}".getBytes(UTF_8))
                                .event(),
                        events.get(0).acceptance(),
                        events.get(0).line(),
                        1_000)));
                await().until(() -> ids(sink).containsKey("end"));
                assertThat(router.counted("headwater.duplicates", "source", "killed/web"))
                        .isEqualTo(40);
                assertThat(ids(sink)).hasSize(42);
                assertThat(sink.events().size()).isEqualTo(before + again + 2);
            }
        }
    }

    @Test
    void anIdThatComesWithOtherDataIsDeliveredAndMarked(TestBroker broker) {
        SourceId source = new SourceId("reuses", "web");
        List<LoggedEvent> first = Events.in(0, source, List.of("{\"n\":1}".getBytes(UTF_8)));
        List<LoggedEvent> other = Events.in(0, source, List.of("{\"n\":2}".getBytes(UTF_8)));
        try (WebhookSink sink = WebhookSink.start(TestRouter.SECRET);
                TestRouter router = start(broker, "reuses", sink)) {
            broker.append(first);
            broker.append(other);
            broker.append(other);
            broker.append(List.of(last("reuses", 0)));
            await().until(() -> ids(sink).containsKey("last"));
            List<ReceivedEvent> received = sink.events().stream()
                    .filter(each -> each.id().equals("web-0-0"))
                    .toList();
            assertThat(received)
                    .extracting(each -> new String(each.data(), UTF_8))
                    .containsExactly("{\"n\":1}", "{\"n\":2}");
            assertThat(received.get(0).attributes()).doesNotContainKey("reusedid");
            assertThat(received.get(1).attributes()).containsEntry("reusedid", "true");
            assertThat(router.counted("headwater.reused.ids", "source", "reuses/web"))
                    .isEqualTo(1);
            assertThat(router.counted("headwater.duplicates", "source", "reuses/web"))
                    .isEqualTo(1);
        }
    }

    @Test
    void theSameIdOfAnotherSourceIsAnotherEvent(TestBroker broker) {
        try (WebhookSink sink = WebhookSink.start(TestRouter.SECRET);
                TestRouter router = TestRouter.start(
                        broker.servers(),
                        "sources",
                        DeliveryIT.to(sink, "cloudevents") + "  - {from: TENANT/app, to: crm}\n",
                        Map.of())) {
            byte[] data = "{}".getBytes(UTF_8);
            broker.append(List.of(Events.of(new SourceId("sources", "web"), "same", "application/json", data)));
            broker.append(List.of(Events.of(new SourceId("sources", "app"), "same", "application/json", data)));
            await().until(() -> sink.received() == 2);
            assertThat(router.counted("headwater.duplicates")).isZero();
        }
    }

    @Test
    void aWindowOfNothingRecognisesNothing(TestBroker broker) {
        List<LoggedEvent> events = Events.in(1, new SourceId("forgetful", "web"), 3);
        try (WebhookSink sink = WebhookSink.start(TestRouter.SECRET);
                TestRouter router = TestRouter.start(
                        broker.servers(),
                        "forgetful",
                        DeliveryIT.to(sink, "cloudevents"),
                        Map.of("HEADWATER_DUPLICATES_WINDOW", "0s"))) {
            broker.append(events);
            broker.append(events);
            await().until(() -> sink.received() == 6);
            assertThat(router.counted("headwater.duplicates")).isZero();
        }
    }

    private static TestRouter start(TestBroker broker, String tenant, WebhookSink sink) {
        return TestRouter.start(broker.servers(), tenant, DeliveryIT.to(sink, "cloudevents"), Map.of());
    }

    private static LoggedEvent last(String tenant, int partition) {
        LoggedEvent event = Events.of(new SourceId(tenant, "web"), "last", "application/json", "{}".getBytes(UTF_8));
        return new LoggedEvent(
                event.event(),
                event.acceptance(),
                Events.in(partition, new SourceId(tenant, "web"), 1).get(0).line(),
                999);
    }

    private static Map<String, Long> ids(WebhookSink sink) {
        return sink.events().stream().collect(Collectors.groupingBy(ReceivedEvent::id, Collectors.counting()));
    }
}
