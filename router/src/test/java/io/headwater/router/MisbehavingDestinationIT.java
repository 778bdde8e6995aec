package io.headwater.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headwater.deploy.testkit.Canary;
import io.headwater.deploy.testkit.ReceivedEvent;
import io.headwater.deploy.testkit.Reply;
import io.headwater.deploy.testkit.WebhookSink;
import io.headwater.event.LoggedEvent;
import io.headwater.event.SourceId;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(TestBroker.Given.class)
class MisbehavingDestinationIT {
    private static final int EVENTS = 40;

    @ParameterizedTest
    @ValueSource(strings = {"hangs", "500", "429", "503-absurd", "302", "401", "closes"})
    void nothingIsLostAndAllArrivesOnceItIsWell(String ailment, TestBroker broker) {
        String tenant = "ill-" + ailment;
        try (Canary canary = Canary.start();
                WebhookSink sink = WebhookSink.start(TestRouter.SECRET);
                WebhookSink other = WebhookSink.start(TestRouter.SECRET)) {
            sink.answerWith(reply(ailment, canary));
            try (TestRouter router = TestRouter.start(broker.servers(), tenant, two(sink, other), Map.of())) {
                List<LoggedEvent> events = Events.in(1, new SourceId(tenant, "web"), EVENTS);
                broker.append(events);
                await().until(() -> sink.requests().size() >= 3);
                await().until(() -> other.received() >= EVENTS);
                assertThat(sink.received()).isZero();

                sink.answerWith(Reply.status(204));
                await().atMost(Duration.ofSeconds(20)).until(() -> ids(sink).size() == EVENTS);
                await().untilAsserted(() ->
                        assertThat(router.gauged("headwater.lane.events")).isZero());
                assertThat(sink.violations()).isEmpty();
                assertThat(other.received()).isEqualTo(EVENTS);
                assertThat(canary.connections()).isZero();
                assertThat(router.counted("headwater.dead", "destination", tenant + "/crm"))
                        .isZero();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"endless", "drip"})
    void aStatusIsAnAnswerWhateverBodyFollows(String ailment, TestBroker broker) {
        String tenant = "body-" + ailment;
        try (WebhookSink sink = WebhookSink.start(TestRouter.SECRET)) {
            sink.answerWith(ailment.equals("endless") ? Reply.endlessBody() : Reply.dripBody(Duration.ofMillis(50)));
            try (TestRouter router = TestRouter.start(
                    broker.servers(),
                    tenant,
                    DeliveryIT.to(sink, "json-array"),
                    Map.of("HEADWATER_DELIVER_BODY_WITHIN", "300ms"))) {
                broker.append(Events.in(1, new SourceId(tenant, "web"), EVENTS));
                await().untilAsserted(() ->
                        assertThat(router.counted("headwater.delivered")).isEqualTo(EVENTS));
                assertThat(sink.received()).isEqualTo(EVENTS);
            }
        }
    }

    @Test
    void asManyRequestsAsAllowedAndOverKeptConnections(TestBroker broker) {
        try (WebhookSink sink = WebhookSink.start(TestRouter.SECRET);
                TestRouter router =
                        TestRouter.start(broker.servers(), "kept", DeliveryIT.to(sink, "cloudevents"), Map.of())) {
            broker.append(Events.in(1, new SourceId("kept", "web"), 500));
            await().until(() -> sink.received() == 500);
            assertThat(sink.connections()).isBetween(1, 8);
            assertThat(router.counted("headwater.attempts", "outcome", "delivered"))
                    .isEqualTo(500);
        }
    }

    private static Reply reply(String ailment, Canary canary) {
        return switch (ailment) {
            case "hangs" -> Reply.hang();
            case "500" -> Reply.status(500);
            case "429" -> Reply.status(429, Map.of("Retry-After", "1"));
            case "503-absurd" -> Reply.status(503, Map.of("Retry-After", "99999999999"));
            case "302" -> Reply.status(302, Map.of("Location", "http://127.0.0.1:" + canary.port() + "/"));
            case "401" -> Reply.status(401);
            case "closes" -> Reply.closeConnection();
            default -> throw new IllegalArgumentException(ailment);
        };
    }

    private static Set<String> ids(WebhookSink sink) {
        Set<String> ids = new HashSet<>();
        sink.events().stream().map(ReceivedEvent::id).forEach(ids::add);
        return ids;
    }

    private static String two(WebhookSink crm, WebhookSink other) {
        return """
                destinations:
                  - {tenant: TENANT, name: crm, kind: webhook, url: "CRM", secret: SECRET, format: json-array,
                     batch: {max: 4, linger: 5ms}, timeout: 400ms, allowPrivateAddresses: true}
                  - {tenant: TENANT, name: other, kind: webhook, url: "OTHER", secret: SECRET, format: json-array,
                     timeout: 1s, allowPrivateAddresses: true}
                routes:
                  - {from: TENANT/web, to: crm}
                  - {from: TENANT/web, to: other}
                """.replace("CRM", crm.url()).replace("OTHER", other.url());
    }
}
