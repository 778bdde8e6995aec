package io.headwater.router.operate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headwater.deploy.testkit.Behaviour;
import io.headwater.deploy.testkit.ReceivedEvent;
import io.headwater.deploy.testkit.Reply;
import io.headwater.deploy.testkit.WebhookSink;
import io.headwater.event.LoggedEvent;
import io.headwater.event.SourceId;
import io.headwater.router.Events;
import io.headwater.router.TestBroker;
import io.headwater.router.TestRouter;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestBroker.Given.class)
class RedriveIT {
    private static final Duration LONG = Duration.ofSeconds(30);

    @Test
    void aDeadLetterIsFoundShownRedrivenOnceAndDelivered(TestBroker broker) {
        SourceId web = new SourceId("redriven", "web");
        List<LoggedEvent> events = Events.in(2, web, 12);
        Set<String> refused =
                Set.of(events.get(3).event().id(), events.get(8).event().id());
        try (WebhookSink sink = WebhookSink.start(TestRouter.SECRET);
                TestRouter router = TestRouter.start(broker.servers(), "redriven", Operated.to(sink), Map.of())) {
            sink.answerWith(Behaviour.whenAnyOf(refused, Reply.status(422, Map.of(), "no such field"), Behaviour.OK));
            broker.append(events);
            await().atMost(LONG).until(() -> router.counted("headwater.dead", "reason", "refused") == 2);
            sink.answerWith(Behaviour.OK);

            String mine = "/api/deadletters?destination=redriven/crm";
            List<JsonObject> listed = letters(router, mine);
            assertThat(listed).extracting(each -> each.getString("id")).containsExactlyInAnyOrderElementsOf(refused);
            assertThat(letters(router, mine + "&reason=expired")).isEmpty();
            assertThat(letters(router, mine + "&reason=refused&type=page&source=redriven/web&since=1h"))
                    .hasSize(2);
            assertThat(letters(router, mine + "&until=1h")).isEmpty();
            assertThat(letters(router, mine + "&limit=1")).hasSize(1);

            String position = listed.get(0).getString("position");
            JsonObject shown = router.look("/api/deadletters/" + position + "?data=true");
            assertThat(shown.getString("response")).isEqualTo("no such field");
            assertThat(shown.getString("status")).isEqualTo("422");
            assertThat(shown.getString("topic")).isEqualTo("hw.events");
            assertThat(shown.getJsonObject("attributes").getString("partitionkey"))
                    .isEqualTo("session-1");
            assertThat(new String(Base64.getDecoder().decode(shown.getString("dataBase64")), UTF_8))
                    .isEqualTo("{\"n\": " + shown.getString("id").replace("web-2-", "") + ".0}");
            assertThat(router.look("/api/deadletters/" + position).fieldNames()).doesNotContain("dataBase64");

            JsonObject filter = new JsonObject().put("destination", "redriven/crm");
            assertThat(redrive(router, filter.copy().put("dryRun", true)))
                    .containsEntry("matching", 2)
                    .containsEntry("redriven", 0);
            assertThat(redrive(router, new JsonObject().put("position", position)))
                    .containsEntry("redriven", 1);
            assertThat(redrive(router, new JsonObject().put("position", position)))
                    .containsEntry("redriven", 0)
                    .containsEntry("marked", 1);
            assertThat(redrive(router, filter)).containsEntry("redriven", 1);
            assertThat(redrive(router, filter)).containsEntry("redriven", 0);

            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(sink.events())
                            .extracting(ReceivedEvent::id)
                            .containsAll(events.stream()
                                    .map(each -> each.event().id())
                                    .toList()));
            assertThat(letters(router, mine)).isEmpty();
            assertThat(letters(router, mine + "&redriven=true"))
                    .hasSize(2)
                    .allMatch(each -> each.getBoolean("redriven"));
        }
    }

    @Test
    void saysWhatIsWrongWithACall(TestBroker broker) {
        try (WebhookSink sink = WebhookSink.start(TestRouter.SECRET);
                TestRouter router = TestRouter.start(broker.servers(), "misasked", Operated.to(sink), Map.of())) {
            assertThat(router.look("/api/deadletters/3-7").getString("error")).contains("3:117");
            assertThat(router.look("/api/deadletters/0:999999").getString("error"))
                    .contains("no dead letter at 0:999999");
            assertThat(router.look("/api/deadletters/999:1").getString("error")).contains("no dead letter at 999:1");
            assertThat(router.look("/api/deadletters?limit=0").getString("error"))
                    .contains("limit", "1000");
            assertThat(router.look("/api/deadletters?destination=crm").getString("error"))
                    .contains("<tenant>/<name>");
            assertThat(router.look("/api/deadletters?since=yesterday").getString("error"))
                    .contains("since must be");
            assertThat(router.look("/api/deadletters?reson=refused").getString("error"))
                    .contains("'reson'", "reason");
            assertThat(router.post("/api/deadletters/redrive", new JsonObject()).statusCode())
                    .isEqualTo(400);
        }
    }

    private static Map<String, Object> redrive(TestRouter router, JsonObject arguments) {
        return new JsonObject(router.post("/api/deadletters/redrive", arguments).body()).getMap();
    }

    private static List<JsonObject> letters(TestRouter router, String path) {
        return router.look(path).getJsonArray("letters").stream()
                .map(JsonObject.class::cast)
                .toList();
    }
}
