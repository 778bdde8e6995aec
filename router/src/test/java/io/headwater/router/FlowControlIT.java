package io.headwater.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headwater.deploy.testkit.Behaviour;
import io.headwater.deploy.testkit.ReceivedEvent;
import io.headwater.deploy.testkit.Reply;
import io.headwater.deploy.testkit.WebhookSink;
import io.headwater.event.LoggedEvent;
import io.headwater.event.SourceId;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestBroker.Given.class)
class FlowControlIT {

    @Test
    void aFullLaneParksAndNoPartitionWaitsForIt(TestBroker broker) {
        try (WebhookSink stuck = WebhookSink.start(TestRouter.SECRET);
                WebhookSink well = WebhookSink.start(TestRouter.SECRET)) {
            stuck.answerWith(Reply.hang());
            try (TestRouter router = TestRouter.start(
                    broker.servers(),
                    "full",
                    stuckAndWell(stuck, well),
                    Map.of("HEADWATER_LANE_CAPACITY_EVENTS", "20", "HEADWATER_LANE_PARK_AFTER", "1h"))) {
                broker.append(Events.in(0, new SourceId("full", "web"), 500));
                List<LoggedEvent> others = Events.in(0, new SourceId("full", "app"), 900);
                for (int expected = 300; expected <= 900; expected += 300) {
                    int arriving = expected;
                    broker.append(others.subList(arriving - 300, arriving));
                    await().until(() -> distinct(well) == arriving);
                    assertThat(router.gauged("headwater.lane.events", "destination", "full/stuck"))
                            .isLessThanOrEqualTo(20);
                }
                await().until(() -> router.counted("headwater.parked", "destination", "full/stuck") >= 480);
                await().untilAsserted(
                                () -> assertThat(router.gauged("headwater.partitions.paused", "reading", "events"))
                                        .isZero());

                stuck.answerWith(Reply.status(200));
                await().atMost(Duration.ofSeconds(30)).until(() -> distinct(stuck) == 500);
                await().until(() -> router.gauged("headwater.partitions.paused", "reading", "backlog") == 0);
            }
        }
    }

    @Test
    void whatIsSettledAboveTheCommitIsNotDeliveredAgainAfterARestart(TestBroker broker) {
        List<LoggedEvent> events = Events.in(3, new SourceId("restart", "web"), 60);
        Set<String> late =
                Set.of(events.get(5).event().id(), events.get(40).event().id());
        try (WebhookSink sink = WebhookSink.start(TestRouter.SECRET)) {
            sink.answerWith(Behaviour.whenAnyOf(late, Reply.hang(), Behaviour.OK));
            String destinations = DeliveryIT.to(sink, "cloudevents").replace("timeout: 1s", "timeout: 5m");
            Map<String, String> patient = Map.of("HEADWATER_LANE_PARK_AFTER", "1h", "HEADWATER_DRAIN_TIMEOUT", "2s");
            try (TestRouter router = TestRouter.start(broker.servers(), "restart", destinations, patient)) {
                broker.append(events);
                await().until(() -> sink.received() == 58);
                await().until(() -> router.gauged("headwater.lane.events") == 2);
            }
            OffsetAndMetadata committed = committed(broker, "router-restart", 3);
            assertThat(committed.metadata()).isEqualTo("2;;;1,y,1,j");

            sink.answerWith(Reply.status(200));
            broker.append(Events.in(2, new SourceId("restart", "web"), 1));
            try (TestRouter router = TestRouter.start(broker.servers(), "restart", destinations, Map.of())) {
                await().until(() -> sink.received() >= 61);
                await().until(() -> router.counted("headwater.skipped") == 58 - 5);
                assertThat(sink.events())
                        .extracting(ReceivedEvent::id)
                        .doesNotHaveDuplicates()
                        .containsAll(late);
            }
        }
    }

    @Test
    void aSecondRouterTakesItsShareAndNothingIsLost(TestBroker broker) {
        try (WebhookSink sink = WebhookSink.start(TestRouter.SECRET)) {
            String destinations = DeliveryIT.to(sink, "json-array");
            TestRouter first = TestRouter.start(broker.servers(), "shared", destinations, Map.of());
            await().until(first::isReady);
            append(broker, 100);
            await().until(() -> distinct(sink) == 400);
            try (TestRouter second = TestRouter.start(broker.servers(), "shared", destinations, Map.of())) {
                append(broker, 200);
                await().until(() -> distinct(sink) == 800);
                await().until(second::isReady);
                append(broker, 300);
                await().until(() -> distinct(sink) == 1_200);
                first.close();
                append(broker, 400);
                await().atMost(Duration.ofSeconds(20)).until(() -> distinct(sink) == 1_600);
                await().untilAsserted(() ->
                        assertThat(second.gauged("headwater.lane.events")).isZero());
                assertThat(sink.violations()).isEmpty();
                assertThat(second.counted("headwater.lost")).isZero();
            }
        }
    }

    /** In each partition, the hundred events before number {@code end}. */
    private static void append(TestBroker broker, int end) {
        for (int partition = 0; partition < TestBroker.PARTITIONS; partition++) {
            broker.append(
                    Events.in(partition, new SourceId("shared", "web"), end).subList(end - 100, end));
        }
    }

    private static long distinct(WebhookSink sink) {
        return sink.events().stream().map(ReceivedEvent::id).distinct().count();
    }

    private static OffsetAndMetadata committed(TestBroker broker, String group, int partition) {
        try (Admin admin = Admin.create(new HashMap<>(Map.of("bootstrap.servers", broker.servers())))) {
            return admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .get(new TopicPartition("hw.events", partition));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static String stuckAndWell(WebhookSink stuck, WebhookSink well) {
        return """
                destinations:
                  - {tenant: TENANT, name: stuck, kind: webhook, url: "STUCK", secret: SECRET, format: json-array,
                     batch: {max: 4, linger: 5ms}, timeout: 400ms, allowPrivateAddresses: true}
                  - {tenant: TENANT, name: well, kind: webhook, url: "WELL", secret: SECRET, format: json-array,
                     timeout: 1s, allowPrivateAddresses: true}
                routes:
                  - {from: TENANT/web, to: stuck}
                  - {from: TENANT/app, to: well}
                """.replace("STUCK", stuck.url()).replace("WELL", well.url());
    }
}
