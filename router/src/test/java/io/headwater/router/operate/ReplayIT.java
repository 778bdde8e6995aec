package io.headwater.router.operate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headwater.deploy.testkit.SinkRequest;
import io.headwater.deploy.testkit.WebhookSink;
import io.headwater.event.SourceId;
import io.headwater.router.Events;
import io.headwater.router.TestBroker;
import io.headwater.router.TestRouter;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestBroker.Given.class)
class ReplayIT {
    private static final Duration LONG = Duration.ofSeconds(60);

    @Test
    void theEventsOfATimeRangeAreDeliveredAgainAndMarked(TestBroker broker) {
        SourceId web = new SourceId("replayed", "web");
        try (WebhookSink sink = WebhookSink.start(TestRouter.SECRET);
                TestRouter router = TestRouter.start(broker.servers(), "replayed", Operated.to(sink), Map.of())) {
            Instant from = Instant.now();
            broker.append(Events.in(0, web, 20));
            broker.append(Events.in(3, web, 20));
            broker.append(Events.in(1, new SourceId("replayed", "app"), 20));
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(Operated.arrived(sink)).hasSize(40));
            assertThat(replays(sink)).isEmpty();

            JsonObject asked = new JsonObject()
                    .put("destination", "replayed/crm")
                    .put("from", from.toString())
                    .put("rate", "100/s");
            JsonObject plan =
                    new JsonObject(router.post("/api/replays", asked.copy().put("dryRun", true))
                            .body());
            assertThat(plan.getLong("events")).isEqualTo(40);
            assertThat(plan.getLong("range")).isGreaterThanOrEqualTo(60);
            assertThat(plan.getBoolean("exact")).isTrue();
            assertThat(plan.getLong("bytes")).isBetween(40 * 9L, 40 * 12L);

            HttpResponse<String> started = router.post("/api/replays", asked);
            assertThat(started.statusCode()).isEqualTo(201);
            String id = new JsonObject(started.body()).getString("id");
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(Operated.arrivedAgain(sink)).hasSize(40));
            await().atMost(LONG)
                    .until(() -> replay(router, id).getString("state").equals("done"));

            assertThat(replay(router, id).getLong("copied")).isEqualTo(40);
            assertThat(replays(sink)).isNotEmpty().containsOnly(id);
            assertThat(sink.violations()).isEmpty();
        }
    }

    @Test
    void aReplayThatIsPausedWaitsOutlivesItsRouterAndGoesOnWhereItWas(TestBroker broker) {
        SourceId web = new SourceId("interrupted", "web");
        try (WebhookSink sink = WebhookSink.start(TestRouter.SECRET)) {
            String id;
            try (TestRouter router = TestRouter.start(broker.servers(), "interrupted", Operated.to(sink), Map.of())) {
                Instant from = Instant.now();
                broker.append(Events.in(0, web, 60));
                await().atMost(LONG)
                        .untilAsserted(() -> assertThat(Operated.arrived(sink)).hasSize(60));
                JsonObject asked = new JsonObject()
                        .put("destination", "interrupted/crm")
                        .put("from", from.toString())
                        .put("rate", "5/s");
                id = new JsonObject(router.post("/api/replays", asked).body()).getString("id");
                await().atMost(LONG)
                        .untilAsserted(
                                () -> assertThat(Operated.arrivedAgain(sink)).isNotEmpty());
                JsonObject paused = new JsonObject(router.post("/api/replays/" + id + "/pause", new JsonObject())
                        .body());
                assertThat(paused.getString("state")).isEqualTo("paused");
            }
            try (TestRouter again = TestRouter.start(broker.servers(), "interrupted", Operated.to(sink), Map.of())) {
                await().atMost(LONG).until(again::isReady);
                JsonObject standing = replay(again, id);
                assertThat(standing.getString("state")).isEqualTo("paused");
                assertThat(standing.getLong("copied")).isBetween(1L, 59L);

                again.post("/api/replays/" + id + "/resume", new JsonObject());
                await().atMost(LONG)
                        .until(() -> replay(again, id).getString("state").equals("done"));
                assertThat(replay(again, id).getLong("copied")).isEqualTo(60);
                await().atMost(LONG)
                        .untilAsserted(
                                () -> assertThat(Operated.arrivedAgain(sink)).hasSize(60));
                assertThat(again.post("/api/replays/" + id + "/cancel", new JsonObject())
                                .statusCode())
                        .isEqualTo(409);
            }
        }
    }

    @Test
    void saysWhatIsWrongWithACall(TestBroker broker) {
        try (WebhookSink sink = WebhookSink.start(TestRouter.SECRET);
                TestRouter router = TestRouter.start(broker.servers(), "misreplayed", Operated.to(sink), Map.of())) {
            JsonObject right = new JsonObject()
                    .put("destination", "misreplayed/crm")
                    .put("from", "1h")
                    .put("dryRun", true);

            assertThat(error(router, right.copy().putNull("from"))).contains("from is missing");
            assertThat(error(router, right.copy().put("from", "soon"))).contains("from must be a time");
            assertThat(error(router, right.copy().put("to", "2h"))).contains("from must be before to");
            assertThat(error(
                            router,
                            right.copy()
                                    .put("to", Instant.now().plusSeconds(3_600).toString())))
                    .contains("future");
            assertThat(error(router, right.copy().put("destination", "misreplayed/crn")))
                    .contains("no destination misreplayed/crn");
            assertThat(error(router, right.copy().put("rate", "fast"))).contains("'fast'", "100/s");
            assertThat(error(router, right.copy().put("rate", "none"))).contains("1000000/s");
            assertThat(error(router, right.copy().put("sources", new JsonArray().add("misreplayed/app"))))
                    .contains("No route leads from misreplayed/app", "misreplayed/web");
            assertThat(error(router, right.copy().put("sources", "misreplayed/web")))
                    .contains("sources must be a list");
            assertThat(router.post("/api/replays/none/pause", new JsonObject()).statusCode())
                    .isEqualTo(404);
        }
    }

    private static String error(TestRouter router, JsonObject arguments) {
        HttpResponse<String> answer = router.post("/api/replays", arguments);
        assertThat(answer.statusCode()).isBetween(400, 409);
        return new JsonObject(answer.body()).getString("error");
    }

    private static JsonObject replay(TestRouter router, String id) {
        return router.look("/api/replays").getJsonArray("replays").stream()
                .map(JsonObject.class::cast)
                .filter(each -> each.getString("id").equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> replays(WebhookSink sink) {
        Stream<SinkRequest> requests = sink.requests().stream();
        return requests.flatMap(each -> each.header("Headwater-Replay").stream())
                .toList();
    }
}
