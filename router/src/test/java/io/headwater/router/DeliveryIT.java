package io.headwater.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headwater.deploy.testkit.AwkwardJson;
import io.headwater.deploy.testkit.ReceivedEvent;
import io.headwater.deploy.testkit.WebhookSink;
import io.headwater.event.LoggedEvent;
import io.headwater.event.SourceId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(TestBroker.Given.class)
class DeliveryIT {

    @ParameterizedTest
    @ValueSource(strings = {"cloudevents", "cloudevents-batch", "json-array", "ndjson"})
    void everyEventArrivesByteForByteAndSigned(String format, TestBroker broker) {
        String tenant = "formats-" + format;
        List<byte[]> data = new ArrayList<>();
        for (byte[] each : format.equals("ndjson") ? AwkwardJson.oneLiners() : AwkwardJson.objects()) {
            data.add(new String(each, StandardCharsets.UTF_8).strip().getBytes(StandardCharsets.UTF_8));
        }
        List<LoggedEvent> events = new ArrayList<>();
        for (int partition = 0; partition < TestBroker.PARTITIONS; partition++) {
            events.addAll(Events.in(partition, new SourceId(tenant, "web"), data));
        }
        try (WebhookSink sink = WebhookSink.start(TestRouter.SECRET);
                TestRouter router = TestRouter.start(broker.servers(), tenant, to(sink, format), Map.of())) {
            broker.append(events);
            await().until(() -> sink.received() >= events.size());
            assertThat(sink.violations()).isEmpty();
            assertThat(sink.events()).hasSize(events.size());
            for (LoggedEvent sent : events) {
                ReceivedEvent received = sink.events().stream()
                        .filter(each -> each.id().equals(sent.event().id()))
                        .findFirst()
                        .orElseThrow();
                assertThat(received.data()).isEqualTo(sent.event().data().bytes());
            }
            await().untilAsserted(() ->
                    assertThat(router.counted("headwater.delivered")).isEqualTo(events.size()));
            assertThat(router.gauged("headwater.lane.events")).isZero();
            assertThat(router.get("/metrics"))
                    .contains("headwater_consumed_total")
                    .contains("headwater_lag_seconds_bucket{destination=\"" + tenant
                            + "/crm\",hop=\"total\",le=\"1.0\"}");
        }
    }

    @Test
    void attributesArriveInBothCloudEventsFormats(TestBroker broker) {
        for (String format : List.of("cloudevents", "cloudevents-batch")) {
            String tenant = "attributes-" + format;
            List<LoggedEvent> events = Events.in(2, new SourceId(tenant, "web"), 1);
            try (WebhookSink sink = WebhookSink.start(TestRouter.SECRET);
                    TestRouter router = TestRouter.start(broker.servers(), tenant, to(sink, format), Map.of())) {
                broker.append(events);
                await().until(() -> sink.received() == 1);
                assertThat(router.counted("headwater.consumed")).isPositive();
                assertThat(sink.events().get(0).attributes())
                        .containsEntry("source", "/" + tenant + "/web")
                        .containsEntry("partitionkey", "session-1")
                        .containsEntry("edge", "edge.1.local.2")
                        .containsEntry("seq", "0")
                        .containsEntry("dialect", "native")
                        .containsEntry("datacontenttype", "application/json");
            }
        }
    }

    @Test
    void eventsWithoutARouteAreSettledAndCounted(TestBroker broker) {
        try (WebhookSink sink = WebhookSink.start(TestRouter.SECRET);
                TestRouter router = TestRouter.start(broker.servers(), "unrouted", to(sink, "json-array"), Map.of())) {
            broker.append(Events.in(0, new SourceId("unrouted", "app"), 5));
            broker.append(Events.in(0, new SourceId("unrouted", "web"), 1));
            await().until(() -> sink.received() == 1);
            assertThat(router.counted("headwater.unrouted")).isGreaterThanOrEqualTo(5);
            assertThat(sink.events()).extracting(ReceivedEvent::id).containsExactly("web-0-0");
        }
    }

    @Test
    void withoutAnyDestinationItReadsAndSettles(TestBroker broker) {
        String nothing = "destinations: []\nroutes: []\n";
        try (TestRouter router = TestRouter.start(broker.servers(), "nothing", nothing, Map.of())) {
            broker.append(Events.in(0, new SourceId("nothing", "web"), 3));
            await().until(() -> router.counted("headwater.unrouted") >= 3);
            await().until(router::isReady);
        }
    }

    static String to(WebhookSink sink, String format) {
        return """
                destinations:
                  - {tenant: TENANT, name: crm, kind: webhook, url: "URL", secret: SECRET, format: FORMAT,
                     batch: {max: 10, linger: 5ms}, timeout: 1s, allowPrivateAddresses: true}
                routes:
                  - {from: TENANT/web, to: crm}
                """.replace("URL", sink.url()).replace("FORMAT", format);
    }
}
