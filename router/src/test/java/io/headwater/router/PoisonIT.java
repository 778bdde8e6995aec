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
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An event whose handling ends the router's process: here its destination ends it, at the moment it sees the event. */
@ExtendWith(TestBroker.Given.class)
class PoisonIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MOST_DEATHS = 8;

    private final AtomicReference<Optional<ChildProcess>> router = new AtomicReference<>(Optional.empty());

    @Test
    void isFoundAndSetAsideAndItsNeighboursAreDelivered(TestBroker broker) {
        List<LoggedEvent> events = Events.in(1, new SourceId("deadly", "web"), 40);
        String poison = events.get(13).event().id();
        try (WebhookSink sink = WebhookSink.start(TestRouter.SECRET)) {
            sink.answerWith(Behaviour.when(
                    request -> request.eventIds().contains(poison) && endsTheRouter(), Reply.hang(), Behaviour.OK));
            broker.append(events);
            int deaths = 0;
            Set<String> others = events.stream()
                    .map(each -> each.event().id())
                    .filter(id -> !id.equals(poison))
                    .collect(Collectors.toSet());
            while (!livesUntilAllIsSettled(broker, sink, others)) {
                deaths++;
                assertThat(deaths).as("deaths").isLessThan(MOST_DEATHS);
            }
            assertThat(deaths).as("deaths").isGreaterThanOrEqualTo(3);
            assertThat(letters(broker)).singleElement().satisfies(letter -> {
                assertThat(letter.id()).isEqualTo(poison);
                assertThat(letter.headers())
                        .containsEntry("hw_dead_destination", "crm")
                        .containsEntry("hw_dead_topic", "hw.events");
                assertThat(letter.headers().get("hw_dead_reason")).startsWith("poison: ");
            });
        }
    }

    /** One life of a router; false when it was ended before its time. */
    private boolean livesUntilAllIsSettled(TestBroker broker, WebhookSink sink, Set<String> others) {
        try (ChildProcess process =
                TestRouter.process(broker.servers(), "deadly", DeliveryIT.to(sink, "cloudevents"))) {
            router.set(Optional.of(process));
            await().atMost(PATIENCE)
                    .until(() -> !process.isAlive()
                            || (!letters(broker).isEmpty() && delivered(sink).containsAll(others)));
            return process.isAlive();
        } finally {
            for (String group : List.of("router-deadly", "router-deadly.retry", "router-deadly.backlog")) {
                broker.expel(group);
            }
        }
    }

    private boolean endsTheRouter() {
        router.get().ifPresent(ChildProcess::kill9);
        return true;
    }

    private static Set<String> delivered(WebhookSink sink) {
        return sink.events().stream().map(ReceivedEvent::id).collect(Collectors.toSet());
    }

    private static List<DeadLetters.DeadLetter> letters(TestBroker broker) {
        return DeadLetters.read(broker.servers()).stream()
                .filter(each -> "deadly".equals(each.headers().get("hw_dead_tenant")))
                .toList();
    }
}
