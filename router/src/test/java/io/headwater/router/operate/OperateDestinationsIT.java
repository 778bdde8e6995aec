package io.headwater.router.operate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headwater.deploy.testkit.DeadLetters;
import io.headwater.deploy.testkit.ReceivedEvent;
import io.headwater.deploy.testkit.Reply;
import io.headwater.deploy.testkit.WebhookSink;
import io.headwater.event.SourceId;
import io.headwater.router.Events;
import io.headwater.router.TestBroker;
import io.headwater.router.TestRouter;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestBroker.Given.class)
class OperateDestinationsIT {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final JsonObject NOTHING = new JsonObject();

    @Test
    void whatAPausedDestinationIsOwedWaitsAndArrivesOnceItIsResumed(TestBroker broker) {
        SourceId web = new SourceId("paused", "web");
        try (WebhookSink sink = WebhookSink.start(TestRouter.SECRET)) {
            try (TestRouter router = TestRouter.start(broker.servers(), "paused", Operated.to(sink), Map.of())) {
                broker.append(Events.in(0, web, 1));
                await().atMost(LONG).until(() -> sink.received() >= 1);

                JsonObject note = new JsonObject().put("note", "their disk").put("by", "ada");
                assertThat(router.post("/api/destinations/paused/crm/pause", note)
                                .statusCode())
                        .isEqualTo(200);
                await().until(() -> Operated.destination(router, "paused")
                        .getString("state")
                        .equals("paused"));
                broker.append(Events.in(1, web, 20));

                await().atMost(LONG)
                        .until(() -> Operated.destination(router, "paused").getInteger("backlog") == 20);
                JsonObject shown = Operated.destination(router, "paused");
                assertThat(shown.getJsonObject("paused").getString("note")).isEqualTo("their disk");
                assertThat(shown.getJsonObject("paused").getString("by")).isEqualTo("ada at 127.0.0.1");
                assertThat(shown.getString("oldest")).isNotEmpty();
                assertThat(Operated.arrived(sink)).containsExactly("web-0-0");
            }
            try (TestRouter again = TestRouter.start(broker.servers(), "paused", Operated.to(sink), Map.of())) {
                await().atMost(LONG).until(again::isReady);
                assertThat(Operated.destination(again, "paused").getString("state"))
                        .isEqualTo("paused");
                broker.append(Events.in(2, web, 5));
                await().atMost(LONG)
                        .until(() -> Operated.destination(again, "paused").getInteger("backlog") == 25);
                assertThat(Operated.arrived(sink)).containsExactly("web-0-0");

                assertThat(again.post("/api/destinations/paused/crm/resume", NOTHING)
                                .statusCode())
                        .isEqualTo(200);
                await().atMost(LONG).until(() -> Operated.arrived(sink).size() == 26);
                await().until(() -> Operated.destination(again, "paused").getInteger("backlog") == 0);
            }
        }
    }

    @Test
    void whatIsSkippedBecomesDeadLettersAndWhatComesLaterIsDelivered(TestBroker broker) {
        SourceId web = new SourceId("skipped", "web");
        try (WebhookSink sink = WebhookSink.start(TestRouter.SECRET);
                TestRouter router = TestRouter.start(broker.servers(), "skipped", Operated.to(sink), Map.of())) {
            sink.answerWith(Reply.status(503));
            broker.append(Events.in(0, web, 30));
            await().atMost(LONG)
                    .until(() -> Operated.destination(router, "skipped")
                            .getString("state")
                            .equals("down"));
            await().atMost(LONG)
                    .until(() -> Operated.destination(router, "skipped").getInteger("backlog") >= 20);

            JsonObject asked = new JsonObject().put("dryRun", true);
            JsonObject counts = new JsonObject(
                    router.post("/api/destinations/skipped/crm/skip", asked).body());
            assertThat(counts.getInteger("held") + counts.getInteger("backlog")).isBetween(30, 40);
            assertThat(router.counted("headwater.dead", "reason", "skipped")).isZero();
            assertThat(router.post("/api/destinations/skipped/crm/skip", NOTHING)
                            .statusCode())
                    .isEqualTo(200);

            await().atMost(LONG).until(() -> router.counted("headwater.dead", "reason", "skipped") >= 20);
            sink.answerWith(Reply.status(200));
            router.post("/api/destinations/skipped/crm/resume", NOTHING);
            broker.append(Events.in(1, web, 3));
            await().atMost(LONG)
                    .until(() -> sink.events().stream()
                                    .filter(each -> each.id().startsWith("web-1-"))
                                    .count()
                            == 3);
            await().atMost(LONG).untilAsserted(() -> {
                List<String> dead = DeadLetters.read(broker.servers()).stream()
                        .filter(each -> each.headers()
                                .getOrDefault("hw_dead_tenant", "")
                                .equals("skipped"))
                        .filter(each -> each.headers().get("hw_dead_reason").startsWith("skipped: "))
                        .map(DeadLetters.DeadLetter::id)
                        .toList();
                List<String> delivered =
                        sink.events().stream().map(ReceivedEvent::id).toList();
                for (int i = 0; i < 30; i++) {
                    String id = "web-0-" + i;
                    assertThat(dead.contains(id) ^ delivered.contains(id))
                            .as(id)
                            .isTrue();
                }
            });
        }
    }

    @Test
    void namesADestinationThatIsNotThereAndThoseThatAre(TestBroker broker) {
        try (WebhookSink sink = WebhookSink.start(TestRouter.SECRET);
                TestRouter router = TestRouter.start(broker.servers(), "unknown", Operated.to(sink), Map.of())) {
            HttpResponse<String> answer = router.post("/api/destinations/unknown/crn/pause", NOTHING);

            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(new JsonObject(answer.body()).getString("error"))
                    .isEqualTo("There is no destination unknown/crn. Configured in destinations.yaml: unknown/crm");
            assertThat(router.post("/api/destinations/unknown/%2e%2e%2fcrm/pause", NOTHING)
                            .statusCode())
                    .isBetween(400, 404);
            assertThat(router.post("/api/destinations/unknown/crm/pause", new JsonObject().put("nota", "x"))
                            .statusCode())
                    .isEqualTo(400);
            assertThat(router.post("/api/destinations/unknown/crm/pause", new JsonObject().put("note", "n".repeat(501)))
                            .statusCode())
                    .isEqualTo(400);
            assertThat(router.look("/api/destinations").getJsonArray("destinations"))
                    .hasSize(1);
        }
    }
}
