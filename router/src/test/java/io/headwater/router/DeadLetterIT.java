package io.headwater.router;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headwater.deploy.testkit.Behaviour;
import io.headwater.deploy.testkit.DeadLetters;
import io.headwater.deploy.testkit.ReceivedEvent;
import io.headwater.deploy.testkit.Reply;
import io.headwater.deploy.testkit.WebhookSink;
import io.headwater.event.LoggedEvent;
import io.headwater.event.SourceId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestBroker.Given.class)
class DeadLetterIT {

    @Test
    void thePoisonEventOfABatchIsFoundWithTheResponseAndTheRestIsDelivered(TestBroker broker) {
        String response = "{\"error\": \"no such field\"}" + "x".repeat(20_000);
        try (WebhookSink sink = WebhookSink.start(TestRouter.SECRET);
                TestRouter router =
                        TestRouter.start(broker.servers(), "poison", DeliveryIT.to(sink, "json-array"), Map.of())) {
            List<LoggedEvent> events = Events.in(3, new SourceId("poison", "web"), 30);
            String poison = events.get(13).event().id();
            sink.answerWith(Behaviour.whenAnyOf(Set.of(poison), Reply.status(422, Map.of(), response), Behaviour.OK));
            broker.append(events);

            await().until(() -> router.counted("headwater.dead", "reason", "refused") == 1);
            await().until(() -> sink.received() == 29);
            assertThat(sink.events())
                    .extracting(ReceivedEvent::id)
                    .doesNotContain(poison)
                    .doesNotHaveDuplicates();
            DeadLetters.DeadLetter letter = lettersOf(broker, "poison").get(0);
            assertThat(letter.id()).isEqualTo(poison);
            assertThat(letter.headers())
                    .containsEntry("hw_dead_tenant", "poison")
                    .containsEntry("hw_dead_destination", "crm")
                    .containsEntry("hw_dead_status", "422")
                    .containsEntry("hw_dead_reason", "refused: the destination refused it")
                    .containsEntry("hw_dead_topic", "hw.events")
                    .containsEntry("hw_dead_partition", "3")
                    .containsKeys("hw_dead_offset", "hw_dead_at", "hw_dead_attempts")
                    .containsEntry("ce_source", "/poison/web")
                    .containsEntry("content-type", "application/json");
            assertThat(letter.headers().get("hw_dead_response"))
                    .hasSize(8 * 1024)
                    .startsWith("{\"error\"");
        }
    }

    @Test
    void dataTheFormatCannotCarryIsADeadLetterAtOnce(TestBroker broker) {
        try (WebhookSink sink = WebhookSink.start(TestRouter.SECRET);
                TestRouter router =
                        TestRouter.start(broker.servers(), "unfit", DeliveryIT.to(sink, "ndjson"), Map.of())) {
            List<byte[]> data = new ArrayList<>();
            data.add("{\"a\": 1}".getBytes(UTF_8));
            data.add("{\n\"a\": 1}".getBytes(UTF_8));
            data.add("{\"a\": 2}".getBytes(UTF_8));
            broker.append(Events.in(0, new SourceId("unfit", "web"), data));
            await().until(() -> router.counted("headwater.dead", "reason", "unfit") == 1);
            await().until(() -> sink.received() == 2);
            assertThat(lettersOf(broker, "unfit")).singleElement().satisfies(letter -> {
                assertThat(letter.id()).isEqualTo("web-0-1");
                assertThat(letter.headers().get("hw_dead_reason"))
                        .startsWith("unfit: ")
                        .contains("several lines");
                assertThat(letter.headers()).doesNotContainKey("hw_dead_status");
            });
        }
    }

    @Test
    void anEventThatMustNotLeaveWhereItsDestinationIsNotIsADeadLetterAtOnce(TestBroker broker) {
        SourceId web = new SourceId("pinned", "web");
        try (WebhookSink sink = WebhookSink.start(TestRouter.SECRET);
                TestRouter router = TestRouter.start(
                        broker.servers(),
                        "pinned",
                        DeliveryIT.to(sink, "ndjson").replace("timeout: 1s", "timeout: 1s, jurisdiction: us"),
                        Map.of())) {
            broker.append(Events.pinned("eu", Events.in(0, web, 2)));
            broker.append(Events.pinned("us", Events.in(1, web, 2)));
            broker.append(Events.in(2, web, 2));
            await().until(() -> router.counted("headwater.dead", "reason", "pinned") == 2);
            await().until(() -> sink.received() == 4);
            assertThat(lettersOf(broker, "pinned")).hasSize(2).allSatisfy(letter -> {
                assertThat(letter.id()).startsWith("web-0-");
                assertThat(letter.headers().get("hw_dead_reason"))
                        .isEqualTo("pinned: the event never leaves 'eu', and the destination is not there");
            });
        }
    }

    @Test
    void aRecordThatIsNoEventIsADeadLetterAndStallsNothing(TestBroker broker) {
        try (WebhookSink sink = WebhookSink.start(TestRouter.SECRET);
                TestRouter router =
                        TestRouter.start(broker.servers(), "unreadable", DeliveryIT.to(sink, "ndjson"), Map.of())) {
            broker.appendRecords(List.of(
                    new ProducerRecord<>("hw.events", 2, "key".getBytes(UTF_8), "what is this".getBytes(UTF_8)),
                    new ProducerRecord<>("hw.events", 2, null, new byte[0])));
            broker.append(Events.in(2, new SourceId("unreadable", "web"), 3));
            await().until(() -> sink.received() == 3);
            await().until(() -> router.counted("headwater.dead", "reason", "unreadable") >= 2);
            assertThat(DeadLetters.read(broker.servers()))
                    .anySatisfy(letter -> assertThat(letter.headers().get("hw_dead_reason"))
                            .startsWith("unreadable: the record has no header"));
        }
    }

    @Test
    void aDestinationThatRefusesEverythingIsNotADeadLetterMachine(TestBroker broker) {
        try (WebhookSink sink = WebhookSink.start(TestRouter.SECRET)) {
            sink.answerWith(Reply.status(400));
            try (TestRouter router =
                    TestRouter.start(broker.servers(), "refuses", DeliveryIT.to(sink, "cloudevents"), Map.of())) {
                broker.append(Events.in(0, new SourceId("refuses", "web"), 100));
                await().until(() -> router.counted("headwater.attempts", "reason", "refuses-all") == 0
                        && router.gauged("headwater.lane.setup") == 1);
                sink.answerWith(Reply.status(200));
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> sink.received() + router.counted("headwater.dead", "destination", "refuses/crm")
                                == 100);
                assertThat(router.counted("headwater.dead", "destination", "refuses/crm"))
                        .isBetween(1.0, 19.0);
            }
        }
    }

    private static List<DeadLetters.DeadLetter> lettersOf(TestBroker broker, String tenant) {
        return DeadLetters.read(broker.servers()).stream()
                .filter(each -> tenant.equals(each.headers().get("hw_dead_tenant")))
                .toList();
    }
}
